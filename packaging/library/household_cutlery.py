"""Steel cutlery lying on a table, its handle towards +x: a spoon, a knife, a fork."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Sample, Surface
from household_entry import textured, written
from household_forms import creased, loft, superellipse
from models import modelled
from noise import SolidNoise, hex_colours, smoothstep
from scipy.interpolate import PchipInterpolator
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

CRISP = SolidNoise(711, exponent=1.1)
SOFT = SolidNoise(712, exponent=3.4)


# fmt: off
SPOON = {
    "half": (
        (0.0, 0.0010), (0.002, 0.0062), (0.008, 0.0125), (0.018, 0.0178), (0.032, 0.0208), (0.044, 0.0196),
        (0.055, 0.0145), (0.063, 0.0078), (0.070, 0.0042), (0.080, 0.0034), (0.120, 0.0050), (0.165, 0.0092),
        (0.182, 0.0100), (0.190, 0.0078), (0.1938, 0.0040), (0.195, 0.0008),
    ),
    "rise": (
        (0.0, 0.0100), (0.030, 0.0096), (0.060, 0.0135), (0.075, 0.0190), (0.100, 0.0205), (0.150, 0.0120),
        (0.195, 0.0022),
    ),
    "thick": ((0.0, 0.0012), (0.030, 0.0013), (0.066, 0.0026), (0.080, 0.0034), (0.130, 0.0020), (0.195, 0.0016)),
}
"""Half width, height and thickness along the spoon, in metres."""
KNIFE = {
    "spine": (
        (0.0, 0.0040), (0.004, 0.0072), (0.018, 0.0095), (0.060, 0.0098), (0.112, 0.0085), (0.124, 0.0062),
        (0.150, 0.0075), (0.200, 0.0092), (0.217, 0.0080), (0.225, 0.0010),
    ),
    "edge": (
        (0.0, 0.0010), (0.004, -0.0040), (0.018, -0.0088), (0.060, -0.0105), (0.108, -0.0095), (0.116, -0.0070),
        (0.124, -0.0060), (0.150, -0.0075), (0.200, -0.0092), (0.217, -0.0080), (0.225, -0.0010),
    ),
    "thick": (
        (0.0, 0.0008), (0.018, 0.0013), (0.108, 0.0022), (0.122, 0.0072), (0.160, 0.0082), (0.205, 0.0078),
        (0.219, 0.0060), (0.225, 0.0010),
    ),
}
"""Where spine and edge are along y, and thickness, along the knife, in metres."""
# fmt: on


def smooth(at: Array, pairs: tuple[tuple[float, float], ...]) -> Array:
    """Interpolate monotonically through (place, value)."""
    places, values = np.array(pairs).T
    return PchipInterpolator(places, values)(at)


def spoon() -> Mesh:
    """A table spoon of 195 mm."""
    bowl, handle = 0.0575 - 0.0575 * np.cos(np.linspace(0.10, 2.2, 22)), np.linspace(0.0975, 0.1850, 10)
    x = np.unique(np.r_[bowl, handle, 0.188, 0.1915, 0.1938, 0.1948])
    half, line, thick = (smooth(x, SPOON[name])[:, None] for name in ("half", "rise", "thick"))
    hollow = np.clip(1.0 - ((x - 0.031) / 0.034) ** 2, 0.0, 1.0) ** 0.75 * smoothstep(-0.001, 0.010, x)
    s = np.cos(np.linspace(0.0, np.pi, 11))
    middle = line - thick / 2 - 0.0082 * hollow[:, None] * (1 - s**2)
    top, low = (middle + way * thick / 2 * np.sqrt(1 - s**2) for way in (0.8, -1.2))
    y = half * s
    across = np.concatenate([y, y[:, -2:0:-1]], 1)
    up = np.concatenate([top, low[:, -2:0:-1]], 1)
    return loft(np.stack([np.broadcast_to(x[:, None], across.shape), across, up], -1))


def knife() -> Mesh:
    """A table knife of 225 mm, lying on its flank."""
    blade, neck, handle = np.linspace(0.018, 0.112, 8), np.linspace(0.116, 0.130, 5), np.linspace(0.14, 0.21, 7)
    x = np.r_[0.0, 0.0012, 0.004, 0.009, blade, neck, handle, 0.217, 0.221, 0.2238, 0.2248]
    spine, edge, thick = (smooth(x, KNIFE[name])[:, None] for name in ("spine", "edge", "thick"))
    ring = superellipse(2.0, 2.0, 2.4, 22)
    y = (spine + edge) / 2 + (spine - edge) / 2 * ring[:, 0]
    wedge = smoothstep(0.120, 0.106, x)[:, None]
    thinner = 1.0 - wedge * (0.85 - 0.85 * smoothstep(-1.0, 0.4, ring[:, 0]))
    z = thick / 2 * ring[:, 1] * thinner
    return creased(loft(np.stack([np.broadcast_to(x[:, None], y.shape), y, z], -1)), 55.0)


def fork() -> Mesh:
    """A table fork of 198 mm."""
    (body, _) = modelled("household_fork.py")["fork"]
    body.corner_normals = None  # its edges are all round
    return body


PIECES: dict[str, tuple[str, Callable[[], Mesh]]] = {
    "spoon_table": ("Table spoon", spoon),
    "knife_table": ("Table knife", knife),
    "fork_table": ("Table fork", fork),
}


def steel_recipe(place: Sample) -> Surface:
    """Polished steel with the fine scratches and cloudiness of use."""
    p = place.position
    scratch = smoothstep(1.7, 2.6, CRISP(p, (0.12, 0.02, 0.02))) + smoothstep(
        1.8, 2.6, CRISP(p + 0.3, (0.03, 0.09, 0.02))
    )
    cloud = SOFT(p, 0.05)
    colour = hex_colours("dddcd9") * (1.0 + 0.008 * cloud - 0.03 * scratch)[:, None]
    return Surface(colour, 0.28 + 0.008 * cloud + 0.04 * scratch, np.zeros(len(p)))


def build_piece(name: str, objects: Path) -> None:
    """Write a piece of cutlery."""
    title, model = PIECES[name]
    body = model()
    if name != "fork_table":
        pack(body)
    files = textured(body, steel_recipe, objects / name, name, base_color=256, roughness=512)
    steel = Material("stainless_steel", roughness=0.28, metallic=1.0, maps=files)
    class_name = name.removesuffix("_table")
    tags = ["household", "kitchen", "cutlery", "metal"]
    written(objects, name, title, class_name, tags, [Part(class_name, body, (steel,))])


BUILDERS: dict[str, Callable[[Path], None]] = {name: partial(build_piece, name) for name in PIECES}
