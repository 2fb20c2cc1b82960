"""The floor and table-top materials of the library: which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from floor_carpet import carpet, concrete, woven_carpet
from floor_cast import asphalt, concrete_slabs, epoxy, rough_concrete
from floor_grass import grass
from floor_gravel import gravel
from floor_layout import herringbone, strips
from floor_sheet import chequer_plate, laminate, studded_rubber, vinyl_checker
from floor_stone import marble, pavers, terrazzo
from floor_tile import TileStyle, tiles
from floor_wood import WoodStyle, boards, wood
from noise import Array, hex_colours
from surfaces import COARSE, Surface, write_surface

if TYPE_CHECKING:
    from pathlib import Path

FULL = {"sizes_px": (1024, 1024, 1024), "limits_kb": (300, 1000, 300)}
"""Settings of the first nine floors."""

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

PINE = WoodStyle(
    rows=14, boards=(1, 1), joint=1.8, roughness=(0.4, 0.58), spread=0.08, hue=0.02, contrast=0.42, pores=0.05, knots=24
)
PARQUET = WoodStyle(
    rows=20, joint=1.1, roughness=(0.28, 0.45), spread=0.13, hue=0.03, contrast=0.24, pores=0.28, gap=0.75
)
BEECH = WoodStyle(rows=8, joint=1.4, roughness=(0.34, 0.48), spread=0.11, hue=0.02, contrast=0.3, pores=0.3, gap=0.45)


def parquet(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Makes oak blocks of 90 by 450 mm in herringbone; maps as `wood`."""
    rng = np.random.default_rng(seed)
    return boards(n, rng, hex_colours("80583a", "a47b50", "bd9566", "d0af80"), PARQUET, herringbone(n, PARQUET.rows, 5))


def table_top(n: int, seed: int) -> tuple[Array, Array, Array]:
    """Makes glued beech planks without gaps; maps as `wood`."""
    rng = np.random.default_rng(seed)
    return boards(n, rng, hex_colours("b08258", "c69a6e", "d4ac82", "dfbd96"), BEECH, strips(n, BEECH.rows))


