"""Printed cardboard: cereal, tea and medicine boxes, a box of tissues, and cartons for milk and juice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_art_boxes import cereal, medicine, tea, tissues
from household_art_cartons import juice, milk
from household_entry import textured, written
from household_forms import bent, creased, loft, moved
from household_sheet import Sheet, boxed, looked_up
from models import modelled
from noise import SolidNoise, hex_colours, mix, smoothstep
from shapes import rounded_box
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

FIBRE = SolidNoise(631, exponent=1.3)
WEAR = SolidNoise(632, exponent=2.4)
Size = tuple[float, float, float]


@dataclass(frozen=True)
class Box:
    """A folding box: its size in metres, artwork of its six sides, and how it is found."""

    title: str
    size: Size
    artwork: Callable[[], dict[str, Sheet]]
    tags: tuple[str, ...]
    gloss: float = 0.42
    per_mm: float = 3.0
    class_name: str = "box"
    pixels: int = 1024


BOXES = {
    "box_cereal": Box("Cereal box", (0.190, 0.060, 0.280), cereal, ("food",), per_mm=2.6),
    "box_tea": Box("Tea box", (0.130, 0.075, 0.072), tea, ("food",), per_mm=4.4),
    "box_medicine": Box("Medicine box", (0.105, 0.045, 0.062), medicine, ("medical",), per_mm=6.0),
}


def board_recipe(pictures: dict[str, Array], size: Size, gloss: float) -> Recipe:
    """Printed board: worn to white along its edges, with the tuck flap's seam on top."""

    def recipe(place: Sample) -> Surface:
        p, n = place.position, place.normal
        ink = boxed(pictures, p, n, size)
        fibre = FIBRE(p, 0.02)
        away = np.sort(np.abs(np.abs(p - [0, 0, size[2] / 2]) - np.array(size) / 2), axis=1)[:, 1]
        rubbed = np.clip(smoothstep(0.0009, 0.0003, away) * (0.2 + 0.4 * WEAR(p, 0.05)), 0.0, 0.6)
        colour = mix(ink * (1.0 + 0.006 * fibre)[:, None], hex_colours("e4ddd0")[0], rubbed)
        lid = (np.abs(n[:, 2]) > 0.8).astype(float)
        seam = np.exp(-(((np.abs(p[:, 0]) - size[0] * 0.42 + 0.25 * np.abs(p[:, 1])) / 0.0004) ** 2)) * lid
        slit = np.exp(-(((p[:, 1] + size[1] / 2 - 0.0022) / 0.0003) ** 2)) * lid * (np.abs(n[:, 2]) > 0.97)
        colour = colour * (1.0 - 0.4 * slit - 0.12 * seam)[:, None]
        bulge = 0.00003 * WEAR(p, 0.12) - 0.00012 * seam
        return Surface(colour, gloss + 0.3 * rubbed + 0.02 * fibre, bulge)

    return recipe


def pillowed(mesh: Mesh, size: Size, swell: float) -> Mesh:
    """Let the two large sides of a box bulge by some metres, as cardboard does."""
    points = mesh.points.copy()
    x, z = 2.0 * points[:, 0] / size[0], 2.0 * points[:, 2] / size[2] - 1.0
    points[:, 1] += np.sign(points[:, 1]) * swell * np.clip(1 - x**4, 0, 1) * np.clip(1 - z**4, 0, 1)
    return bent(mesh, points)


def build_box(name: str, objects: Path) -> None:
    """Write a folding box."""
    box = BOXES[name]
    swell = 0.006 * box.size[0]
    body = creased(pillowed(rounded_box(box.size, 0.0009, 1, 5), box.size, swell), 50.0)
    pack(body)
    pictures = {side: sheet.pixels(box.per_mm) for side, sheet in box.artwork().items()}
    recipe = board_recipe(pictures, box.size, box.gloss)
    files = textured(body, recipe, objects / name, name, base_color=box.pixels)
    board = Material("printed_board", roughness=box.gloss, maps=files)
    tags = ["household", "grocery", *box.tags]
    written(objects, name, box.title, box.class_name, tags, [Part("box", body, (board,))])


TISSUES: Size = (0.225, 0.115, 0.075)
SLOT = (0.060, 0.016)
"""Half length and half width of the opening of the tissue box in metres."""


