"""Places that follow from those of the group's other objects: grids, stacks and rows."""

import math

import numpy as np

from scenewright.geometry.transforms import Vector
from scenewright.sampling.bodies import TOUCH_M
from scenewright.sampling.draw import shuffled
from scenewright.sampling.named import Named
from scenewright.sampling.wanted import Scene, Wanted
from scenewright.spec.placement import GridPlacement, RowPlacement, StackPlacement


def arranged(
    frame: Named, placement: GridPlacement | StackPlacement | RowPlacement, wanted: Wanted, scene: Scene
) -> Vector | str:
    """Return where an object's origin goes, or in words why there is no such place."""
    match placement:
        case GridPlacement():
            return _in_grid(frame, placement, wanted)
        case StackPlacement():
            return _on_stack(frame, placement, wanted, scene)
        case RowPlacement():
            return _in_row(frame, placement, wanted, scene)


def _in_grid(frame: Named, placement: GridPlacement, wanted: Wanted) -> Vector | str:
    """Return a place of a grid, or say so if all are taken."""
    places = placement.columns * placement.rows * placement.layers
    used = max(1, round(places * frame.number(f"objects/{wanted.group}/filled", placement.filled)))
    if wanted.slot >= used:
        return f"all {used} places of the grid are taken"
    if used < places:
        order = shuffled([1.0] * places, (frame.seed, frame.index, f"objects/{wanted.group}/cells"))
        cell = order[wanted.slot]
    else:
        cell = wanted.slot
    layer, rest = divmod(cell, placement.columns * placement.rows)
    row, column = divmod(rest, placement.columns)
    origin = frame.vector(f"objects/{wanted.group}/origin", placement.origin_m)
    dx, dy = _jitter(frame, wanted, placement)
    return (
        origin[0] + column * placement.spacing_m[0] + dx,
        origin[1] + row * placement.spacing_m[1] + dy,
        origin[2] + layer * placement.spacing_m[2] - wanted.lowest_m + TOUCH_M * (layer + 1),
    )


def _on_stack(frame: Named, placement: StackPlacement, wanted: Wanted, scene: Scene) -> Vector:
    """Return the place on top of those of the group that stand already."""
    base = frame.vector(f"objects/{wanted.group}/base", placement.base_m)
    below = [body.bounds[1][2] for body in scene.fellows]
    dx, dy = _jitter(frame, wanted, placement)
    height = max([base[2], *(float(top) for top in below)])
    return base[0] + dx, base[1] + dy, height - wanted.lowest_m + TOUCH_M


def _in_row(frame: Named, placement: RowPlacement, wanted: Wanted, scene: Scene) -> Vector:
    """Return the place beside the last one of the row: a gap from it, standing on the start's height."""
    name = f"objects/{wanted.group}"
    start = np.array(frame.vector(f"{name}/start", placement.start_m))
    azimuth = math.radians(frame.number(f"{name}/azimuth", placement.azimuth_deg))
    along, aside = np.array([math.cos(azimuth), math.sin(azimuth)]), np.array([-math.sin(azimuth), math.cos(azimuth)])
    before = [float((body.points[:, :2] @ along).max()) for body in scene.fellows]
    gap = frame.number(f"{wanted.name}/gap", placement.gap_m, wanted.number) if before else 0.0
    off = frame.number(f"{wanted.name}/jitter", placement.jitter_m, wanted.number)
    off *= 2 * frame.uniform(f"{wanted.name}/jitter/side") - 1
    begins = max(before, default=float(start[:2] @ along)) + gap
    footprint = wanted.footprint
    middle = float((footprint @ aside).min() + (footprint @ aside).max()) / 2
    x, y = along * (begins - float((footprint @ along).min())) + aside * (float(start[:2] @ aside) - middle + off)
    return float(x), float(y), float(start[2]) - wanted.lowest_m + TOUCH_M


def _jitter(frame: Named, wanted: Wanted, placement: GridPlacement | StackPlacement) -> tuple[float, float]:
    distance = frame.number(f"{wanted.name}/jitter", placement.jitter_m, wanted.number)
    angle = 2 * math.pi * frame.uniform(f"{wanted.name}/jitter/side")
    return distance * math.cos(angle), distance * math.sin(angle)
