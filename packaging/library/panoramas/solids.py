"""Bodies for panoramas: parts (plain vertices and faces), and the meshes that are made of them.

A part is (vertices, faces, surface). Functions return lists of parts, so that furniture is a sum of lists.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import bpy

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float, float]
Part = tuple[list[Point], list[tuple[int, ...]], Any]


def box(low: Point, high: Point, surface: Any, bevel: float = 0.0) -> list[Part]:
    """A box between two corners, its edges chamfered by ``bevel`` metres."""
    middle = [(a + b) / 2 for a, b in zip(low, high, strict=True)]
    half = [abs(b - a) / 2 for a, b in zip(low, high, strict=True)]
    cut = min(bevel, *(0.4 * edge for edge in half))
    points: list[Point] = []
    index: dict[tuple[int, int, int, int], int] = {}
    corners = [(x, y, z) for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]
    for corner in corners:
        for axis in range(3):
            index[(*corner, axis)] = len(points)
            points.append(
                tuple(s * (h - (cut if k != axis else 0.0)) for k, (s, h) in enumerate(zip(corner, half, strict=True)))
            )
    faces = [_face(axis, side, index) for axis in range(3) for side in (-1, 1)]
    if cut > 0:
        faces += _chamfers(corners, index)
    turned = [_outwards(face, points) for face in faces]
    return [([tuple(p + m for p, m in zip(point, middle, strict=True)) for point in points], turned, surface)]  # type: ignore[misc]


def _face(axis: int, side: int, index: dict[tuple[int, int, int, int], int]) -> tuple[int, ...]:
    ring = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return tuple(index[(*_corner(axis, side, a, b), axis)] for a, b in ring)


def _corner(axis: int, side: int, a: int, b: int) -> tuple[int, int, int]:
    value = [a, b]
    value.insert(axis, side)
    return value[0], value[1], value[2]


def _chamfers(
    corners: list[tuple[int, int, int]], index: dict[tuple[int, int, int, int], int]
) -> list[tuple[int, ...]]:
    faces: list[tuple[int, ...]] = [tuple(index[(*corner, axis)] for axis in range(3)) for corner in corners]
    for axis in range(3):
        one, two = (k for k in range(3) if k != axis)
        for a in (-1, 1):
            for b in (-1, 1):
                low, high = _corner(axis, -1, a, b), _corner(axis, 1, a, b)
                faces.append((index[(*low, one)], index[(*high, one)], index[(*high, two)], index[(*low, two)]))
    return faces


def _outwards(face: tuple[int, ...], points: list[Point]) -> tuple[int, ...]:
    a, b, c = (points[k] for k in face[:3])
    u, v = [q - p for p, q in zip(a, b, strict=True)], [q - p for p, q in zip(a, c, strict=True)]
    normal = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    return face if sum(n * p for n, p in zip(normal, a, strict=True)) >= 0 else face[::-1]


def lathe(profile: Sequence[tuple[float, float]], surface: Any, segments: int = 24) -> list[Part]:
    """A body turned about z; the profile is (radius, height) from bottom to top, closed at both ends."""
    points: list[Point] = []
    for radius, height in profile:
        for step in range(segments):
            angle = 2 * math.pi * step / segments
            points.append((radius * math.cos(angle), radius * math.sin(angle), height))
    faces: list[tuple[int, ...]] = []
    for ring in range(len(profile) - 1):
        for step in range(segments):
            after = (step + 1) % segments
            start = ring * segments
            faces.append((start + step, start + after, start + segments + after, start + segments + step))
    faces.append(tuple(range(segments))[::-1])
    faces.append(tuple(range(len(points) - segments, len(points))))
    return [(points, faces, surface)]


def tube(start: Point, end: Point, radius: float, surface: Any, segments: int = 16) -> list[Part]:
    """A round bar between two points."""
    along = [b - a for a, b in zip(start, end, strict=True)]
    length = math.hypot(*along)
    azimuth, polar = math.atan2(along[1], along[0]), math.acos(max(-1.0, min(1.0, along[2] / length)))
    standing = lathe(((radius, 0.0), (radius, length)), surface, segments)
    return moved(_tilted(standing, polar, azimuth), start)


def ball(radius: float, at: Point, surface: Any, squash: float = 1.0) -> list[Part]:
    """A sphere, or an ellipsoid of ``squash`` times its height."""
    rings = [
        (math.sin(math.pi * k / 12) * radius + 1e-4, -math.cos(math.pi * k / 12) * radius * squash) for k in range(13)
    ]
    return moved(lathe(rings, surface, 20), at)


def _tilted(parts: list[Part], polar: float, azimuth: float) -> list[Part]:
    s, c, sa, ca = math.sin(polar), math.cos(polar), math.sin(azimuth), math.cos(azimuth)

    def turn(point: Point) -> Point:
        x, y, z = point[0] * c + point[2] * s, point[1], -point[0] * s + point[2] * c
        return x * ca - y * sa, x * sa + y * ca, z

    return [([turn(p) for p in points], faces, surface) for points, faces, surface in parts]


def moved(parts: Iterable[Part], at: Point, turn_deg: float = 0.0, scale: float = 1.0) -> list[Part]:
    """The parts turned about z, scaled and shifted."""
    s, c = math.sin(math.radians(turn_deg)) * scale, math.cos(math.radians(turn_deg)) * scale
    return [
        ([(x * c - y * s + at[0], x * s + y * c + at[1], z * scale + at[2]) for x, y, z in points], faces, surface)
        for points, faces, surface in parts
    ]


def leaning(parts: Iterable[Part], angle_deg: float) -> list[Part]:
    """The parts turned about x: what stood upright leans towards -y."""
    s, c = math.sin(math.radians(angle_deg)), math.cos(math.radians(angle_deg))
    return [
        ([(x, y * c - z * s, y * s + z * c) for x, y, z in points], faces, surface) for points, faces, surface in parts
    ]


def mesh(parts: Iterable[Part]) -> bpy.types.Mesh:
    """One mesh of all parts, smooth where faces meet at less than 35 degrees."""
    points: list[Point] = []
    faces: list[tuple[int, ...]] = []
    slots: list[int] = []
    surfaces: list[Any] = []
    for vertices, polygons, surface in parts:
        if surface not in surfaces:
            surfaces.append(surface)
        start, slot = len(points), surfaces.index(surface)
        points += vertices
        faces += [tuple(start + k for k in polygon) for polygon in polygons]
        slots += [slot] * len(polygons)
    made = bpy.data.meshes.new("mesh")
    made.from_pydata(points, [], faces)
    for surface in surfaces:
        made.materials.append(surface)
    made.polygons.foreach_set("material_index", slots)
    made.shade_smooth()
    made.set_sharp_from_angle(angle=math.radians(35))
    made.update()
    return made


def put(
    body: bpy.types.Mesh | list[Part], at: Point = (0.0, 0.0, 0.0), turn_deg: float = 0.0, scale: float = 1.0
) -> bpy.types.Object:
    """Stands a mesh (shared between all places it is put) or parts in the scene."""
    shape = mesh(body) if isinstance(body, list) else body
    held = bpy.data.objects.new("body", shape)
    held.location, held.rotation_euler, held.scale = at, (0.0, 0.0, math.radians(turn_deg)), (scale,) * 3
    bpy.context.collection.objects.link(held)
    return held
