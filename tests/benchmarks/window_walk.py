"""The walk of `window_turns.py` through the whole window."""

import argparse
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from event_loop import BusyTimes, busy_times, drive, print_turns
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget

from scenewright.paths import shipped
from scenewright.ui.app import make_application, make_window
from scenewright.ui.fields.disclosure import Disclosure
from scenewright.ui.warming import warm_up
from scenewright.ui.window import DesignerWindow

Session = Iterator[float | Callable[[], bool]]
"""As `drive` takes it."""
LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def main() -> None:
    """Walk, and print the table."""
    parser = argparse.ArgumentParser(description="How long the window is ever busy, by step of a walk through it.")
    parser.add_argument("--project", default="cup_detection")
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--rows", type=int, default=20)
    wanted = parser.parse_args()
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["HOME"] = folder
        window = make_window(application, Path(folder))
        window.settings.set("tour_seen", True)
        window.resize(1280, 800)
        with busy_times(with_lines=wanted.lines) as times:
            drive(walk(window, wanted.project, times, is_at_once=wanted.at_once))
    print_turns([times], wanted.rows)
    with suppress(OSError):
        os._exit(0)  # a preview that is drawing must not hold up the end


def walk(window: DesignerWindow, project: str, times: BusyTimes, *, is_at_once: bool) -> Session:
    """Go through the window."""
    times.doing = "showing the window"
    window.show()
    yield 60
    warm_up(window)
    yield 1 if is_at_once else 2000
    times.doing = "opening the project"
    window.files.new(shipped("presets") / f"{project}.yaml")
    yield lambda: window.workspace is not None and window.workspace._canvas is not None
    canvas, preview = window.workspace._canvas, window.session.preview
    yield lambda: canvas.live.picture.frame is not None and preview.is_settled
    for view in ("sheet", "plan", "orbit", "live"):
        times.doing = f"showing {view} for the first time"
        click(window, f"view_{view}")
        yield 300
        yield lambda: preview.is_settled
    yield from visit(window, times, "for the first time", 1000)
    yield from visit(window, times, "again", 200)
    yield from unfold(window, times)
    yield from edit(window, times)
    yield from search(window, times)
    yield from restyle(window, times)
    times.doing = "saving"
    window.files.save()
    yield 300
    times.doing = "closing the project"
    window.files.close_project()
    yield 300
    times.doing = "closing"
    window.close_for_good()
    yield 50


def visit(window: DesignerWindow, times: BusyTimes, how: str, stay_ms: float) -> Session:
    """Go to each step."""
    for step in window.workspace.step_keys:
        times.doing = f"going to {step} {how}"
        click(window, f"step_{step}")
        yield stay_ms


def unfold(window: DesignerWindow, times: BusyTimes) -> Session:
    """Open every part that is folded."""
    for step in ("scene", "objects", "lights", "camera", "labels"):
        click(window, f"step_{step}")
        yield 100
        for part in window.workspace.page(step).findChildren(Disclosure):
            if part.isVisible() and not part.is_open:
                times.doing = f"unfolding {part.button.text()!r} of {step}"
                part.button.click()
                yield 200


def edit(window: DesignerWindow, times: BusyTimes) -> Session:
    """Look into the library, and change the list of groups."""
    click(window, "step_objects")
    yield 100
    for library in window.workspace.page("objects").findChildren(QToolButton):
        if library.accessibleName() == "Library" and library.isVisible():
            times.doing = "opening the library"
            library.click()
            yield 800
    parts = window.workspace.page("objects").parts.list
    for key, words in ((Qt.Key.Key_D, "duplicating the group"), (Qt.Key.Key_Z, "undoing"), (Qt.Key.Key_Y, "redoing")):
        times.doing = words
        parts.setFocus()
        QTest.keyClick(window.windowHandle(), key, CTRL)
        yield 600
    times.doing = "choosing the other group"
    parts.setCurrentRow(0)
    yield 500


def search(window: DesignerWindow, times: BusyTimes) -> Session:
    """Find a setting by words, and go to it."""
    times.doing = "searching"
    window.show_palette()
    yield 200
    for key in "focal":
        times.doing = "typing a search"
        QTest.keyClick(window.windowHandle(), key)
        yield 60
    times.doing = "going to what was found"
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    yield 600


def restyle(window: DesignerWindow, times: BusyTimes) -> Session:
    """Change the theme at several pages, and the size of everything."""
    for step in ("scene", "objects", "generate", "inspect"):
        click(window, f"step_{step}")
        yield 300
        times.doing = f"changing the theme at {step}"
        window.toggle_theme()
        yield 600
    yield from visit(window, times, "after a change of theme", 200)
    times.doing = "changing the size of everything"
    window.change_scale(1)
    yield 600


def click(window: DesignerWindow, name: str) -> None:
    """Click on what has a name, as the platform would."""
    widget = window.findChild(QWidget, name)
    QTest.mouseClick(window.windowHandle(), LEFT, pos=widget.mapTo(window, widget.rect().center()))
