"""Bodies of household things as meshes: turned, and drawn through a row of closed outlines (a loft)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import mesh as meshes
import numpy as np
from lathe import revolve
from mesh import Index, Mesh, grid_faces, smooth_normals
from outline import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from noise import Array

Corner = tuple[float, float, float]
"""Radius, height and fillet radius of a corner of an outline, in metres (`outline.rounded`)."""


def turned(corners: Sequence[Corner], segments: int = 40, max_turn: float = 26.0, max_step: float = 0.05) -> Mesh:
    """Turn an outline about Z; the solid lies to the left of the walk. `Mesh.along` is that of `lathe.revolve`."""
    return revolve(rounded(list(corners), max_turn, max_step), segments)


def loft(rings: Array) -> Mesh:
    """Draw a closed surface through outlines.

    Args:
        rings: Outlines (n, k, 3) in metres, counter-clockwise for one who looks back along the way. Both ends are
            closed by fans.

    Returns:
        The mesh with one island around and one per end, in metres.
    """
    n, k = rings.shape[:2]
    ends = rings[[0, -1]].mean(1)
    points = np.concatenate([rings.reshape(-1, 3), ends])
    here, last = np.arange(k), (n - 1) * k + np.arange(k)
    blank = np.full(k, -1)
    faces = np.concatenate(
        [
            grid_faces(n, k),
            np.stack([np.full(k, n * k), np.roll(here, -1), here, blank], -1),
            np.stack([np.full(k, n * k + 1), last, np.roll(last, -1), blank], -1),
        ]
    )
    island = np.r_[np.zeros((n - 1) * k), np.ones(k), np.full(k, 2)].astype(np.intp)
    normals = smooth_normals(points, faces)
    uv = np.concatenate([_around(rings), _end(rings[0], -1), _end(rings[-1], 1)])
    return Mesh(points, normals, np.zeros(len(points)), faces, uv, island, np.zeros(len(faces), dtype=np.intp))


def _around(rings: Array) -> Array:
    """Coordinates (f, 4, 2) in metres of the quads between the outlines: girth across, way upwards."""
    n, k = rings.shape[:2]
    side = np.linalg.norm(np.roll(rings, -1, 1) - rings, axis=2)
    widest = side[int(side.sum(1).argmax())]
    across = np.r_[0.0, np.cumsum(widest)]
    up = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(rings, axis=0), axis=2).mean(1))]
    row, column = np.repeat(np.arange(n - 1), k), np.tile(np.arange(k), n - 1)
    return np.stack([across[column[:, None] + [0, 1, 1, 0]], up[row[:, None] + [0, 0, 1, 1]]], -1)


def _end(ring: Array, facing: int) -> Array:
    """Coordinates (k, 4, 2) in metres of the fan that closes an outline, seen from outside."""
    flat = ring - ring.mean(0)
    _, _, axes = np.linalg.svd(flat, full_matrices=False)
    plane = flat @ axes[:2].T
    turn = np.cross(plane, np.roll(plane, -1, 0)).sum()
    plane[:, 0] *= np.sign(turn) * facing
    following = np.roll(plane, -1, 0)
    middle = np.zeros_like(plane)
    corners = (middle, plane, following) if facing > 0 else (middle, following, plane)
    return np.stack([*corners, middle], 1)


def superellipse(width: float, depth: float, power: float, count: int = 32) -> Array:
    """Return a counter-clockwise outline (count, 2): power 2 is an ellipse, larger ones are boxier."""
    turn = 2.0 * np.pi * (np.arange(count) + 0.5) / count
    c, s = np.cos(turn), np.sin(turn)
    shape = np.stack([np.sign(c) * np.abs(c) ** (2.0 / power), np.sign(s) * np.abs(s) ** (2.0 / power)], -1)
    return shape * [width / 2.0, depth / 2.0]


def stacked(outlines: Sequence[Array], heights: Sequence[float]) -> Array:
    """Return outlines (x, y) at heights as rings for `loft`."""
    return np.stack([np.c_[outline, np.full(len(outline), z)] for outline, z in zip(outlines, heights, strict=True)])


def along_path(path: Array, outlines: Array, up: tuple[float, float, float] = (0.0, 0.0, 1.0)) -> Array:
    """Return outlines (n, k, 2) set up across a path (n, 3), their y as near `up` as can be, as rings for `loft`."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    across = np.cross(up, ahead)
    across /= np.linalg.norm(across, axis=1, keepdims=True)
    above = np.cross(ahead, across)
    return path[:, None] + outlines[..., :1] * across[:, None] + outlines[..., 1:] * above[:, None]


