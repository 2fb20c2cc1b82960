"""What lies under the handles of the plan: floor, room, shells of cameras, and what the camera sees."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPolygonF
from PySide6.QtWidgets import QGraphicsPolygonItem, QGraphicsRectItem

from scenewright.geometry.transforms import Matrix
from scenewright.sampling.plan import CameraPlan
from scenewright.spec.limits import Vector3, support
from scenewright.spec.project import ProjectSpec
from scenewright.ui.canvas.regions import Axes
from scenewright.ui.canvas.sight import footprint, shell, wedge
from scenewright.ui.theme.tokens import Colors

_REACH_M = 12.0


class Scenery:
    """Items of one plot that only show."""

    def __init__(self, plot: pg.ViewBox, axes: Axes) -> None:
        self._plot, self._axes = plot, axes
        self._floor, self._room = QGraphicsRectItem(), QGraphicsRectItem()
        self._wedge, self._foot = QGraphicsPolygonItem(), QGraphicsPolygonItem()
        self._shells: list[pg.PlotCurveItem] = []
        self._shell_lines: list[Matrix] = []
        self._accent = QColor()
        for z, item in enumerate((self._floor, self._room, self._wedge, self._foot)):
            item.setZValue(-40 + z)
            item.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            plot.addItem(item, ignoreBounds=True)

    def turn(self, axes: Axes) -> None:
        """Look along another axis."""
        self._axes = axes

    def paint(self, colors: Colors) -> None:
        """Take a theme's colours."""
        self._accent = QColor(colors.accent)
        self._floor.setPen(_cosmetic(colors.border_strong, 1.2))
        self._floor.setBrush(_clear(colors.text, 10))
        self._room.setPen(_cosmetic(colors.text_muted, 2.0))
        self._wedge.setPen(_cosmetic(colors.accent, 1.0, Qt.PenStyle.DashLine))
        self._wedge.setBrush(_clear(colors.accent, 10))
        self._foot.setPen(_cosmetic(colors.accent, 1.4))
        self._foot.setBrush(_clear(colors.accent, 24))
        for curve in self._shells:
            curve.setPen(_cosmetic(colors.accent, 1.2, Qt.PenStyle.DotLine))

    def show_spec(self, spec: ProjectSpec) -> None:
        """Show floor, room and shells of a project."""
        self._floor.setVisible(spec.floor is not None)
        if spec.floor is not None:
            wide = spec.floor.size_m[self._axes[0]]
            high = spec.floor.size_m[1] if self._axes == (0, 1) else 0.0
            self._floor.setRect(QRectF(-wide / 2, -high / 2, wide, high))
        self._room.setVisible(spec.room is not None)
        if spec.room is not None:
            width, depth, height = (
                support(side)[1] for side in (spec.room.width_m, spec.room.depth_m, spec.room.height_m)
            )
            upper = self._axes == (0, 1)
            self._room.setRect(
                QRectF(-width / 2, -depth / 2, width, depth) if upper else QRectF(-width / 2, 0.0, width, height)
            )
        self._shell_lines = [
            line for camera in spec.cameras for line in shell(camera, _aim(camera.look_at_m), self._axes)
        ]
        while len(self._shells) < len(self._shell_lines):
            curve = pg.PlotCurveItem(pen=_cosmetic(self._accent.name(), 1.2, Qt.PenStyle.DotLine))
            curve.setZValue(-30)
            self._plot.addItem(curve, ignoreBounds=True)
            self._shells.append(curve)
        for k, curve in enumerate(self._shells):
            line = self._shell_lines[k] if k < len(self._shell_lines) else np.zeros((0, 2))
            curve.setData(line[:, 0], line[:, 1])

    def show_sight(self, camera: CameraPlan) -> None:
        """Show what a camera sees of the floor, and all between."""
        reach = max(_REACH_M, 2 * float(np.linalg.norm(camera.position)))
        outline = footprint(camera, min(reach, camera.far_m))
        self._foot.setPolygon(_polygon(outline[:, list(self._axes)]))
        self._wedge.setPolygon(_polygon(wedge(camera, outline, self._axes)))
        self._foot.setVisible(self._axes == (0, 1))

    def points(self) -> Matrix:
        """Return points (N, 2) that should be in sight."""
        return np.vstack([np.zeros((0, 2)), *self._shell_lines])


def _aim(target: Vector3 | None) -> tuple[float, float, float]:
    """Return the middle of what a camera looks at, as far as the project alone says."""
    wanted = target or Vector3()
    x, y, z = (sum(support(axis)) / 2 for axis in (wanted.x, wanted.y, wanted.z))
    return (x, y, z) if np.isfinite([x, y, z]).all() else (0.0, 0.0, 0.0)


def _polygon(points: Matrix) -> QPolygonF:
    return QPolygonF([QPointF(float(x), float(y)) for x, y in points])


def _cosmetic(color: str, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> pg.QtGui.QPen:
    return pg.mkPen(color, width=width, style=style)


def _clear(color: str, alpha: int) -> QColor:
    clear = QColor(color)
    clear.setAlpha(alpha)
    return clear
