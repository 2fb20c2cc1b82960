"""Connectors: a USB plug, a pluggable screw terminal, a round M12 connector."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from bake import Sample, Surface
from hardware_entry import Entry, Finish, build_modelled
from hardware_finishes import metal, plastic
from household_sheet import Sheet, looked_up
from noise import hex_colours, mix

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TAGS = ("hardware", "connector", "electronics")
GOLD = Finish(metal("e8c877", 0.40, 0.006), 1.0)


def usb_body(place: Sample) -> Surface:
    """Black PVC with the maker's word in raised grey print on both sides."""
    p, base = place.position, plastic("232427", 0.52, 0.012)(place)
    sheet = Sheet(12.0, 8.0, "000000", 40.0)
    sheet.text(6.0, 3.0, "mivolt", 3.0, "ffffff", "bold", fit_mm=10.0)
    sheet.text(6.0, 6.0, "USB 2.0", 1.6, "ffffff", "sans")
    side = np.sign(p[:, 2] - 0.0046)
    u, v = (p[:, 0] - 0.0200) / 0.0120 + 0.5, side * p[:, 1] / 0.0080 + 0.5
    face = np.abs(place.normal[:, 2]) > 0.9
    inside = (np.abs(u - 0.5) < 0.5) & (np.abs(v - 0.5) < 0.5) & face
    ink = looked_up(sheet.pixels(24.0), u, v)[:, 0] * inside
    return Surface(mix(base.colour, hex_colours("b9bcc0")[0], 0.9 * ink), base.roughness, base.height)


def terminal_body(place: Sample) -> Surface:
    """Green polyamide with pole numbers printed in white above the wire entries."""
    p, base = place.position, plastic("2f9a4c", 0.48, 0.012)(place)
    sheet = Sheet(20.32, 4.0, "000000", 40.0)
    for pole in range(4):
        sheet.text(5.08 * (pole + 0.5), 2.0, str(pole + 1), 2.5, "ffffff", "bold")
    u, v = p[:, 0] / 0.02032 + 0.5, (p[:, 2] - 0.0092) / 0.0040 + 0.5
    face = (place.normal[:, 1] < -0.85) & (np.abs(v - 0.5) < 0.5) & (p[:, 1] < -0.0080)
    ink = looked_up(sheet.pixels(30.0), u, v)[:, 0] * face
    deep = (
        (np.abs(place.normal[:, 2]) < 0.3)
        & (p[:, 1] > -0.0084)
        & (p[:, 1] < -0.003)
        & (p[:, 2] < 0.0070)
        & (np.abs(p[:, 0]) < 0.0100)
    )
    colour = mix(base.colour * (1.0 - 0.35 * deep)[:, None], hex_colours("f2f4f2")[0], 0.95 * ink)
    return Surface(colour, base.roughness, base.height)


def terminal_screw(place: Sample) -> Surface:
    """A zinc-plated screw, its slot in shadow."""
    base = metal("dcdddb", 0.46, 0.008)(place)
    slot = (place.position[:, 2] < 0.01435) & (np.abs(place.normal[:, 2]) > 0.9)
    slot |= (place.position[:, 2] > 0.0138) & (np.abs(place.normal[:, 2]) < 0.1)
    return Surface(base.colour * (1.0 - 0.75 * slot)[:, None], base.roughness + 0.2 * slot, base.height)


def builders() -> dict[str, Callable[[Path], None]]:
    """Return the function that writes each entry."""
    wires = {
        "red": "c22a22",
        "white": "e4e4e0",
        "green": "2c8a3e",
        "black": "1e1f21",
        "brown": "6e4326",
        "blue": "2456a6",
    }
    wire = {f"wire_{name}": Finish(plastic(colour, 0.45, 0.01)) for name, colour in wires.items()}
    usb = {
        "shell": Finish(metal("dcdddf", 0.40, 0.012, wear=0.7), 1.0),
        "carrier": Finish(plastic("e9e9e6", 0.5, 0.01)),
        "gold": GOLD,
        "moulding": Finish(usb_body),
        "jacket": Finish(plastic("2a2b2e", 0.55, 0.012)),
        **{name: wire[name] for name in ("wire_red", "wire_white", "wire_green", "wire_black")},
    }
    terminal = {
        "polyamide": Finish(terminal_body),
        "screw": Finish(terminal_screw, 1.0),
        "tinned": Finish(metal("d9d9d4", 0.45, 0.008), 1.0),
    }
    m12 = {
        "nickel": Finish(metal("d9d8d2", 0.42, 0.012), 1.0),
        "insert": Finish(plastic("1f2022", 0.5, 0.01)),
        "gold": GOLD,
        "shell": Finish(plastic("26272a", 0.5, 0.015)),
        "jacket": Finish(plastic("e07b1f", 0.5, 0.015)),
        **{name: wire[name] for name in ("wire_brown", "wire_white", "wire_blue", "wire_black")},
    }
    make = {
        Entry("connector_usb", "USB plug, type A", "connector", TAGS, 384): ("hardware_usb.py", usb),
        Entry("connector_terminal", "Screw terminal, four poles", "connector", TAGS, 384): (
            "hardware_terminal.py",
            terminal,
        ),
        Entry("connector_round", "Round connector M12", "connector", TAGS, 384): ("hardware_round.py", m12),
    }
    return {entry.name: partial(build_modelled, entry, script, finishes) for entry, (script, finishes) in make.items()}


BUILDERS = builders()
