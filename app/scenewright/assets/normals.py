"""Normals for meshes that bring none."""

import numpy as np

from scenewright.assets.triangulation import Indices
from scenewright.geometry.transforms import Matrix

_CREASE_COSINE = np.cos(np.radians(40.0))
_MOST_NEIGHBOURS = 256
"""More faces than these around one point are not compared pair by pair: the time would grow with their square."""


def creased_normals(points: Matrix, indices: Indices, face_of_corner: Indices, face_count: int) -> Matrix:
    """Return smooth normals that keep edges of more than 40 degrees sharp, as boxes and mug rims need them.

    At each corner of each face it is the area-weighted mean of the faces around that point that meet this face at less
    than 40 degrees.

    Args:
        points: (N, 3).
        indices: (C,) the point at each corner.
        face_of_corner: (C,) the face of each corner, in rising order.
        face_count: F.

    Returns:
        (C, 3) unit normals, +Z where a face has no area; right-handed faces point outwards.
    """
    areas = _face_areas(points, indices, face_of_corner, face_count)
    units = _units(areas)
    sums = areas[face_of_corner]
    order = np.argsort(indices, kind="stable")
    point = indices[order]
    first = np.arange(len(order))
    for step in range(1, _MOST_NEIGHBOURS):
        first = first[first + step < len(order)]
        first = first[point[first] == point[first + step]]
        if not first.size:
            break
        one, other = order[first], order[first + step]
        face, neighbour = face_of_corner[one], face_of_corner[other]
        smooth = np.einsum("nc,nc->n", units[face], units[neighbour]) > _CREASE_COSINE
        sums[one[smooth]] += areas[neighbour[smooth]]
        sums[other[smooth]] += areas[face[smooth]]
    return _units(sums)


def _face_areas(points: Matrix, indices: Indices, face_of_corner: Indices, face_count: int) -> Matrix:
    """Return each face's normal times twice its area (F, 3), for any planar or bent polygon (Newell 1972)."""
    starts = np.searchsorted(face_of_corner, np.arange(face_count))
    is_last = np.append(face_of_corner[1:] != face_of_corner[:-1], True)
    following = np.where(is_last, starts[face_of_corner], np.arange(len(indices)) + 1)
    origin = points[indices[starts[face_of_corner]]]
    crosses = np.cross(points[indices] - origin, points[indices[following]] - origin)
    return np.stack([np.bincount(face_of_corner, crosses[:, axis], face_count) for axis in range(3)], axis=1)


def _units(vectors: Matrix) -> Matrix:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units: Matrix = np.where(lengths > 0, vectors / np.where(lengths > 0, lengths, 1), [0.0, 0.0, 1.0])
    return units
