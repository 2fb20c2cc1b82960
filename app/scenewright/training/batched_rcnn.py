"""torchvision's two-stage detectors, trained with all pictures of a batch at once.

torchvision matches, samples and filters boxes picture by picture: thousands of tiny operations a step, and a GPU waits
while the processor starts each. Here the same is computed for the whole batch. And boxes stay 32-bit numbers under
mixed precision: as bfloat16, a corner at 300 pixels is only known to 2 pixels.

Layers, the names of their weights, and everything but training are torchvision's.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence
from torchvision.models.detection._utils import BalancedPositiveNegativeSampler, Matcher
from torchvision.models.detection.anchor_utils import AnchorGenerator, DefaultBoxGenerator
from torchvision.models.detection.image_list import ImageList
from torchvision.models.detection.roi_heads import RoIHeads
from torchvision.models.detection.rpn import RegionProposalNetwork, concat_box_prediction_layers
from torchvision.models.detection.transform import GeneralizedRCNNTransform
from torchvision.ops import nms

Targets = list[dict[str, Tensor]]

_MOST_PAIRS = 30_000_000
"""Of wanted and proposed boxes that are compared at once; more are taken picture by picture, for the memory's sake."""
_BELOW, _BETWEEN = -1, -2
"""In place of a match: background, and neither the one nor the other; torchvision's numbers."""


def batched(model: nn.Module) -> nn.Module:
    """Return one of torchvision's R-CNN models so changed that it trains on batches as a whole.

    Only what it does while training is another; its parts are changed in place, as torchvision's builders choose them.
    """
    swapped: tuple[tuple[Any, type], ...] = (
        (model.transform, _Transform),
        (model.rpn, _Proposals),
        (model.rpn.anchor_generator, _Anchors),
        (model.roi_heads, _Heads),
    )
    for part, kind in swapped:
        part.__class__ = kind
    sampler: Any = model.rpn.fg_bg_sampler
    model.rpn.fg_bg_sampler = _Sampler(sampler.batch_size_per_image, sampler.positive_fraction)
    return model


def with_exact_anchors(model: nn.Module) -> nn.Module:
    """Return one of torchvision's one-stage models whose anchors are 32-bit numbers under mixed precision, too."""
    model.anchor_generator.__class__ = _DefaultBoxes
    return model


