"""A pluggable screw terminal of four poles, its wire entries towards -y. Runs under Blender's Python only."""

from __future__ import annotations

import sys
from pathlib import Path

from export import save
from shapes import Solid, bevel, box, clear, cut, cylinder, extrude, joined, moved, painted, unite

PITCH, POLES = 0.00508, 4
LENGTH = PITCH * POLES + 0.0008


def middles() -> list[float]:
    """Return the places of the poles along x."""
    return [PITCH * (k - (POLES - 1) / 2) for k in range(POLES)]


def housing() -> Solid:
    """The green body: screws on top, wires from the front, contacts to the back."""
    side = [
        (-0.0090, 0.0),
        (0.0090, 0.0),
        (0.0090, 0.0078),
        (0.0050, 0.0078),
        (0.0050, 0.0105),
        (0.0034, 0.0150),
        (-0.0058, 0.0150),
        (-0.0078, 0.0118),
        (-0.0090, 0.0112),
    ]
    # The profile is drawn in y and z; it is raised along x.
    solid = moved(extrude(side, LENGTH), turn_deg=(90.0, 0.0, 90.0))
    solid = moved(solid, (-LENGTH / 2, 0.0, 0.0))
    ribs = [box((0.0014, 0.0046, 0.0018), at=(x, 0.0068, 0.0084)) for x in middles()]
    grooves = [box((0.0007, 0.03, 0.03), at=(x + PITCH / 2, -0.0238, 0.0)) for x in middles()[:-1]]
    return cut(unite(solid, *ribs), *grooves, *openings())


def openings() -> list[Solid]:
    """Wire entries, screw wells and contact slots."""
    tools = []
    for x in middles():
        tools.append(box((0.0038, 0.0100, 0.0044), at=(x, -0.0080, 0.0046)))
        tools.append(cylinder(0.00205, 0.0062, sides=24, at=(x, -0.0012, 0.0094)))
        tools.append(box((0.0028, 0.0080, 0.0040), at=(x, 0.0080, 0.0042)))
    return tools


def screw(x: float) -> Solid:
    """A slotted screw in its well."""
    head = cylinder(0.00188, 0.0022, 0.00025, 20, 1, at=(x, -0.0012, 0.0122))
    slot = moved(box((0.0044, 0.0007, 0.0014)), (x, -0.0012, 0.0143))
    return cut(head, moved_about(slot, x))


def moved_about(slot: Solid, x: float) -> Solid:
    """Turn each slot a little differently."""
    angle = 25.0 + 4.1e4 * x % 97.0
    moved(slot, (-x, 0.0012, 0.0))
    return moved(slot, (x, -0.0012, 0.0), (0.0, 0.0, angle))


def clamp(x: float) -> Solid:
    """The lift cage that is seen in a wire entry, and the fork contact at the back."""
    cage = cut(
        box((0.0036, 0.0048, 0.0042), at=(x, -0.0050, 0.0046)), box((0.0028, 0.01, 0.0027), at=(x, -0.0060, 0.0045))
    )
    fork = [box((0.0005, 0.0040, 0.0032), at=(x + s * 0.0007, 0.0060, 0.0042)) for s in (-1, 1)]
    return joined(cage, *fork)


clear()
body = bevel(housing(), 0.00025, 1, 38.0)
solids = [painted(body, "polyamide")]
solids += [painted(screw(x), "screw") for x in middles()]
solids += [painted(clamp(x), "tinned") for x in middles()]
save(Path(sys.argv[1]), {"connector": joined(*solids)}, sharp_deg=38.0)
