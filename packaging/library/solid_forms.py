"""Turned and rounded bodies for machines: profiles with round edges, swept round an axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import trimesh
from numpy.typing import NDArray

from scenewright.assets.model import Material, Part
from scenewright.assets.normals import creased_normals
from scenewright.assets.welding import weld

Array = NDArray[np.float64]
_CHAMFER_BELOW_M = 0.0045
_CUT_CORNER = np.array([[s, 0.29 * a, 0.29 * b] for s in (-1, 1) for a in (-1, 1) for b in (-1, 1)], float)
_CUT_CORNER = np.concatenate([np.roll(_CUT_CORNER, k, axis=1) for k in range(3)])


def turned(profile: Sequence[tuple[float, float]], axis: str = "z", at: Sequence[float] = (0, 0, 0)) -> trimesh.Trimesh:
    """Return a profile of (radius, place along the axis), from one end to the other, swept round an axis."""
    reach = max(radius for radius, _ in profile)
    sections = 14 if reach < 0.015 else 24 if reach < 0.05 else 36
    mesh = trimesh.creation.revolve(np.array(profile), sections=sections)
    if axis != "z":
        mesh.apply_transform(trimesh.geometry.align_vectors((0, 0, 1), np.eye(3)["xyz".index(axis)]))
    mesh.apply_translation(at)
    return mesh


def drum(
    radius: float, low: float, high: float, edge: float = 0.006, axis: str = "z", at: Sequence[float] = (0, 0, 0)
) -> trimesh.Trimesh:
    """Return a cylinder with rounded edges between two places along its axis."""
    steps = 2 if edge < 0.0025 else 3 if edge < 0.005 else 5
    start = [
        (radius - edge + edge * np.sin(a), low + edge - edge * np.cos(a)) for a in np.linspace(0, np.pi / 2, steps)
    ]
    end = [(radius - edge + edge * np.cos(a), high - edge + edge * np.sin(a)) for a in np.linspace(0, np.pi / 2, steps)]
    return turned([(0.0, low), *start, *end, (0.0, high)], axis, at)


def barrel(
    radius: float,
    low: float,
    high: float,
    edges: tuple[float, float],
    axis: str = "z",
    at: Sequence[float] = (0, 0, 0),
) -> trimesh.Trimesh:
    """Return a cylinder between two places along its axis, the low and the high end each with its own round edge."""
    turns = [np.linspace(0, np.pi / 2, 2 if edge < 0.0025 else 3 if edge < 0.005 else 5) for edge in edges]
    (first, last), (start, end) = edges, turns
    low_rim = [(radius - first + first * np.sin(a), low + first - first * np.cos(a)) for a in start]
    high_rim = [(radius - last + last * np.cos(a), high - last + last * np.sin(a)) for a in end]
    return turned([(0.0, low), *low_rim, *high_rim, (0.0, high)], axis, at)


def dome(
    radius: float, base: float, height: float, axis: str = "z", at: Sequence[float] = (0, 0, 0)
) -> trimesh.Trimesh:
    """Return a flat cap whose rim is round; a negative height points the other way."""
    rim = [
        (radius * (0.80 + 0.20 * np.sin(a)), base + height * (0.55 + 0.45 * np.cos(a)))
        for a in np.linspace(0, np.pi / 2, 6)
    ]
    profile = [(0.0, base + height * 1.0), *rim, (radius, base), (0.0, base)]
    mesh = turned(profile, axis, at)
    trimesh.repair.fix_normals(mesh)
    return mesh


def rounded_box(size: Sequence[float], at: Sequence[float], edge: float = 0.004) -> trimesh.Trimesh:
    """Return a box with rounded edges, small ones just cut off: the hull of eight small balls, or of cut corners."""
    ball = trimesh.creation.icosphere(1, edge).vertices if edge > _CHAMFER_BELOW_M else _CUT_CORNER * edge
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)]) * (np.divide(size, 2) - edge)
    hull = trimesh.convex.convex_hull(np.concatenate([ball + corner for corner in corners]))
    hull.apply_translation(at)
    return hull


def bar(start: Sequence[float], end: Sequence[float], radius: float, edge: float = 0.002) -> trimesh.Trimesh:
    """Return a round bar between two points."""
    line = np.subtract(end, start)
    length = float(np.linalg.norm(line))
    mesh = drum(radius, 0.0, length, min(edge, radius * 0.4))
    mesh.apply_transform(trimesh.geometry.align_vectors((0, 0, 1), line / length))
    mesh.apply_translation(start)
    return mesh


def beam(
    start: Sequence[float], end: Sequence[float], width: float, depth: float, edge: float = 0.002
) -> trimesh.Trimesh:
    """Return a beam of rectangular section between two points; its width is level, or along x if it is upright."""
    line = np.subtract(end, start)
    length = float(np.linalg.norm(line))
    along = line / length
    side = np.cross((0, 0, 1), along) if abs(along[2]) < 0.999 else np.array([1.0, 0.0, 0.0])
    side = side / np.linalg.norm(side)
    matrix = np.eye(4)
    matrix[:3, :3] = np.stack([side, np.cross(along, side), along], axis=1)
    matrix[:3, 3] = np.add(start, end) / 2
    mesh = rounded_box((width, depth, length), (0, 0, 0), edge)
    mesh.apply_transform(matrix)
    return mesh


def united(meshes: Sequence[trimesh.Trimesh]) -> trimesh.Trimesh:
    """Return one closed body of several that overlap."""
    return trimesh.boolean.union(list(meshes), engine="manifold")


def part(
    meshes: Sequence[trimesh.Trimesh], material: Material, copies_per_m: float = 4.0, along: str = "x", seed: int = 0
) -> Part:
    """Return meshes as one part: edges above 40 degrees stay sharp.

    Textures are projected from six sides; u runs along the axis `along` (as grain does), and starts elsewhere for every
    mesh, so that no two boards are alike.
    """
    luck = np.random.default_rng(seed)
    return merged([_clad(mesh, material, copies_per_m, "xyz".index(along), luck.uniform(0, 1, 2)) for mesh in meshes])


def merged(parts: Sequence[Part]) -> Part:
    """Return parts of one material as one."""
    firsts = np.cumsum([0, *(len(each.positions) for each in parts[:-1])])
    triangles = [each.triangles + np.uint32(first) for each, first in zip(parts, firsts, strict=True)]
    return Part(
        np.concatenate([each.positions for each in parts]),
        np.concatenate([each.normals for each in parts]),
        np.concatenate([each.uvs for each in parts]),
        np.concatenate(triangles),
        parts[0].material,
    )


def corners_of(mesh: trimesh.Trimesh) -> tuple[Array, Array]:
    """Return the corners of a mesh's triangles (3 t, 3) and their normals, edges above 40 degrees sharp."""
    unique, place = np.unique(np.round(np.asarray(mesh.vertices, float), 7), axis=0, return_inverse=True)
    corners = place.ravel()[np.asarray(mesh.faces, np.int64)]
    corners = corners[(corners != np.roll(corners, 1, axis=1)).all(axis=1)]
    normals = creased_normals(unique, corners.ravel(), np.repeat(np.arange(len(corners)), 3), len(corners))
    return unique[corners.ravel()], normals


def part_of(flat: Array, normals: Array, uv: Array, material: Material) -> Part:
    """Return triangles, given corner by corner, as a part."""
    rows, triangles = weld(np.concatenate([flat, normals, uv], axis=1).astype(np.float32))
    return Part(rows[:, :3], rows[:, 3:6], rows[:, 6:8], triangles.reshape(-1, 3).astype(np.uint32), material)


def facing_axis(flat: Array) -> NDArray[np.intp]:
    """Return for each corner the axis that its triangle faces most."""
    across = np.cross(flat[1::3] - flat[::3], flat[2::3] - flat[::3])
    return np.repeat(np.abs(across).argmax(axis=1), 3)


def _clad(mesh: trimesh.Trimesh, material: Material, copies_per_m: float, along: int, shift: Array) -> Part:
    flat, normals = corners_of(mesh)
    facing = facing_axis(flat)
    uv = np.empty((len(flat), 2))
    for axis in range(3):
        others = [k for k in range(3) if k != axis]
        first = along if along in others else others[0]
        second = next(k for k in others if k != first)
        uv[facing == axis] = flat[facing == axis][:, [first, second]]
    return part_of(flat, normals, uv * copies_per_m + shift, material)
