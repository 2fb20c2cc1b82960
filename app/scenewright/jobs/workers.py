"""Several processes that draw: each is handed frames a few at a time, so that none waits for another.

A process that dies is replaced and its frames are handed out once more; a frame that ends two processes is left out.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import islice, takewhile
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Literal

from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Log
from scenewright.jobs.writing import Stages

_AT_A_TIME = 4
_GRACE_S = 10.0
_MOST_EARLY_ENDS = 3

Message = (
    tuple[Literal["engine"], dict[str, str]]
    | tuple[Literal["more"]]
    | tuple[Literal["frame"], int, Stages]
    | tuple[Literal["error"], str]
)
"""What a worker says: what it draws with, that it wants more frames, that one is on disk, what the user must mend."""


@dataclass(eq=False)
class _Worker:
    process: SpawnProcess
    connection: Connection
    is_ready: bool = False
    is_fresh: bool = True
    has_suspect: bool = False
    frames: set[int] = field(default_factory=set)


def work_in_processes(
    project: Path,
    folder: Path,
    indices: list[int],
    count: int,
    engine_name: str,
    engine: dict[str, str],
    emit: Emit,
    stop: Callable[[], bool],
) -> Iterator[tuple[int, Stages]]:
    """Yield each frame's index and stage times once it is on disk.

    Args:
        project: The project file.
        folder: The dataset, open for writing.
        indices: The frames to make.
        count: How many processes.
        engine_name: Which engine.
        engine: Filled with what draws.
        emit: Told of processes that died.
        stop: Ends the work early; frames that are begun are finished.

    Raises:
        UserError: A process met something the user can mend.
    """
    todo, suspects, early_ends = deque(indices), set[int](), list[_Worker]()
    threads = max(1, (os.cpu_count() or 1) // count)
    workers = [_started(project, folder, engine_name, threads) for _ in range(min(count, len(indices)))]
    try:
        while workers:
            for connection in wait([worker.connection for worker in workers]):
                worker = next(worker for worker in workers if worker.connection is connection)
                message = _received(worker)
                match message:  # what `_work` sends
                    case None:
                        workers.remove(worker)
                        todo.extend(_frames_to_try_again(worker, suspects, early_ends, emit))
                        if todo and not stop():
                            workers.append(_started(project, folder, engine_name, threads))
                    case ("engine", description):
                        engine.update(description)
                        worker.is_ready = True
                    case ("more",):
                        _hand_out(worker, todo, suspects, stop)
                    case ("frame", index, seconds):
                        worker.frames.discard(index)
                        yield index, seconds
                    case (_, text):
                        raise UserError(text)
    finally:
        for worker in workers:
            _ended(worker)


def _started(project: Path, folder: Path, engine_name: str, threads: int) -> _Worker:
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(project, folder, engine_name, threads, theirs), daemon=True)
    with _deaf_to_interrupts():
        process.start()
    theirs.close()
    return _Worker(process, ours)


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


def _hand_out(worker: _Worker, todo: deque[int], suspects: set[int], stop: Callable[[], bool]) -> None:
    """Send a worker its next frames; none end it, once it has written those it has.

    A frame that a process died with is drawn by a process of its own, so that the blame is sure the second time.
    """
    frames: list[int] = []
    if todo and todo[0] in suspects:
        frames = [todo[0]] if worker.is_fresh else []
    elif not worker.has_suspect:
        frames = list(takewhile(lambda frame: frame not in suspects, islice(todo, _AT_A_TIME)))
    if stop():
        frames = []
    for _ in frames:
        todo.popleft()
    worker.is_fresh = False
    worker.has_suspect = any(frame in suspects for frame in frames)
    worker.frames.update(frames)
    with suppress(OSError):  # it died just now; the main loop hears of it next
        worker.connection.send(frames)


def _frames_to_try_again(worker: _Worker, suspects: set[int], early_ends: list[_Worker], emit: Emit) -> list[int]:
    """Return the frames that a process took along when it ended, less one that is to blame.

    Raises:
        UserError: Processes end before they can draw, as on a machine without a graphics driver.
    """
    worker.process.join(_GRACE_S)
    code = worker.process.exitcode
    if not worker.is_ready:
        early_ends.append(worker)
        if len(early_ends) >= _MOST_EARLY_ENDS:
            raise UserError(f"Drawing processes end before they can draw (exit code {code}): run `scenewright doctor`.")
        emit(
            Log("warning", f"A drawing process ended before it could draw (exit code {code}); another takes its place.")
        )
    elif worker.has_suspect and worker.frames:
        emit(
            Log("warning", f"Frame {min(worker.frames)} ended its drawing process twice (exit code {code}): left out.")
        )
        return []
    elif worker.frames:  # one that crashes after its last frame has done its work
        emit(Log("warning", f"A drawing process ended (exit code {code}); its frames are drawn again, one by one."))
    suspects.update(worker.frames)
    return sorted(worker.frames)


def _ended(worker: _Worker) -> None:
    worker.connection.close()
    worker.process.join(_GRACE_S)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _asked_for(connection: Connection) -> Iterator[int]:
    """Yield the frames that the parent hands out, a few at a time, until it has no more."""
    while True:
        connection.send(("more",))
        frames: list[int] = connection.recv()
        if not frames:
            return
        yield from frames


def _work(project: Path, folder: Path, engine_name: str, threads: int, connection: Connection) -> None:
    """Draw frames until there are no more; runs in a process of its own."""
    # A software driver uses every core by itself; with a process per core one thread each is faster.
    os.environ.setdefault("LP_NUM_THREADS", "1")
    from scenewright.jobs.drawing import start_drawing  # noqa: PLC0415  (after the line above)
    from scenewright.jobs.writing import write_frames  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    try:
        file = load_project(project)
        drawing = start_drawing(file.spec, file.path.parent, engine_name)
        connection.send(("engine", drawing.renderer.describe()))
        for index, seconds in write_frames(drawing, drawing.frames(_asked_for(connection)), folder, threads):
            connection.send(("frame", index, seconds))
    except UserError as error:
        with suppress(ConnectionError):  # another process may have told it first
            connection.send(("error", str(error)))
    except (EOFError, ConnectionError):
        return  # the parent is gone or wants no more
