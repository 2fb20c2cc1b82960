"""The surfaces of a tape measure."""

from __future__ import annotations

import numpy as np
from bake import Sample, Surface
from hardware_entry import Finish
from hardware_finishes import metal, plastic
from household_sheet import Sheet, looked_up
from noise import mix, smoothstep

DISC = (-0.003, 0.0345, 0.0215)
"""Middle x and z, and radius, of the labels, in metres."""
ZERO_M = 0.0812
"""Where the tape's scale begins: at the inside of the hook."""


def label() -> Sheet:
    """Draw the round label."""
    sheet = Sheet(43.0, 43.0, "e8b41c", 20.0)
    sheet.disc(21.5, 21.5, 19.6, "1c1d20")
    sheet.text(21.5, 18.0, "5 m", 15.0, "f4f4f0")
    sheet.text(21.5, 29.2, "NORDMARK", 5.2, "e8b41c", "narrow")
    sheet.text(21.5, 34.6, "class II", 3.0, "c9c9c6", "sans")
    sheet.text(21.5, 7.6, "19 mm", 3.0, "c9c9c6", "sans")
    return sheet


def scale() -> Sheet:
    """Draw the first 60 mm of the tape, from its hook to the left."""
    sheet = Sheet(60.0, 19.0, "efc62c", 20.0)
    for mm in range(1, 60):
        long = 7.0 if mm % 10 == 0 else 5.0 if mm % 5 == 0 else 3.2
        for top, bottom in ((0.0, long), (19.0 - long, 19.0)):
            sheet.block(60.0 - mm - 0.14, top, 60.0 - mm + 0.14, bottom, "16171a")
        if mm % 10 == 0:
            sheet.upright(60.0 - mm, 9.5, str(mm // 10), 5.0, "b3201c" if mm == 100 else "16171a")
    return sheet


LABEL, SCALE = label().pixels(12.0), scale().pixels(12.0)


def case(place: Sample) -> Surface:
    """A yellow shell in a rubber jacket, with a label on both flanks."""
    p = place.position
    shell, rubber = plastic("e8b41c", 0.4, 0.03)(place), plastic("242528", 0.66, 0.02)(place)
    side = np.sign(p[:, 1])
    x, z = p[:, 0] - DISC[0], p[:, 2] - DISC[1]
    away, turn = np.hypot(x, z), np.arctan2(z, x)
    edge = 0.0276 + 0.0014 * np.sin(3.0 * turn + 0.6)
    jacket = smoothstep(edge - 0.00015, edge + 0.00015, away)
    mouth = smoothstep(0.0238, 0.0242, p[:, 0]) * smoothstep(0.0210, 0.0206, p[:, 2])
    jacket = np.maximum(jacket, mouth)
    gap = np.exp(-(((away - edge) / 0.00035) ** 2))
    colour = mix(shell.colour, rubber.colour, jacket) * (1.0 - 0.5 * gap)[:, None]
    flat = (np.abs(place.normal[:, 1]) > 0.8) & (away < DISC[2])
    art = looked_up(LABEL, -side * x / (2 * DISC[2]) + 0.5, z / (2 * DISC[2]) + 0.5)
    colour = np.where(flat[:, None], art, colour)
    rough = shell.roughness + (rubber.roughness - shell.roughness) * jacket
    return Surface(colour, np.where(flat, 0.35, rough), shell.height)


def tape(place: Sample) -> Surface:
    """Lacquered steel with a scale in millimetres on top, plain below."""
    p = place.position
    plain = plastic("efc62c", 0.36, 0.02)(place)
    art = looked_up(SCALE, (p[:, 0] - ZERO_M) / 0.060 + 1.0, p[:, 1] / 0.019 + 0.5)
    top = place.normal[:, 2] > 0.5
    return Surface(np.where(top[:, None], art, plain.colour), plain.roughness, plain.height)


FINISHES = {
    "case": Finish(case),
    "tape": Finish(tape, clearcoat=0.4),
    "steel": Finish(metal("dcdddd", 0.42, 0.012), 1.0),
    "button": Finish(plastic("c8361e", 0.45, 0.015)),
}
