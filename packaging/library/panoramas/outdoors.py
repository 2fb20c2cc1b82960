"""Places under the sky: a car park, a park with a path, a paved square, a farm track."""

from __future__ import annotations

import math
import random

from landscape import hills, lawn, scatter_trees, undergrowth
from nature import bush, tree, turf
from solids import box, lathe, mesh, moved, put
from street import bale, car, lamp_post, park_bench, prism, street_row
from surfaces import Rgb, courses, ground, matte, metal, shiny, wood


def car_park(rng: random.Random) -> None:
    """Asphalt with marked bays, cars, kerbs, planted islands, buildings on three sides."""
    asphalt = ground((0.060, 0.060, 0.062), (0.095, 0.094, 0.092), 0.5, 0.85, 0.35, 0.003)
    put(box((-400, -400, -0.6), (400, 400, 0.0), asphalt))
    paint = matte((0.60, 0.60, 0.57), 0.6, 0.55, 9.0)
    for y, low, high in ((8.0, 8.0, 13.0), (-8.0, -13.0, -8.0)):
        for k in range(-9, 10):
            put(box((k * 2.6, low, 0.0), (k * 2.6 + 0.1, high, 0.002), paint))
        put(
            box(
                (-24.0, 13.05 if y > 0 else -13.25, 0.0),
                (24.0, 13.25 if y > 0 else -13.05, 0.13),
                matte((0.42, 0.42, 0.41), 0.8, 0.2),
            )
        )
    for at, turn in (((0.0, 3.0), 0), ((7.0, 3.0), 0), ((-7.0, 3.0), 0), ((-3.5, -3.4), 180), ((3.5, -3.4), 180)):
        arrow = [
            *box((-0.9, -0.06, 0.0), (0.5, 0.06, 0.002), paint),
            ([(0.5, -0.28, 0.002), (1.2, 0.0, 0.002), (0.5, 0.28, 0.002)], [(0, 1, 2)], paint),
        ]
        put(arrow, (*at, 0.0), turn)
    _patches()
    _parked(rng)
    _islands(rng)
    street_row(
        rng,
        [
            (-22, 32, 0, 24, 4),
            (5, 34, 0, 26, 3),
            (34, 31, 0, 26, 5),
            (-52, 6, 90, 30, 3),
            (-26, -33, 180, 26, 3),
            (3, -32, 180, 26, 4),
            (33, -34, 180, 28, 3),
            (-50, -28, 120, 24, 5),
            (-54, 36, 60, 24, 4),
        ],
    )
    scatter_trees(rng, (55.0, 130.0), 120, (9.0, 12.0), keep=lambda x, _: x > 20)
    scatter_trees(rng, (48.0, 80.0), 90, (9.0, 12.0), keep=lambda x, y: abs(y) < 24 or abs(x) > 50)
    undergrowth(rng, 78.0, 2.2)
    hills(rng, 900.0, 110.0, (0.10, 0.14, 0.12), (0.10, 0.125, 0.165))


def _patches() -> None:
    """Mended asphalt and manhole covers."""
    patch = ground((0.035, 0.035, 0.036), (0.05, 0.05, 0.05), 1.5, 0.8, 0.3, 0.003)
    for x, y, w, d in ((-4.0, -2.0, 1.2, 3.5), (5.5, 4.6, 3.0, 0.9), (-9.0, 5.0, 2.2, 1.4), (2.0, -5.6, 5.0, 0.5)):
        put(box((x, y, 0.0), (x + w, y + d, 0.0012), patch))
    iron = metal((0.16, 0.15, 0.14), 0.5)
    for x, y in ((-2.2, 1.4), (4.4, -1.2), (-11.0, -2.5)):
        put(lathe(((0.34, 0.0), (0.34, 0.004), (0.30, 0.006), (0.28, 0.003)), iron, 40), (x, y, 0.0))


def _parked(rng: random.Random) -> None:
    """Cars in half of the bays."""
    tones: tuple[Rgb, ...] = (
        (0.02, 0.05, 0.14),
        (0.5, 0.5, 0.51),
        (0.30, 0.015, 0.012),
        (0.02, 0.02, 0.022),
        (0.7, 0.7, 0.69),
        (0.08, 0.12, 0.10),
    )
    for y, turn in ((10.6, 0.0), (-10.6, 180.0)):
        for k in range(-8, 8):
            if rng.random() < 0.5:
                put(
                    car(rng.choice(tones)),
                    (k * 2.6 + 1.35 + rng.uniform(-0.1, 0.1), y + rng.uniform(-0.2, 0.2), 0.0),
                    turn + rng.uniform(-2, 2) + 180 * (rng.random() < 0.3),
                )


