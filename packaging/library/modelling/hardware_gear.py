"""Spur gears with involute teeth, lying on the floor. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Point2, Solid, bevel, box, clear, cut, cylinder, extrude, moved, painted, revolve, unite

PRESSURE_ANGLE = math.radians(20.0)


def involute(angle: float) -> float:
    """Return inv(angle) = tan(angle) - angle."""
    return math.tan(angle) - angle


def tooth(module: float, teeth: int, steps: int) -> list[Point2]:
    """Return radius and half angle along the right flank of a tooth about direction 0, root to tip."""
    pitch, base = module * teeth / 2, module * teeth / 2 * math.cos(PRESSURE_ANGLE)
    tip, root = pitch + module, pitch - 1.25 * module
    backlash = 0.04 * module / pitch
    half = math.pi / (2 * teeth) - backlash + involute(PRESSURE_ANGLE)
    start = max(base, root)
    flank = []
    for k in range(steps + 1):
        radius = start + (tip - start) * (k / steps) ** 0.8
        flank.append((radius, half - involute(math.acos(min(1.0, base / radius)))))
    # Below the base circle the flank runs inwards radially and ends in a fillet.
    if base > root + 0.2 * module:
        flank.insert(0, (root + 0.22 * module, half + 0.02 * module / pitch))
    return [(root, half + 0.24 * module / root), *flank]


def outline(module: float, teeth: int, steps: int = 3) -> list[Point2]:
    """Return the counter-clockwise outline of a gear."""
    flank = tooth(module, teeth, steps)
    points = []
    for number in range(teeth):
        middle = 2 * math.pi * number / teeth
        way = [(r, middle - a) for r, a in flank] + [(r, middle + a) for r, a in reversed(flank)]
        points += [(r * math.cos(a), r * math.sin(a)) for r, a in way]
    return points


def bore(radius: float, height: float, key: Point2) -> Solid:
    """A bore with a keyway of a width, whose bottom is at a distance from the axis."""
    width, reach = key
    slot = box((width, reach, height), at=(0.0, reach / 2, height / 2 - 0.001))
    return unite(cylinder(radius, height, sides=32, at=(0.0, 0.0, -0.001)), slot)


def steel() -> Solid:
    """Module 2, 24 teeth, a hub on one side with a tapped hole for a set screw."""
    wheel = extrude(outline(0.002, 24, 2), 0.012)
    hub = cylinder(0.0150, 0.0110, sides=40, at=(0.0, 0.0, 0.0110))
    groove = revolve([(0.0165, 0.0106), (0.0195, 0.0106), (0.0195, 0.02), (0.0165, 0.02), (0.0165, 0.0106)], 40)
    screw = moved(cylinder(0.0020, 0.02, sides=16), (0.0, -0.006, 0.0172), (90.0, 0.0, 0.0))
    whole = cut(unite(wheel, hub), groove, bore(0.0060, 0.03, (0.0040, 0.0078)), screw)
    return bevel(whole, 0.0003, 1, 38.0)


def nylon() -> Solid:
    """Module 3, 20 teeth, a thin web with five holes between rim and hub."""
    wheel = extrude(outline(0.0030, 20, 2), 0.014)
    pocket = [(0.0105, 0.0), (0.0240, 0.0), (0.0250, 0.0048), (0.0100, 0.0048), (0.0105, 0.0)]
    low = revolve([(r, z - 0.0002 if z == 0 else z) for r, z in pocket], 32)
    high = moved(
        revolve([(r, z - 0.0002 if z == 0 else z) for r, z in pocket], 32), (0.0, 0.0, 0.014), (180.0, 0.0, 0.0)
    )
    holes = [
        cylinder(0.0036, 0.03, sides=16, at=(0.0172 * math.cos(a), 0.0172 * math.sin(a), -0.01))
        for a in (math.radians(72 * k + 30) for k in range(5))
    ]
    hub = cylinder(0.0100, 0.0052, sides=40, at=(0.0, 0.0, 0.0138))
    whole = cut(unite(wheel, hub), low, high, *holes, bore(0.0040, 0.03, (0.0030, 0.0054)))
    return bevel(whole, 0.00035, 1, 38.0)


clear()
kinds = {"gear_spur": (steel, "steel"), "gear_nylon": (nylon, "nylon")}
make, material = kinds[sys.argv[2]]
save(Path(sys.argv[1]), {"gear": painted(make(), material)}, sharp_deg=38.0)
