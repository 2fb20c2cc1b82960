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

    def __init__(self, folder: Path, effort: Effort, *, is_read: bool = False) -> None:
        super().__init__()
        self._folder = folder
        self._effort = effort
        self._is_read = is_read
        """Whether the columns are known already, so that only pictures and traces are looked at."""
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
            if not self._is_read:
                self._read(name)
        except UserError as error:
            trouble = str(error)
        else:
            trouble = "" if self._stopped.is_set() else self._examine(name)
        self._tell(lambda: self.failed.emit(trouble) if trouble else self.finished.emit())

    def _read(self, format_name: str) -> None:
        """Tell of the columns.

        Raises:
            UserError: They cannot be read, or there is no image.
        """
        spec = project_of(self._folder) if not format_name else None
        is_first = True
        for columns in open_columns(self._folder, format_name):
            if self._stopped.is_set():
                return
            found = Examined(evidence_of(columns, spec))
            self._tell(lambda found=found: self.grown.emit(found))  # type: ignore[misc]
            if is_first:
                self._stopped.wait(_FIRST_PICTURES_S)
            is_first = False
        if is_first:
            raise UserError(f"{self._folder} holds no image yet: generate it first.")

    def _examine(self, format_name: str) -> str:
        """Let a process measure and trace; return why it did not look at all, in words, or nothing."""
        context = get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        process = context.Process(
            target=examine_for, args=(self._folder, format_name, self._effort, theirs), name="measuring", daemon=True
        )
        process.start()
        theirs.close()
        trouble: str | None = None
        with suppress(EOFError, OSError):
            while not self._stopped.is_set() and trouble is None:
                if ours.poll(_POLL_S):
                    found = ours.recv()
                    if isinstance(found, str):
                        trouble = found
                    else:
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


def examine_for(folder: Path, format_name: str, effort: Effort, connection: Connection) -> None:
    """Send what is known of a dataset, more each time, and at last a sentence: why that is not all, or nothing.

    Ends early, keeping what it measured, when the other end is closed.
    """
    try:
        for found in examined(folder, format_name, effort, lambda: connection.poll(), with_aside=True):
            if found.source.pictures is not None:
                connection.send(found)
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
