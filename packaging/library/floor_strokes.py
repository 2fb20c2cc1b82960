"""Scratches, scuffs and hairs: thin bent strokes, drawn round the torus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from noise import Array

FINER = 2
"""Strokes are drawn this many times larger and averaged, for smooth edges."""


def strokes(
    n: int,
    rng: np.random.Generator,
    count: int,
    length_px: tuple[float, float],
    width_px: float = 1.0,
    bend: float = 0.4,
    heading_rad: tuple[float, float] = (0.0, np.pi),
) -> Array:
    """Draws strokes of different strength.

    Args:
        n: Edge length in pixels.
        rng: Source of everything random.
        count: How many strokes.
        length_px: Shortest and longest; short ones are commoner.
        width_px: Width of a stroke.
        bend: Standard deviation of the turn along a stroke in radians.
        heading_rad: Least and greatest direction, from +x.

    Returns:
        Coverage (n, n) in 0..1.
    """
    size = n * FINER
    canvas = Image.new("L", (size, size))
    draw = ImageDraw.Draw(canvas)
    for _ in range(count):
        length = length_px[0] + (length_px[1] - length_px[0]) * rng.random() ** 2.5
        path = bent(rng.random(2) * n, rng.uniform(*heading_rad), length, rng.normal(0.0, bend)) * FINER
        shade = int(255 * rng.uniform(0.15, 1.0))
        for shifted in wrapped(path, size):
            draw.line(shifted, fill=shade, width=max(1, round(width_px * FINER)))
    return np.asarray(canvas, float).reshape(n, FINER, n, FINER).mean((1, 3)) / 255.0


def bent(start: Array, heading: float, length: float, turn: float, points: int = 9) -> Array:
    """Points (points, 2), x and y, of an arc of circle; ``turn`` is how far its heading changes, in radians."""
    headings = heading + turn * (np.arange(points - 1) + 0.5) / (points - 1)
    steps = np.stack([np.cos(headings), np.sin(headings)], -1) * length / (points - 1)
    return start + np.concatenate([np.zeros((1, 2)), np.cumsum(steps, 0)])


def wrapped(path: Array, size: float) -> list[list[tuple[float, float]]]:
    """The path, and its copies on the other side of every edge that it crosses."""
    low, high = np.floor(path.min(0) / size).astype(int), np.floor(path.max(0) / size).astype(int)
    shifts = [(x, y) for x in range(low[0], high[0] + 1) for y in range(low[1], high[1] + 1)]
    return [[(float(x), float(y)) for x, y in path - np.array(shift) * size] for shift in shifts]
