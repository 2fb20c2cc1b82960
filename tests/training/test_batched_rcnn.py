"""What is computed for a whole batch is what torchvision computes picture by picture."""

import pytest
import torch
from torchvision.models.detection import fasterrcnn_mobilenet_v3_large_fpn, maskrcnn_resnet50_fpn
from torchvision.models.detection._utils import Matcher
from torchvision.models.detection.image_list import ImageList
from torchvision.ops import box_iou

from scenewright.training.batched_rcnn import batched, matched, padded, sampled
from scenewright.training.models import MODELS, Shape


def boxes(count, seed, size=(96, 64)):
    numbers = torch.Generator().manual_seed(seed)
    corners = torch.rand((count, 2, 2), generator=numbers).sort(dim=1).values * torch.tensor(size)
    return (corners + torch.tensor([[0.0, 0.0], [3.0, 3.0]])).reshape(-1, 4)


def pair(builder=fasterrcnn_mobilenet_v3_large_fpn, **more):
    """Return torchvision's model and ours, of the same weights."""
    options = {"weights": None, "weights_backbone": None, "num_classes": 3, "min_size": 64, "max_size": 96, **more}
    one, other = builder(**options), builder(**options)
    other.load_state_dict(one.state_dict())
    return one.train(), batched(other).train()


@pytest.mark.parametrize("low_quality", [True, False])
@pytest.mark.parametrize("seed", range(5))
def test_boxes_are_matched_as_torchvision_matches_them(seed, low_quality):
    wanted = [boxes(4, seed), boxes(0, 0), boxes(1, seed + 1)]
    given = torch.stack([boxes(200, seed + k) for k in (10, 20, 30)])
    matcher = Matcher(0.7, 0.3, allow_low_quality_matches=low_quality)
    found = matched(*padded(wanted), given, matcher)
    for own, mine, places in zip(wanted, given, found, strict=True):
        expected = matcher(box_iou(own, mine)) if len(own) else torch.full((200,), -1)
        assert torch.equal(places, expected)


def test_a_sample_has_no_more_of_each_kind_than_there_are_and_are_wanted():
    labels = torch.zeros(3, 50, dtype=torch.int64)
    labels[0, :20], labels[0, 20:30], labels[1, :2], labels[2] = 2, -1, 1, -1
    positive, negative = sampled(labels, 16, 0.25)
    assert positive.sum(dim=1).tolist() == [4, 2, 0]
    assert negative.sum(dim=1).tolist() == [12, 14, 0]
    assert (labels[positive] > 0).all()
    assert (labels[negative] == 0).all()
    assert not torch.equal(positive, sampled(labels, 16, 0.25)[0]), "another choice each time"


@pytest.mark.parametrize("seed", range(3))
def test_proposals_are_filtered_as_torchvision_filters_them(seed):
    one, other = pair()
    given = torch.stack([boxes(300, seed), boxes(300, seed + 9)])
    given[0, ::7, 2] = given[0, ::7, 0]  # no width
    given[1, ::5] += 60  # beyond the border
    torch.manual_seed(seed)
    objectness = torch.randn(600, 1)
    for model in (one, other):
        model.rpn._pre_nms_top_n["training"], model.rpn._post_nms_top_n["training"] = 120, 50
    expected, found = (
        model.rpn.filter_proposals(given, objectness, [(64, 96)] * 2, [200, 100]) for model in (one, other)
    )
    for wanted, got in zip(expected[0] + expected[1], found[0] + found[1], strict=True):
        assert torch.allclose(wanted, got, atol=1e-4)


