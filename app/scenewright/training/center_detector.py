"""A small detector that learns fast from nothing: on a laptop, without weights from anywhere.

Every object is a peak in its class's heat map, and each place near a peak says how far the box reaches to its four
sides. After Zhou et al., "Objects as Points" (2019), and Liu et al., "Training-Time-Friendly Network for Real-Time
Object Detection" (2020), whose Gaussian-weighted box samples make it learn fast. A peak is its own non-maximum
suppression, so the exported graph has fixed shapes, which TensorRT likes.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional
from torchvision.ops import box_iou, generalized_box_iou_loss

from scenewright.training.batching import normalised_batch

STRIDE = 4
MOST_OBJECTS = 100
_DEEPEST = 32
_ALPHA = 0.54
"""How far a peak reaches, as a share of the box: TTFNet's."""


class CenterDetector(nn.Module):
    """Pictures (a list of (3, H, W), 0 to 1) to losses while training, else to boxes, labels and scores.

    Args:
        classes: How many, without background.
        width: Channels of the first stage; twice as many, twice as slow and better.
    """

    def __init__(self, classes: int, width: int = 16) -> None:
        super().__init__()
        self.classes = classes
        w = width
        self.stem = _conv(3, 2 * w, 4, 7)
        self.at_4 = _Block(2 * w)
        self.at_8 = nn.Sequential(_conv(2 * w, 4 * w, 2), _Block(4 * w), _Block(4 * w))
        self.at_16 = nn.Sequential(_conv(4 * w, 8 * w, 2), _Block(8 * w))
        self.at_32 = nn.Sequential(_conv(8 * w, 8 * w, 2), _Block(8 * w))
        self.from_32, self.from_16, self.from_8 = (
            _conv(8 * w, 8 * w, 1, 1),
            _conv(8 * w, 4 * w, 1, 1),
            _conv(4 * w, 2 * w, 1, 1),
        )
        self.join_16, self.join_8, self.join_4 = _conv(8 * w, 8 * w, 1), _conv(4 * w, 4 * w, 1), _conv(2 * w, 2 * w, 1)
        self.heat = nn.Sequential(_conv(2 * w, 2 * w, 1), nn.Conv2d(2 * w, classes, 1))
        self.reach = nn.Sequential(_conv(2 * w, 2 * w, 1), nn.Conv2d(2 * w, 4, 1))
        # Nearly nothing is an object, and objects are about eight cells wide: it need not learn that first.
        self.heat[1].bias.data.fill_(-math.log(99))
        self.reach[1].bias.data.fill_(math.log(4))

    def forward(
        self, pictures: list[Tensor], targets: list[dict[str, Tensor]] | None = None
    ) -> dict[str, Tensor] | list[dict[str, Tensor]]:
        """Return the losses where there are targets and it is training, else what is found in each picture."""
        batch, sizes = normalised_batch(pictures, _DEEPEST)
        heat, reach = self.maps(batch)
        if self.training and targets is not None:
            return _losses(heat, reach, targets)
        boxes, labels, scores = found_boxes(heat, reach)
        return [_found(b, k, s, size) for b, k, s, size in zip(boxes, labels, scores, sizes, strict=True)]

    def maps(self, batch: Tensor) -> tuple[Tensor, Tensor]:
        """Return heat (B, classes, H/4, W/4) before its sigmoid, and reach (B, 4, H/4, W/4) in pixels."""
        at_4 = self.at_4(self.stem(batch))
        at_8 = self.at_8(at_4)
        at_16 = self.at_16(at_8)
        at_16 = self.join_16(at_16 + _doubled(self.from_32(self.at_32(at_16))))
        at_8 = self.join_8(at_8 + _doubled(self.from_16(at_16)))
        at_4 = self.join_4(at_4 + _doubled(self.from_8(at_8)))
        return self.heat(at_4), self.reach(at_4).clamp(max=8).exp() * STRIDE