def _islands(rng: random.Random) -> None:
    """Planted strips with hedges, trees and lamps behind the bays."""
    earth = ground((0.07, 0.10, 0.03), (0.11, 0.13, 0.05), 0.8, 0.95, 0.3, 0.0)
    for y in (15.2, -15.2):
        put(box((-40.0, y - 1.95, 0.0), (40.0, y + 1.95, 0.12), earth))
        hedge = mesh(bush(rng, 4.0, 1.0, 5000))
        for k in range(-8, 9):
            put(hedge, (k * 4.3, y, 0.1), 180 * (k % 2))
    kinds = [mesh(tree(rng, height, 9000, 0.15)) for height in (6.0, 7.5)]
    for k in range(-4, 5):
        for y in (15.4, -15.4):
            put(kinds[k % 2], (k * 8.6 + rng.uniform(-1, 1), y, 0.1), rng.uniform(0, 360), rng.uniform(0.85, 1.15))
    for x in (-17.0, 0.5, 18.0):
        put(lamp_post(7.0, reach=1.4), (x, 13.6, 0.1), -90.0)
        put(lamp_post(7.0, reach=1.4), (x, -13.6, 0.1), 90.0)


def park(rng: random.Random, hue: Rgb = (0.045, 0.10, 0.02), haze: Rgb = (0.10, 0.125, 0.165)) -> None:
    """A lawn with a gravel path, benches, big trees, a row of houses behind them, far hills."""
    green = ground((0.042, 0.078, 0.018), (0.065, 0.10, 0.03), 0.35, 0.95, 0.3, 0.0)
    put(box((-1200, -1200, -0.6), (1200, 1200, 0.0), green))
    gravel = ground((0.22, 0.205, 0.175), (0.29, 0.27, 0.235), 1.2, 0.95, 0.5, 0.004)
    put(box((-60, -1.6, -0.1), (60, 1.6, 0.012), gravel))
    put(box((-1.5, -60, -0.1), (1.5, 60, 0.0115), gravel))
    put(lathe(((4.6, -0.1), (4.6, 0.0125)), gravel, 64))
    lawn(rng, lambda x, y: abs(x) > 1.9 and abs(y) > 2.0 and math.hypot(x, y) > 4.9, 34.0, 1.0)
    for at, turn in (((5.1, 3.0), -60), ((-4.9, -3.3), 122), ((-12.0, 2.5), 0)):
        put(park_bench(), (*at, 0.0), turn)
    for at in ((5.3, -3.4), (-5.0, 3.6), (17.0, 2.2), (-17.0, -2.2), (2.1, 18.0), (-2.1, -18.0)):
        put(lamp_post(3.6), (*at, 0.0))
    scatter_trees(rng, (13.0, 60.0), 34, (8.0, 11.0, 13.0), hue, lambda x, y: abs(x) > 6 and abs(y) > 6)
    scatter_trees(rng, (92.0, 190.0), 700, (13.0, 17.0), hue)
    hedge = mesh(bush(rng, 4.0, 1.1, 5000))
    for k in range(-7, 8):
        if abs(k) > 1:
            put(hedge, (k * 4.2, 27.0, 0.0))
            put(hedge, (k * 4.2, -29.0, 0.0), 180)
    undergrowth(rng, 91.0, 2.4)
    street_row(
        rng,
        [
            (-48, 78, 20, 22, 3),
            (-18, 84, 5, 26, 4),
            (22, 84, -8, 22, 3),
            (60, 74, -35, 24, 4),
            (-84, -30, 110, 26, 3),
            (70, -52, 225, 24, 3),
        ],
    )
    hills(rng, 1000.0, 150.0, (0.10, 0.14, 0.12), haze)


def square(rng: random.Random) -> None:
    """A paved square with buildings around it, trees in planters, steps, lamps and benches."""
    put(box((-400, -400, -0.6), (400, 400, -0.02), ground((0.10, 0.10, 0.10), (0.13, 0.13, 0.127), 0.4, 0.9)))
    slabs = courses(
        (0.33, 0.325, 0.31), (0.39, 0.385, 0.37), (0.16, 0.16, 0.15), (0.6, 0.4), 0.010, "xy", 0.5, 0.75, 0.003, 0.22
    )
    put(box((-24, -22, -0.3), (24, 22, 0.0), slabs))
    dark = courses(
        (0.16, 0.155, 0.15), (0.20, 0.195, 0.19), (0.10, 0.10, 0.10), (0.3, 0.3), 0.01, "xy", 0.0, 0.7, 0.002, 0.2
    )
    for x in (-6.0, 5.4):
        put(box((x, -22.0, -0.1), (x + 0.6, 22.0, 0.003), dark))
    stone = matte((0.40, 0.39, 0.37), 0.8, 0.15, 2.0)
    crown = [mesh(tree(rng, height, 9000, 0.13)) for height in (5.5, 6.5)]
    for k, (x, y) in enumerate(((-9, 9), (9, 9.5), (-9.5, -8.5), (9.5, -8), (-18, 2), (17, 1.0), (0.5, 15), (-1, -16))):
        put(box((x - 1.0, y - 1.0, 0.0), (x + 1.0, y + 1.0, 0.5), stone, 0.02))
        put(crown[k % 2], (x, y, 0.4), rng.uniform(0, 360))
        put(moved(bush(rng, 1.4, 0.6, 1500), (0, 0, 0.45)), (x, y, 0.0))
    for at, turn in (((-5.0, 6.0), 30), ((4.2, 7.5), -10), ((7.3, -4.0), -95), ((-7.2, -3.0), 85), ((2.0, -9.0), 180)):
        put(park_bench(), (*at, 0.0), turn)
    for at in ((-3.5, 11.0), (12.0, 4.5), (-12.5, -4.5), (4.0, -12.0), (-13.0, 14.0), (14.0, -14.0)):
        put(lamp_post(4.2), (*at, 0.0))
    bollard = mesh(lathe(((0.09, 0), (0.085, 0.85), (0.06, 0.92), (0.02, 0.94)), matte((0.05, 0.055, 0.06), 0.4), 20))
    for k in range(-7, 8):
        put(bollard, (k * 2.2, -20.5, 0.0))
    street_row(
        rng,
        [
            (-21, 29, 0, 20, 4),
            (0, 31, 0, 20, 3),
            (21, 29, 0, 20, 5),
            (-31, 14, 90, 24, 4),
            (-32, -12, 90, 24, 5),
            (33, -16, -90, 22, 3),
            (-22, -40, 180, 22, 4),
            (6, -42, 180, 24, 3),
        ],
    )
    scatter_trees(rng, (60.0, 160.0), 300, (13.0, 16.0))
    hills(rng, 900.0, 120.0, (0.10, 0.13, 0.13), (0.13, 0.145, 0.16))


