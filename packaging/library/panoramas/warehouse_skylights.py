"""Warehouse: aisles of loaded racks under steel trusses with rows of skylights."""

from __future__ import annotations

import random

from industry import column, truss
from shell import door, tube_light, walls
from sky import sky, towards
from solids import Part, box, mesh, moved, put, tube
from stage import area_lamp, clear, sun_lamp, take
from storage import carton, load, pallet, rack
from surfaces import courses, glow, ground, matte, metal, shiny

RNG = random.Random(8)
LOW, HIGH = (-13.0, -18.0, 0.0), (13.0, 18.0, 8.2)


def shell() -> None:
    """Sheet-metal walls over a concrete foot, a roof with skylights, gates, trusses."""
    sheet = courses(
        (0.50, 0.53, 0.55), (0.52, 0.55, 0.57), (0.30, 0.32, 0.34), (0.25, 40.0), 0.02, "xz", 0.0, 0.5, 0.02
    )
    gates = ((3.0, 0.0, 7.0, 4.2), (10.0, 0.0, 14.0, 4.2), (19.0, 0.0, 23.0, 4.2))
    walls(LOW, HIGH, (sheet, sheet, sheet, sheet), {2: gates})
    foot = matte((0.36, 0.36, 0.35), 0.8, 0.2)
    for low, high in (
        ((-13, -18, 0), (13, -17.96, 1.1)),
        ((-13, -18, 0), (-12.96, 18, 1.1)),
        ((12.96, -18, 0), (13, 18, 1.1)),
    ):
        put(box(low, high, foot))
    put(
        box(
            (-13.3, -18.3, -0.1),
            (13.3, 18.3, 0.0),
            ground((0.22, 0.22, 0.215), (0.30, 0.298, 0.29), 0.35, 0.38, 0.1, 0.0),
        )
    )
    slats = courses((0.55, 0.57, 0.58), (0.6, 0.61, 0.62), (0.3, 0.3, 0.3), (4.0, 0.5), 0.02, "xz", 0.0, 0.45, 0.01)
    for left, _, right, top in gates:
        put(box((13 - right, 18.06, 0.0), (13 - left, 18.12, top), slats))
        for x in (13 - right - 0.15, 13 - left):
            put(box((x, 17.94, 0.0), (x + 0.15, 18.0, top + 0.15), shiny((0.75, 0.5, 0.02), 0.4), 0.01))
    put(mesh(door(1.0, 2.1, matte((0.10, 0.22, 0.14), 0.4), matte((0.1, 0.1, 0.1)))), (11.5, 17.96, 0.0), 180.0)
    put(box((11.2, 17.9, 2.4), (11.9, 17.95, 2.7), glow((0.1, 0.9, 0.35), 1.2)))


def roof() -> None:
    """Corrugated sheet with long skylights that shine as the sky does."""
    sheet = courses(
        (0.46, 0.47, 0.48), (0.48, 0.49, 0.50), (0.24, 0.25, 0.26), (60.0, 0.25), 0.03, "xy", 0.0, 0.5, 0.03
    )
    pane, bar = glow((0.86, 0.94, 1.0), 9.0), matte((0.5, 0.5, 0.5), 0.5)
    spans = ((-8.4, -6.8), (-0.8, 0.8), (6.8, 8.4))
    edges = [-13.0, *(edge for span in spans for edge in span), 13.0]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        put(box((left, -18.0, 8.2), (right, 18.0, 8.3), sheet))
    for left, right in spans:
        put(box((left, -17.0, 8.42), (right, 17.0, 8.44), pane)).visible_diffuse = False
        area_lamp(((left + right) / 2, 0.0, 8.38), (right - left, 34.0), 9.0, (0.86, 0.94, 1.0))
        for y in range(-17, 18):
            put(box((left, y - 0.03, 8.36), (right, y + 0.03, 8.41), bar))
        for x in (left, right):
            put(box((x - 0.04, -17.0, 8.1), (x + 0.04, 17.0, 8.44), bar))


def frame() -> None:
    """Trusses, purlins, columns, and the lamps and pipes that hang from them."""
    steel = matte((0.30, 0.33, 0.36), 0.45, 0.1)
    girder = mesh(truss(26.0, 1.1, steel, 16))
    for y in (-15.0, -9.0, -3.0, 3.0, 9.0, 15.0):
        put(girder, (0.0, y, 8.0))
    for x in range(-12, 13, 2):
        put(box((x - 0.06, -18.0, 8.0), (x + 0.06, 18.0, 8.16), steel))
    post = mesh(column(7.0, steel))
    for y in (-15.0, -9.0, -3.0, 3.0, 9.0, 15.0):
        for x in (-12.7, 12.7):
            put(post, (x, y, 0.0))
    for y in (-12, -6, 0, 6, 12):
        for x in (-4.2, 4.2):
            tube_light((x, y, 6.55), 2.4, 7.0, (1.0, 0.98, 0.92), 90.0)
            put(tube((0, 0, 0), (0, 0, 1.4), 0.01, metal(), 6), (x, y, 6.6))
    duct = metal((0.6, 0.61, 0.62), 0.3)
    put(tube((-10.6, -17.5, 6.3), (-10.6, 17.5, 6.3), 0.38, duct, 28))
    put(tube((10.9, -17.5, 6.6), (10.9, 17.5, 6.6), 0.06, shiny((0.55, 0.04, 0.03), 0.4)))


