"""What stands and hangs in halls; each piece is a list of parts on the origin, front towards -y."""

from __future__ import annotations

import math
import random
from itertools import pairwise
from typing import Any

from solids import Part, ball, box, lathe, leaning, moved, tube
from storage import carton
from surfaces import Rgb, glow, matte, metal, shiny


def column(height: float, surface: Any, width: float = 0.3) -> list[Part]:
    """A steel H column with a base plate and a striped guard."""
    w = width / 2
    parts = box((-w, -w, 0.0), (w, -w + 0.02, height), surface) + box((-w, w - 0.02, 0.0), (w, w, height), surface)
    parts += box((-0.008, -w, 0.0), (0.008, w, height), surface)
    parts += box((-w - 0.1, -w - 0.1, 0.0), (w + 0.1, w + 0.1, 0.025), surface, 0.004)
    for k in range(6):
        tone = (0.80, 0.55, 0.02) if k % 2 == 0 else (0.02, 0.02, 0.02)
        parts += box((-w - 0.02, -w - 0.02, 0.05 + k * 0.2), (w + 0.02, w + 0.02, 0.25 + k * 0.2), shiny(tone, 0.4))
    return parts


def truss(length: float, depth: float, surface: Any, panels: int = 10) -> list[Part]:
    """A roof girder along x, its upper chord at z = 0."""
    x = length / 2
    parts = box((-x, -0.08, -0.12), (x, 0.08, 0.0), surface) + box(
        (-x, -0.07, -depth), (x, 0.07, -depth + 0.1), surface
    )
    step = length / panels
    for k in range(panels):
        left = -x + k * step
        ends = (-depth + 0.05, -0.05) if k % 2 else (-0.05, -depth + 0.05)
        parts += tube((left, 0.0, ends[0]), (left + step, 0.0, ends[1]), 0.045, surface, 8)
        parts += tube((left, 0.0, -depth), (left, 0.0, 0.0), 0.035, surface, 8)
    return parts


