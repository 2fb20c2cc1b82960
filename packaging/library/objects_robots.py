"""The machines of the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from robot_arm import write_entry

OBJECTS_ROBOTS: Mapping[str, Callable[[Path], None]] = {
    "robot_arm": lambda objects: write_entry(objects / "robot_arm"),
}
