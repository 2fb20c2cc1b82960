"""Boxes in two and three dimensions. 2D boxes are XYXY float pixels, half-open, on pixel edges."""

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix

Box2D = tuple[float, float, float, float]


def mask_box(mask: NDArray[np.bool_]) -> Box2D | None:
    """Return the tight box of a mask (H, W), or nothing where it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return None
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def id_boxes(ids: NDArray[np.uint16], count: int) -> list[Box2D | None]:
    """Return the tight box of each of the ids 1..count in an id image (H, W)."""
    rows, columns = np.nonzero(ids)
    return _extents(ids[rows, columns].astype(np.int64) - 1, rows, columns, count)


def bit_boxes(bits: NDArray[np.uint32], count: int) -> list[Box2D | None]:
    """Return the tight box of each of the instances 1..count in amodal bits (words, H, W)."""
    boxes: list[Box2D | None] = []
    for word, image in enumerate(bits):
        rows, columns = np.nonzero(image)
        patterns = image[rows, columns]
        found = [
            np.flatnonzero((patterns >> np.uint32(bit)) & np.uint32(1)) for bit in range(min(32, count - 32 * word))
        ]
        owners = np.repeat(np.arange(len(found)), [len(pixels) for pixels in found])
        pixels = np.concatenate([np.zeros(0, np.int64), *found])
        boxes += _extents(owners, rows[pixels], columns[pixels], len(found))
    return boxes


def bit_counts(bits: NDArray[np.uint32], count: int) -> NDArray[np.int64]:
    """Return how many pixels have the bit of each of the instances 1..count set, (count,)."""
    counts = np.zeros(count, np.int64)
    for word, image in enumerate(bits):
        patterns, pixels = np.unique(image[image != 0], return_counts=True)
        for bit in range(min(32, count - 32 * word)):
            counts[32 * word + bit] = pixels[(patterns >> np.uint32(bit)) & 1 == 1].sum()
    return counts


def _extents(
    owners: NDArray[np.int64], rows: NDArray[np.int64], columns: NDArray[np.int64], count: int
) -> list[Box2D | None]:
    """Return the box around the pixels of each owner 0..count-1."""
    low, high = np.full((count, 2), np.iinfo(np.int64).max), np.full((count, 2), -1)
    for axis, places in enumerate((columns, rows)):
        np.minimum.at(low[:, axis], owners, places)
        np.maximum.at(high[:, axis], owners, places)
    return [
        None if high[k, 0] < 0 else (float(low[k, 0]), float(low[k, 1]), float(high[k, 0] + 1), float(high[k, 1] + 1))
        for k in range(count)
    ]


def corners(low: tuple[float, float, float], high: tuple[float, float, float]) -> Matrix:
    """Return the eight corners (8, 3) of an axis-aligned box; x changes fastest, then y, then z."""
    bounds = np.array([low, high])
    index = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    box: Matrix = bounds[index, np.arange(3)]
    return box
