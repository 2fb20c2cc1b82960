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
    boxes: list[Box2D | None] = [None] * count
    rows, columns = np.nonzero(ids)
    found = ids[rows, columns].astype(np.int64) - 1
    low = np.full((count, 2), np.iinfo(np.int64).max)
    high = np.full((count, 2), -1)
    np.minimum.at(low[:, 0], found, columns)
    np.minimum.at(low[:, 1], found, rows)
    np.maximum.at(high[:, 0], found, columns)
    np.maximum.at(high[:, 1], found, rows)
    for index in np.unique(found):
        (x0, y0), (x1, y1) = low[index], high[index] + 1
        boxes[index] = (float(x0), float(y0), float(x1), float(y1))
    return boxes


def corners(low: tuple[float, float, float], high: tuple[float, float, float]) -> Matrix:
    """Return the eight corners (8, 3) of an axis-aligned box; x changes fastest, then y, then z."""
    bounds = np.array([low, high])
    index = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    return bounds[index, np.arange(3)]
