"""Whether a model is a solid: then its back faces are never seen, and engines need not draw them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Part

_Edges = NDArray[np.int64]
_WELD = 1e-6  # of the model's size: seams that are closed but for rounding count as closed
_MOST_MISSING = 0.1
"""Openings' share of the surface up to which a thing still hides light as a solid does: sleeves, necks, lids."""


def is_closed(parts: Sequence[Part]) -> bool:
    """Tell whether all parts together are closed surfaces that face outwards.

    Every edge must be walked as often in one direction as in the other, and every connected piece must hold a positive
    volume; a piece that faces inwards makes the whole model count as open, which is always safe.
    """
    welded, triangles = _welded(parts)
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[edges[:, 0] != edges[:, 1]]
    if not np.array_equal(_sorted_keys(edges, len(welded)), _sorted_keys(edges[:, ::-1], len(welded))):
        return False
    a, b, c = (welded[triangles[:, corner]] for corner in range(3))
    six_volumes = np.einsum("ij,ij->i", a, np.cross(b, c))
    pieces = _pieces(edges, len(welded))[triangles[:, 0]]
    return bool(np.all(np.bincount(pieces, six_volumes)[np.unique(pieces)] > 0))


def is_nearly_closed(parts: Sequence[Part]) -> bool:
    """Tell whether parts hide light as a solid does, though they need not be one: clothes on a body, hollow screws.

    The openings of a surface have the area vector that it lacks to be closed (the divergence theorem), so the sum of
    its triangles' area vectors, piece by piece, tells how large they are.
    """
    welded, triangles = _welded(parts)
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    a, b, c = (welded[triangles[:, corner]] for corner in range(3))
    doubled = np.cross(b - a, c - a)
    piece = np.unique(_pieces(edges, len(welded))[triangles[:, 0]], return_inverse=True)[1].reshape(-1)
    missing = np.stack([np.bincount(piece, doubled[:, axis]) for axis in range(3)], axis=1)
    share = np.linalg.norm(missing, axis=1).sum() / max(float(np.linalg.norm(doubled, axis=1).sum()), 1e-12)
    middle = (welded.min(axis=0) + welded.max(axis=0)) / 2
    faces_outwards = np.einsum("ij,ij->", (a + b + c) / 3 - middle, doubled) > 0
    return bool(share < _MOST_MISSING and faces_outwards)


def _welded(parts: Sequence[Part]) -> tuple[NDArray[np.float64], _Edges]:
    """Return the parts' points in steps of the weld, each once, and the triangles (T, 3) between them."""
    points = np.concatenate([part.positions for part in parts]).astype(np.float64)
    first = np.cumsum([0, *(len(part.positions) for part in parts)])[:-1]
    corners = np.concatenate(
        [part.triangles.astype(np.int64) + start for part, start in zip(parts, first, strict=True)]
    )
    grid = max(float(np.ptp(points, axis=0).max()), 1e-12) * _WELD
    welded, place = np.unique(np.round(points / grid), axis=0, return_inverse=True)
    return welded, place.reshape(-1)[corners]


def _sorted_keys(edges: _Edges, count: int) -> NDArray[np.int64]:
    return np.sort(edges[:, 0] * count + edges[:, 1])


def _pieces(edges: _Edges, count: int) -> NDArray[np.int64]:
    """Return, for each vertex, the lowest vertex of its connected piece."""
    label = np.arange(count)
    while True:
        lower = label.copy()
        np.minimum.at(lower, edges[:, 0], label[edges[:, 1]])
        lower = lower[lower]
        if np.array_equal(lower, label):
            return label
        label = lower
