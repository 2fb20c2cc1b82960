"""An image with its labels, read from any format, in our terms."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from scenewright.datasets.records import ViewRecord
from scenewright.errors import UserError
from scenewright.geometry.boxes import Box2D


@dataclass(frozen=True, eq=False)
class ReadView:
    """One camera's image in the conventions of `scenewright.geometry`, whatever its format's own are.

    Attributes:
        index: The frame's number where the format tells it, else the image's place in the export.
        name: What the format calls the image.
        record: Its camera and objects. What the format does not say is empty: no box, 0 pixels, a box of no extent.
        channels: Pictures and label images by the names of `datasets.conventions`, in its types.
        holds: The fields of `InstanceRecord` that the format states or that follow from what it states.
        ignored: Boxes in which anything or nothing may be, and which are to be left out of any count.
        depth_step_m: How coarse the distances are; 0 for floating point.
        picture: The picture's file; nothing where it lies in an archive.
    """

    index: int
    name: str
    record: ViewRecord
    channels: Mapping[str, NDArray[Any]]
    holds: frozenset[str]
    ignored: tuple[Box2D, ...] = ()
    depth_step_m: float = 0.0
    picture: Path | None = None


Damaged = Callable[[str, UserError], None]
"""Told of an image that cannot be read: its name, and why."""


@contextmanager
def told_of_damage(name: str, damaged: Damaged | None) -> Iterator[None]:
    """Tell `damaged` of what makes an image unreadable, so that reading goes on; without it, it is an error.

    Raises:
        UserError: The image cannot be read, and nobody is to be told.
    """
    try:
        yield
    except UserError as error:
        if damaged is None:
            raise
        damaged(name, error)
