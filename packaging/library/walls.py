"""The wall materials of the library: which there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from floor_wood import WoodStyle
from noise import hex_colours
from surfaces import COARSE, Surface, write_surface
from wall_board import corrugated, panelling, peg_board
from wall_coat import plaster, rolled_paint, striped_paper
from wall_masonry import bricks, concrete_panels, metro_tiles, painted_bricks

if TYPE_CHECKING:
    from pathlib import Path

BRICK = hex_colours("5b3127", "7e4333", "975540", "aa6b53", "b3826a")
PANEL = WoodStyle(
    rows=12, joint=3.2, roughness=(0.4, 0.56), spread=0.09, hue=0.02, contrast=0.3, pores=0.18, gap=0.9, knots=12
)

WALLS: dict[str, Surface] = {
    "plaster_white": Surface(
        "White plaster",
        ("plaster", "indoor", "light"),
        1.5,
        lambda n: plaster(n, 51, hex_colours("dcd9d2", "e7e4de", "efede8"), 0.35),
        sizes_px=COARSE,
    ),
    "plaster_warm": Surface(
        "Warm trowelled plaster",
        ("plaster", "indoor", "outdoor", "warm"),
        1.5,
        lambda n: plaster(n, 52, hex_colours("b0926e", "c4a884", "d4bc9a", "e0ccb0"), 1.0),
        sizes_px=COARSE,
    ),
    "paint_grey": Surface(
        "Grey rolled paint",
        ("paint", "indoor"),
        0.8,
        lambda n: rolled_paint(n, 53, hex_colours("90959a", "9a9fa4", "a4a9ad")),
    ),
    "paint_white": Surface(
        "White rolled paint",
        ("paint", "indoor", "light"),
        0.8,
        lambda n: rolled_paint(n, 62, hex_colours("dcdbd7", "e5e4e1", "edece9")),
    ),
    "brick_red": Surface(
        "Red bricks",
        ("brick", "indoor", "outdoor"),
        1.35,
        lambda n: bricks(n, 54, BRICK, hex_colours("a8a094")[0]),
        sizes_px=COARSE,
    ),
    "brick_white_painted": Surface(
        "White painted bricks",
        ("brick", "paint", "indoor", "light"),
        1.35,
        lambda n: painted_bricks(n, 55, BRICK, hex_colours("a8a094")[0], hex_colours("cfccc4", "dfdcd5", "e9e7e1")),
        sizes_px=COARSE,
    ),
    "concrete_panels": Surface(
        "Concrete panels",
        ("concrete", "indoor", "outdoor", "industrial"),
        2.4,
        lambda n: concrete_panels(n, 56, hex_colours("76746f", "918f8a", "a8a6a0", "bab8b2")),
    ),
    "wallpaper_stripes": Surface(
        "Striped wallpaper",
        ("wallpaper", "indoor"),
        1.06,
        lambda n: striped_paper(n, 57, *hex_colours("d9d3c4", "8ea3a0", "b59a5f")),
    ),
    "tiles_metro": Surface(
        "White metro tiles",
        ("tile", "indoor", "glossy", "light"),
        0.912,
        lambda n: metro_tiles(n, 58, hex_colours("d9d8d0", "e6e5df", "efeee9"), hex_colours("8c8983")[0]),
    ),
    "corrugated_metal": Surface(
        "Corrugated metal",
        ("metal", "industrial", "outdoor"),
        0.912,
        lambda n: corrugated(n, 59),
        metallic=True,
    ),
    "wood_panelling": Surface(
        "Pine panelling",
        ("wood", "indoor", "warm"),
        1.2,
        lambda n: panelling(n, 60, hex_colours("9a6a3c", "b98550", "cd9c66", "d9b07c"), PANEL),
    ),
    "peg_board": Surface(
        "Peg board",
        ("board", "workshop", "indoor"),
        0.508,
        lambda n: peg_board(n, 61, hex_colours("6b4a31", "83603f", "97714c")),
    ),
}


def build_wall(name: str, directory: Path) -> None:
    """Writes the files of one wall into ``directory / name``."""
    write_surface(WALLS[name], directory / name)
