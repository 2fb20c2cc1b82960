"""What is known about a dataset's images and objects, column by column: a million objects fit in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


PHOTOS = "photos"
"""The format of pictures without any label."""


@dataclass(frozen=True, eq=False)
class Images:
    """One row for each image.

    Attributes:
        index: (N,) the frame's number; several cameras share one.
        camera: (N,) place in `Columns.cameras`.
        split: (N,) place in `Columns.splits`.
        scene: (N,) the clip it belongs to; a frame by itself is a scene of its own.
        size_px: (N, 2) width and height.
        path: (N,) the picture's file, relative to the dataset's folder; empty where it lies in an archive.
        mask: (N,) the file of its instance mask, of the same kind; empty where there is none that can be drawn.
    """

    index: Ints
    camera: Ints
    split: Ints
    scene: Ints
    size_px: Ints
    path: NDArray[np.str_]
    mask: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.index)


@dataclass(frozen=True, eq=False)
class Objects:
    """One row for each object that is labelled in an image; NaN is what the dataset does not say.

    Attributes:
        image: (M,) row of its image.
        instance_id: (M,) its value in the instance mask; 0 where there is none.
        class_id: (M,) from 1; the class's place in `Columns.class_names`, plus 1.
        asset: (M,) place in `Columns.assets`; -1 where unknown.
        group: (M,) place in `Columns.groups`; -1 where unknown.
        verdict: (M,) place in VERDICTS.
        box_px: (M, 4) x0, y0, x1, y1 of what is visible, half-open; NaN where nothing is.
        visible_px: (M,) visible pixels.
        occlusion: (M,) 0 to 1.
        truncation: (M,) 0 to 1.
        distance_m: (M,) from the camera to the middle of the object's 3D box.
        azimuth_deg: (M,) from where the camera sees it, about the object's own z axis, -180 to 180.
        elevation_deg: (M,) the same above its own xy plane, -90 to 90.
        yaw_deg: (M,) the object's turn about the world's z axis, -180 to 180.
    """

    image: Ints
    instance_id: Ints
    class_id: Ints
    asset: Ints
    group: Ints
    verdict: Ints
    box_px: Floats
    visible_px: Floats
    occlusion: Floats
    truncation: Floats
    distance_m: Floats
    azimuth_deg: Floats
    elevation_deg: Floats
    yaw_deg: Floats

    def __len__(self) -> int:
        return len(self.image)


VERDICTS = ("", "flag", "ignore", "drop")
"""What visibility rules made of an object, in this order."""


@dataclass(frozen=True, eq=False)
class Columns:
    """A dataset's images and objects, as far as they are read.

    Attributes:
        folder: The dataset.
        format_name: Its format; empty for our own.
        class_names: In order of their ids, from 1.
        cameras: The cameras' names.
        splits: The splits' names.
        assets: The assets' sources.
        groups: The object groups' names.
        images: The images.
        objects: The objects in them.
    """

    folder: Path
    format_name: str
    class_names: tuple[str, ...]
    cameras: tuple[str, ...]
    splits: tuple[str, ...]
    assets: tuple[str, ...]
    groups: tuple[str, ...]
    images: Images
    objects: Objects

    @property
    def labelled(self) -> NDArray[np.bool_]:
        """Which objects annotations are made of: seen, and dropped by no visibility rule, (M,)."""
        kept = self.objects.verdict != VERDICTS.index("drop")
        seen: NDArray[np.bool_] = np.isfinite(self.objects.box_px[:, 0]) & kept
        return seen


class Codes:
    """Gives each new name the next number."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self._numbers = {name: number for number, name in enumerate(names)}

    def __getitem__(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def names(self) -> tuple[str, ...]:
        """The names in the order of their numbers."""
        return tuple(self._numbers)


def joined_images(parts: Sequence[Images]) -> Images:
    """Return the rows of all parts."""
    return Images(
        **{item.name: np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Images)}
    )


def joined_objects(parts: Sequence[Objects]) -> Objects:
    """Return the rows of all parts."""
    return Objects(
        **{item.name: np.concatenate([getattr(part, item.name) for part in parts]) for item in fields(Objects)}
    )


def without_frames(columns: Columns, frames: Collection[int]) -> tuple[Columns, Ints]:
    """Return a dataset without some frames, and the rows that the images left have in the whole, (n,)."""
    images, objects = columns.images, columns.objects
    gone = np.isin(images.index, np.fromiter(frames, np.int64, len(frames)))
    rows = np.flatnonzero(~gone)
    if not gone.any():
        return columns, rows
    kept, row = ~gone[objects.image], np.cumsum(~gone) - 1
    less = {item.name: getattr(objects, item.name)[kept] for item in fields(Objects)}
    left = Images(**{item.name: getattr(images, item.name)[rows] for item in fields(Images)})
    return replace(columns, images=left, objects=Objects(**{**less, "image": row[less["image"]]})), rows


def no_objects() -> Objects:
    """Return no rows."""
    empty, whole = np.empty(0, np.float32), np.empty(0, np.int64)
    return Objects(whole, whole, whole, whole, whole, whole, np.empty((0, 4), np.float32), *([empty] * 7))


@dataclass(frozen=True, eq=False)
class ObjectsByImage:
    """Which objects are in which image, found at once for any of them.

    Attributes:
        order: (M,) the objects' rows, image by image.
        starts: (N + 1,) where each image's begin in it.
    """

    order: Ints
    starts: Ints

    def rows(self, image: int) -> list[int]:
        """Return the rows of an image's objects; none of an image that is not known yet."""
        if image + 1 >= len(self.starts):
            return []
        found: list[int] = self.order[self.starts[image] : self.starts[image + 1]].tolist()
        return found


def objects_by_image(columns: Columns) -> ObjectsByImage:
    """Return which objects are in which image."""
    image = columns.objects.image
    order = np.argsort(image, kind="stable")
    return ObjectsByImage(order, np.searchsorted(image[order], np.arange(len(columns.images) + 1)))