class _Transform(GeneralizedRCNNTransform):
    def forward(self, images: list[Tensor], targets: Targets | None = None) -> tuple[ImageList, Targets | None]:
        shape = images[0].shape
        sizes = [int(side) for side in shape[-2:]]
        is_scaled = min(sizes) != self.min_size[-1] or max(sizes) != self.max_size
        if not self.training or is_scaled or any(image.shape != shape for image in images):
            return super().forward(images, targets)
        batch = self.normalize(torch.stack(images))
        height, width = (-(-side // self.size_divisible) * self.size_divisible for side in sizes)
        padded = functional.pad(batch, (0, width - sizes[1], 0, height - sizes[0]))
        return ImageList(padded, [(sizes[0], sizes[1])] * len(images)), targets


def _sizes_alone(maps: list[Tensor]) -> list[Tensor]:
    """Return tensors without values that tell the maps' sizes and place, as 32-bit numbers."""
    return [item.new_empty((0, 0, *item.shape[-2:]), dtype=torch.float32) for item in maps]


class _Anchors(AnchorGenerator):
    def forward(self, image_list: ImageList, feature_maps: list[Tensor]) -> list[Tensor]:
        if not self.training:
            return super().forward(image_list, feature_maps)
        [anchors] = super().forward(
            ImageList(image_list.tensors, image_list.image_sizes[:1]), _sizes_alone(feature_maps)
        )
        return [anchors] * len(image_list.image_sizes)


class _DefaultBoxes(DefaultBoxGenerator):
    def forward(self, image_list: ImageList, feature_maps: list[Tensor]) -> list[Tensor]:
        return super().forward(image_list, _sizes_alone(feature_maps) if self.training else feature_maps)


class _Sampler(BalancedPositiveNegativeSampler):
    def __call__(self, matched_idxs: list[Tensor]) -> tuple[list[Tensor], list[Tensor]]:
        positive, negative = sampled(torch.stack(matched_idxs), self.batch_size_per_image, self.positive_fraction)
        return list(positive), list(negative)


class _Proposals(RegionProposalNetwork):
    def forward(
        self, images: ImageList, features: dict[str, Tensor], targets: Targets | None = None
    ) -> tuple[list[Tensor], dict[str, Tensor]]:
        if not self.training or targets is None:
            return super().forward(images, features, targets)
        maps = list(features.values())
        by_level, shifts_by_level = self.head(maps)
        counts = [int(item[0].numel()) for item in by_level]
        anchors = self.anchor_generator(images, maps)
        objectness, shifts = concat_box_prediction_layers(by_level, shifts_by_level)
        objectness, shifts = objectness.float(), shifts.float()
        boxes = self.box_coder.decode(shifts.detach(), anchors).view(len(anchors), -1, 4)
        proposals, _ = self.filter_proposals(boxes, objectness, images.image_sizes, counts)
        labels, wanted = self.assign_targets_to_anchors(anchors, targets)
        asked = self.box_coder.encode(wanted, anchors)
        objectness_loss, box_loss = self.compute_loss(objectness, shifts, labels, asked)
        return proposals, {"loss_objectness": objectness_loss, "loss_rpn_box_reg": box_loss}

    def assign_targets_to_anchors(self, anchors: list[Tensor], targets: Targets) -> tuple[list[Tensor], list[Tensor]]:
        wanted, is_wanted = padded([target["boxes"] for target in targets])
        if is_wanted.numel() * len(anchors[0]) > _MOST_PAIRS:
            return super().assign_targets_to_anchors(anchors, targets)
        found = matched(wanted, is_wanted, anchors[0][None], self.proposal_matcher)
        labels = (found >= 0).float().masked_fill(found == _BETWEEN, -1)
        return list(labels), list(_picked(wanted, found.clamp(min=0)))

    def filter_proposals(
        self,
        proposals: Tensor,
        objectness: Tensor,
        image_shapes: list[tuple[int, int]],
        num_anchors_per_level: list[int],
    ) -> tuple[list[Tensor], list[Tensor]]:
        if not self.training or self.score_thresh > 0 or len(set(image_shapes)) > 1:
            return super().filter_proposals(proposals, objectness, image_shapes, num_anchors_per_level)
        height, width = image_shapes[0]
        by_anchor = objectness.detach().reshape(len(proposals), -1)
        best = self._get_top_n_idx(by_anchor, num_anchors_per_level)
        scores = by_anchor.gather(1, best).sigmoid()
        boxes = _picked(proposals, best)
        boxes = torch.stack([boxes[..., 0::2].clamp(0, width), boxes[..., 1::2].clamp(0, height)], dim=-1).flatten(2)
        is_small = ((boxes[..., 2:] - boxes[..., :2]) < self.min_size).any(dim=-1)
        # Each level at a place of its own, so that none suppresses another's.
        levels = torch.bucketize(best, best.new_tensor(num_anchors_per_level).cumsum(0), right=True)
        apart = boxes + (levels * (max(height, width) + 1))[..., None]
        scores = scores.masked_fill(is_small, -1)
        kept = [nms(*pair, self.nms_thresh)[: self.post_nms_top_n()] for pair in zip(apart, scores, strict=True)]
        if bool(is_small.any()):
            kept = [places[own[places] >= 0] for places, own in zip(kept, scores, strict=True)]
        return (
            [own[places] for own, places in zip(boxes, kept, strict=True)],
            [own[places] for own, places in zip(scores, kept, strict=True)],
        )


class _Heads(RoIHeads):
    def select_training_samples(
        self, proposals: list[Tensor], targets: Targets
    ) -> tuple[list[Tensor], list[Tensor], list[Tensor], tuple[Tensor, ...]]:
        self.check_targets(targets)
        wanted, is_wanted = padded([target["boxes"] for target in targets])
        given = [torch.cat([own, target["boxes"]]) for own, target in zip(proposals, targets, strict=True)]
        boxes, is_given = padded(given)
        if is_wanted.numel() * boxes.shape[1] > _MOST_PAIRS:
            return super().select_training_samples(proposals, targets)
        found = matched(wanted, is_wanted, boxes, self.proposal_matcher).masked_fill(~is_given, _BETWEEN)
        classes = pad_sequence([target["labels"] for target in targets], batch_first=True)
        classes = functional.pad(classes, (0, wanted.shape[1] - classes.shape[1]))
        labels = classes.gather(1, found.clamp(min=0))
        labels = labels.masked_fill(found == _BELOW, 0).masked_fill(found == _BETWEEN, -1)
        sampler = self.fg_bg_sampler
        positive, negative = sampled(labels, sampler.batch_size_per_image, sampler.positive_fraction)
        taken = positive | negative
        places = taken.nonzero(as_tuple=True)
        counts = taken.sum(dim=1).tolist()
        chosen, match = boxes[places], found.clamp(min=0)[places]
        asked = self.box_coder.encode_single(wanted[places[0], match], chosen)
        parts = (list(item.split(counts)) for item in (chosen, match, labels[places]))
        return (*parts, asked.split(counts))


def padded(boxes: list[Tensor]) -> tuple[Tensor, Tensor]:
    """Return boxes (N_i, 4) of each picture as one tensor (B, N, 4), N at least 1, and which of them are any (B, N)."""
    counts = torch.tensor([len(own) for own in boxes], device=boxes[0].device)
    together = pad_sequence(boxes, batch_first=True)
    together = functional.pad(together, (0, 0, 0, max(0, 1 - together.shape[1])))
    return together, torch.arange(together.shape[1], device=counts.device) < counts[:, None]


def matched(wanted: Tensor, is_wanted: Tensor, boxes: Tensor, matcher: Matcher) -> Tensor:
    """Return which wanted box each box stands for, as torchvision's `Matcher` does it.

    Args:
        wanted: (B, G, 4).
        is_wanted: Which of them are any, bool (B, G).
        boxes: (B, N, 4), or (1, N, 4) where all pictures have the same.
        matcher: Says which overlaps make a match.

    Returns:
        int64 (B, N): the place of the wanted box, -1 for background, or -2 for neither.
    """
    quality = _overlaps(wanted, boxes).masked_fill(~is_wanted[..., None], -1)
    best, place = quality.max(dim=1)
    found = place.masked_fill(best < matcher.high_threshold, _BETWEEN).masked_fill(best < matcher.low_threshold, _BELOW)
    if not matcher.allow_low_quality_matches:
        return found
    # Every wanted box gets the boxes that overlap it most, however little that is.
    is_highest = (quality == quality.amax(dim=2, keepdim=True)) & is_wanted[..., None]
    return torch.where(is_highest.any(dim=1), place, found)


def sampled(labels: Tensor, count: int, share: float) -> tuple[Tensor, Tensor]:
    """Return a random choice of boxes as two masks (B, N): positive ones, at most their share, and negative ones.

    Args:
        labels: Above 0 for objects, 0 for background, below for neither; (B, N).
        count: How many of a picture are taken, if there are as many.
        share: Of positive ones among them, at most.
    """
    order = torch.rand(labels.shape, device=labels.device)
    positive = _first(order, labels > 0, torch.full_like(labels[:, :1], int(count * share), dtype=torch.int64))
    return positive, _first(order, labels == 0, count - positive.sum(dim=1, keepdim=True))


def _first(order: Tensor, mask: Tensor, count: Tensor) -> Tensor:
    """Return which of those in the mask (B, N) are among the first `count` (B, 1) by their order."""
    ranks = order.masked_fill(~mask, 2).argsort(dim=1).argsort(dim=1)
    return mask & (ranks < count)


def _overlaps(wanted: Tensor, boxes: Tensor) -> Tensor:
    """Return the IoU (B, G, N) of boxes (B, G, 4) and (B, N, 4), by torchvision's formula."""
    one, other = wanted[:, :, None], boxes[:, None]
    sides = (torch.minimum(one[..., 2:], other[..., 2:]) - torch.maximum(one[..., :2], other[..., :2])).clamp(min=0)
    shared = sides[..., 0] * sides[..., 1]
    return shared / (_areas(one) + _areas(other) - shared)


def _areas(boxes: Tensor) -> Tensor:
    return (boxes[..., 2] - boxes[..., 0]) * (boxes[..., 3] - boxes[..., 1])


def _picked(boxes: Tensor, places: Tensor) -> Tensor:
    """Return boxes (B, N, 4) at places (B, M)."""
    return boxes.gather(1, places[..., None].expand(-1, -1, 4))