def test_pictures_and_anchors_are_torchvisions():
    one, other = pair()
    pictures, targets = [torch.rand(3, 64, 96), torch.rand(3, 64, 96)], [{"boxes": boxes(2, 1)}, {"boxes": boxes(3, 2)}]
    (expected, _), (found, moved) = (model.transform(pictures, targets) for model in (one, other))
    assert torch.allclose(expected.tensors, found.tensors, atol=1e-6)
    assert expected.image_sizes == found.image_sizes
    assert torch.equal(moved[0]["boxes"], targets[0]["boxes"])
    maps = [torch.rand(2, 8, 2, 3), torch.rand(2, 8, 1, 2), torch.rand(2, 8, 1, 1)]
    for wanted, got in zip(*(model.rpn.anchor_generator(expected, maps) for model in (one, other)), strict=True):
        assert torch.equal(wanted, got)


def test_pictures_of_several_sizes_are_scaled_by_torchvision():
    _, model = pair()
    pictures = [torch.rand(3, 64, 96), torch.rand(3, 40, 40)]
    found, targets = model.transform(pictures, [{"boxes": boxes(1, 1)}, {"boxes": torch.tensor([[0.0, 0, 20, 20]])}])
    assert found.image_sizes == [(64, 96), (64, 64)]
    assert torch.allclose(targets[1]["boxes"], torch.tensor([[0.0, 0, 32, 32]]))


def test_the_same_samples_give_the_same_losses_and_gradients_of_every_head():
    """Where all candidates are taken, chance has no say, and all that is left is torchvision's arithmetic."""
    options = {"rpn_batch_size_per_image": 10_000, "rpn_positive_fraction": 1.0, "box_batch_size_per_image": 10_000,
               "box_positive_fraction": 1.0, "rpn_post_nms_top_n_train": 60}  # fmt: skip
    one, other = pair(maskrcnn_resnet50_fpn, **options)
    pictures = [torch.rand(3, 64, 96) for _ in range(3)]
    targets = []
    for k, count in enumerate((3, 0, 1)):
        masks = torch.zeros(count, 64, 96, dtype=torch.uint8)
        masks[:, 10:30, 20:50] = 1
        targets.append({"boxes": boxes(count, k), "labels": torch.ones(count, dtype=torch.int64), "masks": masks})
    losses = []
    for model in (one, other):
        losses.append(model(pictures, targets))
        sum(losses[-1].values()).backward()
    for name, value in losses[0].items():
        assert torch.allclose(value, losses[1][name], rtol=1e-3, atol=1e-5), name
    for wanted, got in zip(one.parameters(), other.parameters(), strict=True):
        assert torch.allclose(wanted.grad, got.grad, rtol=0.02, atol=1e-3 * float(wanted.grad.abs().max()))


@pytest.mark.parametrize("name", ["fasterrcnn_resnet50_fpn", "ssdlite320_mobilenet_v3_large"])
def test_anchors_keep_all_their_digits_under_mixed_precision(name):
    model = MODELS[name].build(Shape(1, (640, 480))).train()
    generator = model.rpn.anchor_generator if "rcnn" in name else model.anchor_generator
    levels = 5 if "rcnn" in name else 6
    maps = [torch.rand(1, 8, 120 >> k or 1, 160 >> k or 1) for k in range(levels)]
    pictures = ImageList(torch.zeros(1, 3, 480, 640), [(480, 640)])
    exact = generator(pictures, maps)[0]
    rounded = generator(pictures, [item.bfloat16() for item in maps])[0]
    assert rounded.dtype == torch.float32
    assert torch.equal(exact, rounded)


def test_what_is_proposed_under_mixed_precision_is_exact_too():
    _, model = pair()
    maps = {str(k): torch.rand(1, 256, 2, 3).bfloat16() for k in range(3)}
    pictures = ImageList(torch.zeros(1, 3, 64, 96), [(64, 96)])
    with torch.autocast("cpu", torch.bfloat16):
        proposals, _ = model.rpn(pictures, maps, [{"boxes": boxes(2, 1), "labels": torch.ones(2, dtype=torch.int64)}])
    assert proposals[0].dtype == torch.float32
    assert not torch.equal(proposals[0], proposals[0].bfloat16().float())
