"""Small pictures of the kinds of distribution, drawn in the colours of the theme."""

import math
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPalette, QPen, QPixmap

_EDGE = 18
_SHARPNESS = 3


def kind_icon(kind: str, palette: QPalette) -> QIcon:
    """Return the picture of a kind of distribution."""
    return _icon(kind, palette.color(QPalette.ColorRole.ButtonText).rgba())


@cache
def _icon(kind: str, color: int) -> QIcon:
    pixmap = QPixmap(_EDGE * _SHARPNESS, _EDGE * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor.fromRgba(color)
    painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    _draw(painter, kind, ink)
    painter.end()
    return QIcon(pixmap)


def _draw(painter: QPainter, kind: str, ink: QColor) -> None:
    heights = {
        "choice": (0.9, 0.45, 0.65),
        "histogram": (0.3, 0.9, 0.6, 0.4),
        "sequence": (0.3, 0.55, 0.8),
    }
    curves: dict[str, list[tuple[float, float]]] = {
        "uniform": [(2, 14), (2, 6), (16, 6), (16, 14)],
        "log_uniform": [(2, 4), (4, 9), (8, 12), (16, 14)],
        "normal": [(2 + 14 * k / 20, 14 - 10 * math.exp(-((k - 10) ** 2) / 18)) for k in range(21)],
        "mixture": [
            (2 + 14 * k / 30, 14 - 8 * math.exp(-((k - 8) ** 2) / 12) - 10 * math.exp(-((k - 22) ** 2) / 14))
            for k in range(31)
        ],
        "curriculum": [(2, 9), (16, 4), (16, 14), (2, 9)],
    }
    if kind == "fixed":
        painter.drawLine(QPointF(2, 9), QPointF(16, 9))
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(9, 9), 2.6, 2.6)
    elif kind == "expression":
        font = painter.font()
        font.setItalic(True)
        font.setPixelSize(13)
        painter.setFont(font)
        painter.drawText(QRectF(0, 0, 18, 17), Qt.AlignmentFlag.AlignCenter, "ƒx")
    elif kind in heights:
        bars = heights[kind]
        for number, height in enumerate(bars):
            left = 3 + 12 * number / max(len(bars) - 1, 1)
            painter.drawLine(QPointF(left, 15), QPointF(left, 15 - 12 * height))
    else:
        points = [QPointF(x, y) for x, y in curves[kind]]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.drawPath(path)
