"""How the pieces of a floor or wall lie: strips, bonds and herringbone, all on the torus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from noise import Array
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Layout:
    """Which piece every pixel belongs to.

    Attributes:
        index: Piece per pixel (n, n).
        count: One more than the highest index.
        along: Position along the piece in pixels (n, n).
        across: Position across the piece in pixels (n, n).
        edge: Distance to the nearest edge of the piece in pixels (n, n).
    """

    index: NDArray[np.intp]
    count: int
    along: Array
    across: Array
    edge: Array

    def each(self, values: Array) -> Array:
        """Spreads one value per piece over its pixels."""
        return values[self.index]


def pixel_centres(n: int) -> tuple[Array, Array]:
    """Rows and columns (n, n) of the pixel centres."""
    rows, columns = np.mgrid[:n, :n] + 0.5
    return rows, columns


def strips(n: int, rows: int) -> Layout:
    """Boards without ends that run along x."""
    yy, xx = pixel_centres(n)
    width = n / rows
    across = yy % width - width / 2
    return Layout((yy // width).astype(int), rows, xx, across, width / 2 - np.abs(across))


def bond(n: int, columns: int, rows: int, stagger: float = 0.0) -> Layout:
    """Rectangles in courses along x, every other course shifted by the fraction ``stagger`` of a piece.

    ``rows`` must be even where ``stagger`` is not 0.
    """
    yy, xx = pixel_centres(n)
    width, height = n / columns, n / rows
    row = (yy // height).astype(int)
    shifted = (xx + (row % 2) * stagger * width) % n
    along, across = shifted % width - width / 2, yy % height - height / 2
    edge = np.minimum(width / 2 - np.abs(along), height / 2 - np.abs(across))
    return Layout(row * columns + (shifted // width).astype(int), rows * columns, along, across, edge)


def herringbone(n: int, units: int, ratio: int) -> Layout:
    """Blocks that lie along x and y in turn.

    Args:
        n: Edge length in pixels.
        units: Block widths along the tile's edge, a multiple of twice the ratio.
        ratio: Length of a block in widths.
    """
    yy, xx = pixel_centres(n)
    unit = n / units
    i, j = (xx // unit).astype(int), (yy // unit).astype(int)
    step = (i - j) % (2 * ratio)
    lies = step < ratio
    first = np.where(lies, i - step, j - (2 * ratio - 1 - step))
    along = np.where(lies, xx, yy) - (first + ratio / 2) * unit
    across = np.where(lies, yy - (j + 0.5) * unit, xx - (i + 0.5) * unit)
    index = np.where(lies, j * units + first % units, units * units + (first % units) * units + i)
    edge = np.minimum(ratio * unit / 2 - np.abs(along), unit / 2 - np.abs(across))
    return Layout(index, 2 * units * units, along, across, edge)
