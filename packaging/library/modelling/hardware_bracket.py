"""An angle bracket of bent sheet, its bend towards the floor's back. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Point2, Solid, bevel, clear, cut, cylinder, extrude, moved, painted, unite

LEG, WIDTH, SHEET, BEND, CORNER = 0.060, 0.040, 0.0030, 0.0060, 0.0080
HOLES = ((0.030, -0.0090), (0.030, 0.0090), (0.046, 0.0))
"""Along a leg and across it, in metres."""


def arc(x: float, y: float, radius: float, start_deg: float, stop_deg: float, steps: int) -> list[Point2]:
    """Return points on a circle."""
    turns = (math.radians(start_deg + (stop_deg - start_deg) * k / steps) for k in range(steps + 1))
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turns]


def blank() -> Solid:
    """The bent sheet: one leg on the floor towards +x, one upright, WIDTH across y."""
    inner = BEND - SHEET
    outline = [(LEG, 0.0), (LEG, SHEET), *arc(BEND, BEND, inner, 270, 180, 6), (SHEET, LEG), (0.0, LEG)]
    outline += arc(BEND, BEND, BEND, 180, 270, 8)
    return moved(extrude(outline, WIDTH), (0.0, WIDTH / 2, 0.0), (90.0, 0.0, 0.0))


def corner_tool() -> Solid:
    """What rounds the ends of the lying leg: all beyond its outline."""
    reach, half = LEG + 0.01, WIDTH / 2 + 0.01
    inside = [(-0.01, half - 0.01), *arc(LEG - CORNER, half - 0.01 - CORNER, CORNER, 90, 0, 8)]
    inside += [*arc(LEG - CORNER, CORNER - half + 0.01, CORNER, 0, -90, 8), (-0.01, 0.01 - half)]
    outline = [(-0.01, -half), (reach, -half), (reach, half), (-0.01, half), *inside]
    return moved(extrude(outline, 0.02), (0.0, 0.0, -0.008))


def hole(x: float, y: float) -> Solid:
    """A countersunk hole in the lying leg."""
    bore = cylinder(0.0024, 0.02, sides=28, at=(x, y, SHEET - 0.021))
    return unite(cylinder(0.0024, 0.00245, sides=28, at=(x, y, SHEET - 0.0024), top_radius=0.00485), bore)


def tools() -> list[Solid]:
    """What is taken away from the lying leg."""
    return [corner_tool(), *(hole(x, y) for x, y in HOLES)]


def bracket() -> Solid:
    """Both legs, drilled, all edges broken."""
    # Turned half about the diagonal between the legs, the lying leg's tools become the upright one's.
    upright = [moved(moved(tool, turn_deg=(180.0, 0.0, 0.0)), turn_deg=(0.0, -90.0, 0.0)) for tool in tools()]
    return bevel(cut(blank(), *tools(), *upright), 0.00035, 1, 34.0)


clear()
save(Path(sys.argv[1]), {"bracket": painted(bracket(), "zinc")}, sharp_deg=40.0, margin=0.008)
