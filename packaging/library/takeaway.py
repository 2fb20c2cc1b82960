"""Cups without a handle: a paper cup with lid and sleeve, and an insulated steel tumbler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from atlas import pack
from bake import bake
from lathe import revolve
from noise import hex_colours
from outline import rounded
from recipes import brushed_steel, lid_plastic, paper, printed_sleeve
from shapes import rounded_box
from usd_writer import Material, Part, write_object

if TYPE_CHECKING:
    from pathlib import Path

SLEEVE_LOW, SLEEVE_HIGH = 0.032, 0.086
"""Heights of the sleeve's ends in metres."""


def cup_wall(z: float) -> float:
    """Outer radius of the paper cup at height ``z``, both in metres."""
    return 0.0292 + (0.0425 - 0.0292) * z / 0.106


def build_paper_cup(directory: Path) -> None:
    """Writes the take-away cup: three meshes, each with its own baked material."""
    name = "cup_paper"
    target = directory / name
    target.mkdir(parents=True, exist_ok=True)
    cup = revolve(
        rounded(
            [
                (0.0, 0.0060, 0.0),
                (0.0284, 0.0060, 0.0006),
                (0.0284, 0.0, 0.0004),
                (0.0292, 0.0, 0.0004),
                (0.0425, 0.1060, 0.0004),
                (0.0438, 0.1064, 0.0012),
                (0.0438, 0.1090, 0.0012),
                (0.0418, 0.1090, 0.0009),
                (0.0295, 0.0075, 0.0010),
                (0.0, 0.0075, 0.0),
            ],
            max_turn=46.0,
        ),
        54,
    )
    low, high = SLEEVE_LOW, SLEEVE_HIGH
    middle = (low + high) / 2.0
    ring = [
        (cup_wall(middle) + 0.0003, middle, 0.0),
        (cup_wall(low) + 0.0003, low, 0.0003),
        (cup_wall(low) + 0.0013, low, 0.0004),
        (cup_wall(high) + 0.0013, high, 0.0004),
        (cup_wall(high) + 0.0003, high, 0.0003),
        (cup_wall(middle) + 0.0003, middle, 0.0),
    ]
    sleeve = revolve(rounded(ring, max_turn=45.0, max_step=0.02), 54)
    lid = revolve(
        rounded(
            [
                (0.0, 0.1105, 0.0),
                (0.0442, 0.1105, 0.0006),
                (0.0442, 0.1030, 0.0004),
                (0.0455, 0.1030, 0.0005),
                (0.0455, 0.1098, 0.0016),
                (0.0436, 0.1120, 0.0016),
                (0.0428, 0.1195, 0.0012),
                (0.0404, 0.1195, 0.0012),
                (0.0392, 0.1150, 0.0020),
                (0.0, 0.1156, 0.0),
            ],
            max_turn=46.0,
        ),
        54,
    )
    board = hex_colours("9a744c", "b08a5e", "c09c70")
    parts = []
    for part, mesh, recipe, maps, roughness in (
        ("cup", cup, paper("efece4"), {"base_color": 512}, 0.5),
        ("sleeve", sleeve, printed_sleeve(board, "2f4a3c", low, high), {"base_color": 1024, "normal": 512}, 0.76),
        (
            "lid",
            lid,
            lid_plastic("e9e6df", (0.0325, 0.0), (0.0020, 0.0062), 0.114),
            {"base_color": 1024, "normal": 512},
            0.4,
        ),
    ):
        pack(mesh)
        files = bake(mesh, recipe, target, f"{name}_{part}", maps)
        parts.append(Part(part, mesh, (Material(f"{part}_material", roughness=roughness, maps=files),)))
    write_object(target / f"{name}.usdc", "Take-away paper cup", "cup", parts)


def build_tumbler(directory: Path) -> None:
    """Writes the tumbler: a steel body with a rubber foot as face subsets, and a lid with a slider."""
    name = "tumbler_steel"
    target = directory / name
    target.mkdir(parents=True, exist_ok=True)
    body = revolve(
        rounded(
            [
                (0.0, 0.0020, 0.0),
                (0.0285, 0.0020, 0.0010),
                (0.0295, 0.0, 0.0010),
                (0.0328, 0.0, 0.0022),
                (0.0344, 0.0132, 0.0007),
                (0.0338, 0.0138, 0.0003),
                (0.0430, 0.1640, 0.0012),
                (0.0403, 0.1642, 0.0012),
                (0.0318, 0.0110, 0.0060),
                (0.0, 0.0100, 0.0),
            ],
            max_turn=40.0,
        ),
        64,
    )
    pack(body)
    middle = body.points[body.faces[:, :3]].mean(1)
    outside = body.along[body.faces[:, 0]] < 0.0
    body.material[(middle[:, 2] < 0.0139) & outside] = 1
    files = bake(body, brushed_steel(), target, name, {"base_color": 1024, "roughness": 1024})
    steel = Material("steel", metallic=1.0, roughness=0.3, maps=files)
    rubber = Material("rubber", colour=(0.022, 0.023, 0.025), roughness=0.72)
    lid = revolve(
        rounded(
            [
                (0.0, 0.1530, 0.0),
                (0.0392, 0.1530, 0.0010),
                (0.0400, 0.1645, 0.0003),
                (0.0436, 0.1645, 0.0010),
                (0.0436, 0.1705, 0.0024),
                (0.0380, 0.1705, 0.0016),
                (0.0368, 0.1672, 0.0014),
                (0.0, 0.1672, 0.0),
            ],
            max_turn=46.0,
        ),
        64,
    )
    pack(lid)
    slider = rounded_box((0.024, 0.013, 0.0040), 0.0016, 3, 2)
    slider.points += [0.0170, 0.0, 0.1668]
    pack(slider)
    plastic = Material("plastic", colour=(0.028, 0.029, 0.031), roughness=0.38)
    accent = Material("slider_plastic", colour=(0.10, 0.105, 0.11), roughness=0.45)
    parts = [Part("body", body, (steel, rubber)), Part("lid", lid, (plastic,)), Part("slider", slider, (accent,))]
    write_object(target / f"{name}.usdc", "Insulated steel tumbler", "cup", parts)
