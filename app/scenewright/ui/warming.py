"""Importing beforehand what the user will open next, beside the window, so that opening it does not wait."""

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from scenewright.ui.background import in_background
from scenewright.ui.collecting import Collector
from scenewright.ui.reading_ahead import reading_ahead
from scenewright.ui.steps import CANVAS, VIEWS, steps
from scenewright.ui.theme.icons import read_icons

_PREVIEW = "scenewright.ui.preview.preview"
_REST_MS = 3000
"""After something was opened: the window is busy with it, and an import takes the interpreter from it."""
_IMPORTED: set[str] = set()
"""Modules that are there to the end; the window's thread adds and looks."""
_UNDER_WAY: "list[_WarmUp]" = []
"""Of the window; the first that has something left serves all."""


def warm_up(window: QWidget) -> None:
    """Read the icons, and import the preview, the canvas with its views and all pages, on another thread."""
    _UNDER_WAY.append(_WarmUp(window))


def is_imported(name: str) -> bool:
    """Tell whether a module was imported beforehand, to the end: who imports one that is not yet waits for it."""
    return name in _IMPORTED


def once_imported(step: str, do: Callable[[], object], owner: QObject) -> None:
    """Do something that needs the preview, the canvas and a step's page: at once, or as soon as they are imported.

    Args:
        step: The step's key; the first one's page is imported for what is none.
        do: Imports on the window's thread what nobody imports beforehand.
        owner: Without it nothing is done.
    """
    _UNDER_WAY[:] = [run for run in _UNDER_WAY if isValid(run) and run.left]
    pages = [known.page for known in steps() if known.key == step] or [steps()[0].page]
    needed = [name for name in (_PREVIEW, *pages, CANVAS) if _UNDER_WAY and name in _UNDER_WAY[0].left]
    if needed:
        _UNDER_WAY[0].hurry(needed, do, owner)
    else:
        do()


def modules() -> list[str]:
    """Return what is imported, the most urgent first."""
    return [_PREVIEW, CANVAS, *(step.page for step in steps()), *VIEWS]


class _WarmUp(QObject):
    """Imports one module after the other; belongs to the window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.left = [name for name in modules() if name not in _IMPORTED]
        self._waiting: list[tuple[set[str], Callable[[], object], QObject]] = []
        self._collector = window.findChild(Collector) or Collector(window)
        self._is_importing = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._go_on)
        self._begin("", read_icons)

    def hurry(self, needed: Sequence[str], do: Callable[[], object], owner: QObject) -> None:
        """Import some of the modules that are left before all others, then do something, then rest."""
        self.left.sort(key=lambda name: needed.index(name) if name in needed else len(needed))
        self._waiting.append((set(needed), do, owner))
        self._go_on()

    def _go_on(self) -> None:
        """Do what need not wait any more and rest, or import the next module."""
        if self._is_importing:
            return
        ready = [entry for entry in self._waiting if entry[0].isdisjoint(self.left)]
        self._waiting = [entry for entry in self._waiting if entry not in ready]
        if ready and not self._waiting:
            self._rest.start()
        elif self.left:
            self._begin(self.left[0], partial(_import, self.left[0]))
        for _, do, owner in ready:
            if isValid(owner):
                QTimer.singleShot(0, owner, do)  # what one of them raises does not keep the others from it

    def _begin(self, name: str, work: Callable[[], object]) -> None:
        self._is_importing = True
        self._rest.stop()
        self._collector.pause()
        in_background(partial(_tried, work), lambda error: self._end(name, error), self)

    def _end(self, name: str, error: Exception | None) -> None:
        self._is_importing = False
        self._collector.go_on()
        if name:
            self.left.remove(name)
        if name and error is None:
            _IMPORTED.add(name)
        QTimer.singleShot(0, self, self._go_on)
        if error is not None:
            raise error


def _import(name: str) -> None:
    with reading_ahead():
        if find_spec(name) is not None:
            import_module(name)


def _tried(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as error:  # told by the window's thread, once garbage is collected again
        return error
    return None
