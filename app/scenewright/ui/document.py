"""The open project: the one place its spec is kept while the program runs."""

import time
from collections.abc import Callable, Hashable
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from shiboken6 import isValid

from scenewright.spec.project import ProjectSpec

_MERGE_S = 1.0


class ProjectDocument(QObject):
    """A project's spec with undo, and the file it belongs to.

    The spec is immutable; `edit` is the only way to change it. Relative sources start from `folder`.
    """

    changed = Signal(object, object)
    """The spec before and the spec after."""
    moved = Signal(object)
    """The file it now belongs to, a path."""

    def __init__(self, spec: ProjectSpec, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec
        self._path = path
        stack = QUndoStack(self)
        self.undo_stack = stack
        # A stack that is destroyed would tell that it is clean, to whoever still listens.
        self.destroyed.connect(lambda: isValid(stack) and stack.blockSignals(True))

    @property
    def spec(self) -> ProjectSpec:
        """The spec as it is now."""
        return self._spec

    @property
    def path(self) -> Path:
        """The project file; it may not be there yet."""
        return self._path

    @property
    def folder(self) -> Path:
        """Where relative sources start from."""
        return self._path.parent

    def edit(self, spec: ProjectSpec, text: str, merge: Hashable = None, *, is_held: bool = False) -> None:
        """Replace the spec, as one undo step named `text`.

        Quick steps in a row with the same `merge` value become one, as of a number that is typed; where a handle
        `is_held`, also slow ones.
        """
        if spec != self._spec:
            self.undo_stack.push(_Edit(self._show, self._spec, spec, text, merge, is_held))

    def move(self, path: Path) -> None:
        """Belong to another file from now on; nothing is written here."""
        if path != self._path:
            self._path = path
            self.moved.emit(path)

    def _show(self, spec: ProjectSpec) -> None:
        before, self._spec = self._spec, spec
        self.changed.emit(before, spec)


class _Edit(QUndoCommand):
    """The only undo command: specs are immutable, so a step is two of them."""

    def __init__(
        self,
        show: Callable[[ProjectSpec], None],
        before: ProjectSpec,
        after: ProjectSpec,
        text: str,
        merge: Hashable,
        is_held: bool,
    ) -> None:
        super().__init__(text)
        self._show = show
        self._before = before
        self._after = after
        self._merge = merge
        self._is_held = is_held
        self._time_s = time.monotonic()

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)

    def id(self) -> int:
        return -1 if self._merge is None else 1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 (Qt's name)
        if not isinstance(other, _Edit) or other._merge != self._merge:
            return False
        if not other._is_held and other._time_s - self._time_s > _MERGE_S:
            return False
        self._after, self._time_s = other._after, other._time_s
        self.setObsolete(self._after == self._before)
        return True
