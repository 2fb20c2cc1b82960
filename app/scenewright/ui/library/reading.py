"""Reading from disk beside the window, so that it never waits."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid
from typing_extensions import override


class _Told(QObject):
    done = Signal(object)


class _Reading(QRunnable):
    def __init__(self, work: Callable[[], Any]) -> None:
        super().__init__()
        self._work = work
        self.told = _Told()

    @override
    def run(self) -> None:
        result = self._work()
        if isValid(self.told):
            self.told.done.emit(result)


def read_later(parent: QObject, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
    """Run some work in the thread pool and hand its result to `done` in the window's thread.

    Args:
        parent: Who asks; once it is gone nobody is told.
        work: Must not raise and not touch widgets.
        done: Is given what it returned.
    """
    reading = _Reading(work)
    reading.told.setParent(parent)

    def tell(result: Any) -> None:
        reading.told.deleteLater()
        done(result)

    reading.told.done.connect(tell)
    QThreadPool.globalInstance().start(reading)
