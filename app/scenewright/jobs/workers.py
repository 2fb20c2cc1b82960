"""Several processes that draw: each is handed frames a few at a time, so that none waits for another.

A process that dies is replaced and its frames are handed out once more; a frame that ends two processes is left out.
"""

import os
import signal
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Literal

from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Log
from scenewright.jobs.writing import Stages

_AT_A_TIME = 4
_GRACE_S = 10.0
_MOST_DEATHS = 2

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
    todo, deaths = deque(indices), Counter[int]()
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
                        again = _frames_to_try_again(worker, deaths, emit)
                        todo.extendleft(reversed(again))
                        if todo and not stop():
                            workers.append(_started(project, folder, engine_name, threads))
                    case ("engine", description):
                        engine.update(description)
                        worker.is_ready = True
                    case ("more",):
                        _hand_out(worker, todo, stop)
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
    # Ctrl-C in a terminal reaches every process of the command; the parent alone decides what follows.
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process.start()  # what is ignored here stays ignored there
    finally:
        signal.signal(signal.SIGINT, heard)
    theirs.close()
    return _Worker(process, ours)


def _received(worker: _Worker) -> Message | None:
    """Return what a worker says, or nothing where it is gone."""
    try:
        message: Message = worker.connection.recv()
    except (EOFError, OSError):
        return None
    return message


def _hand_out(worker: _Worker, todo: deque[int], stop: Callable[[], bool]) -> None:
    """Send a worker its next frames; none end it, once it has written those it has."""
    frames = [] if stop() else [todo.popleft() for _ in range(min(_AT_A_TIME, len(todo)))]
    worker.frames.update(frames)
    with suppress(OSError):  # it died just now; the main loop hears of it next
        worker.connection.send(frames)


def _frames_to_try_again(worker: _Worker, deaths: Counter[int], emit: Emit) -> list[int]:
    worker.process.join(_GRACE_S)
    code = worker.process.exitcode
    if not worker.frames:
        if code != 0 and not worker.is_ready:  # one that crashes after its last frame has done its work
            raise UserError(
                f"A drawing process ended before its first frame (exit code {code}): run `scenewright doctor`."
            )
        return []
    suspect = min(worker.frames)
    deaths[suspect] += 1
    if deaths[suspect] >= _MOST_DEATHS:
        emit(Log("warning", f"Frame {suspect} ended its drawing process twice (exit code {code}) and is left out."))
        worker.frames.discard(suspect)
    else:
        emit(Log("warning", f"A drawing process ended (exit code {code}); its frames are drawn again."))
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
