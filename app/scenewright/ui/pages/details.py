"""What stands below a list of parts: the settings of the one that is chosen."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.marks import mark
from scenewright.ui.growth import Growth
from scenewright.ui.theme.dressing import InParts


class Details(InParts, QWidget):
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
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_part(self, number: int) -> None:
        """Show the part with a number; nothing if the number is below 0."""
        discard(self._content)
        self._content = None
        self._number = number
        if number >= 0:
            self._growth.grow(self, [self._make_content])

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self._content,)

    def _make_content(self) -> None:
        # Only then: where a part is added, the one before it is chosen for a moment.
        if self._content is None and self._number >= 0:
            self._content = self._make(self._number)
            mark(self._content, (self._field, self._number))
            self._column.addWidget(self._content)
            self.dress_later(self._content)
