"""Walls that are laid or cast: bricks, metro tiles and concrete panels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from floor_cast import hairline_cracks, pits
from floor_layout import Layout, bond
from noise import Array, lookup, mix, normal_map, ramp, smoothstep, spectral


@dataclass(frozen=True)
class Bricks:
    """Bricks before paint.

    Attributes:
        layout: Where they lie.
        colour: Base colour (n, n, 3).
        height: Relief (n, n) in pixels.
        body: 1 on bricks and 0 in the joints (n, n).
        grain: Fine noise (n, n) that colour and relief share.
    """

    layout: Layout
    colour: Array
    height: Array
    body: Array
    grain: Array


def laid(n: int, rng: np.random.Generator, palette: Array, mortar: Array, columns: int = 6) -> Bricks:
    """Lays stretchers of 215 by 65 mm with 10 mm joints: each takes up 225 by 75 mm."""
    layout = bond(n, columns, 3 * columns, 0.5)
    joint = n / columns * 5.0 / 225.0
    count = layout.count
    grain, fine = spectral(n, 1.1, rng, low=30), spectral(n, 0.4, rng, low=100)
    mottle, warp = spectral(n, 1.7, rng, low=9), spectral(n, 2.0, rng, low=12, high=90)
    y, x = (axis + layout.each(rng.random(count) * n) for axis in (layout.across, layout.along))
    burnt = lookup(spectral(n, 2.4, rng, low=3), y, x)
    edge = layout.edge - joint + 0.8 * warp + 0.5 * grain
    body = smoothstep(-0.6, 1.4, edge)
    tone = (
        0.5 + layout.each(rng.uniform(-0.27, 0.27, count)) + 0.10 * burnt + 0.05 * mottle + 0.06 * grain + 0.03 * fine
    )
    colour = ramp(palette, tone) * (1.0 + rng.normal(0.0, 0.02, (count, 3)))[layout.index]
    chip = smoothstep(1.9, 2.6, spectral(n, 1.5, rng, low=20)) * body
    pore = smoothstep(2.0, 2.8, spectral(n, 0.9, rng, low=60, high=260)) * body
    colour = colour * (1.0 - 0.30 * pore + 0.12 * chip)[..., None]
    # Sand in the mortar, and its smears on the lower edges of the bricks.
    sand = mortar * (1.0 + 0.05 * mottle + 0.07 * fine + 0.05 * grain)[..., None]
    smear = 0.30 * smoothstep(4.0, 0.0, edge) * smoothstep(0.0, 1.5, mottle)
    colour = mix(sand, colour, body * (1.0 - smear))
    tilt = rng.normal(0.0, 0.006, (count, 2))
    slope = layout.along * tilt[layout.index, 0] + layout.across * tilt[layout.index, 1]
    face = slope + 0.45 * grain + 0.3 * mottle - 1.2 * chip - 0.9 * pore
    height = 4.5 * smoothstep(-1.5, 4.0, edge) + body * face + (1.0 - body) * (0.5 * grain + 0.3 * fine)
    return Bricks(layout, colour, height, body, grain)


def bricks(n: int, seed: int, palette: Array, mortar: Array) -> tuple[Array, Array, Array]:
    """Makes a bare brick wall.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Brick colours (k, 3) from dark to light.
        mortar: Mortar colour (3,).

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    wall = laid(n, rng, palette, mortar)
    roughness = 0.93 - 0.10 * wall.body + 0.03 * wall.grain
    return wall.colour, normal_map(wall.height, 0.55), np.clip(roughness, 0.05, 1.0)


def painted_bricks(n: int, seed: int, palette: Array, mortar: Array, paint: Array) -> tuple[Array, Array, Array]:
    """Makes a brick wall under a coat of ``paint`` (k, 3) that is thin on edges and chipped in places. As `bricks`."""
    rng = np.random.default_rng(seed)
    wall = laid(n, rng, palette, mortar)
    mottle, fine = spectral(n, 1.6, rng, low=10), spectral(n, 0.5, rng, low=80)
    brush = spectral(n, 0.9, rng, (1.0, 7.0), low=40)
    shade = wall.layout.each(rng.uniform(-0.15, 0.15, wall.layout.count)) * wall.body
    coat = ramp(paint, 0.55 + shade + 0.07 * mottle + 0.04 * fine + 0.04 * brush)
    coat = coat * (0.84 + 0.16 * wall.body)[..., None]
    flake = spectral(n, 2.4, rng, low=9, high=200) + 0.4 * spectral(n, 2.4, rng, low=3)
    bare = smoothstep(2.95, 3.05, flake + 0.10 * wall.grain) * wall.body
    thin = 0.10 * smoothstep(1.2, 3.0, wall.grain) * wall.body
    colour = mix(coat, wall.colour * 0.95, np.maximum(bare, thin))
    height = 0.75 * wall.height + 0.15 * brush + 0.2 * mottle - 0.9 * bare
    roughness = 0.60 + 0.03 * mottle + 0.02 * brush + 0.26 * bare + 0.08 * (1.0 - wall.body)
    return colour, normal_map(height, 0.55), np.clip(roughness, 0.05, 1.0)


