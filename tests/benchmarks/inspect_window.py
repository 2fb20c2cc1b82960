"""How a dataset of many frames opens and scrolls in the window: its records are real, its pictures are repeated.

Usage: python tests/benchmarks/inspect_window.py DATASET [FRAMES]
"""

import os
import resource
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspection import repeated
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.inspect.page import InspectPage
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.session import open_session
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme

_SCROLLED = 300


def scrolled(application: QApplication, viewport: QWidget) -> list[float]:
    """Turn the wheel again and again; return how long each turn took, sorted, seconds."""
    gaps = []
    for step in range(_SCROLLED):
        turned = perf_counter()
        wheel = QWheelEvent(
            QPointF(300, 300), QPointF(300, 300), QPoint(), QPoint(0, -240 if step % 60 < 50 else 24000),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        application.sendEvent(viewport, wheel)
        application.processEvents()
        gaps.append(perf_counter() - turned)
    return sorted(gaps)


def orbited(page: InspectPage, wait: Callable[[Callable[[], bool]], None]) -> list[tuple[str, float, str]]:
    """Open an image as points, and go around them; return the rows of the table."""
    page.show_row(0)
    wait(lambda: page.frame.frame is not None)
    began = perf_counter()
    page.frame.show_mode("points")
    view = page.frame.cloud.view
    wait(lambda: view.orbit is not None)
    view.grab()
    opened = perf_counter() - began
    gaps = []
    for step in range(60):
        turned = perf_counter()
        view.orbit.turn(0.03, 0.01 if step < 30 else -0.01)
        view._draw_quick()
        view.grab()
        gaps.append(perf_counter() - turned)
    points = len(view._cloud.points)
    return [
        (f"{points} points, opened", opened, "s"),
        ("going around them, median", 1 / sorted(gaps)[30], "frames/s"),
        ("share that is drawn meanwhile", view._quick_share * 100, "%"),
    ]


def main(dataset: Path, frames: int) -> None:
    """Print the table."""
    application = QApplication([])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        repeated(dataset, frames, folder / "data")
        document = ProjectDocument(load_project(shipped("presets") / "cup_detection.yaml").spec, folder / "cups.yaml")
        jobs = JobList(folder / "jobs", document)
        session = open_session(document, jobs, Settings(folder / "settings.ini", document), Theme(application))
        page = InspectPage(session)
        page.resize(1600, 1000)
        page.show()
        application.processEvents()
        rows = []
        began = perf_counter()
        page.open_folder(folder / "data")
        viewport = page.grid.viewport()

        def wait(until):
            while not until():
                QTest.qWait(2)  # a loop without a rest would take the interpreter from the threads

        wait(lambda: page.grid.grid_model.rowCount() > 0)
        page.grid.grab()
        rows.append(("first page listed", perf_counter() - began, "s"))
        wait(lambda: page.grid.thumbnails.waiting == 0)
        rows.append(("first page painted", perf_counter() - began, "s"))
        wait(lambda: page.grid.grid_model.rowCount() == frames and page.dataset.examined.source.columns.labelled.any())
        wait(lambda: len(page.dataset.examined.source.columns.objects) >= frames)
        QTest.qWait(600)
        rows.append(("figures of all frames", perf_counter() - began, "s"))
        for title, masks in (("scrolling", False), ("scrolling with masks", True)):
            page.grid.show_masks(on=masks)
            page.grid.scrollToTop()
            QTest.qWait(300)
            gaps = scrolled(application, viewport)
            rows.append((f"{title}, median", 1 / gaps[len(gaps) // 2], "frames/s"))
            rows.append((f"{title}, slowest 5 %", 1 / gaps[int(len(gaps) * 0.95)], "frames/s"))
        rows += orbited(page, wait)
        rows.append(("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MiB"))
        page.close_readings()
        print(f"{frames} frames")
        for title, value, unit in rows:
            print(f"{title:32} {value:8.2f} {unit}")
        jobs.close()


if __name__ == "__main__":
    path, *count = sys.argv[1:3]
    main(Path(path), int(count[0]) if count else 100_000)
