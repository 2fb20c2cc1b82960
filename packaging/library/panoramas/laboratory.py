"""Laboratory: white benches with instruments and glassware, a fume hood, a window, panels in the ceiling."""

from __future__ import annotations

import random

from facades import building
from furniture import binders, cupboard, monitor
from nature import tree
from shell import door, frame, panel_light, walls
from sky import sky
from solids import Part, ball, box, lathe, mesh, moved, put, tube
from stage import clear, portal, take
from surfaces import Rgb, courses, glow, ground, matte, metal, screen, shiny

RNG = random.Random(51)
LOW, HIGH = (-3.6, -4.4, 0.0), (3.6, 4.4, 2.9)
LIQUIDS: tuple[Rgb, ...] = (
    (0.55, 0.12, 0.03),
    (0.05, 0.25, 0.5),
    (0.65, 0.5, 0.05),
    (0.1, 0.4, 0.2),
    (0.6, 0.6, 0.58),
    (0.25, 0.08, 0.3),
)


def shell() -> None:
    """White walls, a grey vinyl floor with welded seams, a ceiling of panels, a window band to the south."""
    white = matte((0.78, 0.79, 0.79), 0.5, 0.02)
    windows = ((0.8, 1.15, 3.4, 2.5), (3.8, 1.15, 6.4, 2.5))
    walls(LOW, HIGH, (white, white, white, white), {0: windows}, matte((0.32, 0.35, 0.38), 0.4))
    vinyl = courses(
        (0.40, 0.43, 0.45), (0.41, 0.44, 0.46), (0.30, 0.33, 0.35), (2.0, 2.0), 0.008, "xy", 0.0, 0.3, 0.0, 0.03
    )
    put(box((-3.9, -4.7, -0.1), (3.9, 4.7, 0.0), vinyl))
    tiles = courses(
        (0.82, 0.82, 0.81), (0.80, 0.80, 0.79), (0.5, 0.5, 0.5), (0.6, 0.6), 0.018, "xy", 0.0, 0.6, 0.003, 0.03
    )
    put(box((-3.9, -4.7, 2.9), (3.9, 4.7, 3.0), tiles))
    for x in (-1.8, 0.0, 1.8):
        for y in (-3.0, -1.2, 0.6, 2.4):
            panel_light((x, y, 2.893), (0.57, 1.17), 4.0, (0.96, 0.99, 1.0))
    for hole in windows:
        put(mesh(frame(hole, matte((0.5, 0.51, 0.52), 0.35), 2)), (LOW[0], LOW[1], 0.0))
        portal((LOW[0] + (hole[0] + hole[2]) / 2, -4.5, 1.82), (2.6, 1.35), 0.0)
    vent = metal((0.6, 0.6, 0.61), 0.35)
    for y in (-2.1, 1.5):
        put(box((-1.2, y - 0.2, 2.88), (-0.8, y + 0.2, 2.9), vent, 0.004))
    put(mesh(door(1.0, 2.1, matte((0.20, 0.33, 0.42), 0.4), metal((0.5, 0.5, 0.5), 0.4))), (-2.2, 4.385, 0.0), 0.0)
    put(box((-1.95, 4.36, 1.4), (-1.5, 4.375, 1.85), shiny((0.03, 0.04, 0.05), 0.05)))


def counter(length: float, sinks: bool = False) -> list[Part]:
    """A bench along x with cupboards under a grey worktop; its back at y = 0."""
    parts = cupboard(
        length, 0.86, 0.68, max(2, round(length / 0.6)), matte((0.72, 0.73, 0.74), 0.35), metal(rough=0.3), 0
    )
    parts += box(
        (-length / 2 - 0.02, -0.75, 0.86), (length / 2 + 0.02, 0.0, 0.90), shiny((0.16, 0.17, 0.18), 0.3), 0.006
    )
    if sinks:
        parts += box((-0.3, -0.6, 0.901), (0.3, -0.15, 0.904), metal(rough=0.25))
        parts += tube((0, -0.1, 0.9), (0, -0.1, 1.25), 0.014, metal(rough=0.12)) + tube(
            (0, -0.1, 1.25), (0, -0.32, 1.2), 0.012, metal(rough=0.12)
        )
    return parts


