"""Things of the library on their way from its grid to a list: what travels, and the line where it would land."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QMimeData, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QScrollArea, QWidget
from typing_extensions import override

from scenewright.assets.sources import SourceKind

_MIME = "application/x-scenewright-library"
_EDGE_PX = 48
"""So near an edge what scrolls begins to scroll."""


def packed(kind: SourceKind, names: Sequence[str]) -> QMimeData:
    """Return things of the library as they are dragged; other programs get their names as text."""
    data = QMimeData()
    data.setData(_MIME, QByteArray("\n".join((kind, *names)).encode()))
    data.setText("\n".join(names))
    return data


def dragged_names(data: QMimeData, kind: SourceKind) -> tuple[str, ...]:
    """Return the names of what is dragged, if a list of a kind can take it; textures may be any floor or wall."""
    if not data.hasFormat(_MIME):
        return ()
    its_kind, *names = bytes(data.data(_MIME).data()).decode(errors="replace").split("\n")
    taken: tuple[str, ...] = ("texture", "floor", "wall") if kind == "texture" else (kind,)
    return tuple(names) if its_kind in taken else ()


class DropLine(QWidget):
    """A line between two rows of a list: there it lands."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wide = parent
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_at(self, y: int) -> None:
        """Stand at a height of the parent, which it crosses."""
        self.setGeometry(QRect(0, y - 3, self._wide.width(), 6))
        self.raise_()
        self.show()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        painter.drawRoundedRect(QRect(3, 2, self.width() - 3, 2), 1, 1)
        painter.drawEllipse(QRect(0, 0, 6, 6))


def gap_at(rows: Sequence[QWidget], y: int) -> tuple[int, int]:
    """Return which gap between rows is nearest to a height, from 0 above the first, and the height of its middle."""
    if not rows:
        return 0, 2
    number = sum(y > row.geometry().center().y() for row in rows)
    if number == 0:
        return 0, max(rows[0].geometry().top() - 2, 3)
    return number, rows[number - 1].geometry().bottom() + 3


def scroll_along(widget: QWidget, point: QPoint) -> None:
    """Scroll what a widget lies in where something is dragged near its edge."""
    area = widget.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    content = area.widget() if isinstance(area, QScrollArea) else None
    if isinstance(area, QScrollArea) and content is not None:
        at = widget.mapTo(content, point)
        area.ensureVisible(at.x(), at.y(), 0, _EDGE_PX)
