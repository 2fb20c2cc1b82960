"""A loaf of bread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Sample, Surface
from household_entry import textured, written
from household_forms import bent, loft, superellipse
from noise import SolidNoise, hex_colours, mix, ramp, smoothstep
from usd_writer import Material, Part

if TYPE_CHECKING:
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

CRISP = SolidNoise(671, exponent=1.3)
ROUGH = SolidNoise(672, exponent=2.3)
SOFT = SolidNoise(673, exponent=3.8)
LOAF_M = (0.255, 0.112, 0.088)


def loaf_body() -> Mesh:
    """An oval loaf, flat below."""
    t = 0.5 - 0.5 * np.cos(np.pi * np.linspace(0.012, 0.988, 26))
    size = np.sqrt(np.clip(1.0 - np.abs(2.0 * t - 1.0) ** 2.5, 0.0, 1.0))
    rings = []
    for x, s in zip((t - 0.5) * LOAF_M[0], size, strict=True):
        ring = superellipse(LOAF_M[1] * s, 2.0 * LOAF_M[2] * (0.35 + 0.65 * s) * s**0.5, 2.2, 40)
        up = np.where(ring[:, 1] > 0.0, ring[:, 1] * 0.72, ring[:, 1] * 0.26)
        rings.append(np.stack([np.full(40, x), ring[:, 0], up + 0.024 * (0.35 + 0.65 * s)], -1))
    body = loft(np.array(rings))
    points = body.points.copy()
    points += 0.0011 * SOFT(points, 0.09)[:, None] * body.normals
    cut = slash(points)
    points += (0.0032 * np.exp(-((cut - 1.7) ** 2)) - 0.003 * np.exp(-(cut**2)))[:, None] * body.normals
    return bent(body, points)


def slash(p: Array) -> Array:
    """Distance (n,) from the nearest of the baker's four cuts, in half widths of a cut; large below."""
    offset = (p[:, 0] + 0.55 * p[:, 1] + 0.09) % 0.060 - 0.030
    outside = smoothstep(0.036, 0.044, np.abs(p[:, 1])) + smoothstep(0.085, 0.105, np.abs(p[:, 0]))
    return np.abs(offset) / 0.0060 + 4.0 * outside + np.where(p[:, 2] > 0.045, 0.0, 6.0)


def loaf_recipe(place: Sample) -> Surface:
    """A crust from gold to dark brown, pale in the cuts, dusted with flour."""
    p = place.position
    cloud, fine, grain = SOFT(p, 0.10), ROUGH(p, 0.04), CRISP(p, 0.02)
    upward = place.normal[:, 2]
    bake = 0.42 + 0.22 * smoothstep(-0.3, 0.9, upward) + 0.13 * cloud + 0.07 * fine
    colour = ramp(hex_colours("d9b27a", "c48a48", "a5622a", "7a3e17", "52270f"), bake)
    cut = slash(p + 0.0015 * np.stack([fine, cloud, fine], -1))
    crumb = np.exp(-((cut / 1.15) ** 2))
    colour = mix(colour, ramp(hex_colours("d2a868", "e6c792", "f0dcb2"), 0.5 + 0.2 * grain + 0.1 * fine), crumb)
    lip = np.exp(-(((cut - 1.7) / 0.35) ** 2))
    colour = mix(colour, hex_colours("4a220c")[0], 0.55 * lip)
    flour = smoothstep(-0.2, 2.2, fine + 0.5 * grain) * smoothstep(0.0, 0.7, upward) * (1.0 - crumb)
    colour = mix(colour, hex_colours("ecd9b8")[0], 0.28 * flour)
    under = smoothstep(-0.6, -0.9, upward)
    colour = mix(colour, ramp(hex_colours("8a5a2a", "b98a52"), 0.5 + 0.2 * fine), 0.7 * under)
    relief = 0.00022 * fine + 0.00010 * grain + 0.0004 * crumb * grain
    return Surface(colour, 0.72 + 0.15 * flour, relief)


def build_loaf(objects: Path) -> None:
    """Write the loaf."""
    body = loaf_body()
    pack(body)
    files = textured(body, loaf_recipe, objects / "bread_loaf", "bread_loaf", base_color=1024, normal=448)
    crust = Material("crust", roughness=0.78, maps=files)
    written(objects, "bread_loaf", "Loaf of bread", "bread", ["household", "food"], [Part("loaf", body, (crust,))])