def build_tissues(objects: Path) -> None:
    """Write the tissue box, a tissue ready to be pulled out."""
    name = "tissue_box"
    body = creased(rounded_box(TISSUES, 0.0012, 1, 4), 50.0)
    pack(body)
    pictures = {side: sheet.pixels(2.6) for side, sheet in tissues().items()}
    printed = board_recipe(pictures, TISSUES, 0.5)

    def recipe(place: Sample) -> Surface:
        surface, p = printed(place), place.position
        oval = np.hypot(p[:, 0] / SLOT[0], p[:, 1] / SLOT[1])
        hole = smoothstep(1.02, 0.97, oval) * (place.normal[:, 2] > 0.9)
        return Surface(mix(surface.colour, hex_colours("2b2a2c"), hole), surface.roughness, surface.height)

    files = textured(body, recipe, objects / name, name, base_color=1024)
    board = Material("printed_board", roughness=0.5, maps=files)
    paper = Material("tissue_paper", colour=(0.86, 0.86, 0.85), roughness=0.9)
    tuft = moved(tissue(), (0.0, 0.0, TISSUES[2] - 0.004))
    pack(tuft)
    tags = ["household", "bathroom"]
    written(
        objects, name, "Tissue box", "tissue_box", tags, [Part("box", body, (board,)), Part("tissue", tuft, (paper,))]
    )


def tissue(count: int = 72) -> Mesh:
    """A folded tissue that rises from z = 0 and spreads, as a thin double wall."""
    turn = 2.0 * np.pi * np.arange(count) / count
    rings = []
    for wall, steps in ((0.0004, np.linspace(0.0, 1.0, 12)), (-0.0004, np.linspace(1.0, 0.15, 7))):
        for t in steps:
            fold = 0.22 * t * np.sin(5 * turn + 2.2 * t) + 0.12 * t * np.sin(11 * turn - 3.0 * t + 1.0)
            reach = 1.0 + fold + 0.30 * t * np.sin(2 * turn + 0.7)
            x = (0.044 - 0.014 * np.sin(np.pi * t) + 0.010 * t**2 + wall) * reach * np.cos(turn)
            y = (0.0045 + 0.030 * t**1.6 + wall) * reach * np.sin(turn)
            droop = 0.010 * t**4 * np.sin(3 * turn + 0.5) + 0.006 * t**4 * np.sin(7 * turn)
            rings.append(np.stack([x, y, 0.062 * t**0.8 + droop], -1))
    return loft(np.array(rings))


MILK: Size = (0.070, 0.070, 0.190)
MILK_TOP_M = 0.2240
JUICE: Size = (0.090, 0.062, 0.170)


def carton_recipe(pictures: dict[str, Array], size: Size, roof: Array | None) -> Recipe:
    """Coated board with creases; above `size` the roof is printed with its own picture, from the front."""
    board = board_recipe(pictures, size, 0.34)

    def recipe(place: Sample) -> Surface:
        surface, p = board(place), place.position
        colour = surface.colour
        if roof is not None:
            above = smoothstep(size[2] - 0.0002, size[2] + 0.0002, p[:, 2])
            rise = (p[:, 2] - size[2]) / (MILK_TOP_M + 0.016 - size[2])
            along = np.where(p[:, 1] < 0.0, p[:, 0], -p[:, 0]) / size[0] + 0.5
            colour = mix(colour, looked_up(roof, along, rise), above)
        crease = np.exp(-(((p[:, 2] - size[2]) / 0.0006) ** 2)) if roof is not None else np.zeros(len(p))
        if roof is not None:
            press = 0.00008 * np.sin(p[:, 0] * 2 * np.pi / 0.0022) * (p[:, 2] > MILK_TOP_M + 0.003)
        else:
            press = np.zeros(len(p))
        return Surface(colour * (1 - 0.08 * crease)[:, None], surface.roughness, surface.height + press)

    return recipe


def build_carton(name: str, objects: Path) -> None:
    """Write a drink carton with its screw cap."""
    title, size, artwork, cap = {
        "carton_milk": ("Milk carton", MILK, milk, (0.03, 0.16, 0.50)),
        "carton_juice": ("Juice carton", JUICE, juice, (0.75, 0.25, 0.02)),
    }[name]
    model = modelled("household_cartons.py", name)
    (body, _), (lid, _) = model["carton"], model["cap"]
    sheets = artwork()
    pictures = {side: sheet.pixels(3.4) for side, sheet in sheets.items()}
    recipe = carton_recipe(pictures, size, pictures.get("roof"))
    maps = {"base_color": 1024, "normal": 512} if name == "carton_milk" else {"base_color": 1024}
    files = textured(body, recipe, objects / name, name, **maps)
    board = Material("coated_board", roughness=0.34, maps=files)
    parts = [Part("carton", body, (board,)), Part("cap", lid, (Material("cap_plastic", colour=cap, roughness=0.4),))]
    written(objects, name, title, "carton", ["household", "grocery", "drink"], parts)


BUILDERS: dict[str, Callable[[Path], None]] = {
    **{name: partial(build_box, name) for name in BOXES},
    "carton_milk": partial(build_carton, "carton_milk"),
    "carton_juice": partial(build_carton, "carton_juice"),
    "tissue_box": build_tissues,
}