class _Block(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = _conv(channels, channels, 1)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


def _conv(inputs: int, outputs: int, stride: int, size: int = 3) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, size, stride, size // 2, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def _doubled(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def found_boxes(heat: Tensor, reach: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return boxes (B, 100, 4) in pixels, labels from 1 and scores (B, 100), best first: peaks of the heat maps."""
    scores = heat.sigmoid()
    peaks = scores * (functional.max_pool2d(scores, 3, 1, 1) == scores)
    count, (rows, columns) = heat.shape[1], heat.shape[2:]
    best, place = peaks.flatten(1).topk(min(MOST_OBJECTS, count * rows * columns))
    cell = place % (rows * columns)
    labels = place // (rows * columns) + 1
    sides = reach.flatten(2).gather(2, cell[:, None].expand(-1, 4, -1))
    x, y = (cell % columns + 0.5) * STRIDE, (cell // columns + 0.5) * STRIDE
    boxes = torch.stack([x - sides[:, 0], y - sides[:, 1], x + sides[:, 2], y + sides[:, 3]], dim=-1)
    return boxes, labels, best


def exported_boxes(heat: Tensor, reach: Tensor, size: tuple[int, int]) -> tuple[Tensor, Tensor, Tensor]:
    """Return `found_boxes` of a picture of one height and width for a graph: doubles are there, with a score of 0."""
    boxes, labels, scores = found_boxes(heat, reach)
    inside = boxes.clamp(min=0).minimum(torch.tensor([size[1], size[0], size[1], size[0]], dtype=boxes.dtype))
    is_double = _is_double(inside[0], labels[0])
    return inside, labels, torch.where(is_double[None], torch.zeros_like(scores), scores)


def _found(boxes: Tensor, labels: Tensor, scores: Tensor, size: tuple[int, int]) -> dict[str, Tensor]:
    limits = torch.tensor([size[1], size[0], size[1], size[0]], device=boxes.device)
    inside = boxes.clamp(min=0).minimum(limits)
    kept = scores > 0.01
    kept &= ~_is_double(inside, labels)
    return {"boxes": inside[kept], "labels": labels[kept], "scores": scores[kept]}


def _is_double(boxes: Tensor, labels: Tensor) -> Tensor:
    """Return which boxes lie on a better one of their class: two peaks of one large object."""
    overlap = box_iou(boxes, boxes) * (labels[:, None] == labels[None])
    return (overlap.tril(-1) > 0.6).any(dim=1)


def _losses(heat: Tensor, reach: Tensor, targets: list[dict[str, Tensor]]) -> dict[str, Tensor]:
    """Return the focal loss of the heat and the GIoU loss of the boxes (computed in float32)."""
    heat, reach = heat.float(), reach.float()
    wanted, weight, boxes, asked = (
        torch.stack(parts) for parts in zip(*(_maps(heat, t) for t in targets), strict=True)
    )
    score = heat.sigmoid().clamp(1e-4, 1 - 1e-4)
    is_peak = wanted == 1
    hit = (1 - score) ** 2 * score.log() * is_peak
    miss = (1 - wanted) ** 4 * score**2 * (1 - score).log() * ~is_peak * asked[:, None]
    heat_loss = -(hit.sum() + miss.sum()) / is_peak.sum().clamp(min=1)
    near = weight > 0
    y, x = (torch.arange(n, device=heat.device, dtype=torch.float32) * STRIDE + STRIDE / 2 for n in heat.shape[2:])
    centres = torch.stack(torch.broadcast_tensors(x[None, :], y[:, None]), dim=-1)
    low, high = centres - reach[:, :2].permute(0, 2, 3, 1), centres + reach[:, 2:].permute(0, 2, 3, 1)
    predicted = torch.cat([low, high], dim=-1)[near]
    overlap = generalized_box_iou_loss(predicted, boxes[near], reduction="none")
    return {"heat": heat_loss, "boxes": 5 * (overlap * weight[near]).sum() / weight.sum().clamp(min=1e-6)}


def _maps(heat: Tensor, target: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return a picture's wanted heat (C, h, w), box weights (h, w), boxes (h, w, 4), and where finds are wrong."""
    classes, rows, columns = heat.shape[1:]
    device = heat.device
    wanted = torch.zeros(classes, rows, columns, device=device)
    weight, boxes = torch.zeros(rows, columns, device=device), torch.zeros(rows, columns, 4, device=device)
    asked = torch.ones(rows, columns, device=device)
    y, x = torch.arange(rows, device=device).float()[:, None], torch.arange(columns, device=device).float()[None]
    for left, top, right, bottom in (target["ignored_boxes"] / STRIDE).tolist():
        asked[int(top) : math.ceil(bottom), int(left) : math.ceil(right)] = 0
    sides = target["boxes"][:, 2:] - target["boxes"][:, :2]
    # Large ones first: where two meet, the small one keeps its places.
    for k in sides.prod(dim=1).argsort(descending=True).tolist():
        left, top, right, bottom = (target["boxes"][k] / STRIDE).tolist()
        column = min(int((left + right) / 2), columns - 1)
        row = min(int((top + bottom) / 2), rows - 1)
        spread_x, spread_y = (max((side * _ALPHA + 1) / 6, 0.35) for side in (right - left, bottom - top))
        peak = torch.exp(-((x - column) ** 2 / (2 * spread_x**2) + (y - row) ** 2 / (2 * spread_y**2)))
        peak = torch.where(peak < 0.01, 0.0, peak)
        label = int(target["labels"][k]) - 1
        wanted[label] = torch.maximum(wanted[label], peak)
        mine = peak > 0
        # An object counts by the logarithm of its size, not by its places.
        share = math.log(max((right - left) * (bottom - top), 1.0) + 1) * peak / peak.sum()
        weight = torch.where(mine, share, weight)
        boxes = torch.where(mine[..., None], target["boxes"][k], boxes)
    return wanted, weight, boxes, asked
