"""Small pictures of a dataset's images, for the grid."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from scenewright.annotate.colors import Color
from scenewright.datasets.images import read_array

_MASK_ALPHA, _EDGE_ALPHA = 125, 240
_STARTS = {b"\x89PNG\r\n\x1a\n": b"png", b"\xff\xd8\xff": b"jpeg"}


def small_picture(path: Path, width: int) -> QImage:
    """Return a picture file made smaller; a null image where it cannot be read.

    Qt's readers are three times as fast as Pillow's and make JPEG smaller while it is read; what is neither PNG, JPEG
    nor WebP is left to Pillow. Qt must not find the format out itself: it would ask its reader of SVG, which connects
    signals while this thread has Python's lock, and the window's thread may wait for that lock while it has Qt's.
    """
    kind = _kind(path)
    reader = QImageReader(str(path), kind)
    reader.setAutoDetectImageFormat(False)
    size = reader.size() if kind else QSize()
    if size.isValid():
        if kind == b"jpeg":
            # Twice as large: what the decoder leaves out is not smoothed.
            reader.setScaledSize(QSize(min(2 * width, size.width()), _height(size, min(2 * width, size.width()))))
        image = reader.read()
        if not image.isNull():
            small = image.scaled(
                width,
                _height(size, width),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            return small.convertToFormat(QImage.Format.Format_RGB32)
    return _by_pillow(path, width)


def with_mask(picture: QImage, path: Path, colors: Mapping[int, Color]) -> QImage:
    """Return a small picture with the visible masks over it; the picture itself where they cannot be read.

    Args:
        picture: From `small_picture`.
        path: The image's instance mask, of any size.
        colors: Of the instances; the others are not shown.
    """
    try:
        ids = read_array(path)
    except (OSError, ValueError):
        return picture
    if ids.ndim != 2 or picture.isNull():
        return picture
    rows = ((np.arange(picture.height()) + 0.5) * ids.shape[0] / picture.height()).astype(np.int64)
    columns = ((np.arange(picture.width()) + 0.5) * ids.shape[1] / picture.width()).astype(np.int64)
    over = _tinted(ids[rows[:, None], columns], colors)
    height, width = over.shape[:2]
    sheet = QImage(over.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    painter = QPainter(picture)
    painter.drawImage(0, 0, sheet)
    painter.end()
    return picture


def _tinted(ids: NDArray[np.unsignedinteger], colors: Mapping[int, Color]) -> NDArray[np.uint8]:
    """Return each pixel's colour and opacity (H, W, 4): more of it where another instance begins."""
    table = np.zeros((int(ids.max(initial=0)) + 1, 4), np.uint8)
    for number, color in colors.items():
        if 0 < number < len(table):
            table[number] = (*color, _MASK_ALPHA)
    over: NDArray[np.uint8] = np.ascontiguousarray(table[ids])
    edge = np.zeros(ids.shape, bool)
    edge[:, 1:] |= ids[:, 1:] != ids[:, :-1]
    edge[1:] |= ids[1:] != ids[:-1]
    over[edge & (over[..., 3] > 0), 3] = _EDGE_ALPHA
    return over


def _kind(path: Path) -> bytes:
    """Return Qt's name for the format of a picture file, by its first bytes; nothing for others and what is gone."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return b""
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return b"webp"
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), b"")


def _height(size: QSize, width: int) -> int:
    return max(1, round(size.height() * width / max(1, size.width())))


def _by_pillow(path: Path, width: int) -> QImage:
    try:
        with Image.open(path) as opened:
            opened.draft("RGB", (width, width))  # JPEG is made smaller while it is read
            small = opened.convert("RGB")
            height = max(1, round(small.height * width / small.width))
            small = small.resize((width, height), Image.Resampling.BOX, reducing_gap=2.0)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return QImage()
    return QImage(small.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(
        QImage.Format.Format_RGB32
    )
