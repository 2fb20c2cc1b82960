"""Combination pliers on the floor, their jaws towards -x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

import numpy as np
from export import save
from hardware_shapes import loft, superellipse, warped
from scipy.interpolate import PchipInterpolator
from shapes import Point2, Solid, bevel, clear, cut, cylinder, extrude, joined, moved, painted, unite

PIVOT = 0.0480
TIP_HALF, JOINT_HALF = 0.0036, 0.0056
"""Half thickness at the tip of the jaws and at the joint."""
HANDLE = (
    # x, y, width, depth; the lower handle, from the joint to its end
    (PIVOT - 0.0020, -0.0050, 0.0130, 0.0100),
    (PIVOT + 0.0120, -0.0098, 0.0090, 0.0094),
    (PIVOT + 0.0220, -0.0150, 0.0078, 0.0086),
    (PIVOT + 0.0400, -0.0205, 0.0074, 0.0080),
    (PIVOT + 0.0800, -0.0270, 0.0072, 0.0076),
    (PIVOT + 0.1180, -0.0268, 0.0070, 0.0074),
    (PIVOT + 0.1280, -0.0262, 0.0066, 0.0070),
)


def jaw() -> Solid:
    """The upper jaw with teeth, a pipe grip and a cutting edge, and its share of the joint."""
    line: list[Point2] = [(0.0, 0.0003)]
    for k in range(9):
        line += [(0.0012 + 0.0016 * k, 0.0002), (0.0020 + 0.0016 * k, 0.0008)]
    line += [(0.0165, 0.0003)]
    line += [
        (0.0235 - 0.0055 * math.cos(t), 0.0003 + 0.0032 * math.sin(t)) for t in np.linspace(0.25, math.pi - 0.25, 9)
    ]
    line += [(0.0300, 0.0001), (0.0385, 0.0001), (0.0400, 0.0008)]
    back = [(PIVOT, 0.0008), (PIVOT, 0.0130), (PIVOT - 0.008, 0.0136), (0.030, 0.0118), (0.016, 0.0088)]
    back += [(0.0040, 0.0056), (0.0008, 0.0044), (0.0, 0.0034)]
    solid = moved(extrude([*line, *back], 0.012), (0.0, 0.0, -0.006))
    return warped(solid, lambda x, y, z: (x, y, z / 0.006 * half(x)))


def half(x: float) -> float:
    """Return the half thickness at a place along the jaws."""
    return TIP_HALF + (JOINT_HALF - TIP_HALF) * min(max(x / 0.034, 0.0), 1.0)


def bar(thicker: float, start: float, stop: float, steps: int, sides: int, power: float) -> Solid:
    """Return a stretch of the lower handle, from one share of its way to another, made thicker by some metres."""
    rows = np.array(HANDLE)
    way = np.r_[0.0, np.cumsum(np.hypot(*np.diff(rows[:, :2], axis=0).T))]
    curve = PchipInterpolator(way / way[-1], rows)
    share = np.linspace(start, stop, steps)
    if thicker:  # a dipped grip ends round
        share = np.r_[np.linspace(start, stop - 0.030, steps - 4), stop - np.array([0.020, 0.011, 0.004, 0.0])]
    at = curve(share)
    ahead = np.gradient(at[:, :2], axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    ends = np.ones(steps) * thicker
    if thicker:
        ends -= 0.0045 * (1 - np.sqrt(1 - np.clip((share - stop + 0.030) / 0.032, 0, 1) ** 2))
        ends[:2] = 0.25 * thicker, 0.8 * thicker
    rings = []
    for (x, y, width, depth), (dx, dy), more in zip(at, ahead, ends, strict=True):
        section = superellipse(width + 2 * more, depth + 2 * more, power, sides)
        rings.append([(float(x - dy * a), float(y + dx * a), float(b)) for a, b in section])
    return loft(rings)


def mirrored(solid: Solid) -> Solid:
    """Mirror a solid from one side to the other."""
    solid = warped(solid, lambda x, y, z: (x, -y, z))
    solid.data.flip_normals()
    return solid


def steel() -> Solid:
    """Head, joint and the bare beginnings of the handles."""
    joint = cylinder(0.0142, 2 * JOINT_HALF + 0.0006, sides=40, at=(PIVOT, 0.0, -JOINT_HALF - 0.0003))
    seam = moved(
        extrude([(-0.0003, -0.02), (0.0003, -0.02), (0.0003, 0.02), (-0.0003, 0.02)], 0.002), turn_deg=(0, 0, 62.0)
    )
    seams = [moved(seam, (PIVOT, 0.0, JOINT_HALF - 0.0003))]
    head = unite(jaw(), joint, mirrored(jaw()))
    head = cut(head, *seams)
    handles = [bar(0.0, 0.0, 0.36, 8, 12, 4.0), mirrored(bar(0.0, 0.0, 0.36, 8, 12, 4.0))]
    rivet = cylinder(0.0058, 2 * JOINT_HALF + 0.0020, 0.0005, 28, 2, at=(PIVOT, 0.0, -JOINT_HALF - 0.0010))
    return joined(bevel(unite(head, *handles), 0.0005, 1, 42.0), rivet)


clear()
grips = [bar(0.0022, 0.27, 1.0, 15, 16, 2.6), mirrored(bar(0.0022, 0.27, 1.0, 15, 16, 2.6))]
parts = [painted(steel(), "steel"), *(painted(grip, "grip") for grip in grips)]
save(Path(sys.argv[1]), {"pliers": joined(*parts)}, sharp_deg=42.0)
