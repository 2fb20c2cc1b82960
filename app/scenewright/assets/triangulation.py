"""Polygons to triangles."""

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix

Indices = NDArray[np.int64]


def triangulate(points: Matrix, counts: Indices, indices: Indices) -> tuple[Indices, Indices]:
    """Cut polygons into triangles: convex ones as fans from their first corner, others by clipping ears.

    Args:
        points: (N, 3).
        counts: (F,) corners of each face; faces of fewer than three give nothing.
        indices: (C,) the point at each corner.

    Returns:
        (T, 3) corner numbers (places in `indices`) and (T,) the face each triangle comes from, in the faces' order.
    """
    starts = np.cumsum(counts) - counts
    triangles, faces = [np.empty((0, 3), np.int64)], [np.empty(0, np.int64)]
    for size in np.unique(counts[counts >= 3]):
        these = np.flatnonzero(counts == size)
        cut = _cut(points, indices, starts[these, None] + np.arange(size))
        triangles.append(cut.reshape(-1, 3))
        faces.append(np.repeat(these, size - 2))
    face = np.concatenate(faces)
    order = np.argsort(face, kind="stable")
    return np.concatenate(triangles)[order], face[order]


def _cut(points: Matrix, indices: Indices, corners: Indices) -> Indices:
    """Return the triangles (F, n - 2, 3) of faces that all have n corners (F, n)."""
    size = corners.shape[1]
    if size == 3:
        return corners[:, None, :]
    along = np.arange(1, size - 1)
    fan = np.stack([np.zeros_like(along), along, along + 1], axis=1)
    cut = corners[:, fan]
    for face in np.flatnonzero(~_are_convex(points[indices[corners]])):
        cut[face] = corners[face][_clip_ears(points[indices[corners[face]]])]
    return cut


def _are_convex(polygons: Matrix) -> NDArray[np.bool_]:
    """Return for each polygon (F, n, 3) whether it never turns against its own normal."""
    edges = np.roll(polygons, -1, axis=1) - polygons
    turns = np.cross(np.roll(edges, 1, axis=1), edges)
    normals = _area_vectors(polygons)
    against = np.einsum("fnc,fc->fn", turns, normals)
    slack = 1e-6 * np.einsum("fc,fc->f", normals, normals)
    convex: NDArray[np.bool_] = (against >= -slack[:, None]).all(axis=1)
    return convex


def _area_vectors(polygons: Matrix) -> Matrix:
    arms = polygons - polygons[:, :1]
    vectors: Matrix = np.cross(arms[:, 1:-1], arms[:, 2:]).sum(axis=1)
    return vectors


def _clip_ears(polygon: Matrix) -> Indices:
    """Return the triangles (n - 2, 3) of one polygon (n, 3) without holes (Meisters 1975)."""
    flat = _flattened(polygon)
    ring = list(range(len(flat)))
    triangles = []
    while len(ring) > 3:
        at = next((at for at in range(len(ring)) if _is_ear(flat, ring, at)), 0)
        triangles.append((ring[at - 1], ring[at], ring[(at + 1) % len(ring)]))
        ring.pop(at)
    return np.array([*triangles, tuple(ring)], np.int64)


def _flattened(polygon: Matrix) -> Matrix:
    """Return the polygon (n, 2) as seen with its normal towards the eye, so that it runs counter-clockwise."""
    normal = _area_vectors(polygon[None])[0]
    right = np.cross(normal, np.eye(3)[np.argmin(np.abs(normal))])
    axes = np.stack([right, np.cross(normal, right)])
    lengths = np.linalg.norm(axes, axis=1, keepdims=True)
    flat: Matrix = polygon @ (axes / np.where(lengths > 0, lengths, 1)).T
    return flat


def _is_ear(flat: Matrix, ring: list[int], at: int) -> bool:
    a, b, c = flat[ring[at - 1]], flat[ring[at]], flat[ring[(at + 1) % len(ring)]]
    if _side(a, b, c) <= 0:
        return False
    others = flat[ring]
    # Corners of the ear itself, and points that coincide with them, do not count.
    elsewhere = ~((others == a).all(axis=1) | (others == b).all(axis=1) | (others == c).all(axis=1))
    within = (_side(a, b, others) >= 0) & (_side(b, c, others) >= 0) & (_side(c, a, others) >= 0)
    return not (within & elsewhere).any()


def _side(a: Matrix, b: Matrix, points: Matrix) -> Matrix:
    """Return how far points lie to the left of the line a-b, times its length."""
    arms = points - a
    edge = b - a
    left: Matrix = edge[0] * arms[..., 1] - edge[1] * arms[..., 0]
    return left
