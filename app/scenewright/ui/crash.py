"""What happens when the program itself fails: it is written down, told, and the work is kept."""

import faulthandler
import platform
import sys
import threading
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from scenewright import __version__

_MOST_REPORTS = 10


class CrashReports(QObject):
    """Writes down errors that nothing caught, in a folder of the user's own; nothing is ever sent anywhere."""

    came = Signal(str)
    """The text of an error that was just written down."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._fault_file = (folder / "native.txt").open("a", encoding="utf-8")

    def install(self) -> None:
        """Take over what Python and Qt do with errors that nothing caught."""
        faulthandler.enable(self._fault_file)
        sys.excepthook = self.take
        threading.excepthook = lambda args: self.take(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        qInstallMessageHandler(self._take_message)

    def take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Write an error down and tell of it."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        lines = "".join(traceback.format_exception(kind, error, trace))
        text = f"{about_this_machine()}\n\n{lines}"
        try:
            (self.folder / f"error-{time.strftime('%Y%m%d-%H%M%S')}.txt").write_text(text, encoding="utf-8")
            self._clear_old()
        except OSError:
            pass  # a full disk must not hide the error itself
        sys.__excepthook__(kind, error, trace)
        self.came.emit(text)

    def _take_message(self, kind: QtMsgType, _: object, message: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and "propagateSizeHints" not in message:
            sys.stderr.write(f"{message}\n")

    def _clear_old(self) -> None:
        for path in sorted(self.folder.glob("error-*.txt"))[:-_MOST_REPORTS]:
            path.unlink(missing_ok=True)


def about_this_machine() -> str:
    """Return versions and platform, as a report of an error needs them."""
    return (
        f"Scenewright {__version__}, Python {platform.python_version()}, Qt {qVersion()}\n"
        f"{platform.platform()}, {platform.machine()}"
    )


def write_bundle(out: Path, state: Path, extra: Callable[[], dict[str, str]] = dict) -> Path:
    """Write a zip of what helps to find an error: reports, settings and the logs of jobs; no pictures, no assets.

    Args:
        out: The zip file.
        state: The window's own folder.
        extra: More texts by name, as the open project; each is read by the user before it is sent.

    Raises:
        OSError: It cannot be written.
    """
    wanted = ["crashes/*.txt", "jobs/*/log.txt", "jobs/*/job.json", "settings.ini"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("about.txt", about_this_machine())
        for pattern in wanted:
            for path in sorted(state.glob(pattern)):
                bundle.write(path, path.relative_to(state).as_posix())
        for name, text in extra().items():
            bundle.writestr(name, text)
    return out
