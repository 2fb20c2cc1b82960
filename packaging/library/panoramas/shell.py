"""Rooms' shells: walls with openings, window frames, doors, lamps in ceilings."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from solids import Part, Point, box, mesh, put, tube
from stage import area_lamp
from surfaces import glow, matte, metal

Hole = tuple[float, float, float, float]
"""An opening in a wall: left, bottom, right and top in metres, from the wall's start and its foot."""


def wall(
    length: float, height: float, surface: Any, holes: tuple[Hole, ...] = (), thickness: float = 0.25
) -> list[Part]:
    """A wall along x from the origin, its inner face at y = 0, its thickness towards -y."""
    across = sorted({0.0, length, *(edge for hole in holes for edge in (hole[0], hole[2]))})
    upwards = sorted({0.0, height, *(edge for hole in holes for edge in (hole[1], hole[3]))})
    parts: list[Part] = []
    for left, right in pairwise(across):
        for bottom, top in pairwise(upwards):
            u, v = (left + right) / 2, (bottom + top) / 2
            if not any(hole[0] < u < hole[2] and hole[1] < v < hole[3] for hole in holes):
                parts += box((left, -thickness, bottom), (right, 0.0, top), surface)
    return parts


def frame(
    hole: Hole, surface: Any, columns: int = 2, rows: int = 1, bar: float = 0.06, depth: float = 0.12
) -> list[Part]:
    """A window frame with bars, set back into the wall, and a sill."""
    left, bottom, right, top = hole
    near, far = -depth, -depth - 0.06
    parts: list[Part] = []
    for k in range(columns + 1):
        x = left + (right - left) * k / columns
        x = min(max(x, left + bar / 2), right - bar / 2)
        parts += box((x - bar / 2, far, bottom), (x + bar / 2, near, top), surface, 0.008)
    for k in range(rows + 1):
        z = bottom + (top - bottom) * k / rows
        z = min(max(z, bottom + bar / 2), top - bar / 2)
        parts += box((left, far - 0.002, z - bar / 2), (right, near - 0.002, z + bar / 2), surface, 0.008)
    return parts + box((left - 0.05, -depth, bottom - 0.035), (right + 0.05, 0.06, bottom), surface, 0.01)


def stand(parts: list[Part], start: tuple[float, float], end: tuple[float, float]) -> None:
    """Puts a wall's parts so that it runs from start to end; the room is on its left."""
    put(mesh(parts), (start[0], start[1], 0.0), math.degrees(math.atan2(end[1] - start[1], end[0] - start[0])))


def walls(
    low: Point,
    high: Point,
    surfaces: tuple[Any, Any, Any, Any],
    holes: dict[int, tuple[Hole, ...]],
    skirting: Any = None,
) -> None:
    """Four walls: 0 south (-y), 1 east (+x), 2 north (+y), 3 west (-x), each from its left corner seen from outside."""
    corners = [(low[0], low[1]), (high[0], low[1]), (high[0], high[1]), (low[0], high[1])]
    for side in range(4):
        start, end = corners[side], corners[(side + 1) % 4]
        length = math.dist(start, end)
        openings = holes.get(side, ())
        parts = wall(length, high[2], surfaces[side], openings)
        if skirting is not None:
            cuts = tuple((h[0], 0.0, h[2], 0.2) for h in openings if h[1] < 0.05)
            parts += list(_shifted(wall(length, 0.09, skirting, cuts, 0.015)))
        stand(parts, start, end)


def _shifted(parts: list[Part]) -> list[Part]:
    return [([(x, y + 0.015, z) for x, y, z in points], faces, surface) for points, faces, surface in parts]


def door(width: float, height: float, leaf: Any, edge: Any, handle_left: bool = True) -> list[Part]:
    """A door with its frame, in front of a wall along x; its hinge side starts at the origin."""
    parts = box((-0.07, 0.0, 0.0), (0.0, 0.03, height + 0.07), edge, 0.006)
    parts += box((width, 0.0, 0.0), (width + 0.07, 0.03, height + 0.07), edge, 0.006)
    parts += box((0.0, 0.0, height), (width, 0.03, height + 0.07), edge, 0.006)
    parts += box((0.004, 0.0, 0.006), (width - 0.004, 0.018, height - 0.004), leaf, 0.004)
    x = 0.07 if handle_left else width - 0.07
    inwards = 0.12 if handle_left else -0.12
    steel = metal(rough=0.25)
    parts += tube((x, 0.018, 1.05), (x, 0.065, 1.05), 0.011, steel)
    return parts + tube((x, 0.06, 1.05), (x + inwards, 0.06, 1.05), 0.010, steel)


def tube_light(
    at: Point, length: float, radiance: float, color: tuple[float, float, float], turn_deg: float = 0.0
) -> None:
    """A fluorescent fitting that hangs at ``at``: white reflector, two tubes."""
    white, lit = matte((0.75, 0.75, 0.74), 0.4), glow(color, radiance)
    parts = box((-length / 2, -0.11, 0.03), (length / 2, 0.11, 0.09), white, 0.02)
    for y in (-0.055, 0.055):
        parts += tube((-length / 2 + 0.03, y, 0.0), (length / 2 - 0.03, y, 0.0), 0.017, lit, 10)
    for x in (-length / 2, length / 2):
        parts += box((x - 0.015, -0.1, -0.02), (x + 0.015, 0.1, 0.05), white, 0.005)
    put(mesh(parts), at, turn_deg)


def panel_light(at: Point, size: tuple[float, float], radiance: float, color: tuple[float, float, float]) -> None:
    """A flat panel in the ceiling, seen and shining alike."""
    x, y = size[0] / 2, size[1] / 2
    put(box((-x - 0.02, -y - 0.02, -0.012), (x + 0.02, y + 0.02, 0.0), matte((0.8, 0.8, 0.8), 0.4), 0.003), at)
    put(box((-x, -y, -0.016), (x, y, -0.012), glow(color, radiance)), at).visible_diffuse = False
    area_lamp((at[0], at[1], at[2] - 0.03), size, radiance, color)
