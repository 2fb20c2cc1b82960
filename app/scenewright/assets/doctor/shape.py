"""Arrays that the checks share: all triangles of a model over welded points."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model, Part
from scenewright.assets.welding import weld_points
from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, eq=False)
class Shape:
    """A model as one surface.

    Attributes:
        points: float64 (N, 3), each place once.
        triangles: int64 (T, 3).
    """

    points: NDArray[np.float64]
    triangles: NDArray[np.int64]

    @cached_property
    def edge_uses(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """For every edge: how many triangles use it, and the difference between its two directions."""
        ends = np.stack([self.triangles, np.roll(self.triangles, -1, axis=1)], axis=-1).reshape(-1, 2)
        forwards = ends[:, 0] < ends[:, 1]
        keys = np.sort(ends, axis=1) @ np.array([len(self.points), 1])
        _, place = np.unique(keys, return_inverse=True)
        uses = np.bincount(place)
        return uses, np.abs(np.bincount(place, np.where(forwards, 1, -1))).astype(int)

    @property
    def is_closed(self) -> bool:
        """Whether every edge has two sides."""
        uses, _ = self.edge_uses
        return bool(len(uses)) and bool((uses % 2 == 0).all())

    @property
    def is_consistent(self) -> bool:
        """Whether neighbours are wound alike."""
        uses, difference = self.edge_uses
        return bool((difference[uses == 2] == 0).all())

    @property
    def volume(self) -> float:
        """Signed: negative where the surface is inside out."""
        a, b, c = (self.points[self.triangles[:, k]] - self.points.mean(axis=0) for k in range(3))
        return float(np.einsum("ti,ti->t", a, np.cross(b, c)).sum() / 6)


def shape_of(model: Model) -> Shape:
    """Return a model's surface."""
    corners = np.concatenate([part.positions[part.triangles].reshape(-1, 3) for part in model.parts])
    points, place = weld_points(corners)
    return Shape(points.astype(float), place.reshape(-1, 3).astype(np.int64))


def moved(model: Model, matrix: Matrix) -> Model:
    """Return a model moved by a 4x4 matrix of turn, shift and uniform size, its rig and keypoints left behind."""
    turn = matrix[:3, :3] / np.cbrt(np.linalg.det(matrix[:3, :3]))
    parts = tuple(
        replace(
            part,
            positions=(part.positions.astype(float) @ matrix[:3, :3].T + matrix[:3, 3]).astype(np.float32),
            normals=(part.normals @ turn.T).astype(np.float32),
        )
        for part in model.parts
    )
    return replace(model, parts=parts)


def with_triangles(part: Part, triangles: NDArray[np.unsignedinteger]) -> Part:
    """Return a part with other triangles, and only the vertices these use."""
    used, place = np.unique(triangles, return_inverse=True)
    return replace(
        part,
        positions=part.positions[used],
        normals=part.normals[used],
        uvs=part.uvs[used],
        triangles=place.reshape(-1, 3).astype(np.uint32),
    )
