"""An image's points in space, with the 3D boxes of its objects and the camera that saw them; dragging goes around."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.annotate.colors import Color
from scenewright.geometry.boxes import EDGES
from scenewright.geometry.transforms import Matrix
from scenewright.inspection.cloud import Cloud
from scenewright.ui.inspect.splat import Eye, eye_at, seen, splat
from scenewright.ui.orbit import Orbit
from scenewright.ui.theme.theme import Theme

_TURN_RAD_PX = 0.008
_KEY_RAD = math.radians(5)
_FRAME_MS = 33
_QUICK_S = 0.022
"""A turn may draw for so long; fewer points are drawn where all of them take longer."""
_STILL_MS = 150
_OVERLAP = 1.5
"""Points are drawn wider than they are apart, so that a surface seen from elsewhere still looks closed."""
_FEWEST = 20_000
_AXES = ("x", "y", "z")
_AXIS_COLORS: tuple[Color, ...] = ((235, 60, 60), (70, 200, 80), (70, 120, 255))
_AXES_PX = 34
_LETTER, _SHADOW = QColor(255, 255, 255), QColor(0, 0, 0, 170)
"""Seen over whatever points are behind them."""


@dataclass(frozen=True, eq=False)
class Solid:
    """Lines in space: twelve edges of a 3D box, or whatever else is joined.

    Attributes:
        corners: (K, 3), metres in the world.
        edges: Which corners are joined.
        color: Their colour.
    """

    corners: Matrix
    edges: Sequence[tuple[int, int]] = EDGES
    color: Color = (255, 255, 255)


class CloudView(QWidget):
    """Shows points from anywhere: drag to turn, Shift-drag to shift, wheel to come nearer, double click to go back."""

    pointed = Signal(int, int)
    """Column and row in the image of the point under the pointer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_cloud")
        self.setAccessibleName(self.tr("The image's points in space"))
        self.setToolTip(self.tr("Drag to turn, Shift-drag to shift, wheel to come nearer, double click to go back"))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self.orbit: Orbit | None = None
        self._cloud: Cloud | None = None
        self._points: NDArray[np.float32] = np.zeros((3, 0), np.float32)
        self._order: NDArray[np.int64] = np.empty(0, np.int64)
        self._colors: NDArray[np.uint32] = np.empty(0, np.uint32)
        self._solids: Sequence[Solid] = ()
        self._field_of_view = 1.0
        self._shown: NDArray[np.int32] = np.empty((0, 0), np.int32)
        self._quick_share = 1.0
        self._pressed: QPointF | None = None
        self._pace, self._still = QTimer(self), QTimer(self)
        for timer, wait, draw in ((self._pace, _FRAME_MS, self._draw_quick), (self._still, _STILL_MS, self._draw)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(draw)
        theme.changed.connect(self.update)

    def show_cloud(
        self, cloud: Cloud, colors: NDArray[np.uint8], solids: Sequence[Solid], field_of_view: float
    ) -> None:
        """Show points; the eye stays where it is once it is somewhere.

        Args:
            cloud: The points.
            colors: (N, 3), sRGB.
            solids: Drawn over them.
            field_of_view: Of the camera, height of the image over focal length.
        """
        if cloud is not self._cloud:
            # Any first part of a random order shows all of the scene: fewer points are drawn while it turns.
            self._order = np.random.default_rng(0).permutation(len(cloud.points))
            self._points = np.ascontiguousarray(cloud.points[self._order].T)
        self._cloud, self._solids, self._field_of_view = cloud, solids, field_of_view
        mixed = colors[self._order].astype(np.uint32)
        self._colors = (mixed @ np.array([1 << 16, 1 << 8, 1], np.uint32)).astype(np.uint32)
        if self.orbit is None:
            self.reset()
        else:
            self._draw()

    def reset(self) -> None:
        """Look from where the camera is."""
        if self._cloud is None or len(self._cloud.points) == 0:
            self._shown = np.empty((0, 0), np.int32)
            self.update()
            return
        target = np.median(self._cloud.points[:: max(1, len(self._cloud.points) // 5000)], axis=0).astype(np.float64)
        away = self._cloud.camera - target
        distance = max(float(np.linalg.norm(away)), 1e-3)
        x, y, z = target.tolist()
        self.orbit = Orbit((x, y, z), distance, math.atan2(away[1], away[0]), math.asin(away[2] / distance))
        self._draw()

    def turn(self, around: float, up: float) -> None:
        """Go around what is looked at, radians."""
        if self.orbit is not None:
            self.orbit.turn(around, up)
            self._move()

    def zoom(self, factor: float) -> None:
        """Come nearer (below 1) or go away."""
        if self.orbit is not None:
            self.orbit.zoom(factor)
            self._move()

    def shift(self, right: float, up: float) -> None:
        """Move sideways and up, in shares of the distance."""
        if self.orbit is not None:
            self.orbit.shift(right, up)
            self._move()

    def eye(self) -> Eye | None:
        """Return from where is looked."""
        if self.orbit is None:
            return None
        focal = min(self.height(), self.width()) / self._field_of_view
        return eye_at(np.array(self.orbit.position), self.orbit.target, focal, (self.width(), self.height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        ground = QColor(self._theme.colors.canvas)
        if self._shown.size == 0:
            painter.fillRect(self.rect(), ground)
            return
        table = np.append(self._colors, np.uint32(ground.rgb() & 0xFFFFFF))
        pixels = np.ascontiguousarray(table[self._shown])  # -1 is the last: the ground
        height, width = pixels.shape
        painter.drawImage(self.rect(), QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32))
        eye = self.eye()
        if eye is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for solid in self._solids:
                _paint_solid(painter, eye, solid)
            _paint_axes(painter, eye)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        self._move()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self.zoom(1.15 ** (-event.angleDelta().y() / 120))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._pressed = event.position()
        self.setFocus()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self.reset()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._pressed is None:
            self._point(event.position())
            return
        way = event.position() - self._pressed
        self._pressed = event.position()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.shift(-way.x() / self.height(), way.y() / self.height())
        else:
            self.turn(-way.x() * _TURN_RAD_PX, way.y() * _TURN_RAD_PX)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        turns = {
            Qt.Key.Key_Left: (-_KEY_RAD, 0.0),
            Qt.Key.Key_Right: (_KEY_RAD, 0.0),
            Qt.Key.Key_Up: (0.0, _KEY_RAD),
            Qt.Key.Key_Down: (0.0, -_KEY_RAD),
        }
        key = Qt.Key(event.key())
        if key in turns:
            self.turn(*turns[key])
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom(1.15 if key == Qt.Key.Key_Minus else 1 / 1.15)
        elif key == Qt.Key.Key_0:
            self.reset()
        else:
            super().keyPressEvent(event)

    def _move(self) -> None:
        if not self._pace.isActive():
            self._pace.start()
        self._still.start()

    def _draw(self) -> None:
        began = perf_counter()
        self._splat(self._points)
        self._quick_share = min(1.0, _QUICK_S / max(perf_counter() - began, 1e-4))

    def _draw_quick(self) -> None:
        count = max(_FEWEST, round(self._points.shape[1] * self._quick_share))
        self._splat(self._points[:, :count])

    def _splat(self, points: NDArray[np.float32]) -> None:
        eye = self.eye()
        if eye is None or self._cloud is None or points.shape[1] == 0:
            return
        middle = float(np.median(np.linalg.norm(self._cloud.points[::97] - self._cloud.camera, axis=1)))
        thinner = math.sqrt(self._points.shape[1] / points.shape[1])
        self._shown = splat(eye, points, _OVERLAP * self._cloud.spacing * middle * thinner)
        self.update()

    def _point(self, at: QPointF) -> None:
        column, row = int(at.x()), int(at.y())
        if self._cloud is None or not (0 <= row < self._shown.shape[0] and 0 <= column < self._shown.shape[1]):
            return
        number = int(self._shown[row, column])
        if number >= 0:
            source_row, source_column = self._cloud.pixels[self._order[number]].tolist()
            self.pointed.emit(source_column, source_row)


def _paint_solid(painter: QPainter, eye: Eye, solid: Solid) -> None:
    x, y, _ = seen(eye, np.ascontiguousarray(solid.corners.T, np.float32)).tolist()
    for pen in (QPen(QColor(0, 0, 0, 150), 3.0), QPen(QColor(*solid.color), 1.5)):
        painter.setPen(pen)
        for a, b in solid.edges:
            if x[a] == x[a] and x[b] == x[b]:  # both before the eye
                painter.drawLine(QPointF(x[a], y[a]), QPointF(x[b], y[b]))


def _paint_axes(painter: QPainter, eye: Eye) -> None:
    """Paint which way the world's axes go, in the lower left corner."""
    middle = QPointF(_AXES_PX * 1.5, eye.height - _AXES_PX * 1.5)
    for axis, color in sorted(enumerate(_AXIS_COLORS), key=lambda item: -eye.axes[2, item[0]]):
        end = middle + QPointF(eye.axes[0, axis], eye.axes[1, axis]) * _AXES_PX
        for pen in (QPen(QColor(0, 0, 0, 150), 5.0), QPen(QColor(*color), 2.5)):
            painter.setPen(pen)
            painter.drawLine(middle, end)
        if QLineF(middle, end).length() < _AXES_PX / 3:
            continue  # it points at the eye: its letter would lie on another's
        at = middle + (end - middle) * 1.25 + QPointF(-4, 4)
        for ink, shift in ((_SHADOW, QPointF(1, 1)), (_SHADOW, QPointF(-1, -1)), (_LETTER, QPointF())):
            painter.setPen(ink)
            painter.drawText(at + shift, _AXES[axis])
