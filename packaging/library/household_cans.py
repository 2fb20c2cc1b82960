"""Drink cans and a soup can: turned bodies, printed aluminium, labelled tinplate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_art_cans import soda_blue, soda_red, soup
from household_entry import textured, written
from household_forms import turned
from household_sheet import wrapped
from models import modelled
from noise import SolidNoise, hex_colours, mix, smoothstep
from usd_writer import Material, Part

if TYPE_CHECKING:
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

PRINT_LOW, PRINT_HIGH = 0.0055, 0.1085
LABEL_LOW, LABEL_HIGH = 0.0120, 0.0890
ALUMINIUM = Material("tab_aluminium", colour=(0.80, 0.81, 0.82), roughness=0.3, metallic=1.0)
TINPLATE = Material("ring_tinplate", colour=(0.70, 0.70, 0.69), roughness=0.28, metallic=1.0)
FINE = SolidNoise(611, exponent=1.2)
BROAD = SolidNoise(612, exponent=3.6)

SODA = [
    (0.0, 0.0105, 0.0),
    (0.0150, 0.0085, 0.0200),
    (0.0225, 0.0012, 0.0030),
    (0.0240, 0.0, 0.0009),
    (0.0258, 0.0012, 0.0012),
    (0.0331, 0.0110, 0.0060),
    (0.0331, 0.0960, 0.0080),
    (0.0276, 0.1090, 0.0040),
    (0.0264, 0.1120, 0.0010),
    (0.0264, 0.1132, 0.0004),
    (0.0276, 0.1136, 0.0006),
    (0.0276, 0.1155, 0.0010),
    (0.0256, 0.1155, 0.0010),
    (0.0242, 0.1090, 0.0010),
    (0.0224, 0.1090, 0.0010),
    (0.0220, 0.1118, 0.0008),
    (0.0, 0.1118, 0.0),
]
SOUP = [
    (0.0, 0.0030, 0.0),
    (0.0300, 0.0022, 0.0010),
    (0.0315, 0.0, 0.0006),
    (0.0340, 0.0, 0.0008),
    (0.0340, 0.0030, 0.0006),
    (0.0325, 0.0036, 0.0008),
    (0.0331, 0.0060, 0.0010),
    (0.0322, 0.0085, 0.0012),
    (0.0331, 0.0110, 0.0006),
    (0.0331, 0.0119, 0.0),
    (0.0333, 0.0120, 0.0),
    (0.0333, 0.0124, 0.0),
    (0.0333, 0.0890, 0.0),
    (0.0331, 0.0891, 0.0),
    (0.0331, 0.0900, 0.0006),
    (0.0322, 0.0925, 0.0012),
    (0.0331, 0.0950, 0.0010),
    (0.0325, 0.0974, 0.0008),
    (0.0340, 0.0980, 0.0006),
    (0.0340, 0.1010, 0.0008),
    (0.0318, 0.1010, 0.0008),
    (0.0308, 0.0965, 0.0008),
    (0.0270, 0.0965, 0.0008),
    (0.0262, 0.0972, 0.0008),
    (0.0210, 0.0972, 0.0008),
    (0.0202, 0.0966, 0.0006),
    (0.0, 0.0966, 0.0),
]


def with_materials(mesh: Mesh, low: float, high: float) -> Mesh:
    """Give the outside between two heights (metres) material 0 and the rest material 1; packs the coordinates."""
    pack(mesh)
    height = mesh.points[mesh.faces[:, :3]].mean(1)[:, 2]
    outside = mesh.along[mesh.faces[:, 0]] < 0.0
    mesh.material[:] = np.where(outside & (height > low) & (height < high), 0, 1)
    return mesh


def soda_recipe(picture: Array) -> Recipe:
    """Artwork on the body, bare aluminium on the base and the lid, whose opening is scored."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        ink, _ = wrapped(picture, p, PRINT_LOW, PRINT_HIGH)
        edge = smoothstep(PRINT_LOW - 2e-4, PRINT_LOW + 2e-4, p[:, 2]) * smoothstep(0.1104, 0.1100, p[:, 2])
        printed = edge * (place.along < -0.0005)
        streak = FINE(p, (0.9, 0.02, 0.02))
        bare = hex_colours("d8d9da") * (1.0 + 0.012 * streak + 0.02 * BROAD(p, 0.05))[:, None]
        lid = (p[:, 2] > 0.1105) & (np.hypot(p[:, 0], p[:, 1]) < 0.0225)
        mouth = np.hypot(p[:, 0] / 0.0088, (p[:, 1] + 0.0112) / 0.0078)
        score = np.exp(-(((mouth - 1.0) / 0.055) ** 2)) * lid
        bare = bare * (1.0 - 0.35 * score)[:, None]
        swell = 0.00035 * smoothstep(0.95, 0.45, mouth) * lid - 0.00025 * score
        return Surface(mix(bare, ink, printed), 0.3 + 0.05 * streak * (1 - printed), swell)

    return recipe


