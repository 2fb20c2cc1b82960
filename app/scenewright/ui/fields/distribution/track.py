"""A track with handles, and above it how often each value is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from scenewright.ui.fields.choices import blended
from scenewright.ui.fields.distribution.density import Domain, Numbers

_RADIUS = 7.0
_GROOVE = 4.0
_BARS = 30
_TEXT_PX = 16
"""Lengths are those beside text of this height; they grow with it."""


@dataclass(frozen=True)
class Bars:
    """What stands above a track.

    Attributes:
        edges: Of the bins (N + 1,).
        wanted: The line (M, 2) of values and of the share of draws that a bin there should have.
        drawn: Share of draws in each bin (N,), as counted in frames; None before there are any.
    """

    edges: Numbers
    wanted: Numbers
    drawn: Numbers | None = None


class Track(QWidget):
    """Handles to drag along a domain; what lies between the first and the last can be dragged as a whole.

    Arrow keys move the active handle, Space goes to the next one. Values are in the domain's units.
    """

    moved = Signal(tuple)
    """All values, while the user drags or after a key."""
    released = Signal()

    def __init__(self, step: float, is_ordered: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_ordered = is_ordered
        self.domain = Domain(0.0, 1.0)
        self.values: tuple[float, ...] = ()
        self.active = 0
        self._bars: Callable[[], Bars] | None = None
        self._counted: Bars | None = None
        self._step = step
        self._grabbed: tuple[str, float, tuple[float, ...]] | None = None
        self._measure()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _measure(self) -> None:
        scale = max(self.fontMetrics().height() / _TEXT_PX, 1.0)
        self._radius, self._groove, self._bars_px = (scale * length for length in (_RADIUS, _GROOVE, _BARS))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._measure()
            self.updateGeometry()

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds a handle."""
        return self._grabbed is not None

    def show_values(self, domain: Domain, values: Sequence[float], bars: Callable[[], Bars] | None) -> None:
        """Show handles at some values; what stands above is asked for when it is painted."""
        self.domain = domain
        self.values = tuple(values)
        self.active = min(self.active, max(len(self.values) - 1, 0))
        if (bars is None) != (self._bars is None):
            self.updateGeometry()
        self._bars, self._counted = bars, None
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(120, round(2 * self._radius + 6 + (0 if self._bars is None else self._bars_px)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def x_of(self, value: float) -> float:
        """Return where a value lies, in pixels from the left."""
        return self._radius + 1 + self.domain.share(value) * (self.width() - 2 * self._radius - 2)

    def value_at(self, x: float) -> float:
        """Return the value at a place in pixels from the left."""
        return self.domain.value((x - self._radius - 1) / max(self.width() - 2 * self._radius - 2, 1.0))

    @property
    def _line_y(self) -> float:
        return self.height() - self._radius - 3

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self.values:
            return
        x = event.position().x()
        gaps = [abs(self.x_of(value) - x) for value in self.values]
        nearest = gaps.index(min(gaps))
        if len(self.values) > 1 and gaps.count(min(gaps)) > 1 and x > self.x_of(self.values[nearest]):
            nearest = len(self.values) - 1 - gaps[::-1].index(min(gaps))  # of handles on each other the outer one
        between = len(self.values) > 1 and self.x_of(self.values[0]) < x < self.x_of(self.values[-1])
        if gaps[nearest] <= self._radius + 3 or not between:
            self.active = nearest
            self._grabbed = ("handle", x - self.x_of(self.values[nearest]), self.values)
            if gaps[nearest] > self._radius + 3:
                self._grabbed = ("handle", 0.0, self.values)
                self._drag_to(x)
        else:
            self._grabbed = ("span", x, self.values)
        self.update()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._grabbed is not None:
            self._drag_to(x)
            return
        near = any(abs(self.x_of(value) - x) <= self._radius + 3 for value in self.values)
        self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._grabbed = None
            self.released.emit()
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_Up: 1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and self.values:
            self.active = (self.active + 1) % len(self.values)
            self.update()
        elif key in steps and self.values:
            many = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
            value = self.values[self.active]
            if self.domain.is_log:
                wanted = value * 1.02 ** (steps[key] * many)
            else:
                wanted = (round(value / self._step) + steps[key] * many) * self._step
            self._put(self.active, wanted)
        else:
            super().keyPressEvent(event)

    def _drag_to(self, x: float) -> None:
        kind, offset, before = self._grabbed or ("", 0.0, ())
        if kind == "handle":
            self._put(self.active, self._rounded(self.value_at(x - offset)))
        elif kind == "span":
            ends = [(self.x_of(value)) for value in (before[0], before[-1])]
            by = min(max(x - offset, self._radius + 1 - ends[0]), self.width() - self._radius - 1 - ends[1])
            moved = [self._rounded(self.value_at(self.x_of(value) + by)) for value in before]
            self._set(tuple(moved))

    def _rounded(self, value: float) -> float:
        """Round to what one pixel can tell, in the setting's steps at least."""
        if self.domain.is_log:
            return float(f"{value:.3g}")
        pixel = (self.domain.high - self.domain.low) / max(self.width(), 1)
        step = self._step
        while step < pixel / 2:
            step *= 10 if step * 2 < pixel / 2 else 2
        return round(round(value / step) * step, 9)

    def _put(self, number: int, value: float) -> None:
        low = self.values[number - 1] if number and self._is_ordered else self.domain.low
        is_last = number + 1 == len(self.values) or not self._is_ordered
        high = self.domain.high if is_last else self.values[number + 1]
        self._set((*self.values[:number], min(max(value, low), high), *self.values[number + 1 :]))

    def _set(self, values: tuple[float, ...]) -> None:
        if values != self.values:
            self.values = values
            self.update()
            self.moved.emit(values)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = self.palette()
        accent = palette.color(QPalette.ColorRole.Highlight)
        ground, ink = palette.color(QPalette.ColorRole.Window), palette.color(QPalette.ColorRole.WindowText)
        if self._bars is not None:
            self._counted = self._counted or self._bars()
            self._paint_bars(painter, self._counted, accent, blended(ground, ink, 0.62))
        y = self._line_y
        groove = QRectF(self._radius, y - self._groove / 2, self.width() - 2 * self._radius, self._groove)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(blended(ground, ink, 0.18))
        painter.drawRoundedRect(groove, self._groove / 2, self._groove / 2)
        if self.values:
            start = self.x_of(self.values[0]) if len(self.values) > 1 else groove.left()
            if len(self.values) == 1 and self.domain.low < 0 < self.domain.high:
                start = self.x_of(0.0)
            end = self.x_of(self.values[-1])
            painter.setBrush(accent)
            painter.drawRoundedRect(QRectF(min(start, end), groove.top(), abs(end - start), self._groove), 2, 2)
        for number, value in enumerate(self.values):
            self._paint_handle(painter, QPointF(self.x_of(value), y), number, accent, palette)

    def _paint_handle(self, painter: QPainter, middle: QPointF, number: int, accent: QColor, palette: QPalette) -> None:
        is_active = self.hasFocus() and number == self.active
        if is_active:
            halo = QColor(accent)
            halo.setAlpha(70)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            painter.drawEllipse(middle, self._radius + 2, self._radius + 2)
        painter.setPen(QPen(accent, 2))
        painter.setBrush(palette.color(QPalette.ColorRole.Base))
        painter.drawEllipse(middle, self._radius - 2, self._radius - 2)

    def _paint_bars(self, painter: QPainter, bars: Bars, accent: QColor, ink: QColor) -> None:
        bottom = self._line_y - self._groove - 2
        top = 2.0
        tallest = max(float(shares.max(initial=0)) for shares in (bars.wanted[:, 1], bars.drawn) if shares is not None)
        if tallest <= 0:
            return
        lefts = np.array([self.x_of(edge) for edge in bars.edges])
        if bars.drawn is not None:
            fill = QColor(accent)
            fill.setAlpha(105)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(fill)
            for left, right, height in zip(lefts[:-1], lefts[1:], bars.drawn / tallest, strict=True):
                if height > 0 and right > left:
                    rise = max(height * (bottom - top), 1.0)
                    painter.drawRect(QRectF(left + 0.5, bottom - rise, max(right - left - 1, 1), rise))
        points = [QPointF(self.x_of(value), bottom - share / tallest * (bottom - top)) for value, share in bars.wanted]
        if not points:
            return
        path = QPainterPath(QPointF(points[0].x(), bottom))
        for point in points:
            path.lineTo(point)
        path.lineTo(points[-1].x(), bottom)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink, 1))
        painter.drawPath(path)
