"""An image that can be enlarged and moved, and that tells which pixel is under the pointer."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from scenewright.ui.theme.theme import Theme

_MOST = 40.0
_LEAST_MARK_PX = 9.0


class ImageView(QWidget):
    """Shows one image, fitted until it is enlarged with the wheel; a double click fits it again."""

    pointed = Signal(int, int)
    """Column and row of the pixel under the pointer."""
    looked = Signal(float, QPointF)
    """How much it is enlarged and what is in the middle (shares of the image), after the user changed either."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("inspect_image")
        self.setMouseTracking(True)
        self.setMinimumSize(240, 180)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = theme
        self._image = QImage()
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._pressed: QPointF | None = None
        self._marked: tuple[int, int] | None = None

    def look(self, zoom: float, middle: QPointF) -> None:
        """Look at the same part of the image as another view."""
        self._zoom, self._middle = zoom, QPointF(middle)
        self.update()

    def mark(self, pixel: tuple[int, int] | None) -> None:
        """Show where a pixel is, column and row, that is pointed at in another view."""
        self._marked = pixel
        self.update()

    def show_pixels(self, pixels: NDArray[np.uint8]) -> None:
        """Show another picture (H, W, 3); one of the same size stays enlarged as it is."""
        height, width = pixels.shape[:2]
        packed = np.ascontiguousarray(pixels)
        image = QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        if image.size() != self._image.size():
            self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._image = image.convertToFormat(QImage.Format.Format_RGB32)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: D102, N802 (Qt's name)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.colors.canvas))
        if not self._image.isNull():
            place = self._place()
            smooth = place.width() < 2 * self._image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(place, self._image)
            if self._marked is not None:
                self._paint_mark(painter, place, *self._marked)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: D102, N802 (Qt's name)
        before = self._share(event.position())
        self._zoom = min(max(self._zoom * 1.25 ** (event.angleDelta().y() / 120), 1.0), _MOST)
        self._middle += before - self._share(event.position())
        self._keep_inside()
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._pressed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        if self._pressed is not None:
            self._middle += self._share(self._pressed) - self._share(event.position())
            self._pressed = event.position()
            self._keep_inside()
        share = self._share(event.position())
        column, row = int(share.x() * self._image.width() // 1), int(share.y() * self._image.height() // 1)
        if 0 <= column < self._image.width() and 0 <= row < self._image.height():
            self.pointed.emit(column, row)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._pressed = None

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: D102, N802 (Qt's name)
        self._zoom, self._middle = 1.0, QPointF(0.5, 0.5)
        self._keep_inside()

    def _paint_mark(self, painter: QPainter, place: QRectF, column: int, row: int) -> None:
        """Paint a frame around a pixel: never smaller than can be seen, white on black, so that it shows on all."""
        size = max(place.width() / self._image.width(), _LEAST_MARK_PX)
        x = place.x() + (column + 0.5) * place.width() / self._image.width()
        y = place.y() + (row + 0.5) * place.height() / self._image.height()
        around = QRectF(x - size / 2, y - size / 2, size, size)
        for color, wide in ((QColor(0, 0, 0), 3.0), (QColor(255, 255, 255), 1.0)):
            painter.setPen(QPen(color, wide))
            painter.drawRect(around)

    def _place(self) -> QRectF:
        width, height = max(1, self._image.width()), max(1, self._image.height())
        scale = min(self.width() / width, self.height() / height) * self._zoom
        wide, high = width * scale, height * scale
        return QRectF(
            self.width() / 2 - self._middle.x() * wide, self.height() / 2 - self._middle.y() * high, wide, high
        )

    def _share(self, at: QPointF) -> QPointF:
        place = self._place()
        return QPointF((at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height())

    def _keep_inside(self) -> None:
        half = 0.5 / self._zoom
        self._middle = QPointF(min(max(self._middle.x(), half), 1 - half), min(max(self._middle.y(), half), 1 - half))
        self.looked.emit(self._zoom, self._middle)
        self.update()
