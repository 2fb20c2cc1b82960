"""What a model finds in a picture, in the picture's own pixels and as plain arrays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from pycocotools import mask as run_lengths
from torch import Tensor, nn

from scenewright.training.loading import Pictures
from scenewright.training.samples import Task

_MASK_FROM = 0.5


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in one picture, best first.

    Attributes:
        boxes: float32 (N, 4), XYXY.
        labels: int64 (N,), from 1.
        scores: float32 (N,), 0 to 1.
        runs: N masks as compressed run lengths, for instances.
        keypoints: float32 (N, K, 3), x, y and a score without scale, for keypoints.
        classes: uint8 (H, W), for semantic.
    """

    boxes: NDArray[np.float32]
    labels: NDArray[np.int64]
    scores: NDArray[np.float32]
    runs: tuple[dict[str, Any], ...] | None = None
    keypoints: NDArray[np.float32] | None = None
    classes: NDArray[np.uint8] | None = None


def found_in(
    model: nn.Module, pictures: Pictures, task: Task, device: torch.device, batch: int = 8
) -> Iterator[tuple[int, Found]]:
    """Yield what the model finds in each picture of a table, with its place."""
    for first in range(0, len(pictures), batch):
        images = list(range(first, min(first + batch, len(pictures))))
        inputs = [pictures.picture(image) for image in images]
        outputs = _outputs(model, inputs, device)
        for image, given, output in zip(images, inputs, outputs, strict=True):
            size = int(pictures.table.sizes[image, 0]), int(pictures.table.sizes[image, 1])
            yield image, in_own_pixels(output, (given.shape[2], given.shape[1]), size, task)


@torch.no_grad()
def _outputs(model: nn.Module, inputs: list[Tensor], device: torch.device) -> list[dict[str, Tensor]]:
    model.eval()
    outputs: list[dict[str, Tensor]] = model([picture.to(device).float() / 255 for picture in inputs])
    return [{name: value.cpu() for name, value in output.items()} for output in outputs]


def in_own_pixels(output: dict[str, Tensor], size: tuple[int, int], own: tuple[int, int], task: Task) -> Found:
    """Return a model's output for a picture that was scaled to `size`, in the picture's own pixels.

    Args:
        output: As torchvision's models give it.
        size: Width and height that the model saw.
        own: Width and height of the picture.
        task: What the model does.
    """
    if task == "semantic":
        classes = Image.fromarray(output["classes"].numpy()).resize(own, Image.Resampling.NEAREST)
        nothing = np.zeros(0, np.float32)
        return Found(nothing.reshape(0, 4), np.zeros(0, np.int64), nothing, classes=np.array(classes))
    scale = torch.tensor([own[0] / size[0], own[1] / size[1]])
    boxes = (output["boxes"].float().reshape(-1, 2, 2) * scale).reshape(-1, 4)
    keypoints = None
    if task == "keypoints":
        keypoints = output["keypoints"].float().clone()
        keypoints[..., :2] *= scale
        keypoints[..., 2] = output["keypoints_scores"]
    return Found(
        boxes.numpy(),
        output["labels"].numpy(),
        output["scores"].float().numpy(),
        runs=tuple(_runs(mask, own) for mask in output["masks"]) if task == "instances" else None,
        keypoints=None if keypoints is None else keypoints.numpy(),
    )


def _runs(mask: Tensor, own: tuple[int, int]) -> dict[str, Any]:
    scaled = mask.float()[None]
    if (scaled.shape[-1], scaled.shape[-2]) != own:
        size = (own[1], own[0])
        scaled = torch.nn.functional.interpolate(scaled, size=size, mode="bilinear", align_corners=False)
    binary = (scaled[0, 0] > _MASK_FROM).to(torch.uint8).numpy()
    runs: dict[str, Any] = run_lengths.encode(np.asfortranarray(binary))
    return runs
