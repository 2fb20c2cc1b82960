"""Tabs of cans: the lever of a drink can and the ring pull of a tin. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

from export import save
from shapes import (
    Point2,
    Solid,
    bevel,
    circle,
    clear,
    cut,
    cylinder,
    extrude,
    joined,
    moved,
    painted,
    rounded_rectangle,
)


def lever(height_m: float) -> Solid:
    """The stay-on tab of a drink can, riveted to the middle of the lid."""
    plate = extrude(rounded_rectangle(0.0155, 0.0245, 0.0074, 4), 0.0011)
    hole = moved(extrude(rounded_rectangle(0.0100, 0.0090, 0.0042, 3), 0.01), (0.0, 0.0050, -0.005))
    window = moved(extrude(rounded_rectangle(0.0080, 0.0062, 0.0030, 3), 0.01), (0.0, -0.0055, 0.0006))
    plate = moved(bevel(cut(plate, hole, window), 0.00042, 1), (0.0, 0.0042, height_m + 0.0006))
    rivet = cylinder(0.0029, 0.0019, 0.0005, 14, 1, (0.0, 0.0, height_m - 0.0002))
    return joined(plate, rivet)


def ring(height_m: float) -> Solid:
    """The ring of a tin, riveted near its edge."""
    outer: list[Point2] = circle(0.0115, 24)
    band = cut(extrude(outer, 0.0013), moved(extrude(circle(0.0082, 20), 0.01), (0.0, 0.0012, -0.005)))
    band = moved(bevel(band, 0.0005, 1), (0.0, -0.0035, height_m + 0.0009))
    tongue = bevel(extrude(rounded_rectangle(0.0085, 0.0125, 0.0040, 3), 0.0010), 0.0004, 1)
    tongue = moved(tongue, (0.0, -0.0185, height_m + 0.0003))
    rivet = cylinder(0.0028, 0.0020, 0.0005, 14, 1, (0.0, -0.0185, height_m - 0.0002))
    return joined(band, tongue, rivet)


clear()
made = lever(0.1118) if sys.argv[2] == "soda" else ring(0.0966)
save(Path(sys.argv[1]), {"tab": painted(made, "metal")})
