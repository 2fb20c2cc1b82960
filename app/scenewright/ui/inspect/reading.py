"""Reading a dataset beside the window: its columns in a thread, its pictures and traces in a process."""

from collections.abc import Callable
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Thread

from PySide6.QtCore import QObject, Signal

from scenewright.errors import UserError
from scenewright.inspection.examining import Effort, Examined, evidence_of, examined
from scenewright.inspection.opening import open_columns, project_of, recognised

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
        self._examine(name)
        self._tell(self.finished.emit)

    def _examine(self, format_name: str) -> None:
        """Let a process measure and trace; one that dies takes only its figures along."""
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(target=_examine, args=(self._folder, format_name, theirs), daemon=True)
        process.start()
        theirs.close()
        with suppress(EOFError, OSError):
            while not self._stopped.is_set():
                if ours.poll(_POLL_S):
                    found = ours.recv()
                    self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
        ours.close()  # the process ends when it says its next word
        process.join(2.0)
        if process.is_alive():
            process.terminate()
            process.join()


def _examine(folder: Path, format_name: str, connection: Connection) -> None:
    with suppress(UserError, OSError):
        for found in examined(folder, format_name, Effort()):
            if found.source.pictures is not None:
                connection.send(found)