FLOORS: dict[str, Surface] = {
    "wood_oak": Surface(
        "Oak planks",
        ("wood", "indoor"),
        1.6,
        lambda n: wood(n, 1, hex_colours("7a5436", "a67c50", "c49d70", "d8b88e"), OAK),
        **FULL,
    ),
    "wood_walnut": Surface(
        "Walnut planks",
        ("wood", "indoor", "dark"),
        1.44,
        lambda n: wood(n, 2, hex_colours("2c1c12", "4a3020", "68472e", "85603f"), WALNUT),
        **FULL,
    ),
    "wood_grey": Surface(
        "Grey laminate",
        ("wood", "indoor", "light"),
        1.6,
        lambda n: wood(n, 3, hex_colours("77726b", "938e86", "aba69d", "c1bcb3"), GREY),
        **FULL,
    ),
    "tile_white": Surface(
        "White ceramic tiles",
        ("tile", "indoor", "glossy", "light"),
        1.2,
        lambda n: tiles(n, 4, hex_colours("d3d1ca", "e2e0da", "eeece6"), WHITE_TILE),
        **FULL,
    ),
    "tile_terracotta": Surface(
        "Terracotta tiles",
        ("tile", "indoor", "outdoor", "warm"),
        1.0,
        lambda n: tiles(n, 6, hex_colours("8a4a31", "ad6242", "c67f59"), TERRACOTTA),
        **FULL,
    ),
    "tile_slate": Surface(
        "Slate tiles",
        ("tile", "stone", "indoor", "outdoor", "dark"),
        1.2,
        lambda n: tiles(n, 13, hex_colours("2f3437", "474d50", "60666a", "7a7c78"), SLATE),
        **FULL,
    ),
    "carpet_grey": Surface(
        "Grey loop carpet",
        ("carpet", "indoor", "soft"),
        0.6,
        lambda n: carpet(n, 7, hex_colours("3c3f44", "55595f", "70747a", "8b8f95")),
        sizes_px=COARSE,
    ),
    "carpet_blue": Surface(
        "Blue loop carpet",
        ("carpet", "indoor", "soft"),
        0.6,
        lambda n: carpet(n, 8, hex_colours("1b2a44", "2a4168", "3c5b8a", "6482ad")),
        sizes_px=COARSE,
    ),
    "concrete_polished": Surface(
        "Polished concrete",
        ("concrete", "indoor", "industrial"),
        2.0,
        lambda n: concrete(n, 9, hex_colours("77756f", "918e88", "a8a59f", "bbb8b2")),
        **FULL,
    ),
    "wood_herringbone": Surface(
        "Oak herringbone parquet", ("wood", "parquet", "indoor"), 1.8, lambda n: parquet(n, 21)
    ),
    "wood_pine": Surface(
        "Pine boards",
        ("wood", "indoor", "light"),
        2.0,
        lambda n: wood(n, 22, hex_colours("b98a52", "d2a66d", "e2bd87", "ecd0a0"), PINE),
    ),
    "wood_tabletop": Surface("Beech table top", ("wood", "table", "indoor"), 1.2, lambda n: table_top(n, 23)),
    "laminate_white": Surface(
        "White laminate",
        ("table", "indoor", "light"),
        0.8,
        lambda n: laminate(n, 24, hex_colours("dedcd7", "e6e4df", "eceae6")),
    ),
    "concrete_rough": Surface(
        "Raw concrete",
        ("concrete", "industrial", "outdoor"),
        2.0,
        lambda n: rough_concrete(n, 25, hex_colours("6d6b66", "8b8883", "a19e98", "b9b6b0")),
        sizes_px=COARSE,
    ),
    "concrete_joints": Surface(
        "Concrete slabs with joints",
        ("concrete", "industrial", "outdoor"),
        3.0,
        lambda n: concrete_slabs(n, 26, hex_colours("7f7d78", "999690", "aeaba4", "bebbb4")),
        sizes_px=COARSE,
    ),
    "asphalt": Surface("Asphalt", ("road", "outdoor", "dark"), 0.9, lambda n: asphalt(n, 27), sizes_px=COARSE),
    "epoxy_grey": Surface(
        "Grey epoxy coating",
        ("epoxy", "industrial", "indoor", "glossy"),
        2.0,
        lambda n: epoxy(n, 28, hex_colours("7c8082", "868a8c", "909496")),
    ),
    "epoxy_green": Surface(
        "Green epoxy coating",
        ("epoxy", "industrial", "indoor", "glossy"),
        2.0,
        lambda n: epoxy(n, 29, hex_colours("3d6650", "46705a", "507a64")),
    ),
    "terrazzo": Surface(
        "Terrazzo",
        ("stone", "indoor", "glossy", "light"),
        0.9,
        lambda n: terrazzo(
            n,
            30,
            hex_colours("c5c1b8", "d2cec5", "dcd8d0"),
            hex_colours("8f8a82", "6a6865", "b7a48c", "a3a8a4", "e9e6df", "a07d68", "c9b9a4", "c4c0b8", "4c4d4d"),
        ),
    ),
    "marble_tile": Surface(
        "White marble tiles", ("tile", "stone", "indoor", "glossy", "light"), 1.6, lambda n: marble(n, 31)
    ),
    "vinyl_checker": Surface(
        "Chequered vinyl tiles",
        ("vinyl", "tile", "indoor"),
        1.2,
        lambda n: vinyl_checker(
            n, 32, hex_colours("232527", "2f3234", "5d6062"), hex_colours("aaa596", "cbc7ba", "d8d5ca")
        ),
    ),
    "rubber_studded": Surface(
        "Studded rubber",
        ("rubber", "industrial", "indoor", "dark"),
        0.512,
        lambda n: studded_rubber(n, 33, hex_colours("2a2b2d", "36383a", "46484b")),
    ),
    "steel_checker_plate": Surface(
        "Steel chequer plate",
        ("metal", "industrial"),
        0.42,
        lambda n: chequer_plate(n, 34),
        metallic=True,
    ),
    "carpet_pattern": Surface(
        "Patterned carpet",
        ("carpet", "indoor", "soft"),
        0.8,
        lambda n: woven_carpet(n, 35, hex_colours("3b4a5c", "5a6877", "b3a78e", "94533f")),
        sizes_px=COARSE,
    ),
    "paving_stones": Surface(
        "Concrete pavers",
        ("stone", "outdoor"),
        1.2,
        lambda n: pavers(n, 36, hex_colours("6e6660", "8a817a", "a0968c", "b3a898")),
        sizes_px=COARSE,
    ),
    "gravel": Surface(
        "Gravel",
        ("stone", "outdoor"),
        0.8,
        lambda n: gravel(n, 37, hex_colours("6b665f", "8a8379", "a3998b", "97928c", "b9b0a2", "857a6d")),
        sizes_px=COARSE,
    ),
    "grass": Surface("Lawn", ("grass", "outdoor"), 1.0, lambda n: grass(n, 38), sizes_px=COARSE),
}


def build_floor(name: str, directory: Path) -> None:
    """Writes the files of one floor into ``directory / name``."""
    write_surface(FLOORS[name], directory / name)
