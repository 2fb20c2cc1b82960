"""Floors of stone: terrazzo, marble tiles and concrete pavers."""

from __future__ import annotations

import numpy as np
from floor_layout import bond, herringbone
from noise import Array, cells_at, lookup, mix, normal_map, ramp, scattered, smoothstep, spectral


def terrazzo(n: int, seed: int, cement: Array, chips: Array) -> tuple[Array, Array, Array]:
    """Makes polished terrazzo: angular chips of three sizes in cement.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        cement: Colours (k, 3) of the cement from dark to light.
        chips: Colours (m, 3) of the chips.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[:n, :n] + 0.5
    grain, fine = spectral(n, 1.4, rng, low=20), spectral(n, 0.4, rng, low=80)
    colour = ramp(cement, 0.5 + 0.10 * grain + 0.08 * fine)
    bare = np.ones((n, n))
    bend_y, bend_x = spectral(n, 2.4, rng, low=20, high=110), spectral(n, 2.4, rng, low=20, high=110)
    for across, gap, share in ((120, 1.2, 0.34), (58, 2.2, 0.36), (26, 5.0, 0.40)):
        border, index = cells_at(n, scattered(n, across, rng), yy + 1.3 * bend_y, xx + 1.3 * bend_x)
        count = across * across
        chip = index[..., 0]
        inset = gap * rng.uniform(0.7, 2.4, count)[chip]
        body = smoothstep(0.0, 1.2, border[..., 1] - border[..., 0] - inset) * (rng.random(count) < share)[chip]
        tint = chips[rng.integers(len(chips), size=count)] * rng.normal(1.0, 0.07, (count, 1))
        vein = 1.0 + 0.05 * lookup(grain, yy + (rng.random(count) * n)[chip], xx) + 0.02 * fine
        colour = mix(colour, tint[chip] * vein[..., None], body)
        bare = bare * (1.0 - body)
    height = -0.10 * bare + 0.03 * grain
    roughness = 0.15 + 0.10 * bare + 0.02 * spectral(n, 2.4, rng, low=3)
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)


def marble(n: int, seed: int, tiles: int = 4) -> tuple[Array, Array, Array]:
    """Makes polished white marble tiles, cut from different places of the block. Maps as `terrazzo`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, tiles, tiles)
    turn = layout.each(rng.integers(4, size=layout.count)) * (np.pi / 2.0)
    shift = rng.random((layout.count, 2)) * n
    y = layout.along * np.sin(turn) + layout.across * np.cos(turn) + shift[layout.index, 0]
    x = layout.along * np.cos(turn) - layout.across * np.sin(turn) + shift[layout.index, 1]
    colour = np.array([0.85, 0.85, 0.845]) * np.ones((n, n, 1))
    cloud = lookup(spectral(n, 2.4, rng, (1.6, 0.9), low=2), y, x)
    colour = (
        colour
        * (1.0 - 0.05 * smoothstep(-1.0, 2.0, cloud) - 0.006 * lookup(spectral(n, 0.8, rng, low=40), y, x))[..., None]
    )
    ink = np.array([0.40, 0.41, 0.43])
    for spacing, width, strength in ((0.55, 0.016, 0.55), (0.27, 0.014, 0.34), (0.14, 0.016, 0.18)):
        # Veins are bent, parallel planes; what a tile shows of them need not close round the torus.
        lean = rng.uniform(0.4, 1.1)
        bend = lookup(spectral(n, 3.7, rng, low=2, high=200), y, x)
        phase = (x * np.sin(lean) + y * np.cos(lean)) / (n * spacing) + 0.24 * bend
        off = np.abs((phase + 0.5) % 1.0 - 0.5)
        swell = np.exp(0.7 * lookup(spectral(n, 2.4, rng, low=3), y, x))
        mask = smoothstep(-0.9, 1.2, lookup(spectral(n, 2.6, rng, low=2), y, x))
        vein = np.exp(-off / (width * swell)) + 0.25 * np.exp(-((off / (width * 6.0)) ** 2))
        colour = mix(colour, ink, np.clip(strength * mask * vein, 0.0, 0.9))
    colour = colour * layout.each(rng.normal(1.0, 0.012, (layout.count)))[..., None]
    body = smoothstep(0.6, 1.6, layout.edge)
    colour = mix(np.array([0.66, 0.65, 0.63]), colour, body)
    height = 1.1 * smoothstep(0.2, 4.0, layout.edge) + 0.03 * cloud
    roughness = 0.10 + 0.015 * cloud + 0.65 * (1.0 - body)
    return colour, normal_map(height, 0.8), np.clip(roughness, 0.05, 1.0)


def pavers(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes concrete blocks in herringbone with sand and a little moss between them. Maps as `terrazzo`."""
    rng = np.random.default_rng(seed)
    layout = herringbone(n, 12, 2)
    grain, fine = spectral(n, 1.0, rng, low=40), spectral(n, 0.3, rng, low=120)
    mottle, wear = spectral(n, 1.8, rng, low=8), spectral(n, 2.2, rng, low=3)
    edge = layout.edge - 2.0 + 0.7 * grain + 0.5 * mottle
    body = smoothstep(0.0, 2.2, edge)
    tone = 0.5 + layout.each(rng.uniform(-0.3, 0.3, layout.count)) + 0.06 * mottle + 0.10 * grain + 0.07 * fine
    colour = ramp(palette, tone) * (1.0 - 0.04 * wear - 0.14 * smoothstep(9.0, 1.0, edge))[..., None]
    sand = np.array([0.36, 0.325, 0.27]) * (1.0 + 0.16 * fine + 0.08 * grain)[..., None]
    moss = np.array([0.20, 0.235, 0.12]) * (1.0 + 0.2 * fine)[..., None]
    sand = mix(sand, moss, 0.85 * smoothstep(0.5, 1.5, spectral(n, 2.0, rng, low=4)))
    colour = mix(sand, colour, body)
    tilt = rng.normal(0.0, 0.012, (layout.count, 2))
    slope = layout.along * tilt[layout.index, 0] + layout.across * tilt[layout.index, 1]
    height = 6.0 * smoothstep(-1.0, 9.0, edge) + body * (0.5 * grain + 0.3 * fine + slope) + (1.0 - body) * 0.4 * fine
    roughness = 0.86 + 0.03 * grain + 0.07 * (1.0 - body)
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)
