"""Pages come into being piece by piece, so that the window is never held up by one."""

from collections import deque
from collections.abc import Callable, Iterable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from scenewright.ui.turns import spare_turns

Piece = Callable[[], object]

DISCARDED = "discarded"
"""Property of a widget that was taken out of its page for good: nothing of it is made any more."""

SLICE_S = 0.004
"""So long a turn of the event loop goes on with pieces; what each is laid out and painted with comes on top."""

_WHILE_CHOOSING_MS = 50


class Growth(QObject):
    """What is still to be made, the most urgent first.

    Args:
        slice_s: How long a turn may make pieces; None makes all of them at once, when they are asked for.
        parent: Owns it.
    """

    def __init__(self, slice_s: float | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._slice_s = slice_s
        self._pieces: deque[tuple[QWidget, Piece]] = deque()
        self._fresh: list[tuple[QWidget, Piece]] | None = None
        self._is_over = False
        self._turns = spare_turns()

    def grow(self, owner: QWidget, pieces: Iterable[Piece], *, is_first: bool = False) -> None:
        """Make some pieces before all others that wait; those that a piece asks for come right after it.

        Args:
            owner: Without it they are not made.
            pieces: Each is to take some milliseconds only.
            is_first: Whether they come before others that the same piece has asked for.
        """
        if self._slice_s is None:
            for piece in pieces:
                piece()
            return
        if self._is_over:
            return
        entries = [(owner, piece) for piece in pieces]
        if self._fresh is not None:
            at = 0 if is_first else len(self._fresh)
            self._fresh[at:at] = entries
        else:
            self._pieces.extendleft(reversed(entries))
        self._turns.ask(self._make_some)

    def grow_last(self, owner: QWidget, pieces: Iterable[Piece]) -> None:
        """Make some pieces beforehand, after all others; none where everything is made when it is asked for."""
        if self._slice_s is not None and not self._is_over:
            self._pieces.extend((owner, piece) for piece in pieces)
            self._turns.ask(self._make_some)

    def hurry(self, page: QWidget) -> None:
        """Make what belongs to a page before all others."""
        own = [entry for entry in self._pieces if isValid(entry[0]) and _is_in(entry[0], page)]
        others = [entry for entry in self._pieces if entry not in own]
        self._pieces = deque([*own, *others])

    @property
    def is_busy(self) -> bool:
        """Whether anything is still to be made."""
        return bool(self._pieces)

    def is_growing(self, page: QWidget) -> bool:
        """Tell whether something of a page is still to be made."""
        return any(isValid(owner) and _is_in(owner, page) for owner, _ in self._pieces)

    def stop(self) -> None:
        """Make nothing more, whatever is asked for: the page is on its way out."""
        self._is_over = True
        self._pieces.clear()
        self._turns.cancel(self._make_some)

    def then(self, page: QWidget, do: Piece) -> None:
        """Do something once a page is whole."""
        if self._is_over:
            return
        self.hurry(page)
        count = sum(isValid(owner) and _is_in(owner, page) for owner, _ in self._pieces)
        self._pieces.insert(count, (page, do))
        self._turns.ask(self._make_some)

    def _make_some(self) -> bool:
        if not isValid(self):
            return False
        if QApplication.activePopupWidget() is not None:  # a menu closes when the page below it changes
            QTimer.singleShot(_WHILE_CHOOSING_MS, self, lambda: self._turns.ask(self._make_some))
            return False
        end = perf_counter() + (self._slice_s or 0.0)
        while self._pieces:
            self._make(*self._pieces.popleft())
            if perf_counter() > end:
                break
        return bool(self._pieces)

    def _make(self, owner: QWidget, piece: Piece) -> None:
        if not isValid(owner) or owner.window().property(DISCARDED):
            return
        self._fresh = []
        try:
            piece()
        finally:
            if not self._is_over:
                self._pieces.extendleft(reversed(self._fresh))
            self._fresh = None


def _is_in(widget: QWidget, page: QWidget) -> bool:
    return widget is page or page.isAncestorOf(widget)
