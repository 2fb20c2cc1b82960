"""Soft and cast floors: loop carpet and polished concrete."""

from __future__ import annotations

import numpy as np
from noise import Array, cells, mix, normal_map, ramp, smoothstep, spectral


def carpet(n: int, seed: int, palette: Array, loops: int = 150) -> tuple[Array, Array, Array]:
    """Makes a loop-pile carpet.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Yarn colours (k, 3) from dark to light.
        loops: Loops along one edge of the tile.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[:loops, :loops] + 0.5
    yy = yy + 0.5 * (np.arange(loops) % 2)[None]
    centres = (np.stack([yy, xx], -1) + rng.uniform(-0.3, 0.3, (loops, loops, 2))) * (n / loops)
    distance, index = cells(n, centres.reshape(-1, 2) % n)
    loop = index[..., 0]
    tuft = np.exp(-((distance[..., 0] / (n / loops * 0.52)) ** 2))
    broad = spectral(n, 2.3, rng)
    fibre = spectral(n, 0.3, rng, low=60)
    tone = rng.normal(0.0, 1.0, loops * loops)[loop]
    flecked = rng.random(loops * loops)[loop] > 0.9
    colour = ramp(palette, 0.5 + 0.10 * tone + 0.06 * broad + 0.05 * fibre)
    colour = mix(colour, palette[-1] * 1.08, flecked * 0.5) * (0.5 + 0.5 * tuft)[..., None]
    height = tuft * 2.2 + 0.4 * fibre + 0.2 * broad
    return colour, normal_map(height, 0.9), np.clip(0.93 + 0.02 * tone, 0.0, 1.0)


def concrete(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes polished concrete with clouds, fine pits, stains and a few hairline cracks.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) from dark to light.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    cloud, grain = spectral(n, 2.5, rng), spectral(n, 1.5, rng)
    dust, broad = spectral(n, 0.5, rng, low=20), spectral(n, 3.2, rng)
    holes = 700
    distance, index = cells(n, rng.random((holes, 2)) * n, 1)
    radius = 0.7 + 1.0 * rng.random(holes)[index[..., 0]] ** 3
    pit = smoothstep(1.15, 0.5, distance[..., 0] / radius) * (spectral(n, 2.5, rng) > 0.1)
    border, _ = cells(n, rng.random((4, 2)) * n, 2)
    line = border[..., 1] - border[..., 0] + spectral(n, 2.0, rng, high=200) * 9.0
    crack = smoothstep(1.8, 0.3, np.abs(line)) * smoothstep(0.2, 0.9, spectral(n, 3.0, rng)) * 0.4
    stain = smoothstep(0.6, 2.2, spectral(n, 2.8, rng))
    aggregate = smoothstep(1.6, 2.6, spectral(n, 1.0, rng, low=40, high=240))

    colour = ramp(palette, 0.5 + 0.13 * cloud + 0.04 * grain + 0.035 * dust + 0.10 * broad)
    colour = colour * (1.0 - 0.13 * stain - 0.4 * pit - 0.45 * crack + 0.06 * aggregate)[..., None]
    height = 0.10 * grain + 0.05 * dust - 1.8 * pit - 1.2 * crack
    roughness = 0.40 + 0.05 * cloud + 0.04 * grain + 0.25 * pit + 0.2 * crack - 0.08 * stain
    # A grinder leaves no waves: relief that shows in the diffuse light would crumple every reflection.
    return colour, normal_map(height, 0.2), np.clip(roughness, 0.08, 1.0)


def woven_carpet(n: int, seed: int, yarns: Array, loops: int = 160, repeats: int = 2) -> tuple[Array, Array, Array]:
    """Makes a carpet with a lattice of diamonds; every loop has one of the yarns.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        yarns: Colours (4, 3): ground, second ground, lattice and accent.
        loops: Loops along one edge of the tile, a multiple of ``repeats``.
        repeats: Copies of the pattern along one edge.

    Returns:
        As `carpet`.
    """
    rng = np.random.default_rng(seed)
    cell = np.arange(loops) % (loops // repeats) - (loops // repeats - 1) / 2
    down, across = np.abs(cell)[:, None] / (loops / repeats / 2), np.abs(cell)[None] / (loops / repeats / 2)
    diamond = down + across
    pattern = np.where(diamond < 1.0, 0, 1)
    pattern = np.where(np.abs(diamond - 1.0) < 0.075, 2, pattern)
    pattern = np.where(np.abs(diamond - 0.62) < 0.045, 2, pattern)
    pattern = np.where((diamond < 0.26) | (diamond > 1.74), 3, pattern)
    pattern = np.where(np.abs(diamond - 0.34) < 0.04, 1, pattern)
    pattern = np.where(np.abs(diamond - 1.38) < 0.045, 0, pattern)

    yy, xx = np.mgrid[:loops, :loops] + 0.5
    centres = (np.stack([yy, xx], -1) + rng.uniform(-0.18, 0.18, (loops, loops, 2))) * (n / loops)
    distance, index = cells(n, centres.reshape(-1, 2) % n)
    loop = index[..., 0]
    tuft = np.exp(-((distance[..., 0] / (n / loops * 0.55)) ** 2))
    broad, fibre = spectral(n, 2.0, rng, low=3), spectral(n, 0.4, rng, low=60)
    tone = rng.normal(0.0, 1.0, loops * loops)[loop]
    colour = yarns[pattern.ravel()[loop]] * (1.0 + 0.09 * tone + 0.035 * broad + 0.05 * fibre)[..., None]
    colour = colour * (0.52 + 0.48 * tuft)[..., None]
    height = tuft * 2.0 + 0.3 * fibre
    return colour, normal_map(height, 0.8), np.clip(0.93 + 0.02 * tone, 0.0, 1.0)
