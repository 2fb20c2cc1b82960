"""Factory hall: machining centres, a robot cell, conveyors, pipes, a crane, high lamps, a glazed north wall."""

from __future__ import annotations

import random

from benches import bench
from industry import column, conveyor, ladder, machine, mesh_fence, pipe, robot, trolley, truss
from shell import frame, walls
from sky import sky, towards
from solids import Part, box, lathe, mesh, put, tube
from stage import area_lamp, clear, portal, sun_lamp, take
from storage import drums, load
from surfaces import courses, glow, ground, matte, metal, shiny

RNG = random.Random(61)
LOW, HIGH = (-11.0, -16.0, 0.0), (11.0, 16.0, 7.6)


def shell() -> None:
    """Concrete panels, a band of tall windows to the west, a green floor with marked aisles."""
    panel = courses(
        (0.46, 0.455, 0.44), (0.49, 0.485, 0.47), (0.30, 0.30, 0.29), (3.0, 1.9), 0.02, "xz", 0.0, 0.8, 0.006, 0.12
    )
    windows = tuple((left, 2.6, left + 4.2, 6.2) for left in (0.9, 5.9, 10.9, 15.9, 20.9, 25.9))
    walls(LOW, HIGH, (panel, panel, panel, panel), {3: windows})
    for hole in windows:
        put(mesh(frame(hole, matte((0.16, 0.20, 0.24), 0.4), 6, 5, 0.04)), (LOW[0], HIGH[1], 0.0), -90.0)
        portal((-11.15, HIGH[1] - (hole[0] + hole[2]) / 2, 4.4), (4.2, 3.6), -90.0)
    put(
        box(
            (-11.3, -16.3, -0.1),
            (11.3, 16.3, 0.0),
            ground((0.14, 0.20, 0.17), (0.17, 0.23, 0.20), 0.5, 0.32, 0.07, 0.0),
        )
    )
    grey, yellow = (
        ground((0.28, 0.28, 0.275), (0.34, 0.338, 0.33), 0.8, 0.4, 0.2, 0.0),
        matte((0.75, 0.52, 0.03), 0.5, 0.4, 7.0),
    )
    put(box((-1.9, -16.0, 0.0), (1.9, 16.0, 0.0015), grey))
    white = matte((0.62, 0.62, 0.6), 0.5, 0.45, 7.0)
    for k in range(7):
        put(box((-1.75 + k * 0.52, 1.6, 0.0), (-1.49 + k * 0.52, 3.6, 0.002), white))
    for x in (-2.02, 1.9):
        put(box((x, -16.0, 0.0), (x + 0.12, 16.0, 0.0025), yellow))
    sheet = courses(
        (0.56, 0.57, 0.57), (0.58, 0.59, 0.59), (0.34, 0.34, 0.35), (60.0, 0.25), 0.03, "xy", 0.0, 0.5, 0.03
    )
    put(box((-11.0, -16.0, 7.6), (11.0, 16.0, 7.7), sheet))
    slats = courses((0.50, 0.52, 0.53), (0.55, 0.56, 0.57), (0.25, 0.26, 0.26), (8.0, 0.4), 0.02, "xz", 0.0, 0.45, 0.01)
    put(box((-2.0, 15.93, 0.0), (2.0, 15.97, 4.2), slats))
    put(box((-2.0, -15.97, 0.0), (2.0, -15.93, 4.2), slats))


def overhead() -> None:
    """Trusses, a travelling crane, pipes, cable trays, lamps."""
    steel = matte((0.20, 0.26, 0.30), 0.45, 0.1)
    girder, post = mesh(truss(22.0, 0.9, steel, 14)), mesh(column(6.6, steel, 0.34))
    for y in (-15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0):
        put(girder, (0.0, y + 0.4, 7.5))
        for x in (-10.7, 10.7):
            put(post, (x, y + 0.4, 0.0))
    paint = shiny((0.78, 0.52, 0.02), 0.35)
    for x in (-10.3, 10.3):
        put(box((x - 0.12, -16.0, 5.9), (x + 0.12, 16.0, 6.25), paint, 0.02))
    put(box((-10.3, 5.2, 5.95), (10.3, 5.6, 6.5), paint, 0.02))
    put(box((-10.3, 6.1, 5.95), (10.3, 6.5, 6.5), paint, 0.02))
    hoist = box((-0.6, -0.6, 0.5), (0.6, 0.6, 0.95), shiny((0.08, 0.18, 0.30), 0.35), 0.04) + tube(
        (0, 0, -1.3), (0, 0, 0.5), 0.02, metal(), 8
    )
    hoist += box((-0.12, -0.1, -1.6), (0.12, 0.1, -1.25), paint, 0.03)
    put(mesh(hoist), (3.4, 5.85, 6.0))
    zinc = metal((0.6, 0.61, 0.62), 0.35)
    put(mesh(pipe([(8.6, -16.0, 6.7), (8.6, 16.0, 6.7)], 0.30, zinc)))
    put(mesh(pipe([(-8.7, -16.0, 6.7), (-8.7, 16.0, 6.7)], 0.08, shiny((0.03, 0.16, 0.35), 0.35))))
    put(mesh(pipe([(-8.4, -16.0, 6.7), (-8.4, 16.0, 6.7)], 0.06, shiny((0.55, 0.04, 0.03), 0.35))))
    tray = box((-0.2, -16.0, 0.0), (0.2, 16.0, 0.02), zinc) + [
        p for x in (-0.2, 0.19) for p in box((x, -16, 0), (x + 0.01, 16, 0.08), zinc)
    ]
    for k in range(4):
        tray += tube(
            (-0.12 + k * 0.08, -16, 0.045), (-0.12 + k * 0.08, 16, 0.045), 0.025, matte((0.03, 0.03, 0.032)), 8
        )
    put(mesh(tray), (2.6, 0.0, 6.4))
    hood = lathe(((0.26, 0.0), (0.24, 0.12), (0.10, 0.30), (0.08, 0.42)), matte((0.4, 0.41, 0.42), 0.35), 28)
    lit = lathe(((0.22, -0.004), (0.22, 0.0)), glow((1.0, 0.96, 0.88), 34.0), 28)
    lamp = mesh(hood + lit + tube((0, 0, 0.4), (0, 0, 0.75), 0.012, metal(), 6))
    for y in (-12.5, -7.5, -2.5, 2.5, 7.8, 12.5):
        for x in (-6.0, 0.2, 6.0):
            put(lamp, (x, y, 6.5)).visible_diffuse = False
            area_lamp((x, y, 6.48), (0.4, 0.4), 45.0, (1.0, 0.96, 0.88))


