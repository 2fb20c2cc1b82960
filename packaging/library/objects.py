"""The objects of the library, by name."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from mugs import RECIPES, build_mug
from objects_hardware import OBJECTS_HARDWARE
from objects_household import OBJECTS_HOUSEHOLD
from objects_logistics import OBJECTS_LOGISTICS
from objects_people import OBJECTS_PEOPLE
from objects_robots import OBJECTS_ROBOTS
from shapes import SHAPES, build_shape
from shapes_patterned import OBJECTS_SHAPES
from takeaway import build_paper_cup, build_tumbler

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OBJECTS: dict[str, Callable[[Path], None]] = {
    **{name: partial(build_mug, name) for name in RECIPES},
    "cup_paper": build_paper_cup,
    "tumbler_steel": build_tumbler,
    **{name: partial(build_shape, name) for name in SHAPES},
    **OBJECTS_SHAPES,
    **OBJECTS_HOUSEHOLD,
    **OBJECTS_HARDWARE,
    **OBJECTS_LOGISTICS,
    **OBJECTS_ROBOTS,
    **OBJECTS_PEOPLE,
}
"""Function of the target directory that writes each object."""
