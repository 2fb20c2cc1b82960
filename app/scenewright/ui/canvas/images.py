"""Arrays as images that Qt paints."""

from collections.abc import Mapping
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, qRgba

from scenewright.annotate.colors import Color, depth_colors, id_color
from scenewright.datasets.records import InstanceRecord
from scenewright.ui.preview.wishes import Layer

KEPT, DROPPED, IGNORED, FLAGGED = (60, 185, 120), (226, 74, 74), (150, 154, 162), (245, 175, 45)
"""What the visibility rules make of an object; shapes and words say it, too."""

VERDICT_COLORS: Mapping[str, tuple[int, int, int]] = {"": KEPT, "drop": DROPPED, "ignore": IGNORED, "flag": FLAGGED}


def picture_image(pixels: NDArray[np.uint8]) -> QImage:
    """Return colours (H, W, 3) as an image of its own memory, in the format that is painted fastest."""
    height, width = pixels.shape[:2]
    packed = np.ascontiguousarray(pixels)
    image = QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.convertToFormat(QImage.Format.Format_RGB32)


def ground_image(layer: Layer) -> QImage:
    """Return a label image as it lies under the overlays."""
    if layer.pixels.ndim == 3:
        return picture_image(layer.pixels)
    return indexed_image(layer.pixels, depth_table())


def indexed_image(pixels: NDArray[np.uint8], table: tuple[int, ...]) -> QImage:
    """Return indices (H, W) with a table of 256 colours; the image has its own memory."""
    height, width = pixels.shape
    packed = np.ascontiguousarray(pixels)
    image = QImage(packed.data, width, height, width, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(table)
    return image


@cache
def depth_table() -> tuple[int, ...]:
    """Return the colours of distances from near (1) to far (255); 0 is nothing, black."""
    ramp = depth_colors(np.linspace(1, 2, 255, dtype=np.float32)[None])[0]
    return (qRgba(0, 0, 0, 255), *(qRgba(int(r), int(g), int(b), 255) for r, g, b in ramp))


@lru_cache(8)
def id_table(alpha: int) -> tuple[int, ...]:
    """Return the colours of ids; 0 is clear."""
    return (0, *(qRgba(*id_color(number), alpha) for number in range(1, 256)))


def color_table(colors: Mapping[int, Color], alpha: int) -> tuple[int, ...]:
    """Return the colours of ids, some of which have another than their id's; 0 is clear."""
    table = list(id_table(alpha))
    for number, color in colors.items():
        table[(number - 1) % 255 + 1] = qRgba(*color, alpha)
    return tuple(table)


def verdict_colors(instances: tuple[InstanceRecord, ...]) -> dict[int, Color]:
    """Return a colour for each instance by what the visibility rules make of it."""
    return {item.instance_id: VERDICT_COLORS.get(item.verdict, KEPT) for item in instances}


def outline_image(owners: NDArray[np.int16], marked: set[int], color: tuple[int, int, int]) -> QImage:
    """Return the outline, two pixels wide, around objects by their places in the plan."""
    inside = np.isin(owners, list(marked))
    grown = inside.copy()
    for _ in range(2):
        wider = grown.copy()
        wider[1:] |= grown[:-1]
        wider[:-1] |= grown[1:]
        wider[:, 1:] |= grown[:, :-1]
        wider[:, :-1] |= grown[:, 1:]
        grown = wider
    return indexed_image((grown & ~inside).astype(np.uint8), (0, qRgba(*color, 255)))
