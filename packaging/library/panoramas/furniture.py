"""Furniture of offices and homes, each a list of parts that stands on the origin with its front towards -y."""

from __future__ import annotations

import random
from typing import Any

from solids import Part, ball, box, lathe, leaning, moved, tube
from surfaces import Rgb, glow, leaf, matte, metal, screen, shiny, wood

BOOK_COLORS: tuple[Rgb, ...] = (
    (0.35, 0.06, 0.05), (0.05, 0.12, 0.30), (0.06, 0.20, 0.12), (0.55, 0.42, 0.18), (0.08, 0.08, 0.09),
    (0.6, 0.58, 0.52), (0.45, 0.20, 0.06), (0.18, 0.10, 0.22), (0.70, 0.68, 0.65), (0.10, 0.28, 0.34),
)  # fmt: skip


def desk(width: float = 1.6, depth: float = 0.8, top: Any = None, leg: Any = None, height: float = 0.73) -> list[Part]:
    """A desk with a steel frame."""
    top = top or wood((0.50, 0.36, 0.22), 0)
    leg = leg or matte((0.06, 0.06, 0.065), 0.4)
    x, y = width / 2, depth / 2
    parts = box((-x, -y, height - 0.028), (x, y, height), top, 0.006)
    for side in (-1, 1):
        parts += box((side * (x - 0.08) - 0.03, -y + 0.05, 0.0), (side * (x - 0.08) + 0.03, y - 0.05, 0.02), leg, 0.005)
        parts += box(
            (side * (x - 0.08) - 0.03, -0.04, 0.02), (side * (x - 0.08) + 0.03, 0.04, height - 0.03), leg, 0.005
        )
        parts += box(
            (side * (x - 0.08) - 0.02, -y + 0.08, height - 0.06),
            (side * (x - 0.08) + 0.02, y - 0.08, height - 0.03),
            leg,
        )
    return parts + box((-x + 0.1, y - 0.08, height - 0.25), (x - 0.1, y - 0.06, height - 0.03), leg)


def monitor(width: float = 0.60) -> list[Part]:
    """A flat screen on its foot, showing something."""
    black = matte((0.015, 0.015, 0.017), 0.35)
    height = width * 0.58
    x = width / 2
    parts = box((-x, 0.0, 0.12), (x, 0.03, 0.12 + height), black, 0.006)
    parts += box((-x + 0.012, -0.003, 0.135), (x - 0.012, 0.0, 0.12 + height - 0.012), screen())
    parts += box((-0.03, 0.03, 0.02), (0.03, 0.06, 0.30), black, 0.004)
    return parts + box((-0.12, -0.06, 0.0), (0.12, 0.12, 0.012), black, 0.004)


def desk_things(rng: random.Random) -> list[Part]:
    """What lies on a used desk: keyboard, mouse, papers, mug, lamp or plant."""
    dark, paper = matte((0.03, 0.03, 0.033), 0.45), matte((0.78, 0.77, 0.74), 0.8, 0.03)
    parts = moved(monitor(), (rng.uniform(-0.15, 0.15), 0.18, 0.0), rng.uniform(-12, 12))
    parts += moved(box((-0.22, -0.07, 0.0), (0.22, 0.07, 0.018), dark, 0.006), (0.0, -0.16, 0.0), rng.uniform(-6, 6))
    for row in range(4):
        for key in range(13):
            x, y = -0.2 + key * 0.031, -0.21 + row * 0.03
            parts += box((x, y, 0.018), (x + 0.026, y + 0.025, 0.023), matte((0.09, 0.09, 0.095), 0.5), 0.003)
    parts += moved(ball(0.035, (0.0, 0.0, 0.015), dark, 0.5), (0.32, -0.17, 0.0))
    for _ in range(rng.randint(2, 5)):
        at = (rng.uniform(-0.65, -0.4), rng.uniform(-0.25, 0.2), 0.001 * rng.randint(1, 8))
        parts += moved(box((-0.105, -0.148, 0.0), (0.105, 0.148, 0.002), paper), at, rng.uniform(-25, 25))
    parts += moved(mug(rng.choice(BOOK_COLORS)), (rng.uniform(0.42, 0.6), rng.uniform(-0.1, 0.2), 0.0))
    return parts + moved(books(0.25, 0.22, rng), (-0.6, 0.28, 0.0))


