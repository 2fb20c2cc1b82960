"""The scene from above or from the side: what may be where, with handles, and where it really comes to be."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPalette, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from scenewright.annotate.colors import UNKNOWN
from scenewright.geometry.transforms import rotation_matrix
from scenewright.sampling.trace import Trace
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.ui.canvas.axes_view import AxesView
from scenewright.ui.canvas.dragging import moved, reshaped, resized
from scenewright.ui.canvas.group_colors import group_colors
from scenewright.ui.canvas.handles import Handle, is_point
from scenewright.ui.canvas.plan_scenery import Scenery
from scenewright.ui.canvas.regions import Axes, Point, Region, regions
from scenewright.ui.session import Session

LETTERS = "xyz"
_SOON_MS = 20
_NUDGE_M, _LARGE_NUDGE_M = 0.01, 0.1
_MARGIN = 0.25
_WIDEST_TICK = "-00.0"
_MOST_GHOSTS = 4000


class PlanPlot(AxesView):
    """Draws one projection of the scene, and turns what the hand does into edits of the project."""

    told = Signal(str)
    renewed = Signal()
    """There are other handles now."""

    def __init__(self, session: Session, axes: Axes) -> None:
        super().__init__()
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._renew)
        self._session, self._axes = session, axes
        self._handles: dict[tuple[Place, str], Handle] = {}
        self.place: Place = ()
        self._drag = 0
        self._label()
        self._scenery = Scenery(self.box, axes)
        self._ghosts, self._rejected = pg.ScatterPlotItem(pxMode=True), pg.ScatterPlotItem(pxMode=True)
        self._now, self._cameras = pg.ScatterPlotItem(pxMode=True), pg.ScatterPlotItem(pxMode=True)
        self._gazes = pg.PlotCurveItem(connect="pairs")
        for z, part in enumerate((self._ghosts, self._rejected, self._gazes, self._cameras, self._now)):
            part.setZValue(-20 + z)
            part.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
            self.box.addItem(part)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scene().sigMouseMoved.connect(self._tell)
        self.scene().sigMouseClicked.connect(self._click)
        session.theme.changed.connect(self._repaint)
        self._is_stale = False
        session.growth.grow(self, [self._paint, self.fit])

    @property
    def axes(self) -> Axes:
        """Which axes go right and up."""
        return self._axes

    def turn(self, axes: Axes) -> None:
        """Look along another axis."""
        self._axes = axes
        self._scenery.turn(axes)
        self._label()
        self._forget_handles()
        self.follow()
        self._renew()
        self.fit()

    def follow(self) -> None:
        """Show the project as it is now; a drag that is under way goes on."""
        found = self._found()
        for key, handle in self._handles.items():
            if key in found and not self._is_another(handle, found[key]):
                handle.show(found[key])
        if found.keys() != self._handles.keys() or any(self._is_another(h, found[k]) for k, h in self._handles.items()):
            # Not at once: what is dragged must not lose its item in the midst of its own event.
            self._soon.start()
        self._scenery.show_spec(self._session.document.spec)
        self.mark(self._session.selection.place)

    def _is_another(self, handle: Handle, region: Region) -> bool:
        """Tell whether a region needs another handle than the one that it has: of another shape or colour."""
        return _has_another_shape(handle, region) or handle.color != self._color(region)

    def _found(self) -> dict[tuple[Place, str], Region]:
        every = regions(self._session.document.spec, self._axes)
        return {(region.place, region.shape): region for region in every}

    def _renew(self) -> None:
        """Give every region the handle that it needs now."""
        if any(handle.is_held for handle in self._handles.values()):
            self._soon.start()
            return
        found = self._found()
        for key in [
            key for key in self._handles if key not in found or self._is_another(self._handles[key], found[key])
        ]:
            self.box.removeItem(self._handles.pop(key).item)
        for key, region in found.items():
            if key not in self._handles:
                handle = Handle(region, self._color(region), self._move, self._resize, self._reshape)
                self._handles[key] = handle
                self.box.addItem(handle.item)
        self.mark(self._session.selection.place)
        self.renewed.emit()

    def show_traces(self, traces: list[Trace]) -> None:
        """Show where objects and cameras come to be in sampled frames, and where they were tried in vain."""
        spec = self._session.document.spec
        pairs = zip(spec.objects, group_colors(spec), strict=True)
        colors = {group.name: pg.mkBrush(*color, 120) for group, color in pairs}
        spots, brushes = [], []
        for trace in traces:
            for item in trace.plan.objects:
                if item.group in colors:
                    spots.append((item.position[self._axes[0]], item.position[self._axes[1]]))
                    brushes.append(colors[item.group])
        self._ghosts.setData(
            pos=np.array(spots[:_MOST_GHOSTS]).reshape(-1, 2), brush=brushes[:_MOST_GHOSTS], pen=None, size=6
        )
        tried = [at.position for trace in traces for at in trace.rejections]
        self._rejected.setData(
            pos=np.array(tried[:_MOST_GHOSTS]).reshape(-1, 3)[:, list(self._axes)],
            symbol="x",
            pen=pg.mkPen(QColor(self._session.theme.colors.error), width=1.2),
            size=7,
        )
        self._show_cameras(traces)

    def show_frame(self, trace: Trace, camera: int) -> None:
        """Show the objects of the frame that is looked at, and what its camera sees."""
        plan = trace.plan
        spec = self._session.document.spec
        colors = {group.name: color for group, color in zip(spec.objects, group_colors(spec), strict=True)}
        spots = np.array([item.position for item in plan.objects]).reshape(-1, 3)[:, list(self._axes)]
        brushes = [pg.mkBrush(*colors.get(item.group, UNKNOWN)) for item in plan.objects]
        outline = pg.mkPen(QColor(self._session.theme.colors.text), width=1.2)
        self._now.setData(pos=spots, brush=brushes, pen=outline, size=10)
        if plan.cameras:
            self._scenery.show_sight(plan.cameras[min(camera, len(plan.cameras) - 1)])

    def mark(self, place: Place) -> None:
        """Show as selected what belongs to a place."""
        for handle in self._handles.values():
            handle.mark(on=len(place) >= 2 and handle.region.place[:2] == place[:2])
        if not self.place or self.place[:2] != place[:2]:
            self.place = next((h.region.place for h in self._handles.values() if h.region.place[:2] == place[:2]), ())

    def choose(self, place: Place) -> None:
        """Make a region the one that arrow keys move."""
        self.place = place

    def nudge(self, by: Point) -> None:
        """Move what is chosen."""
        region = next((h.region for h in self._handles.values() if h.region.place == self.place), None)
        if region is not None:
            self._move(region, by)

    def places(self) -> list[Region]:
        """Return all regions that have a handle."""
        return [handle.region for handle in self._handles.values()]

    def fit(self) -> None:
        """Show all that can be dragged."""
        points = np.array(
            [point for handle in self._handles.values() for point in handle.region.points] or [(0.0, 0.0)]
        )
        points = np.vstack([points, self._scenery.points()])
        low, high = points.min(axis=0), points.max(axis=0)
        reach = max(float((high - low).max()), 0.5) * _MARGIN
        self.box.setRange(xRange=(low[0] - reach, high[0] + reach), yRange=(low[1] - reach, high[1] + reach), padding=0)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._drag += 1  # each drag is one step back, however slow the hand is
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        step = _LARGE_NUDGE_M if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _NUDGE_M
        ways = {
            Qt.Key.Key_Left: (-step, 0.0),
            Qt.Key.Key_Right: (step, 0.0),
            Qt.Key.Key_Up: (0.0, step),
            Qt.Key.Key_Down: (0.0, -step),
        }
        key = Qt.Key(event.key())
        if key in ways and self.place:
            self.nudge(ways[key])
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            # pyqtgraph moves the view with keys of its own; the window's own keys must come through.
            QWidget.keyPressEvent(self, event)

    def _move(self, region: Region, by: Point) -> None:
        self._edit(region, moved(self._session.document.spec, region.place, self._axes, by), self.tr("Move {name}"))

    def _resize(self, region: Region, low: Point, high: Point) -> None:
        after = resized(self._session.document.spec, region.place, self._axes, low, high)
        self._edit(region, after, self.tr("Resize {name}"))

    def _reshape(self, region: Region, points: tuple[Point, ...]) -> None:
        after = reshaped(self._session.document.spec, region.place, points)
        self._edit(region, after, self.tr("Reshape {name}"))

    def _edit(self, region: Region, after: ProjectSpec | None, text: str) -> None:
        self.place = region.place
        if after is not None:
            held = any(handle.is_held for handle in self._handles.values())
            merge = ("plan", region.place, self._drag)
            self._session.document.edit(after, text.format(name=region.name), merge=merge, is_held=held)
            self._session.selection.select(region.place[:2])

    def _click(self, event: object) -> None:
        point = self.box.mapSceneToView(event.scenePos())  # type: ignore[attr-defined]
        found = self._at(point)
        if found is not None:
            self.place = found.place
        self._session.selection.select(() if found is None else found.place[:2])
        self.setFocus()

    def _at(self, point: QPointF) -> Region | None:
        """Return the smallest region at a point, so that what lies in another can be reached."""
        near = 10 * self.box.viewPixelSize()[0]
        hits = []
        for handle in self._handles.values():
            region = handle.region
            (x0, y0), (x1, y1) = region.points[0], region.points[-1]
            if handle.shape == "point":
                x, y = region.middle
                if abs(point.x() - x) < near and abs(point.y() - y) < near:
                    hits.append((0.0, region))
            elif handle.contains(point):
                hits.append((abs((x1 - x0) * (y1 - y0)), region))
        return min(hits, key=lambda hit: hit[0])[1] if hits else None

    def _show_cameras(self, traces: list[Trace]) -> None:
        spots, lines = [], []
        reach = max(self.box.viewPixelSize()) * 14
        for trace in traces:
            for camera in trace.plan.cameras:
                ahead = rotation_matrix(camera.rotation)[:, 2] * reach
                here = np.array(camera.position)
                spots.append(here[list(self._axes)])
                lines += [here[list(self._axes)], (here + ahead)[list(self._axes)]]
        accent = QColor(self._session.theme.colors.accent)
        accent.setAlpha(110)
        self._cameras.setData(pos=np.array(spots).reshape(-1, 2), symbol="s", brush=accent, pen=None, size=5)
        points = np.array(lines).reshape(-1, 2)
        self._gazes.setData(points[:, 0], points[:, 1], pen=pg.mkPen(accent, width=1))

    def _tell(self, position: QPointF) -> None:
        at = self.box.mapSceneToView(position)
        across, up = (LETTERS[axis] for axis in self._axes)
        self.told.emit(f"{across} {at.x():.2f} m   {up} {at.y():.2f} m")

    def _color(self, region: Region) -> QColor:
        colors = self._session.theme.colors
        if region.kind == "spawn":
            return QColor(*group_colors(self._session.document.spec)[int(region.place[1])])
        return QColor({"keep_out": colors.error, "light": colors.warning}.get(region.kind, colors.accent))

    def _label(self) -> None:
        for side, axis in zip(("bottom", "left"), self._axes, strict=True):
            self.axis_items[side].setLabel(f"{LETTERS[axis]} (m)")

    def _forget_handles(self) -> None:
        for key in list(self._handles):
            self.box.removeItem(self._handles.pop(key).item)

    def _repaint(self) -> None:
        """Take other colours; out of sight not before it is looked at."""
        self._is_stale = not self.isVisible()
        if not self._is_stale:
            self._paint()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._repaint()

    def _paint(self) -> None:
        colors = self._session.theme.colors
        self.setBackground(colors.canvas)
        widest = self.fontMetrics().boundingRect(_WIDEST_TICK)
        for axis in self.axis_items.values():
            # Room once and for all: else every painting in which it changes is followed by another one.
            axis.setStyle(
                maxTickLevel=1,
                autoExpandTextSpace=False,
                tickTextWidth=widest.width(),
                tickTextHeight=widest.height(),
            )
            axis.setPen(colors.border_strong)
            axis.setTextPen(colors.text_muted)
        self._scenery.paint(colors)
        self._forget_handles()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, QColor(colors.canvas))
        self.setPalette(palette)
        self._renew()


def _has_another_shape(handle: Handle, region: Region) -> bool:
    """Tell whether a region needs another handle: it became thin, or may now be resized."""
    old = handle.region
    thin = is_point(region) != (handle.shape == "point")
    return thin or (old.is_movable, old.is_resizable) != (region.is_movable, region.is_resizable)
