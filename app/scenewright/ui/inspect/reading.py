"""Reading a dataset beside the window: its columns in a thread, its pictures and traces in a process."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from scenewright.errors import UserError
from scenewright.inspection.asked import Asked, Rejected
from scenewright.inspection.examining import Effort, Examined, evidence_of, examined
from scenewright.inspection.opening import open_columns, project_of, recognised
from scenewright.inspection.pictures import Pictures

_POLL_S = 0.2
_GOODBYE_S = 2.0
_FIRST_PICTURES_S = 0.4
"""So long the rest waits: threads of one program take turns, and the first page's pictures are made meanwhile."""


class DatasetReading(QObject):
    """Tells what is known of a dataset, more each time."""

    grown = Signal(object)
    """An `Examined`."""
    finished = Signal()
    """All is looked at that was to be."""
    failed = Signal(str)
    """A sentence for the user, in place of `finished`; nothing comes after it."""

    def __init__(self, folder: Path, effort: Effort, read: Examined | None = None) -> None:
        super().__init__()
        self._folder = folder
        self._effort = effort
        self._known = read
        """What is known already, so that only pictures and traces are looked at."""
        self._stopped = Event()
        self._thread = Thread(target=self._run, name="dataset", daemon=True)

    def start(self) -> None:
        """Begin; signals come to the thread that this lives in."""
        self._thread.start()

    def stop(self) -> None:
        """Read no more; nothing is told any more."""
        self._stopped.set()

    def wait(self) -> None:
        """Return once nothing runs any more."""
        self._thread.join()

    def _tell(self, tell: Callable[[], None]) -> None:
        if not self._stopped.is_set():
            with suppress(RuntimeError):  # the window is gone
                tell()

    def _run(self) -> None:
        try:
            name = recognised(self._folder)
            read = self._known or self._read(name)
        except UserError as error:
            trouble = str(error)
        else:
            trouble = "" if self._stopped.is_set() else self._examine(name, read)
        self._tell(lambda: self.failed.emit(trouble) if trouble else self.finished.emit())

    def _read(self, format_name: str) -> Examined:
        """Tell of the columns, and return them.

        Raises:
            UserError: They cannot be read, or there is no image.
        """
        spec = project_of(self._folder) if not format_name else None
        found: Examined | None = None
        for columns in open_columns(self._folder, format_name):
            is_first = found is None
            found = Examined(evidence_of(columns, spec))
            self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
            if is_first:
                self._stopped.wait(_FIRST_PICTURES_S)
            if self._stopped.is_set():
                break
        if found is None:
            raise UserError(f"{self._folder} holds no image yet: generate it first.")
        return found

    def _examine(self, format_name: str, read: Examined) -> str:
        """Let a process measure and trace; return why it did not look at all, in words, or nothing."""
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(
            target=examine_for, args=(self._folder, format_name, self._effort, theirs), name="measuring", daemon=True
        )
        try:
            process.start()
        except OSError as error:
            return f"The process that measures pictures could not be started ({error.strerror}): close other programs."
        theirs.close()
        trouble: str | None = None
        with suppress(EOFError, OSError):
            while not self._stopped.is_set() and trouble is None:
                if ours.poll(_POLL_S):
                    seen = ours.recv()
                    found = _with(read, seen) if isinstance(seen, Seen) else None
                    if isinstance(seen, str):
                        trouble = seen
                    elif found is not None:
                        self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
        ours.close()  # the process sees it, keeps what it measured, and ends
        process.join(_GOODBYE_S)
        if process.is_alive():
            process.terminate()
            process.join()
        if trouble is None:
            trouble = (
                f"The process that measures the pictures of {self._folder} ended early (exit code {process.exitcode}), "
                "so what is shown is not all. Close other programs if memory is short, and measure again."
            )
        return trouble


@dataclass(frozen=True, eq=False)
class Seen:
    """What the process found out, without the columns, which the window has read itself; see `Examined`."""

    pictures: Pictures
    drawn: Mapping[str, NDArray[np.float64]] | None
    asked: tuple[Asked, ...]
    rejected: tuple[Rejected, ...]
    is_finished: bool


def _with(read: Examined, seen: Seen) -> Examined | None:
    """Return all that is known; nothing where the dataset has grown since it was read."""
    if len(seen.pictures) != len(read.source.columns.images):
        return None
    source = replace(read.source, pictures=seen.pictures, drawn=seen.drawn)
    evidence = replace(
        read.evidence, source=source, asked=seen.asked, rejected=seen.rejected, is_finished=seen.is_finished
    )
    return Examined(evidence)


def examine_for(folder: Path, format_name: str, effort: Effort, connection: Connection) -> None:
    """Send what is known of a dataset, more each time, and at last a sentence: why that is not all, or nothing.

    Ends early, keeping what it measured, when the other end is closed.
    """
    try:
        for found in examined(folder, format_name, effort, lambda: connection.poll(), with_aside=True):
            source = found.source
            if source.pictures is not None:
                is_finished = found.evidence.is_finished
                connection.send(Seen(source.pictures, source.drawn, found.asked, found.rejected, is_finished))
        trouble = ""
    except (BrokenPipeError, ConnectionError):
        return  # nobody listens any more
    except UserError as error:
        trouble = str(error)
    except Exception as error:  # whatever it is, the window must not say that nothing was found
        trouble = (
            f"{folder} could not be measured to the end ({type(error).__name__}: {error}), so what is shown is not "
            "all: measure again, and generate frames again whose files are damaged."
        )
    with suppress(OSError):
        connection.send(trouble)
