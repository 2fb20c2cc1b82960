"""Handles on the plan: what is dragged, for each shape that a region can have."""

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QColor

from scenewright.ui.canvas.regions import Point, Region

Moved = Callable[[Region, Point], None]
"""A region, and how far it was dragged."""

Resized = Callable[[Region, Point, Point], None]
"""A region, and its new lowest and highest corner."""

Reshaped = Callable[[Region, tuple[Point, ...]], None]
"""A region, and its new corners."""

_SYMBOLS = {"camera": "s", "target": "crosshair", "light": "star", "spawn": "o", "keep_out": "x"}
_SIZES = {"camera": 14, "target": 16, "light": 16, "spawn": 13, "keep_out": 12}
_THIN_M = 0.02
"""What is thinner cannot be hit with a pointer, and is shown as a point in the middle of a line."""


class Handle:
    """One region's item on the plot; it tells what the hand does with it, never what the program does."""

    def __init__(self, region: Region, color: QColor, moved: Moved, resized: Resized, reshaped: Reshaped) -> None:
        self.region, self.color = region, color
        self._moved, self._resized, self._reshaped = moved, resized, reshaped
        self._is_showing, self.is_dragged = True, False
        self.shape = "point" if is_point(region) else region.shape
        self.item = self._make()
        self.mark(on=False)
        self._is_showing = False

    @property
    def is_held(self) -> bool:
        """Whether the hand holds it."""
        return self.is_dragged or (self.shape == "point" and bool(self.item.moving))

    def show(self, region: Region) -> None:
        """Lie where a region lies now."""
        self.region = region
        if self.is_dragged or self.item.scene() is None:  # taken off the plot meanwhile, and another is in its place
            return
        self._is_showing = True
        if self.shape == "point":
            self.item.setPos(*region.middle)
        elif self.shape == "polygon":
            self.item.setPos((0, 0), finish=False)
            self.item.setPoints(region.points, closed=True)
        else:
            (x0, y0), (x1, y1) = _box(region)
            self.item.setPos((x0, y0), finish=False)
            self.item.setSize((x1 - x0, y1 - y0), finish=False)
        self._is_showing = False

    def mark(self, *, on: bool) -> None:
        """Show as selected or not."""
        pen = pg.mkPen(self.color, width=3 if on else 1.6)
        if self.region.kind == "keep_out":
            pen.setStyle(Qt.PenStyle.DashLine)
        self.item.setPen(pen)
        if self.shape == "point":
            fill = QColor(self.color)
            fill.setAlpha(230 if on else 150)
            self.item.setBrush(fill)

    def contains(self, point: QPointF) -> bool:
        """Tell whether a point of the plan lies on it."""
        if self.shape == "point":
            return False
        return bool(self.item.shape().contains(self.item.mapFromParent(point)))

    def _make(self) -> pg.GraphicsObject:
        region, hover = self.region, pg.mkPen(self.color, width=3)
        if self.shape == "point":
            label = region.name if region.kind in ("camera", "light") else None
            item = pg.TargetItem(
                region.middle, _SIZES[region.kind], _SYMBOLS[region.kind], pg.mkPen(self.color, width=2), hover,
                movable=region.is_movable, label=label, labelOpts={"offset": (10, -12), "color": self.color},
            )  # fmt: skip
            item.sigPositionChanged.connect(self._on_point)
            return item
        options = {
            "movable": region.is_movable,
            "pen": pg.mkPen(self.color, width=1.6),
            "hoverPen": hover,
            "handlePen": pg.mkPen(self.color, width=2),
            "handleHoverPen": hover,
        }
        if self.shape == "polygon":
            item = pg.PolyLineROI(region.points, closed=True, **options)
            item.sigRegionChanged.connect(self._on_polygon)
        else:
            (x0, y0), (x1, y1) = _box(region)
            kind = pg.EllipseROI if self.shape == "circle" else pg.ROI
            item = kind((x0, y0), (x1 - x0, y1 - y0), **options)
            self._give_edges(item)
            item.sigRegionChanged.connect(self._on_box)
        item.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        item.sigRegionChangeStarted.connect(lambda _item: self._hold(on=True))
        item.sigRegionChangeFinished.connect(lambda _item: self._hold(on=False))
        return item

    def _give_edges(self, item: pg.ROI) -> None:
        for handle in list(item.getHandles()):
            item.removeHandle(handle)
        if not self.region.is_resizable:
            return
        if self.shape == "circle":
            item.addScaleHandle((1, 0.5), (0.5, 0.5), lockAspect=True)
            return
        for corner in ((0, 0), (1, 0), (0, 1), (1, 1)):
            item.addScaleHandle(corner, (1 - corner[0], 1 - corner[1]))

    def _hold(self, *, on: bool) -> None:
        self.is_dragged = on and not self._is_showing
        if not self.is_dragged and not self._is_showing:
            # Not at once: a polygon makes its handles anew, and the one that is let go must outlive its own event.
            QTimer.singleShot(0, self.item, lambda: self.show(self.region))

    def _on_point(self) -> None:
        if self._is_showing:
            return
        at, (x, y) = self.item.pos(), self.region.middle
        self._moved(self.region, (at.x() - x, at.y() - y))

    def _on_box(self) -> None:
        if self._is_showing:
            return
        at, size, (low, high) = self.item.pos(), self.item.size(), _box(self.region)
        if abs(size.x() - (high[0] - low[0])) < 1e-9 and abs(size.y() - (high[1] - low[1])) < 1e-9:
            self._moved(self.region, (at.x() - low[0], at.y() - low[1]))
        else:
            corner = (at.x() + size.x(), at.y() + size.y())
            self._resized(
                self.region,
                (min(at.x(), corner[0]), min(at.y(), corner[1])),
                (max(at.x(), corner[0]), max(at.y(), corner[1])),
            )

    def _on_polygon(self) -> None:
        if self._is_showing:
            return
        state, at = self.item.getState(), self.item.pos()
        points = tuple((float(p[0]) + at.x(), float(p[1]) + at.y()) for p in state["points"])
        if len(points) >= 3:
            self._reshaped(self.region, points)


def _box(region: Region) -> tuple[Point, Point]:
    if region.shape == "circle":
        (x, y), (rim, _) = region.points
        return (2 * x - rim, y - (rim - x)), (rim, y + (rim - x))
    return region.points[0], region.points[-1]


def is_point(region: Region) -> bool:
    """Tell whether a region is shown as a point: it is one, or too thin to be hit."""
    if region.shape != "rectangle":
        return region.shape == "point"
    low, high = region.points
    return min(high[0] - low[0], high[1] - low[1]) < _THIN_M
