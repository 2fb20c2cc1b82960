"""By the sink: a sponge and a tube of toothpaste."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from household_bottles import screw_cap
from household_entry import textured, written
from household_forms import bent, joined, loft, marked, moved, superellipse
from household_sheet import Sheet, looked_up
from noise import SolidNoise, hex_colours, mix, ramp, smoothstep, speckles
from shapes import rounded_box
from usd_writer import Material, Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

ROUGH = SolidNoise(721, exponent=2.0)
CRISP = SolidNoise(722, exponent=1.2)
SOFT = SolidNoise(723, exponent=3.6)
SPONGE_M, SCOUR_M = (0.108, 0.068, 0.024), (0.109, 0.069, 0.009)


def sponge_recipe(place: Sample) -> Surface:
    """Cells in yellow foam, a mat of green fibres (`along` 1) on top."""
    p = place.position
    cells = np.maximum(speckles(p, 731, 0.0062, (0.0007, 0.0026)), speckles(p, 732, 0.0026, (0.0004, 0.0010)))
    foam = ramp(hex_colours("d9b02c", "ecc945", "f4d968"), 0.55 + 0.12 * SOFT(p, 0.05) + 0.08 * CRISP(p, 0.02))
    foam = mix(foam, hex_colours("a87b14")[0], 0.75 * cells)
    fibre = CRISP(p, (0.05, 0.012, 0.012)) + CRISP(p + 0.4, (0.012, 0.05, 0.012))
    mat = ramp(hex_colours("0f4a2c", "1f6d42", "3d9462"), 0.5 + 0.22 * fibre + 0.06 * ROUGH(p, 0.02))
    green = place.along > 0.5
    height = np.where(green, 0.00016 * fibre, -0.0008 * cells + 0.00008 * CRISP(p, 0.02))
    return Surface(mix(foam, mat, green), np.full(len(p), 0.9), height)


def build_sponge(objects: Path) -> None:
    """Write the sponge."""
    name = "sponge"
    foam = rounded_box(SPONGE_M, 0.004, 2, 6)
    mat = moved(rounded_box(SCOUR_M, 0.0022, 2, 6), (0.0, 0.0, SPONGE_M[2] - 0.0006))
    body = joined(marked(foam, 0), marked(mat, 1))
    waist = 1.0 - 0.05 * np.cos(np.clip(body.points[:, 0] / 0.054, -1, 1) * np.pi / 2) ** 2
    points = body.points * np.stack([np.ones_like(waist), waist, np.ones_like(waist)], -1)
    body = bent(body, points + 0.0006 * SOFT(points, 0.07)[:, None] * body.normals)
    body.material[:] = 0
    pack(body)
    files = textured(body, sponge_recipe, objects / name, name, base_color=512, normal=320)
    porous = Material("foam_and_fibre", roughness=0.92, maps=files)
    written(
        objects, name, "Kitchen sponge", "sponge", ["household", "kitchen", "cleaning"], [Part(name, body, (porous,))]
    )


TUBE_M, CRIMP_M = 0.146, 0.011
"""Length of the tube without its neck, and of its pressed end, in metres."""


def tube_section(x: Array) -> tuple[Array, Array]:
    """Half width and half height of the tube at distances from its shoulder, all in metres."""
    t = np.clip(x / (TUBE_M - CRIMP_M), 0.0, 1.0)
    high = 0.0185 * (1.0 - t**1.35) + 0.0007
    return 0.0185 + 0.0102 * t**0.8, high


def tube() -> Mesh:
    """A tube that runs from a round shoulder to a flat end, lying along +x."""
    body = np.r_[np.linspace(0.0, 0.118, 13), 0.126, 0.132, 0.1352, 0.1402, TUBE_M]
    wide, high = tube_section(body)
    outlines = [
        superellipse(2 * w, 2 * h, 2.0 + 2.0 * (x / TUBE_M) ** 4, 32) for x, w, h in zip(body, wide, high, strict=True)
    ]
    rings = [(x, outline, h) for x, outline, h in zip(body, outlines, high, strict=True)]
    shoulder = [(-0.0090, 0.0085), (-0.0055, 0.0087), (-0.0050, 0.0150), (-0.0025, 0.0176)]
    neck = [(x, superellipse(2 * r, 2 * r, 2.0, 32), 0.0192) for x, r in shoulder]
    return loft(np.array([np.c_[np.full(32, x), ring[:, 0], ring[:, 1] + z] for x, ring, z in [*neck, *rings]]))


def toothpaste() -> Sheet:
    """Once around the tube: its upper half is the front."""
    sheet = Sheet(150, 116, "f4f8fa", 10)
    for top, seed in ((0, 91), (58, 92)):
        sheet.block(0, top, 150, top + 58, "f4f8fa")
        # The slanted fields meet where the front turns into the back.
        start, end = (44, 64) if top else (64, 44)
        for left, right, color in ((-99, 0, "0f8fb0"), (0, 10, "35c0a8"), (10, 14, "bfe9df")):
            corners = [(start + left, top), (start + right, top), (end + right, top + 58), (end + left, top + 58)]
            sheet.shape(corners, color)
        if top:
            sheet.lines(
                80,
                top + 12,
                ("Brush twice a day for two minutes.", "Contains fluoride (1450 ppm).", "Do not swallow."),
                3.6,
                "31505c",
            )
            sheet.barcode(86, top + 34, 40, 16, seed)
    sheet.text(104, 24, "brillodyn", 13, "0f6f96", "bold", fit_mm=58)
    sheet.text(104, 38, "FRESH MINT", 6, "23a08a", "narrow")
    sheet.text(26, 29, "75 ml", 7, "ffffff", "bold")
    return sheet


def tube_recipe(picture: Array) -> Recipe:
    """Laminate film, pressed with ribs at its end."""

    def recipe(place: Sample) -> Surface:
        p = place.position
        wide, high = tube_section(p[:, 0])
        turn = np.arctan2((p[:, 2] - high) / high, p[:, 1] / wide) % (2.0 * np.pi)
        colour = looked_up(picture, p[:, 0] / TUBE_M, 1.0 - turn / (2.0 * np.pi))
        colour = mix(colour, hex_colours("f2f4f4")[0], smoothstep(0.0005, -0.0005, p[:, 0]))
        crimp = smoothstep(TUBE_M - CRIMP_M - 0.0005, TUBE_M - CRIMP_M + 0.0005, p[:, 0])
        ribs = np.sin(p[:, 0] * 2.0 * np.pi / 0.0026)
        colour = colour * (1.0 + 0.07 * ribs * crimp)[:, None]
        dents = 0.00018 * SOFT(p, 0.16)
        return Surface(colour, np.full(len(p), 0.32), 0.00018 * ribs * crimp + dents * (1.0 - crimp))

    return recipe


def build_toothpaste(objects: Path) -> None:
    """Write the tube with its cap."""
    name = "toothpaste_tube"
    body = tube()
    pack(body)
    files = textured(body, tube_recipe(toothpaste().pixels(6.0)), objects / name, name, base_color=1024, normal=512)
    laminate = Material("laminate", roughness=0.3, maps=files)
    cap = moved(screw_cap(0.0145, 0.0, 0.0230, 24), (-0.0056, 0.0, 0.0192), (0.0, -90.0, 0.0))
    pack(cap)
    plastic = Material("cap_plastic", colour=(0.80, 0.83, 0.84), roughness=0.35)
    parts = [Part("tube", body, (laminate,)), Part("cap", cap, (plastic,))]
    written(objects, name, "Toothpaste tube", "tube", ["household", "bathroom"], parts)


BUILDERS: dict[str, Callable[[Path], None]] = {"sponge": build_sponge, "toothpaste_tube": build_toothpaste}
