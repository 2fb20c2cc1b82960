"""Small pictures of the kinds of distribution, drawn in the colours of the theme."""

import math

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QIconEngine, QPainter, QPainterPath, QPalette, QPen, QPixmap

_EDGE = 18


def kind_icon(kind: str) -> QIcon:
    """Return the picture of a kind of distribution, which follows the theme by itself."""
    return QIcon(_KindIcon(kind))


class _KindIcon(QIconEngine):
    """Paints with the palette as it is at that moment."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        ink = QGuiApplication.palette().color(group, QPalette.ColorRole.ButtonText)
        side = min(rect.width(), rect.height())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(QRectF(rect).center() - QPointF(side / 2, side / 2))
        painter.scale(side / _EDGE, side / _EDGE)
        painter.setPen(QPen(ink, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
        _draw(painter, self._kind, ink)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        picture = QPixmap(size)
        if picture.isNull():  # asked for at no size, as by a button that is being laid out
            return picture
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _KindIcon(self._kind)


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
