"""Walls with a coat: plaster, rolled paint and wallpaper."""

from __future__ import annotations

import numpy as np
from floor_strokes import strokes
from noise import Array, mix, normal_map, ramp, smoothstep, spectral


def plaster(n: int, seed: int, palette: Array, trowel: float) -> tuple[Array, Array, Array]:
    """Makes plaster.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) from dark to light.
        trowel: Strength of the trowel's marks: about 0.3 for smooth, 1 for rustic plaster.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    cloud, mottle = spectral(n, 2.2, rng, low=3, high=60), spectral(n, 1.7, rng, low=8)
    grain = spectral(n, 0.8, rng, low=50, high=300)
    # Overlapping sweeps of the trowel: where a sweep ends it leaves a ridge, a contour of a smooth field.
    ridges = np.zeros((n, n))
    for stretch in ((1.0, 2.2), (2.4, 1.0), (1.3, 1.3)):
        field = spectral(n, 3.6, rng, stretch, low=2, high=14) * 1.8
        fall = field % 1.0
        ridges = ridges + (fall + smoothstep(0.07, 0.0, fall)) * smoothstep(-0.6, 1.2, spectral(n, 2.6, rng, low=2))
    ridges = ridges - ridges.mean()
    scratch = strokes(n, rng, 240, (10.0, 140.0), 0.8, 0.5)
    nick = smoothstep(2.7, 3.2, spectral(n, 1.3, rng, low=20, high=200))
    colour = ramp(palette, 0.5 + 0.07 * cloud + 0.05 * mottle + 0.04 * grain + 0.13 * trowel * ridges)
    colour = colour * (1.0 - 0.05 * trowel * scratch - 0.10 * nick)[..., None]
    height = trowel * (2.0 * ridges - 0.5 * scratch) + 0.14 * grain + 0.2 * mottle - 0.6 * nick
    roughness = 0.86 + 0.02 * mottle + 0.015 * grain - 0.05 * trowel * ridges
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)


def rolled_paint(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes emulsion paint with the stipple of a roller and its faint overlapping lanes. Maps as `plaster`."""
    rng = np.random.default_rng(seed)
    stipple = spectral(n, 0.6, rng, (1.15, 0.9), low=45, high=170)
    beads = smoothstep(-0.3, 1.8, stipple)
    lane = spectral(n, 1.6, rng, (1.0, 14.0), low=5, high=120)
    cloud = spectral(n, 2.2, rng, low=4, high=60)
    speck = smoothstep(3.1, 3.5, spectral(n, 1.0, rng, low=30, high=200))
    rub = strokes(n, rng, 26, (10.0, 60.0), 1.5, 0.6) * smoothstep(-0.2, 1.5, spectral(n, 2.0, rng, low=4))
    colour = ramp(palette, 0.5 + 0.07 * cloud + 0.025 * lane + 0.09 * beads)
    colour = colour * (1.0 - 0.05 * rub + 0.03 * speck)[..., None]
    height = 1.3 * beads + 0.06 * lane + 0.8 * speck
    roughness = 0.62 + 0.02 * lane + 0.02 * cloud - 0.05 * beads + 0.02 * rub
    return colour, normal_map(height, 0.5), np.clip(roughness, 0.05, 1.0)


def striped_paper(
    n: int, seed: int, ground: Array, stripe: Array, line: Array, stripes: int = 10
) -> tuple[Array, Array, Array]:
    """Makes wallpaper with broad satin stripes between fine lines.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        ground: Colour (3,) of the paper.
        stripe: Colour (3,) of the broad stripes.
        line: Colour (3,) of the fine lines beside them.
        stripes: Stripes along an edge; even, as the tile has two rolls.

    Returns:
        As `plaster`.
    """
    rng = np.random.default_rng(seed)
    xx = np.mgrid[:n, :n][1] + 0.5
    pitch = n / stripes
    wander = 0.25 * spectral(n, 2.0, rng, (1.0, 0.5), low=6)
    off = np.abs((xx + wander) % pitch - pitch / 2) / pitch
    broad = smoothstep(0.258, 0.242, off)
    fine = smoothstep(0.018, 0.008, np.abs(off - 0.305))
    paper, weave = spectral(n, 0.7, rng, low=50, high=260), spectral(n, 0.6, rng, (0.5, 7.0), low=60)
    cloud = spectral(n, 2.2, rng, low=3, high=40)
    seam = smoothstep(1.3, 0.3, np.minimum(xx % (n / 2), n / 2 - xx % (n / 2)))
    colour = mix(mix(ground, stripe, broad), line, fine)
    colour = colour * (1.0 + 0.010 * cloud + 0.014 * paper + 0.018 * weave * (1.0 - broad) - 0.10 * seam)[..., None]
    height = 0.16 * paper + 0.30 * weave * (1.0 - broad) + 0.5 * broad + 0.7 * fine - 0.7 * seam
    roughness = 0.80 - 0.30 * broad - 0.34 * fine + 0.015 * paper + 0.015 * cloud
    return colour, normal_map(height, 0.5), np.clip(roughness, 0.05, 1.0)
