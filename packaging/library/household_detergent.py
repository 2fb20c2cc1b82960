"""Bottles of detergent with a handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_art_bottles import detergent
from household_bottles import screw_cap
from household_entry import textured, written
from household_forms import moved
from household_sheet import looked_up
from models import modelled
from noise import SolidNoise, hex_colours, mix, smoothstep
from usd_writer import Material, Part

if TYPE_CHECKING:
    from pathlib import Path

    from noise import Array

FINE = SolidNoise(621, exponent=1.4)
BROAD = SolidNoise(622, exponent=3.6)


def detergent_recipe(picture: Array, colour: str) -> Recipe:
    """Blow-moulded HDPE with a parting line, and a label on the front and the back."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        grain = FINE(p, 0.02)
        base = hex_colours(colour) * (1.0 + 0.006 * BROAD(p, 0.16) + 0.004 * grain)[:, None]
        seam = np.exp(-((p[:, 1] / 0.0005) ** 2))
        base = base * (1.0 - 0.10 * seam)[:, None]
        facing = np.sign(-p[:, 1])
        u, v = facing * p[:, 0] / LABEL_M[0] + 0.5, (p[:, 2] - 0.0120) / LABEL_M[1]
        edge = [np.maximum(np.abs(t - 0.5) * m - m / 2 + 0.006, 0.0) for t, m in zip((u, v), LABEL_M, strict=True)]
        label = smoothstep(0.0062, 0.0059, np.hypot(*edge)) * (np.abs(place.normal[:, 1]) > 0.45)
        relief = 0.00010 * seam + 0.000010 * grain + 0.00008 * label
        return Surface(mix(base, looked_up(picture, u, v), label), 0.42 + 0.04 * grain - 0.14 * label, relief)

    return recipe


LABEL_M = (0.0760, 0.1030)
"""Width and height of the detergent's labels in metres."""


def build_detergent(name: str, objects: Path) -> None:
    """Write a detergent bottle and its cap."""
    colour, cap_colour, title = {
        "bottle_detergent": ("e9eef0", (0.02, 0.16, 0.52), "Detergent bottle, white"),
        "bottle_detergent_orange": ("e2601a", (0.75, 0.75, 0.72), "Detergent bottle, orange"),
    }[name]
    (body, _) = modelled("household_detergent.py")["bottle"]
    body.corner_normals = None
    art = detergent("1659b8" if name == "bottle_detergent" else "7a2bb0").pixels(4.4)
    files = textured(body, detergent_recipe(art, colour), objects / name, name, base_color=1024, roughness=256)
    hdpe = Material("hdpe", maps=files)
    cap = moved(screw_cap(0.0240, 0.0, 0.0420), (-0.0180, 0.0, 0.2140))
    pack(cap)
    plastic = Material("cap_plastic", colour=cap_colour, roughness=0.4)
    parts = [Part("bottle", body, (hdpe,)), Part("cap", cap, (plastic,))]
    written(objects, name, title, "bottle", ["household", "grocery", "cleaning"], parts)
