"""Floors that are poured: raw and jointed concrete, asphalt, and epoxy coating."""

from __future__ import annotations

import numpy as np
from floor_layout import bond
from floor_strokes import strokes
from noise import Array, cells, cells_at, lookup, mix, normal_map, ramp, scattered, smoothstep, spectral


def pits(n: int, rng: np.random.Generator, count: int, radius_px: tuple[float, float]) -> Array:
    """Round holes left by air bubbles, most of them small: depth (n, n) in 0..1."""
    distance, index = cells(n, rng.random((count, 2)) * n, 1)
    radius = radius_px[0] + (radius_px[1] - radius_px[0]) * rng.random(count) ** 4
    return smoothstep(1.15, 0.4, distance[..., 0] / radius[index[..., 0]])


def hairline_cracks(n: int, rng: np.random.Generator, fields: int) -> Array:
    """Cracks about a pixel wide between ``fields`` squared fields, mostly closed: (n, n) in 0..1."""
    yy, xx = np.mgrid[:n, :n] + 0.5
    bent_y, bent_x = yy + 9.0 * spectral(n, 2.2, rng, low=3), xx + 9.0 * spectral(n, 2.2, rng, low=3)
    border, _ = cells_at(n, scattered(n, fields, rng), bent_y, bent_x)
    line = smoothstep(1.9, 0.4, border[..., 1] - border[..., 0])
    return line * smoothstep(0.5, 1.3, spectral(n, 3.0, rng, low=2))


def rough_concrete(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes a raw cast floor with bubbles, hairline cracks, pale laitance and dark stains.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) from dark to light.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    cloud, mottle = spectral(n, 2.0, rng, low=3, high=60), spectral(n, 1.6, rng, low=10)
    grain = spectral(n, 0.6, rng, low=60, high=300)
    sweep = spectral(n, 1.8, rng, (5.0, 1.0), low=8)
    hole = np.maximum(pits(n, rng, 900, (0.8, 2.6)), 0.8 * pits(n, rng, 3000, (0.5, 1.1)))
    crack = hairline_cracks(n, rng, 3)
    stain = smoothstep(1.0, 2.0, spectral(n, 2.3, rng, low=3))
    pale = smoothstep(0.7, 2.3, spectral(n, 1.9, rng, low=4))
    colour = ramp(palette, 0.46 + 0.10 * cloud + 0.07 * mottle + 0.06 * grain + 0.04 * sweep + 0.16 * pale)
    colour = colour * (1.0 - 0.14 * stain - 0.5 * hole - 0.5 * crack)[..., None]
    height = 0.35 * grain + 0.4 * mottle + 0.5 * sweep - 2.4 * hole - 1.5 * crack
    roughness = 0.82 + 0.03 * mottle + 0.02 * grain - 0.12 * stain + 0.08 * hole
    return colour, normal_map(height, 0.55), np.clip(roughness, 0.05, 1.0)


