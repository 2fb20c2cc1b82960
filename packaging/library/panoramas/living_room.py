"""Living room with a kitchen corner: sofa, bookcase, dining table, lamps that are lit, a garden outside."""

from __future__ import annotations

import random

from furniture import chair, cupboard, floor_lamp, mug, picture, plant, shelf, sofa
from nature import bush, tree
from shell import door, frame, walls
from sky import sky, towards
from solids import Part, ball, box, lathe, mesh, moved, put, tube
from stage import area_lamp, clear, portal, sun_lamp, take
from surfaces import courses, glow, ground, matte, metal, shiny, wood

RNG = random.Random(31)
LOW, HIGH = (-3.6, -3.4, 0.0), (3.6, 3.4, 2.7)


def shell() -> None:
    """Plastered walls, an oak floor, a tall garden door and a window to the east (+x), one over the sink."""
    white, warm = (
        matte((0.74, 0.71, 0.66), 0.85, 0.04, bump_m=0.0005),
        matte((0.40, 0.37, 0.33), 0.85, 0.04, bump_m=0.0005),
    )
    garden = ((0.7, 0.02, 2.9, 2.35), (3.9, 0.75, 5.9, 2.3))
    sink = ((4.9, 1.15, 6.3, 2.1),)
    walls(LOW, HIGH, (white, white, white, warm), {1: garden, 2: sink}, matte((0.72, 0.71, 0.69), 0.4))
    oak = courses(
        (0.34, 0.245, 0.16), (0.27, 0.19, 0.12), (0.10, 0.065, 0.04), (1.6, 0.14), 0.003, "yx", 0.37, 0.35, 0.0, 0.35
    )
    put(box((-3.9, -3.7, -0.1), (3.9, 3.7, 0.0), oak))
    put(box((-3.9, -3.7, 2.7), (3.9, 3.7, 2.8), matte((0.80, 0.79, 0.77), 0.9, 0.02)))
    edge = matte((0.72, 0.72, 0.71), 0.35)
    for hole in garden:
        put(mesh(frame(hole, edge, 2)), (HIGH[0], LOW[1], 0.0), 90.0)
        portal(
            (3.7, LOW[1] + (hole[0] + hole[2]) / 2, (hole[1] + hole[3]) / 2),
            (hole[2] - hole[0], hole[3] - hole[1]),
            90.0,
        )
    put(mesh(frame(sink[0], edge, 2)), (HIGH[0], HIGH[1], 0.0), 180.0)
    portal((HIGH[0] - 5.6, 3.5, 1.62), (1.4, 0.95), 180.0)
    cloth = matte((0.66, 0.62, 0.55), 0.95, 0.1, 20.0)
    for y in (-2.95, -0.42, 0.25, 2.68):
        folds = [
            part
            for k in range(7)
            for part in tube((0.02 * (k % 2), k * 0.055, 0.04), (0.02 * (k % 2), k * 0.055, 2.45), 0.034, cloth, 10)
        ]
        put(folds, (3.49, y, 0.0))
    put(tube((3.5, -3.1, 2.5), (3.5, 3.2, 2.5), 0.014, metal((0.5, 0.4, 0.25), 0.3)))
    put(mesh(door(0.9, 2.05, matte((0.72, 0.71, 0.69), 0.4), edge)), (-0.6, -3.39, 0.0))


