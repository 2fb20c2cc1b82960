"""Cars, lamps, benches, bales and rows of houses."""

from __future__ import annotations

import math
import random
from typing import Any

from facades import building
from solids import Part, box, lathe, moved, put, tube
from surfaces import Rgb, courses, glow, matte, metal, shiny, wood


def prism(profile: list[tuple[float, float]], left: float, right: float, surface: Any) -> list[Part]:
    """A body with a side view of (y, z) points, counter-clockwise seen from +x, between two x."""
    count = len(profile)
    points = [(x, y, z) for x in (left, right) for y, z in profile]
    faces: list[tuple[int, ...]] = [tuple(range(count))[::-1], tuple(range(count, 2 * count))]
    faces += [(k, (k + 1) % count, count + (k + 1) % count, count + k) for k in range(count)]
    return [(points, faces, surface)]


def car(paint_color: Rgb) -> list[Part]:
    """A small car, its front towards -y; meant to be seen from ten metres on."""
    paint, glass, dark = (
        shiny(paint_color, 0.25, 1.0),
        shiny((0.012, 0.014, 0.016), 0.03),
        matte((0.02, 0.02, 0.022), 0.6),
    )
    plate = matte((0.72, 0.72, 0.68), 0.4, 0.02)
    body = [(-2.05, 0.32), (2.0, 0.32), (2.06, 0.6), (2.0, 0.95), (1.6, 1.0), (-0.9, 0.98), (-1.85, 0.82), (-2.1, 0.6)]
    house = [(-0.95, 0.96), (1.85, 0.98), (1.45, 1.46), (0.3, 1.52), (-0.2, 1.47)]
    parts = prism(body, -0.86, 0.86, paint) + prism(house, -0.70, 0.70, paint)
    parts += prism([(y * 0.93 + 0.03, 0.99 + (z - 0.97) * 0.8) for y, z in house], -0.715, 0.715, glass)
    parts += prism([(-0.99, 1.0), (-0.93, 1.0), (-0.27, 1.42), (-0.30, 1.44)], -0.62, 0.62, glass)
    parts += prism([(1.80, 1.02), (1.87, 1.02), (1.52, 1.42), (1.46, 1.40)], -0.60, 0.60, glass)
    parts += [p for x in (-0.705, 0.695) for p in box((x - 0.012, 0.42, 0.95), (x + 0.022, 0.52, 1.5), paint)]
    parts += box((-0.82, -2.13, 0.36), (0.82, -2.02, 0.55), dark, 0.03) + box(
        (-0.82, 1.98, 0.36), (0.82, 2.1, 0.55), dark, 0.03
    )
    parts += box((-0.48, -2.12, 0.60), (0.48, -2.02, 0.74), dark, 0.02) + box(
        (-0.26, -2.145, 0.44), (0.26, -2.12, 0.55), plate
    )
    parts += box((-0.26, 2.06, 0.62), (0.26, 2.09, 0.73), plate)
    for y in (-0.62, 0.45, 1.3):  # the gaps of the doors
        parts += box((-0.863, y, 0.42), (0.863, y + 0.012, 0.97), dark)
    parts += box((-0.866, -0.95, 0.36), (0.866, 0.95, 0.42), dark, 0.01)
    for x in (-0.68, 0.68):
        parts += box((x - 0.15, -2.1, 0.64), (x + 0.15, -1.9, 0.76), shiny((0.75, 0.76, 0.78), 0.1), 0.03)
        parts += box((x - 0.12, 1.98, 0.68), (x + 0.12, 2.05, 0.88), shiny((0.4, 0.01, 0.01), 0.1), 0.02)
        for y in (-1.3, 1.28):
            side = math.copysign(1.0, x)
            parts += tube((side * 0.70, y, 0.33), (side * 0.864, y, 0.33), 0.37, dark, 28)
            parts += tube((side * 0.66, y, 0.31), (side * 0.875, y, 0.31), 0.315, dark, 28)
            parts += tube((side * 0.86, y, 0.31), (side * 0.885, y, 0.31), 0.2, metal(rough=0.3), 20)
        parts += box((side * 0.86, -0.75, 0.95), (side * 1.02, -0.65, 1.08), paint, 0.03)
    return parts


