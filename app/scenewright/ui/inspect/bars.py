"""A histogram as bars that can be clicked, or gone through and chosen by keys."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.ui.theme.theme import Theme

_HEIGHT = 56
_FOOT = 18


class BarsView(QWidget):
    """Bars, and beside them a second histogram as a line."""

    chosen = Signal(int)
    """A bar that was clicked."""

    def __init__(self, theme: Theme, title: str, bars: Sequence[float], labels: Sequence[str]) -> None:
        super().__init__()
        self._theme, self._bars, self._labels = theme, np.asarray(bars, np.float64), tuple(labels)
        self._line: np.ndarray[tuple[int, ...], np.dtype[np.float64]] | None = None
        self._under = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self._summary = "; ".join(f"{label}: {value:.4g}" for label, value in zip(labels, bars, strict=False) if value)[
            :2000
        ]
        self.setAccessibleDescription(self._summary)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_line(self, values: Sequence[float]) -> None:
        """Show a second histogram over the bars, as a line."""
        self._line = np.asarray(values, np.float64)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        return QSize(200, self._theme.px(_HEIGHT + _FOOT))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        colors = self._theme.colors
        area = self._area()
        highest = max(self._bars.max(initial=0), 0 if self._line is None else self._line.max(initial=0)) or 1
        for number, value in enumerate(self._bars.tolist()):
            bar = self._bar(number, value / highest)
            painter.fillRect(bar, QColor(colors.accent if number == self._under else colors.chart[0]))
        painter.setPen(QPen(QColor(colors.border_strong), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        if self.hasFocus():
            painter.setPen(QPen(QColor(colors.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        if self._line is not None:
            painter.setPen(QPen(QColor(colors.chart[1]), 1.5))
            points = [
                QPointF(
                    area.left() + x * area.width() / len(self._line), area.bottom() - value / highest * area.height()
                )
                for number, value in enumerate(self._line.tolist())
                for x in (number, number + 1)
            ]
            painter.drawPolyline(points)
        self._paint_foot(painter, area)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._mark(self._at(event.position().x()))

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002, D102, N802 (Qt's name)
        if not self.hasFocus():
            self._mark(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().focusOutEvent(event)
        self._mark(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self._mark(max(self._under, 0))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        last = len(self._bars) - 1
        goals = {
            Qt.Key.Key_Left: max(self._under - 1, 0),
            Qt.Key.Key_Right: min(self._under + 1, last),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in goals and last >= 0:
            self._mark(goals[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._under >= 0:
            self.chosen.emit(self._under)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if event.button() is Qt.MouseButton.LeftButton and (number := self._at(event.position().x())) >= 0:
            self.chosen.emit(number)

    @property
    def marked(self) -> int:
        """The bar under the pointer, or where the arrow keys are; -1 for none."""
        return self._under

    def told(self, number: int) -> str:
        """Return what a bar stands for, and how high it is."""
        return f"{self._labels[number]}: {self._bars[number]:.4g}" if number < len(self._labels) else ""

    def _mark(self, number: int) -> None:
        if number == self._under:
            return
        self._under = number
        told = self.told(number) if number >= 0 else ""
        self.setToolTip(told)
        self.setAccessibleDescription(told or self._summary)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _area(self) -> QRectF:
        return QRectF(0, 2, self.width(), self.height() - self._theme.px(_FOOT) - 2)

    def _bar(self, number: int, share: float) -> QRectF:
        area = self._area()
        wide = area.width() / max(1, len(self._bars))
        high = max(share * area.height(), 1.0 if share > 0 else 0.0)
        gap = 1.0 if wide > 3 else 0.0
        return QRectF(area.left() + number * wide, area.bottom() - high, wide - gap, high)

    def _at(self, x: float) -> int:
        number = int(x / max(1, self.width()) * len(self._bars))
        return number if 0 <= number < len(self._bars) else -1

    def _paint_foot(self, painter: QPainter, area: QRectF) -> None:
        if not self._labels:
            return
        painter.setPen(QColor(self._theme.colors.text_muted))
        font = painter.font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        foot = QRectF(0, area.bottom() + 2, self.width(), self._theme.px(_FOOT) - 2)
        if self.hasFocus() and self._under >= 0:
            told = painter.fontMetrics().elidedText(
                self.told(self._under), Qt.TextElideMode.ElideRight, int(foot.width())
            )
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), told)
            return
        half = foot.width() / 2 - 4
        first, last = self._labels[0], self._labels[-1]
        metrics = painter.fontMetrics()
        left = metrics.elidedText(first, Qt.TextElideMode.ElideRight, int(half))
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), left)
        if len(self._labels) > 1:
            right = metrics.elidedText(last, Qt.TextElideMode.ElideRight, int(half))
            painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), right)
