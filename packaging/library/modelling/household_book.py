"""A hardcover book lying on its back cover, spine at -x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Point2, Solid, bevel, clear, extrude, moved, painted

WIDTH, HEIGHT, THICKNESS = 0.158, 0.234, 0.031
BOARD, GROOVE, INSET = 0.0027, 0.0012, 0.0035
"""Thickness of a board, depth of the hinge's groove, and by how much the boards stand over, in metres."""


def arc(middle: float, reach: float, half: float, count: int) -> list[Point2]:
    """Return a bulge towards -x from z = middle + half down to middle - half; `reach` is its height."""
    radius = (half**2 + reach**2) / (2 * reach)
    open_rad = math.asin(min(1.0, half / radius))
    turns = (open_rad - 2 * open_rad * k / count for k in range(count + 1))
    return [(radius - reach - radius * math.cos(a), middle + radius * math.sin(a)) for a in turns]


def along_y(outline: list[Point2], length: float) -> Solid:
    """Extrude an outline of (x, z) along y, its middle at y = 0."""
    return moved(extrude(outline, length), (0.0, length / 2, 0.0), (90.0, 0.0, 0.0))


def cover() -> Solid:
    """Boards, hinges and a round spine, in one piece."""
    left, right, t = -WIDTH / 2 + 0.0045, WIDTH / 2, THICKNESS
    outer = [(left + x, z) for x, z in arc(t / 2, 0.0045, t / 2 - 0.0004, 10)]
    inner = [(left + 0.0014 + x, z) for x, z in arc(t / 2, 0.0042, t / 2 - BOARD, 10)][::-1]
    hinge = [(left + 0.0045, GROOVE), (left + 0.0060, GROOVE), (left + 0.0085, 0.0)]
    back = [*hinge, (right, 0.0), (right, BOARD), (left + 0.0100, BOARD), (left + 0.0060, BOARD + 0.0006)]
    front = [(x, t - z) for x, z in reversed(back)]
    return bevel(along_y([*outer, *back, *inner, *front], HEIGHT), 0.0007, 1, 45.0)


def pages() -> Solid:
    """The block of leaves: round at the spine, hollow at the fore edge."""
    low, high = BOARD + 0.0001, THICKNESS - BOARD - 0.0001
    half, middle = (high - low) / 2, THICKNESS / 2
    left, right = -WIDTH / 2 + 0.0067, WIDTH / 2 - INSET
    spine = [(left + x, z) for x, z in arc(middle, 0.0034, half, 10)]
    edge = [(right + x, z) for x, z in arc(middle, 0.0034, half, 10)][::-1]
    return along_y([*spine, *edge], HEIGHT - 2 * INSET)


clear()
save(Path(sys.argv[1]), {"cover": painted(cover(), "cloth"), "pages": painted(pages(), "paper")}, sharp_deg=32.0)
