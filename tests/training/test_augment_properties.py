"""What is done to a picture is done to its labels, exactly: whatever the boxes, points, sizes and cuts."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from scenewright.training.augment import flipped, recropped
from scenewright.training.loading import Changes, Pictures
from scenewright.training.native import read_native
from scenewright.training.targets import Target

FLIP = (1, 0, 2)


@st.composite
def scenes(draw):
    """A picture whose red and green are the column and row of each pixel, with rectangles and points on it."""
    width, height = draw(st.integers(20, 90)), draw(st.integers(20, 90))
    count = draw(st.integers(0, 3))
    rows, columns = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    picture = torch.stack([columns, rows, torch.zeros_like(rows)]).to(torch.uint8)
    masks, boxes, points = torch.zeros(count, height, width, dtype=torch.uint8), [], []
    for k in range(count):
        left, top = draw(st.integers(0, width - 5)), draw(st.integers(0, height - 5))
        right, bottom = draw(st.integers(left + 4, width)), draw(st.integers(top + 4, height))
        masks[k, top:bottom, left:right] = 1
        boxes.append([left, top, right, bottom])
        points.append([[left + 1.5, top + 1.5, 2], [right - 1.5, top + 1.5, 2], [0, 0, 0]])
    return picture, Target(
        torch.tensor(boxes, dtype=torch.float32).reshape(-1, 4),
        torch.ones(count, dtype=torch.int64),
        torch.zeros(count, dtype=torch.bool),
        masks=masks,
        keypoints=torch.tensor(points, dtype=torch.float32).reshape(-1, 3, 3),
        classes=(masks.any(dim=0) if count else torch.zeros(height, width)).to(torch.uint8),
    )


def tight(mask):
    rows, columns = mask.nonzero(as_tuple=True)
    return [columns.min().item(), rows.min().item(), columns.max().item() + 1, rows.max().item() + 1]


@given(scenes())
@settings(max_examples=30, deadline=None)
def test_mirrored_twice_is_as_before_and_once_still_fits(scene):
    picture, target = scene
    once, moved = flipped(picture, target, FLIP)
    for mask, box in zip(moved.masks, moved.boxes, strict=True):
        assert tight(mask) == box.tolist()
    for before, after in zip(target.keypoints, moved.keypoints, strict=True):
        for k, (x, y, seen) in enumerate(after.tolist()):
            assert seen == before[FLIP[k], 2]
            if seen:
                # The colour under a point says where it was before: points lie in the middle of pixels.
                assert once[0, int(y), int(x)] + 0.5 == before[FLIP[k], 0]
    again, back = flipped(once, moved, FLIP)
    assert torch.equal(again, picture)
    for name in ("boxes", "masks", "keypoints", "classes", "labels", "ignored"):
        assert torch.equal(getattr(back, name), getattr(target, name)), name


@given(scenes(), st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_a_cut_moves_picture_boxes_masks_and_points_as_one(scene, seed):
    picture, target = scene
    torch.manual_seed(seed)
    cut, moved = recropped(picture, target)
    assert cut.shape == picture.shape
    height, width = picture.shape[-2:]
    for mask, box, points in zip(moved.masks, moved.boxes, moved.keypoints, strict=True):
        assert tight(mask) == box.tolist(), "the box is the mask's"
        inside = mask > 0
        # Red and green of the cut say which pixels of the picture are seen: those of the mask are the object's own.
        seen = torch.stack([cut[0][inside], cut[1][inside]], dim=-1).float()
        own = [k for k, other in enumerate(target.boxes) if contains(other, seen)]
        assert own, "the mask shows what it showed before"
        for x, y, is_seen in points.tolist():
            if is_seen and 1 < x < width - 1 and 1 < y < height - 1:
                here = torch.tensor([cut[0, int(y), int(x)], cut[1, int(y), int(x)]]).float() + 0.5
                corners = [target.keypoints[k, :, :2] for k in own]
                assert min(float((here - c).abs().amax(dim=1).min()) for c in corners) <= 1.0
    assert torch.equal(moved.classes > 0, any_of(moved, target, height, width)) or len(moved.masks) < len(target.masks)


def contains(box, places):
    """Whether all places (M, 2) are pixels of the box; blending at the border may add half a pixel."""
    low, high = box[:2] - 1.0, box[2:] + 0.5
    return bool(((places >= low) & (places <= high)).all())


def any_of(moved, target, height, width):
    return moved.masks.any(dim=0) if len(moved.masks) else torch.zeros(height, width, dtype=torch.bool)


@pytest.mark.parametrize("task", ["detection", "instances", "keypoints", "semantic"])
def test_every_changed_picture_of_many_epochs_keeps_its_labels_whole(pointed_rectangles, task):
    table, _ = read_native(pointed_rectangles)
    pictures = Pictures(table, task, 0, Changes(photometric=True, flips=True, crops=True, seed=2))
    for epoch in range(8):
        for image in range(len(table)):
            picture, target, _ = pictures[epoch, image]
            assert picture.dtype == torch.uint8
            assert picture.is_contiguous()
            given = target.for_model()
            boxes = given["boxes"]
            assert (boxes[:, 2:] > boxes[:, :2]).all(), "as torchvision demands"
            assert (boxes[:, 2] <= picture.shape[-1]).all()
            assert len(given["labels"]) == len(boxes)
            if task == "instances":
                assert [tight(mask) for mask in given["masks"]] == boxes.tolist()
            if task == "keypoints":
                seen = given["keypoints"][..., 2] > 0
                x, y = given["keypoints"][..., 0], given["keypoints"][..., 1]
                low, high = boxes[:, None, :2] - 0.01, boxes[:, None, 2:] + 0.01
                inside = (x >= low[..., 0]) & (x <= high[..., 0]) & (y >= low[..., 1]) & (y <= high[..., 1])
                assert inside[seen].all()
