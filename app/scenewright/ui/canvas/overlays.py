"""Labels with lines, painted over a picture at any zoom: boxes, 3D boxes, keypoints."""

from collections.abc import Callable, Iterable
from typing import Literal

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from scenewright.annotate.colors import Color, class_color, object_color
from scenewright.datasets.records import InstanceRecord, matrix
from scenewright.geometry.boxes import EDGES, Box2D, corners, edge_points
from scenewright.geometry.camera import project, ray_through
from scenewright.geometry.transforms import inverse, pose_matrix, transform_points
from scenewright.ui.canvas.images import KEPT, VERDICT_COLORS
from scenewright.ui.preview.wishes import PreviewFrame

ToScreen = Callable[[float, float], QPointF]
"""From a pixel of the frame to a point of the widget."""

Colored = Literal["instance", "class", "rules"]
"""Whose colour an object has: its own, its class's, or that of what the visibility rules make of it."""

_MOST_NAMES = 12
"""More would cover what they name."""
_LEFT_OUT = (150, 150, 150)
_BENT = 17
"""Points along an edge where a lens bends it."""


def paint_boxes(painter: QPainter, frame: PreviewFrame, to: ToScreen, *, loose: bool, colored: Colored) -> None:
    """Paint 2D boxes with class names; what a rule left out is dashed and says so."""
    visible = [item for item in frame.instances if item.box_tight is not None]
    for item in visible:
        box = item.box_loose if loose else item.box_tight
        if box is None:
            continue
        color, left_out = _color(frame, item, colored), item.verdict in ("drop", "ignore")
        pen = QPen(
            color, 1.5 if left_out or loose else 2.0, Qt.PenStyle.DashLine if left_out else Qt.PenStyle.SolidLine
        )
        if loose and not left_out:
            pen.setStyle(Qt.PenStyle.DotLine)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        rect = _rect(box, to)
        painter.drawRect(rect)
        if not loose and len(visible) <= _MOST_NAMES and not (left_out and colored != "rules"):
            _paint_name(painter, _name(item, colored), rect, color)


def paint_boxes_3d(painter: QPainter, frame: PreviewFrame, to: ToScreen, *, colored: Colored) -> None:
    """Paint the wire frame of every visible object's 3D box; the edges of its foot are thicker."""
    camera = frame.camera
    camera_from_world = inverse(pose_matrix(camera.position, camera.rotation))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for item in _visible(frame):
        box = transform_points(
            camera_from_world @ matrix(item.world_from_object), corners(item.extent_low, item.extent_high)
        )
        if box[:, 2].min() <= 0:
            continue
        points = edge_points(box, 2 if camera.intrinsics.lens is None else _BENT)
        lines = project(camera.intrinsics, points.reshape(-1, 3)).reshape(*points.shape[:2], 2)
        color = _color(frame, item, colored)
        for (a, b), line in zip(EDGES, lines.tolist(), strict=True):
            painter.setPen(QPen(color, 2.5 if a < 4 and b < 4 else 1.2))
            painter.drawPolyline([to(x, y) for x, y in line])


def paint_keypoints(painter: QPainter, frame: PreviewFrame, to: ToScreen, *, colored: Colored) -> None:
    """Paint keypoints and the lines between them: filled where seen, hollow where hidden."""
    for item in _visible(frame):
        skeleton, color = frame.skeletons.get(item.skeleton), QColor(*_own_color(frame, item, colored))
        at = {
            point.name: to(point.x, point.y)
            for point in item.keypoints
            if point.visibility > 0 and point.x is not None and point.y is not None
        }
        painter.setPen(QPen(color, 2.0))
        for one, other in () if skeleton is None else skeleton.edges:
            if one in at and other in at:
                painter.drawLine(at[one], at[other])
        for point in item.keypoints:
            if point.name in at:
                seen = point.visibility == 2
                painter.setPen(QPen(QColor(20, 20, 20) if seen else color, 1.5))
                painter.setBrush(color if seen else QColor(20, 20, 20, 140))
                painter.drawEllipse(at[point.name], 4.0, 4.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def verdict_words(item: InstanceRecord) -> str:
    """Return in a word what the rules make of an object."""
    return {"drop": "left out", "ignore": "ignored", "flag": "flagged"}.get(item.verdict, "kept")


def _visible(frame: PreviewFrame) -> Iterable[InstanceRecord]:
    return (item for item in frame.instances if item.visible_px > 0)


def _color(frame: PreviewFrame, item: InstanceRecord, colored: Colored) -> QColor:
    if colored == "rules":
        return QColor(*VERDICT_COLORS.get(item.verdict, KEPT))
    return QColor(*(_LEFT_OUT if item.verdict in ("drop", "ignore") else _own_color(frame, item, colored)))


def _own_color(frame: PreviewFrame, item: InstanceRecord, colored: Colored) -> Color:
    if colored == "class":
        return class_color(item.class_id, frame.chosen)
    return object_color(item.instance_id, item.class_id, frame.chosen)


def _name(item: InstanceRecord, colored: Colored) -> str:
    return f"{item.class_name} \u00b7 {verdict_words(item)}" if colored == "rules" else item.class_name


def _rect(box: Box2D, to: ToScreen) -> QRectF:
    return QRectF(to(box[0], box[1]), to(box[2], box[3]))


def _paint_name(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Paint a name on a plate above a box, or below it where there is no room above."""
    font = painter.font()
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(name) + 10, metrics.height() + 2
    y = rect.top() - height if rect.top() - height >= 0 else rect.bottom()
    plate = QRectF(rect.left() - 1, y, width, height)
    painter.fillRect(plate, color)
    is_light = 0.299 * color.red() + 0.587 * color.green() + 0.114 * color.blue() > 120
    painter.setPen(QColor(18, 20, 24) if is_light else QColor(255, 255, 255))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, name)


def world_point(frame: PreviewFrame, column: int, row: int) -> tuple[float, float, float] | None:
    """Return the point of the world that a pixel shows; None where it shows nothing."""
    depth = float(frame.depth[row, column])
    if not np.isfinite(depth):
        return None
    i = frame.camera.intrinsics
    x, y = ray_through(i, (column + 0.5, row + 0.5))
    local = np.array([[x * depth, y * depth, depth]])
    if not np.isfinite(local).all():
        return None
    east, north, up = transform_points(pose_matrix(frame.camera.position, frame.camera.rotation), local)[0].tolist()
    return east, north, up
