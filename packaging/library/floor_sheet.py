"""Floors and table tops that come as sheets: vinyl tiles, studded rubber, chequer plate and laminate."""

from __future__ import annotations

import numpy as np
from floor_layout import bond
from floor_strokes import strokes
from noise import Array, lookup, mix, normal_map, ramp, smoothstep, spectral


def vinyl_checker(n: int, seed: int, dark: Array, light: Array, tiles: int = 4) -> tuple[Array, Array, Array]:
    """Makes marbled vinyl tiles in two colours, laid with their marbling in turn.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        dark: Colours (k, 3) of one half of the tiles.
        light: Colours (k, 3) of the other half.
        tiles: Tiles along an edge; even.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    layout = bond(n, tiles, tiles)
    odd = layout.each((np.arange(layout.count) + np.arange(layout.count) // tiles) % 2) > 0
    y, x = (np.where(odd, a, b) for a, b in ((layout.along, layout.across), (layout.across, layout.along)))
    y, x = (axis + layout.each(rng.random(layout.count) * n) for axis in (y, x))
    streak = lookup(spectral(n, 1.7, rng, (3.2, 1.0), low=14), y, x)
    fleck = smoothstep(1.5, 2.3, lookup(spectral(n, 1.6, rng, (2.5, 1.0), low=30, high=200), y, x))
    fine = spectral(n, 0.5, rng, low=80)
    tone = 0.42 + 0.12 * streak + 0.04 * fine + 0.5 * fleck + layout.each(rng.normal(0.0, 0.05, layout.count))
    colour = np.where(odd[..., None], ramp(dark, tone), ramp(light, 0.95 - tone * 0.8))
    scuff = strokes(n, rng, 260, (5.0, 70.0), 1.0, 0.5)
    wear = spectral(n, 2.2, rng, low=3, high=50)
    seam = smoothstep(1.3, 0.4, layout.edge)
    colour = mix(colour * (1.0 - 0.45 * seam)[..., None], np.full(3, 0.55), 0.14 * scuff)
    height = -0.8 * seam + 0.10 * spectral(n, 1.0, rng, low=40, high=160) - 0.15 * scuff
    roughness = 0.33 + 0.035 * wear + 0.2 * scuff + 0.3 * seam + 0.02 * fine
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)


def studded_rubber(n: int, seed: int, palette: Array, studs: int = 16) -> tuple[Array, Array, Array]:
    """Makes rubber with round flat studs, dust between them. Maps as `vinyl_checker`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, studs, studs)
    pitch = n / studs
    radius = np.hypot(layout.along, layout.across) / pitch
    grain, dust = spectral(n, 0.8, rng, low=60), spectral(n, 1.8, rng, low=4)
    top = smoothstep(0.375, 0.33, radius)
    foot = smoothstep(0.46, 0.385, radius) * (1.0 - top)
    dirty = (1.0 - top) * smoothstep(-1.0, 2.0, dust)
    worn = top * smoothstep(-0.5, 2.0, spectral(n, 1.8, rng, low=3))
    scuff = strokes(n, rng, 500, (5.0, 60.0), 1.0, 0.4) * top
    colour = ramp(palette, 0.45 + 0.07 * grain + 0.09 * worn + 0.03 * dust)
    colour = mix(colour * (1.0 - 0.25 * foot)[..., None], np.array([0.42, 0.40, 0.37]), 0.30 * dirty + 0.16 * scuff)
    height = 4.2 * smoothstep(0.385, 0.335, radius) + 0.10 * grain
    roughness = 0.66 - 0.13 * worn + 0.16 * dirty + 0.08 * scuff + 0.02 * grain
    return colour, normal_map(height, 0.55), np.clip(roughness, 0.05, 1.0)


def chequer_plate(n: int, seed: int, lugs: int = 14) -> tuple[Array, Array, Array]:
    """Makes steel plate with raised lugs that lie across each other in turn. Maps as `vinyl_checker`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, lugs, lugs)
    pitch = n / lugs
    sign = layout.each(np.where((np.arange(layout.count) + np.arange(layout.count) // lugs) % 2, 1.0, -1.0))
    long = (layout.along + sign * layout.across) / (np.sqrt(2.0) * pitch)
    wide = (layout.along - sign * layout.across) / (np.sqrt(2.0) * pitch)
    # A lens: the overlap of two circles, 0.88 pitches long and 0.26 wide.
    half_length, half_width = 0.44, 0.13
    circle = (half_length**2 + half_width**2) / (2.0 * half_width)
    depth = circle - np.hypot(long, np.abs(wide) + circle - half_width)
    lug = smoothstep(0.0, 0.055, depth)
    rolled = spectral(n, 1.2, rng, (1.0, 9.0), low=30)
    grain, cloud = spectral(n, 0.7, rng, low=60), spectral(n, 2.0, rng, low=3)
    scratch = strokes(n, rng, 700, (8.0, 120.0), 0.8, 0.2)
    dirt = (1.0 - lug) * smoothstep(-0.6, 2.2, cloud + 0.5 * grain) + 0.6 * smoothstep(0.06, 0.0, np.abs(depth + 0.025))
    tone = 0.42 + 0.05 * rolled + 0.05 * grain + 0.05 * cloud + 0.30 * lug
    colour = ramp(np.array([[0.55, 0.55, 0.55], [0.68, 0.685, 0.69], [0.80, 0.80, 0.805]]), tone)
    colour = mix(colour, np.array([0.38, 0.365, 0.34]), np.clip(0.34 * dirt, 0.0, 1.0))
    colour = mix(colour, np.full(3, 0.86), 0.35 * scratch * (0.3 + 0.7 * lug))
    height = 5.0 * smoothstep(-0.005, 0.085, depth) + 0.05 * grain - 0.12 * scratch
    roughness = 0.44 - 0.17 * lug + 0.03 * cloud + 0.20 * dirt + 0.03 * grain + 0.06 * scratch
    return colour, normal_map(height, 0.55), np.clip(roughness, 0.05, 1.0)


def laminate(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes a plain table top with a fine pearl structure and the traces of use. Maps as `vinyl_checker`."""
    rng = np.random.default_rng(seed)
    pearl, cloud = spectral(n, 0.4, rng, low=70, high=230), spectral(n, 2.2, rng, low=3, high=60)
    scratch = strokes(n, rng, 130, (10.0, 110.0), 0.5, 0.3)
    smear = smoothstep(0.8, 2.4, spectral(n, 1.9, rng, (0.7, 1.4), low=4))
    colour = ramp(palette, 0.5 + 0.10 * pearl + 0.06 * cloud)
    colour = colour * (1.0 - 0.05 * scratch - 0.012 * smear)[..., None]
    height = 0.16 * pearl - 0.15 * scratch
    roughness = 0.36 + 0.012 * pearl + 0.02 * cloud + 0.07 * smear + 0.10 * scratch
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)
