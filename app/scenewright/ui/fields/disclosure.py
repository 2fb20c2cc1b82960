"""A part of a page that is made when it is first opened."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.spec.places import Place
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.theme.icons import icon


class Foldable(QWidget):
    """Something that holds settings, out of sight until it is opened."""

    @property
    def is_open(self) -> bool:
        """Whether its settings are in sight."""
        raise NotImplementedError

    def open(self) -> None:
        """Show its settings."""
        raise NotImplementedError

    def holds(self, place: Place) -> bool:
        """Tell whether a setting, or what it is in, is among its own."""
        raise NotImplementedError


class Disclosure(InParts, Foldable):
    """A title to click, and below it what is shown then.

    Args:
        title: Of the part.
        make: Makes the part.
        places: The settings in it.
    """

    def __init__(
        self, title: str, make: Callable[[], QWidget], places: tuple[Place, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._places = places
        self._content: QWidget | None = None
        self.button = QToolButton()
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setToolTip(self.tr("Shows or hides these settings"))
        self.button.setAutoRaise(True)
        self.button.setProperty("disclosure", True)
        self.button.setIcon(icon("chevron_right"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.button.toggled.connect(self._turn)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.button)

    @property
    def is_open(self) -> bool:
        """Whether its part is in sight."""
        return self.button.isChecked()

    def open(self) -> None:
        """Show its part."""
        self.button.setChecked(True)

    def holds(self, place: Place) -> bool:
        """Tell whether a setting, or what it is in, is in its part."""
        return any(place[: len(own)] == own for own in self._places)

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return (self.button, self._content)

    def _turn(self, is_open: bool) -> None:
        self.button.setIcon(icon("chevron_down" if is_open else "chevron_right"))
        if is_open and self._content is None:
            self._content = self._make()
            self._column.addWidget(self._content)
            self.dress_later(self._content)
        if self._content is not None:
            self._content.setVisible(is_open)


def unfold(page: QWidget, place: Place) -> None:
    """Open what has to be open for the control of a place to be in sight."""
    for _ in range(20):  # each round may bring more to open
        closed = [item for item in page.findChildren(Foldable) if not item.is_open and item.holds(place)]
        if not closed:
            return
        for item in closed:
            item.open()