def living() -> None:
    """Sofa, carpet, low table, bookcase, television, pictures, lamps."""
    put(sofa((0.10, 0.15, 0.17)), (-3.05, -0.9, 0.0), 90.0)
    put(box((-2.5, -2.3, 0.0), (-0.3, 0.6, 0.012), matte((0.40, 0.37, 0.32), 0.98, 0.15, 60.0, bump_m=0.002), 0.004))
    band = matte((0.10, 0.13, 0.16), 0.98, 0.15, 60.0, bump_m=0.002)
    for inset, wide in ((0.10, 0.05), (0.20, 0.02)):
        for y in (-2.3 + inset, 0.6 - inset - wide):
            put(box((-2.4, y, 0.0), (-0.4, y + wide, 0.0135), band))
    table = box((-0.3, -0.55, 0.38), (0.3, 0.55, 0.42), wood((0.30, 0.18, 0.09), 1), 0.008)
    for x in (-0.25, 0.25):
        for y in (-0.48, 0.48):
            table += tube((x, y, 0.0), (x * 0.9, y * 0.9, 0.38), 0.018, wood((0.30, 0.18, 0.09), 2), 10)
    for k, tone in enumerate(((0.6, 0.57, 0.5), (0.08, 0.2, 0.25), (0.5, 0.12, 0.06))):
        table += moved(
            box((-0.13, -0.09, 0.0), (0.13, 0.09, 0.022), matte(tone, 0.4), 0.002),
            (0.02, 0.2, 0.42 + k * 0.023),
            15.0 * k,
        )
    table += moved(mug((0.72, 0.7, 0.66)), (-0.1, -0.2, 0.42)) + moved(
        lathe(((0.05, 0), (0.12, 0.05), (0.125, 0.055), (0.05, 0.012)), shiny((0.05, 0.12, 0.16)), 28),
        (0.05, -0.1, 0.42),
    )
    put(table, (-1.5, -0.9, 0.0))
    put(shelf(1.7, 2.15, RNG, wood((0.44, 0.29, 0.16), 0)), (-3.58, 1.75, 0.0), 90.0)
    put(floor_lamp(5.0), (-3.15, 0.55, 0.0))
    area_lamp((-3.15, 0.55, 1.36), (0.3, 0.3), 5.0, (1.0, 0.74, 0.46))
    black = shiny((0.012, 0.012, 0.013), 0.08)
    put(cupboard(1.8, 0.45, 0.42, 3, wood((0.44, 0.29, 0.16), 0), metal(), 1), (-2.2, -3.38, 0.0), 180.0)
    put(box((-2.8, -3.33, 0.55), (-1.6, -3.29, 1.25), black, 0.006))
    put(box((-2.35, -3.4, 0.45), (-2.05, -3.2, 0.56), black, 0.01))
    put(
        picture(0.8, 1.05, (0.10, 0.20, 0.26), (0.70, 0.48, 0.24), wood((0.2, 0.12, 0.06), 2)),
        (-3.585, -1.45, 1.65),
        90.0,
    )
    put(picture(0.6, 0.6, (0.45, 0.15, 0.08), (0.75, 0.7, 0.6), matte((0.02, 0.02, 0.02))), (-3.585, -0.45, 1.7), 90.0)
    put(picture(1.0, 0.7, (0.16, 0.30, 0.22), (0.6, 0.68, 0.7), wood((0.5, 0.35, 0.2), 0)), (1.7, -3.385, 1.6), 180.0)
    put(plant(RNG, 1.75, 0.45, 480, (0.3, 0.12, 0.06)), (3.0, -0.05, 0.0))
    put(plant(RNG, 1.2, 0.4, 320), (-3.1, -2.75, 0.0))


