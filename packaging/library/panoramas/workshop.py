"""Workshop: benches under windows, tool boards, fluorescent tubes, a drill press, timber and bins."""

from __future__ import annotations

import random

from benches import bench, tool_board
from facades import building
from furniture import shelf
from industry import ladder, machine, pipe, trolley
from nature import tree
from shell import door, frame, tube_light, walls
from sky import sky, towards
from solids import Part, box, lathe, leaning, mesh, moved, put, tube
from stage import clear, portal, sun_lamp, take
from storage import carton
from surfaces import courses, ground, matte, metal, shiny, wood

RNG = random.Random(5)
LOW, HIGH = (-4.0, -4.6, 0.0), (4.0, 4.6, 3.4)


def shell() -> None:
    """Painted brick walls, a worn concrete floor, a ceiling of beams, windows to the north."""
    brick = courses(
        (0.52, 0.51, 0.47), (0.56, 0.55, 0.51), (0.42, 0.41, 0.38), (0.25, 0.08), 0.012, "xz", depth_m=0.004
    )
    green = courses(
        (0.13, 0.20, 0.18), (0.15, 0.22, 0.20), (0.10, 0.16, 0.14), (0.25, 0.08), 0.012, "xz", depth_m=0.004
    )
    windows = tuple((left, 1.25, left + 1.9, 2.75) for left in (0.5, 3.05, 5.6))
    gate = ((3.2, 0.0, 5.8, 2.7),)
    walls(LOW, HIGH, (brick, brick, brick, brick), {2: windows, 1: gate})
    for start, length, turn in (((-4, -4.6), 8.0, 0), ((-4, 4.6), 9.2, -90), ((4, 4.6), 8.0, 180)):
        put(box((0, 0, 0), (length, 0.006, 1.15), green), (*start, 0.0), turn)
    put(
        box(
            (-4.3, -4.9, -0.1),
            (4.3, 4.9, 0.0),
            ground((0.15, 0.145, 0.135), (0.30, 0.295, 0.275), 0.9, 0.5, 0.2, 0.001),
        )
    )
    put(
        box(
            (-4.3, -4.9, 3.4),
            (4.3, 4.9, 3.5),
            courses((0.45, 0.40, 0.33), (0.50, 0.45, 0.37), (0.2, 0.17, 0.13), (4.0, 0.14), 0.01, "yx"),
        )
    )
    for y in (-4.3, -2.6, -0.9, 0.9, 2.6, 4.3):
        put(box((-4.0, -0.09, 3.14), (4.0, 0.09, 3.4), wood((0.33, 0.23, 0.14), 0, 0.7), 0.01), (0.0, y, 0.0))
    for hole in windows:
        put(mesh(frame(hole, matte((0.16, 0.22, 0.20), 0.4), 4, 3, 0.035)), (HIGH[0], HIGH[1], 0.0), 180.0)
        portal((HIGH[0] - (hole[0] + hole[2]) / 2, 4.7, 2.0), (1.9, 1.5), 180.0)
    portal((4.1, -0.1, 1.35), (2.6, 2.7), 90.0)
    stripe = matte((0.70, 0.50, 0.05), 0.6, 0.5, 9.0)
    for x in (-2.35, 2.5):
        put(box((x, -3.4, 0.0), (x + 0.08, 3.2, 0.0015), stripe))


def equipment() -> None:
    """Everything that is worked with."""
    for x in (-2.2, 1.0):
        put(bench(2.8, RNG), (x, 4.55, 0.0))
    put(bench(2.6, RNG), (-3.95, 1.4, 0.0), 90.0)
    put(bench(2.6, RNG), (-3.95, -1.8, 0.0), 90.0)
    put(tool_board(2.6, 1.35, RNG), (-3.98, 1.4, 1.15), 90.0)
    put(tool_board(2.6, 1.35, RNG), (-3.98, -1.8, 1.15), 90.0)
    put(tool_board(1.8, 1.2, RNG), (-1.3, -4.58, 1.3), 180.0)
    put(drill_press(), (3.2, 3.7, 0.0), -60.0)
    put(moved(machine(RNG, (0.10, 0.24, 0.22), (0.55, 0.5, 0.4)), (0, 0, 0), 0.0, 0.72), (0.9, -3.6, 0.0), 180.0)
    put(timber(), (3.1, -3.95, 0.0), 0.0)
    put(ladder(), (-2.9, -4.2, 0.0), 180.0)
    put(trolley(), (2.3, -1.9, 0.0), 72.0)
    for k in range(3):
        put(carton((0.5, 0.38, 0.3), RNG), (2.3, -1.95, 0.22 + 0.3 * k), 72 + RNG.uniform(-8, 8), 1.0 - 0.12 * k)
    put(bins(), (-1.3, -4.2, 0.0), 180.0)
    put(shelf(1.7, 2.2, RNG, shiny((0.12, 0.16, 0.19), 0.4)), (3.97, 2.35, 0.0), -90.0)
    put(stool(), (-2.7, 0.9, 0.0))
    put(stool(), (-0.7, 3.3, 0.0))
    steel = metal((0.5, 0.5, 0.51), 0.45)
    put(mesh(pipe([(3.9, 4.4, 0.0), (3.9, 4.4, 3.05), (-3.9, 4.4, 3.05), (-3.9, -4.4, 3.05)], 0.045, steel)))
    put(mesh(pipe([(-3.9, -4.45, 2.85), (3.9, -4.45, 2.85), (3.9, -4.45, 0.3)], 0.03, matte((0.55, 0.08, 0.04), 0.4))))
    put(mesh(door(0.95, 2.05, matte((0.16, 0.26, 0.30), 0.45), matte((0.1, 0.1, 0.1)))), (2.0, -4.59, 0.0))
    put(extinguisher(), (1.75, -4.48, 0.55))
    for y in (-2.0, 1.7):
        for x in (-1.9, 1.9):
            tube_light((x, y, 2.95), 1.6, 13.0, (0.95, 1.0, 0.96), 90.0)
            for end in (-0.6, 0.6):
                put(tube((0, 0, 0.09), (0, 0, 0.45), 0.004, metal(), 6), (x, y + end, 2.95))


