"""Buildings seen from outside: a block with rows of real, recessed windows."""

from __future__ import annotations

import random
from typing import Any

from solids import Part, box
from surfaces import glow, matte, shiny


def building(
    rng: random.Random,
    width: float,
    depth: float,
    floors: int,
    wall: Any,
    trim: Any,
    lit: float = 0.0,
    storey: float = 3.2,
    window: tuple[float, float] = (1.5, 1.6),
    every: float = 2.6,
) -> list[Part]:
    """A block whose front and sides have windows; front at y = 0 facing -y, depth towards +y.

    ``lit`` is the share of windows behind which a lamp burns.
    """
    height = floors * storey + 0.6
    x = width / 2
    parts = box((-x, 0.12, 0.0), (x, depth, height), wall)
    parts += box((-x - 0.15, 0.0, height - 0.05), (x + 0.15, depth + 0.15, height + 0.35), trim, 0.03)
    parts += box((-x, 0.06, 0.0), (x, 0.12, 0.5), trim)
    count = int((width - 1.0) / every)
    for level in range(floors):
        z = level * storey + 1.0
        for k in range(count):
            middle = (k - (count - 1) / 2) * every
            if level == 0 and k == count // 2:
                parts += _opening(middle, 0.05, (1.8, 2.4), trim, shiny((0.03, 0.035, 0.04), 0.05))
                continue
            parts += _opening(middle, z, window, trim, _pane(rng, lit))
        parts += _piers(x, count, every, window, z, storey, wall)
    for k in range(rng.randint(1, 3)):
        left = -x + width * (0.15 + 0.3 * k)
        parts += box((left, depth * 0.4, height), (left + 2.2, depth * 0.4 + 2, height + rng.uniform(0.8, 1.6)), trim)
    return parts


def _pane(rng: random.Random, lit: float) -> Any:
    if rng.random() < lit:
        return glow(rng.choice(((1.0, 0.78, 0.5), (1.0, 0.9, 0.72), (0.85, 0.93, 1.0))), rng.choice((0.03, 0.07, 0.14)))
    return shiny(rng.choice(((0.02, 0.025, 0.03), (0.03, 0.035, 0.04), (0.10, 0.10, 0.095))), 0.03)


def _opening(middle: float, z: float, size: tuple[float, float], trim: Any, pane: Any) -> list[Part]:
    left, right = middle - size[0] / 2, middle + size[0] / 2
    parts = box((left, 0.09, z), (right, 0.115, z + size[1]), pane)
    bar = matte((0.55, 0.55, 0.54), 0.4)
    for edge in (left, middle - 0.03, right - 0.06):
        parts += box((edge, 0.07, z), (edge + 0.06, 0.1, z + size[1]), bar)
    for edge in (z, z + size[1] - 0.06):
        parts += box((left, 0.07, edge), (right, 0.1, edge + 0.06), bar)
    return parts + box((left - 0.08, -0.08, z - 0.07), (right + 0.08, 0.1, z), trim)


def _piers(
    x: float, count: int, every: float, window: tuple[float, float], z: float, storey: float, wall: Any
) -> list[Part]:
    """The wall around the windows, in front of the panes: what makes them lie deep."""
    parts = box((-x, -0.08, z + window[1]), (x, 0.12, z + storey), wall)
    edges = [-x]
    for k in range(count):
        middle = (k - (count - 1) / 2) * every
        edges += [middle - window[0] / 2, middle + window[0] / 2]
    edges.append(x)
    low = 0.0 if z < 1.5 else z
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        parts += box((left, -0.08, low), (right, 0.12, z + window[1]), wall)
    return parts