def dining() -> None:
    """A table with chairs below a pendant lamp, fruit, and the kitchen along the north wall."""
    oak = wood((0.46, 0.31, 0.18), 0)
    table = box((-0.8, -0.45, 0.71), (0.8, 0.45, 0.745), oak, 0.01)
    for x in (-0.7, 0.7):
        for y in (-0.37, 0.37):
            table += box((x - 0.03, y - 0.03, 0), (x + 0.03, y + 0.03, 0.71), oak, 0.006)
    table += moved(
        lathe(((0.06, 0), (0.15, 0.07), (0.155, 0.075), (0.06, 0.014)), shiny((0.68, 0.66, 0.62)), 32),
        (0.1, 0.0, 0.745),
    )
    for k, tone in enumerate(
        ((0.55, 0.05, 0.03), (0.75, 0.35, 0.03), (0.35, 0.5, 0.06), (0.75, 0.35, 0.03), (0.55, 0.05, 0.03))
    ):
        table += ball(
            0.037, (0.1 + 0.055 * (k % 3 - 1), 0.05 * (k // 3) - 0.02, 0.80 + 0.02 * (k // 3)), shiny(tone, 0.3)
        )
    table += moved(mug((0.06, 0.15, 0.3)), (-0.45, -0.15, 0.745)) + moved(mug((0.72, 0.7, 0.66)), (-0.3, 0.2, 0.745))
    put(table, (1.75, -1.75, 0.0), 90.0)
    seat = mesh(chair(wood((0.40, 0.26, 0.14), 2)))
    for at, turn in (((1.05, -1.3), -88), ((1.0, -2.2), -95), ((2.5, -1.3), 93), ((2.45, -2.2), 86)):
        put(seat, (*at, 0.0), turn + 180)
    put(tube((0, 0, 1.75), (0, 0, 2.7), 0.004, matte((0.02, 0.02, 0.02)), 6), (1.75, -1.75, 0.0))
    shade = lathe(((0.24, 1.50), (0.20, 1.62), (0.06, 1.75)), matte((0.04, 0.05, 0.05), 0.4), 32)
    put(shade + lathe(((0.19, 1.515), (0.19, 1.52)), glow((1.0, 0.78, 0.52), 8.0), 28), (1.75, -1.75, 0.0))
    area_lamp((1.75, -1.75, 1.49), (0.3, 0.3), 10.0, (1.0, 0.78, 0.52))
    kitchen()


def kitchen() -> None:
    """Cupboards with a worktop, hob, kettle, fridge and hanging cupboards."""
    front, grip, stone = (
        matte((0.14, 0.20, 0.18), 0.4, 0.03),
        metal((0.6, 0.5, 0.32), 0.3),
        shiny((0.62, 0.61, 0.58), 0.25),
    )
    put(cupboard(3.6, 0.88, 0.6, 6, front, grip), (-0.6, 3.38, 0.0))
    put(box((-2.42, 2.75, 0.88), (1.22, 3.4, 0.92), stone, 0.006))
    put(
        box(
            (-2.4, 3.385, 0.92),
            (1.2, 3.4, 1.45),
            courses((0.70, 0.69, 0.66), (0.66, 0.65, 0.62), (0.5, 0.5, 0.48), (0.2, 0.08), 0.004, "xz", rough=0.2),
        )
    )
    put(cupboard(1.7, 0.75, 0.34, 3, front, grip), (0.4, 3.38, 1.42))
    put(box((1.3, 2.72, 0.0), (1.95, 3.38, 1.95), metal((0.55, 0.55, 0.56), 0.45, 1.5), 0.015))
    put(box((0.2, 2.82, 0.92), (0.78, 3.28, 0.926), shiny((0.01, 0.01, 0.01), 0.05)))
    kettle = lathe(((0.08, 0), (0.085, 0.02), (0.06, 0.2), (0.03, 0.22), (0.012, 0.24)), metal(rough=0.15), 28)
    put(moved(kettle, (0, 0, 0)), (-0.05, 3.1, 0.925))
    jars: list[Part] = []
    for k in range(5):
        r, tall = RNG.uniform(0.035, 0.055), RNG.uniform(0.1, 0.2)
        jars += moved(
            lathe(
                ((r, 0), (r, tall), (r * 0.7, tall + 0.015)),
                shiny(RNG.choice(((0.7, 0.68, 0.6), (0.5, 0.25, 0.1), (0.1, 0.25, 0.2)))),
                20,
            ),
            (k * 0.12, 0, 0),
        )
    put(jars, (-2.3, 3.28, 0.92))
    put(
        lathe(((0.06, 0), (0.09, 0.02), (0.05, 0.2), (0.06, 0.24)), shiny((0.65, 0.62, 0.55), 0.3), 24),
        (0.95, 3.1, 0.92),
    )
    tap = tube((0, 0, 0), (0, 0, 0.28), 0.014, metal(rough=0.12)) + tube(
        (0, 0, 0.28), (0, -0.16, 0.26), 0.012, metal(rough=0.12)
    )
    put(tap, (-1.95, 3.2, 0.92))


def outside() -> None:
    """A garden with a terrace, a hedge and trees."""
    put(box((-60, -60, -0.4), (60, 60, -0.12), ground((0.05, 0.09, 0.02), (0.08, 0.12, 0.035), 0.5, 0.95, 0.4)))
    put(
        box(
            (3.9, -4.0, -0.3),
            (7.5, 4.0, -0.06),
            courses((0.36, 0.34, 0.31), (0.40, 0.38, 0.35), (0.2, 0.2, 0.18), (0.6, 0.6), 0.01),
        )
    )
    hedge, oak = mesh(bush(RNG, 4.0, 1.6, 9000)), mesh(tree(RNG, 6.5, 9000, 0.14))
    for k in range(-4, 5):
        put(hedge, (15.0, k * 4.0, -0.12), 90)
        put(hedge, (k * 4.0, 14.0, -0.12))
    for at in ((11, -5), (13, 4), (19, -1), (21, 8), (20, -10), (-3, 18), (4, 16)):
        put(oak, (*at, -0.12), RNG.uniform(0, 360), RNG.uniform(0.8, 1.2))
    sky(110.0, 33.0, 0.5, 2.0, 0.5, cloud_radiance=5.0, seed=8.0)
    sun_lamp(towards(122.0, 35.0), (1.0, 0.93, 0.82), 6.0)


clear()
shell()
living()
dining()
outside()
take((0.1, -0.2, 1.3))