def mug(base: Rgb) -> list[Part]:
    """A mug."""
    profile = ((0.036, 0.0), (0.04, 0.006), (0.04, 0.095), (0.036, 0.095), (0.034, 0.02))
    return lathe(profile, shiny(base), 20)


def books(width: float, height: float, rng: random.Random) -> list[Part]:
    """A row of books from x = 0 to ``width``."""
    parts: list[Part] = []
    x = 0.0
    while x < width - 0.05:
        thick, tall, deep = rng.uniform(0.015, 0.045), height * rng.uniform(0.72, 0.97), rng.uniform(0.15, 0.2)
        parts += box((x, -deep, 0.0), (x + thick, 0.0, tall), matte(rng.choice(BOOK_COLORS), 0.5), 0.002)
        if rng.random() < 0.6:
            z = tall * rng.uniform(0.6, 0.75)
            parts += box(
                (x + 0.003, -deep - 0.001, z), (x + thick - 0.003, -deep, z + tall * 0.12), matte((0.75, 0.7, 0.55))
            )
        x += thick + 0.001
    return parts


def shelf(
    width: float, height: float, rng: random.Random, surface: Any, rows: int = 5, depth: float = 0.32
) -> list[Part]:
    """A bookcase, filled with books, binders, boxes and a plant; its back at y = 0."""
    x = width / 2
    parts = box((-x, -0.008, 0.0), (x, 0.0, height), surface)
    for side in (-x, x - 0.022):
        parts += box((side, -depth, 0.0), (side + 0.022, 0.0, height), surface, 0.003)
    for row in range(rows + 1):
        z = 0.05 + (height - 0.072) * row / rows
        parts += box((-x, -depth + 0.004, z), (x, 0.0, z + 0.022), surface, 0.003)
        if row == rows:
            break
        clear = (height - 0.072) / rows - 0.03
        left = -x + 0.03
        while left < x - 0.3:
            kind, wide = rng.random(), rng.uniform(0.25, 0.5)
            wide = min(wide, x - 0.03 - left)
            at = (left, -0.03, z + 0.022)
            if kind < 0.5:
                parts += moved(books(wide, clear, rng), at)
            elif kind < 0.75:
                parts += moved(binders(wide, min(0.32, clear), rng), at)
            elif kind < 0.9:
                tone = rng.choice(((0.55, 0.45, 0.32), (0.25, 0.27, 0.3), (0.7, 0.69, 0.66)))
                parts += moved(box((0.0, -0.26, 0.0), (min(wide, 0.34), 0.0, clear * 0.7), matte(tone), 0.008), at)
            left += wide + rng.uniform(0.0, 0.12)
    return parts


def binders(width: float, height: float, rng: random.Random) -> list[Part]:
    """A row of ring binders of one or two colours, with labels."""
    shades = rng.sample(BOOK_COLORS, 2)
    parts: list[Part] = []
    for k in range(int(width / 0.075)):
        x = k * 0.075
        parts += box((x, -0.28, 0.0), (x + 0.072, 0.0, height), matte(shades[rng.random() < 0.25], 0.5), 0.003)
        parts += box((x + 0.012, -0.2815, height * 0.45), (x + 0.06, -0.28, height * 0.85), matte((0.78, 0.77, 0.72)))
    return parts


