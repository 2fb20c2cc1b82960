"""The floor materials of the library: which there are, and how their files are written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import yaml
from floor_carpet import carpet, concrete
from floor_tile import TileStyle, tiles
from floor_wood import WoodStyle, wood
from licence import LICENCE
from noise import Array, hex_colours
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIZE = 1024
"""Edge length of every floor texture in pixels."""


@dataclass(frozen=True)
class Floor:
    """One floor material.

    Attributes:
        title: Name shown to people.
        tags: Search words.
        size_m: Physical edge length of one tile of the texture in metres.
        make: Function of the edge length in pixels that returns base colour, normal map and roughness.
    """

    title: str
    tags: tuple[str, ...]
    size_m: float
    make: Callable[[int], tuple[Array, Array, Array]]


OAK = WoodStyle(rows=10, spread=0.10, pores=0.3)
WALNUT = WoodStyle(rows=12, roughness=(0.28, 0.48), spread=0.13)
GREY = WoodStyle(rows=8, joint=1.2, roughness=(0.4, 0.6), spread=0.07, hue=0.012, contrast=0.22, pores=0.3)
WHITE_TILE = TileStyle(columns=4, rows=4, mottle=0.08, spread=0.02, relief=0.07, ragged=0.12)
TERRACOTTA = TileStyle(
    columns=4, rows=4, grout=(0.60, 0.55, 0.49), joint=5.0, roughness=(0.6, 0.9), spread=0.055, relief=0.45, ragged=1.1
)
SLATE = TileStyle(
    columns=2,
    rows=4,
    stagger=0.5,
    grout=(0.36, 0.36, 0.35),
    joint=3.0,
    roughness=(0.52, 0.9),
    spread=0.05,
    relief=0.3,
    cleft=0.55,
    ragged=0.8,
)

FLOORS: dict[str, Floor] = {
    "wood_oak": Floor(
        "Oak planks",
        ("wood", "indoor"),
        1.6,
        lambda n: wood(n, 1, hex_colours("7a5436", "a67c50", "c49d70", "d8b88e"), OAK),
    ),
    "wood_walnut": Floor(
        "Walnut planks",
        ("wood", "indoor", "dark"),
        1.44,
        lambda n: wood(n, 2, hex_colours("2c1c12", "4a3020", "68472e", "85603f"), WALNUT),
    ),
    "wood_grey": Floor(
        "Grey laminate",
        ("wood", "indoor", "light"),
        1.6,
        lambda n: wood(n, 3, hex_colours("77726b", "938e86", "aba69d", "c1bcb3"), GREY),
    ),
    "tile_white": Floor(
        "White ceramic tiles",
        ("tile", "indoor", "glossy", "light"),
        1.2,
        lambda n: tiles(n, 4, hex_colours("d3d1ca", "e2e0da", "eeece6"), WHITE_TILE),
    ),
    "tile_terracotta": Floor(
        "Terracotta tiles",
        ("tile", "indoor", "outdoor", "warm"),
        1.0,
        lambda n: tiles(n, 6, hex_colours("8a4a31", "ad6242", "c67f59"), TERRACOTTA),
    ),
    "tile_slate": Floor(
        "Slate tiles",
        ("tile", "stone", "indoor", "outdoor", "dark"),
        1.2,
        lambda n: tiles(n, 13, hex_colours("2f3437", "474d50", "60666a", "7a7c78"), SLATE),
    ),
    "carpet_grey": Floor(
        "Grey loop carpet",
        ("carpet", "indoor", "soft"),
        0.6,
        lambda n: carpet(n, 7, hex_colours("3c3f44", "55595f", "70747a", "8b8f95")),
    ),
    "carpet_blue": Floor(
        "Blue loop carpet",
        ("carpet", "indoor", "soft"),
        0.6,
        lambda n: carpet(n, 8, hex_colours("1b2a44", "2a4168", "3c5b8a", "6482ad")),
    ),
    "concrete_polished": Floor(
        "Polished concrete",
        ("concrete", "indoor", "industrial"),
        2.0,
        lambda n: concrete(n, 9, hex_colours("77756f", "918e88", "a8a59f", "bbb8b2")),
    ),
}


def save_image(path: Path, values: Array, quality: int, subsampling: int = 2) -> None:
    """Writes values in 0..1 as an 8-bit JPEG; ``subsampling`` 0 keeps full resolution in all channels."""
    pixels = (np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    Image.fromarray(pixels).save(path, quality=quality, subsampling=subsampling, optimize=True)


def build_floor(name: str, directory: Path) -> None:
    """Writes the three maps and ``material.yaml`` of one floor into ``directory / name``."""
    floor = FLOORS[name]
    target = directory / name
    target.mkdir(parents=True, exist_ok=True)
    colour, normal, roughness = floor.make(SIZE)
    save_image(target / "base_color.jpg", colour, 88)
    save_image(target / "normal.jpg", normal, 84, subsampling=0)
    save_image(target / "roughness.jpg", roughness, 82)
    record = {"title": floor.title, "tags": list(floor.tags), "size_m": floor.size_m, "licence": LICENCE}
    (target / "material.yaml").write_text(yaml.safe_dump(record, sort_keys=False), encoding="utf-8")
