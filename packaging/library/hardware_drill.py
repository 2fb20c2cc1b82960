"""A cordless drill."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from bake import Sample, Surface
from hardware_entry import Entry, Finish, build_modelled
from hardware_finishes import metal, plastic
from household_sheet import Sheet, looked_up
from noise import hex_colours, mix, smoothstep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from noise import Array

AXIS_M = 0.1720
SCREWS = ((-0.066, 0.152), (0.030, 0.150), (-0.040, 0.118), (-0.034, 0.078), (0.018, 0.056))
"""Places x, z in metres of the screws that hold the halves, on the left flank."""


def brand() -> Sheet:
    """Draw the print on the motor housing."""
    sheet = Sheet(70.0, 22.0, "000000", 20.0)
    sheet.text(35.0, 8.0, "TORVAK", 11.0, "ffffff", "bold", fit_mm=62.0)
    sheet.text(35.0, 17.0, "CD 18-50", 6.0, "ffffff", "sans")
    return sheet


def rating() -> Sheet:
    """Draw the label of the battery."""
    sheet = Sheet(72.0, 18.0, "d9dadb", 20.0)
    sheet.block(0.0, 0.0, 26.0, 18.0, "e8641b")
    sheet.text(13.0, 9.0, "18 V", 9.0, "ffffff", fit_mm=22.0)
    sheet.text(29.0, 5.0, "Li-ion  4.0 Ah  72 Wh", 4.0, "202124", "bold", "lm", fit_mm=40.0)
    sheet.lines(29.0, 8.4, ["Charge only with charger CC-18.", "Do not open. Recycle."], 2.6, "303236")
    return sheet


BRAND, RATING = brand().pixels(10.0), rating().pixels(10.0)


def printed(
    place: Sample, picture: Array, middle: tuple[float, float], size: tuple[float, float]
) -> tuple[Array, Array]:
    """Return the colours of a print on both flanks, and where it is (n,); middle x and z, size in metres."""
    p = place.position
    side = -np.sign(p[:, 1])
    u, v = side * (p[:, 0] - middle[0]) / size[0] + 0.5, (p[:, 2] - middle[1]) / size[1] + 0.5
    inside = (np.abs(u - 0.5) < 0.5) & (np.abs(v - 0.5) < 0.5) & (np.abs(place.normal[:, 1]) > 0.6)
    return looked_up(picture, u, v), inside


def shell(place: Sample) -> Surface:
    """Orange polyamide with a rubber jacket on grip and back, the seam of its halves, screws and a print."""
    p = place.position
    hard, rubber = plastic("e8641b", 0.42, 0.05)(place), plastic("2a2b2e", 0.66, 0.03)(place)
    x, z = p[:, 0], p[:, 2]
    # Signed distances to the edges of the rubber: behind a curve on the grip, behind a slant on the housing, the foot.
    grip = np.minimum(-0.0215 + 0.25 * (z - 0.1) - x, 0.1460 - z - 0.35 * (x + 0.04))
    grip = np.minimum(grip, z - 0.0665)
    back = -0.0800 - x
    front = x - (0.0330 + 0.25 * (z - AXIS_M))
    edge = np.maximum(np.maximum(grip, back), front)
    jacket = smoothstep(-0.00025, 0.00025, edge)
    gap = np.exp(-((edge / 0.0005) ** 2)) + 0.8 * np.exp(-((p[:, 1] / 0.00035) ** 2)) * (1.0 - jacket)
    ribs = smoothstep(0.1, 0.6, np.sin((z + 0.3 * x) * 2.0 * np.pi / 0.0042)) * smoothstep(0.002, 0.004, grip)
    ribs *= smoothstep(0.135, 0.130, z) * smoothstep(0.074, 0.079, z)
    colour = mix(hard.colour, rubber.colour, jacket) * (1.0 - 0.4 * np.clip(gap, 0.0, 1.0) - 0.25 * ribs)[:, None]
    away = np.min([np.hypot(x - a, z - b) for a, b in SCREWS], axis=0)
    hole = smoothstep(0.0032, 0.0029, away) * (p[:, 1] < -0.008) * (np.abs(place.normal[:, 1]) > 0.5)
    steel = smoothstep(0.0020, 0.0018, away) * hole
    colour = mix(colour * (1.0 - 0.75 * hole)[:, None], hex_colours("8d9094")[0], steel)
    vent = (np.abs(p[:, 1]) < 0.0316) & (np.abs(z - AXIS_M) < 0.0112) & (x > -0.0702) & (x < -0.0446)
    colour = colour * (1.0 - 0.7 * vent)[:, None]
    art, inside = printed(place, BRAND, (-0.0050, AXIS_M + 0.0010), (0.0700, 0.0220))
    colour = mix(colour, hex_colours("f4f2ee")[0], 0.95 * art[:, 0] * inside * (1.0 - jacket))
    rough = hard.roughness + (rubber.roughness - hard.roughness) * jacket + 0.05 * hole
    return Surface(colour, rough, hard.height)


def battery(place: Sample) -> Surface:
    """A black pack with its rating on both flanks."""
    base = plastic("2b2c2f", 0.52, 0.04)(place)
    art, inside = printed(place, RATING, (-0.0240, 0.0165), (0.0720, 0.0180))
    return Surface(np.where(inside[:, None], art, base.colour), np.where(inside, 0.36, base.roughness), base.height)


def torque_ring(place: Sample) -> Surface:
    """Black, with the steps 1 to 20 around it."""
    p, base = place.position, plastic("26272a", 0.5, 0.02)(place)
    sheet = Sheet(168.0, 9.0, "000000", 12.0)
    for step in range(20):
        sheet.text(8.4 * (step + 0.5), 4.5, str(step + 1), 5.0, "ffffff", "bold")
    y, z = p[:, 1], p[:, 2] - AXIS_M
    u, v = np.arctan2(-y, -z) / (2.0 * np.pi) % 1.0, (0.0610 - p[:, 0]) / 0.0090
    ink = looked_up(sheet.pixels(10.0), u, v)[:, 0] * (np.abs(v - 0.5) < 0.5) * (np.hypot(y, z) > 0.0262)
    return Surface(mix(base.colour, hex_colours("efefec")[0], ink), base.roughness, base.height)


FINISHES = {
    "shell": Finish(shell),
    "battery": Finish(battery),
    "button": Finish(plastic("c3241c", 0.42, 0.02)),
    "ring": Finish(torque_ring),
    "chuck": Finish(plastic("2a2b2d", 0.5, 0.02)),
    "steel": Finish(metal("d2d3d4", 0.45, 0.02), 1.0),
    "lamp": Finish(plastic("f3f1e2", 0.2, 0.02)),
}
ENTRY = Entry("drill_cordless", "Cordless drill", "drill", ("tool", "power tool", "workshop"), 640)
BUILDERS: dict[str, Callable[[Path], None]] = {
    ENTRY.name: partial(build_modelled, ENTRY, "hardware_drill.py", FINISHES),
}
