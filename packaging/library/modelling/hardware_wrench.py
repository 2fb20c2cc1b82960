"""A combination wrench of 19 mm lying on the floor, its open end towards -x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from hardware_shapes import along_x, sliced, warped
from shapes import (
    Point2,
    Solid,
    bevel,
    clear,
    cut,
    cylinder,
    extrude,
    moved,
    painted,
    revolve,
    rounded_rectangle,
    unite,
)

SIZE = 0.0192
LENGTH = 0.235
OPEN_X, RING_X = 0.0, LENGTH - 0.036
"""Middles of the two ends."""


def jaw_blank() -> Solid:
    """The head around the open end: rounder at the back than at the jaws."""
    outline: list[Point2] = []
    for k in range(40):
        turn = 2 * math.pi * k / 40
        reach = 0.0205 + 0.0012 * math.cos(turn) ** 2
        outline.append((reach * math.cos(turn), reach * 1.03 * math.sin(turn)))
    return moved(extrude(outline, 0.0085), (OPEN_X, 0.0, -0.00425))


def mouth() -> Solid:
    """What the open end takes: a gap with parallel cheeks and a hollow bottom, turned by 15 degrees."""
    half = SIZE / 2
    floor = [(-0.04, -half), (0.0050, -half), (0.0080, -half + 0.0018), (0.0098, 0.0)]
    outline = [*floor, (0.0080, half - 0.0018), (0.0050, half), (-0.04, half)]
    return moved(extrude(outline, 0.03), (OPEN_X - 0.0020, 0.0, -0.015), (0.0, 0.0, 15.0))


def ring_end() -> Solid:
    """The box end, thicker than the shank."""
    way = [(0.0085, -0.0055), (0.0135, -0.0055), (0.0148, -0.0042), (0.0148, 0.0042), (0.0135, 0.0055)]
    way += [(0.0085, 0.0055), (0.0085, -0.0055)]
    return moved(revolve(way, 40), (RING_X, 0.0, 0.0))


def star() -> Solid:
    """The twelve points of the box end."""
    outline: list[Point2] = []
    for k in range(24):
        turn = 2 * math.pi * k / 24
        reach = SIZE / 2 / math.cos(math.radians(30)) if k % 2 == 0 else SIZE / 2 * 1.035
        outline.append((reach * math.cos(turn), reach * math.sin(turn)))
    return moved(extrude(outline, 0.04), (RING_X, 0.0, -0.02))


def shank() -> Solid:
    """The tapering shank with its recessed panels."""
    bar = along_x(
        [
            (OPEN_X + 0.0120, 0, 0, 0.0240, 0.0074, 3.6),
            (OPEN_X + 0.0260, 0, 0, 0.0150, 0.0068, 3.6),
            (OPEN_X + 0.0420, 0, 0, 0.0126, 0.0064, 3.6),
            (RING_X - 0.0340, 0, 0, 0.0108, 0.0062, 3.6),
            (RING_X - 0.0200, 0, 0, 0.0122, 0.0064, 3.6),
            (RING_X - 0.0110, 0, 0, 0.0170, 0.0074, 3.6),
        ],
        20,
        14,
    )
    panel = rounded_rectangle(0.094, 0.0058, 0.0028, 5)
    middle = (OPEN_X + RING_X) / 2 + 0.002
    return cut(bar, *(moved(extrude(panel, 0.002), (middle, 0.0, z)) for z in (0.00265, -0.00465)))


def wrench() -> Solid:
    """All in one, its box end bent up a little as such ends are."""
    ring = cut(ring_end(), star())
    solid = cut(unite(cut(jaw_blank(), mouth()), shank()), cylinder(0.0128, 0.05, sides=40, at=(RING_X, 0.0, -0.025)))
    solid = bevel(unite(solid, ring), 0.0006, 2, 40.0)
    solid = sliced(solid, [RING_X - 0.045 + 0.006 * k for k in range(5)])
    return warped(solid, bent)


def bent(x: float, y: float, z: float) -> tuple[float, float, float]:
    """Tilt the box end by 10 degrees over 25 mm."""
    start, stop, angle = RING_X - 0.045, RING_X - 0.020, math.radians(10.0)
    t = min(max((x - start) / (stop - start), 0.0), 1.0)
    slope = math.tan(angle)
    rise = slope * ((stop - start) * t * t / 2 + max(x - stop, 0.0))
    return (x - z * slope * t, y, z + rise)


clear()
save(Path(sys.argv[1]), {"wrench": painted(wrench(), "chrome_steel")}, sharp_deg=40.0)
