"""A lawn, drawn blade by blade from the ground up."""

from __future__ import annotations

import numpy as np
from floor_strokes import FINER, bent, wrapped
from noise import Array, normal_map, smoothstep, spectral
from PIL import Image, ImageDraw

BLADES = np.array(
    [
        [0.19, 0.23, 0.10],
        [0.27, 0.33, 0.14],
        [0.35, 0.41, 0.19],
        [0.44, 0.49, 0.25],
        [0.56, 0.54, 0.35],
        [0.62, 0.56, 0.41],
    ]
)
"""From shaded through fresh to dry."""


def grass(n: int, seed: int, blades: int = 56000) -> tuple[Array, Array, Array]:
    """Makes a mown lawn seen from above.

    Args:
        n: Edge length in pixels.
        seed: Seed of everything random.
        blades: How many blades cover the tile.

    Returns:
        Base colour (n, n, 3), normal map (n, n, 3) and roughness (n, n), all 0..1.
    """
    rng = np.random.default_rng(seed)
    size = n * FINER
    dry = spectral(n, 2.2, rng, low=4)
    picture, relief = Image.new("RGB", (size, size), (38, 34, 20)), Image.new("L", (size, size))
    draw, raised = ImageDraw.Draw(picture), ImageDraw.Draw(relief)
    for step in range(blades):
        level = step / blades
        start = rng.random(2) * n
        path = (
            bent(start, rng.uniform(0, 2 * np.pi), rng.uniform(16.0, 50.0) * n / 1024, rng.normal(0.0, 0.5), 5) * FINER
        )
        dryness = dry[int(start[1]), int(start[0])] * 0.35 + rng.normal(0.0, 0.8)
        tone = 1.5 + rng.normal(0.0, 0.6) + (2.2 if dryness > 1.5 else 0.3 * dryness)
        place = float(np.clip(tone, 0.0, len(BLADES) - 1.001))
        colour = BLADES[int(place)] + (BLADES[int(place) + 1] - BLADES[int(place)]) * (place % 1.0)
        shade = 255.0 * (0.42 + 0.62 * level**0.7)
        width = int(rng.integers(2, 6))
        for points in wrapped(path, size):
            # The dark line first: the shadow that a blade throws beside itself.
            draw.line(
                [(x + 2, y + 3) for x, y in points], fill=tuple(int(v * shade * 0.66) for v in colour), width=width
            )
            draw.line(points, fill=tuple(int(min(v * shade * 1.15, 255)) for v in colour), width=width)
            raised.line(points, fill=int(40 + 200 * level + 12 * rng.random()), width=width)
    colour = np.asarray(picture, float).reshape(n, FINER, n, FINER, 3).mean((1, 3)) / 255.0
    height = np.asarray(relief, float).reshape(n, FINER, n, FINER).mean((1, 3)) / 255.0
    roughness = 0.74 + 0.12 * smoothstep(0.9, 0.3, height) + 0.02 * dry
    return colour, normal_map(height * 6.0, 0.5), np.clip(roughness, 0.05, 1.0)
