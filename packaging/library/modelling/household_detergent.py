"""A blow-moulded detergent bottle with a handle through it. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from export import save
from scipy.interpolate import PchipInterpolator
from shapes import Point2, Solid, _applied, clear, cut, cylinder, extrude, from_arrays, moved, painted, unite

STATIONS = (
    # height, middle along x, width, depth, squareness
    (0.0000, 0.000, 0.1060, 0.0560, 4.0),
    (0.0030, 0.000, 0.1140, 0.0640, 4.2),
    (0.0100, 0.000, 0.1180, 0.0680, 4.4),
    (0.0900, 0.000, 0.1200, 0.0700, 4.4),
    (0.1500, 0.000, 0.1180, 0.0690, 4.2),
    (0.1800, -0.001, 0.1120, 0.0640, 3.4),
    (0.1980, -0.006, 0.0960, 0.0580, 2.8),
    (0.2080, -0.014, 0.0640, 0.0500, 2.3),
    (0.2130, -0.018, 0.0440, 0.0440, 2.0),
    (0.2200, -0.018, 0.0420, 0.0420, 2.0),
)
"""The body, in metres."""
VOXEL_M = 0.0014
GRIP_HALF_M = 0.0115


def outline(width: float, depth: float, power: float, count: int = 56) -> list[Point2]:
    """Return a superellipse."""
    turn = 2.0 * np.pi * np.arange(count) / count
    c, s = np.cos(turn), np.sin(turn)
    x = np.sign(c) * np.abs(c) ** (2 / power) * width / 2
    y = np.sign(s) * np.abs(s) ** (2 / power) * depth / 2
    return list(zip(x.tolist(), y.tolist(), strict=True))


def body() -> Solid:
    """Return the body through its stations."""
    heights = np.array([station[0] for station in STATIONS])
    fine = np.unique(np.r_[heights, np.linspace(0.0, heights[-1], 40)])
    rows = PchipInterpolator(heights, [station[1:] for station in STATIONS])(fine)
    points = [(x + mid, y, z) for z, (mid, w, d, p) in zip(fine, rows, strict=True) for x, y in outline(w, d, p)]
    n = 56
    faces: list[tuple[int, ...]] = [
        (r * n + i, r * n + (i + 1) % n, (r + 1) * n + (i + 1) % n, (r + 1) * n + i)
        for r in range(len(fine) - 1)
        for i in range(n)
    ]
    faces += [tuple(range(n - 1, -1, -1)), tuple((len(fine) - 1) * n + i for i in range(n))]
    return from_arrays("body", points, faces)


def softened(solid: Solid, triangles: int) -> Solid:
    """Round everything as blowing does: through voxels, smoothed, with about so many triangles left."""
    remesh = solid.modifiers.new("voxels", "REMESH")
    remesh.mode, remesh.voxel_size = "VOXEL", VOXEL_M
    smooth = solid.modifiers.new("smooth", "SMOOTH")
    smooth.factor, smooth.iterations = 0.5, 40
    _applied(solid)
    fewer = solid.modifiers.new("fewer", "DECIMATE")
    fewer.ratio = triangles / sum(len(polygon.vertices) - 2 for polygon in solid.data.polygons)
    return _applied(solid)


def grip_hole() -> Solid:
    """Return what the fingers pass through: a bent slot with round ends, along y."""
    line = np.array([(0.0285, 0.1790), (0.0330, 0.1680), (0.0355, 0.1560), (0.0362, 0.1450), (0.0360, 0.1360)])
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.stack([-ahead[:, 1], ahead[:, 0]], -1) * GRIP_HALF_M
    ends = []
    for k, start in ((-1, -90.0), (0, 90.0)):
        base = np.degrees(np.arctan2(ahead[k, 1], ahead[k, 0]))
        turn = np.radians(base + start + np.linspace(15.0, 165.0, 8))
        ends.append(line[k] + GRIP_HALF_M * np.stack([np.cos(turn), np.sin(turn)], -1))
    ring = np.concatenate([line - side, ends[0], (line + side)[::-1], ends[1]])
    return moved(extrude([(float(x), float(z)) for x, z in ring], 0.2), (0.0, 0.1, 0.0), (90.0, 0.0, 0.0))


clear()
bottle = softened(cut(body(), grip_hole()), 3200)
neck = cylinder(0.0185, 0.012, 0.0, 32, at=(-0.018, 0.0, 0.212))
save(Path(sys.argv[1]), {"bottle": painted(unite(bottle, neck), "hdpe")}, sharp_deg=55.0)