def field(rng: random.Random, haze: Rgb) -> None:
    """A farm track between meadows: a fence, straw bales, a barn, trees along the hills."""
    dry = ground((0.085, 0.10, 0.03), (0.14, 0.135, 0.05), 0.25, 0.95, 0.3, 0.0)
    put(box((-1500, -1500, -0.6), (1500, 1500, 0.0), dry))
    earth = ground((0.17, 0.13, 0.09), (0.24, 0.19, 0.13), 0.9, 0.95, 0.5, 0.008)
    for x in (-1.15, 0.55):
        put(box((x, -200, -0.1), (x + 0.75, 200, 0.008), earth))
    lawn(rng, lambda x, _: abs(x) > 1.7, 36.0, 1.0)
    strip = [mesh(turf(rng, 0.85, 1700, 0.05)) for _ in range(3)]
    for k in range(-36, 37):
        put(rng.choice(strip), (0.05, k * 0.85, 0.0), rng.choice((0, 90, 180, 270)))
    plank = wood((0.24, 0.19, 0.14), 1, 0.85)
    span = [part for z in (0.45, 0.85, 1.2) for part in box((-0.02, 0.0, z), (0.02, 3.0, z + 0.11), plank, 0.004)]
    span += box((-0.08, -0.08, 0.0), (0.06, 0.08, 1.4), wood((0.22, 0.17, 0.12), 2, 0.85), 0.01)
    rail = mesh(span)
    for k in range(-22, 23):
        put(rail, (3.4, k * 3.0, 0.0), rng.uniform(-0.4, 0.4))
        if k not in (-2, -1):
            put(rail, (-4.2, k * 3.0, 0.0), rng.uniform(-0.4, 0.4))
    straw = mesh(bale())
    for at in ((-9, 7), (-13, 14), (-18, 4), (-8.0, -9), (-22, 19), (12, 13), (17, -8), (25, 6), (9, -17)):
        put(straw, (*at, 0.0), rng.uniform(0, 180))
    barn = courses(
        (0.23, 0.10, 0.07), (0.27, 0.12, 0.08), (0.08, 0.04, 0.03), (30.0, 0.22), 0.02, "xz", 0.0, 0.85, 0.01
    )
    roof = courses((0.20, 0.10, 0.07), (0.24, 0.12, 0.085), (0.09, 0.05, 0.04), (0.3, 0.35), 0.02, "yz", 0.5, 0.8, 0.02)
    house = box((-9, -5, 0), (9, 5, 4.5), barn) + prism([(-5.6, 4.3), (5.6, 4.3), (0.0, 8.6)], -9.5, 9.5, roof)
    house += box((-2, -5.05, 0), (2, -5.0, 3.6), matte((0.5, 0.48, 0.44), 0.8)) + box(
        (5, -5.05, 1.6), (6.4, -5, 2.9), shiny((0.02, 0.02, 0.02), 0.1)
    )
    put(mesh(house), (30.0, 34.0, 0.0), -35.0)
    street_row(rng, [(-60, 62, 45, 14, 2), (58, 40, -60, 13, 2)])
    scatter_trees(
        rng,
        (17.0, 75.0),
        26,
        (8.0, 10.0, 12.0),
        (0.05, 0.085, 0.02),
        lambda x, y: abs(x) > 7 and math.hypot(x - 30, y - 34) > 14,
    )
    scatter_trees(rng, (120.0, 420.0), 520, (11.0, 14.0), (0.05, 0.085, 0.02))
    undergrowth(rng, 125.0, 2.0, lambda x, _: abs(x) > 6)
    hills(rng, 1300.0, 190.0, (0.09, 0.11, 0.08), haze)
