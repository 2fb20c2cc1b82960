"""Tiles with a picture, in as many columns as there is room for."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from scenewright.ui.theme import tokens

_LEAST_WIDTH = 232
_MOST_COLUMNS = 4


class Tile(QPushButton):
    """A picture over a title and a few words."""

    def __init__(self, picture: Path, title: str, words: str) -> None:
        super().__init__()
        self.setProperty("role", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setToolTip(words)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, tokens.SPACE_M)
        layout.setSpacing(tokens.SPACE_XS)
        layout.addWidget(_Picture(picture))
        layout.addSpacing(tokens.SPACE_XS)
        for text, role in ((title, "heading"), (words, "caption")):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setWordWrap(True)
            label.setContentsMargins(tokens.SPACE_M, 0, tokens.SPACE_M, 0)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        layout.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        layout = self.layout()
        return super().sizeHint() if layout is None else layout.sizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: D102, N802 (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102, N802 (Qt's name)
        layout = self.layout()
        return super().heightForWidth(width) if layout is None else layout.heightForWidth(width)


class TileGrid(QWidget):
    """Lays tiles out in rows of equal columns."""

    def __init__(self, tiles: Sequence[Tile]) -> None:
        super().__init__()
        self._tiles = list(tiles)
        self._columns = 0
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(tokens.SPACE_L)
        self._arrange(3)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102, N802 (Qt's name)
        super().resizeEvent(event)
        gap = tokens.SPACE_L
        self._arrange(max(1, min(_MOST_COLUMNS, (event.size().width() + gap) // (_LEAST_WIDTH + gap))))

    def minimumSizeHint(self) -> QSize:  # noqa: D102, N802 (Qt's name)
        return QSize(_LEAST_WIDTH, super().minimumSizeHint().height())

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(_MOST_COLUMNS):
            self._layout.setColumnStretch(column, 1 if column < columns else 0)
        for number, tile in enumerate(self._tiles):
            self._layout.addWidget(tile, number // columns, number % columns)
        self._columns = columns


class _Picture(QWidget):
    """A picture that fills its width, with the tile's round corners at the top."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._pixmap = QPixmap(str(path)) if path.is_file() else QPixmap()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 (Qt's name)
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 (Qt's name)
        return width * 5 // 8

    def sizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        return QSize(_LEAST_WIDTH, self.heightForWidth(_LEAST_WIDTH))

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        outline = QPainterPath()
        radius = tokens.RADIUS_LARGE - 1
        outline.addRoundedRect(QRectF(0, 0, self.width(), self.height() + radius), radius, radius)
        painter.setClipPath(outline)
        if self._pixmap.isNull():
            painter.fillRect(self.rect(), self.palette().mid())
        else:
            painter.drawPixmap(QRectF(self.rect()), self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()
