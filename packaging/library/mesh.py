"""Polygon meshes as arrays, with what texture baking and USD need to know about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from noise import Array

Index = NDArray[np.intp]


@dataclass
class Mesh:
    """A mesh of quads and triangles with welded points.

    Attributes:
        points: Positions (p, 3) in metres, z up.
        normals: Unit vertex normals (p, 3).
        along: Per point, a signed distance in metres that surface recipes may use (for a vessel: along its profile
            from the rim, negative outside, positive inside).
        faces: Point indices (f, 4), counter-clockwise seen from outside; -1 in the last column marks a triangle.
        corner_uv: Texture coordinates (f, 4, 2) per face corner. In metres inside an island until `atlas.pack` has
            laid the islands out, in 0..1 afterwards.
        island: Island of each face (f,).
        material: Index of the material of each face (f,).
        corner_normals: Unit normals (f, 4, 3) per face corner, where some edges are sharp; else `normals` are written.
    """

    points: Array
    normals: Array
    along: Array
    faces: Index
    corner_uv: Array
    island: Index
    material: Index
    corner_normals: Array | None = None

    def triangles(self) -> tuple[Index, Array, Index]:
        """Splits quads: point indices (t, 3), corner coordinates (t, 3, 2), face of each triangle (t,)."""
        quad = self.faces[:, 3] >= 0
        face = np.arange(len(self.faces))
        index = np.concatenate([self.faces[:, :3], self.faces[quad][:, [0, 2, 3]]])
        uv = np.concatenate([self.corner_uv[:, :3], self.corner_uv[quad][:, [0, 2, 3]]])
        return index, uv, np.concatenate([face, face[quad]])

    def triangle_count(self) -> int:
        """Number of triangles once quads are split."""
        return int(len(self.faces) + (self.faces[:, 3] >= 0).sum())


def join(meshes: list[Mesh]) -> Mesh:
    """Puts several meshes into one, keeping their islands apart."""
    points_before = np.cumsum([0] + [len(m.points) for m in meshes[:-1]])
    islands_before = np.cumsum([0] + [int(m.island.max()) + 1 for m in meshes[:-1]])
    return Mesh(
        points=np.concatenate([m.points for m in meshes]),
        normals=np.concatenate([m.normals for m in meshes]),
        along=np.concatenate([m.along for m in meshes]),
        faces=np.concatenate(
            [np.where(m.faces >= 0, m.faces + n, -1) for m, n in zip(meshes, points_before, strict=True)]
        ),
        corner_uv=np.concatenate([m.corner_uv for m in meshes]),
        island=np.concatenate([m.island + n for m, n in zip(meshes, islands_before, strict=True)]),
        material=np.concatenate([m.material for m in meshes]),
    )


def smooth_normals(points: Array, faces: Index) -> Array:
    """Area-weighted vertex normals of quads and triangles."""
    normals = np.zeros_like(points)
    corner = points[faces[:, :3]]
    last = points[np.where(faces[:, 3] >= 0, faces[:, 3], faces[:, 2])]
    face_normal = np.cross(corner[:, 2] - corner[:, 0], last - corner[:, 1])
    triangle = faces[:, 3] < 0
    face_normal[triangle] = np.cross(
        corner[triangle, 1] - corner[triangle, 0], corner[triangle, 2] - corner[triangle, 0]
    )
    for column in range(4):
        used = faces[:, column] >= 0
        np.add.at(normals, faces[used, column], face_normal[used])
    return normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)


def grid_faces(rows: int, columns: int) -> Index:
    """Quads of a grid of points that closes around its columns; row r, column c is point ``r * columns + c``."""
    r, c = np.mgrid[: rows - 1, :columns]
    right = (c + 1) % columns
    quads = np.stack([r * columns + c, r * columns + right, (r + 1) * columns + right, (r + 1) * columns + c], -1)
    return quads.reshape(-1, 4)
