"""The picture of a model to turn, and its points to set, choose and move."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from scenewright.annotate.colors import id_color
from scenewright.assets.model import Model
from scenewright.assets.point_sets import PointSet
from scenewright.ui.background import in_background
from scenewright.ui.keypoints.model_picture import Angles, ModelPicture, picture_of

_SIZE_PX = 420
_DRAFT_PX = 160
_DEGREES_PER_PX = 0.5
_CLICK_PX = 4


class ModelView(QWidget):
    """A click sets a point, a drag on a point moves it, a drag beside turns the model; so do the arrow keys."""

    clicked = Signal(tuple)
    """A point of the surface, metres in the asset's frame."""
    chosen = Signal(int)
    """A point of the set, by its number."""
    dragged = Signal(int, tuple)
    """A point of the set, and where on the surface it is dragged to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.angles = Angles()
        self.picture: ModelPicture | None = None
        self._model: Model | None = None
        self._image = QImage()
        self._points = PointSet("")
        self._current = -1
        self._is_drawing, self._is_stale = False, False
        self._pressed: QPointF | None = None
        self._held = -1
        self._has_moved = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Picture of the model"))
        self.setToolTip(self.tr("Click to set a point, drag a point to move it, drag beside it to turn the model"))

    @override
    def sizeHint(self) -> QSize:
        return QSize(_SIZE_PX, _SIZE_PX)

    def show_model(self, model: Model) -> None:
        """Show another model."""
        self._model = model
        self._draw()

    def show_points(self, points: PointSet, current: int) -> None:
        """Show other points, one of them as the chosen one."""
        self._points, self._current = points, current
        self.update()

    def turn_to(self, angles: Angles) -> None:
        """See the model from elsewhere."""
        self.angles = Angles(angles.azimuth_deg, min(max(angles.elevation_deg, -89.0), 89.0))
        self._draw()

    def place_of(self, number: int) -> QPointF | None:
        """Return where a point of the set is shown; None while there is no picture."""
        if self.picture is None:
            return None
        frame, size = self._frame(), self.picture.intrinsics.width
        x, y = self.picture.pixel_of(self._points.points[number].position)
        return QPointF(frame.left() + x / size * frame.width(), frame.top() + y / size * frame.height())

    def _draw(self) -> None:
        """Draw beside the window, small while the hand moves; one picture at a time."""
        model, angles = self._model, self.angles
        if model is None:
            return
        self._is_stale = self._is_drawing
        if not self._is_drawing:
            self._is_drawing = True
            size = _DRAFT_PX if self._pressed is not None else _SIZE_PX
            in_background(lambda: picture_of(model, angles, size), self._take, self)

    def _take(self, picture: ModelPicture) -> None:
        self.picture, self._is_drawing = picture, False
        height, width = picture.shade.shape[:2]
        self._image = QImage(picture.shade.tobytes(), width, height, QImage.Format.Format_RGBA8888).copy()
        self.update()
        is_draft = width < _SIZE_PX and self._pressed is None
        if self._is_stale or picture.angles != self.angles or is_draft:
            self._draw()

    def _frame(self) -> QRectF:
        edge = min(self.width(), self.height())
        return QRectF((self.width() - edge) / 2, (self.height() - edge) / 2, edge, edge)

    def _surface_at(self, spot: QPointF) -> tuple[float, float, float] | None:
        if self.picture is None:
            return None
        frame, size = self._frame(), self.picture.intrinsics.width
        scale = size / frame.width()
        return self.picture.point_at((spot.x() - frame.left()) * scale, (spot.y() - frame.top()) * scale)

    def _point_at(self, spot: QPointF) -> int:
        places = [self.place_of(number) for number in range(len(self._points.points))]
        gaps = [(place - spot).manhattanLength() if place is not None else 1e9 for place in places]
        return gaps.index(min(gaps)) if gaps and min(gaps) < 12 else -1

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._has_moved = event.position(), False
        self._held = self._point_at(event.position()) if event.button() == Qt.MouseButton.LeftButton else -1
        if self._held >= 0:
            self.chosen.emit(self._held)

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        moved = event.position() - self._pressed
        self._has_moved |= moved.manhattanLength() > _CLICK_PX
        if not self._has_moved:
            return
        if self._held >= 0:
            there = self._surface_at(event.position())
            if there is not None:
                self.dragged.emit(self._held, there)
            return
        self._pressed = event.position()
        azimuth = self.angles.azimuth_deg - moved.x() * _DEGREES_PER_PX
        self.turn_to(Angles(azimuth, self.angles.elevation_deg + moved.y() * _DEGREES_PER_PX))

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._pressed is not None and not self._has_moved and self._held < 0
        self._pressed, self._held = None, -1
        there = self._surface_at(event.position())
        if was_click and event.button() == Qt.MouseButton.LeftButton and there is not None:
            self.clicked.emit(there)
        elif self._has_moved:
            self._draw()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        turns = {
            Qt.Key.Key_Left: (-15, 0),
            Qt.Key.Key_Right: (15, 0),
            Qt.Key.Key_Up: (0, 15),
            Qt.Key.Key_Down: (0, -15),
        }
        turn = turns.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
            return
        self.turn_to(Angles(self.angles.azimuth_deg + turn[0], self.angles.elevation_deg + turn[1]))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Midlight))
        if self.picture is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("Reading the model \u2026"))
            return
        painter.drawImage(self._frame(), self._image)
        self._paint_edges(painter)
        for number, point in enumerate(self._points.points):
            place = self.place_of(number)
            if place is not None:
                self._paint_point(painter, place, number, point.name, self.picture.is_seen(point.position))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_edges(self, painter: QPainter) -> None:
        numbers = {name: number for number, name in enumerate(self._points.names)}
        styles = ((self._points.edges, Qt.PenStyle.SolidLine), (self._points.symmetry, Qt.PenStyle.DotLine))
        for pairs, style in styles:
            painter.setPen(QPen(QColor(255, 255, 255, 210), 2, style))
            for one, other in pairs:
                if one in numbers and other in numbers:
                    start, end = self.place_of(numbers[one]), self.place_of(numbers[other])
                    if start is not None and end is not None:
                        painter.drawLine(start, end)

    def _paint_point(self, painter: QPainter, place: QPointF, number: int, name: str, is_seen: bool) -> None:
        color = QColor(*id_color(number + 1))
        radius = 7.0 if number == self._current else 5.0
        painter.setPen(QPen(QColor("white"), 2 if number == self._current else 1.2))
        faint = QColor(color)
        faint.setAlpha(90)
        painter.setBrush(color if is_seen else faint)
        painter.drawEllipse(place, radius, radius)
        if number == self._current:
            box = painter.fontMetrics().boundingRect(name).adjusted(-5, -3, 5, 3)
            box.moveTopLeft((place + QPointF(10, -10)).toPoint())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(20, 24, 30, 210))
            painter.drawRoundedRect(box, 4, 4)
            painter.setPen(QColor("white"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
