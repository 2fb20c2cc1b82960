"""A map of counts whose cells can be clicked."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.inspection.heat_maps import HeatMap
from scenewright.ui.theme.theme import Theme

_FOOT = 18


class HeatView(QWidget):
    """Cells, the more there is the stronger; one with nothing in it is as the ground."""

    chosen = Signal(int, int)
    """Row and column of a cell that was clicked."""

    def __init__(self, theme: Theme, heat: HeatMap) -> None:
        super().__init__()
        self._theme, self._heat = theme, heat
        self._under: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(heat.title)
        share = float((heat.counts > 0).mean())
        self.setAccessibleDescription(self.tr("{0:.0%} of the cells hold something").format(share))

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        rows, columns = self._heat.counts.shape
        return QSize(self._theme.px(240), round(self._theme.px(240) * rows / columns) + self._theme.px(_FOOT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        colors, area = self._theme.colors, self._area()
        painter.drawImage(area, self._image())
        painter.setPen(QPen(QColor(colors.border_strong), 1))
        painter.drawRect(area)
        if self._under is not None:
            painter.setPen(QPen(QColor(colors.text), 1.5))
            painter.drawRect(self._cell(*self._under))
        painter.setPen(QColor(colors.text_muted))
        font = painter.font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        foot = QRectF(0, area.bottom() + 2, self.width(), self._theme.px(_FOOT) - 2)
        left, right = (f"{value:g}{self._heat.unit}" for value in self._heat.limits[:2])
        middle = (
            f"{self._heat.across} → · {self._heat.down} {'↑' if self._heat.limits[2] > self._heat.limits[3] else '↓'}"
        )
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft), left)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), right)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignHCenter), middle)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._under = self._at(event.position().x(), event.position().y())
        if self._under is not None:
            low_x, high_x, low_y, high_y = self._heat.cell(*self._under)
            unit = self._heat.unit
            self.setToolTip(
                f"{self._heat.across} {low_x:.3g} to {high_x:.3g}{unit}, {self._heat.down} {low_y:.3g} to "
                f"{high_y:.3g}{unit}: {self._heat.counts[self._under]}"
            )
        self.update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002, D102, N802 (Qt's name)
        self._under = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        cell = self._at(event.position().x(), event.position().y())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self.chosen.emit(*cell)

    def _image(self) -> QImage:
        """Return a pixel for each cell, from the ground's colour to the charts' first, by the root of its count."""
        counts = self._heat.counts
        shares = np.sqrt(counts / max(1, int(counts.max())))[..., None]
        low, high = (_rgb(color) for color in (self._theme.colors.field, self._theme.colors.chart[0]))
        pixels = np.ascontiguousarray(
            (low + (high - low) * np.where(shares > 0, 0.12 + 0.88 * shares, 0)).astype(np.uint8)
        )
        rows, columns = counts.shape
        return QImage(pixels.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()

    def _area(self) -> QRectF:
        return QRectF(0.5, 0.5, self.width() - 1, self.height() - self._theme.px(_FOOT) - 1)

    def _cell(self, row: int, column: int) -> QRectF:
        area = self._area()
        rows, columns = self._heat.counts.shape
        wide, high = area.width() / columns, area.height() / rows
        return QRectF(area.left() + column * wide, area.top() + row * high, wide, high)

    def _at(self, x: float, y: float) -> tuple[int, int] | None:
        area = self._area()
        rows, columns = self._heat.counts.shape
        row = int((y - area.top()) / max(1.0, area.height()) * rows // 1)
        column = int((x - area.left()) / max(1.0, area.width()) * columns // 1)
        return (row, column) if 0 <= row < rows and 0 <= column < columns else None


def _rgb(color: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    named = QColor(color)
    return np.array([named.red(), named.green(), named.blue()], np.float64)
