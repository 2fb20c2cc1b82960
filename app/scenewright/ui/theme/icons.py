"""Icons, drawn by us as SVG in one colour, which take the colour of the text around them."""

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from scenewright.paths import shipped


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return an icon of `resources/icons` that follows the theme by itself.

    Args:
        name: The file's name without its end.
        role: Whose colour of the palette it takes.
    """
    return QIcon(_PaletteIcon(name, role))


def pixmap(name: str, color: str, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an icon of a colour as a picture of size x size pixels of the screen's design."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, color).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


def icon_file(name: str, color: str) -> str:
    """Return the path of a coloured copy of an icon, as style sheets need; made in the temporary folder."""
    path = _folder() / f"{name}-{color.removeprefix('#')}.svg"
    if not path.exists():
        path.write_bytes(_svg(name, color))
    return path.as_posix()


class _PaletteIcon(QIconEngine):
    """Paints with the palette as it is at that moment, so a change of theme needs no new icons."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        _renderer(self._name, self._color(mode, state)).render(painter, square)

    def _color(self, mode: QIcon.Mode, state: QIcon.State) -> str:
        role, group = self._role, QPalette.ColorGroup.Active
        if mode is QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif mode is QIcon.Mode.Selected or state is QIcon.State.On:
            role = QPalette.ColorRole.Accent
        return QGuiApplication.palette().color(group, role).name()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        key = f"scenewright {self._name} {self._color(mode, state)} {size.width()} {size.height()}"
        picture = QPixmap()
        if size.isEmpty() or QPixmapCache.find(key, picture):  # at no size it is asked for by what is being laid out
            return picture
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        QPixmapCache.insert(key, picture)
        return picture

    def clone(self) -> QIconEngine:
        return _PaletteIcon(self._name, self._role)


@cache
def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name, color)))


def _svg(name: str, color: str) -> bytes:
    return _text(name).replace("currentColor", color).encode()


@cache
def _text(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def _path(name: str) -> Path:
    return shipped("resources") / "icons" / f"{name}.svg"


def read_icons() -> None:
    """Read all icons: by another thread, beforehand, so that nothing that is painted waits for the disk."""
    for path in sorted(_path("*").parent.glob("*.svg")):
        _text(path.stem)


@cache
def _folder() -> Path:
    folder = Path(tempfile.gettempdir(), "scenewright-icons")
    folder.mkdir(exist_ok=True)
    return folder


def picture(path: Path, size: int, ratio: float = 1.0) -> QPixmap:
    """Return an SVG in its own colours as a picture of size x size pixels of the screen's design."""
    found = QPixmap(round(size * ratio), round(size * ratio))
    found.setDevicePixelRatio(ratio)
    found.fill(Qt.GlobalColor.transparent)
    painter = QPainter(found)
    QSvgRenderer(str(path)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return found