def office_chair(cloth: Rgb = (0.05, 0.07, 0.10)) -> list[Part]:
    """A swivel chair on five castors."""
    black, fabric, steel = (
        matte((0.02, 0.02, 0.022), 0.4),
        matte(cloth, 0.9, 0.12, 40.0, bump_m=0.001),
        metal(rough=0.25),
    )
    parts = tube((0.0, 0.0, 0.1), (0.0, 0.0, 0.42), 0.028, steel)
    for k in range(5):
        arm = box((0.0, -0.025, 0.07), (0.31, 0.025, 0.105), black, 0.01) + ball(0.03, (0.30, 0.0, 0.03), black)
        parts += moved(arm, (0.0, 0.0, 0.0), 72.0 * k + 10)
    parts += box((-0.25, -0.24, 0.42), (0.25, 0.24, 0.50), fabric, 0.035)
    parts += moved(leaning(box((-0.23, -0.03, 0.0), (0.23, 0.04, 0.55), fabric, 0.03), -10), (0.0, 0.25, 0.58))
    parts += box((-0.03, 0.24, 0.44), (0.03, 0.30, 0.85), black, 0.01)
    for side in (-0.28, 0.28):
        parts += box((side - 0.035, -0.16, 0.67), (side + 0.035, 0.12, 0.70), black, 0.012)
        parts += box((side - 0.015, -0.02, 0.45), (side + 0.015, 0.04, 0.67), black, 0.006)
    return parts


def plant(
    rng: random.Random, height: float = 1.3, spread: float = 0.4, leaves: int = 260, pot: Rgb = (0.55, 0.53, 0.5)
) -> list[Part]:
    """A leafy pot plant."""
    green = leaf((0.035, 0.12, 0.025))
    parts = lathe(((0.13, 0.0), (0.18, 0.32), (0.165, 0.32), (0.16, 0.28)), matte(pot, 0.5))
    points: list[tuple[float, float, float]] = []
    faces: list[tuple[int, ...]] = []
    for _ in range(leaves):
        z = 0.35 + (height - 0.35) * rng.random() ** 0.7
        wide = spread * (0.25 + 0.9 * (1 - abs(2 * (z - 0.3) / height - 1.0)))
        base = (rng.gauss(0, wide * 0.4), rng.gauss(0, wide * 0.4), z)
        out = (base[0] * 0.6 + rng.gauss(0, 0.05), base[1] * 0.6 + rng.gauss(0, 0.05), rng.uniform(-0.08, 0.10))
        side = (rng.gauss(0, 0.028), rng.gauss(0, 0.028), rng.gauss(0, 0.012))
        middle = tuple(b + 0.5 * o for b, o in zip(base, out, strict=True))
        start = len(points)
        points += [
            base,
            tuple(m + s for m, s in zip(middle, side, strict=True)),  # type: ignore[list-item]
            tuple(b + o for b, o in zip(base, out, strict=True)),  # type: ignore[list-item]
            tuple(m - s for m, s in zip(middle, side, strict=True)),  # type: ignore[list-item]
        ]
        faces.append((start, start + 1, start + 2, start + 3))
    stems: list[Part] = []
    for _ in range(6):
        stems += tube(
            (0.0, 0.0, 0.28),
            (rng.gauss(0, 0.1), rng.gauss(0, 0.1), height * rng.uniform(0.6, 0.9)),
            0.008,
            matte((0.12, 0.09, 0.04)),
            6,
        )
    return [*parts, (points, faces, green), *stems]


def picture(width: float, height: float, base: Rgb, second: Rgb, edge: Any) -> list[Part]:
    """A framed print, to hang in front of a wall at y = 0, facing -y."""
    x, z = width / 2, height / 2
    parts = box((-x, -0.025, -z), (x, 0.0, z), edge, 0.004)
    parts += box((-x + 0.02, -0.027, -z + 0.02), (x - 0.02, -0.025, z - 0.02), matte((0.8, 0.79, 0.76), 0.6, 0.02))
    parts += box((-x * 0.7, -0.028, -z * 0.7), (x * 0.7, -0.027, z * 0.05), matte(base, 0.6, 0.5, 2.0))
    return parts + box((-x * 0.7, -0.028, z * 0.05), (x * 0.7, -0.027, z * 0.7), matte(second, 0.6, 0.3, 2.0))