def concrete_slabs(n: int, seed: int, palette: Array, slabs: int = 2) -> tuple[Array, Array, Array]:
    """Makes broom-finished slabs with sealed expansion joints; ``slabs`` along an edge. Maps as `rough_concrete`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, slabs, slabs)
    yy, xx = np.mgrid[:n, :n].astype(float)
    quarter = layout.each((np.arange(layout.count) + np.arange(layout.count) // slabs) % 2) > 0
    broom = spectral(n, 1.0, rng, (30.0, 1.0), low=40)
    broom = np.where(quarter, lookup(broom, xx, yy), broom)
    cloud, mottle = spectral(n, 2.0, rng, low=4, high=80), spectral(n, 1.4, rng, low=12)
    grain = spectral(n, 0.5, rng, low=80)
    edge = layout.edge + 0.35 * mottle
    body = smoothstep(1.6, 3.0, edge)
    tooled = smoothstep(26.0, 20.0, layout.edge) * body
    grime = smoothstep(34.0, 2.0, layout.edge + 7.0 * mottle) * 0.10
    stain = smoothstep(1.3, 2.2, spectral(n, 2.4, rng, low=4))
    hole = pits(n, rng, 1500, (0.5, 1.4))
    tone = 0.5 + 0.10 * cloud + 0.07 * mottle + 0.05 * grain + 0.05 * broom * (1.0 - tooled) + 0.06 * tooled
    tone = tone + layout.each(rng.normal(0.0, 0.10, layout.count))
    crack = hairline_cracks(n, rng, 4) * body
    colour = ramp(palette, tone) * (1.0 - grime - 0.16 * stain - 0.4 * hole - 0.45 * crack)[..., None]
    sealant = np.array([0.17, 0.17, 0.165]) * (1.0 + 0.06 * mottle[..., None])
    colour = mix(sealant, colour, body)
    height = 3.2 * smoothstep(1.0, 4.5, edge) + body * (
        0.55 * broom * (1.0 - tooled) + 0.2 * grain - 1.2 * hole - crack
    )
    roughness = 0.80 - 0.10 * tooled + 0.03 * mottle - 0.18 * stain
    return colour, normal_map(height, 0.6), np.clip(roughness * body + 0.55 * (1.0 - body), 0.05, 1.0)


def asphalt(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Makes worn asphalt: crushed stones of three sizes, bare on top, in grey bitumen. Maps as `rough_concrete`."""
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[:n, :n] + 0.5
    bend_y, bend_x = spectral(n, 2.0, rng, low=60, high=150), spectral(n, 2.0, rng, low=60, high=150)
    wear = spectral(n, 1.6, rng, low=8, high=60)
    fine = spectral(n, 0.4, rng, low=120)
    height, colour = 0.25 * fine, np.array([0.265, 0.265, 0.27]) * (1.0 + 0.13 * fine + 0.06 * wear)[..., None]
    gloss = np.zeros((n, n))
    stones = np.array([[0.29, 0.29, 0.30], [0.34, 0.338, 0.335], [0.385, 0.378, 0.365], [0.46, 0.455, 0.45]])
    for across, bare in ((220, 0.25), (150, 0.5), (104, 0.75)):
        border, index = cells_at(n, scattered(n, across, rng), yy + 0.8 * bend_y, xx + 0.8 * bend_x)
        stone = index[..., 0]
        count = across * across
        shown = (rng.random(count) < 0.62)[stone]
        body = (
            shown
            * smoothstep(0.5, 2.6, border[..., 1] - border[..., 0])
            * smoothstep(0.95, 0.7, border[..., 0] / (n / across))
        )
        open_face = body * smoothstep(-1.2, 1.2, wear + rng.normal(bare - 0.3, 1.0, count)[stone])
        tint = ramp(stones, rng.random(count)[stone] + 0.12 * fine) * (0.86 + 0.14 * body)[..., None]
        colour = mix(colour, tint, 0.8 * open_face)
        colour = colour * (1.0 - 0.10 * shown * (1.0 - body))[..., None]
        height = np.maximum(height, body * (1.4 + 0.9 * rng.random(count)[stone] + 0.12 * fine))
        gloss = np.maximum(gloss, body)
    roughness = 0.92 - 0.14 * gloss - 0.03 * wear
    return colour, normal_map(height, 0.45), np.clip(roughness, 0.05, 1.0)


def epoxy(n: int, seed: int, palette: Array) -> tuple[Array, Array, Array]:
    """Makes a glossy workshop coating with orange peel, scuffs and thin dust. Maps as `rough_concrete`."""
    rng = np.random.default_rng(seed)
    cloud = spectral(n, 2.2, rng, low=3, high=60)
    peel = spectral(n, 0.8, rng, low=70, high=210)
    fine = spectral(n, 0.5, rng, low=60)
    scuff = strokes(n, rng, 420, (8.0, 150.0), 1.0, 0.5)
    rubber = strokes(n, rng, 26, (40.0, 170.0), 3.0, 0.5) * smoothstep(-0.6, 1.2, spectral(n, 1.2, rng, low=40))
    dust = smoothstep(0.4, 2.4, spectral(n, 1.8, rng, low=5))
    colour = ramp(palette, 0.5 + 0.10 * cloud + 0.05 * peel + 0.045 * fine)
    colour = colour * (1.0 - 0.30 * rubber)[..., None]
    colour = mix(colour, np.full(3, 0.66), 0.20 * scuff + 0.07 * dust)
    height = 0.07 * peel + 0.25 * spectral(n, 2.6, rng, low=6, high=40) - 0.35 * scuff
    roughness = 0.17 + 0.02 * cloud + 0.22 * scuff + 0.24 * rubber + 0.15 * dust + 0.01 * fine
    return colour, normal_map(height, 0.2), np.clip(roughness, 0.05, 1.0)