def glassware(count: int, width: float) -> list[Part]:
    """Bottles, flasks and beakers with coloured contents and labels, in a loose row."""
    parts: list[Part] = []
    for _ in range(count):
        at = (RNG.uniform(-width / 2, width / 2), RNG.uniform(-0.12, 0.12), 0.0)
        tone, kind = RNG.choice(LIQUIDS), RNG.randrange(4)
        inside, clear_glass = shiny(tone, 0.06), shiny((0.62, 0.66, 0.67), 0.04)
        if kind == 0:
            piece = lathe(((0.04, 0), (0.045, 0.01), (0.045, 0.07)), inside, 20) + lathe(
                ((0.045, 0.07), (0.045, 0.12), (0.048, 0.125)), clear_glass, 20
            )
        elif kind == 1:
            piece = lathe(((0.055, 0), (0.06, 0.01), (0.035, 0.075)), inside, 20) + lathe(
                ((0.035, 0.075), (0.016, 0.11), (0.016, 0.15), (0.02, 0.155)), clear_glass, 20
            )
        elif kind == 2:
            amber = shiny((0.16, 0.055, 0.01), 0.06)
            piece = lathe(((0.045, 0), (0.05, 0.01), (0.05, 0.14), (0.02, 0.18), (0.02, 0.2)), amber, 20)
            piece += lathe(((0.023, 0.195), (0.023, 0.225)), matte((0.05, 0.15, 0.4), 0.4), 20)
            piece += lathe(((0.0505, 0.045), (0.0505, 0.105)), matte((0.78, 0.77, 0.72)), 20)
        else:
            piece = lathe(((0.04, 0), (0.04, 0.16), (0.02, 0.2), (0.02, 0.22)), shiny((0.72, 0.72, 0.7), 0.35), 20)
            piece += lathe(((0.022, 0.22), (0.022, 0.25)), matte(tone, 0.4), 16)
        parts += moved(piece, at, 0.0, RNG.uniform(0.8, 1.3))
    return parts


def microscope() -> list[Part]:
    """A microscope."""
    body, dark = shiny((0.68, 0.69, 0.70), 0.25), matte((0.03, 0.03, 0.033), 0.4)
    parts = box((-0.09, -0.13, 0), (0.09, 0.12, 0.05), body, 0.015) + box(
        (-0.035, 0.05, 0.05), (0.035, 0.12, 0.33), body, 0.015
    )
    parts += box((-0.08, -0.1, 0.14), (0.08, 0.06, 0.16), dark, 0.004) + box(
        (-0.04, -0.12, 0.30), (0.04, 0.12, 0.37), body, 0.02
    )
    parts += tube((0, -0.03, 0.17), (0, -0.03, 0.31), 0.022, metal(rough=0.2))
    return parts + [p for x in (-0.032, 0.032) for p in tube((x, -0.08, 0.36), (x, -0.17, 0.45), 0.019, dark, 14)]


def instrument(width: float, height: float) -> list[Part]:
    """A bench instrument with a door, a display and buttons."""
    shell_, dark = matte((0.70, 0.71, 0.72), 0.35, 0.02), matte((0.10, 0.12, 0.14), 0.4)
    x = width / 2
    parts = box((-x, -0.45, 0.02), (x, 0.0, height), shell_, 0.025) + box(
        (-x, -0.455, height * 0.72), (x, -0.44, height * 0.95), dark, 0.01
    )
    parts += box((-x * 0.75, -0.458, height * 0.76), (x * 0.1, -0.455, height * 0.92), glow((0.25, 0.6, 0.9), 0.8))
    parts += box(
        (-x * 0.85, -0.458, height * 0.12), (x * 0.45, -0.45, height * 0.65), shiny((0.03, 0.04, 0.05), 0.05), 0.02
    )
    for k in range(4):
        z = height * (0.15 + 0.13 * k)
        parts += box((x * 0.6, -0.458, z), (x * 0.85, -0.45, z + 0.02), matte(RNG.choice(LIQUIDS), 0.4), 0.004)
    return parts


