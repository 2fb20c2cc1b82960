"""Distractor shapes with flat sides: pyramid, hexagonal prism, star. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Point2, Solid, bevel, circle, clear, extrude, from_arrays, painted


def pyramid(edge: float, height: float) -> Solid:
    """A pyramid on a square."""
    h = edge / 2
    points = [(-h, -h, 0.0), (h, -h, 0.0), (h, h, 0.0), (-h, h, 0.0), (0.0, 0.0, height)]
    faces = [(3, 2, 1, 0), *((k, (k + 1) % 4, 4) for k in range(4))]
    return bevel(from_arrays("pyramid", points, faces), 0.0022, 3)


def star(outer: float, inner: float, height: float) -> Solid:
    """A star with five points."""
    ring: list[Point2] = []
    for k in range(10):
        reach, turn = (inner if k % 2 else outer), math.pi / 2 + k * math.pi / 5
        ring.append((reach * math.cos(turn), reach * math.sin(turn)))
    return bevel(extrude(ring, height), 0.0030, 3, 30.0)


clear()
wanted = sys.argv[2]
if wanted == "shape_pyramid":
    made = pyramid(0.102, 0.096)
elif wanted == "shape_star":
    made = star(0.060, 0.028, 0.030)
else:
    made = bevel(extrude(circle(0.050, 6), 0.090), 0.0030, 3)
save(Path(sys.argv[1]), {"shape": painted(made, "paint")}, sharp_deg=60.0)
