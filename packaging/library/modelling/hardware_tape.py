"""A tape measure standing on the floor, its tape drawn out towards +x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from hardware_shapes import loft
from shapes import Point2, Solid, bevel, box, clear, cut, cylinder, extrude, joined, moved, painted, sweep

DEPTH = 0.0340
CORNERS = (
    # x, z, radius of the case's corners from the side, counter-clockwise as seen from -y
    (-0.0360, 0.0, 0.0110),
    (0.0340, 0.0, 0.0040),
    (0.0350, 0.0220, 0.0200),
    (0.0260, 0.0640, 0.0230),
    (-0.0350, 0.0650, 0.0250),
)
TAPE_Z, TAPE_WIDTH, TAPE_END = 0.0118, 0.0190, 0.0800


def rounded(corners: tuple[tuple[float, float, float], ...], steps: int) -> list[Point2]:
    """Return a polygon with round corners."""
    points: list[Point2] = []
    count = len(corners)
    for k, (x, z, radius) in enumerate(corners):
        ways = []
        for other in (corners[k - 1], corners[(k + 1) % count]):
            length = math.hypot(other[0] - x, other[1] - z)
            ways.append(((other[0] - x) / length, (other[1] - z) / length))
        half = math.acos(sum(a * b for a, b in zip(*ways, strict=True))) / 2
        away, middle = radius / math.tan(half), radius / math.sin(half)
        way = (ways[0][0] + ways[1][0], ways[0][1] + ways[1][1])
        length = math.hypot(*way)
        cx, cz = x + way[0] / length * middle, z + way[1] / length * middle
        start = math.atan2(z + ways[0][1] * away - cz, x + ways[0][0] * away - cx)
        sweep_angle = math.pi - 2 * half
        points += [
            (
                cx + radius * math.cos(start + sweep_angle * i / steps),
                cz + radius * math.sin(start + sweep_angle * i / steps),
            )
            for i in range(steps + 1)
        ]
    return points


def case() -> Solid:
    """The case, with recesses for the labels and the mouth of the tape."""
    solid = moved(extrude(rounded(CORNERS, 7), DEPTH), (0.0, DEPTH / 2, 0.0), (90.0, 0.0, 0.0))
    solid = bevel(solid, 0.0045, 3, 60.0)
    discs = [
        moved(cylinder(0.0215, 0.004, sides=48), (-0.003, y, 0.0345), (90.0, 0.0, 0.0))
        for y in (-DEPTH / 2 + 0.0006, DEPTH / 2 + 0.0034)
    ]
    mouth = box((0.0200, TAPE_WIDTH + 0.0024, 0.0050), at=(0.0330, 0.0, TAPE_Z))
    return cut(solid, *discs, mouth)


def tape() -> list[Solid]:
    """The blade, bowed across, and its hook with two rivets."""
    rings = []
    for x in (0.0260, TAPE_END):
        top, low = [], []
        for k in range(9):
            y = TAPE_WIDTH * (k / 8 - 0.5)
            z = TAPE_Z + 0.0016 * (2 * y / TAPE_WIDTH) ** 2 - 0.0006
            top.append((x, y, z + 0.00015))
            low.append((x, y, z - 0.00015))
        rings.append([*low, *top[::-1]])
    blade = painted(loft(rings), "tape")
    z = TAPE_Z - 0.0006
    profile = [(0.0, 0.0), (0.0010, 0.0), (0.0010, 0.0118), (-0.0120, 0.0118), (-0.0120, 0.0108), (0.0, 0.0108)]
    hook = moved(extrude(profile, 0.0130), (0.0, 0.0065, 0.0), (90.0, 0.0, 0.0))
    hook = bevel(moved(hook, (TAPE_END + 0.0002, 0.0, z - 0.0106 - 0.0004 + 0.0010)), 0.0003, 1)
    rivets = [cylinder(0.0016, 0.0009, 0.0003, 14, 1, at=(TAPE_END - 0.0055, y, z + 0.0015)) for y in (-0.0032, 0.0032)]
    return [blade, painted(hook, "steel"), *(painted(rivet, "steel") for rivet in rivets)]


def lock() -> Solid:
    """The thumb lock on the front."""
    button = box((0.0075, 0.0130, 0.0190), 0.0018, 2)
    ribs = [box((0.004, 0.02, 0.0010), at=(0.0052, 0.0, -0.006 + 0.003 * k)) for k in range(5)]
    return moved(cut(button, *ribs), (0.0330, 0.0, 0.0330), (0.0, -8.0, 0.0))


def clip() -> Solid:
    """The belt clip on the back."""
    y = DEPTH / 2
    path = [
        (-0.003, y - 0.0012, 0.0480),
        (-0.003, y + 0.0022, 0.0475),
        (-0.003, y + 0.0034, 0.0440),
        (-0.003, y + 0.0026, 0.0300),
    ]
    path += [(-0.003, y + 0.0012, 0.0180), (-0.003, y + 0.0016, 0.0150), (-0.003, y + 0.0030, 0.0125)]
    return sweep(path, [(-0.0055, -0.0005), (0.0055, -0.0005), (0.0055, 0.0005), (-0.0055, 0.0005)])


clear()
parts = [painted(case(), "case"), *tape(), painted(lock(), "button"), painted(clip(), "steel")]
save(Path(sys.argv[1]), {"tape_measure": joined(*parts)}, sharp_deg=40.0)
