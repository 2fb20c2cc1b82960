"""How long the window's thread is busy at a time: while it is, nothing that the user does is answered.

A timer beats in its event loop every 5 ms; how much later than that it comes is how long a click would have waited.
(The dispatcher's own signals `awake` and `aboutToBlock` leave out what timers do.)

What a turn waited for is told apart where the system says so: for a core, and for pages of the program itself that the
system had dropped from memory and fetches from the disk again (getrusage(2) calls these major page faults).
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, sleep, thread_time

from PySide6.QtCore import QEventLoop, Qt, QTimer

if sys.platform.startswith("linux"):
    import resource

GOAL_S = 0.05
_WORTH_NOTING_S = 0.02
_SAMPLE_S = 0.002
_BEAT_S = 0.005
_LINES = 26
_PATIENCE_S = 180.0


@dataclass(frozen=True)
class Turn:
    """What came between two beats.

    Attributes:
        wall_s: How late the second one was.
        own_s: Of it the thread's own seconds of processor time; the rest went to other threads and processes.
        core_s: Of it seconds in which the thread could have gone on, but had no core.
        fetched: How many pages of the program were fetched from the disk meanwhile.
        doing: The step of the session that it belongs to.
        where: Lines of our own code that it was seen at, the most frequent first; empty unless asked for.
    """

    wall_s: float
    own_s: float
    core_s: float
    fetched: int
    doing: str
    where: tuple[str, ...] = ()


@dataclass
class BusyTimes:
    """Turns of the event loop.

    Attributes:
        turns: All of them, as seconds that the second beat was late and the thread's own of these.
        slow: Those worth noting.
        doing: The step that is under way; whoever drives the window sets it.
        began: When the turn that is under way began, by the clock and by the thread's own processor time.
        waited: Seconds without a core, and pages fetched, until then.
    """

    turns: list[tuple[float, float]] = field(default_factory=list)
    slow: list[Turn] = field(default_factory=list)
    doing: str = ""
    began: tuple[float, float] = (0.0, 0.0)
    waited: tuple[float, int] = (0.0, 0)

    def begin(self) -> None:
        """Let a turn begin now: what came since the last one is not the window's doing."""
        self.began, self.waited = (perf_counter(), thread_time()), waited()

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

    def above_own(self, seconds: float) -> int:
        """How many turns took longer in the thread's own processor time."""
        return sum(own > seconds for _, own in self.turns)


@contextmanager
def busy_times(*, with_lines: bool = False) -> Iterator[BusyTimes]:
    """Measure the turns of this thread's event loop while it is entered.

    Args:
        with_lines: Also note where slow turns are, by a second thread that looks every 2 ms; this makes them slower.
    """
    times = BusyTimes()
    looker = _Looker() if with_lines else None
    times.begin()

    def beat() -> None:
        wall, own = perf_counter() - times.began[0] - _BEAT_S, thread_time() - times.began[1]
        times.turns.append((wall, own))
        if wall > _WORTH_NOTING_S:
            lines = looker.lines() if looker is not None else ()
            core_s, fetched = (now - then for now, then in zip(waited(), times.waited, strict=True))
            times.slow.append(Turn(wall, min(wall, own), core_s, int(fetched), times.doing, lines))
        if looker is not None:
            looker.begin()
        times.begin()

    timer = QTimer(timerType=Qt.TimerType.PreciseTimer, interval=round(1000 * _BEAT_S))
    timer.timeout.connect(beat)
    timer.start()
    try:
        yield times
    finally:
        beat()
        timer.stop()
        if looker is not None:
            looker.is_looking = False


def waited() -> tuple[float, int]:
    """Return for how many seconds this thread could have gone on but had no core, and how many pages were fetched."""
    if not sys.platform.startswith("linux"):
        return 0.0, 0
    faults = resource.getrusage(resource.RUSAGE_THREAD).ru_majflt
    return int(Path("/proc/thread-self/schedstat").read_text().split()[1]) / 1e9, faults


def drive(session: Iterator[float | Callable[[], bool]]) -> None:
    """Run a session from within the event loop, as what a user does is done: what it does belongs to a turn.

    Args:
        session: Does something, and yields the milliseconds that the window then has for itself, or what must be so
            before it goes on.

    Raises:
        TimeoutError: What must be so was not, for three minutes.
    """
    loop, failed = QEventLoop(), list[BaseException]()

    def go_on() -> None:
        try:
            wanted = next(session)
        except StopIteration:
            loop.quit()
        except BaseException as error:  # raised again outside of the event loop
            failed.append(error)
            loop.quit()
        else:
            if callable(wanted):
                wait_for(wanted, perf_counter() + _PATIENCE_S)
            else:
                QTimer.singleShot(round(wanted), go_on)

    def wait_for(condition: Callable[[], bool], end: float) -> None:
        if condition():
            go_on()
        elif perf_counter() > end:
            failed.append(TimeoutError("the window did not get there"))
            loop.quit()
        else:
            QTimer.singleShot(2, lambda: wait_for(condition, end))

    QTimer.singleShot(0, go_on)
    loop.exec()
    if failed:
        raise failed[0]


def print_turns(sessions: Iterable[BusyTimes], rows: int = 20) -> None:
    """Print how often the window's thread was busy for long, and the worst turns with their steps."""
    sessions = list(sessions)
    count = sum(len(times.turns) for times in sessions)
    above, own = sum(times.above(GOAL_S) for times in sessions), sum(times.above_own(GOAL_S) for times in sessions)
    print(f"\nwindow's thread: {count} turns, {above} over 50 ms, {own} of them by the thread's own processor time")
    worst, worst_own = max(times.worst_s for times in sessions), max(times.worst_own_s for times in sessions)
    print(f"longest: {worst * 1000:.0f} ms; by its own time: {worst_own * 1000:.0f} ms")
    fetched = sum(turn.wall_s > GOAL_S and turn.fetched > 0 for times in sessions for turn in times.slow)
    print(f"of those over 50 ms, {fetched} fetched pages of the program from the disk")
    print(f"{'wall, ms':>9} {'own, ms':>8} {'no core':>8} {'fetched':>8}  step")
    for turn in sorted((turn for times in sessions for turn in times.slow), key=lambda turn: -turn.wall_s)[:rows]:
        waits = f"{turn.core_s * 1000:8.0f} {turn.fetched:8}"
        print(f"{turn.wall_s * 1000:9.0f} {turn.own_s * 1000:8.0f} {waits}  {turn.doing}")
        for line in turn.where:
            print(f"{'':39}{line}")


class _Looker:
    """Looks where the thread that made it is, all the time."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()
        self._seen: Counter[str] = Counter()
        self._last = perf_counter()
        self.is_looking = True
        threading.Thread(target=self._look, daemon=True).start()

    def begin(self) -> None:
        """Forget what was seen in the turn before."""
        self._seen = Counter()
        self._last = perf_counter()

    def lines(self) -> tuple[str, ...]:
        """Return the lines that most time was seen at, with milliseconds, and of their callers."""
        return tuple(f"{1000 * seconds:4.0f} ms {line}" for line, seconds in self._seen.most_common(_LINES))

    def _look(self) -> None:
        while self.is_looking:
            sleep(_SAMPLE_S)
            now = perf_counter()
            frame = sys._current_frames().get(self._thread)
            lines = set()
            while frame is not None:
                code = frame.f_code
                if "/scenewright/" in code.co_filename:
                    lines.add(f"{code.co_filename.rpartition('/scenewright/')[2]}:{frame.f_lineno} {code.co_name}")
                frame = frame.f_back
            for line in lines:
                self._seen[line] += now - self._last
            self._last = now
