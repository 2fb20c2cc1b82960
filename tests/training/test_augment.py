import numpy as np
import pytest
import torch

from scenewright.training.augment import flipped, photometric, recropped
from scenewright.training.loading import Changes, EpochOrder, Pictures, make_loader
from scenewright.training.native import read_native
from scenewright.training.targets import target_of

POINTS = "keypoints"


@pytest.fixture
def pointed(pointed_rectangles):
    table, _ = read_native(pointed_rectangles)
    picture = Pictures(table, POINTS, 0).picture(3)
    return table, picture, target_of(table, 3, POINTS, (64, 48))


def edges(picture, box):
    """Return the mean colour inside a box."""
    x0, y0, x1, y1 = (round(float(value)) for value in box)
    return picture[:, y0:y1, x0:x1].float().mean(dim=(1, 2))


def test_a_mirror_image_moves_boxes_with_the_picture(pointed):
    table, picture, target = pointed
    mirrored, moved = flipped(picture, target, table.points.flip)
    for before, after in zip(target.boxes, moved.boxes, strict=True):
        assert torch.allclose(edges(picture, before), edges(mirrored, after))


def test_a_mirror_image_exchanges_left_and_right_points(pointed):
    table, picture, target = pointed
    assert table.points.flip == (1, 0, 2)
    _, moved = flipped(picture, target, table.points.flip)
    assert torch.allclose(moved.keypoints[:, 0, 0], 64 - target.keypoints[:, 1, 0])
    assert torch.allclose(moved.keypoints[:, 1, 0], 64 - target.keypoints[:, 0, 0])
    assert torch.allclose(moved.keypoints[:, 2, 0], 64 - target.keypoints[:, 2, 0])
    assert (moved.keypoints[:, 0, 0] < moved.keypoints[:, 1, 0]).all(), "left is still left"


def test_points_that_are_not_labelled_stay_so(pointed):
    table, picture, target = pointed
    target.keypoints[0, 1] = 0
    _, moved = flipped(picture, target, table.points.flip)
    assert moved.keypoints[0, 0].tolist() == [0, 0, 0]


def test_mirrored_twice_is_as_before(pointed):
    table, picture, target = pointed
    again, back = flipped(*flipped(picture, target, table.points.flip), table.points.flip)
    assert torch.equal(again, picture)
    assert torch.equal(back.boxes, target.boxes)
    assert torch.allclose(back.keypoints, target.keypoints)


def test_masks_and_class_maps_are_mirrored_with_their_picture(rectangles):
    table, _ = read_native(rectangles)
    picture = Pictures(table, "instances", 0).picture(0)
    target = target_of(table, 0, "instances", (64, 48))
    _, moved = flipped(picture, target)
    for mask, box in zip(moved.masks, moved.boxes, strict=True):
        rows, columns = np.nonzero(mask.numpy())
        assert box.tolist() == [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
    classes = target_of(table, 0, "semantic", (64, 48))
    assert torch.equal(flipped(picture, classes)[1].classes, classes.classes.flip(-1))


def test_a_crop_moves_boxes_masks_and_points_together(pointed):
    _, picture, target = pointed
    torch.manual_seed(4)
    cut, moved = recropped(picture, target)
    assert cut.shape == picture.shape
    for box, points in zip(moved.boxes, moved.keypoints, strict=True):
        labelled = points[points[:, 2] > 0]
        assert (labelled[:, 0] >= box[0] - 1e-3).all()
        assert (labelled[:, 0] <= box[2] + 1e-3).all()


def test_photometric_changes_alter_the_picture_by_the_seed_alone(pointed):
    _, picture, _ = pointed
    changed = []
    for seed in (1, 1, 2):
        torch.manual_seed(seed)
        changed.append(photometric(picture))
    assert torch.equal(changed[0], changed[1])
    assert not torch.equal(changed[0], changed[2])
    assert changed[0].dtype == torch.uint8
    assert changed[0].shape == picture.shape


def batches(pictures, order, workers):
    return [[picture.clone() for picture in batch[0]] for batch in make_loader(pictures, order, workers, pinned=False)]


def test_batches_are_the_same_with_loader_processes_and_from_any_batch_on(rectangles, tmp_path):
    table, _ = read_native(rectangles)
    pictures = Pictures(table, "detection", 0, Changes(seed=5), tmp_path / "pixels")
    order = EpochOrder(len(table), 4, seed=5)
    order.epoch = 2
    alone, beside = batches(pictures, order, 0), batches(pictures, order, 2)
    assert len(alone) == 3
    assert all(
        torch.equal(a, b) for one, other in zip(alone, beside, strict=True) for a, b in zip(one, other, strict=True)
    )
    order.first_batch = 2
    [rest] = batches(Pictures(table, "detection", 0, Changes(seed=5)), order, 0)
    assert all(torch.equal(a, b) for a, b in zip(rest, alone[2], strict=True))


def test_an_epoch_shows_every_picture_and_processes_share_it():
    for ranks in (1, 2, 3):
        orders = [EpochOrder(10, 2, 7, rank, ranks) for rank in range(ranks)]
        shown = [place for order in orders for batch in order for _, place in batch]
        assert set(shown) == set(range(10))
        assert len({len(list(order)) for order in orders}) == 1
    first, second = EpochOrder(10, 2, 7), EpochOrder(10, 2, 7)
    second.epoch = 1
    assert list(first) != [[(0, place) for _, place in batch] for batch in second]


def test_pictures_come_at_the_wanted_size_with_their_boxes(rectangles):
    table, _ = read_native(rectangles)
    picture, target, _ = Pictures(table, "instances", 24)[(0, 0)]
    assert picture.shape == (3, 24, 32)
    assert torch.allclose(target.boxes * 2, torch.from_numpy(table.boxes[table.objects(0)]))
    assert target.masks.shape[1:] == (24, 32)


def test_grey_pictures_have_memory_of_their_own_as_pinning_wants(rectangles):
    table, _ = read_native(rectangles)
    pictures = Pictures(table, "detection", 0, Changes(seed=1))
    shown = [pictures[(epoch, image)][0] for epoch in range(6) for image in range(len(table))]
    assert any(torch.equal(picture[0], picture[1]) for picture in shown), "one of 72 should be grey"
    assert all(picture.is_contiguous() for picture in shown)
