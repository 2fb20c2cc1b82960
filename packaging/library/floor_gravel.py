"""Gravel: pebbles that are laid one upon the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from noise import Array, normal_map, ramp, smoothstep, spectral
from scipy import ndimage

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOIL = np.array([0.33, 0.29, 0.235])

HARMONICS = np.array([2.0, 3.0, 5.0])
"""How many bumps the waves have that make a pebble's outline uneven."""


def gravel(n: int, seed: int, palette: Array, pebbles: int = 7000) -> tuple[Array, Array, Array]:
    """Makes rounded gravel of 12 to 40 mm on a tile of 0.8 m.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) of the pebbles.
        pebbles: How many are laid.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    height = np.zeros((n, n))
    owner = np.full((n, n), pebbles)
    for pebble in range(pebbles):
        # Grit first, which fills the gaps.
        half_length = 3.0 + 3.5 * rng.random() if pebble < pebbles // 3 else 8.0 + 18.0 * rng.random() ** 2.2
        lay(height, owner, pebble, half_length * n / 1024, rng)
    fine, band = spectral(n, 0.9, rng, low=60), spectral(n, 1.8, rng, low=24, high=200)
    tint = ramp(palette, rng.random(pebbles + 1)) * rng.normal(1.0, 0.10, (pebbles + 1, 1))
    tint = tint * rng.normal(1.0, 0.012, (pebbles + 1, 3))
    tint[pebbles] = SOIL
    speckled = (rng.random(pebbles + 1) ** 3)[owner]
    colour = tint[owner] * (1.0 + 0.04 * band + (0.03 + 0.09 * speckled) * fine)[..., None]
    # Light finds its way down between pebbles only in part: what lies below its surroundings is darker.
    depth = sum(ndimage.gaussian_filter(height, reach, mode="wrap") - height for reach in (3.0, 9.0)) / 2.0
    colour = colour * (1.0 - 0.72 * smoothstep(-3.0, 11.0, depth))[..., None]
    roughness = 0.80 + 0.03 * band + 0.08 * smoothstep(0.0, 8.0, depth)
    return colour, normal_map(height + 0.2 * fine, 0.5), np.clip(roughness, 0.05, 1.0)


def lay(height: Array, owner: NDArray[np.intp], pebble: int, long: float, rng: np.random.Generator) -> None:
    """Lays one pebble upon those that lie already.

    Args:
        height: Relief (n, n) in pixels; changed in place.
        owner: Which pebble is on top (n, n); changed in place.
        pebble: The number of this one.
        long: Half its length in pixels.
        rng: Source of everything random.
    """
    n = len(height)
    broad, high = long * rng.uniform(0.62, 0.95), long * rng.uniform(0.4, 0.6)
    reach = int(long * 1.3) + 1
    centre, turn = rng.random(2) * n, rng.random() * np.pi
    rows, columns = (np.arange(-reach, reach + 1) + int(axis) for axis in centre)
    dy, dx = rows[:, None] + 0.5 - centre[0], columns[None] + 0.5 - centre[1]
    u = (dx * np.cos(turn) + dy * np.sin(turn)) / long
    v = (dy * np.cos(turn) - dx * np.sin(turn)) / broad
    angle = np.arctan2(v, u)[..., None] * HARMONICS + rng.random(3) * 2.0 * np.pi
    outline = 1.0 + (np.cos(angle) * rng.normal(0.0, (0.05, 0.05, 0.025))).sum(-1)
    radius = (np.abs(u) ** 2.4 + np.abs(v) ** 2.4) ** (1.0 / 2.4) / outline
    window = np.ix_(rows % n, columns % n)
    under = height[window]
    inside = radius < 1.0
    bed = float(np.mean(under[inside])) * 0.55
    top = bed + high * np.sqrt(np.clip(1.0 - radius**2.6, 0.0, 1.0))
    covers = inside & (top > under)
    height[window] = np.where(covers, top, under)
    owner[window] = np.where(covers, pebble, owner[window])