def sofa(cloth: Rgb, width: float = 2.1) -> list[Part]:
    """A sofa with loose cushions."""
    fabric = matte(cloth, 0.95, 0.12, 30.0, bump_m=0.0015)
    x = width / 2
    parts = box((-x, -0.45, 0.12), (x, 0.45, 0.30), fabric, 0.03)
    parts += box((-x, 0.22, 0.28), (x, 0.45, 0.80), fabric, 0.06)
    for side in (-x, x - 0.2):
        parts += box((side, -0.45, 0.28), (side + 0.2, 0.45, 0.60), fabric, 0.06)
    third = (width - 0.42) / 3
    for k in range(3):
        left = -x + 0.21 + k * third
        parts += box((left + 0.005, -0.46, 0.30), (left + third - 0.005, 0.24, 0.46), fabric, 0.045)
        parts += moved(
            leaning(box((0.01, -0.08, 0.0), (third - 0.01, 0.08, 0.44), fabric, 0.06), -12), (left, 0.16, 0.44)
        )
    for at, tone in ((-x + 0.4, (0.55, 0.30, 0.10)), (x - 0.42, (0.62, 0.6, 0.55))):
        pillow = leaning(box((-0.21, -0.06, 0.0), (0.21, 0.06, 0.40), matte(tone, 0.95, 0.1, 30.0), 0.055), -22)
        parts += moved(pillow, (at, -0.06, 0.46), 8 if at < 0 else -9)
    for dx in (-x + 0.08, x - 0.08):
        for dy in (-0.38, 0.38):
            parts += tube((dx, dy, 0.0), (dx, dy, 0.13), 0.02, wood((0.25, 0.15, 0.08), 2), 10)
    return parts


def chair(surface: Any) -> list[Part]:
    """A wooden dining chair."""
    parts = box((-0.21, -0.21, 0.43), (0.21, 0.21, 0.46), surface, 0.012)
    for x in (-0.18, 0.18):
        parts += tube((x * 1.1, -0.2, 0.0), (x, -0.18, 0.44), 0.017, surface, 10)
        parts += tube((x * 1.1, 0.25, 0.0), (x, 0.19, 0.46), 0.017, surface, 10)
        parts += tube((x, 0.19, 0.44), (x, 0.26, 0.86), 0.015, surface, 10)
    for z in (0.62, 0.72, 0.82):
        parts += box(
            (-0.19, 0.21 + (z - 0.6) * 0.2, z - 0.03), (0.19, 0.225 + (z - 0.6) * 0.2, z + 0.03), surface, 0.005
        )
    return parts


def floor_lamp(radiance: float) -> list[Part]:
    """A standing lamp with a cloth shade that shines."""
    steel = matte((0.03, 0.03, 0.032), 0.4)
    parts = lathe(((0.14, 0.0), (0.14, 0.015), (0.02, 0.03)), steel) + tube((0, 0, 0.02), (0, 0, 1.5), 0.011, steel, 10)
    shade = lathe(((0.22, 1.38), (0.17, 1.68)), glow((1.0, 0.74, 0.46), radiance), 32)
    return parts + shade


def cupboard(
    width: float, height: float, depth: float, doors: int, surface: Any, grip: Any, drawers: int = 0
) -> list[Part]:
    """A cupboard with doors (or drawers) and bar handles; its back at y = 0."""
    x = width / 2
    parts = box((-x, -depth + 0.02, 0.08), (x, 0.0, height), surface, 0.003)
    parts += box((-x + 0.02, -depth + 0.06, 0.0), (x - 0.02, -0.02, 0.08), matte((0.03, 0.03, 0.03)))
    rows = max(1, drawers)
    for k in range(doors):
        for row in range(rows):
            left, right = -x + width * k / doors + 0.002, -x + width * (k + 1) / doors - 0.002
            low = 0.08 + (height - 0.08) * row / rows + 0.002
            high = 0.08 + (height - 0.08) * (row + 1) / rows - 0.002
            parts += box((left, -depth, low), (right, -depth + 0.019, high), surface, 0.003)
            z, span = high - 0.05, min(0.08, width / doors * 0.3)
            middle = (left + right) / 2
            parts += tube((middle - span, -depth - 0.025, z), (middle + span, -depth - 0.025, z), 0.005, grip, 8)
            for end in (middle - span, middle + span):
                parts += tube((end, -depth - 0.025, z), (end, -depth, z), 0.004, grip, 6)
    return parts
