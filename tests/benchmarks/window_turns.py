"""How long the window is ever busy: a walk through all of it, with the worst turns of its event loop by step.

    python tests/benchmarks/window_turns.py [--project cup_detection] [--lines]

The whole window with its real preview process, off screen, from the start page to its end. Goal: no turn over 50 ms.
`--lines` also says which lines of our code slow turns were at.
"""

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
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from scenewright.paths import shipped
from scenewright.ui.app import make_application, make_window
from scenewright.ui.fields.disclosure import Disclosure
from scenewright.ui.warming import warm_up
from scenewright.ui.window import DesignerWindow

LEFT, CTRL = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier


def main() -> None:
    """Walk, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--project", default="cup_detection")
    parser.add_argument("--lines", action="store_true")
    parser.add_argument("--rows", type=int, default=20)
    wanted = parser.parse_args()
    application = make_application()
    with tempfile.TemporaryDirectory() as folder, busy_times(with_lines=wanted.lines) as times:
        os.environ["HOME"] = folder
        window = make_window(application, Path(folder))
        window.settings.set("tour_seen", True)
        window.resize(1280, 800)
        drive(walk(window, wanted.project, times))
    print_turns([times], wanted.rows)
    with suppress(OSError):
        os._exit(0)  # a preview that is drawing must not hold up the end


def walk(window: DesignerWindow, project: str, times: BusyTimes) -> Iterator[float | Callable[[], bool]]:
    """Go through the window."""
    times.doing = "showing the window"
    window.show()
    yield 60
    warm_up(window)
    yield 2000
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
    for step in window.workspace.step_keys:
        times.doing = f"going to {step} for the first time"
        click(window, f"step_{step}")
        yield 1000
    for step in window.workspace.step_keys:
        times.doing = f"going to {step} again"
        click(window, f"step_{step}")
        yield 200
    for step in ("scene", "objects", "lights", "camera", "labels"):
        click(window, f"step_{step}")
        yield 100
        for part in window.workspace.page(step).findChildren(Disclosure):
            if part.isVisible() and not part.is_open:
                times.doing = f"unfolding {part.button.text()!r} of {step}"
                part.button.click()
                yield 200
    click(window, "step_objects")
    yield 100
    for library in window.workspace.page("objects").findChildren(QToolButton):
        if library.accessibleName() == "Library" and library.isVisible():
            times.doing = "opening the library"
            library.click()
            yield 800
    for key, words in ((Qt.Key.Key_D, "duplicating the group"), (Qt.Key.Key_Z, "undoing"), (Qt.Key.Key_Y, "redoing")):
        times.doing = words
        parts = window.workspace.page("objects").parts.list
        parts.setFocus()
        QTest.keyClick(parts, key, CTRL)
        yield 600
    times.doing = "choosing the other group"
    parts.setCurrentRow(0)
    yield 500
    times.doing = "searching"
    window.show_palette()
    yield 200
    for key in "focal":
        times.doing = "typing a search"
        QTest.keyClicks(window.findChild(QLineEdit, "palette_field"), key)
        yield 60
    QTest.keyClick(window.findChild(QLineEdit, "palette_field"), Qt.Key.Key_Return)
    yield 600
    for step in ("scene", "objects", "generate", "inspect"):
        click(window, f"step_{step}")
        yield 300
        times.doing = f"changing the theme at {step}"
        window.toggle_theme()
        yield 600
    for step in window.workspace.step_keys:
        times.doing = f"going to {step} after a change of theme"
        click(window, f"step_{step}")
        yield 200
    times.doing = "changing the size of everything"
    window.change_scale(1)
    yield 600
    times.doing = "saving"
    window.files.save()
    yield 300
    times.doing = "closing the project"
    window.files.close_project()
    yield 300
    times.doing = "closing"
    window.close_for_good()
    yield 50


def click(window: DesignerWindow, name: str) -> None:
    """Click on what has a name."""
    QTest.mouseClick(window.findChild(QWidget, name), LEFT)


if __name__ == "__main__":
    main()
