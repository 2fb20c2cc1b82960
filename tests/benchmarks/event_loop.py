"""How long the window's thread is busy at a time: while it is, nothing that the user does is answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, thread_time

from PySide6.QtCore import QAbstractEventDispatcher


@dataclass
class BusyTimes:
    """Turns of the event loop.

    Attributes:
        turns: Seconds from waking to waiting again, and of them the thread's own seconds of processor time; the rest
            went to other processes.
        slow: What was going on at the slowest turns: seconds and the words last noted.
    """

    turns: list[tuple[float, float]] = field(default_factory=list)
    slow: list[tuple[float, float, str]] = field(default_factory=list)
    doing: str = ""

    @property
    def worst_s(self) -> float:
        """The longest turn."""
        return max((wall for wall, _ in self.turns), default=0.0)

    @property
    def worst_own_s(self) -> float:
        """The longest turn, counted in the thread's own processor time."""
        return max((own for _, own in self.turns), default=0.0)

    def above(self, seconds: float) -> int:
        """How many turns took longer."""
        return sum(wall > seconds for wall, _ in self.turns)


@contextmanager
def busy_times() -> Iterator[BusyTimes]:
    """Measure the turns of this thread's event loop while it is entered."""
    times = BusyTimes()
    began: list[tuple[float, float]] = []
    dispatcher = QAbstractEventDispatcher.instance()

    def wake() -> None:
        began[:] = [(perf_counter(), thread_time())]

    def rest() -> None:
        if began:
            wall, own = perf_counter() - began[0][0], thread_time() - began[0][1]
            times.turns.append((wall, own))
            if wall > 0.03:
                times.slow.append((wall, own, times.doing))
            began.clear()

    dispatcher.awake.connect(wake)
    dispatcher.aboutToBlock.connect(rest)
    try:
        yield times
    finally:
        dispatcher.awake.disconnect(wake)
        dispatcher.aboutToBlock.disconnect(rest)
