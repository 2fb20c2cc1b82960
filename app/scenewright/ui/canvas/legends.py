"""What the colours of a picture mean, painted in its corner."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QConicalGradient, QFontMetricsF, QLinearGradient, QPainter, QPen, QRadialGradient

from scenewright.annotate.colors import class_color
from scenewright.ui.canvas.images import DROPPED, FLAGGED, IGNORED, KEPT, depth_table
from scenewright.ui.language import translate
from scenewright.ui.preview.wishes import Layer, PreviewFrame

_PAD, _GAP = 10.0, 6.0
_PLATE, _INK = QColor(16, 18, 22, 205), QColor(240, 242, 246)
_METRES = {"distance_to_image_plane", "distance_to_camera", "sensor_depth"}
_AXES = {"normals", "camera_normals", "object_coordinates", "scene_flow"}
_MOST_CLASSES = 10

Row = tuple[tuple[int, int, int], str]


def paint_legend(
    painter: QPainter, corner: QPointF, frame: PreviewFrame, ground: str, *, classes: bool, rules: bool
) -> None:
    """Paint the legends that a picture needs, upwards from a lower left corner."""
    bottom = corner.y()
    layer = frame.layers.get(ground)
    if layer is not None:
        bottom = _paint_ground(painter, QPointF(corner.x(), bottom), ground, layer) - _GAP
    if rules:
        bottom = _paint_rows(painter, QPointF(corner.x(), bottom), _verdicts(frame)) - _GAP
    if classes:
        names = dict.fromkeys((item.class_id, item.class_name) for item in frame.plan.labelled)
        rows = [(class_color(number, frame.chosen), name) for number, name in sorted(names)][:_MOST_CLASSES]
        _paint_rows(painter, QPointF(corner.x(), bottom), rows)


def _verdicts(frame: PreviewFrame) -> list[Row]:
    seen = [item for item in frame.instances if item.visible_px > 0]
    rows = (
        (KEPT, translate("canvas", "kept"), sum(not item.verdict for item in seen)),
        (FLAGGED, translate("canvas", "flagged"), sum(item.verdict == "flag" for item in seen)),
        (IGNORED, translate("canvas", "ignored"), sum(item.verdict == "ignore" for item in seen)),
        (DROPPED, translate("canvas", "left out"), sum(item.verdict == "drop" for item in seen)),
    )
    return [(color, f"{count} {words}") for color, words, count in rows if count or color == KEPT]


def _paint_ground(painter: QPainter, corner: QPointF, ground: str, layer: Layer) -> float:
    if ground in _METRES:
        return _paint_ramp(painter, corner, layer)
    if ground in _AXES:
        rows: list[Row] = [((230, 80, 80), "x"), ((80, 190, 90), "y"), ((90, 130, 240), "z")]
        return _paint_rows(painter, corner, rows, beside=True)
    if ground.endswith("_flow"):
        return _paint_wheel(painter, corner, layer)
    return corner.y()


def _paint_ramp(painter: QPainter, corner: QPointF, layer: Layer) -> float:
    plate = _plate(painter, corner, 190, 44)
    bar = QRectF(plate.left() + _PAD, plate.top() + 10, plate.width() - 2 * _PAD, 10)
    gradient = QLinearGradient(bar.topLeft(), bar.topRight())
    table = depth_table()
    for k in range(9):
        gradient.setColorAt(k / 8, QColor.fromRgba(table[1 + k * 254 // 8]))
    painter.fillRect(bar, gradient)
    painter.setPen(_INK)
    text = QRectF(bar.left(), bar.bottom() + 2, bar.width(), plate.bottom() - bar.bottom() - 4)
    painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{layer.low:.2f} m")
    painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{layer.high:.2f} m")
    return plate.top()


def _paint_wheel(painter: QPainter, corner: QPointF, layer: Layer) -> float:
    plate = _plate(painter, corner, 170, 64)
    radius = 22.0
    middle = QPointF(plate.left() + _PAD + radius, plate.center().y())
    wheel = QConicalGradient(middle, 0)
    for k in range(7):  # image y goes down, so hues go round clockwise
        wheel.setColorAt(k / 6, QColor.fromHsvF((1 - k / 6) % 1.0, 1.0, 1.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(wheel)
    painter.drawEllipse(middle, radius, radius)
    white = QRadialGradient(middle, radius)
    white.setColorAt(0, QColor(255, 255, 255, 255))
    white.setColorAt(1, QColor(255, 255, 255, 0))
    painter.setBrush(white)
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(_INK)
    text = QRectF(middle.x() + radius + 10, plate.top(), plate.right() - middle.x() - radius - 14, plate.height())
    words = translate("canvas", "rim: {pixels:.1f} px").format(pixels=layer.high)
    if layer.high == 0:
        words = translate("canvas", "Nothing moves, or the clip ends here")
    painter.drawText(text, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap, words)
    return plate.top()


def _paint_rows(painter: QPainter, corner: QPointF, rows: Sequence[Row], *, beside: bool = False) -> float:
    if not rows:
        return corner.y()
    metrics = QFontMetricsF(painter.font())
    widths = [metrics.horizontalAdvance(words) + 22 for _, words in rows]
    line = metrics.height() + 4
    width = sum(widths) + 8 * len(rows) if beside else max(widths) + 4
    plate = _plate(painter, corner, width + 2 * _PAD - 6, (line if beside else line * len(rows)) + 12)
    x, y = plate.left() + _PAD, plate.top() + 6
    for (color, words), wide in zip(rows, widths, strict=True):
        painter.setPen(QPen(QColor(255, 255, 255, 60), 1))
        painter.setBrush(QColor(*color))
        painter.drawRoundedRect(QRectF(x, y + line / 2 - 6, 12, 12), 3, 3)
        painter.setPen(_INK)
        painter.drawText(QRectF(x + 18, y, wide, line), Qt.AlignmentFlag.AlignVCenter, words)
        x, y = (x + wide + 8, y) if beside else (x, y + line)
    return plate.top()


def _plate(painter: QPainter, corner: QPointF, width: float, height: float) -> QRectF:
    plate = QRectF(corner.x(), corner.y() - height, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_PLATE)
    painter.drawRoundedRect(plate, 6, 6)
    return plate
