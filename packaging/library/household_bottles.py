"""Bottles and a jar: a water bottle, a dark wine bottle, jam under a lid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_art_bottles import jam, water, wine, wine_back
from household_entry import textured, written
from household_forms import bent, creased, joined, marked, turned
from household_sheet import looked_up, wrapped
from noise import SolidNoise, hex_colours, mix, ramp, smoothstep, speckles
from usd_writer import Material, Part

if TYPE_CHECKING:
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

FINE = SolidNoise(621, exponent=1.4)
BROAD = SolidNoise(622, exponent=3.6)
BODY, CAP = 0, 1
TAGS = ["household", "grocery"]


def ribs(radius: float, depth: float, heights: tuple[float, ...], half: float) -> list[tuple[float, float, float]]:
    """Corners of round grooves in a straight wall at some heights; metres."""
    return [
        corner
        for z in heights
        for corner in (
            (radius, z - half, 0.0),
            (radius - depth, z, half * 0.8),
            (radius, z + half, 0.0),
        )
    ]


WATER = [
    (0.0, 0.0070, 0.0),
    (0.0190, 0.0050, 0.0060),
    (0.0235, 0.0, 0.0030),
    (0.0280, 0.0, 0.0040),
    (0.0325, 0.0090, 0.0070),
    *ribs(0.0325, 0.0018, (0.030, 0.0425, 0.055, 0.0675), 0.0045),
    (0.0325, 0.0800, 0.0006),
    (0.0321, 0.0806, 0.0003),
    (0.0321, 0.1330, 0.0003),
    (0.0325, 0.1336, 0.0006),
    *ribs(0.0325, 0.0014, (0.142,), 0.0040),
    (0.0325, 0.1520, 0.0250),
    (0.0140, 0.1860, 0.0140),
    (0.0130, 0.1930, 0.0006),
    (0.0166, 0.1936, 0.0005),
    (0.0166, 0.1952, 0.0005),
    (0.0125, 0.1958, 0.0003),
    (0.0125, 0.2000, 0.0003),
    (0.0, 0.2000, 0.0),
]
WINE = [
    (0.0, 0.0180, 0.0),
    (0.0120, 0.0150, 0.0100),
    (0.0280, 0.0012, 0.0040),
    (0.0330, 0.0, 0.0020),
    (0.0376, 0.0030, 0.0030),
    (0.0376, 0.1900, 0.0350),
    (0.0150, 0.2200, 0.0250),
    (0.0139, 0.2620, 0.0010),
    (0.0143, 0.2624, 0.0002),
    (0.0139, 0.2880, 0.0010),
    (0.0150, 0.2890, 0.0010),
    (0.0150, 0.2970, 0.0014),
    (0.0139, 0.2990, 0.0016),
    (0.0, 0.2990, 0.0),
]
JAR = [
    (0.0, 0.0040, 0.0),
    (0.0260, 0.0030, 0.0030),
    (0.0290, 0.0, 0.0020),
    (0.0320, 0.0, 0.0030),
    (0.0360, 0.0050, 0.0060),
    (0.0360, 0.0160, 0.0010),
    (0.0354, 0.0170, 0.0010),
    (0.0354, 0.0640, 0.0010),
    (0.0360, 0.0650, 0.0010),
    (0.0360, 0.0720, 0.0080),
    (0.0310, 0.0810, 0.0030),
    (0.0308, 0.0870, 0.0003),
    (0.0, 0.0870, 0.0),
]
JAR_LID = [
    (0.0, 0.0840, 0.0),
    (0.0318, 0.0840, 0.0003),
    (0.0342, 0.0822, 0.0008),
    (0.0346, 0.0836, 0.0008),
    (0.0334, 0.0850, 0.0008),
    (0.0334, 0.0945, 0.0022),
    (0.0300, 0.0962, 0.0016),
    (0.0280, 0.0950, 0.0012),
    (0.0, 0.0950, 0.0),
]


def screw_cap(radius: float, low: float, high: float, teeth: int = 24) -> Mesh:
    """A ribbed cap with a tamper ring below, closed; metres."""
    edge = 0.0011
    body = turned(
        [
            (0.0, low, 0.0),
            (radius, low, 0.0003),
            (radius, low + 0.0024, 0.0002),
            (radius - 0.0006, low + 0.0028, 0.0002),
            (radius, low + 0.0032, 0.0002),
            (radius - 0.0003, high - edge, edge),
            (radius - 0.0012, high, edge),
            (0.0, high, 0.0),
        ],
        2 * teeth,
        60.0,
    )
    points = body.points.copy()
    reach = np.hypot(points[:, 0], points[:, 1])
    tooth = np.round(np.arctan2(points[:, 1], points[:, 0]) / np.pi * teeth).astype(int) % 2
    ribbed = (reach > 0.85 * radius) & (points[:, 2] > low + 0.0030) & (points[:, 2] < high - 0.0006)
    points[:, :2] *= (1.0 - 0.032 * tooth * ribbed)[:, None]
    return creased(bent(body, points), 30.0)


def water_recipe(picture: Array) -> Recipe:
    """Pale blue PET with water behind it, and a film label."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        z = p[:, 2]
        ink, _ = wrapped(picture, p, 0.0808, 0.1328)
        label = ((z > 0.0808) & (z < 0.1328)).astype(float)
        level = smoothstep(0.1764, 0.1768, z)
        facing = np.clip(place.normal[:, 2], -1.0, 1.0)
        tint = ramp(hex_colours("8fc3d8", "b4dbe8", "d4edf4"), 0.45 + 0.30 * facing + 0.10 * BROAD(p, 0.08))
        air = ramp(hex_colours("c7dfe6", "e4f1f4"), 0.5 + 0.4 * facing)
        colour = mix(mix(tint, air, level), hex_colours("7fb4c9")[0], 0.5 * np.exp(-(((z - 0.1766) / 0.0005) ** 2)))
        colour = mix(colour, ink, label)
        return Surface(colour, 0.12 + 0.25 * label, np.zeros_like(z))

    return recipe


