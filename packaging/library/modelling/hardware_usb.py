"""A USB plug of type A with a stub of cable, its plug towards -x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from hardware_shapes import along_x, loft
from shapes import Solid, bevel, box, circle, clear, cut, joined, painted, sweep

MIDDLE = 0.0046
"""Height of the plug's axis above the floor, in metres."""
CABLE = 0.0021


def shell() -> Solid:
    """The folded sheet around the contacts, with its latching windows."""
    outside = box((0.0125, 0.0120, 0.0045), at=(0.00625, 0.0, MIDDLE))
    outside = bevel(outside, 0.0005, 2, 40.0)
    inside = box((0.0125, 0.0112, 0.0038), at=(0.0050, 0.0, MIDDLE))
    windows = [box((0.0022, 0.0023, 0.0100), at=(0.0062, y, MIDDLE)) for y in (-0.0031, 0.0031)]
    return cut(outside, inside, *windows)


def tongue() -> list[Solid]:
    """The plastic carrier in the lower half, and its four contacts."""
    carrier = box((0.0112, 0.0110, 0.0019), 0.0002, 1, at=(0.0062, 0.0, MIDDLE - 0.00085))
    places = (-0.0035, -0.0010, 0.0010, 0.0035)
    pins = [box((0.0075, 0.0010, 0.0003), at=(0.0056, y, MIDDLE + 0.00015)) for y in places]
    return [painted(carrier, "carrier"), *(painted(pin, "gold") for pin in pins)]


def body() -> Solid:
    """The moulded grip."""
    rows = [
        (0.0118, 0, MIDDLE, 0.0144, 0.0072, 6.0),
        (0.0124, 0, MIDDLE, 0.0158, 0.0086, 5.0),
        (0.0160, 0, MIDDLE, 0.0160, 0.0090, 4.6),
        (0.0240, 0, MIDDLE, 0.0156, 0.0088, 4.6),
        (0.0310, 0, MIDDLE, 0.0146, 0.0084, 4.2),
        (0.0345, 0, MIDDLE, 0.0118, 0.0078, 3.4),
        (0.0362, 0, MIDDLE, 0.0086, 0.0070, 2.6),
        (0.0366, 0, MIDDLE, 0.0060, 0.0058, 2.0),
    ]
    solid = along_x(rows, 32)
    hollow = [box((0.0012, 0.02, 0.002), at=(x, 0.0, z)) for x in (0.0280, 0.0304, 0.0328) for z in (0.0, 2 * MIDDLE)]
    return cut(solid, *hollow)


def relief() -> Solid:
    """The ribbed sleeve that keeps the cable from kinking."""
    rings = []
    for k in range(5):
        start = 0.0364 + 0.0022 * k
        radius = 0.0033 - 0.00018 * k
        for x, r in ((0.0, radius), (0.0014, radius), (0.0014, 0.0026), (0.0022, 0.0026)):
            lower = drop(start + x)
            rings.append(
                [
                    (start + x + 1e-6 * len(rings), a * r / 0.01, MIDDLE - lower + b * r / 0.01)
                    for a, b in circle(0.01, 20)
                ]
            )
    return loft(rings)


def drop(x: float) -> float:
    """Return how far below the plug's axis the cable is, which sinks to the floor."""
    t = min(max((x - 0.036) / 0.034, 0.0), 1.0)
    return (MIDDLE - CABLE) * t * t * (3 - 2 * t)


def cable() -> Solid:
    """The cable, cut off after a bend on the floor."""
    path = []
    for k in range(22):
        x = 0.040 + 0.062 * k / 21
        t = max(x - 0.062, 0.0) / 0.040
        path.append((x, 0.016 * t * t, MIDDLE - drop(x)))
    return sweep(path, circle(CABLE, 14))


def conductors() -> list[Solid]:
    """The cut end's four wires."""
    end, ahead = (0.102, 0.016), math.atan2(0.032, 0.040)
    wires = []
    for number, name in enumerate(("red", "white", "green", "black")):
        a = math.pi / 4 + number * math.pi / 2
        out, up = 0.00095 * math.cos(a), 0.00095 * math.sin(a)
        y, x = end[1] + out * math.cos(ahead), end[0] - out * math.sin(ahead)
        far = 0.0016 + 0.0006 * number
        path = [(x + s * math.cos(ahead), y + s * math.sin(ahead), CABLE + up) for s in (-0.0015, 0.0, far)]
        wires.append(painted(sweep(path, circle(0.0006, 8)), f"wire_{name}"))
    return wires


clear()
black = [painted(part, "moulding") for part in (body(), relief())]
solids = [painted(shell(), "shell"), *tongue(), *black, painted(cable(), "jacket"), *conductors()]
save(Path(sys.argv[1]), {"connector": joined(*solids)}, sharp_deg=38.0)
