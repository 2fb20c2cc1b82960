"""What the pictures of `screenshots.py` show of the inspection beside its page: grid, one image, figures.

Each state brings the window there from the page *Inspect*, and returns what is pictured.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

LONGEST_WAIT_S = 90


def settle(is_there: Callable[[], Any]) -> None:
    """Wait until something is there, and a little more; other threads have their turn meanwhile."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    began, seen = time.monotonic(), 0.0
    while time.monotonic() - began < LONGEST_WAIT_S:
        QApplication.processEvents()
        time.sleep(0.01)
        if is_there():
            seen = seen or time.monotonic()
            if time.monotonic() - seen > 1.0:
                return


def _page(window: Any) -> Any:
    from scenewright.ui.inspect.page import InspectPage  # noqa: PLC0415

    page = window.findChild(InspectPage)
    settle(lambda: page.dataset is not None and page._is_finished)
    return page


def masks(window: Any) -> Any:
    """Masks and boxes over the grid's pictures, large."""
    page = _page(window)
    page.show_grid()
    page.tools._masks.setChecked(True)
    page.grid.set_width(220)
    settle(lambda: page.grid.thumbnails.waiting == 0)
    return window


def figures(window: Any) -> Any:
    """The map of places, and from where the class is seen."""
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    page = _page(window)
    page._tabs.setCurrentWidget(page.statistics)
    settle(lambda: page.findChild(QWidget, "map_places") is not None)
    settle(lambda: True)
    page.statistics.ensureWidgetVisible(page.findChild(QWidget, "inspect_class_maps"))
    settle(lambda: True)
    return window


def _frame(window: Any, mode: str) -> Any:
    page = _page(window)
    page.show_row(6)
    settle(lambda: page.frame.frame is not None and page.frame.frame.row == 6)
    page.frame.show_mode(mode)
    return page.frame


def blended(window: Any) -> Any:
    """One image with 3D boxes and masks over it."""
    frame = _frame(window, "blended")
    frame._side._chosen = frozenset({"bounding_box_3d", "instance_mask"})
    frame._side.show_frame(frame.frame)
    frame._draw()
    _point(frame.image)
    return window


def panes(window: Any) -> Any:
    """Picture, depth, instances and normals side by side, enlarged together, a pixel pointed at."""
    frame = _frame(window, "side_by_side")
    frame.panes._count.setCurrentIndex(2)
    settle(lambda: not frame.panes.views[3]._image.isNull())
    _point(frame.panes.views[1])
    return window


def points(window: Any) -> Any:
    """Depth as points, from the side."""
    frame = _frame(window, "points")
    view = frame.cloud.view
    settle(lambda: view.orbit is not None)
    view.turn(0.7, 0.1)
    view.zoom(1.5)
    settle(lambda: not view._still.isActive())
    return window


def instances(window: Any) -> Any:
    """The same in the colours of the instances, nearer."""
    frame = _frame(window, "points")
    view = frame.cloud.view
    settle(lambda: view.orbit is not None)
    frame.cloud._by.setCurrentIndex(2)
    view.zoom(0.5)
    settle(lambda: not view._still.isActive())
    return window


def _point(view: Any) -> None:
    from PySide6.QtTest import QTest  # noqa: PLC0415

    QTest.mouseMove(view, view.rect().center())
    settle(lambda: True)


PRESET = "cup_detection"
INSPECT_STATES: dict[str, tuple[str, str, Callable[[Any], Any]]] = {
    f"inspect_{reach.__name__}": (PRESET, "inspect", reach)
    for reach in (masks, blended, panes, points, instances, figures)
}
INSPECT_CONTINUED = frozenset(list(INSPECT_STATES)[1:])
"""Those that go on with the dataset of the one before."""
