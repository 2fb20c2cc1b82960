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
_FIRST_PICTURES_S = 0.4
"""So long the rest waits: threads of one program take turns, and the first page's pictures are made meanwhile."""


class DatasetReading(QObject):
    """Tells what is known of a dataset, more each time."""

    grown = Signal(object)
    """An `Examined`."""
    finished = Signal()
    failed = Signal(str)
    """A sentence for the user; nothing comes after it."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
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
            spec = project_of(self._folder) if not name else None
            found: Examined | None = None
            for columns in open_columns(self._folder, name):
                if self._stopped.is_set():
                    return
                is_first = found is None
                found = Examined(evidence_of(columns, spec))
                self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
                if is_first:
                    self._stopped.wait(_FIRST_PICTURES_S)
        except UserError as error:
            words = str(error)
            self._tell(lambda: self.failed.emit(words))
            return
        if found is None:
            empty = f"{self._folder} holds no image yet: generate it first."
            self._tell(lambda: self.failed.emit(empty))
            return
        self._examine(name, found)
        self._tell(self.finished.emit)

    def _examine(self, format_name: str, read: Examined) -> None:
        """Let a process measure and trace; one that dies takes only its figures along."""
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(target=_examine, args=(self._folder, format_name, theirs), daemon=True)
        process.start()
        theirs.close()
        with suppress(EOFError, OSError):
            while not self._stopped.is_set():
                if ours.poll(_POLL_S):
                    found = _with(read, ours.recv())
                    if found is not None:
                        self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
        ours.close()  # the process ends when it says its next word
        process.join(2.0)
        if process.is_alive():
            process.terminate()
            process.join()


@dataclass(frozen=True, eq=False)
class _Seen:
    """What the process found out, without the columns, which the window has read itself; see `Examined`."""

    pictures: Pictures | None
    drawn: Mapping[str, NDArray[np.float64]] | None
    asked: tuple[Asked, ...]
    rejected: tuple[Rejected, ...]
    is_finished: bool


def _with(read: Examined, seen: _Seen) -> Examined | None:
    """Return all that is known; nothing where the dataset has grown since it was read."""
    if seen.pictures is None or len(seen.pictures) != len(read.source.columns.images):
        return None
    source = replace(read.source, pictures=seen.pictures, drawn=seen.drawn)
    return Examined(replace(read.evidence, source=source, is_finished=seen.is_finished), seen.asked, seen.rejected)


def _examine(folder: Path, format_name: str, connection: Connection) -> None:
    with suppress(UserError, OSError):
        for found in examined(folder, format_name, Effort()):
            if found.source.pictures is not None:
                source, is_finished = found.source, found.evidence.is_finished
                connection.send(_Seen(source.pictures, source.drawn, found.asked, found.rejected, is_finished))
