"""Walls of boards and sheets: wood panelling, peg board and corrugated metal."""

from __future__ import annotations

import numpy as np
from floor_layout import Layout, bond, pixel_centres, strips
from floor_wood import WoodStyle, boards
from noise import Array, cells, cells_at, mix, normal_map, ramp, scattered, smoothstep, spectral


def panelling(n: int, seed: int, palette: Array, style: WoodStyle) -> tuple[Array, Array, Array]:
    """Makes upright tongue-and-groove boards.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        palette: Colours (k, 3) from dark to light.
        style: Look of the wood; its rows are the boards.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    lying = strips(n, style.rows)
    layout = Layout(lying.index.T, lying.count, lying.along.T, lying.across.T, lying.edge.T)
    return boards(n, rng, palette, style, layout)


def peg_board(n: int, seed: int, palette: Array, holes: int = 20) -> tuple[Array, Array, Array]:
    """Makes hardboard with holes of 6 mm every 25.4 mm; ``holes`` along an edge. Maps as `panelling`."""
    rng = np.random.default_rng(seed)
    layout = bond(n, holes, holes)
    fibre = spectral(n, 1.3, rng, low=30, high=300)
    fine, cloud = spectral(n, 0.5, rng, low=80), spectral(n, 2.2, rng, low=3, high=60)
    fleck = smoothstep(1.4, 2.4, spectral(n, 1.5, rng, (1.8, 1.0), low=40, high=240))
    radius = np.hypot(layout.along, layout.across) / (n / holes) * 25.4 + 0.06 * fibre
    hole = smoothstep(3.15, 2.75, radius)
    # Light from above reaches the lower wall of a hole.
    wall = hole * smoothstep(0.2, 1.0, layout.across / (n / holes) * 25.4 / 3.0)
    worn = smoothstep(4.4, 3.0, radius) * (1.0 - hole) * layout.each(rng.random(layout.count) ** 2)
    colour = ramp(palette, 0.5 + 0.09 * fibre + 0.05 * fine + 0.07 * cloud) * (1.0 - 0.16 * fleck)[..., None]
    colour = mix(colour, palette[-1] * 1.1, 0.30 * worn)
    colour = mix(colour, np.array([0.045, 0.038, 0.032]), 0.97 * hole)
    colour = colour + (0.11 * wall)[..., None] * palette[0]
    height = -2.6 * smoothstep(3.5, 2.6, radius) + 0.10 * fibre
    roughness = 0.50 + 0.03 * fibre + 0.03 * cloud + 0.40 * hole + 0.08 * worn
    return colour, normal_map(height, 0.6), np.clip(roughness, 0.05, 1.0)


def corrugated(n: int, seed: int, waves: int = 12) -> tuple[Array, Array, Array]:
    """Makes galvanized sheet with upright waves, spangle, runs of dirt and rows of screws. Maps as `panelling`."""
    rng = np.random.default_rng(seed)
    yy, xx = pixel_centres(n)
    pitch = n / waves
    phase = 2.0 * np.pi * xx / pitch
    bend = [spectral(n, 1.6, rng, low=40, high=200) for _ in range(2)]
    _, index = cells_at(n, scattered(n, 90, rng), yy + 2.5 * bend[0], xx + 2.5 * bend[1], 1)
    spangle = rng.normal(0.0, 1.0, 8100)[index[..., 0]]
    fine, cloud = spectral(n, 0.6, rng, low=80), spectral(n, 2.0, rng, low=3, high=80)
    run = spectral(n, 1.4, rng, (1.0, 0.07), low=10)
    valley = smoothstep(0.2, -1.0, np.cos(phase))
    # Every sheet covers six waves; its edge lies on the crest of the next.
    lap = np.abs((xx + n / 4 + pitch * 0.12) % (n / 2) - n / 4)
    edge = smoothstep(2.0, 0.6, lap)
    crests = np.array([[n * (row + 0.5) / 2, pitch * (2 * k + 1 + row)] for row in range(2) for k in range(waves // 2)])
    distance, _ = cells(n, crests % n, 1)
    radius = distance[..., 0] / (n / 1024)
    washer, head = smoothstep(9.5, 8.5, radius), smoothstep(5.6, 4.8, radius)
    tone = 0.52 + 0.06 * spangle + 0.05 * cloud + 0.03 * fine + 0.05 * run
    colour = ramp(np.array([[0.56, 0.575, 0.585], [0.70, 0.715, 0.725], [0.82, 0.83, 0.835]]), tone)
    grime = np.clip(0.20 * valley * smoothstep(-1.2, 1.8, run + 0.5 * cloud) + 0.55 * edge, 0.0, 0.6)
    colour = mix(colour, np.array([0.36, 0.345, 0.32]), grime)
    colour = mix(colour, np.array([0.24, 0.24, 0.245]), washer * 0.8)
    colour = mix(colour, np.array([0.66, 0.66, 0.665]) * np.ones((n, n, 1)), head)
    wave = pitch * 0.085 * np.cos(phase)
    height = wave + 0.03 * cloud + 1.5 * washer + 2.0 * head - 1.2 * edge + 0.012 * fine
    roughness = 0.46 + 0.014 * spangle + 0.02 * cloud + 0.7 * grime + 0.25 * (washer - head).clip(0.0, 1.0)
    return colour, normal_map(height, 1.0), np.clip(roughness, 0.05, 1.0)