def fume_hood() -> list[Part]:
    """A fume hood with a raised sash; its back at y = 0."""
    shell_, inner = matte((0.70, 0.71, 0.72), 0.35, 0.02), matte((0.60, 0.61, 0.6), 0.4)
    parts = cupboard(1.8, 0.86, 0.75, 2, shell_, metal(rough=0.3)) + box(
        (-0.92, -0.85, 0.86), (0.92, 0, 0.92), shiny((0.10, 0.11, 0.12), 0.25), 0.01
    )
    parts += box((-0.9, -0.03, 0.92), (0.9, 0, 2.4), inner)
    for x in (-0.9, 0.78):
        parts += box((x, -0.8, 0.92), (x + 0.12, 0, 2.4), shell_, 0.01)
    parts += box((-0.9, -0.8, 1.95), (0.9, 0, 2.45), shell_, 0.01) + box(
        (-0.78, -0.76, 1.42), (0.78, -0.75, 1.46), metal(rough=0.25), 0.005
    )
    for x in (-0.78, 0.75):
        parts += box((x, -0.76, 1.44), (x + 0.03, -0.74, 1.95), metal(rough=0.3))
    parts += box((-0.7, -0.5, 1.94), (0.7, -0.3, 1.949), glow((1.0, 0.98, 0.94), 5.0))
    parts += tube((0, -0.4, 2.45), (0, -0.4, 2.9), 0.16, metal((0.6, 0.6, 0.61), 0.35), 28)
    return parts + moved(glassware(7, 1.2), (0.0, -0.35, 0.92))


def lab_stool() -> list[Part]:
    """A round swivel stool."""
    parts = lathe(
        ((0.17, 0.60), (0.185, 0.62), (0.185, 0.655), (0.16, 0.67)), matte((0.04, 0.12, 0.22), 0.5), 32
    ) + tube((0, 0, 0.1), (0, 0, 0.6), 0.025, metal(rough=0.2))
    for k in range(5):
        parts += moved(
            box((0, -0.02, 0.06), (0.28, 0.02, 0.09), metal(rough=0.3), 0.006)
            + ball(0.028, (0.27, 0, 0.028), matte((0.03, 0.03, 0.03))),
            (0, 0, 0),
            72 * k,
        )
    return parts


def equipment() -> None:
    """Benches along the walls and an island, and everything else."""
    benches()
    on_benches()
    shelves()
    on_floor()


def benches() -> None:
    """Benches along the walls, an island, the fume hood."""
    put(counter(4.2), (-3.58, -0.6, 0.0), 90.0)
    put(counter(3.0, True), (3.58, -2.6, 0.0), -90.0)
    put(counter(2.4), (1.9, 4.38, 0.0))
    put(fume_hood(), (3.58, 0.6, 0.0), -90.0)
    put(counter(6.0), (0.0, -4.38, 0.0), 180.0)
    island = moved(counter(2.4), (0, 0, 0)) + moved(counter(2.4), (0, 0, 0), 180.0)
    put(mesh(island), (-0.5, 2.45, 0.0))


def on_benches() -> None:
    """Instruments, microscopes, glassware, screens."""
    for at, turn, width, height in (
        ((-3.5, -1.9), 90, 0.55, 0.5),
        ((-3.5, 0.3), 90, 0.7, 0.62),
        ((1.3, 4.3), 0, 0.6, 0.45),
        ((2.5, 4.3), 0, 0.5, 0.6),
        ((-1.9, -4.3), 180, 0.6, 0.5),
        ((1.6, -4.3), 180, 0.75, 0.42),
    ):
        put(instrument(width, height), (*at, 0.9), turn)
    for at, turn in (((-3.2, -0.9), 90), ((-0.9, 2.0), 10), ((0.2, 2.85), 190)):
        put(microscope(), (*at, 0.9), turn)
    for at, turn, count, width in (
        ((-3.2, -0.3), 90, 5, 0.7),
        ((-3.2, 1.1), 90, 7, 0.8),
        ((-0.2, 2.15), 0, 9, 1.0),
        ((-0.9, 2.8), 180, 8, 1.2),
        ((3.2, -3.4), -90, 8, 0.9),
        ((3.2, -1.7), -90, 6, 0.6),
        ((0.0, -4.05), 180, 10, 1.6),
        ((1.9, 4.0), 0, 4, 0.4),
    ):
        put(glassware(count, width), (*at, 0.9), turn)
    put(moved(monitor(0.5), (0, 0, 0)), (-3.3, 0.95, 0.9), 62.0)
    put(moved(monitor(0.55), (0, 0, 0)), (-0.9, -4.15, 0.9), 165.0)


