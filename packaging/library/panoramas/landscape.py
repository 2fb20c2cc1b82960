"""Hills, trees, bushes and grass around the origin."""

from __future__ import annotations

import math
import random
from typing import Any

from graph import colour
from nature import bush, tree, turf
from solids import mesh, put
from surfaces import Rgb, matte


def hills(rng: random.Random, radius: float, height: float, base: Rgb, haze: Rgb) -> None:
    """A ring of far hills; the air between shines with ``haze``."""
    points: list[tuple[float, float, float]] = []
    waves = [(rng.randint(2, 19), rng.uniform(0, math.tau), rng.uniform(0.3, 1.0)) for _ in range(14)]
    count = 720
    for k in range(count):
        angle = math.tau * k / count
        crest = 0.5 + sum(w / (1 + n * 0.3) * math.sin(n * angle + p) for n, p, w in waves) * 0.35 + rng.gauss(0, 0.006)
        points += [
            (radius * math.sin(angle), radius * math.cos(angle), z)
            for z in (-5.0, height * (0.35 + 0.65 * max(0.0, crest)))
        ]
    faces = [(2 * k, 2 * k + 1, (2 * k + 3) % (2 * count), (2 * k + 2) % (2 * count)) for k in range(count)]
    put([(points, faces, _hazy(base, haze))])


def _hazy(base: Rgb, haze: Rgb) -> Any:
    material = matte(base, 0.95, 0.25, 0.02)
    shader = material.node_tree.nodes["Principled BSDF"]
    shader.inputs["Emission Color"].default_value = colour(haze)
    shader.inputs["Emission Strength"].default_value = 1.0
    return material


def scatter_trees(
    rng: random.Random,
    ring: tuple[float, float],
    count: int,
    heights: tuple[float, ...],
    hue: Rgb = (0.045, 0.10, 0.02),
    keep: Any = None,
) -> None:
    """Trees at random in a ring around the origin, where ``keep(x, y)`` allows."""
    kinds = [mesh(tree(rng, height, 9000, 0.13 + height * 0.006, hue)) for height in heights]
    for _ in range(count):
        angle, radius = rng.uniform(0, math.tau), math.sqrt(rng.uniform(ring[0] ** 2, ring[1] ** 2))
        x, y = radius * math.sin(angle), radius * math.cos(angle)
        if keep is None or keep(x, y):
            put(rng.choice(kinds), (x, y, -0.05), rng.uniform(0, 360), rng.uniform(0.8, 1.2))


def undergrowth(rng: random.Random, radius: float, height: float, keep: Any = None) -> None:
    """A ring of bushes, which closes the view below the trees' crowns."""
    kinds = [mesh(bush(rng, 8.0, height, 6000, (0.025, 0.055, 0.015))) for _ in range(2)]
    count = int(math.tau * radius / 6.0)
    for k in range(count):
        angle = math.tau * k / count
        x, y = radius * math.sin(angle), radius * math.cos(angle)
        if keep is None or keep(x, y):
            put(rng.choice(kinds), (x, y, -0.1), -math.degrees(angle) + rng.uniform(-15, 15), rng.uniform(0.8, 1.5))


def lawn(rng: random.Random, allowed: Any, reach: float = 26.0, side: float = 2.0) -> None:
    """Blades of grass around the origin, one square after another, where ``allowed(x, y)``."""
    kinds = [mesh(turf(rng, side, int(2300 * side**2))) for _ in range(3)]
    count = int(reach / side)
    for i in range(-count, count + 1):
        for k in range(-count, count + 1):
            if math.hypot(i, k) * side < reach and allowed(i * side, k * side):
                put(rng.choice(kinds), (i * side, k * side, 0.0), rng.choice((0, 90, 180, 270)), 1.0)
