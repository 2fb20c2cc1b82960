"""Wooden floors: staggered planks with rings, fibres, pores and bevelled joints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from noise import Array, lookup, normal_map, ramp, smoothstep, spectral

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    """

    rows: int
    boards: tuple[int, int] = (1, 2)
    joint: float = 1.6
    roughness: tuple[float, float] = (0.35, 0.55)
    spread: float = 0.12
    hue: float = 0.03
    contrast: float = 0.26
    pores: float = 0.4


def plank_layout(n: int, style: WoodStyle, rng: np.random.Generator) -> tuple[NDArray[np.intp], Array, int]:
    """Lays staggered boards on the torus.

    Returns:
        Board index per pixel, distance to the nearest joint in pixels, and the number of boards.
    """
    board = np.zeros((n, n), dtype=np.intp)
    edge = np.zeros((n, n))
    x = np.arange(n) + 0.5
    height = n / style.rows
    row_of = (x / height).astype(int)
    across = np.minimum((x % height), height - (x % height))
    count, previous = 0, 0.0
    for row in range(style.rows):
        boards = int(rng.integers(style.boards[0], style.boards[1] + 1))
        start = previous + rng.uniform(0.27, 0.45)
        previous = start
        cuts = np.sort((start + np.arange(boards) / boards + rng.uniform(-0.06, 0.06, boards)) % 1.0) * n
        slot = np.searchsorted(cuts, x, "right")
        gap = np.abs(x[:, None] - cuts[None])
        along = np.minimum(gap, n - gap).min(1)
        lines = row_of == row
        board[lines] = (count + slot % boards)[None]
        edge[lines] = np.minimum(along[None], across[lines, None])
        count += boards
    return board, edge, count


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
    board, edge, count = plank_layout(n, style, rng)
    yy, xx = np.mgrid[:n, :n].astype(float)
    x = xx + (rng.random(count) * n)[board]
    y = yy + (rng.random(count) * n)[board]
    flip = np.where(rng.random(count) < 0.5, -1.0, 1.0)[board]
    x = x * flip

    warp = lookup(spectral(n, 3.2, rng, (6.0, 1.0)), y, x)
    fibre = lookup(spectral(n, 1.1, rng, (28.0, 1.0)), y, x)
    fine = lookup(spectral(n, 0.7, rng, (60.0, 1.0), low=8), y, x)
    pore = smoothstep(1.1, 2.4, lookup(spectral(n, 0.4, rng, (90.0, 1.0), low=30), y, x))

    # Rings: a saw tooth with a slow rise (early wood) and a steep fall (late wood), wider on flat-sawn boards.
    width = rng.uniform(0.7, 1.5, count)[board]
    ring = (y / n * 1.5 * style.rows * width + warp * 1.15 + fibre * 0.06) % 1.0
    ring = np.where(ring < 0.8, ring / 0.8, (1.0 - ring) / 0.2) ** 1.6

    tone = 0.5 + style.contrast * (ring - 0.5) + 0.10 * fine + 0.09 * fibre
    tone = tone + np.clip(rng.normal(0.0, style.spread, count), -2 * style.spread, 2 * style.spread)[board]
    colour = ramp(palette, tone)
    warmth = rng.normal(0.0, style.hue, (count, 1)) * np.array([0.6, 0.1, -0.9])
    colour = colour * (1.0 + warmth[board]) * (1.0 - style.pores * pore)[..., None]
    joint = smoothstep(0.0, style.joint, edge)
    colour = colour * (0.28 + 0.72 * joint)[..., None]

    bevel = smoothstep(0.0, style.joint * 2.2, edge)
    height = bevel * 1.5 + 0.09 * fine - 0.45 * pore - 0.12 * ring
    low, high = style.roughness
    roughness = low + (high - low) * (0.5 + 0.25 * ring + 0.2 * fine) + 0.2 * pore + (1.0 - joint) * 0.3
    return colour, normal_map(height, 1.0), np.clip(roughness, 0.05, 1.0)
