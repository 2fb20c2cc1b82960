"""A round M12 connector of four poles with a stub of cable, its pins towards -x. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from hardware_shapes import warped
from shapes import (
    Point2,
    Solid,
    bevel,
    circle,
    clear,
    cut,
    cylinder,
    extrude,
    joined,
    painted,
    revolve,
    sphere,
    sweep,
    unite,
)

AXIS = 0.0094
"""Height of the axis above the floor; the model is turned about Z first and laid along x in the end."""
CABLE = 0.0030


def laid(solid: Solid) -> Solid:
    """Lay a solid that was turned about Z along x."""
    return warped(solid, lambda x, y, z: (z, x, y + AXIS))


def nut() -> Solid:
    """The knurled coupling nut with the male thread's core, hollow in front."""
    outline: list[Point2] = []
    for k in range(80):
        turn = 2 * math.pi * k / 80
        r = 0.0092 if k % 4 in (0, 1) else 0.0087
        outline.append((r * math.cos(turn), r * math.sin(turn)))
    knurl = extrude(outline, 0.0080)
    for vertex in knurl.data.vertices:
        vertex.co.z += 0.0085
    rings = [(0.0049, 0.0), (0.0056, 0.0)]
    for k in range(5):  # M12 x 1, drawn as rings
        rings += [(0.0060, 0.0004 + 0.001 * k), (0.0060, 0.0006 + 0.001 * k), (0.0055, 0.0010 + 0.001 * k)]
    rings += [(0.0055, 0.0074), (0.0084, 0.0080), (0.0084, 0.0172), (0.0070, 0.0176), (0.0049, 0.0176), (0.0049, 0.0)]
    return unite(revolve(rings, 32), cut(knurl, cylinder(0.0080, 0.03, sides=32, at=(0.0, 0.0, 0.0))))


def insert() -> list[Solid]:
    """The pin carrier with a key and four gilt pins."""
    carrier = cylinder(0.0046, 0.0100, 0.0, 32, at=(0.0, 0.0, 0.0065))
    carrier = bevel(cut(carrier, cylinder(0.0006, 0.02, sides=8, at=(0.0, 0.0046, 0.0))), 0.0002, 1)
    pins = []
    for k in range(4):
        turn = math.radians(45 + 90 * k)
        x, y = 0.0025 * math.cos(turn), 0.0025 * math.sin(turn)
        pins += [cylinder(0.0005, 0.0052, 0.0, 8, at=(x, y, 0.0015)), sphere(0.0005, (x, y, 0.0015), 4, 8)]
    return [painted(carrier, "insert"), *(painted(pin, "gold") for pin in pins)]


def body() -> Solid:
    """The black shell behind the nut, with grip flutes."""
    way = [(0.0, 0.0170), (0.0078, 0.0170), (0.0086, 0.0180), (0.0088, 0.0240), (0.0082, 0.0360), (0.0080, 0.0372)]
    way += [(0.0072, 0.0378), (0.0, 0.0378)]
    flutes = []
    for k in range(12):
        turn = 2 * math.pi * k / 12
        flutes.append(cylinder(0.0011, 0.0130, sides=6, at=(0.0093 * math.cos(turn), 0.0093 * math.sin(turn), 0.0210)))
    return cut(revolve(way, 36), *flutes)


def gland() -> Solid:
    """The hexagonal cable nut with a dome."""
    hexagon = [(0.0088 * math.cos(math.pi * k / 3), 0.0088 * math.sin(math.pi * k / 3)) for k in range(6)]
    solid = extrude(hexagon, 0.0060)
    for vertex in solid.data.vertices:
        vertex.co.z += 0.0376
    dome = [
        (0.0, 0.0430),
        (0.0074, 0.0430),
        (0.0072, 0.0450),
        (0.0060, 0.0482),
        (0.0046, 0.0500),
        (0.0034, 0.0505),
        (0.0, 0.0505),
    ]
    return bevel(unite(solid, revolve(dome, 32)), 0.0004, 1, 42.0)


def cable() -> list[Solid]:
    """The cable, sinking to the floor, and its four cores."""
    path = []
    for k in range(16):
        x = 0.049 + 0.052 * k / 15
        t = min(max((x - 0.052) / 0.036, 0.0), 1.0)
        u = (x - 0.049) / 0.052
        path.append((x, -0.008 * u**2, AXIS - (AXIS - CABLE) * t * t * (3 - 2 * t)))
    cores = []
    for k, name in enumerate(("brown", "white", "blue", "black")):
        a = math.radians(45 + 90 * k)
        y, z = -0.008 + 0.0013 * math.cos(a), CABLE + 0.0013 * math.sin(a)
        wire = sweep([(0.099, y, z), (0.101, y, z), (0.1045 + 0.001 * (k % 3), y, z)], circle(0.00085, 8))
        cores.append(painted(wire, f"wire_{name}"))
    return [painted(sweep(path, circle(CABLE, 14)), "jacket"), *cores]


clear()
turned = [painted(nut(), "nickel"), *insert(), painted(body(), "shell"), painted(gland(), "shell")]
save(Path(sys.argv[1]), {"connector": joined(*(laid(solid) for solid in turned), *cable())}, sharp_deg=38.0)