def machine(rng: random.Random, base: Rgb = (0.62, 0.63, 0.62), accent: Rgb = (0.03, 0.15, 0.35)) -> list[Part]:
    """A machining centre: a cabinet with a window, a control panel on an arm, vents, a signal lamp."""
    shell, dark, trim = shiny(base, 0.35), matte((0.04, 0.04, 0.045), 0.5), shiny(accent, 0.3)
    parts = box((-1.5, -1.0, 0.12), (1.5, 1.0, 2.1), shell, 0.04) + box((-1.45, -0.95, 0), (1.45, 0.95, 0.12), dark)
    parts += box((-1.51, -1.01, 0.55), (1.51, -0.6, 0.72), trim, 0.01) + box(
        (-0.9, 0.1, 2.1), (0.9, 0.9, 2.55), shell, 0.04
    )
    parts += box((-1.0, -1.02, 0.85), (0.35, -0.99, 1.95), shell, 0.015) + box(
        (-0.9, -1.03, 1.05), (0.25, -1.01, 1.8), shiny((0.015, 0.02, 0.025), 0.05), 0.03
    )
    parts += tube((0.28, -1.06, 1.1), (0.28, -1.06, 1.6), 0.014, metal(), 10)
    parts += box((0.65, -1.12, 1.0), (1.25, -1.0, 1.75), dark, 0.02) + box(
        (0.72, -1.125, 1.35), (1.18, -1.12, 1.68), glow((0.35, 0.65, 1.0), 0.9)
    )
    for k in range(12):
        tone = rng.choice(((0.7, 0.7, 0.68), (0.1, 0.4, 0.12), (0.6, 0.08, 0.05), (0.25, 0.25, 0.26)))
        x, z = 0.75 + (k % 4) * 0.12, 1.06 + (k // 4) * 0.085
        parts += box((x, -1.135, z), (x + 0.07, -1.12, z + 0.05), matte(tone, 0.4), 0.006)
    for k in range(9):
        parts += box((1.5, -0.2, 0.9 + k * 0.07), (1.51, 0.6, 0.93 + k * 0.07), dark)
        parts += box((-1.51, -0.2, 0.9 + k * 0.07), (-1.5, 0.6, 0.93 + k * 0.07), dark)
    parts += tube((1.2, 0.7, 2.1), (1.2, 0.7, 2.35), 0.02, metal(), 8)
    for k, tone in enumerate(((0.05, 0.6, 0.1), (0.8, 0.45, 0.02), (0.7, 0.03, 0.02))):
        lamp = glow(tone, 3.0) if k == 0 else shiny(tone, 0.2)
        parts += moved(lathe(((0.04, 0), (0.04, 0.075)), lamp, 16), (1.2, 0.7, 2.35 + k * 0.08))
    return parts


def conveyor(length: float, rng: random.Random) -> list[Part]:
    """A roller conveyor along x with cartons on it."""
    steel, side, x = metal(rough=0.3), shiny((0.03, 0.13, 0.32), 0.35), length / 2
    parts = [p for y in (-0.34, 0.30) for p in box((-x, y, 0.66), (x, y + 0.04, 0.80), side, 0.005)]
    for k in range(int(length / 0.1)):
        parts += tube((-x + 0.05 + k * 0.1, -0.3, 0.76), (-x + 0.05 + k * 0.1, 0.3, 0.76), 0.027, steel, 10)
    for k in range(int(length / 1.5) + 1):
        at = -x + 0.1 + k * (length - 0.2) / max(1, int(length / 1.5))
        for y in (-0.32, 0.32):
            parts += box((at - 0.03, y - 0.02, 0), (at + 0.03, y + 0.02, 0.68), side)
        parts += box((at - 0.02, -0.3, 0.3), (at + 0.02, 0.3, 0.34), side)
    at = -x + 0.5
    while at < x - 0.4:
        size = (rng.uniform(0.3, 0.5), rng.uniform(0.25, 0.42), rng.uniform(0.18, 0.36))
        parts += moved(carton(size, rng), (at, 0.0, 0.79), rng.uniform(-8, 8))
        at += rng.uniform(0.7, 1.6)
    return parts


def robot(base: Rgb = (0.85, 0.30, 0.02)) -> list[Part]:
    """An industrial arm on a pedestal, bent over its work."""
    paint, dark = shiny(base, 0.3), matte((0.03, 0.03, 0.035), 0.5)
    parts = lathe(
        ((0.32, 0), (0.32, 0.05), (0.25, 0.06), (0.25, 0.35), (0.28, 0.37), (0.28, 0.55), (0.2, 0.6)), paint, 28
    )
    parts += tube((-0.24, 0, 0.75), (0.24, 0, 0.75), 0.2, paint, 24) + tube(
        (-0.27, 0, 0.75), (0.27, 0, 0.75), 0.1, dark, 20
    )
    shoulder, elbow, wrist = (0.0, 0.0, 0.75), (0.0, 0.35, 1.75), (0.0, -0.75, 2.0)
    parts += tube(shoulder, elbow, 0.13, paint, 20) + tube((-0.2, 0.35, 1.75), (0.2, 0.35, 1.75), 0.17, paint, 24)
    parts += (
        tube(elbow, wrist, 0.10, paint, 20) + ball(0.12, wrist, paint) + tube(wrist, (0.0, -0.85, 1.55), 0.07, dark, 16)
    )
    parts += box((-0.12, -0.9, 1.45), (0.12, -0.8, 1.55), metal(), 0.01)
    for s in (-0.1, 0.08):
        parts += box((s, -0.87, 1.28), (s + 0.02, -0.83, 1.45), metal(), 0.004)
    points = [(0.16, 0.15, 0.7), (0.22, 0.4, 1.3), (0.2, 0.45, 1.85), (0.15, -0.2, 2.05)]
    for a, b in pairwise(points):
        parts += tube(a, b, 0.025, dark, 10)
    return parts


def mesh_fence(length: float, height: float = 2.0) -> list[Part]:
    """A guard fence of welded wire along x: yellow posts, thin bars."""
    post, wire = shiny((0.80, 0.50, 0.02), 0.4), matte((0.03, 0.03, 0.03), 0.5)
    x, count = length / 2, max(1, round(length / 1.5))
    parts: list[Part] = []
    for k in range(count + 1):
        at = -x + length * k / count
        parts += box((at - 0.03, -0.03, 0), (at + 0.03, 0.03, height), post, 0.004)
    for k in range(int(length / 0.06)):
        parts += tube((-x + k * 0.06, 0, 0.12), (-x + k * 0.06, 0, height - 0.02), 0.0025, wire, 4)
    for k in range(8):
        z = 0.12 + (height - 0.14) * k / 7
        parts += tube((-x, 0, z), (x, 0, z), 0.004, wire, 4)
    return parts


def ladder(height: float = 2.2) -> list[Part]:
    """An aluminium ladder, leaning towards +y."""
    alu = metal((0.7, 0.7, 0.71), 0.35)
    parts = [p for x in (-0.2, 0.2) for p in box((x - 0.012, -0.03, 0), (x + 0.012, 0.03, height), alu, 0.003)]
    for k in range(int(height / 0.28)):
        parts += box((-0.2, -0.02, 0.2 + k * 0.28), (0.2, 0.02, 0.23 + k * 0.28), alu, 0.003)
    return leaning(parts, -14)


def trolley() -> list[Part]:
    """A platform trolley with a handle."""
    steel, deck = shiny((0.03, 0.14, 0.35), 0.35), matte((0.10, 0.09, 0.08), 0.7)
    parts = box((-0.5, -0.32, 0.18), (0.5, 0.32, 0.22), deck, 0.008)
    for x in (-0.4, 0.4):
        for y in (-0.24, 0.24):
            parts += tube((x, y - 0.02, 0.07), (x, y + 0.02, 0.07), 0.07, matte((0.02, 0.02, 0.02)), 18)
            parts += box((x - 0.03, y - 0.03, 0.13), (x + 0.03, y + 0.03, 0.18), metal())
    for y in (-0.28, 0.28):
        parts += tube((0.48, y, 0.2), (0.55, y, 0.98), 0.016, steel, 10)
    return parts + tube((0.55, -0.28, 0.98), (0.55, 0.28, 0.98), 0.016, steel, 10)


def pipe(points: list[tuple[float, float, float]], radius: float, surface: Any) -> list[Part]:
    """A pipe through the points, with a ball at every bend and a flange at every 3 m."""
    parts: list[Part] = []
    for a, b in pairwise(points):
        parts += tube(a, b, radius, surface, 16) + ball(radius * 1.02, b, surface)
        length = math.dist(a, b)
        for k in range(1, int(length / 3.0) + 1):
            t = k * 3.0 / length
            near = tuple(p + (q - p) * max(0.0, t - 0.02 / length) for p, q in zip(a, b, strict=True))
            far = tuple(p + (q - p) * min(1.0, t + 0.02 / length) for p, q in zip(a, b, strict=True))
            if math.dist(near, far) > 1e-3:
                parts += tube(near, far, radius * 1.25, surface, 16)  # type: ignore[arg-type]
    return parts
