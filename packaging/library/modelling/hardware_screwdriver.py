"""A flat screwdriver lying on the floor, its blade towards +x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path

from export import save
from hardware_shapes import loft
from shapes import Solid, clear, joined, painted

AROUND = 36
END = ((0.0, 0.0080, 0), (0.0012, 0.0112, 0), (0.0045, 0.0135, 0), (0.0100, 0.0142, 0.02), (0.0175, 0.0142, 0.06))
GRIP = (
    (0.0173, 0.0138, 0.06),
    (0.0177, 0.0147, 0.06),
    (0.0260, 0.0154, 0.13),
    (0.0400, 0.0158, 0.16),
    (0.0560, 0.0152, 0.16),
    (0.0680, 0.0134, 0.12),
    (0.0765, 0.0112, 0.06),
    (0.0820, 0.0104, 0.03),
    (0.0824, 0.0094, 0.02),
)
COLLAR = (
    (0.0822, 0.0096, 0),
    (0.0870, 0.0098, 0),
    (0.0930, 0.0112, 0),
    (0.0952, 0.0110, 0),
    (0.0980, 0.0080, 0),
    (0.0990, 0.0050, 0),
)
"""Distance from the end, radius, depth of the six flutes as a share of the radius."""
BLADE = (
    # x, half width across y, half thickness
    (0.0960, 0.0032, 0.0032),
    (0.1960, 0.0032, 0.0032),
    (0.2040, 0.0034, 0.0028),
    (0.2120, 0.0038, 0.0017),
    (0.2180, 0.0037, 0.0009),
    (0.2220, 0.0034, 0.00055),
    (0.2236, 0.0034, 0.00052),
)


def fluted(rows: Sequence[tuple[float, float, float]]) -> Solid:
    """Return a body turned about x, with six flutes."""
    rings = []
    for x, radius, depth in rows:
        ring = []
        for k in range(AROUND):
            turn = 2 * math.pi * k / AROUND
            r = radius * (1 - depth * (0.5 + 0.5 * math.cos(6 * turn)) ** 1.5)
            ring.append((x, r * math.cos(turn), r * math.sin(turn)))
        rings.append(ring)
    return loft(rings)


def blade() -> Solid:
    """The round shaft, forged flat at its tip."""
    rings = []
    for x, half, thick in BLADE:
        flat = thick / half
        power = 1.0 if flat > 0.95 else 0.45
        ring = []
        for k in range(20):
            c, s = (f(2 * math.pi * (k + 0.5) / 20) for f in (math.cos, math.sin))
            ring.append((x, math.copysign(abs(c) ** power, c) * half, math.copysign(abs(s) ** power, s) * thick))
        rings.append(ring)
    return loft(rings)


clear()
parts = [
    painted(fluted(END), "acetate"),
    painted(fluted(GRIP), "rubber"),
    painted(fluted(COLLAR), "acetate"),
    painted(blade(), "steel"),
]
save(Path(sys.argv[1]), {"screwdriver": joined(*parts)}, sharp_deg=42.0)
