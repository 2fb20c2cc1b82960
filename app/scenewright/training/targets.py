"""The labels of one picture as tensors, at the size that it is trained at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pycocotools import mask as run_lengths
from torch import Tensor

from scenewright.datasets.images import read_array
from scenewright.training.samples import VOID, SampleTable, Task


@dataclass(frozen=True, eq=False)
class Target:
    """What is to be found in a picture (H, W).

    Attributes:
        boxes: float32 (N, 4).
        labels: int64 (N,), from 1.
        ignored: bool (N,), to be neither found nor counted as wrong.
        masks: uint8 (N, H, W), for instances.
        keypoints: float32 (N, K, 3), for keypoints.
        classes: uint8 (H, W), for semantic.
    """

    boxes: Tensor
    labels: Tensor
    ignored: Tensor
    masks: Tensor | None = None
    keypoints: Tensor | None = None
    classes: Tensor | None = None

    def for_model(self) -> dict[str, Tensor]:
        """Return it as torchvision's models want it; what is to be ignored comes separately."""
        asked = ~self.ignored
        given = {"boxes": self.boxes[asked], "labels": self.labels[asked], "ignored_boxes": self.boxes[self.ignored]}
        given |= {} if self.masks is None else {"masks": self.masks[asked]}
        given |= {} if self.keypoints is None else {"keypoints": self.keypoints[asked]}
        return given | ({} if self.classes is None else {"classes": self.classes})


def target_of(table: SampleTable, image: int, task: Task, size: tuple[int, int]) -> Target:
    """Return the labels of a picture at another size.

    Args:
        table: The samples.
        image: Which.
        task: Only what it needs is read.
        size: Width and height that the picture is scaled to.
    """
    span = table.objects(image)
    scale = np.array(size, np.float32) / table.sizes[image]
    boxes = (table.boxes[span].reshape(-1, 2, 2) * scale).reshape(-1, 4).astype(np.float32)
    ignored = table.ignored[span].copy()
    keypoints = None
    if task == "keypoints" and table.keypoints is not None:
        points = table.keypoints[span].copy()
        points[..., :2] *= scale
        keypoints = torch.from_numpy(points)
        ignored |= (points[..., 2] > 0).sum(axis=1) == 0
    return Target(
        torch.from_numpy(boxes),
        torch.from_numpy(table.labels[span].copy()),
        torch.from_numpy(ignored),
        masks=torch.from_numpy(instance_masks(table, image, size)) if task == "instances" else None,
        keypoints=keypoints,
        classes=torch.from_numpy(class_map(table, image, size)) if task == "semantic" else None,
    )


def instance_masks(table: SampleTable, image: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the mask of each object of a picture, uint8 (N, H, W), at a size."""
    span = table.objects(image)
    if table.instance_masks is not None:
        ids = _resized(read_array(table.instance_masks[image]), size)
        return (ids[None] == table.instance_ids[span][:, None, None]).astype(np.uint8)
    masks = [_resized(_decoded(runs), size) for runs in (table.runs or ())[span]]
    return np.stack(masks) if masks else np.zeros((0, size[1], size[0]), np.uint8)


def class_map(table: SampleTable, image: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Return the class of each pixel, uint8 (H, W), 0 for background and 255 where nothing is asked for."""
    span = table.objects(image)
    if table.class_masks is not None:
        classes = _readable_classes(table.class_masks[image], len(table.classes))
        if table.instance_masks is not None:  # what a visibility rule dropped or ignores is not asked for
            asked = table.instance_ids[span][~table.ignored[span]]
            classes[(classes > 0) & ~np.isin(read_array(table.instance_masks[image]), asked)] = VOID
        return _resized(classes, size)
    found = np.zeros((size[1], size[0]), np.uint8)
    for mask, label, ignored in zip(
        instance_masks(table, image, size), table.labels[span], table.ignored[span], strict=True
    ):
        found[mask > 0] = VOID if ignored else label
    return found


def _readable_classes(path: Path, count: int) -> NDArray[np.uint8]:
    classes = read_array(path)
    return np.where(classes <= count, classes, VOID).astype(np.uint8)


def _decoded(runs: dict[str, Any]) -> NDArray[np.uint8]:
    mask: NDArray[np.uint8] = run_lengths.decode(runs)
    return mask


def _resized(ids: NDArray[Any], size: tuple[int, int]) -> NDArray[Any]:
    """Return a map (H, W) at width and height `size`, each pixel that of the nearest centre: ids are never blended."""
    height, width = ids.shape[:2]
    if (width, height) == size:
        return ids
    columns = ((np.arange(size[0]) + 0.5) * width / size[0]).astype(int)
    rows = ((np.arange(size[1]) + 0.5) * height / size[1]).astype(int)
    return np.ascontiguousarray(ids[rows[:, None], columns[None, :]])
