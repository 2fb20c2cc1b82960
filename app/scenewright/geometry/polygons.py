"""Masks as polygons and as oriented boxes, exactly.

A polygon runs along the edges of the pixels: its area is the number of pixels it holds, and drawing it gives the mask
back. Through the pixels' centres, as contour finders draw it, it would lose half a pixel all around.
"""

from dataclasses import dataclass

import numpy as np
import scipy  # its parts, which readers of datasets have no need of, load themselves when they are used
from numpy.typing import NDArray

Ring = NDArray[np.float64]
"""A closed line: its corners (N, 2) as x, y, the first not repeated at the end."""

_FEW_PAIRS = 1_000_000
"""Up to so many, measuring all of them is faster than building a tree."""


@dataclass(frozen=True, eq=False)
class Part:
    """Pixels that hang together by their sides: the ring around them, and those around their holes."""

    outer: Ring
    holes: tuple[Ring, ...] = ()


def mask_parts(mask: NDArray[np.bool_]) -> list[Part]:
    """Return the parts of a mask (H, W), from top to bottom, along the edges of its pixels."""
    box = _bounds(mask)
    if box is None:
        return []
    top, bottom, left, right = box
    inside = np.pad(mask[top:bottom, left:right], 1)
    numbers, count = scipy.ndimage.label(inside)
    outer: dict[int, Ring] = {}
    holes: dict[int, list[Ring]] = {number: [] for number in range(1, count + 1)}
    for ring in _rings(inside):
        x, y = ring[np.lexsort(ring.T)[0]]  # its topmost corner, the leftmost of those
        place = np.add(ring, (left - 1.0, top - 1.0))
        if inside[y, x]:
            outer[int(numbers[y, x])] = place
        else:
            holes[int(numbers[y - 1, x])].append(place)
    return [Part(outer[number], tuple(holes[number])) for number in sorted(outer)]


def joined(rings: list[Ring]) -> Ring:
    """Return several rings as one, which goes from each to the next and back on the same line.

    Such a bridge has no width: inside, outside and area stay what they were by the even-odd rule, holes included. So a
    format with one polygon for each object can hold any mask.
    """
    whole = rings[0]
    for ring in rings[1:]:
        here, there = _nearest_pair(whole, ring)
        around = np.roll(ring, -there, axis=0)
        whole = np.concatenate([whole[: here + 1], around, around[:1], whole[here:]])
    return whole


def ring_area(ring: Ring) -> float:
    """Return what a ring encloses, by the shoelace formula."""
    x, y = ring.T
    return abs(float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))) / 2


def hull_corners(mask: NDArray[np.bool_]) -> Ring:
    """Return corners (N, 2) of a mask's pixels that hold its hull: of each row the ends of its first and last pixel."""
    rows = np.flatnonzero(mask.any(axis=1))
    first = mask[rows].argmax(axis=1)
    last = mask.shape[1] - mask[rows][:, ::-1].argmax(axis=1)
    ends = [np.stack([x, rows + down], axis=1) for x in (first, last) for down in (0, 1)]
    return np.concatenate(ends).astype(float)


def oriented_box(points: Ring, width: float, height: float) -> Ring:
    """Return the smallest rectangle around points, of those with a side along the points' hull, within an image.

    At the border of an image the smallest rectangle often reaches out of it, which readers refuse; the upright one
    never does, so there always is an answer.

    Args:
        points: (N, 2), such as the corners of a mask's rings.
        width: The image's.
        height: The image's.

    Returns:
        Its corners (4, 2), clockwise as seen, from the topmost (of two, the left one).
    """
    hull = points[scipy.spatial.ConvexHull(points).vertices]
    sides = np.roll(hull, -1, axis=0) - hull
    angles = np.unique(np.concatenate([[0.0], np.arctan2(sides[:, 1], sides[:, 0]) % (np.pi / 2)]))
    along = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    across = np.stack([-along[:, 1], along[:, 0]], axis=-1)
    u, v = hull @ along.T, hull @ across.T
    low_u, high_u, low_v, high_v = u.min(axis=0), u.max(axis=0), v.min(axis=0), v.max(axis=0)
    ends = ((low_u, low_v), (high_u, low_v), (high_u, high_v), (low_u, high_v))
    slack = 1e-6
    for place in np.argsort((high_u - low_u) * (high_v - low_v), kind="stable").tolist():
        box = np.stack([a[place] * along[place] + b[place] * across[place] for a, b in ends])
        if box.min() >= -slack and box[:, 0].max() <= width + slack and box[:, 1].max() <= height + slack:
            break
    best = np.clip(box, 0, (width, height))
    first = np.lexsort(np.round(best, 6).T)[0]
    corners: Ring = np.roll(best, -int(first), axis=0)
    return corners


