"""A drawing process: draws what it is handed, a few frames at a time, and says so; the parent's side is `workers`."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import psutil

from scenewright.errors import UserError
from scenewright.jobs.own_program import program_mark
from scenewright.jobs.writing import Stages

Message = (
    tuple[Literal["engine"], dict[str, str]]
    | tuple[Literal["more"], int]
    | tuple[Literal["frame"], int, Stages]
    | tuple[Literal["error"], str]
    | tuple[Literal["crashed"], str]
)
"""What a process says: what it draws with; that it wants more frames, and its bytes of memory; that a frame is on disk;
what the user must mend; what it did not expect."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a drawing process works on.

    Attributes:
        project: The project file; the one in the dataset, which nobody edits meanwhile.
        base: Where its relative sources begin.
        folder: The dataset, open for writing.
        engine: Which engine.
        threads: How many frames it encodes at a time.
        raster_threads: How many threads a software driver may use.
        slot: Its number, by which processes divide the graphics cards.
        log: Where its standard error goes.
        program: The program that the run began with (`own_program`).
    """

    project: Path
    base: Path
    folder: Path
    engine: str
    threads: int
    raster_threads: int
    slot: int
    log: Path
    program: str = field(default_factory=program_mark)


def work(task: Task, connection: Connection) -> None:
    """Draw frames until there are no more; runs in a process of its own."""
    # A software driver uses every core by itself; with a process per core one thread each is faster.
    os.environ.setdefault("LP_NUM_THREADS", str(task.raster_threads))
    os.environ["SCENEWRIGHT_ADAPTER"] = str(task.slot)
    _keep_errors_in(task.log)
    try:
        _draw(task, connection)
    except UserError as error:
        with suppress(ConnectionError):  # another process may have told it first
            connection.send(("error", str(error)))
    except (EOFError, ConnectionError):
        return  # the parent is gone or wants no more
    except BaseException as error:
        with suppress(ConnectionError):
            connection.send(("crashed", f"{type(error).__name__}: {error}"))
        raise


def _draw(task: Task, connection: Connection) -> None:
    if program_mark() != task.program:
        raise UserError(
            "The program was changed while this run was going on, by an update for example: start the run again, and "
            "it goes on where it stopped. What is done is kept."
        )
    from scenewright.jobs.drawing import start_drawing  # noqa: PLC0415  (after the environment is set)
    from scenewright.jobs.writing import write_frames  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    drawing = start_drawing(load_project(task.project).spec, task.base, task.engine)
    connection.send(("engine", drawing.renderer.describe()))
    for index, seconds in write_frames(drawing, drawing.frames(_asked_for(connection)), task.folder, task.threads):
        connection.send(("frame", index, seconds))


def _asked_for(connection: Connection) -> Iterator[int]:
    """Yield the frames that the parent hands out, a few at a time, until it has no more."""
    process = psutil.Process()
    while True:
        connection.send(("more", process.memory_info().rss))
        frames: list[int] = connection.recv()
        if not frames:
            return
        yield from frames


def _keep_errors_in(log: Path) -> None:
    """Send what this process and its libraries write to standard error to a file, for whoever looks for the cause."""
    with suppress(OSError):
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(descriptor, sys.stderr.fileno() if sys.stderr is not None else 2)
        os.close(descriptor)
