"""Drink cartons: a gable top and a brick, each with a screw cap. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Solid, bevel, box, clear, cylinder, extrude, from_arrays, joined, moved, painted, unite

HALF, SHOULDER, RIDGE, FIN = 0.035, 0.190, 0.224, 0.016
"""Of the gable top: half width, heights of shoulder and ridge, height of the fin, in metres."""


def gable() -> Solid:
    """The body with its roof; the gable ends are folded inwards."""
    h, z, top, t = HALF, SHOULDER, RIDGE, 0.0012
    tuck = (h - 0.017, 0.0, z + 0.017)
    points = [(x, y, level) for level in (0.0, z) for x, y in ((-h, -h), (h, -h), (h, h), (-h, h))]
    points += [(-h, -t, top), (h, -t, top), (h, t, top), (-h, t, top)]
    points += [(-h, -t, top + FIN), (h, -t, top + FIN), (h, t, top + FIN), (-h, t, top + FIN)]
    points += [(tuck[0], 0.0, tuck[2]), (-tuck[0], 0.0, tuck[2])]
    faces = [(3, 2, 1, 0)]
    faces += [(k, (k + 1) % 4, 4 + (k + 1) % 4, 4 + k) for k in range(4)]
    faces += [(4, 5, 9, 8), (6, 7, 11, 10)]  # roof, front and back
    faces += [(8, 9, 13, 12), (10, 11, 15, 14), (12, 13, 14, 15)]  # fin
    faces += [(9, 10, 14, 13), (11, 8, 12, 15)]
    faces += [(5, 6, 16), (5, 16, 9), (16, 6, 10), (9, 16, 10)]  # folded ends
    faces += [(7, 4, 17), (7, 17, 11), (17, 4, 8), (11, 17, 8)]
    return bevel(from_arrays("gable", points, faces), 0.0009, 2, 20.0)


def brick() -> Solid:
    """The body with its sealed fold on top and the glued ears at its sides."""
    width, depth, height = 0.090, 0.062, 0.170
    body = box((width, depth, height), 0.0014, 2, (0.0, 0.0, height / 2))
    fold = box((width - 0.002, 0.010, 0.0012), 0.0004, 1, (0.0, 0.016, height + 0.0005))
    ears = []
    for side in (-1, 1):
        outline = [(-depth / 2 + 0.003, 0.0), (0.0, -0.030), (depth / 2 - 0.003, 0.0)]
        ear = extrude(outline, 0.0008)
        turn = (90.0, 0.0, 90.0)
        ears.append(moved(ear, (side * width / 2 - 0.0004, 0.0, height - 0.001), turn))
    return unite(body, fold, *ears)


def cap(radius: float, height: float) -> Solid:
    """A ribbed screw cap standing on z = 0."""
    teeth = 36
    outline = []
    for k in range(2 * teeth):
        reach = radius * (1.0 if k % 2 else 0.96)
        outline.append((reach * math.cos(k * math.pi / teeth), reach * math.sin(k * math.pi / teeth)))
    flange = cylinder(radius * 1.16, 0.0022, 0.0006, 36, 1)
    return joined(moved(extrude(outline, height - 0.002, 0.0006, 1), (0.0, 0.0, 0.002)), flange)


clear()
if sys.argv[2] == "carton_milk":
    slope = math.degrees(math.atan2(RIDGE - SHOULDER, HALF))
    lid = moved(cap(0.0135, 0.0110), (0.0, -HALF * 0.53, SHOULDER + (RIDGE - SHOULDER) * 0.47), (slope, 0.0, 0.0))
    body = gable()
else:
    lid = moved(cap(0.0125, 0.0120), (0.022, -0.010, 0.1698))
    body = brick()
save(Path(sys.argv[1]), {"carton": painted(body, "board"), "cap": painted(lid, "plastic")}, sharp_deg=30.0)
