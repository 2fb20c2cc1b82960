"""Triangle corners to an indexed mesh."""

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.triangulation import Indices


def weld(rows: NDArray[np.float32]) -> tuple[NDArray[np.float32], Indices]:
    """Return the distinct rows, in the order they first appear, and for each given row its place among them.

    Args:
        rows: (N, K), K even: what makes two corners the same vertex.
    """
    rows = np.ascontiguousarray(rows + np.float32(0))  # -0 becomes 0, so that equal numbers have equal bits
    _, first, place = np.unique(_hashes(rows), return_index=True, return_inverse=True)
    if not np.array_equal(rows[first][place], rows):  # two different rows share a hash
        _, first, place = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return rows[first[order]], rank[place.ravel()]


def weld_points(points: NDArray[np.float32]) -> tuple[NDArray[np.float32], Indices]:
    """Return the distinct points (N, 3), and for each given point its place among them."""
    rows, place = weld(np.concatenate([points, np.zeros((len(points), 1), np.float32)], axis=1))
    return np.ascontiguousarray(rows[:, :3]), place


def _hashes(rows: NDArray[np.float32]) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each row: sorting these is many times faster than sorting rows."""
    words = rows.view(np.uint64)
    mixed = np.zeros(len(rows), np.uint64)
    for column in range(words.shape[1]):
        mixed = (mixed ^ words[:, column]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    return mixed
