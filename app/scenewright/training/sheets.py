"""Pictures of what a model finds, for people: labels in thin white, finds in the colour of their class."""

import colorsys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from pycocotools import mask as run_lengths

from scenewright.datasets.files import part_path
from scenewright.training.loading import read_picture
from scenewright.training.predictions import Found
from scenewright.training.samples import SampleTable

_TILE_PX = 320
_TURN = 0.6180339887498949
_FROM = 0.3
"""So sure a find must be to be drawn."""


def class_color(label: int) -> tuple[int, int, int]:
    """Return a colour for a label; neighbours differ strongly."""
    red, green, blue = colorsys.hsv_to_rgb((0.13 + label * _TURN) % 1.0, 0.75, 1.0)
    return round(255 * red), round(255 * green), round(255 * blue)


def write_sheet(path: Path, table: SampleTable, found: Sequence[tuple[int, Found]], columns: int = 3) -> None:
    """Write pictures of a table with what was found in them as one JPEG, all or nothing.

    Raises:
        OSError: It cannot be written.
    """
    tiles = [drawn(table, image, one) for image, one in found]
    height = max(tile.height for tile in tiles)
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * _TILE_PX, rows * height), (24, 24, 26))
    for k, tile in enumerate(tiles):
        sheet.paste(tile, (k % columns * _TILE_PX, k // columns * height))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = part_path(path)
    try:
        sheet.save(part, format="JPEG", quality=88)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def drawn(table: SampleTable, image: int, one: Found, width: int = _TILE_PX) -> Image.Image:
    """Return a picture with its labels and finds drawn, at a width in pixels."""
    scale = width / int(table.sizes[image, 0])
    size = (width, max(1, round(int(table.sizes[image, 1]) * scale)))
    pixels = read_picture(table.pictures[image], size)
    picture = Image.fromarray(_painted(pixels, one, size))
    draw = ImageDraw.Draw(picture)
    for box in table.boxes[table.objects(image)] * scale:
        draw.rectangle([float(value) for value in box], outline=(255, 255, 255))
    for k in np.flatnonzero(one.scores >= _FROM)[::-1]:
        color = class_color(int(one.labels[k]))
        x0, y0, x1, y1 = (float(value) for value in one.boxes[k] * scale)
        draw.rectangle([x0, y0, max(x0, x1), max(y0, y1)], outline=color, width=2)
        draw.text((x0 + 3, y0 + 1), f"{one.scores[k]:.2f}", fill=color)
        for x, y, _ in () if one.keypoints is None else one.keypoints[k] * scale:
            draw.ellipse([x - 2, y - 2, x + 2, y + 2], fill=color)
    return picture


def _painted(pixels: NDArray[np.uint8], one: Found, size: tuple[int, int]) -> NDArray[np.uint8]:
    labels = np.zeros((size[1], size[0]), np.uint8)
    if one.classes is not None:
        labels = np.array(Image.fromarray(one.classes).resize(size, Image.Resampling.NEAREST))
    for k in np.flatnonzero(one.scores >= _FROM)[::-1] if one.runs is not None else ():
        mask = Image.fromarray(run_lengths.decode((one.runs or ())[k]))
        labels[np.array(mask.resize(size, Image.Resampling.NEAREST)) > 0] = min(255, int(one.labels[k]))
    painted = pixels.astype(np.float32)
    for label in np.unique(labels[labels > 0]):
        where = labels == label
        painted[where] = 0.55 * painted[where] + 0.45 * np.array(class_color(int(label)), np.float32)
    return painted.astype(np.uint8)
