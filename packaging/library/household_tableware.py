"""Crockery and a pan: bowls, a plate, a pitcher, a frying pan."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from handle import HandleStyle, sweep
from household_entry import see_through, textured, written
from household_forms import bent, joined, marked, turned
from lathe import revolve
from mesh import Mesh, join
from models import modelled
from noise import SolidNoise, hex_colours, mix, smoothstep, speckles
from outline import rounded
from recipes import HANDLE, porcelain, stoneware
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CRISP = SolidNoise(641, exponent=1.2)
SOFT = SolidNoise(642, exponent=3.6)
CLAY = hex_colours("8a6446", "a67c58", "b98f69")
TAGS = ["household", "kitchen"]

BOWL = [
    (0.0, 0.0035, 0.0),
    (0.0300, 0.0035, 0.0012),
    (0.0310, 0.0, 0.0012),
    (0.0350, 0.0, 0.0016),
    (0.0375, 0.0060, 0.0040),
    (0.0640, 0.0200, 0.0380),
    (0.0775, 0.0680, 0.0022),
    (0.0732, 0.0685, 0.0022),
    (0.0600, 0.0240, 0.0360),
    (0.0300, 0.0095, 0.0400),
    (0.0, 0.0085, 0.0),
]
PLATE = [
    (0.0, 0.0040, 0.0),
    (0.0740, 0.0040, 0.0014),
    (0.0752, 0.0, 0.0012),
    (0.0795, 0.0, 0.0016),
    (0.0830, 0.0035, 0.0040),
    (0.0980, 0.0110, 0.0150),
    (0.1340, 0.0195, 0.0012),
    (0.1335, 0.0226, 0.0016),
    (0.0980, 0.0150, 0.0120),
    (0.0880, 0.0082, 0.0140),
    (0.0, 0.0078, 0.0),
]
PITCHER = rounded(
    [
        (0.0, 0.0040, 0.0),
        (0.0330, 0.0040, 0.0015),
        (0.0345, 0.0, 0.0015),
        (0.0400, 0.0, 0.0020),
        (0.0560, 0.0260, 0.0600),
        (0.0640, 0.0600, 0.0600),
        (0.0575, 0.0980, 0.0600),
        (0.0430, 0.1380, 0.0500),
        (0.0490, 0.1900, 0.0024),
        (0.0446, 0.1905, 0.0022),
        (0.0390, 0.1390, 0.0500),
        (0.0535, 0.0980, 0.0560),
        (0.0600, 0.0600, 0.0560),
        (0.0530, 0.0290, 0.0560),
        (0.0360, 0.0100, 0.0060),
        (0.0, 0.0090, 0.0),
    ],
    30.0,
    0.020,
)
PITCHER_HANDLE = HandleStyle(
    top=0.1700,
    bottom=0.0740,
    path=((0.0800, 0.1800), (0.1000, 0.1560), (0.1000, 0.1150), (0.0860, 0.0800)),
    leave=0.014,
    width=(0.0095, 0.0085, 0.0080),
    thickness=(0.0056, 0.0050, 0.0052),
    fillet=0.0060,
    rings=26,
    sides=16,
)
PAN = [
    (0.0, 0.0010, 0.0),
    (0.0850, 0.0010, 0.0008),
    (0.0860, 0.0, 0.0008),
    (0.1020, 0.0, 0.0020),
    (0.1080, 0.0040, 0.0120),
    (0.1340, 0.0440, 0.0060),
    (0.1400, 0.0480, 0.0010),
    (0.1398, 0.0500, 0.0010),
    (0.1310, 0.0480, 0.0060),
    (0.1050, 0.0070, 0.0140),
    (0.0, 0.0050, 0.0),
]


GLASS = [
    (0.0, 0.0040, 0.0),
    (0.0240, 0.0030, 0.0030),
    (0.0280, 0.0, 0.0020),
    (0.0310, 0.0, 0.0030),
    (0.0335, 0.0060, 0.0060),
    (0.0390, 0.1180, 0.0012),
    (0.0368, 0.1185, 0.0010),
    (0.0315, 0.0140, 0.0080),
    (0.0, 0.0115, 0.0),
]
WATER = [(0.0, 0.0118, 0.0), (0.0312, 0.0143, 0.0070), (0.0348, 0.0800, 0.0006), (0.0, 0.0795, 0.0)]


def dishes() -> dict[str, tuple[str, str, Recipe, float]]:
    """Return title, class, surface and clear coat of the dishes that are only turned."""
    blue = stoneware(
        651,
        hex_colours("16314f", "244d76", "3a6a96"),
        CLAY,
        0.0060,
        specks=("0d1c2e", 0.5),
        lining=hex_colours("d9d4c8", "eae5da"),
        rim="8a6238",
        rim_strength=0.75,
        gloss=0.2,
    )
    cream = stoneware(652, hex_colours("ddd6c8", "e9e4d8", "f1ede4"), CLAY, 0.0060, rim_strength=0.75, gloss=0.24)
    return {
        "bowl_ceramic": ("Ceramic bowl, cream", "bowl", cream, 0.0),
        "bowl_ceramic_blue": ("Ceramic bowl, blue", "bowl", blue, 0.0),
        "plate_dinner": ("Dinner plate", "plate", lined(porcelain("f2f0eb", "f2f0eb")), 0.6),
    }


def lined(ground: Recipe) -> Recipe:
    """Two painted lines near the rim of a plate."""

    def recipe(place: Sample) -> Surface:
        surface, p = ground(place), place.position
        reach = np.hypot(p[:, 0], p[:, 1]) + 0.00006 * SOFT(p, 0.05)
        wide = smoothstep(0.0018, 0.0012, np.abs(reach - 0.1275))
        thin = smoothstep(0.0009, 0.0004, np.abs(reach - 0.1225))
        line = np.maximum(wide, thin) * (place.normal[:, 2] > 0.3) * (0.9 + 0.05 * SOFT(p, 0.03))
        return Surface(mix(surface.colour, hex_colours("2d5a7a")[0], line), surface.roughness, surface.height)

    return recipe


def build_dish(name: str, objects: Path) -> None:
    """Write a bowl or the plate."""
    title, class_name, recipe, coat = dishes()[name]
    body = turned(PLATE, 56, 26.0) if class_name == "plate" else turned(BOWL, 48, 24.0)
    pack(body)
    maps = {"base_color": 1024} if coat else {"base_color": 1024, "roughness": 256}
    files = textured(body, recipe, objects / name, name, **maps)
    glaze = Material("glaze", roughness=0.18, clearcoat=coat, maps=files)
    written(objects, name, title, class_name, TAGS, [Part(class_name, body, (glaze,))])


def poured(body: Mesh) -> Mesh:
    """Draw the rim out into a spout at -x."""
    points = body.points.copy()
    turn = np.arctan2(points[:, 1], -points[:, 0])
    lip = np.exp(-((turn / 0.36) ** 2)) * smoothstep(0.140, 0.192, points[:, 2])
    narrow = np.exp(-((turn / 0.8) ** 2)) * smoothstep(0.140, 0.192, points[:, 2])
    points[:, 0] -= 0.017 * lip
    points[:, 1] *= 1.0 - 0.22 * narrow
    points[:, 2] += 0.004 * lip
    return bent(body, points)


def build_pitcher(objects: Path) -> None:
    """Write the pitcher."""
    name = "pitcher_ceramic"
    body = join([poured(revolve(PITCHER, 44)), sweep(PITCHER, PITCHER_HANDLE, HANDLE)])
    pack(body)
    recipe = stoneware(
        653,
        hex_colours("c9a578", "d6b78f", "e0c7a5"),
        hex_colours("8d5238", "a4654b", "b5785b"),
        0.0120,
        upper=hex_colours("e6e0d2", "f1ede2"),
        line=0.1050,
        rim="8a5a34",
        gloss=0.24,
    )
    files = textured(body, recipe, objects / name, name, base_color=1024, roughness=256)
    written(
        objects, name, "Ceramic pitcher", "pitcher", TAGS, [Part("pitcher", body, (Material("glaze", maps=files),))]
    )


def build_glass(objects: Path) -> None:
    """Write a glass of water; both are see-through, and no light is bent."""
    name = "glass_water"
    glass, water = turned(GLASS, 44), turned(WATER, 44)
    pack(glass)
    pack(water)
    parts = [
        Part("water", water, (Material("water", colour=(0.55, 0.72, 0.78), roughness=0.05),)),
        Part("glass", glass, (Material("glass", colour=(0.80, 0.88, 0.88), roughness=0.04),)),
    ]
    written(objects, name, "Glass of water", "glass", [*TAGS, "drink", "glass"], parts)
    see_through(objects, name, {"water": 0.28, "glass": 0.26})


def pan_recipe(place: Sample) -> Surface:
    """Speckled non-stick inside, enamel outside, turned steel below; rivets of aluminium (`along` 1)."""
    p = place.position
    inside = smoothstep(0.0, 0.0012, place.along) * (place.along < 0.5)
    rivet = place.along > 0.5
    dots = speckles(p, 661, 0.0034, (0.0002, 0.0006))
    coating = mix(hex_colours("1b1b1d"), hex_colours("6d6c6a"), 0.7 * dots)
    reach = np.hypot(p[:, 0], p[:, 1])
    used = 0.5 + 0.5 * SOFT(p, 0.12)
    coating = coating * (1.0 + 0.16 * used * smoothstep(0.10, 0.03, reach))[:, None]
    enamel = hex_colours("8f1d1a") * (1.0 + 0.03 * SOFT(p, 0.1) - 0.45 * smoothstep(0.014, 0.002, p[:, 2]))[:, None]
    base = (place.normal[:, 2] < -0.8) & (reach < 0.103) & (place.along < 0.0)
    grooves = np.sin(reach * 2.0 * np.pi / 0.0016)
    steel = hex_colours("b9b8b5") * (1.0 + 0.07 * grooves + 0.02 * CRISP(p, 0.04))[:, None]
    colour = mix(mix(enamel, coating, inside), steel, base)
    rim = np.exp(-((place.along / 0.0011) ** 2)) * (1.0 - rivet)
    colour = mix(mix(colour, hex_colours("c9c9c7")[0], rim), hex_colours("d2d2d0")[0], rivet)
    roughness = 0.24 + 0.26 * inside + 0.15 * base + 0.1 * rivet - 0.05 * dots * inside
    return Surface(colour, roughness, 0.000006 * CRISP(p, 0.02) * inside)


def rivets() -> list[Mesh]:
    """Two flat rivet heads on the inside of the wall, at +x."""
    head = turned(
        [(0.0, -0.003, 0.0), (0.0058, -0.003, 0.0005), (0.0058, 0.0008, 0.0008), (0.0, 0.0020, 0.0)], 16, 46.0
    )
    made = []
    for y in (-0.012, 0.012):
        turn = np.radians(-58.0)
        c, s = np.cos(turn), np.sin(turn)
        tilt = np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
        around = np.arctan2(y, 0.122)
        spin = np.array([[np.cos(around), -np.sin(around), 0], [np.sin(around), np.cos(around), 0], [0, 0, 1.0]])
        made.append(bent(head, (head.points @ tilt.T + [0.1222, 0.0, 0.0335]) @ spin.T))
    return [marked(rivet, 1) for rivet in made]


def build_pan(objects: Path) -> None:
    """Write the frying pan; its handle points to +x."""
    name = "pan_frying"
    body = turned(PAN, 56, 30.0)
    whole = joined(body, *rivets())
    pack(whole)
    reach = np.hypot(*whole.points[whole.faces[:, :3]].mean(1)[:, :2].T)
    below = (whole.points[whole.faces[:, :3]].mean(1)[:, 2] < 0.0012) & (reach < 0.103)
    whole.material[:] = np.where(below, 2, whole.material)
    files = textured(whole, pan_recipe, objects / name, name, base_color=1024, roughness=512)
    tones = {"base_color": files["base_color"]}
    coated = Material("coated_aluminium", maps=files)
    rivet = Material("rivet_aluminium", roughness=0.3, metallic=1.0, maps=tones)
    base = Material("base_steel", roughness=0.36, metallic=1.0, maps=tones)
    model = modelled("household_pan.py")
    (grip, _), (bracket, _) = model["handle"], model["bracket"]
    phenolic = Material("phenolic_resin", colour=(0.018, 0.018, 0.019), roughness=0.42)
    cast = Material("cast_aluminium", colour=(0.62, 0.62, 0.61), roughness=0.35, metallic=1.0)
    parts = [Part("pan", whole, (coated, rivet, base)), Part("handle", grip, (phenolic,))]
    written(objects, name, "Frying pan", "pan", TAGS, [*parts, Part("bracket", bracket, (cast,))])


BUILDERS: dict[str, Callable[[Path], None]] = {
    **{name: partial(build_dish, name) for name in ("bowl_ceramic", "bowl_ceramic_blue", "plate_dinner")},
    "pitcher_ceramic": build_pitcher,
    "glass_water": build_glass,
    "pan_frying": build_pan,
}
