"""Fasteners: a hexagon bolt and nut of M10, a countersunk wood screw."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from atlas import pack
from bake import Recipe, Sample, Surface
from hardware_entry import Entry, Finish, write_entry
from hardware_finishes import metal
from hardware_forms import circle, hexagon, ring, skin, thread, turned_over, welded
from household_forms import moved
from household_sheet import Sheet, looked_up

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mesh import Mesh
    from noise import Array

PITCH_M = 0.0015
ACROSS_FLATS_M = 0.016
"""Of M10, ISO 4014 and ISO 4032."""
TAGS = ("hardware", "fastener", "metal", "workshop")
CHAMFER = np.tan(np.radians(30.0))


def chamfered(outline: Array, face_radius: float, z: float, upwards: float) -> Array:
    """Return the ring where a hexagon meets the 30 degree cone that begins at `face_radius` on its face."""
    drop = np.maximum(np.hypot(*outline.T) - face_radius, 0.0) * CHAMFER
    return ring(outline, z - upwards * drop)


def bolt() -> Mesh:
    """An M10 by 50 bolt about Z, its tip at z = 0 and its head on top."""
    sides, length, head = 24, 0.050, 0.0064
    outline, shank = hexagon(ACROSS_FLATS_M, sides), 0.00495
    edge = 0.00745
    point = np.zeros((sides, 2))
    tip = skin(np.stack([ring(point, 0.0), ring(circle(0.0036, sides), 0.0)]))
    cone = skin(np.stack([ring(circle(0.0036, sides), 0.0), ring(circle(0.0041, sides), 0.0004)]))
    helix = thread(
        [(0.0, 0.00412), (0.4, 0.00495), (0.55, 0.00495)],
        PITCH_M,
        (0.0004, 0.0290),
        (0.0041, shank),
        sides,
        low=lambda z: np.interp(z, [0.0262, 0.0286], [0.0, shank]),
        high=lambda z: 0.0039 + np.maximum(z, 0.0),
    )
    top = length + head
    upper = skin(
        np.stack(
            [
                ring(circle(shank, sides), 0.0290),
                ring(circle(shank, sides), length - 0.0004),
                ring(circle(shank + 0.0005, sides), length),
                ring(circle(edge - 0.0001, sides), length),
                ring(outline, length + 0.0003),
                chamfered(outline, edge, top - 0.0001, 1.0),
                ring(circle(edge, sides), top),
            ]
        )
    )
    crown = skin(np.stack([ring(circle(edge, sides), top), ring(circle(0.0050, sides), top), ring(point, top)]))
    return welded([tip, cone, helix, upper, crown], 32.0)


def nut() -> Mesh:
    """An M10 nut about Z."""
    sides, height, edge = 36, 0.0084, 0.0074
    outline = hexagon(ACROSS_FLATS_M, sides)
    mouth, bore = 0.0053, 0.0045
    outside = skin(
        np.stack(
            [
                ring(circle(bore, sides), 0.0008),
                ring(circle(mouth, sides), 0.0),
                ring(circle(edge, sides), 0.0),
                chamfered(outline, edge, 0.0001, -1.0),
                chamfered(outline, edge, height - 0.0001, 1.0),
                ring(circle(edge, sides), height),
                ring(circle(mouth, sides), height),
                ring(circle(bore, sides), height - 0.0008),
            ]
        )
    )
    profile = [(0.0, 0.00505), (0.38, 0.0042), (0.62, 0.0042)]
    inside = thread(profile, PITCH_M, (0.0008, height - 0.0008), (bore, bore), sides)
    return welded([outside, turned_over(inside)], 32.0)


def cross_recess(sides: int, radius: float, wing: float) -> Array:
    """Return the outline (sides, 2) of a cross recess with wings along the axes, at the directions of `circle`."""
    turn = 2.0 * np.pi * np.arange(sides) / sides
    away = np.abs((turn + np.pi / 4.0) % (np.pi / 2.0) - np.pi / 4.0)
    reach = np.minimum(wing / np.maximum(np.sin(away), 1e-9), radius)
    return reach[:, None] * np.stack([np.cos(turn), np.sin(turn)], -1)


def screw() -> Mesh:
    """A 5 by 50 wood screw about Z, its point at z = 0 and its head on top."""
    sides, length, core, shank, head = 24, 0.050, 0.00165, 0.00185, 0.00475
    point = np.zeros((sides, 2))
    pitch = 0.0026
    helix = thread(
        [(0.0, core), (0.44, core), (0.49, 0.0025), (0.51, 0.0025), (0.56, core)],
        pitch,
        (0.0002, 0.0310),
        (0.00005, shank),
        sides,
        low=lambda z: np.interp(z, [0.0300, 0.0308], [0.0, shank]),
        high=lambda z: np.minimum(0.00005 + 0.38 * np.maximum(z, 0.0), np.interp(z, [0.0285, 0.0306], [0.0025, shank])),
    )
    tip = skin(np.stack([ring(np.zeros((sides, 2)), 0.0), ring(circle(0.00005, sides), 0.0002)]))
    neck = skin(np.stack([ring(circle(shank, sides), z) for z in (0.0310, 0.0450)]))
    rows = [
        ring(circle(shank, sides), 0.0450),
        ring(circle(head - 0.00006, sides), 0.0495),
        ring(circle(head, sides), 0.04975),
        ring(circle(head - 0.00015, sides), length),
        ring(circle(0.0036, sides), length),
        ring(cross_recess(sides, 0.0023, 0.00052), length),
        ring(cross_recess(sides, 0.0013, 0.00040), length - 0.0018),
        ring(circle(0.0006, sides), length - 0.0026),
        ring(point, length - 0.0027),
    ]
    return welded([tip, helix, neck, skin(np.stack(rows))], 34.0)


def marked_head(base: Recipe, top: float) -> Recipe:
    """Put the strength class and a maker's mark on a face at a height."""
    sheet = Sheet(14.0, 14.0, "ffffff", 30.0)
    sheet.text(7.0, 4.7, "8.8", 4.2, "000000")
    sheet.text(7.0, 9.6, "KVN", 3.0, "000000")
    picture = sheet.pixels(24.0)

    def recipe(place: Sample) -> Surface:
        surface, p = base(place), place.position
        face = (place.normal[:, 2] > 0.9) & (p[:, 2] > top - 0.0005)
        ink = (1.0 - looked_up(picture, p[:, 0] / 0.014 + 0.5, p[:, 1] / 0.014 + 0.5)[:, 0]) * face
        return Surface(surface.colour * (1.0 - 0.55 * ink)[:, None], surface.roughness + 0.15 * ink, surface.height)

    return recipe


