"""Widgets that get the theme's style in parts: a turn of the event loop styles one part, never all that is in them."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

Dress = Callable[[QWidget], None]
"""Gives a part its style, now or soon, and another one when the theme changes."""


class InParts:
    """Mixed into a widget that has no look of its own but what the palette gives, and names what in it has one."""

    is_in_parts = True
    """Whether it is; a widget may decide that it is too small for that."""

    _dress: Dress | None = None

    def own_parts(self) -> Iterable[QWidget | None]:
        """Return the parts that are there already; None for what is not."""
        raise NotImplementedError

    def dress_parts(self, dress: Dress) -> None:
        """Give the parts a style, and those that come later; see `Theme.dress`."""
        self._dress = dress
        self.dress_all_later()

    def dress_all_later(self) -> None:
        """Give all parts a style that were named only now, if there is one yet."""
        for part in self.own_parts():
            self.dress_later(part)

    def dress_later(self, part: QWidget | None) -> None:
        """Give a part that came later a style, if the others have one."""
        if part is not None and self._dress is not None and isValid(part):
            self._dress(part)


def scroll_bars(area: QScrollArea) -> list[QWidget]:
    """Return what an area whose content is styled by itself has of its own."""
    return [area.verticalScrollBar(), area.horizontalScrollBar()]


def measure(part: QWidget) -> None:
    """Find out the sizes of a part: out of sight that would be done when the user goes to its page, and waits."""
    if isValid(part):
        part.minimumSizeHint()
        part.sizeHint()
