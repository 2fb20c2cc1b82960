"""Pallets, cartons, drums and the racks they stand in; each is a list of parts on the origin, front towards -y."""

from __future__ import annotations

import random

from solids import Part, box, lathe, moved, tube
from surfaces import Rgb, matte, shiny, wood

CARDBOARD: tuple[Rgb, ...] = ((0.40, 0.27, 0.15), (0.45, 0.31, 0.18), (0.36, 0.24, 0.13), (0.48, 0.35, 0.22))


def pallet() -> list[Part]:
    """A wooden pallet, 1.2 by 0.8 m."""
    plank = wood((0.46, 0.34, 0.20), 0, 0.8)
    parts: list[Part] = []
    for y in (-0.35, 0.0, 0.35):
        for x in (-0.53, 0.0, 0.53):
            parts += box((x - 0.07, y - 0.05, 0.022), (x + 0.07, y + 0.05, 0.10), plank, 0.003)
        parts += box((-0.6, y - 0.05, 0.0), (0.6, y + 0.05, 0.022), plank, 0.003)
    for x in (-0.53, 0.0, 0.53):
        parts += box((x - 0.07, -0.4, 0.10), (x + 0.07, 0.4, 0.122), plank, 0.003)
    for k in range(5):
        y = -0.4 + k * 0.175
        parts += box((-0.6, y, 0.122), (0.6, y + 0.1, 0.144), plank, 0.003)
    return parts


def carton(size: tuple[float, float, float], rng: random.Random) -> list[Part]:
    """A cardboard box with tape, a label and a printed mark."""
    x, y, z = size[0] / 2, size[1] / 2, size[2]
    board = matte(rng.choice(CARDBOARD), 0.8, 0.08, 3.0)
    parts = box((-x, -y, 0.0), (x, y, z), board, 0.005)
    tape = shiny((0.42, 0.30, 0.16), 0.25)
    parts += box((-x - 0.001, -0.025, z * 0.75), (x + 0.001, 0.025, z + 0.001), tape)
    if rng.random() < 0.75:
        left, low = x * rng.uniform(-0.7, 0.0), z * rng.uniform(0.25, 0.5)
        parts += box(
            (left, -y - 0.001, low),
            (left + min(0.15, x * 0.6), -y, low + min(0.10, z * 0.35)),
            matte((0.75, 0.75, 0.73)),
        )
        for k in range(4):
            at = left + 0.015 + k * 0.022
            parts += box(
                (at, -y - 0.002, low + 0.012), (at + 0.007 + 0.006 * (k % 2), -y, low + 0.04), matte((0.02, 0.02, 0.02))
            )
    return parts


def load(rng: random.Random, height: float = 1.1) -> list[Part]:
    """A pallet with layers of equal cartons, the top layer not always full; some are wrapped or bins instead."""
    parts = pallet()
    kind = rng.random()
    if kind < 0.15:
        return parts + moved(drums(rng), (0.0, 0.0, 0.144))
    columns, rows = rng.choice(((3, 2), (2, 2), (4, 3)))
    size = (1.18 / columns, 0.78 / rows, rng.uniform(0.22, 0.38))
    layers = max(1, int((height - 0.15) / size[2]))
    seed = rng.random()
    for layer in range(layers):
        for column in range(columns):
            for row in range(rows):
                if layer == layers - 1 and rng.random() < 0.25:
                    continue
                at = (-0.59 + size[0] * (column + 0.5), -0.39 + size[1] * (row + 0.5), 0.146 + layer * size[2])
                same = random.Random(seed + 0.01 * (layer == layers - 1))
                piece = carton((size[0] - 0.01, size[1] - 0.01, size[2] - 0.004), same)
                parts += moved(piece, at, rng.uniform(-1.2, 1.2))
    return parts


def drums(rng: random.Random) -> list[Part]:
    """Four ribbed barrels of one colour."""
    paint = shiny(rng.choice(((0.03, 0.12, 0.35), (0.35, 0.05, 0.03), (0.05, 0.22, 0.12))), 0.3)
    profile = [
        (0.27, 0.0),
        (0.285, 0.015),
        (0.285, 0.28),
        (0.295, 0.30),
        (0.285, 0.32),
        (0.285, 0.56),
        (0.295, 0.58),
        (0.285, 0.60),
        (0.285, 0.86),
        (0.27, 0.88),
        (0.26, 0.86),
    ]
    parts: list[Part] = []
    for x, y in ((-0.3, -0.2), (0.3, -0.2), (-0.3, 0.2), (0.3, 0.2)):
        parts += moved(lathe([(r * 0.68, z) for r, z in profile], paint, 24), (x, y, 0.0))
    return parts


def rack(
    bays: int, levels: int, rng: random.Random, bay: float = 2.7, storey: float = 1.7, blue: Rgb = (0.02, 0.07, 0.24)
) -> list[Part]:
    """A pallet rack along x, loaded; its middle on the origin, 1.1 m deep."""
    post, beam = shiny(blue, 0.35), shiny((0.75, 0.20, 0.02), 0.35)
    height, left = levels * storey + 0.4, -bays * bay / 2
    parts: list[Part] = []
    for k in range(bays + 1):
        x = left + k * bay
        for y in (-0.52, 0.52):
            parts += box((x - 0.05, y - 0.04, 0.0), (x + 0.05, y + 0.04, height), post, 0.006)
            parts += box((x - 0.09, y - 0.08, 0.0), (x + 0.09, y + 0.08, 0.01), post)
        for step in range(int(height / 0.9)):
            ends = (-0.5, 0.5) if step % 2 else (0.5, -0.5)
            parts += tube((x, ends[0], 0.2 + step * 0.9), (x, ends[1], 1.0 + step * 0.9), 0.016, post, 6)
        parts += box((x - 0.09, -0.66, 0.0), (x + 0.09, -0.56, 0.42), shiny((0.8, 0.55, 0.02), 0.4), 0.02)
    for k in range(bays):
        x = left + k * bay
        for level in range(levels):
            z = level * storey
            if level:
                for y in (-0.54, 0.5):
                    parts += box((x + 0.05, y, z - 0.12), (x + bay - 0.05, y + 0.04, z), beam, 0.005)
                parts += box((x + 0.3, -0.545, z - 0.09), (x + 0.42, -0.54, z - 0.03), matte((0.8, 0.8, 0.78)))
            for slot in range(2):
                if rng.random() < 0.86:
                    at = (x + bay * (0.27 + 0.46 * slot) + rng.uniform(-0.03, 0.03), rng.uniform(-0.05, 0.05), z)
                    parts += moved(load(rng, rng.uniform(0.6, storey - 0.35)), at, rng.uniform(-1.5, 1.5))
    return parts
