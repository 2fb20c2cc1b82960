"""A folder that is being checked, image by image."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from scenewright.datasets.read_view import ReadView
from scenewright.datasets.records import InstanceRecord, KeypointRecord, ViewRecord, flattened
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.camera import Intrinsics

Wrong = tuple[str, str]
"""Which check, and in words what contradicts it."""


@dataclass(frozen=True, eq=False)
class ImageFindings:
    """What was looked at in one image.

    Attributes:
        name: What the folder calls the image.
        checked: The checks that could be made.
        wrong: What contradicts them.
        view: How the image looks with its labels, where something is wrong and it can be shown.
        digest: Of the picture's file; the same for the same picture.
    """

    name: str
    checked: frozenset[str]
    wrong: tuple[Wrong, ...]
    view: ReadView | None = None
    digest: bytes = b""


@dataclass(frozen=True, eq=False)
class Folder:
    """A folder whose lists are read, and whose images are yet to be looked at.

    Attributes:
        sentences: What each check says, by its name.
        total: How many images there are.
        whole: What is wrong with the lists themselves.
        checked: The checks that the lists were put to.
        items: An item for each image, small enough to be sent to another process.
        look: Looks at one of them; a function that another process finds by its name.
    """

    sentences: Mapping[str, str]
    total: int
    whole: tuple[Wrong, ...]
    checked: frozenset[str]
    items: Iterable[Any]
    look: Callable[[Any], ImageFindings]


@dataclass(frozen=True, slots=True)
class Shown:
    """One object as it is drawn for people."""

    class_id: int
    class_name: str
    box: Box2D | None
    mask: NDArray[np.bool_] | None = None
    points: tuple[tuple[float, float, int], ...] = field(default=())


def picture_of(path: Path) -> tuple[NDArray[np.uint8], bytes]:
    """Return a picture, uint8 (H, W, 3), decoded to its last row, and its file's digest; raises OSError, ValueError."""
    content = path.read_bytes()
    with path.open("rb") as file, Image.open(file) as image:
        return np.asarray(image.convert("RGB")), hashlib.blake2b(content, digest_size=16).digest()


def view_of(place: int, name: str, rgb: NDArray[np.uint8], objects: Collection[Shown]) -> ReadView:
    """Return an image and its objects in our terms, to be drawn; where masks overlap the last one is on top."""
    height, width = rgb.shape[:2]
    ids = np.zeros((height, width), np.uint16)
    for number, item in enumerate(objects, start=1):
        if item.mask is not None and item.mask.shape == ids.shape:
            ids[item.mask] = number
    records = tuple(_record(number, item) for number, item in enumerate(objects, start=1))
    record = ViewRecord("", Intrinsics(width, height, 1.0, 1.0, 0.0, 0.0), _EYE, 0.01, 1000.0, {}, records)
    channels: dict[str, NDArray[Any]] = {"rgb": rgb, **({"instance_mask": ids} if ids.any() else {})}
    return ReadView(place, name, record, channels, frozenset({"box_tight"}))


_EYE = flattened(np.eye(4))


def _record(number: int, item: Shown) -> InstanceRecord:
    points = tuple(
        KeypointRecord(str(k), x, y, v, (0.0, 0.0, 0.0), 0.0) for k, (x, y, v) in enumerate(item.points) if v > 0
    )
    pixels = 0 if item.mask is None else int(item.mask.sum())
    none = (0.0, 0.0, 0.0)
    return InstanceRecord(
        number, item.class_id, item.class_name, "", "", item.box, None, pixels, 0, 0, None, None, none, none, _EYE,
        keypoints=points,
    )  # fmt: skip
