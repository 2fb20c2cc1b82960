"""Several processes that draw: each is handed frames a few at a time, so that none waits for another.

A process that dies, or that hangs and is killed, is replaced, and its frames are handed out once more, each to a
process of its own; a frame that ends two processes is set aside. One whose memory grows is replaced between two frames.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from itertools import islice, takewhile
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from time import monotonic

from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Log
from scenewright.jobs.worker_process import Message, Task, work
from scenewright.jobs.writing import Stages

_AT_A_TIME = 4
_GRACE_S = 10.0
_MOST_EARLY_ENDS = 3
_TICK_S = 0.25
_START_S = 60.0
"""A busy machine may take so long to start a process, however short the patience with frames is."""
_SETTLED_FRAMES = 20
"""After so many frames a process has seen most models: memory that it takes later is a leak."""
_TIMES_SLOWEST = 10


@dataclass(frozen=True, slots=True)
class Limits:
    """When a process is given up.

    Attributes:
        patience_s: So long it may finish no frame, while this machine runs; at least ten times the slowest frame so
            far, and five times as long for a process's first frame, which loads models and makes pipelines.
        growth_bytes: By so much its memory may grow after its first frames.
    """

    patience_s: float = 180.0
    growth_bytes: float = 1.5e9


@dataclass(frozen=True, slots=True)
class SetAside:
    """A frame that ended two processes."""

    index: int
    reason: str


@dataclass(eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    is_ready: bool = False
    is_fresh: bool = True
    is_leaving: bool = False
    has_suspect: bool = False
    frames: set[int] = field(default_factory=set)
    finished: int = 0
    silent_s: float = 0.0
    settled_bytes: int = 0
    trouble: str = ""


@dataclass(eq=False)
class Pool:
    """Frames and the processes that draw them.

    Attributes:
        task: What they work on.
        todo: Frames that nobody works on.
        count: How many processes.
        emit: Told of those that died.
        stop: Ends the work early; frames that are begun are finished.
        limits: When a process is given up.
    """

    task: Task
    todo: deque[int]
    count: int
    emit: Emit
    stop: Callable[[], bool]
    limits: Limits = field(default_factory=Limits)
    workers: list[_Worker] = field(default_factory=list)
    suspects: set[int] = field(default_factory=set)
    early_ends: int = 0
    slowest_s: float = 0.0
    _slot: int = 0

    def frames(self, engine: dict[str, str]) -> Iterator[tuple[int, Stages] | SetAside]:
        """Yield each frame's index and stage times once it is on disk; `engine` is filled with what draws.

        Raises:
            UserError: A process met something the user can mend.
        """
        for _ in range(min(self.count, len(self.todo))):
            self._start()
        looked_at = monotonic()
        try:
            while self.workers:
                for connection in wait([worker.connection for worker in self.workers], timeout=_TICK_S):
                    worker = next(worker for worker in self.workers if worker.connection is connection)
                    yield from self._heard(worker, _received(worker), engine)
                looked_at = self._look_after(looked_at)
        finally:
            for worker in self.workers:
                _ended(worker)

    def _heard(
        self, worker: _Worker, message: Message | None, engine: dict[str, str]
    ) -> Iterator[tuple[int, Stages] | SetAside]:
        match message:
            case None:
                yield from self._lost(worker)
                return
            case ("engine", description):
                engine.update(description)
                worker.is_ready = True
            case ("more", used_bytes):
                self._replace_if_grown(worker, used_bytes)
                self._hand_out(worker)
            case ("frame", index, seconds):
                worker.frames.discard(index)
                worker.finished += 1
                self.slowest_s = max(self.slowest_s, worker.silent_s)
                yield index, seconds
            case ("crashed", text):
                worker.trouble = text
            case ("error", text):
                raise UserError(text)
        worker.silent_s = 0.0

    def _look_after(self, before: float) -> float:
        """Kill processes that have made no progress for too long.

        Time counts by the turns of this loop, none longer than two ticks: a clock that is set, or a machine that
        sleeps, makes nobody impatient.
        """
        now = monotonic()
        for worker in self.workers:
            worker.silent_s += min(now - before, 2 * _TICK_S)
            patience = max(self.limits.patience_s, _TIMES_SLOWEST * self.slowest_s)
            allowed = patience * (1 if worker.finished else 5)
            if worker.silent_s > (allowed if worker.is_ready else max(allowed, _START_S)):
                worker.trouble = f"it made no progress for {worker.silent_s:.0f} s"
                worker.process.kill()
                worker.silent_s = 0.0
        return now

    def _replace_if_grown(self, worker: _Worker, used_bytes: int) -> None:
        if worker.finished < _SETTLED_FRAMES or not worker.settled_bytes:
            worker.settled_bytes = max(worker.settled_bytes, used_bytes)
            return
        grown = used_bytes - worker.settled_bytes
        if grown > self.limits.growth_bytes and not worker.is_leaving and self.todo and not self.stop():
            worker.is_leaving = True
            self.emit(Log("info", f"A drawing process had grown by {grown / 1e9:.1f} GB; a fresh one takes its place."))
            self._start()

    def _hand_out(self, worker: _Worker) -> None:
        """Send a worker its next frames; none end it, once it has written those it has.

        A frame that a process died with is drawn by a process of its own, so that the blame is sure the second time.
        """
        frames: list[int] = []
        if self.todo and self.todo[0] in self.suspects:
            frames = [self.todo[0]] if worker.is_fresh else []
        elif not worker.has_suspect:
            frames = list(takewhile(lambda frame: frame not in self.suspects, islice(self.todo, _AT_A_TIME)))
        if worker.is_leaving or self.stop():
            frames = []
        for _ in frames:
            self.todo.popleft()
        worker.is_fresh = False
        worker.has_suspect = any(frame in self.suspects for frame in frames)
        worker.frames.update(frames)
        with suppress(OSError):  # it died just now; the main loop hears of it next
            worker.connection.send(frames)

    def _lost(self, worker: _Worker) -> Iterator[SetAside]:
        """Take back the frames of a process that has ended, and start another where there is work for it."""
        self.workers.remove(worker)
        worker.process.join(_GRACE_S)
        reason = worker.trouble or _why(worker.process.exitcode)
        if not worker.is_ready:
            self._blame_the_machine(reason)
        elif worker.has_suspect and worker.frames:
            index = min(worker.frames)
            self.emit(Log("warning", f"Frame {index} ended its drawing process twice ({reason}): it is set aside."))
            worker.frames.clear()
            yield SetAside(index, reason)
        elif worker.frames:  # one that crashes after its last frame has done its work
            self.emit(Log("warning", f"A drawing process ended ({reason}); its frames are drawn again, one by one."))
        self.suspects.update(worker.frames)
        self.todo.extend(sorted(worker.frames))
        if self.todo and not self.stop() and len(self.workers) < self.count:
            self._start()

    def _blame_the_machine(self, reason: str) -> None:
        """Tell of a process that ended before it could draw, as on a machine without a graphics driver.

        Raises:
            UserError: There have been too many.
        """
        self.early_ends += 1
        if self.early_ends >= _MOST_EARLY_ENDS:
            raise UserError(
                f"Drawing processes end before they can draw ({reason}): run `scenewright doctor`. "
                f"What they wrote is in {self.task.log}"
            )
        self.emit(Log("warning", f"A drawing process ended before it could draw ({reason}); another takes its place."))

    def _start(self) -> None:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        task = replace(self.task, slot=self._slot)
        self._slot += 1
        process = context.Process(target=work, args=(task, theirs), daemon=True)
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        self.workers.append(_Worker(process, ours))


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C does not reach: a terminal tells every process, and the parent alone decides.

    What is blocked here stays blocked there; this process hears of it at the end, and loses nothing.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield  # Windows: a worker that Ctrl-C ends is drawn over by the next run
        return
    resource_tracker.ensure_running()  # else starting a process starts that one first, which lifts the block
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _received(worker: _Worker) -> Message | None:
    """Return what a worker says, or nothing where it is gone."""
    try:
        message: Message = worker.connection.recv()
    except (EOFError, OSError):
        return None
    return message


def _why(code: int | None) -> str:
    """Return an exit code in words."""
    if code is None or code >= 0:
        return f"exit code {code}"
    names = {
        9: "it was killed, often for lack of memory",
        11: "a crash in a driver or library",
        6: "a library gave up",
        7: "a memory error of the machine or of its disk",
    }
    return f"signal {-code}: {names[-code]}" if -code in names else f"signal {-code}"


def _ended(worker: _Worker) -> None:
    worker.connection.close()
    worker.process.join(_GRACE_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()
