"""Night: a yard of a works, lit by street lamps and by windows, under a dark blue sky."""

from __future__ import annotations

import random

from landscape import hills, scatter_trees
from nature import tree
from sky import sky
from solids import box, mesh, put, tube
from stage import area_lamp, clear, take
from storage import load
from street import car, lamp_post, street_row
from surfaces import courses, glow, ground, matte, metal, shiny

RNG = random.Random(41)
SODIUM, WHITE = (1.0, 0.66, 0.34), (1.0, 0.93, 0.82)


def yard() -> None:
    """Damp asphalt, a hall with gates and lamps above them, houses whose windows are lit."""
    put(
        box(
            (-400, -400, -0.6),
            (400, 400, 0.0),
            ground((0.035, 0.036, 0.038), (0.065, 0.064, 0.062), 0.5, 0.55, 0.35, 0.002),
        )
    )
    line = matte((0.55, 0.48, 0.12), 0.6, 0.5, 9.0)
    for y in (4.5, -6.0):
        put(box((-30, y, 0), (30, y + 0.12, 0.002), line))
    sheet = courses((0.30, 0.33, 0.36), (0.32, 0.35, 0.38), (0.16, 0.17, 0.18), (0.3, 40.0), 0.03, "xz", 0.0, 0.5, 0.02)
    put(box((-22, 13, 0), (22, 40, 7.5), sheet))
    put(box((-22.2, 12.8, 7.2), (22.2, 40.2, 7.7), matte((0.12, 0.13, 0.14))))
    slats = courses((0.45, 0.46, 0.47), (0.5, 0.51, 0.52), (0.2, 0.2, 0.2), (6.0, 0.4), 0.02, "xz", 0.0, 0.45, 0.01)
    for k, x in enumerate((-15.5, -5.0, 5.5, 16.0)):
        put(box((x - 2.0, 12.9, 0), (x + 2.0, 12.97, 4.2), glow((1.0, 0.92, 0.76), 0.14) if k == 1 else slats))
        put(box((x - 2.2, 12.85, 4.2), (x + 2.2, 13, 4.45), shiny((0.7, 0.45, 0.02), 0.4)))
        put(box((x - 0.25, 12.55, 5.2), (x + 0.25, 13.0, 5.32), matte((0.1, 0.1, 0.1))))
        put(box((x - 0.2, 12.58, 5.185), (x + 0.2, 12.9, 5.2), glow(WHITE, 40.0)))
        area_lamp((x, 12.6, 5.15), (0.5, 0.35), 30.0, WHITE, (-18.0, 0.0))
        put(box((x + 2.7, 12.9, 1.4), (x + 3.5, 12.99, 2.4), shiny((0.02, 0.1, 0.3), 0.4)))
    street_row(
        RNG,
        [
            (-24, -34, 180, 26, 4),
            (4, -36, 180, 26, 3),
            (32, -33, 185, 24, 5),
            (-48, -6, 90, 26, 4),
            (50, 4, -90, 28, 3),
            (-56, 34, 60, 26, 3),
        ],
        0.38,
    )


def lamps() -> None:
    """Street lamps over the yard, and farther ones along the road."""
    near = mesh(lamp_post(6.5, 60.0, SODIUM, 1.5))
    for x, y, turn in (
        (-8.0, -7.5, 90),
        (8.5, -7.8, 90),
        (-20.0, -7.5, 90),
        (22.0, -7.5, 90),
        (-34, -7, 90),
        (36, -7, 90),
    ):
        put(near, (x, y, 0.0), turn)
        area_lamp((x, y + 1.65, 6.55), (0.3, 0.6), 330.0, SODIUM)
    cool = mesh(lamp_post(7.0, 60.0, WHITE, 1.5))
    for x, y, turn in ((11.8, 6.0, 180), (-12.5, 7.0, 0)):
        put(cool, (x, y, 0.0), turn)
        area_lamp((x + (1.65 if turn == 0 else -1.65), y, 7.05), (0.6, 0.3), 300.0, WHITE)


def things() -> None:
    """Cars, a container, pallets, a fence, trees."""
    for at, turn, tone in (
        ((-6.0, -11.5), 2, (0.02, 0.03, 0.08)),
        ((3.2, -11.6), 178, (0.4, 0.4, 0.41)),
        ((6.0, -11.4), 3, (0.25, 0.015, 0.012)),
        ((14.5, -11.7), 0, (0.02, 0.02, 0.022)),
    ):
        put(car(tone), (*at, 0.0), turn)
    rib = courses(
        (0.02, 0.10, 0.20), (0.025, 0.11, 0.22), (0.01, 0.05, 0.11), (0.28, 10.0), 0.06, "xz", 0.0, 0.45, 0.03
    )
    rust = courses(
        (0.28, 0.08, 0.03), (0.30, 0.09, 0.035), (0.15, 0.04, 0.02), (0.28, 10.0), 0.06, "xz", 0.0, 0.5, 0.03
    )
    put(box((-3.0, -1.2, 0.1), (3.0, 1.2, 2.6), rib, 0.03), (-13.0, 9.5, 0.0), 4.0)
    put(box((-3.0, -1.2, 0.1), (3.0, 1.2, 2.6), rust, 0.03), (11.5, 9.8, 0.0), -3.0)
    for at in ((-2.2, 10.8), (-0.8, 10.9), (0.6, 11.0), (-7.8, 6.8)):
        put(load(RNG, RNG.uniform(0.6, 1.5)), (*at, 0.0), RNG.uniform(-6, 6))
    wire = metal((0.35, 0.35, 0.36), 0.5)
    fence = [part for k in range(13) for part in tube((k * 2.5 - 15, 0, 0), (k * 2.5 - 15, 0, 2.0), 0.03, wire, 8)]
    fence += [
        part for k in range(120) for part in tube((k * 0.25 - 15, 0, 0.05), (k * 0.25 - 15, 0, 1.95), 0.006, wire, 4)
    ]
    fence += [part for z in (0.1, 1.0, 1.95) for part in tube((-15, 0, z), (15, 0, z), 0.015, wire, 6)]
    for x in (-15.0, 15.0):
        put(mesh(fence), (x, -14.5, 0.0))
    oak = mesh(tree(RNG, 8.0, 9000, 0.16))
    for x in (-26, -17, -9, 0, 10, 19, 28):
        put(oak, (x, -17.5 + RNG.uniform(-1, 1), 0.0), RNG.uniform(0, 360), RNG.uniform(0.8, 1.2))
    scatter_trees(RNG, (60.0, 110.0), 90, (10.0, 12.0))
    hills(RNG, 700.0, 90.0, (0.02, 0.025, 0.03), (0.006, 0.008, 0.014))


clear()
yard()
lamps()
things()
sky(-100.0, -4.0, 0.10, 1.0, 0.4, (0.9, 0.75, 0.7), 0.010, 0.6, 4.0, 1.6)
take((0.0, 0.6, 1.3))
