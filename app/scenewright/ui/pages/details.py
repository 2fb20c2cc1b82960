"""What stands below a list of parts: the settings of the one that is chosen."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.marks import mark
from scenewright.ui.growth import Growth


class Details(QWidget):
    """Shows the settings of one part at a time; made anew when another is chosen.

    Args:
        growth: By which they come into being.
        field: The list that the parts are in, as "objects".
        make: Makes the settings of the part with a number.
    """

    def __init__(self, growth: Growth, field: str, make: Callable[[int], QWidget]) -> None:
        super().__init__()
        self._growth = growth
        self._field = field
        self._make = make
        self._content: QWidget | None = None
        self._number = -1
        self._dress: Callable[[QWidget], None] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_part(self, number: int) -> None:
        """Show the part with a number; nothing if the number is below 0."""
        discard(self._content)
        self._content = None
        self._number = number
        if number >= 0:
            self._growth.grow(self, [self._make_content])

    def dress_parts(self, dress: Callable[[QWidget], None]) -> None:
        """Give the settings a style, now and whenever they are made; see `Theme.dress`."""
        self._dress = dress
        self._dress_content()

    def _make_content(self) -> None:
        # Only then: where a part is added, the one before it is chosen for a moment.
        if self._content is None and self._number >= 0:
            self._content = self._make(self._number)
            mark(self._content, (self._field, self._number))
            self._column.addWidget(self._content)
            self._dress_content()

    def _dress_content(self) -> None:
        if self._content is not None and self._dress is not None:
            for part in self._content.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
                self._dress(part)
