"""Turns of the event loop for what can wait: after what the user does and what is painted, one thing at a time."""

from collections import deque
from collections.abc import Callable
from time import perf_counter

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

Work = Callable[[], bool]
"""Does some milliseconds of work; returns whether there is more of it."""

_LITTLE_S = 0.006
"""A turn in which other things took longer is given to nobody."""
_PATIENCE_S = 0.1
"""But so long is the longest that those who ask wait, however busy the window is."""


class SpareTurns(QObject):
    """Shares out the turns of the event loop among those who ask for them, in turn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asking: deque[Work] = deque()
        self._end_s = self._given_s = 0.0
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._give)

    def ask(self, work: Work, *, is_first: bool = False) -> None:
        """Have some work called in a turn of its own, and again as long as it returns True.

        Args:
            work: If it waits already, it goes on waiting.
            is_first: Whether it comes before all others.
        """
        if work not in self._asking:
            self._asking.insert(0 if is_first else len(self._asking), work)
        if not self._timer.isActive():
            self._given_s = perf_counter()
            self._timer.start()

    def cancel(self, work: Work) -> None:
        """Do not call some work any more."""
        if work in self._asking:
            self._asking.remove(work)

    def _give(self) -> None:
        now = perf_counter()
        is_spare = now - self._end_s < _LITTLE_S or now - self._given_s > _PATIENCE_S
        if self._asking and is_spare:
            self._given_s = now
            work = self._asking[0]
            self._asking.rotate(-1)
            if not work():
                self.cancel(work)
        if not self._asking:
            self._timer.stop()
        self._end_s = perf_counter()


def spare_turns() -> SpareTurns:
    """Return those of the application's event loop."""
    application = QApplication.instance()
    assert application is not None
    return application.findChild(SpareTurns) or SpareTurns(application)
