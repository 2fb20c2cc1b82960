"""Distractor shapes of about 10 cm in two colours each: clutter with edges and patterns that stand for nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_entry import textured, written
from lathe import revolve
from models import modelled
from noise import SolidNoise, hex_colours, mix, smoothstep
from outline import rounded
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

GRAIN = SolidNoise(801, exponent=2.6)
SOFTNESS_M = 0.00025
"""Half width of the transition between the two colours."""


@dataclass(frozen=True)
class Shape:
    """A shape: its title, its pattern (positive in the second colour, metres from the border), colours, roughness."""

    title: str
    pattern: Callable[[Sample], Array]
    first: str
    second: str
    roughness: float


def halves(place: Sample) -> Array:
    """Upper half, and a thin band below."""
    z = place.position[:, 2] - 0.050
    return np.maximum(z, 0.0025 - np.abs(z + 0.008))


def bands(place: Sample) -> Array:
    """Level bands 14 mm apart."""
    return waves(place.position[:, 2] - 0.004, 0.028)


def checks(place: Sample) -> Array:
    """A chequerboard of 20 mm in space, so that it runs on around edges."""
    stripes = waves(place.position - [0.0103, 0.0103, 0.0050], 0.040)
    return np.sign(stripes.prod(1)) * np.abs(stripes).min(1)


def dots(place: Sample) -> Array:
    """Round dots on the flat sides, stripes along the rim."""
    x, y, z = place.position.T
    row = np.round(y / 0.0135)
    dx = (x / 0.0155 + 0.5 * (row % 2)) % 1.0 - 0.5
    disc = 0.0038 - np.hypot(dx * 0.0155, y - row * 0.0135)
    return np.where(np.abs(place.normal[:, 2]) > 0.5, disc, 0.0032 - np.abs(z - 0.0150))


def sectors(place: Sample) -> Array:
    """Ten sectors around, like a life belt."""
    x, y, _ = place.position.T
    return np.sin(5.0 * np.arctan2(y, x)) * np.hypot(x, y) / 5.0


def waves(distance: Array, period: float) -> Array:
    """Distance in metres from the nearest border of stripes, positive in every other stripe."""
    return period / 4.0 - np.abs(distance % period - period / 2.0)


SHAPES_PATTERNED = {
    "shape_capsule": Shape("Capsule", halves, "f2efe6", "c4312b", 0.28),
    "shape_pyramid": Shape("Pyramid", bands, "2a6f9e", "f0b93a", 0.5),
    "shape_prism_hex": Shape("Hexagonal prism", checks, "e9e4d8", "2f2f33", 0.42),
    "shape_star": Shape("Star", dots, "3d8a57", "f4ecd2", 0.55),
    "shape_ring": Shape("Ring", sectors, "e8742a", "f3f1ec", 0.36),
}


def body_of(name: str) -> Mesh:
    """Return the mesh of a shape, its coordinates packed."""
    if name == "shape_capsule":
        mesh = revolve(
            rounded([(0.0, 0.0, 0.0), (0.029, 0.0, 0.0289), (0.029, 0.104, 0.0289), (0.0, 0.104, 0.0)], 9.0), 40
        )
    elif name == "shape_ring":
        ring = [(0.042, 0.0, 0.0), (0.052, 0.0, 0.0045), (0.052, 0.034, 0.0045), (0.035, 0.034, 0.0045)]
        mesh = revolve(rounded([*ring, (0.035, 0.0, 0.0045), (0.042, 0.0, 0.0)], 23.0), 56)
    else:
        return modelled("shapes_patterned.py", name)["shape"][0]
    pack(mesh)
    return mesh


def painted(shape: Shape) -> Recipe:
    """Two colours by the shape's pattern, with the unevenness of paint."""
    pair = hex_colours(shape.first, shape.second)

    def recipe(place: Sample) -> Surface:
        second = smoothstep(-SOFTNESS_M, SOFTNESS_M, shape.pattern(place))
        grain = GRAIN(place.position, 0.05)
        colour = mix(pair[:1], pair[1], second) * (1.0 + 0.015 * grain)[:, None]
        return Surface(colour, np.full(len(grain), shape.roughness), np.zeros(len(grain)))

    return recipe


def build_patterned(name: str, objects: Path) -> None:
    """Write one shape."""
    shape = SHAPES_PATTERNED[name]
    body = body_of(name)
    files = textured(body, painted(shape), objects / name, name, base_color=512)
    paint = Material("paint", roughness=shape.roughness, maps=files)
    tags = ["distractor", "shape"]
    written(objects, name, shape.title, "distractor", tags, [Part(name.removeprefix("shape_"), body, (paint,))])


OBJECTS_SHAPES: dict[str, Callable[[Path], None]] = {name: partial(build_patterned, name) for name in SHAPES_PATTERNED}
