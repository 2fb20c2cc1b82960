"""Whether a model is a solid: then its back faces are never seen, and engines need not draw them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Part

_Edges = NDArray[np.int64]
_WELD = 1e-6  # of the model's size: seams that are closed but for rounding count as closed


def is_closed(parts: Sequence[Part]) -> bool:
    """Tell whether all parts together are closed surfaces that face outwards.

    Every edge must be walked as often in one direction as in the other, and every connected piece must hold a positive
    volume; a piece that faces inwards makes the whole model count as open, which is always safe.
    """
    points = np.concatenate([part.positions for part in parts]).astype(np.float64)
    first = np.cumsum([0, *(len(part.positions) for part in parts)])[:-1]
    corners = np.concatenate(
        [part.triangles.astype(np.int64) + start for part, start in zip(parts, first, strict=True)]
    )
    grid = max(float(np.ptp(points, axis=0).max()), 1e-12) * _WELD
    welded, place = np.unique(np.round(points / grid), axis=0, return_inverse=True)
    triangles = place.reshape(-1)[corners]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    edges = edges[edges[:, 0] != edges[:, 1]]
    if not np.array_equal(_sorted_keys(edges, len(welded)), _sorted_keys(edges[:, ::-1], len(welded))):
        return False
    a, b, c = (welded[triangles[:, corner]] for corner in range(3))
    six_volumes = np.einsum("ij,ij->i", a, np.cross(b, c))
    pieces = _pieces(edges, len(welded))[triangles[:, 0]]
    return bool(np.all(np.bincount(pieces, six_volumes)[np.unique(pieces)] > 0))


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
