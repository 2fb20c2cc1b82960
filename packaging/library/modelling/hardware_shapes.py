"""Solids that several tools need: lofts along an axis, bends and tapers. Runs under Blender's Python only."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import bmesh
import numpy as np
from scipy.interpolate import PchipInterpolator
from shapes import Point2, Point3, Solid, from_arrays

Station = tuple[float, ...]


def superellipse(width: float, depth: float, power: float = 2.0, count: int = 24) -> list[Point2]:
    """Return a counter-clockwise outline about the origin: power 2 is an ellipse, larger ones are boxier."""
    points = []
    for k in range(count):
        turn = 2 * math.pi * (k + 0.5) / count
        c, s = math.cos(turn), math.sin(turn)
        points.append(
            (
                math.copysign(abs(c) ** (2 / power), c) * width / 2,
                math.copysign(abs(s) ** (2 / power), s) * depth / 2,
            )
        )
    return points


def loft(rings: Sequence[Sequence[Point3]]) -> Solid:
    """Draw a closed solid through outlines, counter-clockwise for one who looks back along the way."""
    count = len(rings[0])
    faces: list[tuple[int, ...]] = []
    for k in range(len(rings) - 1):
        a, b = k * count, (k + 1) * count
        faces += [(a + i, a + (i + 1) % count, b + (i + 1) % count, b + i) for i in range(count)]
    last = (len(rings) - 1) * count
    faces += [tuple(range(count - 1, -1, -1)), tuple(last + i for i in range(count))]
    return from_arrays("loft", [point for ring in rings for point in ring], faces)


def along_x(stations: Sequence[Station], count: int = 24, steps: int = 0) -> Solid:
    """Draw a solid along x through superellipses.

    Args:
        stations: x, middle y, middle z, width along y, depth along z, power; in metres.
        count: Points around.
        steps: Number of rings to interpolate smoothly; 0 keeps the stations.
    """
    rows = np.array(stations, dtype=float)
    if steps:
        places = np.unique(np.r_[np.linspace(rows[0, 0], rows[-1, 0], steps), rows[[0, 1, -2, -1], 0]])
        rows = np.column_stack([places, PchipInterpolator(rows[:, 0], rows[:, 1:])(places)])
    rings = []
    for x, y, z, width, depth, power in rows:
        outline = superellipse(width, depth, power, count)
        rings.append([(float(x), float(y + a), float(z + b)) for a, b in outline])
    return loft(rings)


def warped(solid: Solid, place: Callable[[float, float, float], Point3]) -> Solid:
    """Move every point of a solid to where a function says."""
    for vertex in solid.data.vertices:
        vertex.co = place(*vertex.co)
    return solid


def sliced(solid: Solid, places: Sequence[float], normal: Point3 = (1.0, 0.0, 0.0)) -> Solid:
    """Cut the faces of a solid along planes at distances from the origin, so that it can bend."""
    mesh = bmesh.new()
    mesh.from_mesh(solid.data)
    for distance in places:
        at = tuple(distance * n for n in normal)
        bmesh.ops.bisect_plane(mesh, geom=[*mesh.verts, *mesh.edges, *mesh.faces], plane_co=at, plane_no=normal)
    mesh.to_mesh(solid.data)
    mesh.free()
    return solid


def smooth_curve(points: Sequence[Point2], count: int) -> list[Point2]:
    """Return points evenly spaced by parameter on a smooth curve through points."""
    rows = np.array(points, dtype=float)
    t = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(rows, axis=0), axis=1))]
    curve = PchipInterpolator(t, rows)(np.linspace(0.0, t[-1], count))
    return [(float(a), float(b)) for a, b in curve]
