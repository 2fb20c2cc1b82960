"""Surfaces of hardware: steel in its conditions, brass, moulded plastics, rubber, wood."""

from __future__ import annotations

import numpy as np
from bake import Recipe, Sample, Surface
from noise import SolidNoise, hex_colours, mix, smoothstep, speckles

CRISP = SolidNoise(811, exponent=1.2)
CLOUD = SolidNoise(812, exponent=3.2)
SOFT = SolidNoise(813, exponent=4.2)


def metal(
    colour: str = "c9cac8",
    roughness: float = 0.42,
    scale_m: float = 0.02,
    *,
    wear: float = 1.0,
    tint: tuple[str, float] = ("b5a06a", 0.0),
    brushed: tuple[float, float, float] | None = None,
) -> Recipe:
    """Bare or plated metal with scratches, cloudy tarnish and dark pits.

    Args:
        colour: Base colour, light.
        roughness: Mean roughness.
        scale_m: Size over which its clouds change.
        wear: Strength of scratches and stains.
        tint: Colour and strength of a tarnish that comes and goes, such as zinc's yellow.
        brushed: Periods in metres along the axes of a grain; short across it, long along it.
    """

    def recipe(place: Sample) -> Surface:
        p = place.position
        cloud, broad = CLOUD(p, scale_m), SOFT(p + 0.013, 3.1 * scale_m)
        scratch = smoothstep(1.6, 2.5, CRISP(p, (6 * scale_m, scale_m, scale_m))) + smoothstep(
            1.8, 2.6, CRISP(p + 0.3, (1.5 * scale_m, 5 * scale_m, scale_m))
        )
        pits = speckles(p, 815, 0.13 * scale_m, (0.004 * scale_m, 0.018 * scale_m))
        grain = 0.0 if brushed is None else CRISP(p + 0.1, brushed)
        shade = 1.0 + 0.012 * cloud + 0.018 * grain + wear * (0.05 * scratch - 0.14 * pits)
        base = hex_colours(colour) * shade[:, None]
        base = mix(base, hex_colours(tint[0])[0] * shade[:, None], tint[1] * smoothstep(-0.8, 1.6, broad + 0.5 * cloud))
        rough = roughness + 0.012 * cloud + 0.015 * broad + 0.02 * grain + wear * (0.12 * pits - 0.08 * scratch)
        return Surface(np.clip(base, 0.0, 1.0), np.clip(rough, 0.2, 0.9), 1e-6 * cloud)

    return recipe


def plastic(colour: str, roughness: float = 0.45, scale_m: float = 0.02, grain: float = 1.0) -> Recipe:
    """Moulded plastic or rubber: nearly even, a little dusty and scuffed."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        cloud, fine = SOFT(p, 3.0 * scale_m), CRISP(p, 0.25 * scale_m)
        scuff = smoothstep(1.7, 2.6, CRISP(p + 0.2, (5 * scale_m, 1.2 * scale_m, scale_m)))
        lift = 0.035 * scuff + 0.005 * grain * fine
        base = hex_colours(colour) * (1.0 + 0.025 * cloud)[:, None] + lift[:, None]
        return Surface(
            np.clip(base, 0.0, 1.0), roughness + 0.03 * cloud + 0.012 * grain * fine + 0.06 * scuff, 4e-6 * fine
        )

    return recipe


def wood(light: str = "c99b62", dark: str = "8d5f33", axis: int = 0, ring_m: float = 0.0035) -> Recipe:
    """Varnished hardwood, its grain along an axis."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        period = np.full(3, 0.030)
        period[axis] = 0.60
        across = np.add(np.delete(p, axis, 1), [0.021, 0.034])
        rings = np.hypot(*across.T) / ring_m + 0.9 * SOFT(p, tuple(period * 1.8))
        late = (rings % 1.0) ** 2.2
        fibre = CRISP(p, tuple(period * [0.35, 0.35, 0.35]))
        pores = smoothstep(1.1, 2.2, CRISP(p + 0.4, tuple(period * 0.5)))
        t = np.clip(0.22 + 0.50 * late + 0.09 * fibre, 0.0, 1.0)
        base = mix(np.broadcast_to(hex_colours(light)[0], p.shape), hex_colours(dark)[0], t)
        base = base * (1.0 - 0.28 * pores + 0.03 * SOFT(p, 0.12))[:, None]
        return Surface(np.clip(base, 0.0, 1.0), 0.42 + 0.10 * pores + 0.02 * fibre, -3e-5 * pores)

    return recipe
