"""Wooden floors: staggered planks with rings, fibres, pores and bevelled joints."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from floor_layout import Layout
from noise import Array, cells, lookup, mix, normal_map, ramp, smoothstep, spectral

KNOT = np.array([0.50, 0.31, 0.16])


@dataclass(frozen=True)
class WoodStyle:
    """Look of a plank floor.

    Attributes:
        rows: Planks across one tile.
        boards: Boards along one row (least, most).
        joint: Width of the dark joint in pixels.
        roughness: Roughness of the smoothest and the most worn wood.
        spread: Standard deviation of the tone between boards.
        hue: Standard deviation of the warmth between boards.
        contrast: Strength of the ring pattern.
        pores: Strength of the dark pores.
        gap: Depth and darkness of the joints; 0 for boards that are glued edge to edge.
        knots: Knots on one tile.
    """

    rows: int
    boards: tuple[int, int] = (1, 2)
    joint: float = 1.6
    roughness: tuple[float, float] = (0.35, 0.55)
    spread: float = 0.12
    hue: float = 0.03
    contrast: float = 0.26
    pores: float = 0.4
    gap: float = 1.0
    knots: int = 0


def plank_layout(n: int, style: WoodStyle, rng: np.random.Generator) -> Layout:
    """Lays staggered boards on the torus."""
    board = np.zeros((n, n), dtype=np.intp)
    edge = np.zeros((n, n))
    x = np.arange(n) + 0.5
    height = n / style.rows
    row_of = (x / height).astype(int)
    across = np.minimum((x % height), height - (x % height))
    count, previous = 0, 0.0
    for row in range(style.rows):
        pieces = int(rng.integers(style.boards[0], style.boards[1] + 1))
        start = previous + rng.uniform(0.27, 0.45)
        previous = start
        cuts = np.sort((start + np.arange(pieces) / pieces + rng.uniform(-0.06, 0.06, pieces)) % 1.0) * n
        slot = np.searchsorted(cuts, x, "right")
        gap = np.abs(x[:, None] - cuts[None])
        along = np.minimum(gap, n - gap).min(1)
        lines = row_of == row
        board[lines] = (count + slot % pieces)[None]
        edge[lines] = np.minimum(along[None], across[lines, None])
        count += pieces
    yy, xx = np.mgrid[:n, :n].astype(float)
    return Layout(board, count, xx, yy, edge)


def wood(n: int, seed: int, palette: Array, style: WoodStyle) -> tuple[Array, Array, Array]:
    """Makes a wooden floor.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) from dark to light.
        style: Look of the floor.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    return boards(n, rng, palette, style, plank_layout(n, style, rng))


def boards(
    n: int, rng: np.random.Generator, palette: Array, style: WoodStyle, layout: Layout
) -> tuple[Array, Array, Array]:
    """Makes boards of a layout; each is cut from another place of the wood. Returns the maps of ``wood``."""
    count = layout.count
    x = layout.along + layout.each(rng.random(count) * n)
    y = layout.across + layout.each(rng.random(count) * n)
    flip = layout.each(np.where(rng.random(count) < 0.5, -1.0, 1.0))
    x = x * flip

    warp = lookup(spectral(n, 3.2, rng, (6.0, 1.0)), y, x)
    fibre = lookup(spectral(n, 1.1, rng, (28.0, 1.0)), y, x)
    fine = lookup(spectral(n, 0.7, rng, (60.0, 1.0), low=8), y, x)
    pore = smoothstep(1.1, 2.4, lookup(spectral(n, 0.4, rng, (90.0, 1.0), low=30), y, x))

    # Rings: a saw tooth with a slow rise (early wood) and a steep fall (late wood), wider on flat-sawn boards.
    width = layout.each(rng.uniform(0.7, 1.5, count))
    phase = y / n * 1.5 * style.rows * width + warp * 1.15 + fibre * 0.06
    knot, bulge = knots(n, rng, layout, style) if style.knots else (0.0, 0.0)
    ring = (phase + bulge) % 1.0
    ring = np.where(ring < 0.8, ring / 0.8, (1.0 - ring) / 0.2) ** 1.6

    tone = 0.5 + style.contrast * (ring - 0.5) + 0.10 * fine + 0.09 * fibre
    tone = tone + layout.each(np.clip(rng.normal(0.0, style.spread, count), -2 * style.spread, 2 * style.spread))
    colour = ramp(palette, tone)
    if style.knots:
        colour = mix(colour, KNOT * (0.75 + 0.45 * ring[..., None]), 0.8 * knot)
    warmth = rng.normal(0.0, style.hue, (count, 1)) * np.array([0.6, 0.1, -0.9])
    colour = colour * (1.0 + warmth[layout.index]) * (1.0 - style.pores * pore)[..., None]
    joint = smoothstep(0.0, style.joint, layout.edge)
    colour = colour * (1.0 - 0.72 * style.gap * (1.0 - joint))[..., None]

    bevel = smoothstep(0.0, style.joint * 2.2, layout.edge)
    height = bevel * 1.5 * style.gap + 0.09 * fine - 0.45 * pore - 0.12 * ring
    low, high = style.roughness
    roughness = low + (high - low) * (0.5 + 0.25 * ring + 0.2 * fine) + 0.2 * pore + (1.0 - joint) * 0.3 * style.gap
    return colour, normal_map(height, 1.0), np.clip(roughness, 0.05, 1.0)


def knots(n: int, rng: np.random.Generator, layout: Layout, style: WoodStyle) -> tuple[Array, Array]:
    """Scatters knots that stay inside their boards.

    Returns:
        Coverage of the knots (n, n), and how far the rings of the wood bend round them, in rings.
    """
    points = rng.random((style.knots, 2)) * n
    radius = n / style.rows * (0.04 + 0.10 * rng.random(style.knots) ** 2)
    _, index = cells(n, points, 1)
    nearest = index[..., 0]
    rows, columns = np.mgrid[:n, :n]
    dy, dx = ((grid - points[nearest, axis] + n / 2) % n - n / 2 for axis, grid in enumerate((rows, columns)))
    wobble = 1.0 + 0.12 * spectral(n, 3.0, rng)
    distance = np.hypot(dx / 1.35, dy) / radius[nearest] * wobble
    cell = points.astype(int) % n
    inside = layout.index == layout.index[cell[:, 0], cell[:, 1]][nearest]
    bulge = np.where(inside, 2.6 * np.exp(-((distance / 2.6) ** 2)), 0.0)
    return inside * smoothstep(1.35, 0.55, distance), bulge