def lamp_post(
    height: float = 5.0, radiance: float = 0.0, color: Rgb = (1.0, 0.72, 0.42), reach: float = 0.0
) -> list[Part]:
    """A street lamp; with a reach it hangs over the road (+x), else it stands under its lamp."""
    steel = matte((0.06, 0.07, 0.07), 0.4)
    lit: Any = glow(color, radiance) if radiance else matte((0.6, 0.6, 0.58), 0.3)
    parts = lathe(((0.11, 0), (0.10, 0.9), (0.06, 0.95), (0.045, height)), steel, 16)
    if reach:
        parts += tube((0, 0, height - 0.03), (reach, 0, height + 0.15), 0.035, steel, 12)
        parts += box((reach - 0.15, -0.13, height + 0.1), (reach + 0.45, 0.13, height + 0.2), steel, 0.03)
        return parts + box((reach - 0.1, -0.1, height + 0.085), (reach + 0.4, 0.1, height + 0.1), lit)
    parts += moved(lathe(((0.09, 0), (0.15, 0.32)), lit, 20), (0, 0, height))
    return parts + moved(lathe(((0.2, 0.32), (0.17, 0.36), (0.03, 0.42)), steel, 20), (0, 0, height))


def park_bench() -> list[Part]:
    """A bench of slats."""
    plank, iron = wood((0.30, 0.19, 0.10), 0, 0.6), matte((0.03, 0.035, 0.035), 0.5)
    parts = [
        p for k in range(4) for p in box((-0.8, -0.22 + k * 0.115, 0.43), (0.8, -0.12 + k * 0.115, 0.465), plank, 0.006)
    ]
    parts += [
        p
        for k in range(3)
        for p in box((-0.8, 0.24 + k * 0.02, 0.55 + k * 0.12), (0.8, 0.265 + k * 0.02, 0.65 + k * 0.12), plank, 0.006)
    ]
    for x in (-0.65, 0.65):
        parts += box((x - 0.03, -0.22, 0), (x + 0.03, -0.17, 0.43), iron) + box(
            (x - 0.03, 0.2, 0), (x + 0.03, 0.25, 0.9), iron
        )
        parts += box((x - 0.03, -0.22, 0.39), (x + 0.03, 0.25, 0.43), iron)
    return parts


def bale() -> list[Part]:
    """A round straw bale, lying."""
    straw = matte((0.42, 0.33, 0.16), 0.95, 0.5, 25.0, bump_m=0.02)
    return tube((-0.6, 0.0, 0.65), (0.6, 0.0, 0.65), 0.65, straw, 36)


def brick_face(base: Rgb = (0.32, 0.14, 0.09)) -> Any:
    """Brickwork for a building's front."""
    dark = tuple(0.82 * part for part in base)
    return courses(base, dark, (0.36, 0.34, 0.31), (0.25, 0.08), 0.012, "xz", grain=0.2)  # type: ignore[arg-type]


def plaster(base: Rgb) -> Any:
    """Rendered wall of a building."""
    return matte(base, 0.85, 0.15, 0.5)


def street_row(rng: random.Random, places: list[tuple[float, float, float, float, int]], lit: float = 0.0) -> None:
    """Buildings at (x, y, turn in degrees, width, floors), of different faces."""
    trim = matte((0.50, 0.49, 0.46), 0.8, 0.15, 1.0)
    faces = [
        brick_face(),
        plaster((0.60, 0.52, 0.40)),
        brick_face((0.40, 0.25, 0.16)),
        plaster((0.62, 0.61, 0.58)),
        plaster((0.42, 0.46, 0.48)),
    ]
    for k, (x, y, turn, width, floors) in enumerate(places):
        every = rng.choice((2.4, 2.8, 3.2))
        put(
            building(rng, width, 12.0, floors, faces[k % 5], trim, lit, 3.2, (every * 0.52, 1.65), every),
            (x, y, 0.0),
            turn,
        )
