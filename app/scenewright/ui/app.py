"""Starting the designer."""

import sys
from pathlib import Path

from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from scenewright import __version__
from scenewright.paths import shipped
from scenewright.ui.background import wait_until_written
from scenewright.ui.collecting import Collector
from scenewright.ui.crash import CrashReports
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.journal import LINE as JOURNALS
from scenewright.ui.language import install_language
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import MODES, Mode, Theme
from scenewright.ui.user_folders import state_folder
from scenewright.ui.warming import warm_up
from scenewright.ui.window import DesignerWindow

_SOON_MS = 50
"""After the window is painted."""
_SWITCH_S = 0.0005
"""After so long another thread lets the window's go on; Python's usual 5 ms would come at each call from Qt."""


def run_designer(project: Path | None) -> int:
    """Open the window and run until it is closed.

    Args:
        project: A project file to open; the start page if there is none.

    Returns:
        The exit code.
    """
    application = make_application()
    state = state_folder()
    reports = CrashReports(state / "crashes")
    reports.install()
    window = make_window(application, state)
    reports.came.connect(window.show_error)
    window.show()
    QTimer.singleShot(_SOON_MS, window, lambda: warm_up(window))
    if project is not None:
        QTimer.singleShot(_SOON_MS + 1, window, lambda: window.files.open_dropped(project))
    code = application.exec()
    # What is still being imported must get to its end: Python calls nothing at its exit that is registered during it,
    # and a library that is torn down without that call ends the process.
    QThreadPool.globalInstance().waitForDone()
    window.settings.save()
    wait_until_written(JOURNALS)
    return code


def make_application() -> QApplication:
    """Return the application, named and in the user's language."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(sys.argv[:1])
    sys.setswitchinterval(_SWITCH_S)
    application.setApplicationName("Scenewright")
    application.setApplicationVersion(__version__)
    application.setWindowIcon(QIcon(str(shipped("resources") / "icons" / "scenewright.svg")))
    QGuiApplication.setDesktopFileName("scenewright")
    install_language(application)
    return application


def make_window(application: QApplication, state: Path) -> DesignerWindow:
    """Return the window, not yet shown.

    Args:
        application: As `make_application` returns it.
        state: The folder for settings, journals and jobs.
    """
    settings = Settings(state / "settings.ini")
    theme = Theme(application, mode_of(settings.text("theme", "system")), settings.number("scale", 1.0))
    window = DesignerWindow(settings, theme, JobList(state / "jobs"), state)
    Collector(window)
    settings.setParent(window)
    window.jobs.setParent(window)
    return window


def mode_of(word: str) -> Mode:
    """Return the mode that a setting names; what the system does where it names none."""
    return next((mode for mode in MODES if mode == word), "system")
