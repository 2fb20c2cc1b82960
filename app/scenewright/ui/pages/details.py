"""What stands below a list of parts: the settings of the one that is chosen."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.marks import mark


class Details(QWidget):
    """Shows the settings of one part at a time; made anew when another is chosen.

    Args:
        field: The list that the parts are in, as "objects".
        make: Makes the settings of the part with a number.
    """

    def __init__(self, field: str, make: Callable[[int], QWidget]) -> None:
        super().__init__()
        self._field = field
        self._make = make
        self._content: QWidget | None = None
        self._number = -1
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_part(self, number: int, is_same: bool = False) -> None:
        """Show a part; nothing if the number is below 0.

        Args:
            number: Of the part.
            is_same: Whether what is shown already may stay.
        """
        if is_same and number == self._number and self._content is not None:
            return
        discard(self._content)
        self._content = None
        self._number = number
        if number >= 0:
            self._content = self._make(number)
            mark(self._content, (self._field, number))
            self._column.addWidget(self._content)
