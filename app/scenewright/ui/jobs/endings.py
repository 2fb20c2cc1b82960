"""What the user is told when a job ends, in the window and, when that is not in front, by the desktop."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from scenewright.ui.jobs.job import Job
from scenewright.ui.jobs.words import first_line, unopened_words
from scenewright.ui.language import translate
from scenewright.ui.notices import Kind, Remedy

if TYPE_CHECKING:
    from scenewright.ui.window import DesignerWindow

_SHOWN_MS = 8000


def tell_of_end(window: "DesignerWindow", job: Job) -> None:
    """Tell that a job has ended, with the buttons that go on from there."""
    if job.state not in ("succeeded", "failed"):
        return  # the user stopped it
    kind: Kind = "ok" if job.state == "succeeded" else "error"
    sentence = f"{job.title}: {first_line(job.message)}"
    window.tell(notice_key(job), sentence, kind, _remedies(window, job))
    if not window.isActiveWindow():
        QApplication.alert(window)
        _tell_desktop(window, job)


def notice_key(job: Job) -> str:
    """Return the key of the notice of a job's end."""
    return f"job_{job.place.name}"


def _remedies(window: "DesignerWindow", job: Job) -> list[Remedy]:
    folder = job.folder
    if job.state == "failed":
        return [Remedy(translate("jobs", "Go on"), job.resume, is_main=True)]
    if folder is None:
        return []

    def show_folder() -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            window.tell("folder", unopened_words(folder), "warning")

    return [
        Remedy(translate("jobs", "Open the folder"), show_folder),
        Remedy(translate("jobs", "Inspect"), lambda: window.show_result(job), is_main=True),
    ]


def _tell_desktop(window: "DesignerWindow", job: Job) -> None:
    if not QSystemTrayIcon.isSystemTrayAvailable():
        return
    tray = QSystemTrayIcon(window.windowIcon(), window)
    tray.show()
    tray.showMessage(job.title, first_line(job.message), window.windowIcon(), _SHOWN_MS)
    tray.messageClicked.connect(window.activateWindow)
    QTimer.singleShot(_SHOWN_MS, tray, tray.deleteLater)
