"""Office: desks along a row of windows, a bookcase, panels in the ceiling."""

from __future__ import annotations

import random

from facades import building
from furniture import cupboard, desk, desk_things, office_chair, picture, plant, shelf
from nature import tree
from shell import door, frame, panel_light, walls
from sky import sky, towards
from solids import box, mesh, moved, put
from stage import clear, portal, sun_lamp, take
from surfaces import courses, ground, matte, metal, wood

RNG = random.Random(11)
LOW, HIGH = (-3.2, -4.0, 0.0), (3.2, 4.0, 2.8)


def rooms() -> None:
    """The shell: carpet tiles, a ceiling of panels, three windows to the left (-x)."""
    windows = tuple((left, 0.9, left + 2.0, 2.45) for left in (0.5, 3.0, 5.5))
    white = matte((0.74, 0.73, 0.70), 0.8, 0.03, bump_m=0.0004)
    accent = matte((0.16, 0.28, 0.33), 0.8, 0.03)
    walls(LOW, HIGH, (white, accent, white, white), {3: windows}, matte((0.3, 0.3, 0.3), 0.4))
    carpet = courses(
        (0.085, 0.095, 0.11),
        (0.135, 0.14, 0.15),
        (0.06, 0.06, 0.07),
        (0.5, 0.5),
        0.005,
        offset=0.0,
        rough=0.95,
        grain=0.3,
    )
    put(box((-3.5, -4.3, -0.1), (3.5, 4.3, 0.0), carpet))
    tiles = courses(
        (0.78, 0.78, 0.76), (0.75, 0.75, 0.73), (0.55, 0.55, 0.55), (0.6, 0.6), 0.02, offset=0.0, depth_m=0.004
    )
    put(box((-3.5, -4.3, 2.8), (3.5, 4.3, 2.9), tiles))
    for hole in windows:
        put(mesh(frame(hole, matte((0.6, 0.6, 0.6), 0.35), 2)), (LOW[0], HIGH[1], 0.0), -90.0)
        portal((-3.3, HIGH[1] - (hole[0] + hole[2]) / 2, 1.675), (2.0, 1.55), -90.0)
    heater = matte((0.7, 0.7, 0.69), 0.35)
    for y in (-2.5, 0.0, 2.5):
        fins = [
            part for k in range(24) for part in box((0.0, k * 0.06, 0.0), (0.09, k * 0.06 + 0.045, 0.55), heater, 0.01)
        ]
        put(mesh(fins), (-3.19, y - 0.72, 0.15))
    put(mesh(door(0.95, 2.1, wood((0.34, 0.22, 0.13), 2), matte((0.25, 0.25, 0.26)))), (2.3, -3.99, 0.0))
    for x in (-1.6, 1.4):
        for y in (-2.6, 0.0, 2.6):
            panel_light((x, y, 2.795), (0.58, 1.18), 4.2, (1.0, 0.93, 0.82))


def furniture() -> None:
    """Four desks, cupboards, a bookcase, a board, plants."""
    top, chair = wood((0.52, 0.40, 0.27), 0), mesh(office_chair())
    table = mesh(desk(top=top))
    for at, turn in (((-2.55, 1.9), 90.0), ((-2.55, -1.6), 90.0), ((2.0, -1.2), -90.0), ((2.0, 0.75), -90.0)):
        put(table, (*at, 0.0), turn)
        put(moved(desk_things(RNG), (0.0, 0.0, 0.73)), (*at, 0.0), turn)
        towards_room = 1 if turn > 0 else -1
        put(chair, (at[0] + towards_room * 0.72, at[1] + RNG.uniform(-0.2, 0.2), 0.0), turn + RNG.uniform(-50, 50))
    put(mesh(shelf(1.9, 2.1, RNG, wood((0.46, 0.32, 0.19), 0))), (-0.9, 3.98, 0.0))
    grip = metal(rough=0.3)
    put(cupboard(1.6, 0.8, 0.45, 2, matte((0.66, 0.66, 0.65), 0.4), grip, 3), (1.4, 3.98, 0.0))
    put(moved(plant(RNG, 0.6, 0.25, 130), (0.0, 0.0, 0.0)), (1.9, 3.75, 0.8), scale=0.7)
    put(plant(RNG, 1.7, 0.45, 420), (-2.75, 3.5, 0.0))
    put(plant(RNG, 1.2, 0.4, 300, (0.05, 0.05, 0.06)), (2.8, 2.6, 0.0))
    put(box((-0.9, -3.99, 0.95), (1.3, -3.965, 2.15), matte((0.82, 0.83, 0.83), 0.2, 0.03), 0.004))
    put(box((-0.93, -3.995, 0.92), (1.33, -3.972, 2.18), metal(rough=0.4), 0.004))
    for k, tone in enumerate(((0.1, 0.3, 0.6), (0.65, 0.15, 0.1), (0.1, 0.4, 0.2), (0.8, 0.65, 0.1))):
        for row in range(3):
            left = -0.6 + k * 0.32 + RNG.uniform(-0.05, 0.05)
            put(box((left, -3.964, 1.2 + row * 0.25), (left + 0.15, -3.962, 1.34 + row * 0.25), matte(tone)))
    put(
        picture(0.9, 0.65, (0.12, 0.25, 0.2), (0.65, 0.5, 0.3), matte((0.02, 0.02, 0.022), 0.4)),
        (3.17, 2.2, 1.65),
        -90.0,
    )
    put(cupboard(1.2, 1.25, 0.42, 2, matte((0.62, 0.62, 0.61), 0.4), grip, 0), (-1.9, -3.98, 0.0), 180.0)


def outside() -> None:
    """Houses, trees and lawn in front of the windows, the sun behind haze."""
    put(box((-200.0, -200.0, -4.2), (-4.0, 200.0, -4.0), ground((0.10, 0.14, 0.05), (0.14, 0.16, 0.07), 0.2)))
    brick = courses((0.32, 0.14, 0.09), (0.27, 0.12, 0.08), (0.35, 0.33, 0.3), (0.5, 0.16), 0.02, "xz")
    trim = matte((0.55, 0.54, 0.5))
    for y, floors, face in ((-26, 3, brick), (-2, 4, matte((0.55, 0.5, 0.42), 0.8)), (24, 3, brick), (50, 5, trim)):
        put(mesh(building(RNG, 20.0, 12.0, floors, face, trim)), (-38.0, y, -4.0), 90.0)
    grove = [mesh(tree(RNG, height, 3000)) for height in (7.0, 9.0)]
    for k in range(14):
        put(grove[k % 2], (RNG.uniform(-30, -15), -42 + 6.5 * k, -4.0), RNG.uniform(0, 360), RNG.uniform(0.8, 1.1))
    sky(-60.0, 42.0, 0.42, 4.0, 0.5, cloud_radiance=4.5, scale=0.6, seed=3.0)
    sun_lamp(towards(-35.0, 40.0), (1.0, 0.93, 0.82), 6.0)


clear()
rooms()
furniture()
outside()
take((0.0, 0.0, 1.3))
