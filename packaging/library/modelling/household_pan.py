"""Handle and bracket of the frying pan, towards +x. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from export import save
from shapes import Solid, bevel, clear, cut, cylinder, painted, rounded_rectangle, sweep


def path(start: float, end: float, count: int) -> list[tuple[float, float, float]]:
    """Return the handle's rising line between two distances from the pan's middle, in metres."""
    x = np.linspace(start, end, count)
    t = (x - 0.125) / 0.20
    return [(float(a), 0.0, float(0.034 + 0.055 * b - 0.022 * b**2)) for a, b in zip(x, t, strict=True)]


def handle() -> Solid:
    """The grip with the hole it hangs by."""
    grip = sweep(path(0.165, 0.335, 14), rounded_rectangle(0.0270, 0.0155, 0.0070, 4))
    hole = cylinder(0.0055, 0.1, 0.0, 20, at=(0.3190, 0.0, 0.02))
    return bevel(cut(grip, hole), 0.0030, 2, 50.0)


def bracket() -> Solid:
    """The casting between wall and grip."""
    return bevel(sweep(path(0.1275, 0.168, 6), rounded_rectangle(0.0330, 0.0100, 0.0040, 3)), 0.0012, 1, 50.0)


clear()
save(Path(sys.argv[1]), {"handle": painted(handle(), "resin"), "bracket": painted(bracket(), "cast")}, sharp_deg=50.0)