def metro_tiles(n: int, seed: int, palette: Array, grout: Array, columns: int = 6) -> tuple[Array, Array, Array]:
    """Makes glazed tiles, twice as long as high, with bevelled edges and 2 mm of grout. Arguments as `bricks`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, columns, 2 * columns, 0.5)
    count, half = layout.count, n / columns / 152.0
    grain, mottle = spectral(n, 1.0, rng, low=60), spectral(n, 2.2, rng, low=4)
    pool = lookup(
        spectral(n, 2.6, rng, low=4, high=60), layout.across + layout.each(rng.random(count) * n), layout.along
    )
    edge = layout.edge - half + 0.10 * grain
    body = smoothstep(-0.3, 0.9, edge)
    bevel = smoothstep(0.0, 11.0 * n / 1024, edge)
    tone = 0.55 + layout.each(rng.uniform(-0.22, 0.22, count)) + 0.08 * pool
    # Glaze runs thin over the edge of the bevel and gathers at its foot.
    glaze = (
        ramp(palette, tone)
        * (1.0 - 0.05 * smoothstep(3.0, 0.0, edge) + 0.015 * np.exp(-(((edge - 10.0) / 2.5) ** 2)))[..., None]
    )
    joint = grout * (1.0 + 0.06 * grain + 0.05 * mottle)[..., None]
    colour = mix(joint, glaze, body)
    tilt = rng.normal(0.0, 0.005, (count, 2))
    slope = layout.along * tilt[layout.index, 0] + layout.across * tilt[layout.index, 1]
    height = 3.4 * bevel + 1.2 * body + body * (slope + 0.30 * pool) + (1.0 - body) * 0.3 * grain
    roughness = 0.88 - (0.80 - 0.015 * mottle) * body
    return colour, normal_map(height, 0.7), np.clip(roughness, 0.05, 1.0)


def concrete_panels(n: int, seed: int, palette: Array, panels: int = 2) -> tuple[Array, Array, Array]:
    """Makes fair-faced concrete with the joints and tie holes of square formwork panels. Arguments as `bricks`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, panels, panels)
    count, side = layout.count, n / panels
    y, x = (axis + layout.each(rng.random(count) * n) for axis in (layout.across, layout.along))
    cloud = lookup(spectral(n, 2.3, rng, low=3, high=120), y, x)
    mottle, grain = spectral(n, 1.6, rng, low=10), spectral(n, 0.6, rng, low=70, high=320)
    streak = lookup(spectral(n, 1.5, rng, (1.0, 0.14), low=6), y, x)
    hole = np.maximum(pits(n, rng, 700, (0.6, 2.8)), 0.7 * pits(n, rng, 2200, (0.4, 1.0)))
    # Ties sit a quarter of a panel from its edges; their holes are closed by recessed cones.
    tie = np.hypot(np.abs(layout.along) - side / 4, np.abs(layout.across) - side / 4) / (n / 1024)
    recess, rim = smoothstep(6.2, 4.6, tie), smoothstep(9.0, 6.0, tie) * smoothstep(4.6, 6.2, tie)
    seam = smoothstep(1.9, 0.7, layout.edge + 0.25 * mottle)
    leak = smoothstep(26.0, 2.0, layout.edge + 6.0 * mottle) * smoothstep(-0.4, 1.6, cloud)
    crack = hairline_cracks(n, rng, 3)
    tone = 0.5 + 0.12 * cloud + 0.05 * mottle + 0.05 * grain + 0.05 * streak + layout.each(rng.normal(0.0, 0.09, count))
    colour = ramp(palette, tone)
    dark = 0.10 * leak + 0.45 * hole + 0.55 * seam + 0.55 * recess + 0.12 * rim + 0.22 * crack
    colour = colour * (1.0 - np.clip(dark, 0.0, 0.75))[..., None]
    height = 0.25 * grain + 0.3 * mottle - 1.8 * hole - 2.2 * seam - 4.0 * recess - 0.6 * crack
    roughness = 0.72 + 0.05 * cloud + 0.03 * mottle + 0.15 * (hole + seam + recess)
    return colour, normal_map(height, 0.55), np.clip(roughness, 0.05, 1.0)
