"""A deep groove ball bearing 6204 without shields, its axis upright. Runs under Blender's Python only."""

from __future__ import annotations

import math
import sys
from pathlib import Path

from export import save
from shapes import Point2, Solid, clear, cut, joined, painted, revolve, sphere

WIDTH, BORE, OUTSIDE = 0.014, 0.010, 0.0235
BALL, PITCH, COUNT = 0.00395, 0.01675, 8
CHAMFER = 0.0008


def groove(land: float, inward: float) -> list[Point2]:
    """Return the raceway between two lands at a radius, upwards; `inward` is -1 where it faces the axis."""
    middle, radius = WIDTH / 2, BALL * 1.04
    start = math.asin(min(1.0, (land - PITCH) / radius))
    reach = math.cos(start) * radius
    turns = [reach * (-1 + 2 * k / 5) for k in range(6)]
    return [(PITCH - inward * math.sqrt(radius**2 - z**2), middle + z) for z in turns]


def inner_ring() -> Solid:
    """The ring on the shaft."""
    land = 0.0141
    way = [(BORE + CHAMFER, 0.0), (land - 0.0003, 0.0), (land, 0.0003), *groove(land, 1.0)]
    way += [(land, WIDTH - 0.0003), (land - 0.0003, WIDTH), (BORE + CHAMFER, WIDTH), (BORE, WIDTH - CHAMFER)]
    way += [(BORE, CHAMFER), (BORE + CHAMFER, 0.0)]
    return revolve(way, 40)


def outer_ring() -> Solid:
    """The ring in the housing."""
    land = 0.0195
    way = [(OUTSIDE - CHAMFER, 0.0), (OUTSIDE, CHAMFER), (OUTSIDE, WIDTH - CHAMFER), (OUTSIDE - CHAMFER, WIDTH)]
    way += [(land + 0.0003, WIDTH), (land, WIDTH - 0.0003), *reversed(groove(land, -1.0))]
    way += [(land, 0.0003), (land + 0.0003, 0.0), (OUTSIDE - CHAMFER, 0.0)]
    return revolve(way, 48)


def cage() -> Solid:
    """A crown that holds the balls apart."""
    way = [(0.0153, 0.0046), (0.0182, 0.0046), (0.0182, 0.0094), (0.0153, 0.0094), (0.0153, 0.0046)]
    pockets = [sphere(BALL * 1.05, at(k), 8, 12) for k in range(COUNT)]
    return cut(revolve(way, 40), *pockets)


def at(number: int) -> tuple[float, float, float]:
    """Return the middle of a ball."""
    turn = 2 * math.pi * (number + 0.5) / COUNT
    return (PITCH * math.cos(turn), PITCH * math.sin(turn), WIDTH / 2)


clear()
balls = [painted(sphere(BALL, at(k), 8, 12), "balls") for k in range(COUNT)]
rings = [painted(inner_ring(), "steel"), painted(outer_ring(), "steel")]
save(Path(sys.argv[1]), {"bearing": joined(*rings, *balls, painted(cage(), "brass"))}, sharp_deg=38.0)
