"""Trees, bushes and grass for what is seen out of windows and outdoors."""

from __future__ import annotations

import math
import random

from solids import Part, Point, tube
from surfaces import leaf, matte


def tree(
    rng: random.Random,
    height: float = 8.0,
    leaves: int = 2600,
    size: float = 0.24,
    hue: tuple[float, float, float] = (0.045, 0.10, 0.02),
) -> list[Part]:
    """A broad-leaved tree: a trunk, limbs, and leaves gathered in clumps around the limbs' ends."""
    bark = matte((0.10, 0.075, 0.05), 0.9, 0.3, 6.0)
    crown = height * 0.62
    parts = tube((0, 0, 0), (0.1, 0.05, height * 0.5), height * 0.022, bark, 9)
    clumps: list[tuple[Point, float]] = []
    for k in range(40):
        angle, level = k * 2.4 + rng.uniform(-0.4, 0.4), rng.uniform(-0.8, 0.95)
        reach = height * 0.27 * math.sqrt(1 - (level * 0.85) ** 2) * rng.uniform(0.55, 1.05)
        end = (math.cos(angle) * reach, math.sin(angle) * reach, crown + level * height * 0.34)
        start = (0.0, 0.0, height * rng.uniform(0.22, 0.5))
        parts += tube(start, end, height * 0.006, bark, 6)
        clumps.append((end, height * rng.uniform(0.07, 0.14)))
    return [*parts, *_leaves(rng, clumps, leaves, size, hue)]


def bush(
    rng: random.Random,
    length: float,
    height: float = 0.9,
    leaves: int = 1500,
    hue: tuple[float, float, float] = (0.03, 0.075, 0.02),
) -> list[Part]:
    """A hedge along x."""
    clumps = [
        ((length * (rng.random() - 0.5), rng.uniform(-0.2, 0.2), height * rng.uniform(0.25, 0.72)), height * 0.3)
        for _ in range(int(14 * length))
    ]
    return _leaves(rng, clumps, leaves, 0.075, hue)


def _leaves(
    rng: random.Random, clumps: list[tuple[Point, float]], count: int, size: float, hue: tuple[float, float, float]
) -> list[Part]:
    points: list[Point] = []
    faces: list[tuple[int, ...]] = []
    for _ in range(count):
        (x, y, z), radius = rng.choice(clumps)
        along = [rng.gauss(0, 1) for _ in range(3)]
        length = math.hypot(*along) or 1.0
        out = radius * rng.random() ** 0.4 / length
        at = (x + along[0] * out, y + along[1] * out, z + along[2] * out * 0.8)
        u = [rng.gauss(0, size * 0.5) for _ in range(3)]
        v = [rng.gauss(0, size * 0.35) for _ in range(3)]
        start = len(points)
        for a, b in ((-1, 0), (0, -1), (1, 0), (0, 1)):
            points.append(
                (at[0] + a * u[0] + b * v[0], at[1] + a * u[1] + b * v[1], max(0.02, at[2] + a * u[2] + b * v[2]))
            )
        faces.append((start, start + 1, start + 2, start + 3))
    return [(points, faces, leaf(hue))]


def turf(rng: random.Random, side: float = 2.0, blades: int = 9000, height: float = 0.07) -> list[Part]:
    """A square of grass blades around the origin."""
    points: list[Point] = []
    faces: list[tuple[int, ...]] = []
    for _ in range(blades):
        x, y, angle = (rng.random() - 0.5) * side, (rng.random() - 0.5) * side, rng.uniform(0, math.tau)
        tall = height * rng.uniform(0.4, 1.2)
        dx, dy = math.cos(angle) * 0.006, math.sin(angle) * 0.006
        lean = (rng.gauss(0, tall * 0.4), rng.gauss(0, tall * 0.4))
        start = len(points)
        points += [(x - dx, y - dy, 0.0), (x + dx, y + dy, 0.0), (x + lean[0], y + lean[1], tall)]
        faces.append((start, start + 1, start + 2))
    return [(points, faces, leaf((0.05, 0.105, 0.022)))]
