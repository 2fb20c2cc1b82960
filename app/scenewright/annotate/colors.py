"""Colours for labels, the same everywhere: of classes, of instances, and of what each pixel of a label image holds."""

import colorsys
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenewright.spec.project import ClassSpec

Picture = NDArray[np.uint8]
Color = tuple[int, int, int]
ChosenColors = Mapping[int, Color]
"""The colours of those classes that were given one, by class id."""

NOT_CHOSEN: ChosenColors = {}

PALETTE: tuple[Color, ...] = (
    (255, 99, 71), (64, 180, 255), (255, 200, 40), (90, 210, 120), (190, 120, 255), (255, 130, 200), (0, 200, 190),
    (250, 150, 60), (150, 185, 60), (120, 140, 255),
)  # fmt: skip
"""Colours that stay apart for common kinds of colour blindness when next to each other in this order."""

BACKGROUND: Color = (38, 40, 44)
UNKNOWN: Color = (90, 92, 98)
_GOLDEN = 0.6180339887498949
_DEPTH_STOPS = np.array([(252, 253, 191), (254, 159, 109), (222, 73, 104), (140, 41, 129), (59, 15, 112), (0, 0, 4)])


@lru_cache(4096)
def id_color(number: int) -> Color:
    """Return the colour of a class or an instance by its id, from 1: always the same one.

    Beyond the palette hues go around by the golden angle, in three shades, so that neighbours differ.
    """
    if number <= 0:
        return BACKGROUND
    if number <= len(PALETTE):
        return PALETTE[number - 1]
    saturation, value = ((0.75, 1.0), (0.5, 0.85), (0.9, 0.8))[number % 3]
    red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN % 1.0, saturation, value)
    return round(255 * red), round(255 * green), round(255 * blue)


def chosen_colors(classes: Iterable[ClassSpec]) -> ChosenColors:
    """Return the colours that a project gives its classes, by their ids; those of the palette are not among them."""
    chosen = {number: item.color for number, item in enumerate(classes, 1) if item.color is not None}
    return {number: (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)) for number, text in chosen.items()}


def class_color(class_id: int, chosen: ChosenColors) -> Color:
    """Return a class's colour: the one that was chosen, or that of its id."""
    return chosen.get(class_id) or id_color(class_id)


def object_color(instance_id: int, class_id: int, chosen: ChosenColors) -> Color:
    """Return an object's colour: that of its class where one was chosen, else one of its own."""
    return chosen.get(class_id) or id_color(instance_id)


def id_colors(ids: NDArray[np.unsignedinteger], chosen: ChosenColors = NOT_CHOSEN) -> Picture:
    """Return each pixel's colour (H, W, 3) by its id (H, W); background is dark grey.

    Where the ids are those of classes, some may have a chosen colour.
    """
    table = np.array([class_color(number, chosen) for number in range(int(ids.max(initial=0)) + 1)], np.uint8)
    colors: Picture = table[ids]
    return colors


def shaded(color: Color, step: int) -> Color:
    """Return one of five shades of a colour: to tell instances of a class, or parts of an object, apart."""
    toward, share = ((0, 0.0), (255, 0.35), (0, 0.35), (255, 0.6), (0, 0.55))[step % 5]
    red, green, blue = (round(value + (toward - value) * share) for value in color)
    return red, green, blue


def depth_colors(depth: NDArray[np.floating]) -> Picture:
    """Return near things bright and far ones dark blue (H, W, 3); black where nothing is hit or measured."""
    hit = np.isfinite(depth) & (depth > 0)
    if not hit.any():
        return np.zeros((*depth.shape, 3), np.uint8)
    near, far = np.percentile(depth[hit], [1, 99])
    share = np.clip((np.where(hit, depth, far) - near) / max(far - near, 1e-6), 0, 1)
    table = np.stack([np.interp(np.linspace(0, 5, 256), np.arange(6), stop) for stop in _DEPTH_STOPS.T], axis=-1)
    colors: Picture = table.astype(np.uint8)[(share * 255).astype(np.uint8)]
    colors[~hit] = 0
    return colors


def normal_colors(normals: NDArray[np.floating]) -> Picture:
    """Return x, y, z of the normals as red, green, blue (H, W, 3)."""
    return np.asarray(np.clip((normals.astype(np.float32) * 0.5 + 0.5) * 255, 0, 255), np.uint8)


def coordinate_colors(coordinates: NDArray[np.floating]) -> Picture:
    """Return object coordinates 0 to 1 as red, green, blue (H, W, 3), as NOCS maps are usually shown."""
    known = np.isfinite(coordinates).all(axis=-1, keepdims=True)
    colors = np.where(known, np.nan_to_num(coordinates) * 255, np.array(BACKGROUND))
    return np.asarray(np.clip(colors, 0, 255), np.uint8)


def flow_colors(flow: NDArray[np.floating]) -> Picture:
    """Return direction as hue and length as saturation (H, W, 3): white where nothing moves, grey where unknown.

    The usual picture of optical flow (Baker et al., "A Database and Evaluation Methodology for Optical Flow", 2011),
    with full colours at the 99th percentile of the lengths.
    """
    known = np.isfinite(flow).all(axis=-1)
    x, y = np.where(known, flow[..., 0], 0.0), np.where(known, flow[..., 1], 0.0)
    length = np.hypot(x, y)
    strongest = max(float(np.percentile(length[known], 99)), 1e-6) if known.any() else 1.0
    hue = (np.arctan2(y, x) / (2 * np.pi)) % 1.0
    full = np.clip(np.abs((hue[..., None] * 6 + np.array([0.0, 4.0, 2.0])) % 6 - 3) - 1, 0, 1)
    share = np.clip(length / strongest, 0, 1)[..., None]
    colors = np.asarray((1 - share * (1 - full)) * 255, np.uint8)
    colors[~known] = UNKNOWN
    return colors


def motion_colors(metres: NDArray[np.floating]) -> Picture:
    """Return motion in space along x, y, z as red, green, blue around middle grey (H, W, 3); dark where unknown."""
    known = np.isfinite(metres).all(axis=-1)
    strongest = max(float(np.percentile(np.abs(metres[known]), 99)), 1e-6) if known.any() else 1.0
    colors = np.clip(np.nan_to_num(metres) / strongest * 0.5 + 0.5, 0, 1) * 255
    return np.asarray(np.where(known[..., None], colors, np.array(BACKGROUND)), np.uint8)
