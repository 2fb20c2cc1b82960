"""Importing beforehand what the user will open next, beside the window, so that opening a project does not wait."""

from importlib import import_module
from importlib.util import find_spec

from PySide6.QtWidgets import QWidget

from scenewright.ui.background import in_background
from scenewright.ui.collecting import Collector
from scenewright.ui.steps import CANVAS, VIEWS, steps
from scenewright.ui.theme.icons import read_icons

_IMPORTED: set[str] = set()
"""Modules that are there to the end; the importing thread adds, the window's thread looks."""


def warm_up(window: QWidget) -> None:
    """Read the icons, and import the preview, the canvas with its views and all pages, on another thread."""
    collector = window.findChild(Collector) or Collector(window)
    collector.pause()

    def end(error: Exception | None) -> None:
        collector.go_on()
        if error is not None:
            raise error

    in_background(_import_all, end, window)


def is_imported(name: str) -> bool:
    """Tell whether a module was imported beforehand, to the end: who imports one that is not yet waits for it."""
    return name in _IMPORTED


def modules() -> list[str]:
    """Return what is imported, the most urgent first."""
    return ["scenewright.ui.preview.preview", CANVAS, *(step.page for step in steps()), *VIEWS]


def _import_all() -> Exception | None:
    try:
        read_icons()
        for name in modules():
            if find_spec(name) is not None:
                import_module(name)
                _IMPORTED.add(name)
    except Exception as error:  # told by the window's thread, once garbage is collected again
        return error
    return None
