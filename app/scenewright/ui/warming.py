"""Importing beforehand what the user will open next, beside the window, so that opening a project does not wait."""

from importlib import import_module
from importlib.util import find_spec

from PySide6.QtWidgets import QWidget

from scenewright.ui.background import in_background
from scenewright.ui.collecting import Collector
from scenewright.ui.steps import CANVAS, steps


def warm_up(window: QWidget) -> None:
    """Import the preview, the canvas and all pages on another thread."""
    collector = window.findChild(Collector) or Collector(window)
    collector.pause()
    in_background(_import_all, lambda _: collector.go_on(), window)


def modules() -> list[str]:
    """Return what is imported, the most urgent first."""
    return ["scenewright.ui.preview.preview", CANVAS, *(step.page for step in steps())]


def _import_all() -> None:
    for name in modules():
        if find_spec(name) is not None:
            import_module(name)
