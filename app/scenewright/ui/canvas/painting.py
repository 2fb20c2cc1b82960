"""A frame on the screen: its picture, the label images over it, and the labels with lines."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from scenewright.annotate.colors import ChosenColors
from scenewright.ui.canvas.images import (
    color_table,
    ground_image,
    id_table,
    indexed_image,
    outline_image,
    picture_image,
    verdict_colors,
)
from scenewright.ui.canvas.legends import paint_legend
from scenewright.ui.canvas.overlays import Colored, paint_boxes, paint_boxes_3d, paint_keypoints
from scenewright.ui.canvas.shown import PICTURE, Shown
from scenewright.ui.preview.wishes import PreviewFrame

_MASK_ALPHA, _STRIPE_ALPHA = 88, 190
_BLOCKY_ZOOM = 4.0
"""Screen pixels per pixel from which on pixels are shown as such: the user looks at single ones."""
_MARK = (255, 255, 255)


@dataclass(frozen=True, eq=False)
class Painted:
    """A frame's images as Qt paints them, made once and painted often."""

    ground: QImage
    over: tuple[QImage, ...]

    @classmethod
    def of(cls, frame: PreviewFrame, shown: Shown, marked: frozenset[int]) -> "Painted":
        """Prepare what is to be shown of a frame, with some of its objects marked."""
        layer = frame.layers.get(shown.ground)
        ground = picture_image(frame.rgb) if shown.ground == PICTURE or layer is None else ground_image(layer)
        if layer is not None and shown.ground == "part_mask":
            ground = indexed_image(layer.pixels, id_table(255))
        over = []
        for name, alpha in (
            ("semantic_mask", _MASK_ALPHA),
            ("instance_mask", _MASK_ALPHA),
            ("amodal_mask", _STRIPE_ALPHA),
        ):
            layer = frame.layers.get(name)
            by_rules = shown.by_rules and name == "instance_mask"
            if layer is None or not (name in shown.overlays or by_rules):
                continue
            colors = verdict_colors(frame.instances) if by_rules else _chosen(frame, name)
            over.append(indexed_image(layer.pixels, color_table(colors, alpha)))
            if layer.edges is not None:
                over.append(indexed_image(layer.edges, color_table(colors, 255)))
        if marked:
            over.append(outline_image(frame.owners, set(marked), _MARK))
        return cls(ground, tuple(over))


def _chosen(frame: PreviewFrame, layer: str) -> ChosenColors:
    """Return the colours of a mask's ids that come of the classes' chosen ones."""
    if layer == "semantic_mask":
        return frame.chosen
    seen = (item for item in frame.instances if item.class_id in frame.chosen)
    return {item.instance_id: frame.chosen[item.class_id] for item in seen}


def paint_frame(
    painter: QPainter,
    rect: QRectF,
    frame: PreviewFrame,
    painted: Painted,
    shown: Shown,
    corner_of: QRectF | None = None,
) -> None:
    """Paint a frame into a rectangle.

    Args:
        painter: Of the widget.
        rect: Where the whole picture goes; it may reach beyond the widget.
        frame: The frame.
        painted: Its images.
        shown: Which labels are shown.
        corner_of: Where legends are painted, in its lower left corner; None for no legends.
    """
    height, width = frame.ids.shape
    zoom = rect.width() / width
    is_blocky = zoom >= _BLOCKY_ZOOM and frame.is_full
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_blocky)
    painter.drawImage(rect, painted.ground)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < 1)
    for image in painted.over:
        painter.drawImage(rect, image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = QFont(painter.font())
    font.setPixelSize(max(10, min(12, int(rect.width() / 30))))
    painter.setFont(font)

    def to(x: float, y: float) -> QPointF:
        return QPointF(rect.x() + x * zoom, rect.y() + y * rect.height() / height)

    # Beside a legend of the classes all that is drawn has their colours.
    by_class: Colored = "class" if "semantic_mask" in shown.overlays else "instance"
    colored: Colored = "rules" if shown.by_rules else by_class
    if "bounding_box_3d" in shown.overlays:
        paint_boxes_3d(painter, frame, to, colored=colored)
    if "bounding_box_2d_loose" in shown.overlays:
        paint_boxes(painter, frame, to, loose=True, colored=colored)
    if "bounding_box_2d_tight" in shown.overlays:
        paint_boxes(painter, frame, to, loose=False, colored=colored)
    if "keypoints" in shown.overlays:
        paint_keypoints(painter, frame, to, colored=by_class)
    if corner_of is not None:
        inside = rect.intersected(corner_of)
        corner = QPointF(inside.left() + 12, inside.bottom() - 12)
        paint_legend(
            painter, corner, frame, shown.ground, classes="semantic_mask" in shown.overlays, rules=shown.by_rules
        )
    painter.setBrush(QColor(Qt.GlobalColor.transparent))
