"""A claw hammer on its side, its handle along x and its face towards -y. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

from export import save
from hardware_shapes import along_x, loft, smooth_curve, superellipse, warped
from shapes import Solid, bevel, box, clear, cut, extrude, joined, moved, painted, unite

EYE = 0.3020
"""Where the head sits along the handle."""
POLL = (
    # distance from the eye, width, power of the outline
    (0.0080, 0.0245, 6.0),
    (0.0150, 0.0240, 5.0),
    (0.0220, 0.0205, 2.4),
    (0.0300, 0.0205, 2.1),
    (0.0345, 0.0280, 2.0),
    (0.0370, 0.0290, 2.0),
    (0.0520, 0.0290, 2.0),
    (0.0536, 0.0262, 2.0),
)
HANDLE = (
    # x, y, z, width, depth, power
    (0.0000, 0.0000, 0.0, 0.0270, 0.0210, 2.4),
    (0.0025, 0.0000, 0.0, 0.0330, 0.0262, 2.4),
    (0.0120, 0.0000, 0.0, 0.0355, 0.0278, 2.4),
    (0.0300, 0.0005, 0.0, 0.0340, 0.0268, 2.4),
    (0.0700, 0.0015, 0.0, 0.0300, 0.0246, 2.4),
    (0.1200, 0.0010, 0.0, 0.0325, 0.0255, 2.4),
    (0.1750, 0.0000, 0.0, 0.0275, 0.0205, 2.3),
    (0.2300, 0.0000, 0.0, 0.0235, 0.0180, 2.3),
    (0.2700, 0.0000, 0.0, 0.0245, 0.0188, 2.6),
    (0.3160, 0.0000, 0.0, 0.0215, 0.0180, 2.6),
    (0.3175, 0.0000, 0.0, 0.0200, 0.0165, 2.6),
)


def poll() -> Solid:
    """The striking end, towards -y."""
    rings = [[(EYE + a, -y, b) for a, b in superellipse(width, width, power, 28)] for y, width, power in POLL]
    return loft(rings)


def claw() -> Solid:
    """The nail puller, towards +y and bent towards the handle."""
    back = smooth_curve(
        [(EYE + 0.0125, 0.008), (EYE + 0.0128, 0.030), (EYE + 0.0060, 0.055), (EYE - 0.0110, 0.0800)], 12
    )
    inside = smooth_curve(
        [(EYE - 0.0125, 0.0800), (EYE - 0.0035, 0.053), (EYE - 0.0040, 0.028), (EYE - 0.0110, 0.008)], 12
    )
    blade = moved(extrude([*inside[::-1], *back[::-1]][::-1], 0.03), (0.0, 0.0, -0.015))
    slot = extrude([(0.033, -0.0006), (0.095, -0.0072), (0.095, 0.0072), (0.033, 0.0006)], 0.1)
    # The slot is drawn along y: turn its outline's x to y and its height to x.
    slot = warped(slot, lambda x, y, z: (EYE - 0.05 + z, x, y))
    tapered = warped(blade, lambda x, y, z: (x, y, z * (0.80 + 0.32 * min(max((y - 0.012) / 0.06, 0.0), 1.0))))
    return cut(tapered, slot)


def head() -> Solid:
    """Poll, eye and claws in one forging."""
    eye = box((0.0265, 0.0300, 0.0255), at=(EYE, 0.0, 0.0))
    whole = unite(eye, poll(), claw())
    hole = along_x([(EYE - 0.02, 0, 0, 0.0232, 0.0186, 2.6), (EYE + 0.02, 0, 0, 0.0217, 0.0182, 2.6)])
    return bevel(cut(whole, hole), 0.0011, 2, 36.0)


clear()
handle = painted(along_x(HANDLE, 20, 22), "wood")
save(Path(sys.argv[1]), {"hammer": joined(painted(head(), "forged_steel"), handle)}, sharp_deg=45.0)
