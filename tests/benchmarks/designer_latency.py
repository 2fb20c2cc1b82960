"""From the last mouse move of a drag to the changed picture on the screen, and how long the window is ever busy.

    python tests/benchmarks/designer_latency.py [--drags 30] [--projects cup_detection structured_tabletop]

The whole window with its real preview process, off screen. In the plan view a region (or the camera) is dragged with
mouse events, sixty a second; the clock runs from the last of them until the picture that shows the project as it then
is has been painted: first small, then whole. Goals on two cores without a graphics card: first in 250 ms, whole in 1 s,
and no turn of the window's event loop over 50 ms.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import monotonic, perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from event_loop import BusyTimes, busy_times, print_turns
from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from scenewright.paths import shipped
from scenewright.ui.app import make_application, make_window
from scenewright.ui.canvas.canvas import Canvas
from scenewright.ui.canvas.plan_view import PlanView
from scenewright.ui.warming import warm_up
from scenewright.ui.window import DesignerWindow

MOVES, TICK_MS, PATIENCE_S = 18, 16, 60.0


def main() -> None:
    """Print a table row per project and what is dragged."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--drags", type=int, default=30)
    parser.add_argument("--projects", nargs="+", default=["cup_detection", "structured_tabletop"])
    wanted = parser.parse_args()
    application = make_application()
    print(f"{'project':22} {'dragged':9} {'size':10} {'first picture, ms':>24} {'whole picture, ms':>24}")
    print(f"{'':43} {'median':>15} {'95 %':>8} {'median':>15} {'95 %':>8}")
    worst: list[BusyTimes] = []
    for project in wanted.projects:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary)
            shutil.copy(shipped("presets") / f"{project}.yaml", folder)
            window = make_window(application, folder)
            with busy_times() as times:
                measure(window, folder, project, wanted.drags, times)
            worst.append(times)
            window.deleteLater()
            pause(300)
    print_turns(worst, 12)
    sys.stdout.flush()
    os._exit(0)  # a preview that is drawing must not hold up the end


def measure(window: DesignerWindow, folder: Path, project: str, drags: int, times: BusyTimes) -> None:
    """Open a project, visit every part of the window, then drag, and print the rows."""
    times.doing = "opening the window"
    window.settings.set("tour_seen", True)
    window.resize(1280, 800)
    window.show()
    pause(60)
    warm_up(window)
    pause(2000)
    window.files.open_dropped(folder / f"{project}.yaml")
    until(lambda: window.workspace is not None and window.workspace._canvas is not None)
    canvas = window.workspace._canvas
    visit(window, canvas, times)
    window.go_to("objects")
    canvas.show_view("plan")
    view, preview = canvas.view("plan"), window.session.preview
    times.doing = "settling"
    until(lambda: preview.is_settled and view.live.picture.frame is not None)
    kinds = {region.kind for region in view.above.places() if region.is_movable}
    for kind in [kind for kind in ("spawn", "target", "camera", "light") if kind in kinds][:2]:
        times.doing = f"dragging a {kind}"
        found = np.array([drag(window, view, kind, k) for k in range(drags)]) * 1000
        i = view.live.picture.frame.plan.cameras[0].intrinsics
        first, whole = (np.percentile(found[:, column], [50, 95]) for column in (0, 1))
        figures = "".join(f" {median:>15.0f} {high:>8.0f}" for median, high in (first, whole))
        print(f"{project:22} {kind:9} {i.width}x{i.height:<5}{figures}", flush=True)
    times.doing = "closing"
    preview.close()
    window.close_for_good()
    pause(50)


def visit(window: DesignerWindow, canvas: Canvas, times: BusyTimes) -> None:
    """Look at every view and every step once."""
    until(lambda: canvas.live.picture.frame is not None and window.session.preview.is_settled)
    for view in ("sheet", "orbit", "plan", "live"):
        times.doing = f"showing {view}"
        canvas.show_view(view)
        until(lambda: window.session.preview.is_settled)
        pause(300)
    for step in window.workspace.step_keys:
        times.doing = f"going to {step}"
        window.go_to(step)
        pause(400)


def drag(window: DesignerWindow, view: PlanView, kind: str, number: int) -> tuple[float, float]:
    """Drag what is of a kind to and fro once; return the seconds to the first and to the whole picture."""
    plot, preview = view.above, window.session.preview
    until(lambda: preview.is_settled)
    region = next(region for region in plot.places() if region.kind == kind and region.is_movable)
    x, y = region.middle if region.shape == "point" else grip(region.points)
    box = plot.box
    at = plot.mapFromScene(box.mapViewToScene(QPointF(x, y)))
    way = QPoint(26 if number % 2 == 0 else -26, 14 if number % 2 == 0 else -14)
    painted: dict[bool, float] = {}

    def note(frame: object) -> None:
        if frame.serial == preview.serial:
            view.live.picture.repaint()
            painted.setdefault(False, perf_counter())
            if frame.is_full:
                painted.setdefault(True, perf_counter())

    target = plot.viewport()
    send(target, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton)
    send(target, QEvent.Type.MouseButtonPress, at, Qt.MouseButton.LeftButton)
    for k in range(1, MOVES + 1):
        pause(TICK_MS)
        send(target, QEvent.Type.MouseMove, at + way * k / MOVES, Qt.MouseButton.LeftButton)
    ended, before = perf_counter(), preview.serial
    view.live.showed.connect(note)
    pause(TICK_MS)
    send(target, QEvent.Type.MouseButtonRelease, at + way, Qt.MouseButton.NoButton)
    until(lambda: True in painted)
    view.live.showed.disconnect(note)
    if preview.serial != before:
        print("letting go changed the project once more", file=sys.stderr)
    return painted[False] - ended, painted[True] - ended


def grip(points: tuple[tuple[float, float], ...]) -> tuple[float, float]:
    """Return a point inside an area, away from its middle, where other handles may lie."""
    (x0, y0), (x1, y1) = points[0], points[-1]
    return x0 + 0.7 * (x1 - x0), y0 + 0.75 * (y1 - y0)


def send(widget: QWidget, kind: QEvent.Type, at: QPoint, held: Qt.MouseButton) -> None:
    """Send a mouse event."""
    is_move = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if is_move else Qt.MouseButton.LeftButton
    where = QPointF(at)
    event = QMouseEvent(kind, where, widget.mapToGlobal(where), button, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def until(condition: Callable[[], bool]) -> None:
    """Let the window live until something is so."""
    end = monotonic() + PATIENCE_S
    while not condition():
        if monotonic() > end:
            raise TimeoutError("the window did not get there")
        pause(2)


def pause(ms: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
