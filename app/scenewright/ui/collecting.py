"""Garbage is collected by the window's thread alone, and thoroughly only while nobody uses the window.

Left to Python, any thread that makes objects collects: one that reads frames from the preview would then delete
widgets, which Qt allows to their own thread only, and would hold the window up for over 100 ms meanwhile. And Python
would collect in the middle of a widget's end, which calls Python: other widgets then end inside of it, and wait for a
lock that it holds.
"""

import gc
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication, QWidget

_PACE_MS = 1000
_IDLE_S = 5.0
_YOUNG = 2000
"""New objects that are worth a look."""
_LOOKS, _MOST_LOOKS = 20, 300
"""At young objects, after which old ones are looked at too: once the window is idle, and whether it is or not."""
_USES = frozenset(
    {
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TouchUpdate,
    }
)
"""Events by which the window is used."""


class Collector(QObject):
    """Collects garbage between events as long as a window lives; Python by itself does not do so any more."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._used_s = monotonic()
        self._watched: QWindow | None = None
        self._timer = QTimer(self, interval=_PACE_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()
        gc.disable()

    def pause(self) -> None:
        """Wait, while much is imported that will stay."""
        self._timer.stop()

    def go_on(self) -> None:
        """Collect again, but never look at what is there now: modules, most of all."""
        gc.freeze()
        self._timer.start()

    def collect(self) -> None:
        """Delete what nothing refers to any more: the young, and the old if it is time for that."""
        young, _, looks = gc.get_count()
        self._watch()
        is_above = QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None
        is_idle = monotonic() - self._used_s > _IDLE_S and not is_above
        if looks > (_LOOKS if is_idle else _MOST_LOOKS):
            gc.collect()
        elif young > _YOUNG:
            gc.collect(1)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: D102, N802 (Qt's name)
        if event.type() in _USES:
            self._used_s = monotonic()
        return False

    def _watch(self) -> None:
        """Hear of what the user does: from the platform's window, which has it first and nothing else."""
        if self._window.isVisible() and self._window.windowHandle() is not self._watched:
            self._watched = self._window.windowHandle()
            self._watched.installEventFilter(self)