def drill_press() -> list[Part]:
    """A pillar drill."""
    paint, steel = shiny((0.08, 0.20, 0.17), 0.35), metal(rough=0.25)
    parts = box((-0.25, -0.35, 0), (0.25, 0.25, 0.06), paint, 0.015) + tube(
        (0, 0.1, 0.05), (0, 0.1, 1.75), 0.05, steel, 20
    )
    parts += box((-0.2, -0.38, 0.88), (0.2, 0.05, 0.93), paint, 0.01) + box(
        (-0.15, -0.38, 1.42), (0.15, 0.38, 1.72), paint, 0.05
    )
    parts += tube((0, -0.25, 1.22), (0, -0.25, 1.42), 0.035, steel, 16) + tube(
        (0, -0.25, 1.1), (0, -0.25, 1.22), 0.007, steel, 8
    )
    return parts + [
        p
        for k in range(3)
        for p in tube((0.15, -0.2, 1.5), (0.25, -0.2 + 0.22 * (k - 1), 1.4 + 0.12 * (k % 2)), 0.009, steel, 8)
    ]


def timber() -> list[Part]:
    """Planks that lean against the wall."""
    parts: list[Part] = []
    for k in range(9):
        tall, tone = RNG.uniform(1.8, 2.7), RNG.uniform(0.8, 1.15)
        plank = box(
            (-0.07, -0.015, 0), (0.07, 0.015, tall), wood((0.52 * tone, 0.38 * tone, 0.22 * tone), 2, 0.7), 0.003
        )
        parts += moved(
            leaning(plank, -9 - k * 0.4),
            (0.3 * RNG.random() + k * 0.09 - 0.4, -0.05 * (k % 4) + 0.1, 0.0),
            180 + RNG.uniform(-8, 8),
        )
    return moved(parts, (0, 0, 0), 0.0)


def bins() -> list[Part]:
    """Rows of open-fronted plastic bins on a low rack."""
    parts = box((-0.9, -0.02, 0.0), (0.9, 0.0, 1.1), metal((0.4, 0.4, 0.42), 0.5))
    for row in range(5):
        for k in range(9):
            tone = ((0.03, 0.13, 0.42), (0.65, 0.06, 0.04), (0.75, 0.52, 0.03))[(row + k // 4) % 3]
            left, low = -0.88 + k * 0.196, 0.05 + row * 0.21
            paint = matte(tone, 0.4)
            parts += box((left, -0.28, low), (left + 0.18, -0.02, low + 0.01), paint)
            parts += [
                p
                for x in (left, left + 0.175)
                for p in box((x, -0.26, low), (x + 0.006, -0.02, low + 0.15), paint, 0.002)
            ]
            parts += box((left, -0.28, low), (left + 0.18, -0.272, low + 0.07), paint, 0.002)
            parts += box(
                (left + 0.01, -0.26, low + 0.01),
                (left + 0.17, -0.04, low + RNG.uniform(0.02, 0.07)),
                metal((0.45, 0.43, 0.38), 0.4, 60.0),
            )
    return parts


def stool() -> list[Part]:
    """A round stool."""
    parts = lathe(((0.16, 0.62), (0.175, 0.64), (0.175, 0.66), (0.16, 0.67)), wood((0.4, 0.26, 0.14), 0), 28)
    for x, y in ((1, 1), (-1, 1), (-1, -1), (1, -1)):
        parts += tube((0.19 * x, 0.19 * y, 0), (0.09 * x, 0.09 * y, 0.62), 0.014, metal(rough=0.4), 10)
    return parts


def extinguisher() -> list[Part]:
    """A fire extinguisher."""
    body = lathe(
        ((0.07, 0), (0.08, 0.01), (0.08, 0.40), (0.05, 0.47), (0.025, 0.50), (0.025, 0.54)),
        shiny((0.55, 0.02, 0.015), 0.2),
        24,
    )
    return body + tube((0, 0, 0.52), (0.1, 0.0, 0.50), 0.012, matte((0.02, 0.02, 0.02)), 8)


def outside() -> None:
    """A yard with a brick house and trees, under a bright hazy sky."""
    put(box((-100, -100, -0.25), (100, 100, -0.12), ground((0.16, 0.16, 0.155), (0.20, 0.20, 0.19), 0.3)))
    brick = courses((0.30, 0.13, 0.08), (0.25, 0.11, 0.07), (0.33, 0.31, 0.28), (0.25, 0.08), 0.012, "xz")
    trim = matte((0.5, 0.49, 0.46))
    put(building(RNG, 26.0, 10.0, 3, brick, trim), (-3.0, 24.0, -0.12))
    put(building(RNG, 22.0, 10.0, 2, brick, trim), (24.0, 2.0, -0.12), -90.0)
    oak = mesh(tree(RNG, 7.5, 3000))
    for at in ((-7, 15), (5, 17), (13, -6), (12, 8)):
        put(oak, (*at, -0.12), RNG.uniform(0, 360))
    sky(30.0, 45.0, 0.2, 4.0, 0.55, cloud_radiance=2.4, seed=5.0)
    sun_lamp(towards(62.0, 38.0), (1.0, 0.93, 0.82), 2.6)


clear()
shell()
equipment()
outside()
take((0.0, 0.0, 1.3))
