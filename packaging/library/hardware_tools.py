"""Hand tools: a hammer, a combination wrench, a screwdriver, pliers, a tape measure."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import hardware_tape
import numpy as np
from bake import Sample, Surface
from hardware_entry import Entry, Finish, build_modelled
from hardware_finishes import metal, plastic, wood
from household_sheet import Sheet, looked_up
from noise import hex_colours, mix, smoothstep

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TAGS = ("tool", "hand tool", "workshop")


def hammer_steel(place: Sample) -> Surface:
    """Forged and painted dark, ground bright on the face, the claws and the cheeks."""
    p = place.position
    bright = metal("dcdcda", 0.46, 0.025)(place)
    dark = metal("919396", 0.52, 0.02)(place)
    ground = np.maximum(
        smoothstep(-0.0385, -0.0392, p[:, 1]), smoothstep(0.043, 0.050, p[:, 1] + 0.3 * (p[:, 0] - 0.302))
    )
    return Surface(
        mix(dark.colour, bright.colour, ground),
        dark.roughness + (bright.roughness - dark.roughness) * ground,
        p[:, 2] * 0,
    )


def hammer_handle(place: Sample) -> Surface:
    """Varnished hickory, darker from hands at the grip, a burnt brand, a wedge in its head end."""
    p, base = place.position, wood("d3a872", "a97a45", 0)(place)
    grip = smoothstep(0.16, 0.04, p[:, 0])
    colour = base.colour * (1.0 - 0.16 * grip)[:, None]
    end = p[:, 0] > 0.3168
    wedge = end & (np.abs(p[:, 2]) < 0.0009)
    colour = np.where(wedge[:, None], hex_colours("6b4a2a"), colour)
    return Surface(colour, base.roughness + 0.05 * grip, base.height)


def wrench_steel(place: Sample) -> Surface:
    """Satin chrome, polished on the rims of its panels, with the size stamped into one panel and the maker's name."""
    p = place.position
    base = metal("dfe1e3", 0.44, 0.035, wear=0.8)(place)
    panel = (np.abs(p[:, 2]) < 0.00285) & (np.abs(place.normal[:, 2]) > 0.8) & (np.abs(p[:, 1]) < 0.0030)
    sheet = Sheet(94.0, 5.8, "ffffff", 24.0)
    sheet.text(8.0, 2.9, "19", 4.2, "000000")
    sheet.text(52.0, 2.9, "HALVORN  CHROME VANADIUM", 3.6, "000000", "narrow")
    u = (p[:, 0] - 0.1015) / 0.094 + 0.5
    ink = (1.0 - looked_up(sheet.pixels(16.0), u, p[:, 1] * np.sign(p[:, 2]) / 0.0058 + 0.5)[:, 0]) * panel
    colour = base.colour * (1.0 - 0.10 * panel - 0.45 * ink)[:, None]
    return Surface(colour, base.roughness + 0.10 * panel + 0.06 * ink, base.height)


def driver_steel(place: Sample) -> Surface:
    """A satin shaft with a blackened tip."""
    p = place.position
    base = metal("dedfe0", 0.42, 0.02)(place)
    tip = smoothstep(0.2000, 0.2030, p[:, 0])
    worn = smoothstep(0.2215, 0.2236, p[:, 0])
    return Surface(base.colour * (1.0 - 0.58 * tip * (1.0 - worn))[:, None], base.roughness + 0.1 * tip, base.height)


def driver_red(place: Sample) -> Surface:
    """Cellulose acetate: glossy, deeper in colour where it is thick."""
    p = place.position
    base = plastic("c3201c", 0.24, 0.02, 0.4)(place)
    away = np.hypot(p[:, 1], p[:, 2])
    return Surface(base.colour * (0.72 + 0.28 * smoothstep(0.006, 0.0145, away))[:, None], base.roughness, base.height)


def grip_ribbed(place: Sample) -> Surface:
    """Dipped grips, blue with a fine rib pattern on their flanks."""
    p = place.position
    base = plastic("1d56a8", 0.42, 0.02)(place)
    ribs = smoothstep(0.2, 0.7, np.sin(p[:, 0] * 2.0 * np.pi / 0.0030))
    zone = smoothstep(0.100, 0.104, p[:, 0]) * smoothstep(0.158, 0.154, p[:, 0]) * (np.abs(place.normal[:, 2]) < 0.75)
    return Surface(base.colour * (1.0 - 0.28 * ribs * zone)[:, None], base.roughness + 0.08 * zone, base.height)


def pliers_steel(place: Sample) -> Surface:
    """Ground and lightly oiled steel, blackened between the ground faces."""
    p = place.position
    base = metal("d9dadb", 0.46, 0.025)(place)
    ground = smoothstep(0.70, 0.92, np.abs(place.normal[:, 2]))
    teeth = (np.abs(p[:, 1]) < 0.0010) & (p[:, 0] < 0.0165)
    shade = (0.72 + 0.28 * ground) * (1.0 - 0.35 * teeth)
    return Surface(base.colour * shade[:, None], base.roughness + 0.06 * (1.0 - ground), base.height)


def builders() -> dict[str, Callable[[Path], None]]:
    """Return the function that writes each entry."""
    hammer = {"forged_steel": Finish(hammer_steel, 1.0), "wood": Finish(hammer_handle)}
    down = (0.0, 0.0, -1.0)
    wrench = {"chrome_steel": Finish(wrench_steel, 1.0)}
    driver = {
        "acetate": Finish(driver_red, clearcoat=0.6),
        "rubber": Finish(plastic("26272a", 0.62, 0.02)),
        "steel": Finish(driver_steel, 1.0),
    }
    pliers = {"steel": Finish(pliers_steel, 1.0), "grip": Finish(grip_ribbed)}
    make = {
        Entry("hammer_claw", "Claw hammer", "hammer", TAGS, 384, down=down): ("hardware_hammer.py", hammer),
        Entry("wrench_combination", "Combination wrench 19 mm", "wrench", TAGS, down=down): (
            "hardware_wrench.py",
            wrench,
        ),
        Entry("screwdriver_flat", "Flat screwdriver", "screwdriver", TAGS, 384, down=down): (
            "hardware_screwdriver.py",
            driver,
        ),
        Entry("pliers", "Combination pliers", "pliers", TAGS, 384, down=down): ("hardware_pliers.py", pliers),
        Entry("tape_measure", "Tape measure 5 m", "tape_measure", TAGS): ("hardware_tape.py", hardware_tape.FINISHES),
    }
    return {entry.name: partial(build_modelled, entry, script, finishes) for entry, (script, finishes) in make.items()}


BUILDERS = builders()