def build_soda(name: str, objects: Path) -> None:
    """Write a drink can with its tab."""
    title, artwork = {
        "can_soda_red": ("Drink can, red", soda_red),
        "can_soda_blue": ("Drink can, blue", soda_blue),
    }[name]
    body = with_materials(turned(SODA, 40, 45.0), PRINT_LOW, 0.1102)
    recipe = soda_recipe(artwork().pixels(5.2))
    files = textured(body, recipe, objects / name, name, base_color=1024, normal=512)
    tones = {"base_color": files["base_color"]}
    lacquer = Material("lacquer", roughness=0.3, metallic=0.55, clearcoat=0.4, clearcoat_roughness=0.12, maps=tones)
    aluminium = Material("aluminium", roughness=0.32, metallic=1.0, maps=files)
    (tab, _) = modelled("household_tabs.py", "soda")["tab"]
    parts = [Part("can", body, (lacquer, aluminium)), Part("tab", tab, (ALUMINIUM,))]
    written(objects, name, title, "can", ["household", "grocery", "drink", "metal"], parts)


def soup_recipe(picture: Array) -> Recipe:
    """A paper label around a tin."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        ink, turn = wrapped(picture, p, LABEL_LOW, LABEL_HIGH)
        labelled = (p[:, 2] > LABEL_LOW) & (p[:, 2] < LABEL_HIGH) & (place.along < -0.0005)
        fibre = FINE(p, 0.03)
        glued = np.exp(-(((turn - 0.985) / 0.0012) ** 2)) * labelled
        ink = ink * (1.0 + 0.010 * fibre - 0.25 * glued)[:, None]
        tin = hex_colours("c9c8c4") * (1.0 + 0.015 * FINE(p, (0.6, 0.6, 0.02)) + 0.03 * BROAD(p, 0.06))[:, None]
        ribs = 0.00011 * np.cos(p[:, 2] * 2.0 * np.pi / 0.0062) * smoothstep(0.022, 0.012, np.abs(p[:, 2] - 0.0505))
        relief = ribs * labelled + 0.0001 * smoothstep(0.983, 0.987, turn) * labelled
        return Surface(np.where(labelled[:, None], ink, tin), np.where(labelled, 0.5, 0.3), relief)

    return recipe


def build_soup(objects: Path) -> None:
    """Write the soup can with its ring pull."""
    name = "can_soup"
    body = with_materials(turned(SOUP, 36, 90.0), 0.01195, 0.0890)
    recipe = soup_recipe(soup().pixels(5.2))
    files = textured(body, recipe, objects / name, name, base_color=1024, normal=512)
    paper = Material("label_paper", roughness=0.48, maps=files)
    tin = Material("tinplate", roughness=0.3, metallic=1.0, maps={"base_color": files["base_color"]})
    (ring, _) = modelled("household_tabs.py", "ring")["tab"]
    parts = [Part("can", body, (paper, tin)), Part("ring_pull", ring, (TINPLATE,))]
    written(objects, name, "Soup can", "can", ["household", "grocery", "food", "metal"], parts)
