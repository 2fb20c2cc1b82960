"""Ceramic, terracotta and slate floors: rectangular tiles in a bond, with grout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from noise import Array, lookup, mix, normal_map, ramp, smoothstep, spectral


@dataclass(frozen=True)
class TileStyle:
    """Look of a tiled floor.

    Attributes:
        columns: Tiles along x.
        rows: Tiles along y; even where ``stagger`` is not 0.
        stagger: Shift of every other row as a fraction of a tile.
        grout: Grout colour, sRGB 0..1.
        joint: Half width of the grout in pixels.
        roughness: Roughness of tile and grout.
        spread: Standard deviation of the tone between tiles.
        mottle: Strength of the clouds inside a tile.
        relief: Strength of the surface waves.
        cleft: Strength of the layered breaks of natural stone.
        ragged: How far the tile edges wander, in pixels.
        tilt: Standard deviation of the tiles' tilt.
    """

    columns: int
    rows: int
    stagger: float = 0.0
    grout: tuple[float, float, float] = (0.62, 0.60, 0.56)
    joint: float = 2.5
    roughness: tuple[float, float] = (0.12, 0.85)
    spread: float = 0.03
    mottle: float = 0.13
    relief: float = 0.16
    cleft: float = 0.0
    ragged: float = 0.35
    tilt: float = 0.006


def tiles(n: int, seed: int, palette: Array, style: TileStyle) -> tuple[Array, Array, Array]:
    """Makes a tiled floor.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Tile colours (k, 3) from dark to light.
        style: Look of the floor.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    yy, xx = np.mgrid[:n, :n] + 0.5
    height, width = n / style.rows, n / style.columns
    row = (yy // height).astype(int)
    shifted = (xx + (row % 2) * style.stagger * width) % n
    tile = row * style.columns + (shifted // width).astype(int)
    inside_x, inside_y = shifted % width, yy % height
    edge = np.minimum(np.minimum(inside_x, width - inside_x), np.minimum(inside_y, height - inside_y))

    count = style.columns * style.rows
    x = xx + (rng.random(count) * n)[tile]
    y = yy + (rng.random(count) * n)[tile]
    cloud = lookup(spectral(n, 2.9, rng), y, x)
    grain = spectral(n, 1.2, rng)
    fine = lookup(spectral(n, 0.6, rng, low=24), y, x)
    wave = lookup(spectral(n, 2.6, rng, low=2, high=80), y, x)
    ledge = lookup(spectral(n, 3.0, rng, (0.55, 1.0), low=1), y, x)

    # A cleft surface is a staircase of thin layers whose contours follow a smooth field.
    steps = ledge * 2.2
    stair = np.floor(steps) + smoothstep(0.0, 0.14, steps % 1.0)
    tone = 0.5 + style.mottle * cloud + 0.025 * fine + rng.normal(0.0, style.spread * 3.0, count)[tile]
    tone = tone + style.cleft * (0.05 * stair + 0.04 * wave)
    colour = ramp(palette, tone)
    colour = colour * (1.0 + rng.normal(0.0, style.spread * 0.14, (count, 3)))[tile]

    wander = edge + grain * style.ragged
    body = smoothstep(style.joint * 0.8, style.joint * 1.6, wander)
    grout = np.array(style.grout) * (1.0 + 0.05 * grain[..., None])
    colour = mix(grout, colour, body)
    colour = colour * (1.0 - 0.08 * smoothstep(style.joint * 5.0, style.joint, edge))[..., None]

    tilt = rng.normal(0.0, style.tilt, (count, 2))
    slope = (inside_x - width / 2) * tilt[tile, 0] + (inside_y - height / 2) * tilt[tile, 1]
    relief = smoothstep(style.joint * 0.6, style.joint * 3.0, wander) * 3.0
    relief = relief + style.relief * wave + (0.05 * fine * style.relief + slope) * body + (1.0 - body) * grain * 0.25
    relief = relief + style.cleft * (1.4 * stair + 0.30 * fine) * body
    gloss = style.roughness[0] + 0.05 * cloud + 0.02 * fine
    roughness = style.roughness[1] + (gloss - style.roughness[1]) * body
    return colour, normal_map(relief, 0.9), np.clip(roughness, 0.05, 1.0)
