"""How long the window's pages take to be there, and how long an edit by a handle takes the window's thread."""

import os
import sys
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThreadPool
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.fields.distribution.track import Track
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.pages import camera, labels, lights, objects, scene
from scenewright.ui.session import Session, open_session
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme

PAGES = {"scene": scene, "objects": objects, "lights": lights, "camera": camera, "labels": labels}
TIMES = 5


def main() -> None:
    application = QApplication(sys.argv[:1])
    with TemporaryDirectory() as folder:
        session = opened(application, Path(folder))
        print(f"{'page':<10}{'made ms':>10}{'shown ms':>10}{'drag ms':>10}{'worst':>8}")
        for name, module in PAGES.items():
            made, shown, drags = [], [], []
            for _ in range(TIMES):
                begun = time.perf_counter()
                page = module.make_page(session)
                page.resize(400, 700)
                made.append(time.perf_counter() - begun)
                page.show()
                application.processEvents()
                shown.append(time.perf_counter() - begun)
                QThreadPool.globalInstance().waitForDone()
                application.processEvents()
                drags += dragged(application, page)
                page.close()
                page.deleteLater()
                application.processEvents()
            drag, worst = (median(drags), max(drags)) if drags else (0.0, 0.0)
            numbers = f"{median(made) * 1e3:>10.0f}{median(shown) * 1e3:>10.0f}{drag * 1e3:>10.1f}{worst * 1e3:>8.1f}"
            print(f"{name:<10}{numbers}")
        session.preview.close()
        session.jobs.close()


def opened(application: QApplication, folder: Path) -> Session:
    spec = load_project(shipped("presets") / "warehouse_robot.yaml").spec
    document = ProjectDocument(spec, folder / "project.yaml")
    settings = Settings(folder / "settings.ini", document)
    jobs = JobList(folder / "jobs", document)
    return open_session(document, jobs, settings, Theme(application, "light"))


def dragged(application: QApplication, page: QWidget) -> list[float]:
    """Drag the first handle of a page thirty times by a pixel, and return how long each move took."""
    tracks = [track for track in page.findChildren(Track) if track.isVisible() and len(track.values) == 2]
    if not tracks:
        return []
    track, times = tracks[0], []
    x, y = track.x_of(track.values[1]), track.height() - 10

    def send(kind: QEvent.Type, at: float) -> None:
        left = Qt.MouseButton.LeftButton
        local = QPointF(at, y)
        spot = QPointF(track.mapToGlobal(QPoint(round(at), y)))
        application.sendEvent(track, QMouseEvent(kind, local, spot, left, left, Qt.KeyboardModifier.NoModifier))

    send(QEvent.Type.MouseButtonPress, x)
    for step in range(1, 31):
        begun = time.perf_counter()
        send(QEvent.Type.MouseMove, x - step)
        application.processEvents()
        times.append(time.perf_counter() - begun)
    send(QEvent.Type.MouseButtonRelease, x - 30)
    return times


if __name__ == "__main__":
    main()