def line() -> None:
    """What is worked with, to both sides of the aisle."""
    grey, green = mesh(machine(RNG)), mesh(machine(RNG, (0.50, 0.55, 0.52), (0.05, 0.25, 0.16)))
    for k, y in enumerate((-11.5, -7.0, -2.4)):
        put((grey, green)[k % 2], (-5.2, y, 0.0), 90.0)
        put(drums(RNG), (-8.6, y + 0.6, 0.0), RNG.uniform(-10, 10))
        put(trolley(), (-3.0, y + 2.2, 0.0), 90 + RNG.uniform(-20, 20))
    put(conveyor(12.0, RNG), (4.2, -6.5, 0.0), 90.0)
    put(conveyor(5.5, RNG), (-5.6, 11.2, 0.0), 0.0)
    put(mesh(robot()), (-5.8, 5.2, 0.0), 60.0)
    put(mesh(robot()), (-8.4, 6.6, 0.0), 130.0)
    put(mesh(robot((0.75, 0.76, 0.76))), (6.3, -3.4, 0.0), -80.0)
    put(mesh(robot((0.75, 0.76, 0.76))), (6.3, -8.4, 0.0), -100.0)
    put(mesh_fence(6.0), (-3.3, 5.6, 0.0), 90.0)
    put(mesh_fence(6.0), (-6.3, 8.6, 0.0))
    put(mesh_fence(6.0), (-6.3, 2.6, 0.0))
    put(station(), (-4.6, 4.5, 0.0), 90.0)
    for y in (2.6, 6.4, 10.2):
        put((green, grey)[int(y) % 2], (5.6, y, 0.0), -90.0)
        put(load(RNG, 0.9), (3.0, y + 2.0, 0.0), 90 + RNG.uniform(-5, 5))
    put(bench(2.8, RNG), (10.9, -1.2, 0.0), -90.0)
    put(bench(2.8, RNG), (10.9, -4.6, 0.0), -90.0)
    put(ladder(3.0), (10.2, 0.8, 0.0), -90.0)
    for x, y in ((-2.9, -14.2), (3.1, -14.0), (3.0, 13.6), (-2.8, 13.8), (8.0, -12.5), (8.0, -14.0)):
        put(load(RNG, RNG.uniform(0.7, 1.4)), (x, y, 0.0), RNG.choice((0, 90)) + RNG.uniform(-4, 4))


def station() -> list[Part]:
    """A control cabinet with a screen and an emergency stop."""
    parts = box((-0.4, -0.25, 0.05), (0.4, 0.25, 1.3), matte((0.55, 0.56, 0.57), 0.4), 0.015) + box(
        (-0.28, -0.262, 0.85), (0.28, -0.25, 1.2), glow((0.3, 0.55, 0.85), 0.8)
    )
    parts += box((-0.12, -0.29, 0.6), (0.12, -0.25, 0.8), shiny((0.75, 0.55, 0.02), 0.35), 0.01)
    return parts + tube((0, -0.33, 0.7), (0, -0.29, 0.7), 0.04, shiny((0.55, 0.02, 0.02), 0.3), 20)


clear()
shell()
overhead()
line()
put(box((-200, -200, -0.3), (-11.2, 200, -0.15), ground((0.2, 0.2, 0.19), (0.25, 0.25, 0.24), 0.3)))
sky(-70.0, 45.0, 0.2, 4.0, 0.55, cloud_radiance=2.3, seed=15.0)
sun_lamp(towards(-60.0, 42.0), (1.0, 0.94, 0.85), 3.0)
take((0.3, -0.6, 1.3))
