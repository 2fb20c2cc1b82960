"""Images and their labels as a few flat arrays, whatever dataset they came from: cheap to hold, share and cut."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.point_sets import PointSet

Task = Literal["detection", "instances", "semantic", "keypoints"]
TASKS: tuple[Task, ...] = ("detection", "instances", "semantic", "keypoints")

VOID = 255
"""In semantic maps: no class is asked for."""


@dataclass(frozen=True, eq=False)
class SampleTable:
    """N images with M objects in all; image k has the objects from `starts[k]` to `starts[k + 1]`.

    Attributes:
        source: The dataset's folder.
        classes: Their names; label k is the k-th, counted from 1.
        pictures: N files.
        sizes: int32 (N, 2), width and height in pixels, as the dataset states them.
        frames: int64 (N,), the frame of each, or its place in the dataset where there are no frames.
        cameras: N names; empty where there are none.
        starts: int64 (N + 1,).
        boxes: float32 (M, 4).
        areas: float32 (M,), visible pixels where masks are known, else the box's.
        labels: int64 (M,).
        ignored: bool (M,), neither asked for nor counted as wrong.
        instance_ids: int64 (M,), values in the instance masks; 0 where there are none.
        keypoints: float32 (M, K, 3), x, y, v; None where there are none.
        points: What those keypoints are.
        instance_masks: N files, or None.
        class_masks: N files with a class id for each pixel, or None.
        runs: M masks as COCO's compressed run lengths, or None.
        is_real: Whether these are photos of the world.
    """

    source: Path
    classes: tuple[str, ...]
    pictures: tuple[Path, ...]
    sizes: NDArray[np.int32]
    frames: NDArray[np.int64]
    cameras: tuple[str, ...]
    starts: NDArray[np.int64]
    boxes: NDArray[np.float32]
    areas: NDArray[np.float32]
    labels: NDArray[np.int64]
    ignored: NDArray[np.bool_]
    instance_ids: NDArray[np.int64]
    keypoints: NDArray[np.float32] | None = None
    points: PointSet | None = None
    instance_masks: tuple[Path, ...] | None = None
    class_masks: tuple[Path, ...] | None = None
    runs: tuple[dict[str, Any], ...] | None = None
    is_real: bool = False

    def __len__(self) -> int:
        return len(self.pictures)

    def objects(self, image: int) -> slice:
        """Return where an image's objects are."""
        return slice(int(self.starts[image]), int(self.starts[image + 1]))

    @property
    def has_masks(self) -> bool:
        """Whether every object has a mask."""
        return self.instance_masks is not None or self.runs is not None

    def tasks(self) -> tuple[Task, ...]:
        """Return what can be learned from these labels."""
        found: list[Task] = ["detection"]
        found += ["instances"] if self.has_masks else []
        found += ["semantic"] if self.class_masks is not None or self.has_masks else []
        found += ["keypoints"] if self.keypoints is not None and bool((self.keypoints[..., 2] > 0).any()) else []
        return tuple(found)


def proposed_task(table: SampleTable) -> Task:
    """Return the task that a dataset's labels are there for: keypoints where there are some, else boxes.

    Masks come with every dataset, for the certificate; that alone does not ask for a model of masks.
    """
    return "keypoints" if "keypoints" in table.tasks() else "detection"


def chosen(table: SampleTable, images: NDArray[np.int64] | list[int]) -> SampleTable:
    """Return some of the images, in the order given."""
    picked = np.asarray(images, np.int64)
    spans = [np.arange(table.starts[k], table.starts[k + 1]) for k in picked]
    objects = np.concatenate(spans) if spans else np.zeros(0, np.int64)
    lengths = np.array([len(span) for span in spans], np.int64)
    return _with_objects(
        replace(
            table,
            pictures=tuple(table.pictures[k] for k in picked),
            sizes=table.sizes[picked],
            frames=table.frames[picked],
            cameras=tuple(table.cameras[k] for k in picked),
            starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
            instance_masks=None if table.instance_masks is None else tuple(table.instance_masks[k] for k in picked),
            class_masks=None if table.class_masks is None else tuple(table.class_masks[k] for k in picked),
        ),
        objects,
    )


def without_objects(table: SampleTable, dropped: NDArray[np.bool_]) -> SampleTable:
    """Return the table without some objects (M,); all images stay."""
    left = np.concatenate([[0], np.cumsum(~dropped)])
    return _with_objects(replace(table, starts=left[table.starts].astype(np.int64)), np.flatnonzero(~dropped))


def joined_tables(one: SampleTable, other: SampleTable) -> SampleTable:
    """Return the images of both; the classes are the first's, which the other must have been mapped to.

    What only one of them has (masks, keypoints) is gone.
    """
    both_masks = one.instance_masks is not None and other.instance_masks is not None
    both_runs = one.runs is not None and other.runs is not None
    both_points = one.keypoints is not None and other.keypoints is not None
    both_classes = one.class_masks is not None and other.class_masks is not None
    return replace(
        one,
        pictures=one.pictures + other.pictures,
        sizes=np.concatenate([one.sizes, other.sizes]),
        frames=np.concatenate([one.frames, other.frames]),
        cameras=one.cameras + other.cameras,
        starts=np.concatenate([one.starts, other.starts[1:] + one.starts[-1]]),
        boxes=np.concatenate([one.boxes, other.boxes]),
        areas=np.concatenate([one.areas, other.areas]),
        labels=np.concatenate([one.labels, other.labels]),
        ignored=np.concatenate([one.ignored, other.ignored]),
        instance_ids=np.concatenate([one.instance_ids, other.instance_ids]),
        keypoints=np.concatenate([one.keypoints, other.keypoints]) if both_points else None,
        points=one.points if both_points else None,
        instance_masks=one.instance_masks + other.instance_masks if both_masks else None,  # type: ignore[operator]
        class_masks=one.class_masks + other.class_masks if both_classes else None,  # type: ignore[operator]
        runs=one.runs + other.runs if both_runs else None,  # type: ignore[operator]
    )


def with_classes(table: SampleTable, classes: tuple[str, ...]) -> tuple[SampleTable, tuple[str, ...]]:
    """Return the table with another list of classes, found by name, and the names that are not in it.

    Objects of classes that the list does not have are taken out. Letter case does not matter.
    """
    number = {name.casefold(): k for k, name in enumerate(classes, 1)}
    numbers = np.array([0, *(number.get(name.casefold(), 0) for name in table.classes)], np.int64)
    labels = numbers[table.labels]
    unknown = tuple(name for name in table.classes if name.casefold() not in number)
    kept = without_objects(replace(table, labels=labels), labels == 0)
    # A map of class ids has numbers of the old list; masks of the objects say the same in the new one.
    fits = table.classes == classes
    return replace(kept, classes=classes, class_masks=kept.class_masks if fits else None), unknown


def _with_objects(table: SampleTable, objects: NDArray[np.int64]) -> SampleTable:
    return replace(
        table,
        boxes=table.boxes[objects],
        areas=table.areas[objects],
        labels=table.labels[objects],
        ignored=table.ignored[objects],
        instance_ids=table.instance_ids[objects],
        keypoints=None if table.keypoints is None else table.keypoints[objects],
        runs=None if table.runs is None else tuple(table.runs[k] for k in objects),
    )