def marked(body: Mesh, mark: int) -> Mesh:
    """Return a mesh whose material has number `mark` and whose `along` says so to recipes."""
    return replace(body, along=np.full(len(body.points), float(mark)), material=np.full(len(body.faces), mark))


def moved(body: Mesh, by: Sequence[float] = (0.0, 0.0, 0.0), turn_deg: Sequence[float] = (0.0, 0.0, 0.0)) -> Mesh:
    """Return a mesh turned about x, then y, then z, and shifted."""
    turn = np.eye(3)
    for axis, angle in enumerate(np.radians(turn_deg)):
        a, b = (axis + 1) % 3, (axis + 2) % 3
        step = np.eye(3)
        step[a, a] = step[b, b] = np.cos(angle)
        step[a, b], step[b, a] = -np.sin(angle), np.sin(angle)
        turn = step @ turn
    normals = None if body.corner_normals is None else body.corner_normals @ turn.T
    return replace(body, points=body.points @ turn.T + by, normals=body.normals @ turn.T, corner_normals=normals)


def bent(body: Mesh, points: Array) -> Mesh:
    """Return a mesh with other positions for its points, and the normals that follow from them."""
    return replace(body, points=points, normals=smooth_normals(points, body.faces), corner_normals=None)


def joined(*bodies: Mesh) -> Mesh:
    """Put meshes into one; sharp edges are kept."""
    whole = meshes.join(list(bodies))
    if any(body.corner_normals is not None for body in bodies):
        whole.corner_normals = np.concatenate([_corner_normals(body) for body in bodies])
    return whole


def creased(body: Mesh, sharp_deg: float = 40.0) -> Mesh:
    """Return a mesh shaded with breaks where neighbouring faces meet at more than an angle."""
    face_normals = _face_normals(body.points, body.faces)
    unit = face_normals / np.maximum(np.linalg.norm(face_normals, axis=1, keepdims=True), 1e-15)
    around: list[list[int]] = [[] for _ in body.points]
    for number, face in enumerate(body.faces):
        for point in face[face >= 0]:
            around[point].append(number)
    limit = np.cos(np.radians(sharp_deg))
    normals = np.zeros((*body.faces.shape, 3))
    for number, face in enumerate(body.faces):
        for column, point in enumerate(face):
            if point >= 0:
                near = np.array(around[point])
                near = near[unit[near] @ unit[number] >= limit]
                normals[number, column] = face_normals[near].sum(0)
    length = np.linalg.norm(normals, axis=2, keepdims=True)
    flat = np.broadcast_to(unit[:, None], normals.shape)
    return replace(body, corner_normals=np.where(length > 1e-15, normals / np.maximum(length, 1e-15), flat))


def _face_normals(points: Array, faces: Index) -> Array:
    """Normals (f, 3), as long as twice the face's area."""
    corner = points[faces[:, :3]]
    last = points[np.where(faces[:, 3] >= 0, faces[:, 3], faces[:, 0])]
    # For a triangle the diagonals are two of its sides.
    return np.cross(corner[:, 2] - corner[:, 0], last - corner[:, 1])


def _corner_normals(body: Mesh) -> Array:
    return body.normals[body.faces] if body.corner_normals is None else body.corner_normals