ZINC = metal("dfe0de", 0.45, 0.012, tint=("d3cbb0", 0.35))
YELLOW_ZINC = metal("d8bc74", 0.45, 0.010, tint=("cda37c", 0.45))


def build_bolt(objects: Path) -> None:
    """Write the bolt, on its side, its head towards +x."""
    body = moved(bolt(), turn_deg=(0.0, 0.0, 30.0))
    pack(body)
    entry = Entry("bolt_hex", "Hexagon bolt M10 x 50", "bolt", TAGS, down=(1.0, 0.0, 0.0))
    write_entry(objects, entry, body, {"zinc": Finish(marked_head(ZINC, 0.0564), 1.0)})


def build_nut(objects: Path) -> None:
    """Write the nut, flat on the floor."""
    body = nut()
    pack(body)
    write_entry(objects, Entry("nut_hex", "Hexagon nut M10", "nut", TAGS, 256), body, {"zinc": Finish(ZINC, 1.0)})


def build_screw(objects: Path) -> None:
    """Write the screw, on its side, its head towards +x."""
    body = screw()
    pack(body)
    entry = Entry("screw_wood", "Countersunk wood screw 5 x 50", "screw", TAGS, down=(1.0, 0.1, 0.0))
    write_entry(objects, entry, body, {"yellow_zinc": Finish(YELLOW_ZINC, 1.0)})


BUILDERS: dict[str, Callable[[Path], None]] = {
    "bolt_hex": build_bolt,
    "nut_hex": build_nut,
    "screw_wood": build_screw,
}
