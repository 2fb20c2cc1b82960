"""One picture of the contact sheet."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.ui.canvas.painting import Painted, paint_frame
from scenewright.ui.canvas.shown import Shown
from scenewright.ui.preview.wishes import PreviewFrame
from scenewright.ui.theme.icons import pixmap
from scenewright.ui.theme.theme import Theme
from scenewright.ui.theme.tokens import RADIUS

_PIN_PX = 26
_CAPTION_PX = 22


class Tile(QWidget):
    """Shows a frame small; beside what it looked like before an edit, if that is given."""

    chosen = Signal()
    """It was clicked, or the focus came to it."""
    opened = Signal()
    """It is to be shown large."""
    pin_toggled = Signal()
    wiped = Signal(float)
    """Where the pointer divides before from after, 0 to 1."""

    def __init__(self, shown: Shown, theme: Theme) -> None:
        super().__init__()
        self._shown, self._theme = shown, theme
        self._frame: PreviewFrame | None = None
        self._now: Painted | None = None
        self._before: tuple[PreviewFrame, Painted] | None = None
        self._caption, self._is_pinned, self._is_chosen, self._is_under = "", False, False, False
        self._divider = 0.5
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(72, 60)

    @property
    def frame(self) -> PreviewFrame | None:
        """What is shown."""
        return self._frame

    def show_frame(self, frame: PreviewFrame | None) -> None:
        """Show a frame, or an empty place."""
        self._frame = frame
        self._now = None if frame is None else Painted.of(frame, self._shown, frozenset())
        self.update()

    def show_before(self, frame: PreviewFrame | None) -> None:
        """Show what it looked like before on the left; None for no comparison."""
        self._before = None if frame is None else (frame, Painted.of(frame, self._shown, frozenset()))
        self.update()

    def divide(self, share: float) -> None:
        """Set where before ends and after begins."""
        self._divider = share
        self.update()

    def describe(self, index: int, words: str, *, is_pinned: bool, is_chosen: bool) -> None:
        """Say which frame it is, and what is to be said of it."""
        self._caption, self._is_pinned, self._is_chosen = (
            f"{index}" + (f"  ·  {words}" if words else ""),
            is_pinned,
            is_chosen,
        )
        self.setAccessibleName(self.tr("Frame {frame}").format(frame=index))
        self.setAccessibleDescription(", ".join([words, self.tr("pinned")] if is_pinned else [words]))
        self.setToolTip(self.tr("Double-click or Enter shows it large, P pins it"))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        return QSize(240, 180)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors, area = self._theme.colors, QRectF(self.rect()).adjusted(2, 2, -2, -2)
        outline = QPainterPath()
        outline.addRoundedRect(area, RADIUS, RADIUS)
        painter.setClipPath(outline)
        painter.fillRect(area, QColor(colors.raised))
        if self._frame is not None and self._now is not None:
            self._paint_pictures(painter, area, self._frame, self._now)
        self._paint_caption(painter, area)
        painter.setClipping(False)
        edge = colors.accent if self._is_chosen or self.hasFocus() else colors.border
        painter.setPen(QPen(QColor(edge), 2.5 if self._is_chosen else 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(area, RADIUS, RADIUS)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._pin_rect().contains(event.position()):
            self.pin_toggled.emit()
        else:
            self.chosen.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if not self._pin_rect().contains(event.position()):
            self.opened.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._before is not None:
            self.wiped.emit(min(max(event.position().x() / max(1, self.width()), 0.0), 1.0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Space:
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_P:
            self.pin_toggled.emit()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._is_under = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._is_under = False
        self.update()
        super().leaveEvent(event)

    def _paint_pictures(self, painter: QPainter, area: QRectF, frame: PreviewFrame, now: Painted) -> None:
        paint_frame(painter, _fitted(frame, area), frame, now, self._shown)
        if self._before is None:
            return
        painter.save()
        split = area.left() + area.width() * self._divider
        painter.setClipRect(
            QRectF(area.left(), area.top(), split - area.left(), area.height()), Qt.ClipOperation.IntersectClip
        )
        paint_frame(painter, _fitted(self._before[0], area), *self._before, self._shown)
        painter.restore()
        painter.setPen(QPen(QColor(self._theme.colors.accent), 2))
        painter.drawLine(QPointF(split, area.top()), QPointF(split, area.bottom()))

    def _paint_caption(self, painter: QPainter, area: QRectF) -> None:
        colors = self._theme.colors
        font = painter.font()
        font.setPixelSize(self._theme.px(11))
        painter.setFont(font)
        if self._frame is None:
            painter.setPen(QColor(colors.text_muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._caption)
        else:
            width = painter.fontMetrics().horizontalAdvance(self._caption) + 16
            plate = QRectF(
                area.left() + 4, area.bottom() - _CAPTION_PX - 2, min(width, area.width() - 8), _CAPTION_PX - 2
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(16, 18, 22, 190))
            painter.drawRoundedRect(plate, 4, 4)
            painter.setPen(QColor(240, 242, 246))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, self._caption)
        if self._is_pinned or self._is_under or self.hasFocus():
            pin = self._pin_rect()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent) if self._is_pinned else QColor(16, 18, 22, 150))
            painter.drawRoundedRect(pin, 5, 5)
            ink = colors.on_accent if self._is_pinned else "#f0f2f6"
            painter.drawPixmap(
                pin.topLeft() + QPointF(5, 5), pixmap("pin", ink, _PIN_PX - 10, self.devicePixelRatioF())
            )

    def _pin_rect(self) -> QRectF:
        return QRectF(self.width() - _PIN_PX - 6, 6, _PIN_PX, _PIN_PX)


def _fitted(frame: PreviewFrame, area: QRectF) -> QRectF:
    """Return where a picture goes so that it fills an area; what is too much is cut off evenly."""
    height, width = frame.ids.shape
    scale = max(area.width() / width, area.height() / height)
    fitted = QRectF(0, 0, width * scale, height * scale)
    fitted.moveCenter(area.center())
    return fitted
