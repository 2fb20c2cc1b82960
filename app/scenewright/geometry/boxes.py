"""Boxes in two and three dimensions. 2D boxes are XYXY float pixels, half-open, on pixel edges."""

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix

Box2D = tuple[float, float, float, float]

EDGES = ((0, 1), (2, 3), (4, 5), (6, 7), (0, 2), (1, 3), (4, 6), (5, 7), (0, 4), (1, 5), (2, 6), (3, 7))
"""Which of a box's `corners` its edges join."""


def mask_box(mask: NDArray[np.bool_]) -> Box2D | None:
    """Return the tight box of a mask (H, W), or nothing where it is empty."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if len(rows) == 0:
        return None
    return float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)


def id_boxes(ids: NDArray[np.unsignedinteger], count: int) -> list[Box2D | None]:
    """Return the tight box of each of the ids 1..count in an id image (H, W)."""
    words = np.zeros(((count + 31) // 32, count + 1), np.uint32)
    place = np.arange(count)
    words[place // 32, place + 1] = np.uint32(1) << (place % 32).astype(np.uint32)
    return bit_boxes(words[:, ids], count)


def bit_boxes(bits: NDArray[np.uint32], count: int) -> list[Box2D | None]:
    """Return the tight box of each of the instances 1..count in amodal bits (words, H, W)."""
    boxes: list[Box2D | None] = []
    for image in bits:
        x0, x1 = _bit_spans(np.bitwise_or.reduce(image, axis=0))
        y0, y1 = _bit_spans(np.bitwise_or.reduce(image, axis=1))
        spans = zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), strict=True)
        boxes += [(left, top, right, bottom) if right > 0 else None for left, top, right, bottom in spans]
    return boxes[:count]


def _bit_spans(line: NDArray[np.uint32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return where each of the 32 bits first is set in a line (N,), and behind its last place; 0 where it never is."""
    is_set = (line[None, :] & (np.uint32(1) << np.arange(32, dtype=np.uint32))[:, None]) != 0
    last = len(line) - np.argmax(is_set[:, ::-1], axis=1)
    return np.argmax(is_set, axis=1).astype(float), np.where(is_set.any(axis=1), last, 0).astype(float)


def bit_counts(bits: NDArray[np.uint32], count: int) -> NDArray[np.int64]:
    """Return how many pixels have the bit of each of the instances 1..count set, (count,)."""
    counts = np.zeros(count, np.int64)
    for word, image in enumerate(bits):
        patterns, pixels = np.unique(image[image != 0], return_counts=True)
        for bit in range(min(32, count - 32 * word)):
            counts[32 * word + bit] = pixels[(patterns & np.uint32(1 << bit)) != 0].sum()
    return counts


def corners(low: tuple[float, float, float], high: tuple[float, float, float]) -> Matrix:
    """Return the eight corners (8, 3) of an axis-aligned box; x changes fastest, then y, then z."""
    bounds = np.array([low, high])
    index = np.array([[(k >> axis) & 1 for axis in range(3)] for k in range(8)])
    box: Matrix = bounds[index, np.arange(3)]
    return box


def edge_points(box: Matrix, count: int) -> Matrix:
    """Return points (12, count, 3) along the edges of a box, ends included, from its corners (8, 3)."""
    starts, ends = box[[a for a, _ in EDGES]], box[[b for _, b in EDGES]]
    shares = np.linspace(0.0, 1.0, count)[None, :, None]
    points: Matrix = starts[:, None] + (ends - starts)[:, None] * shares
    return points