def stock() -> None:
    """Racks along both sides, pallets on the floor in front of the gates, a packing place, a forklift."""
    for x, turn in ((-10.9, 90.0), (-5.4, -90.0), (5.6, 90.0), (10.9, -90.0)):
        for y in (-9.0, 6.0):
            put(rack(4, 4, RNG), (x, y, 0.0), turn)
    for at, turn in (
        ((-2.6, 8.5), 0),
        ((-2.5, 10.0), 4),
        ((-1.0, 12.4), 90),
        ((2.4, 11.0), -3),
        ((2.5, 9.6), 2),
        ((-3.0, 12.2), 90),
        ((2.7, -7.5), 0),
        ((2.6, -9.1), 3),
        ((-2.9, -11.5), 92),
        ((2.2, -13.0), 0),
    ):
        put(load(RNG, RNG.uniform(0.6, 1.5)), (*at, 0.0), turn + RNG.uniform(-3, 3))
    for k in range(7):
        put(pallet(), (-2.9, -6.2, 0.145 * k), RNG.uniform(-3, 3))
    put(carton((0.6, 0.4, 0.4), RNG), (2.6, 2.4, 0.0), 20)
    put(carton((0.4, 0.3, 0.3), RNG), (2.55, 2.4, 0.4), -10)
    put(carton((0.5, 0.4, 0.35), RNG), (2.75, 3.1, 0.0), 75)
    put(forklift(), (-1.6, 5.2, 0.0), 152.0)
    yellow, white = matte((0.72, 0.50, 0.03), 0.55, 0.45, 7.0), matte((0.66, 0.66, 0.63), 0.6, 0.45, 7.0)
    for x in (-3.8, 3.7):
        put(box((x, -17.0, 0.0), (x + 0.11, 17.0, 0.002), yellow))
    for y in (-15, -3.2, 0.6, 14.4):
        put(box((-3.7, y, 0.0), (3.7, y + 0.11, 0.002), yellow))
    for k in range(9):
        put(box((-2.6 + k * 0.62, -6.2, 0.0), (-2.3 + k * 0.62, -3.8, 0.0021), white))


def forklift() -> list[Part]:
    """A forklift with its mast and a load."""
    paint, dark, steel = shiny((0.75, 0.30, 0.02), 0.3), matte((0.03, 0.03, 0.032), 0.5), metal((0.4, 0.4, 0.42), 0.4)
    parts = box((-0.55, -0.7, 0.3), (0.55, 0.2, 0.62), paint, 0.05) + box(
        (-0.55, 0.2, 0.25), (0.55, 1.2, 1.05), paint, 0.12
    )
    parts += box((-0.25, -0.1, 0.62), (0.25, 0.4, 0.92), dark, 0.05) + box(
        (-0.25, 0.33, 0.9), (0.25, 0.45, 1.4), dark, 0.05
    )
    for x in (-0.5, 0.5):
        parts += tube((x, -0.62, 0.6), (x, -0.45, 2.1), 0.03, dark, 10) + tube(
            (x, 0.95, 1.0), (x, 0.75, 2.1), 0.03, dark, 10
        )
        parts += box((x * 0.6 - 0.06, -0.92, 0.1), (x * 0.6 + 0.06, -0.8, 2.3), steel, 0.01)
        parts += box((x * 0.55 - 0.06, -1.95, 0.12), (x * 0.55 + 0.06, -0.9, 0.16), steel, 0.01)
        for y, r in ((-0.55, 0.30), (0.85, 0.24)):
            parts += tube((x * 1.0 - 0.09, y, r), (x * 1.0 + 0.09, y, r), r, dark, 24) + tube(
                (x - 0.1, y, r), (x + 0.1, y, r), r * 0.5, steel, 18
            )
    parts += box((-0.53, -0.48, 2.08), (0.53, 0.8, 2.13), dark, 0.02) + tube(
        (0, -0.5, 0.6), (0, -0.25, 1.05), 0.025, dark, 8
    )
    parts += box((-0.5, -0.95, 0.35), (0.5, -0.9, 0.45), steel) + box((-0.5, -0.95, 0.75), (0.5, -0.9, 0.85), steel)
    return parts + moved(load(RNG, 1.0), (0.0, -1.45, 0.17), 90.0)


clear()
shell()
roof()
frame()
stock()
sky(40.0, 50.0, 0.3, 3.0)
sun_lamp(towards(40.0, 55.0), (1.0, 0.95, 0.86), 0.01)
take((0.4, -1.4, 1.3))
