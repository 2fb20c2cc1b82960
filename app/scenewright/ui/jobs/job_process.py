"""Work in a process that ends with the window: it speaks our events, as importing an asset does."""

from functools import partial

from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QProcess, QTimer, Signal
from shiboken6 import isValid

from scenewright.jobs.events import Finished, decode
from scenewright.jobs.own_command import own_command


class JobProcess(QObject):
    """Runs one command of ours with `--events json`."""

    reported = Signal(object)
    """An event that is not the last."""
    output = Signal(str)
    """Text that is not an event, for the log."""
    finished = Signal(object)
    """The `Finished` event, made up where the process died without one."""

    def __init__(self, grace_ms: int = 5_000, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grace_ms = grace_ms
        self._outcome: Finished | None = None
        self._is_asked_to_stop = False
        # Not a child: Qt would wait for it to end before the page that owns this can go.
        self._process = QProcess(QCoreApplication.instance())
        self.destroyed.connect(partial(_let_go, self._process))
        self._process.readyReadStandardOutput.connect(self._read_events)
        self._process.readyReadStandardError.connect(self._read_output)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self, arguments: list[str]) -> None:
        """Start a command of our own command line, as `["assets", "import", ...]`."""
        program, *first = own_command()
        self._process.start(program, [*first, *arguments, "--events", "json"])

    def stop(self) -> None:
        """Ask it to stop, by closing its standard input; make it stop where it does not."""
        self._is_asked_to_stop = True
        self._process.closeWriteChannel()
        QTimer.singleShot(self._grace_ms, self, self._process.terminate)
        QTimer.singleShot(2 * self._grace_ms, self, self._process.kill)

    def _read_events(self) -> None:
        self._process.setReadChannel(QProcess.ProcessChannel.StandardOutput)
        while self._process.canReadLine():
            line = _text(self._process.readLine()).rstrip()
            match decode(line):
                case None:
                    self.output.emit(line)
                case Finished() as outcome:
                    self._outcome = outcome
                    self.stop()  # it is done, whatever its process still does
                case event:
                    self.reported.emit(event)

    def _read_output(self) -> None:
        self.output.emit(_text(self._process.readAllStandardError()))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.finished.emit(Finished("failed", f"{self._process.program()} did not start"))

    def _on_finished(self, code: int) -> None:
        self._read_events()
        self._read_output()
        made_up = (
            Finished("cancelled", "Stopped.")
            if self._is_asked_to_stop
            else Finished("failed", f"The process ended early (exit code {code}).")
        )
        self.finished.emit(self._outcome or made_up)


def _let_go(process: QProcess) -> None:
    """End a process that nobody asks about any more, without waiting for it."""
    if not isValid(process):
        return  # the program has ended
    if process.state() is QProcess.ProcessState.NotRunning:
        process.deleteLater()
    else:
        process.finished.connect(process.deleteLater)
        process.kill()


def _text(data: QByteArray) -> str:
    return bytes(data.data()).decode(errors="replace")
