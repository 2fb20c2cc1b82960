"""Changes of pictures while training, so that a model learns the things and not the renderer.

Photometric ones leave the labels alone. The mirror image exchanges left and right of every keypoint pair; torchvision's
own flip does not, and counts keypoints from pixel centres.
"""

import io
from dataclasses import replace

import numpy as np
import torch
from PIL import Image
from torch import Tensor
from torchvision.ops import masks_to_boxes
from torchvision.transforms import v2
from torchvision.transforms.v2 import functional

from scenewright.training.targets import Target

_JITTER = v2.ColorJitter(brightness=0.35, contrast=0.35, saturation=0.35)
_TINT = 0.12
"""By how much red and blue are stronger or weaker: another white balance, in a fifth of the time of turning hues."""
_BLUR = v2.GaussianBlur(kernel_size=5, sigma=(0.2, 1.5))
_JPEG_QUALITY = (40, 95)


def photometric(picture: Tensor) -> Tensor:
    """Return a picture (3, H, W) of uint8 in other light and through another lens, by torch's random numbers."""
    changed: Tensor = _JITTER(picture) if _happens(0.8) else picture
    changed = _tinted(changed) if _happens(0.5) else changed
    changed = _BLUR(changed) if _happens(0.2) else changed
    changed = _noisy(changed) if _happens(0.3) else changed
    changed = _compressed(changed) if _happens(0.2) else changed
    return functional.rgb_to_grayscale(changed, num_output_channels=3) if _happens(0.05) else changed


def _tinted(picture: Tensor) -> Tensor:
    gains = 1 + _TINT * (2 * torch.rand(3, 1, 1) - 1)
    gains[1] = 1
    return (picture * gains).round().clamp(0, 255).to(torch.uint8)


def _compressed(picture: Tensor) -> Tensor:
    # By Pillow: torchvision's own codec is on its way out.
    low, high = _JPEG_QUALITY
    file = io.BytesIO()
    whole = Image.fromarray(picture.permute(1, 2, 0).numpy())
    whole.save(file, format="JPEG", quality=int(torch.randint(low, high, ())))
    return torch.from_numpy(np.array(Image.open(file))).permute(2, 0, 1)


def _noisy(picture: Tensor) -> Tensor:
    deviation = 2 + 10 * torch.rand(())
    return (picture + deviation * torch.randn(picture.shape)).round().clamp(0, 255).to(torch.uint8)


def _happens(share: float) -> bool:
    return float(torch.rand(())) < share


def flipped(picture: Tensor, target: Target, flip: tuple[int, ...] = ()) -> tuple[Tensor, Target]:
    """Return the mirror image, left and right exchanged.

    Args:
        picture: (3, H, W).
        target: Its labels.
        flip: For each keypoint the place of the one that it becomes.
    """
    width = picture.shape[-1]
    boxes = target.boxes.clone()
    boxes[:, 0], boxes[:, 2] = width - target.boxes[:, 2], width - target.boxes[:, 0]
    return picture.flip(-1), replace(
        target,
        boxes=boxes,
        masks=None if target.masks is None else target.masks.flip(-1),
        keypoints=None if target.keypoints is None else _flipped_points(target.keypoints, width, flip),
        classes=None if target.classes is None else target.classes.flip(-1),
    )


def _flipped_points(points: Tensor, width: int, flip: tuple[int, ...]) -> Tensor:
    mirrored = points[:, list(flip)].clone() if flip else points.clone()
    is_labelled = mirrored[..., 2] > 0
    mirrored[..., 0] = torch.where(is_labelled, width - mirrored[..., 0], mirrored[..., 0])
    return mirrored


def recropped(picture: Tensor, target: Target, smallest: float = 0.6) -> tuple[Tensor, Target]:
    """Return a part of the picture at the picture's own size, so that things come larger and at other places.

    Objects of which less than a third of the box is left are no longer asked for, but ignored. Where there are masks,
    boxes are those of what is left of them.

    Args:
        picture: (3, H, W).
        target: Its labels.
        smallest: Least share of the width and height that is kept.
    """
    height, width = picture.shape[-2:]
    share = smallest + (1 - smallest) * float(torch.rand(()))
    wide, high = max(1, round(width * share)), max(1, round(height * share))
    left, top = int(torch.randint(width - wide + 1, ())), int(torch.randint(height - high + 1, ()))
    scale = torch.tensor([width / wide, height / high])
    cut = functional.resized_crop(picture, top, left, high, wide, [height, width], antialias=True)
    shift = torch.tensor([left, top], dtype=torch.float32)
    boxes = (target.boxes.reshape(-1, 2, 2) - shift) * scale
    boxes = boxes.clamp(min=0).minimum(torch.tensor([width, height], dtype=torch.float32)).reshape(-1, 4)
    left_over = _areas(boxes) / (_areas(target.boxes) * scale.prod()).clamp(min=1e-6)
    kept = left_over > 0.02
    masks = None if target.masks is None else _cropped_maps(target.masks, top, left, high, wide)
    if masks is not None:
        kept &= (masks > 0).flatten(1).any(dim=1)
        boxes[kept] = masks_to_boxes(masks[kept]) + torch.tensor([0.0, 0.0, 1.0, 1.0])
    moved = replace(
        target,
        boxes=boxes[kept],
        labels=target.labels[kept],
        ignored=(target.ignored | (left_over < 1 / 3))[kept],
        masks=None if masks is None else masks[kept],
        keypoints=None if target.keypoints is None else _moved_points(target.keypoints, shift, scale, picture)[kept],
        classes=None if target.classes is None else _cropped_maps(target.classes[None], top, left, high, wide)[0],
    )
    return cut, moved


def _areas(boxes: Tensor) -> Tensor:
    return (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])


def _cropped_maps(maps: Tensor, top: int, left: int, high: int, wide: int) -> Tensor:
    """Return the part of maps (N, H, W) at their own size; ids are never blended."""
    if len(maps) == 0:
        return maps
    size = list(maps.shape[-2:])
    # The pixel at the centre, as the picture has it; plain NEAREST takes the one at the corner, half a pixel away.
    nearest = v2.InterpolationMode.NEAREST_EXACT
    cropped: Tensor = functional.resized_crop(maps, top, left, high, wide, size, interpolation=nearest)
    return cropped


def _moved_points(points: Tensor, shift: Tensor, scale: Tensor, picture: Tensor) -> Tensor:
    height, width = picture.shape[-2:]
    moved = points.clone()
    moved[..., :2] = (points[..., :2] - shift) * scale
    inside = (moved[..., 0] >= 0) & (moved[..., 0] < width) & (moved[..., 1] >= 0) & (moved[..., 1] < height)
    return torch.where((inside & (points[..., 2] > 0))[..., None], moved, torch.zeros_like(moved))
