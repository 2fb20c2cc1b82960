"""A picture with its labels: it can be enlarged, moved, read pixel by pixel, and what is clicked is told."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from scenewright.ui.canvas.painting import Painted, paint_frame
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.preview.wishes import PreviewFrame
from scenewright.ui.theme.theme import Theme

_MOST_ZOOM = 40.0
_STEP = 1.25
_CLICK_PX = 4


class PictureView(QWidget):
    """Shows one frame; a smaller picture of the same camera takes the same place as the whole one."""

    pointed = Signal(object)
    """Column and row of the frame's pixel under the pointer; None once it has left."""
    clicked = Signal(int)
    """Place in the plan's list of objects of what was clicked; -1 for the background."""

    def __init__(self, shown: Shown, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("picture")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 120)
        self._shown, self._theme = shown, theme
        self._frame: PreviewFrame | None = None
        self._painted: Painted | None = None
        self._kept: tuple[object, QPixmap] | None = None
        self._marked: frozenset[int] = frozenset()
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._pressed: QPointF | None = None
        self._is_moving = False
        self.message = ""
        shown.changed.connect(self._prepare)
        theme.changed.connect(self.update)

    @property
    def frame(self) -> PreviewFrame | None:
        """What is shown."""
        return self._frame

    @property
    def zoom(self) -> float:
        """How much larger than to fit; 1 fits."""
        return self._zoom

    def show_frame(self, frame: PreviewFrame | None) -> None:
        """Show another frame, or none."""
        self._frame = frame
        self._prepare()

    def show_message(self, words: str) -> None:
        """Say in words why there is no picture; empty: there is, or will be at once."""
        self.message = words
        self.update()

    def mark(self, owners: frozenset[int]) -> None:
        """Mark objects by their places in the plan."""
        if owners != self._marked:
            self._marked = owners
            self._prepare()

    def fit(self) -> None:
        """Show the whole picture."""
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self.update()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Enlarge about a point of the widget, its middle if none is given."""
        at = QPointF(self.width() / 2, self.height() / 2) if at is None else at
        rect = self.picture_rect()
        share = QPointF((at.x() - rect.x()) / rect.width(), (at.y() - rect.y()) / rect.height())
        self._zoom = min(max(self._zoom * factor, 1.0), _MOST_ZOOM)
        after = self.picture_rect()
        # The point stays where it is: the picture's middle moves.
        self._middle += QPointF(
            (share.x() * after.width() + after.x() - at.x()) / after.width(),
            (share.y() * after.height() + after.y() - at.y()) / after.height(),
        )
        self._keep_inside()
        self.update()

    def picture_rect(self) -> QRectF:
        """Return where the whole picture lies in the widget."""
        width, height = self._full_size()
        scale = min(self.width() / width, self.height() / height) * self._zoom
        wide, high = width * scale, height * scale
        x = self.width() / 2 - self._middle.x() * wide
        y = self.height() / 2 - self._middle.y() * high
        return QRectF(x, y, wide, high)

    def pixel_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return column and row of the frame's pixel at a point of the widget."""
        if self._frame is None:
            return None
        rect = self.picture_rect()
        height, width = self._frame.ids.shape
        column = int((point.x() - rect.x()) / rect.width() * width // 1)
        row = int((point.y() - rect.y()) / rect.height() * height // 1)
        return (column, row) if 0 <= column < width and 0 <= row < height else None

    def grab_image(self) -> QImage:
        """Return what is on the screen now."""
        return self.grab().toImage()

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        return QSize(640, 480)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        colors = self._theme.colors
        painter.fillRect(self.rect(), colors.canvas)
        if self._frame is not None and self._painted is not None:
            painter.drawPixmap(0, 0, self._picture(self._frame, self._painted))
        if self.message or self._frame is None:
            painter.setPen(colors.text_muted if self._frame is None else colors.text)
            words = self.message or self.tr("The picture comes in a moment…")
            area = QRectF(self.rect()).adjusted(40, 20, -40, -20)
            if self._frame is not None:
                painter.fillRect(self.rect(), _veil(colors.canvas))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), words)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colors.accent)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self.zoom_by(_STEP ** (event.angleDelta().y() / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._pressed, self._is_moving = event.position(), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._pressed is not None:
            way = event.position() - self._pressed
            if self._is_moving or way.manhattanLength() > _CLICK_PX:
                self._is_moving = True
                self._pressed = event.position()
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self._drag(way, shift=shift or bool(event.buttons() & Qt.MouseButton.MiddleButton))
        self.pointed.emit(self.pixel_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._pressed is not None and not self._is_moving and event.button() is Qt.MouseButton.LeftButton:
            pixel = self.pixel_at(event.position())
            if pixel is not None and self._frame is not None:
                self.clicked.emit(int(self._frame.owners[pixel[1], pixel[0]]))
        self._pressed, self._is_moving = None, False

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self.fit()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self.pointed.emit(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        key = Qt.Key(event.key())
        arrows = {
            Qt.Key.Key_Left: (40, 0),
            Qt.Key.Key_Right: (-40, 0),
            Qt.Key.Key_Up: (0, 40),
            Qt.Key.Key_Down: (0, -40),
        }
        if key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom_by(_STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(1 / _STEP)
        elif key == Qt.Key.Key_0:
            self.fit()
        elif key in arrows and self._zoom > 1:
            self._move(QPointF(QPoint(*arrows[key])))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        self._keep_inside()

    def _picture(self, frame: PreviewFrame, painted: Painted) -> QPixmap:
        """Return the picture with its labels; kept, as it is painted anew whenever anything over it moves."""
        rect, ratio = self.picture_rect(), self.devicePixelRatioF()
        key = (painted, rect, self.size(), ratio, self._theme.colors.canvas, self.font().key())
        if self._kept is None or self._kept[0] != key:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(self._theme.colors.canvas)
            painter = QPainter(picture)
            painter.setFont(self.font())
            paint_frame(painter, rect, frame, painted, self._shown, QRectF(self.rect()))
            painter.end()
            self._kept = key, picture
        return self._kept[1]

    def _prepare(self) -> None:
        self._painted = None if self._frame is None else Painted.of(self._frame, self._shown, self._marked)
        self.update()

    def _drag(self, way: QPointF, *, shift: bool) -> None:  # noqa: ARG002 (views that turn care)
        self._move(way)

    def _move(self, way: QPointF) -> None:
        rect = self.picture_rect()
        self._middle -= QPointF(way.x() / rect.width(), way.y() / rect.height())
        self._keep_inside()
        self.update()

    def _keep_inside(self) -> None:
        """Let the picture fill the widget where it can, and lie in its middle where it cannot."""
        rect = self.picture_rect()
        half_x, half_y = self.width() / rect.width() / 2, self.height() / rect.height() / 2
        x = 0.5 if half_x >= 0.5 else min(max(self._middle.x(), half_x), 1 - half_x)
        y = 0.5 if half_y >= 0.5 else min(max(self._middle.y(), half_y), 1 - half_y)
        self._middle = QPointF(x, y)

    def _full_size(self) -> tuple[float, float]:
        if self._frame is None:
            return 4.0, 3.0
        i = self._frame.camera.intrinsics
        return float(i.width), float(i.height)


def _veil(color: str) -> QColor:
    veil = QColor(color)
    veil.setAlpha(190)
    return veil
