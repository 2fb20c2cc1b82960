"""Workbenches, tool boards and the tools on them; each is a list of parts on the origin, front towards -y."""

from __future__ import annotations

import random

from solids import Part, box, lathe, leaning, moved, tube
from surfaces import matte, metal, shiny, wood


def bench(length: float, rng: random.Random) -> list[Part]:
    """A workbench of thick wood on steel legs, with drawers, a vice and things left on it; its back at y = 0."""
    top, steel = wood((0.42, 0.27, 0.14), 0, 0.55, 0.7), shiny((0.05, 0.13, 0.20), 0.4)
    x = length / 2
    parts = box((-x, -0.75, 0.84), (x, 0.0, 0.90), top, 0.008)
    for side in (-x + 0.05, x - 0.11):
        for y in (-0.70, -0.10):
            parts += box((side, y, 0.0), (side + 0.06, y + 0.06, 0.84), steel, 0.004)
    parts += box((-x + 0.05, -0.70, 0.18), (x - 0.05, -0.05, 0.21), top, 0.004)
    for k in range(4):
        low = 0.80 - (k + 1) * 0.15
        parts += box((x - 0.62, -0.74, low), (x - 0.14, -0.1, low + 0.145), steel, 0.006)
        parts += tube((x - 0.52, -0.77, low + 0.10), (x - 0.24, -0.77, low + 0.10), 0.007, metal(), 8)
    parts += moved(vice(), (-x + 0.35, -0.66, 0.90))
    for k in range(3):
        tone = rng.choice(((0.5, 0.04, 0.03), (0.03, 0.14, 0.4), (0.75, 0.5, 0.04)))
        crate = box((-0.2, -0.12, 0), (0.2, 0.12, 0.22), matte(tone, 0.5), 0.012)
        parts += moved(crate, (-x + 0.5 + k * 0.6, -0.4, 0.21), rng.uniform(-8, 8))
    return parts + bench_things(x, rng)


def bench_things(x: float, rng: random.Random) -> list[Part]:
    """Tins, a toolbox, offcuts, bottles along the back of a bench."""
    parts = moved(toolbox(), (rng.uniform(-0.3, 0.3) * x, -0.32, 0.90), rng.uniform(-20, 20))
    for _ in range(7):
        at = (rng.uniform(-0.45, 0.85) * x, rng.uniform(-0.25, -0.08), 0.90)
        tone = rng.choice(
            ((0.55, 0.05, 0.04), (0.7, 0.68, 0.6), (0.05, 0.2, 0.35), (0.75, 0.55, 0.05), (0.06, 0.25, 0.1))
        )
        r, tall = rng.uniform(0.03, 0.055), rng.uniform(0.08, 0.22)
        parts += moved(
            lathe(((r, 0.0), (r, tall), (r * 0.5, tall + 0.02), (r * 0.4, tall + 0.05)), shiny(tone, 0.3), 18), at
        )
    for _ in range(5):
        at = (rng.uniform(-0.6, 0.7) * x, rng.uniform(-0.6, -0.3), 0.90)
        block = box(
            (-rng.uniform(0.05, 0.25), -0.03, 0),
            (0.15, 0.03, rng.uniform(0.02, 0.06)),
            wood((0.55, 0.40, 0.24), 0),
            0.002,
        )
        parts += moved(block, at, rng.uniform(0, 180))
    return parts


def toolbox() -> list[Part]:
    """A red tool box with a lid and a handle."""
    red = shiny((0.45, 0.03, 0.02), 0.3)
    parts = box((-0.25, -0.11, 0), (0.25, 0.11, 0.18), red, 0.008) + box(
        (-0.255, -0.115, 0.18), (0.255, 0.115, 0.24), red, 0.02
    )
    return (
        parts
        + tube((-0.1, 0, 0.28), (0.1, 0, 0.28), 0.011, metal(), 8)
        + [p for s in (-0.1, 0.1) for p in tube((s, 0, 0.23), (s, 0, 0.28), 0.007, metal(), 6)]
    )


def vice() -> list[Part]:
    """A bench vice."""
    iron = shiny((0.03, 0.10, 0.16), 0.4)
    parts = box((-0.08, -0.08, 0), (0.08, 0.10, 0.03), iron, 0.006) + box(
        (-0.05, -0.06, 0.03), (0.05, 0.08, 0.11), iron, 0.012
    )
    parts += box((-0.075, -0.02, 0.09), (0.075, 0.03, 0.17), iron, 0.008) + box(
        (-0.075, -0.15, 0.09), (0.075, -0.10, 0.17), iron, 0.008
    )
    parts += tube((0, -0.28, 0.08), (0, 0.0, 0.08), 0.015, metal(), 10) + tube(
        (-0.12, -0.27, 0.08), (0.12, -0.27, 0.08), 0.007, metal(), 8
    )
    return parts


def tool_board(width: float, height: float, rng: random.Random) -> list[Part]:
    """A perforated board full of hanging tools, in front of a wall at y = 0."""
    x = width / 2
    parts = box((-x, -0.03, 0), (x, -0.015, height), matte((0.16, 0.19, 0.20), 0.5))
    rows = max(1, int(height / 0.42))
    for row in range(rows):
        left, top = -x + 0.1, height - 0.08 - row * height / rows
        parts += box((-x + 0.04, -0.045, top), (x - 0.04, -0.03, top + 0.012), metal(rough=0.4))
        while left < x - 0.1:
            parts += moved(hanging(rng), (left, -0.05, top))
            left += rng.uniform(0.07, 0.15)
    return parts


def hanging(rng: random.Random) -> list[Part]:
    """A tool on its hook: spanner, screwdriver, hammer, pliers or saw; its top on the origin."""
    kind, steel, size = rng.randrange(5), metal(rough=0.25), rng.uniform(0.7, 1.15)
    grip = matte(rng.choice(((0.6, 0.05, 0.03), (0.75, 0.45, 0.03), (0.02, 0.02, 0.02), (0.03, 0.15, 0.4))), 0.5)
    if kind == 0:
        parts = box((-0.01, -0.006, -0.24), (0.01, 0.0, -0.03), steel, 0.002)
        for z in (-0.02, -0.25):
            parts += leaning(lathe(((0.024, 0.0), (0.024, 0.009)), steel, 12), 90)[:0] + box(
                (-0.022, -0.008, z - 0.02), (0.022, 0.0, z + 0.02), steel, 0.006
            )
    elif kind == 1:
        parts = tube((0, 0, -0.12), (0, 0, 0), 0.016, grip, 10) + tube((0, 0, -0.26), (0, 0, -0.12), 0.005, steel, 8)
    elif kind == 2:
        parts = tube((0, 0, -0.30), (0, 0, 0), 0.013, wood((0.5, 0.33, 0.17), 2), 10) + box(
            (-0.06, -0.018, -0.03), (0.06, 0.018, 0.01), steel, 0.006
        )
    elif kind == 3:
        parts = [p for s in (-1, 1) for p in tube((0, 0, -0.06), (s * 0.03, 0, -0.19), 0.009, grip, 8)]
        parts += box((-0.016, -0.008, -0.07), (0.016, 0.008, 0.0), steel, 0.005)
    else:
        parts = box((-0.05, -0.002, -0.36), (0.02, 0.0, -0.1), steel) + box(
            (-0.06, -0.012, -0.12), (0.04, 0.012, 0.0), wood((0.35, 0.2, 0.1), 2), 0.01
        )
    return moved(parts, (0.0, 0.0, 0.0), 0.0, size)