def shelves() -> None:
    """Shelves on the wall and over the island, and what stands on them."""
    shelf_board, rail = matte((0.74, 0.75, 0.75), 0.35), metal(rough=0.35)
    for y, z in ((-0.6, 1.55), (-0.6, 1.95)):
        put(box((-3.6, y - 2.0, z), (-3.3, y + 2.0, z + 0.025), shelf_board, 0.004))
        for k in range(4):
            put(glassware(6, 0.7), (-3.44, y - 1.5 + k, z + 0.025), 90.0)
    for y in (-2.4, -0.6, 1.2):
        put(box((-3.6, y - 0.015, 1.3), (-3.57, y + 0.015, 2.2), rail))
    put(box((-1.6, 2.44, 0.9), (0.6, 2.46, 1.0), rail))
    for z in (1.25, 1.55):
        put(box((-1.6, 2.33, z), (0.6, 2.57, z + 0.02), shelf_board, 0.004))
        put(glassware(9, 1.9), (-0.5, 2.45, z + 0.02))
    for x in (-1.6, 0.58):
        put(box((x, 2.42, 0.9), (x + 0.02, 2.48, 1.85), rail))
    put(moved(binders(0.9, 0.32, RNG), (0, 0, 0)), (2.6, -4.1, 0.9), 180.0)


def on_floor() -> None:
    """Stools, a bin, gas bottles, and a screen on the wall."""
    stool = mesh(lab_stool())
    for at in ((-2.5, -0.7), (-2.45, 0.6), (-1.1, 1.4), (0.3, 1.45), (2.4, -2.3), (-0.8, -3.3)):
        put(stool, (*at, 0.0), RNG.uniform(0, 72))
    bin_ = lathe(((0.16, 0), (0.2, 0.55), (0.21, 0.56), (0.21, 0.6), (0.1, 0.66)), matte((0.75, 0.55, 0.03), 0.45), 28)
    put(bin_, (2.9, 3.5, 0.0))
    put(box((0.0, 4.37, 1.3), (0.7, 4.38, 1.8), screen((0.1, 0.35, 0.2), 0.6)))
    gas = matte((0.05, 0.22, 0.12), 0.35)
    for k in range(2):
        put(
            lathe(
                ((0.11, 0), (0.115, 0.02), (0.115, 1.2), (0.06, 1.36), (0.03, 1.4), (0.03, 1.48)),
                (gas, matte((0.3, 0.31, 0.33), 0.35))[k],
                28,
            ),
            (3.35, 2.2 + 0.3 * k, 0.0),
        )


def outside() -> None:
    """Houses and trees two storeys below."""
    put(box((-200, -200, -7.2), (200, 200, -7.0), ground((0.10, 0.13, 0.05), (0.14, 0.15, 0.07), 0.2)))
    for x, floors in ((-30, 4), (-4, 5), (22, 3)):
        put(
            building(RNG, 22.0, 12.0, floors, matte((0.5, 0.47, 0.42), 0.8), matte((0.4, 0.4, 0.4))),
            (x, -38.0, -7.0),
            180.0,
        )
    oak = mesh(tree(RNG, 9.5, 9000, 0.18))
    for k in range(9):
        put(oak, (-28 + 7 * k, -22 + RNG.uniform(-3, 3), -7.0), RNG.uniform(0, 360), RNG.uniform(0.85, 1.15))
    sky(-60.0, 40.0, 0.22, 2.0, 0.5, cloud_radiance=2.2, seed=12.0)


clear()
shell()
equipment()
outside()
take((0.6, -0.4, 1.3))