def build_water(objects: Path) -> None:
    """Write the water bottle."""
    name = "bottle_water"
    body = turned(WATER, 36, 50.0)
    body = bent(body, body.points)
    pack(body)
    height = body.points[body.faces[:, :3]].mean(1)[:, 2]
    body.material[:] = (height > 0.0807) & (height < 0.1329)
    files = textured(body, water_recipe(water().pixels(4.8)), objects / name, name, base_color=1024)
    pet = Material("pet", roughness=0.08, clearcoat=1.0, clearcoat_roughness=0.04, maps=files)
    label = Material("label_film", roughness=0.3, clearcoat=0.3, clearcoat_roughness=0.15, maps=files)
    cap = screw_cap(0.0152, 0.1960, 0.2135)
    pack(cap)
    parts = [Part("bottle", body, (pet, label)), Part("cap", cap, (Material("cap", (0.012, 0.12, 0.48), 0.4),))]
    written(objects, name, "Water bottle", "bottle", [*TAGS, "drink"], parts)


def wine_recipe(front: Array, back: Array) -> Recipe:
    """Dark green glass, two paper labels, and a foil capsule."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        z = p[:, 2]
        glass = ramp(hex_colours("0b1a10", "12281a", "1d3d26"), 0.35 + 0.35 * smoothstep(0.19, 0.27, z))
        around = np.degrees(np.arctan2(p[:, 1], p[:, 0]))
        colour, paper = glass, np.zeros_like(z)
        for picture, middle, half, low, high in ((front, -90.0, 62.0, 0.055, 0.150), (back, 90.0, 45.0, 0.065, 0.140)):
            u = ((around - middle + 180.0) % 360.0 - 180.0) / (2.0 * half) + 0.5
            v = (z - low) / (high - low)
            inside = ((u > 0) & (u < 1) & (v > 0) & (v < 1)).astype(float)
            fibre = 1.0 + 0.012 * FINE(p, 0.02)
            colour = mix(colour, looked_up(picture, u, v) * fibre[:, None], inside)
            paper = np.maximum(paper, inside)
        foil = smoothstep(0.2612, 0.2616, z)
        gold = np.exp(-(((z - 0.2660) / 0.0006) ** 2)) + np.exp(-(((z - 0.2685) / 0.0003) ** 2))
        capsule = mix(hex_colours("6d1220") * (1.0 + 0.05 * BROAD(p, 0.02))[:, None], hex_colours("d8b46a")[0], gold)
        height = 0.00012 * paper + 0.000004 * FINE(p, 0.02) * paper
        return Surface(mix(colour, capsule, foil), 0.1 + 0.5 * paper, height)

    return recipe


def build_wine(objects: Path) -> None:
    """Write the dark green bottle."""
    name = "bottle_glass_green"
    body = turned(WINE, 44, 26.0, 0.012)
    pack(body)
    height = body.points[body.faces[:, :3]].mean(1)[:, 2]
    body.material[:] = (height > 0.2616).astype(int)
    recipe = wine_recipe(wine().pixels(4.0), wine_back().pixels(4.0))
    files = textured(body, recipe, objects / name, name, base_color=1024, roughness=512)
    glass = Material("dark_glass", maps=files)
    foil = Material("foil", roughness=0.34, metallic=0.8, maps={"base_color": files["base_color"]})
    written(objects, name, "Wine bottle", "bottle", [*TAGS, "drink", "glass"], [Part("bottle", body, (glass, foil))])


def jam_recipe(picture: Array) -> Recipe:
    """Strawberry jam seen through glass, a paper label, and a lid in gingham."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        z = p[:, 2]
        fruit = ramp(hex_colours("4d0509", "8c0d12", "b01c1a", "c8362a"), 0.48 + 0.17 * BROAD(p, 0.03))
        seeds = speckles(p, 41, 0.0042, (0.0004, 0.0008))
        fruit = mix(fruit, hex_colours("d6a04a")[0], 0.75 * seeds)
        clear = hex_colours("c9a8a2") * (1.0 + 0.05 * BROAD(p, 0.02))[:, None]
        thick = np.maximum(smoothstep(0.0050, 0.0022, z), smoothstep(0.0790, 0.0796, z))
        colour = mix(fruit, clear, 0.8 * thick)
        u = (np.degrees(np.arctan2(p[:, 1], p[:, 0])) + 90.0 + 180.0) % 360.0 - 180.0
        u, v = u / 130.0 + 0.5, (z - 0.0180) / 0.0450
        label = ((u > 0) & (u < 1) & (v > 0) & (v < 1)).astype(float)
        colour = mix(colour, looked_up(picture, u, v) * (1.0 + 0.012 * FINE(p, 0.02))[:, None], label)
        squares = [0.5 * (np.sin(p[:, axis] * 2.0 * np.pi / 0.0090) > 0.0) for axis in (0, 1)]
        flank = np.arctan2(p[:, 1], p[:, 0]) / (2.0 * np.pi) * 24.0
        side = place.normal[:, 2] < 0.6
        check = np.where(side, 0.5 * (flank % 1.0 > 0.5) + 0.5 * (z % 0.0090 > 0.0045), squares[0] + squares[1])
        lid = mix(hex_colours("f4efe6"), hex_colours("b3202a")[0], check)
        on_lid = place.along > 0.5
        return Surface(mix(colour, lid, on_lid), 0.08 + 0.5 * label, 0.0001 * label)

    return recipe


def build_jam(objects: Path) -> None:
    """Write the jam jar."""
    name = "jar_jam"
    body = joined(marked(turned(JAR, 40, 30.0, 0.02), BODY), marked(turned(JAR_LID, 40, 40.0), CAP))
    pack(body)
    recipe = jam_recipe(jam().pixels(4.6))
    files = textured(body, recipe, objects / name, name, base_color=1024, roughness=512)
    glass = Material("glass", clearcoat=1.0, clearcoat_roughness=0.03, maps=files)
    lid = Material("lid_metal", roughness=0.32, metallic=0.15, maps={"base_color": files["base_color"]})
    written(objects, name, "Jam jar", "jar", [*TAGS, "food", "glass"], [Part("jar", body, (glass, lid))])