def _nearest_pair(one: Ring, other: Ring) -> tuple[int, int]:
    """Return which corners of two rings are nearest to each other."""
    if len(one) * len(other) <= _FEW_PAIRS:
        here, there = divmod(int(np.argmin(scipy.spatial.distance.cdist(one, other, "sqeuclidean"))), len(other))
        return here, there
    distances, places = scipy.spatial.cKDTree(one).query(other)
    there = int(np.argmin(distances))
    return int(np.asarray(places)[there]), there


def _bounds(mask: NDArray[np.bool_]) -> tuple[int, int, int, int] | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    return (int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1) if len(rows) else None


def _rings(inside: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Return the rings of a mask whose border is empty; corners as whole numbers x, y.

    Along a row of grid points the corners come in pairs, the ends of the horizontal sides, and likewise down a column.
    A ring is a walk that takes a horizontal side and a vertical side in turn.
    """
    corners, by_row, by_column = _corners(inside)
    across, down = _partners(by_row), _partners(by_column)
    is_free = np.ones(len(corners), bool).tolist()
    rings = []
    for start in range(len(corners)):
        walk: list[int] = []
        corner = start
        while is_free[corner]:
            other = across[corner]
            is_free[corner] = is_free[other] = False
            walk += (corner, other)
            corner = down[other]
        if walk:
            rings.append(corners[walk])
    return rings


def _corners(inside: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return all corners (N, 2), and their order row by row and column by column.

    Where two pixels touch at a grid point only, it is there twice, one corner for each pixel. Of the two, the one that
    has its horizontal side on the left comes first in its row, and the one with its vertical side above in its column.
    """
    upper_left, upper_right, lower_left, lower_right = (
        inside[:-1, :-1], inside[:-1, 1:], inside[1:, :-1], inside[1:, 1:]
    )  # fmt: skip
    is_single = upper_left ^ upper_right ^ lower_left ^ lower_right
    is_touch = ~is_single & (upper_left == lower_right) & (upper_left != upper_right)
    y, x = np.nonzero(is_single)
    touch_y, touch_x = np.nonzero(is_touch)
    is_falling = upper_left[touch_y, touch_x].astype(np.int64)  # the pixels are the upper left and the lower right
    first, second = np.zeros(len(x) + len(touch_x), np.int64), np.ones(len(touch_x), np.int64)
    row_rank = np.concatenate([first, second])
    column_rank = np.concatenate([first[: len(x)], 1 - is_falling, is_falling])
    corners = np.stack([np.concatenate([x, touch_x, touch_x]), np.concatenate([y, touch_y, touch_y])], axis=-1) + 1
    by_row = np.lexsort((row_rank, corners[:, 0], corners[:, 1]))
    by_column = np.lexsort((column_rank, corners[:, 1], corners[:, 0]))
    return corners, by_row, by_column


def _partners(order: NDArray[np.int64]) -> list[int]:
    """Return the other end of each corner's side, where an order lists the sides' ends one after the other."""
    partners = np.empty_like(order)
    partners[order[0::2]], partners[order[1::2]] = order[1::2], order[0::2]
    found: list[int] = partners.tolist()
    return found
