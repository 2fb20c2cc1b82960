"""Machine parts: an angle bracket, spur gears, a ball bearing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from bake import Recipe, Sample, Surface
from hardware_entry import Entry, Finish, build_modelled
from hardware_finishes import metal, plastic
from household_sheet import Sheet, looked_up
from noise import SolidNoise, hex_colours

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RINGS = SolidNoise(821, exponent=1.3)
TAGS = ("hardware", "machine part", "metal", "workshop")


def turned_steel(colour: str = "dcdddc", roughness: float = 0.5) -> Recipe:
    """Steel with the fine rings of turning about Z on its faces."""
    base = metal(colour, roughness, 0.02)

    def recipe(place: Sample) -> Surface:
        surface, p = base(place), place.position
        away = np.stack([np.hypot(p[:, 0], p[:, 1]), p[:, 2], np.zeros(len(p))], -1)
        rings = RINGS(away, 0.012)
        shade = 1.0 + 0.012 * rings
        return Surface(surface.colour * shade[:, None], surface.roughness + 0.010 * rings, surface.height)

    return recipe


def marked_bearing(base: Recipe) -> Recipe:
    """Etch the designation into the upper face of the outer ring, read around it."""
    sheet = Sheet(134.0, 3.4, "ffffff", 20.0)
    for middle in (33.5, 100.5):
        sheet.text(middle, 1.7, "6204   KUGA   P6   1142", 2.5, "000000", "sans")
    picture = sheet.pixels(14.0)

    def recipe(place: Sample) -> Surface:
        surface, p = base(place), place.position
        radius, turn = np.hypot(p[:, 0], p[:, 1]), np.arctan2(p[:, 1], p[:, 0])
        u, v = 0.5 - turn / (2.0 * np.pi), (radius - 0.0197) / 0.0030
        face = (place.normal[:, 2] > 0.8) & (radius > 0.0197) & (p[:, 2] > 0.0135)
        ink = (1.0 - looked_up(picture, u, v)[:, 0]) * face
        return Surface(surface.colour * (1.0 - 0.65 * ink)[:, None], surface.roughness + 0.1 * ink, surface.height)

    return recipe


def nylon(place: Sample) -> Surface:
    """Ivory polyamide, a little grease in the depths of the teeth."""
    surface = plastic("e9e6dc", 0.42, 0.02)(place)
    radius = np.hypot(place.position[:, 0], place.position[:, 1])
    grease = np.exp(-(((radius - 0.0278) / 0.0010) ** 2)) * (np.abs(place.normal[:, 2]) < 0.5)
    colour = surface.colour + (hex_colours("b9b2a0")[0] - surface.colour) * (0.55 * grease)[:, None]
    return Surface(colour, surface.roughness - 0.08 * grease, surface.height)


def builders() -> dict[str, Callable[[Path], None]]:
    """Return the function that writes each entry."""
    zinc = metal("e2e4e5", 0.52, 0.03, tint=("cfc7ae", 0.30))
    steel = {"steel": Finish(turned_steel(), 1.0)}
    bearing = {
        "steel": Finish(marked_bearing(turned_steel("e2e3e3", 0.44)), 1.0),
        "balls": Finish(metal("e4e5e6", 0.30, 0.02, wear=0.4), 1.0),
        "brass": Finish(metal("dcc592", 0.46, 0.01), 1.0),
    }
    plastic_tags = ("hardware", "machine part", "plastic", "workshop")
    make = {
        Entry("bracket_angle", "Angle bracket", "bracket", TAGS): ("hardware_bracket.py", {"zinc": Finish(zinc, 1.0)}),
        Entry("gear_spur", "Spur gear, steel", "gear", TAGS, 384): ("hardware_gear.py", steel),
        Entry("gear_nylon", "Spur gear, nylon", "gear", plastic_tags, 256): (
            "hardware_gear.py",
            {"nylon": Finish(nylon)},
        ),
        Entry("bearing_ball", "Ball bearing 6204", "bearing", TAGS, 384): ("hardware_bearing.py", bearing),
    }
    return {entry.name: partial(build_modelled, entry, script, finishes) for entry, (script, finishes) in make.items()}


BUILDERS = builders()
