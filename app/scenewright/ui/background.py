"""Short reads and writes off the window's thread, so that it never waits for a disk."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal
from shiboken6 import isValid

Result = TypeVar("Result")


def in_background(work: Callable[[], Result], then: Callable[[Result], object], owner: QObject, line: str = "") -> None:
    """Do some work on another thread, and hand its result to `then` on the owner's, as long as the owner lives.

    What the work raises is raised again on the owner's thread, where the window tells of it.

    Args:
        work: Must touch nothing of Qt's widgets and change nothing that others see.
        then: Takes the result.
        owner: Without it the result is of no use.
        line: As in `write_later`; without one nothing waits for anything.
    """
    hand_over = _HandOver(owner, then)
    _AWAITED.add(hand_over)
    (_line(line) if line else QThreadPool.globalInstance()).start(_Task(work, hand_over))


def write_later(work: Callable[[], object], line: str) -> None:
    """Write something small on another thread.

    Args:
        work: Says nothing of what fails; must keep no QObject alive, as it may be the last to hold it.
        line: In which it waits for all that was asked for before; other lines wait for other disks.
    """
    _line(line).start(work)


def wait_until_written(line: str) -> None:
    """Return once all that was to be written is."""
    _line(line).waitForDone()


@cache
def _line(_name: str) -> QThreadPool:
    pool = QThreadPool()
    pool.setMaxThreadCount(1)  # so that writes come in their order
    return pool


class _HandOver(QObject):
    """Belongs to nobody: the other thread must find it alive, even where the owner is gone."""

    came = Signal(object, object)

    def __init__(self, owner: QObject, then: Callable[[Any], object]) -> None:
        super().__init__()
        self._owner = owner
        self._then = then
        self.came.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def _take(self, result: Any, error: BaseException | None) -> None:
        _AWAITED.discard(self)
        # Let go of here: the other thread may be the last to hold this, and must not be the one that deletes a widget.
        owner, then = self._owner, self._then
        del self._owner, self._then
        if not isValid(owner):
            return
        if error is not None:
            raise error
        then(result)


_AWAITED: set[_HandOver] = set()
"""Kept until their result has come; touched by the window's thread only."""


class _Task(QRunnable):
    def __init__(self, work: Callable[[], object], hand_over: _HandOver) -> None:
        super().__init__()
        self._work = work
        self._hand_over = hand_over

    def run(self) -> None:
        result, error = None, None
        try:
            result = self._work()
        except Exception as raised:  # handed on, not swallowed
            error = raised
        with suppress(RuntimeError):  # the program is ending, and Qt has gone before this thread
            self._hand_over.came.emit(result, error)
