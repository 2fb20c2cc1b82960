"""The mugs and cups that are fired: shapes, handles and looks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas import pack
from bake import Recipe, bake
from handle import HandleStyle, sweep
from lathe import revolve
from mesh import Mesh, join
from noise import hex_colours
from outline import Profile, rounded
from recipes import HANDLE, enamel, porcelain, stoneware
from usd_writer import Material, Part, write_object

if TYPE_CHECKING:
    from pathlib import Path

CLASSIC = rounded(
    [
        (0.0, 0.0035, 0.0),
        (0.0288, 0.0035, 0.0012),
        (0.0296, 0.0, 0.0012),
        (0.0336, 0.0, 0.0015),
        (0.0372, 0.0045, 0.0040),
        (0.0405, 0.0125, 0.0090),
        (0.0405, 0.0950, 0.0019),
        (0.0364, 0.0950, 0.0019),
        (0.0364, 0.0075, 0.0090),
        (0.0, 0.0075, 0.0),
    ]
)
CLASSIC_HANDLE = HandleStyle(
    top=0.0770,
    bottom=0.0250,
    path=((0.0670, 0.0805), (0.0765, 0.0670), (0.0765, 0.0420), (0.0655, 0.0225)),
    leave=0.011,
    width=(0.0064, 0.0066, 0.0060),
    thickness=(0.0046, 0.0041, 0.0043),
    fillet=0.0042,
)
LATTE = rounded(
    [
        (0.0, 0.0040, 0.0),
        (0.0225, 0.0040, 0.0012),
        (0.0232, 0.0, 0.0012),
        (0.0272, 0.0, 0.0014),
        (0.0290, 0.0050, 0.0030),
        (0.0470, 0.0120, 0.0300),
        (0.0530, 0.0720, 0.0017),
        (0.0495, 0.0724, 0.0016),
        (0.0440, 0.0150, 0.0270),
        (0.0240, 0.0085, 0.0300),
        (0.0, 0.0085, 0.0),
    ]
)
LATTE_HANDLE = HandleStyle(
    top=0.0600,
    bottom=0.0280,
    path=((0.0790, 0.0690), (0.0880, 0.0560), (0.0800, 0.0360)),
    leave=0.010,
    width=(0.0056, 0.0060, 0.0046),
    thickness=(0.0040, 0.0036, 0.0032),
    fillet=0.0040,
    squareness=2.5,
)
ESPRESSO = rounded(
    [
        (0.0, 0.0030, 0.0),
        (0.0160, 0.0030, 0.0010),
        (0.0167, 0.0, 0.0010),
        (0.0207, 0.0, 0.0013),
        (0.0220, 0.0040, 0.0025),
        (0.0300, 0.0085, 0.0180),
        (0.0325, 0.0580, 0.0024),
        (0.0276, 0.0580, 0.0024),
        (0.0250, 0.0130, 0.0160),
        (0.0, 0.0095, 0.0),
    ]
)
ESPRESSO_HANDLE = HandleStyle(
    top=0.0465,
    bottom=0.0225,
    path=((0.0500, 0.0520), (0.0565, 0.0410), (0.0510, 0.0260)),
    leave=0.008,
    width=(0.0042, 0.0044, 0.0038),
    thickness=(0.0032, 0.0028, 0.0028),
    fillet=0.0032,
)
ENAMEL = rounded(
    [
        (0.0, 0.0020, 0.0),
        (0.0335, 0.0020, 0.0010),
        (0.0350, 0.0, 0.0010),
        (0.0370, 0.0, 0.0012),
        (0.0400, 0.0050, 0.0050),
        (0.0400, 0.0772, 0.0004),
        (0.0416, 0.0772, 0.0014),
        (0.0416, 0.0810, 0.0018),
        (0.0380, 0.0810, 0.0018),
        (0.0387, 0.0770, 0.0010),
        (0.0387, 0.0034, 0.0060),
        (0.0, 0.0034, 0.0),
    ],
    max_turn=24.0,
)
ENAMEL_HANDLE = HandleStyle(
    top=0.0660,
    bottom=0.0185,
    path=((0.0680, 0.0700), (0.0740, 0.0560), (0.0720, 0.0350), (0.0620, 0.0180)),
    leave=0.010,
    width=(0.0080, 0.0072, 0.0066),
    thickness=(0.0017, 0.0017, 0.0017),
    fillet=0.0016,
    squareness=2.8,
)

BUFF_CLAY = hex_colours("8a6446", "a67c58", "b98f69")
DARK_CLAY = hex_colours("4d3629", "634738", "765644")
RED_CLAY = hex_colours("8d5238", "a4654a", "b5785b")

RECIPES: dict[str, Recipe] = {
    "mug_classic": stoneware(11, hex_colours("d8cfbd", "e4dccc", "eee8dc"), BUFF_CLAY, 0.0125),
    "mug_classic_blue": stoneware(
        12,
        hex_colours("cfc9bd", "dbd6cb", "e4e0d6"),
        DARK_CLAY,
        0.0070,
        specks=("3a2d25", 0.45),
        upper=hex_colours("16314f", "244d76", "3a6a96"),
        line=0.0400,
        rim="7a5a3c",
        rim_strength=0.5,
        gloss=0.17,
    ),
    "mug_classic_sand": stoneware(
        13,
        hex_colours("c9a578", "d6b78f", "e0c7a5"),
        RED_CLAY,
        0.0300,
        specks=("5b3a22", 0.6),
        lining=hex_colours("e4d9c6", "eee6d8"),
        rim="9a6a3e",
        gloss=0.34,
    ),
    "mug_latte": porcelain(
        "f1efea",
        "f3f1ec",
        ((0.0395, 0.0405, "1f3558"), (0.0420, 0.0470, "1f3558"), (0.0485, 0.0495, "1f3558")),
    ),
    "mug_latte_sage": stoneware(
        14,
        hex_colours("7d917b", "93a68f", "a8b8a2"),
        BUFF_CLAY,
        0.0075,
        specks=("3c4436", 0.5),
        lining=hex_colours("e6e2d4", "f0ede2"),
        rim="7b5c3a",
        rim_strength=0.7,
        gloss=0.26,
    ),
    "cup_espresso": porcelain("5a2f1e", "f2efe8"),
    "mug_enamel": enamel(15, "1d2f4b", "eceae4", ("eeece6", "24344f")),
}

TITLES = {
    "mug_classic": "Stoneware mug, cream",
    "mug_classic_blue": "Stoneware mug, dipped in blue",
    "mug_classic_sand": "Stoneware mug, sand",
    "mug_latte": "Latte cup, white with navy stripes",
    "mug_latte_sage": "Latte cup, sage",
    "cup_espresso": "Espresso cup",
    "mug_enamel": "Enamel camping mug",
}


def vessel(profile: Profile, style: HandleStyle, segments: int) -> Mesh:
    """Joins a turned body and its handle, with packed texture coordinates."""
    mesh = join([revolve(profile, segments), sweep(profile, style, HANDLE)])
    pack(mesh)
    return mesh


def build_mug(name: str, directory: Path) -> None:
    """Writes one mug and its textures into ``directory / name``."""
    target = directory / name
    target.mkdir(parents=True, exist_ok=True)
    if name.startswith("mug_classic"):
        mesh = vessel(CLASSIC, CLASSIC_HANDLE, 64)
    elif name.startswith("mug_latte"):
        mesh = vessel(LATTE, LATTE_HANDLE, 60)
    elif name == "cup_espresso":
        mesh = vessel(ESPRESSO, replace(ESPRESSO_HANDLE, rings=30), 56)
    else:
        mesh = vessel(ENAMEL, ENAMEL_HANDLE, 60)
    fired = name not in ("mug_latte", "cup_espresso", "mug_enamel")
    # Even glazes go without a relief map: eight bits would show as bands in their highlights.
    maps = {"base_color": 1024, "normal": 512, "roughness": 512} if fired else {"base_color": 1024}
    files = bake(mesh, RECIPES[name], target, name, maps)
    coat = 0.0 if fired else 0.6
    glaze = Material("glaze" if name != "mug_enamel" else "enamel", roughness=0.18, clearcoat=coat, maps=files)
    materials: tuple[Material, ...] = (glaze,)
    if name == "mug_enamel":
        middle = mesh.points[mesh.faces[:, :3]].mean(1)
        mesh.material[middle[:, 2] > 0.0771] = 1
        materials = (glaze, Material("steel_rim", colour=(0.045, 0.048, 0.055), roughness=0.32, metallic=0.85))
    write_object(target / f"{name}.usdc", TITLES[name], "cup", [Part("mug", mesh, materials)])
