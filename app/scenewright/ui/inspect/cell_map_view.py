"""A heat map of cells, of an image or of a view sphere, by mouse and by keys."""

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
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
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.inspection.maps import CellMap, cells, ranges_of, strength
from scenewright.ui.theme.theme import Theme

_MARGIN, _FOOT = 4, 18
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CellMapView(QWidget):
    """Cells, the stronger the more objects; one of them is marked by the pointer or the arrow keys."""

    chosen = Signal(int, int)
    """Row and column of a cell that was clicked, or chosen by Return."""

    def __init__(self, theme: Theme, title: str, drawn: CellMap) -> None:
        super().__init__()
        self._theme, self.drawn = theme, drawn
        self._most = int(drawn.counts.max())
        self._outlines = {(row, column): drawn.outline(row, column) for row, column, _ in cells(drawn)}
        self._marked: tuple[int, int] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        row, column = np.unravel_index(int(drawn.counts.argmax()), drawn.counts.shape)
        empty = int((drawn.counts == 0).sum())
        words = self.tr("{0} objects; most: {1}; {2} of {3} cells are empty. Arrow keys read cells, Return shows them.")
        most = self.told(int(row), int(column))
        self._summary = words.format(int(drawn.counts.sum()), most, empty, drawn.counts.size)
        self.setAccessibleDescription(self._summary)

    @property
    def marked(self) -> tuple[int, int] | None:
        """Row and column of the cell that is marked."""
        return self._marked

    def told(self, row: int, column: int) -> str:
        """Return what a cell holds, in words."""
        across, along = ranges_of(self.drawn, row, column)
        count = int(self.drawn.counts[row, column])
        if self.drawn.kind == "places":
            return self.tr("{0} across, {1} down: {2}").format(across, along, count)
        return self.tr("azimuth {0}, elevation {1}: {2}").format(across, along, count)

    def centre_of(self, row: int, column: int) -> QPointF:
        """Return where a cell is painted."""
        return self._placed(self._outlines[row, column].mean(axis=0))

    def hasHeightForWidth(self) -> bool:  # noqa: D102, N802 (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102, N802 (Qt's name)
        return round((width - 2 * _MARGIN) * self.drawn.height) + 2 * _MARGIN + self._theme.px(_FOOT)

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        width = self._theme.px(260)
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        colors = self._theme.colors
        is_round = self.drawn.kind == "directions"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, is_round)
        self._paint_ground(painter)
        for row, column, count in cells(self.drawn):
            if count:
                color = QColor(colors.chart[0])
                color.setAlphaF(strength(count, self._most))
                painter.setBrush(color)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.drawPolygon(self._polygon(row, column))
        if self._marked is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawPolygon(self._polygon(*self._marked))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        self._paint_foot(painter)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(*_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._marked is not None:
            self.chosen.emit(*self._marked)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().focusInEvent(event)
        if self._marked is None and event.reason() is not Qt.FocusReason.MouseFocusReason:
            row, column = np.unravel_index(int(self.drawn.counts.argmax()), self.drawn.counts.shape)
            self._mark((int(row), int(column)))
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().focusOutEvent(event)
        self._mark(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._mark(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().leaveEvent(event)
        if not self.hasFocus():
            self._mark(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        cell = self._at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and cell is not None:
            self.chosen.emit(*cell)

    def _step(self, down: int, right: int) -> None:
        rows, columns = self.drawn.counts.shape
        row, column = self._marked or (0, 0)
        if self.drawn.kind == "directions":  # up is up, and around is round
            self._mark((min(max(row - down, 0), rows - 1), (column + right) % columns))
        else:
            self._mark((min(max(row + down, 0), rows - 1), min(max(column + right, 0), columns - 1)))

    def _mark(self, cell: tuple[int, int] | None) -> None:
        if cell == self._marked:
            return
        self._marked = cell
        told = self._summary if cell is None else self.told(*cell)
        self.setToolTip("" if cell is None else told)
        self.setAccessibleDescription(told)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.update()

    def _at(self, position: QPointF) -> tuple[int, int] | None:
        inside = (
            cell for cell in self._outlines if self._polygon(*cell).containsPoint(position, Qt.FillRule.WindingFill)
        )
        return next(inside, None)

    def _placed(self, point: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]") -> QPointF:
        wide = self.width() - 2 * _MARGIN
        return QPointF(_MARGIN + float(point[0]) * wide, _MARGIN + float(point[1]) * wide)

    def _polygon(self, row: int, column: int) -> QPolygonF:
        return QPolygonF([self._placed(point) for point in self._outlines[row, column]])

    def _paint_ground(self, painter: QPainter) -> None:
        """Paint what no object is in: the image, or the two halves of the sphere."""
        colors = self._theme.colors
        painter.setBrush(QColor(colors.canvas))
        painter.setPen(QPen(QColor(colors.border_strong), 1))
        wide = self.width() - 2 * _MARGIN
        high = wide * self.drawn.height
        if self.drawn.kind == "places":
            painter.drawRect(QRectF(_MARGIN, _MARGIN, wide, high))
            return
        for left in (_MARGIN, _MARGIN + wide - high):
            painter.drawEllipse(QRectF(left, _MARGIN, high, high))

    def _paint_foot(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.colors.text_muted))
        font = painter.font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        foot = QRectF(_MARGIN, self.height() - self._theme.px(_FOOT), self.width() - 2 * _MARGIN, self._theme.px(_FOOT))
        middle, left, right = (Qt.AlignmentFlag.AlignVCenter | flag for flag in (
            Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight))  # fmt: skip
        if self._marked is not None:
            painter.drawText(foot, middle, self.told(*self._marked))
        elif self.drawn.kind == "places":
            painter.drawText(
                foot, left, self.tr("{0} objects, by the middle of the box").format(int(self.drawn.counts.sum()))
            )
        else:
            painter.drawText(foot, left, self.tr("from above"))
            painter.drawText(foot, right, self.tr("from below"))
