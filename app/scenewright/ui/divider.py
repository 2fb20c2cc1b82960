"""A splitter whose handle is a line that lights up under the pointer."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget


class Divider(QSplitter):
    """Divides the window itself: it takes its colours from the palette, as no style sheet reaches it."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self.setHandleWidth(1)

    def createHandle(self) -> QSplitterHandle:  # noqa: D102, N802 (Qt's name)
        return _Handle(self.orientation(), self)


class _Handle(QSplitterHandle):
    def __init__(self, orientation: Qt.Orientation, parent: QSplitter) -> None:
        super().__init__(orientation, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        role = QPalette.ColorRole.Highlight if self.underMouse() else QPalette.ColorRole.Mid
        QPainter(self).fillRect(event.rect(), self.palette().color(role))
