"""A cordless drill standing on its battery, its chuck towards +x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from hardware_shapes import along_x, loft, superellipse, warped
from shapes import Solid, bevel, box, clear, cut, cylinder, extrude, joined, moved, painted, revolve, unite

AXIS = 0.1720
"""Height of the spindle above the floor."""
HOUSING = (
    # x, y, z, width, depth, power
    (-0.0900, 0, AXIS - 0.0010, 0.0380, 0.0420, 2.6),
    (-0.0885, 0, AXIS - 0.0010, 0.0500, 0.0540, 2.7),
    (-0.0840, 0, AXIS - 0.0010, 0.0580, 0.0620, 2.8),
    (-0.0700, 0, AXIS - 0.0010, 0.0640, 0.0680, 2.9),
    (-0.0300, 0, AXIS - 0.0015, 0.0660, 0.0700, 3.0),
    (0.0150, 0, AXIS - 0.0015, 0.0640, 0.0680, 2.9),
    (0.0400, 0, AXIS - 0.0005, 0.0590, 0.0620, 2.5),
    (0.0480, 0, AXIS, 0.0560, 0.0570, 2.2),
    (0.0500, 0, AXIS, 0.0530, 0.0540, 2.1),
)
GRIP = (
    # z, x, width across y, depth along x, power
    (0.1550, -0.0270, 0.0440, 0.0600, 2.8),
    (0.1380, -0.0285, 0.0400, 0.0500, 2.7),
    (0.1250, -0.0300, 0.0380, 0.0440, 2.6),
    (0.1050, -0.0325, 0.0385, 0.0450, 2.5),
    (0.0850, -0.0350, 0.0370, 0.0430, 2.5),
    (0.0720, -0.0350, 0.0400, 0.0500, 2.7),
    (0.0630, -0.0290, 0.0540, 0.0840, 3.4),
    (0.0580, -0.0240, 0.0650, 0.1080, 4.4),
    (0.0500, -0.0220, 0.0680, 0.1140, 5.0),
    (0.0470, -0.0220, 0.0670, 0.1130, 5.0),
)


def housing() -> Solid:
    """Motor housing and grip as one shell, with vents, trigger opening and rear seam."""
    grip = []
    for z, x, width, depth, power in GRIP:
        grip.append([(x + b, a, z) for a, b in superellipse(width, depth, power, 28)])
    shell = unite(along_x(HOUSING, 32), loft(grip))
    vents = []
    for side in (-1, 1):
        for k in range(5):
            slit = box((0.0020, 0.0060, 0.0220), at=(-0.0690 + 0.0058 * k, side * 0.0330, AXIS))
            vents.append(slit)
    return cut(shell, *vents)


def battery() -> Solid:
    """The slide-in pack."""
    ring = superellipse(0.1150, 0.0690, 5.0, 28)
    stations = (
        (0.0, 0.955),
        (0.0012, 0.975),
        (0.0040, 1.0),
        (0.0300, 1.0),
        (0.0330, 0.985),
        (0.0440, 0.975),
        (0.0465, 0.96),
    )
    body = loft([[(a * s - 0.0220, b * s, z) for a, b in ring] for z, s in stations])
    grooves = [box((0.0900, 0.0030, 0.0016), at=(-0.022, y, 0.0318)) for y in (-0.0345, 0.0345)]
    return cut(body, *grooves)


def buttons() -> list[Solid]:
    """The latches of the battery on both flanks."""
    return [box((0.0220, 0.0050, 0.0090), 0.0010, 1, at=(0.0080, side * 0.0330, 0.0395)) for side in (-1, 1)]


def trigger() -> Solid:
    """The switch under the finger."""
    outline = [
        (-0.012, 0.0),
        (0.0020, 0.0),
        (0.0055, 0.0040),
        (0.0050, 0.0110),
        (0.0075, 0.0190),
        (0.0100, 0.0240),
        (-0.012, 0.0240),
    ]
    blade = extrude(outline, 0.0180)
    blade = bevel(moved(blade, (0.0, 0.0090, 0.0), (90.0, 0.0, 0.0)), 0.0020, 2, 40.0)
    return moved(blade, (-0.0080, 0.0, 0.1145))


def chuck() -> list[Solid]:
    """Torque ring, keyless chuck with ribs, three jaws, from x = 0.048 onwards; turned about z first."""
    teeth = []
    for k in range(60):
        turn = 2 * math.pi * k / 60
        r = 0.0268 if k % 5 else 0.0255
        teeth.append((r * math.cos(turn), r * math.sin(turn)))
    ring = bevel(extrude(teeth, 0.0150), 0.0008, 1, 50.0)
    ribs = []
    for k in range(60):
        turn = 2 * math.pi * k / 60
        r = 0.0212 if k % 3 else 0.0200
        ribs.append((r * math.cos(turn), r * math.sin(turn)))
    sleeve = bevel(moved(extrude(ribs, 0.0260), (0.0, 0.0, 0.0170)), 0.0007, 1, 50.0)
    collar = revolve([(0.0, 0.0140), (0.0200, 0.0140), (0.0200, 0.0175), (0.0, 0.0175)], 40)
    nose = [(0.0, 0.0420), (0.0205, 0.0420), (0.0205, 0.0445), (0.0185, 0.0500), (0.0140, 0.0560), (0.0110, 0.0575)]
    nose += [(0.0072, 0.0575), (0.0062, 0.0480), (0.0, 0.0480)]
    jaws = []
    for k in range(3):
        jaw = moved(box((0.0050, 0.0030, 0.0140), 0.0006, 1), (0.0036, 0.0, 0.0540))
        jaws.append(moved(jaw, turn_deg=(0.0, 0.0, 120.0 * k + 30.0)))
    solids = [painted(ring, "ring"), painted(collar, "steel"), painted(sleeve, "chuck")]
    solids += [painted(revolve(nose, 40), "steel"), *(painted(jaw, "steel") for jaw in jaws)]
    return [warped(solid, lambda x, y, z: (0.0490 + z, x, AXIS + y)) for solid in solids]


def details() -> list[Solid]:
    """Direction switch and lamp."""
    switch = box((0.0110, 0.0460, 0.0060), 0.0012, 1, at=(-0.0110, 0.0, 0.1435))
    lamp = moved(cylinder(0.0030, 0.0040, 0.0006, 16, 1), (0.0268, 0.0, 0.0573), (0.0, 50.0, 0.0))
    return [painted(switch, "ring"), painted(lamp, "lamp")]


clear()
solids = [painted(housing(), "shell"), painted(battery(), "battery"), painted(trigger(), "button")]
solids += [painted(latch, "button") for latch in buttons()]
save(Path(sys.argv[1]), {"drill": joined(*solids, *chuck(), *details())}, sharp_deg=38.0)
