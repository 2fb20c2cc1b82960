"""The dataset that is looked through: what is known and shown of it, and what was decided about its frames."""

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from scenewright.datasets.curation import Curation, carried_over, put_damaged_aside, read_curation, write_curation
from scenewright.errors import UserError
from scenewright.inspection.examining import Effort, Examined
from scenewright.inspection.findings import Finding
from scenewright.inspection.marking import marked, marks_of
from scenewright.inspection.query import filter_text, matching, parsed_filter, sorted_rows
from scenewright.ui.inspect.reading import DatasetReading
from scenewright.ui.language import translate


class OpenedDataset(QObject):
    """One folder, read beside the window."""

    grown = Signal()
    """More is known: `examined` is another."""
    shown_changed = Signal()
    """Other images are shown, or in another order."""
    decided = Signal()
    """Frames were set aside, taken back or tagged."""
    failed = Signal(str)
    """It cannot be read, or not to the end; in words."""
    refused = Signal(str)
    """A decision that could not be kept, or decisions that could not be read: why, in words; empty once they can."""
    finished = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self.examined: Examined | None = None
        self.rows: NDArray[np.int64] = np.empty(0, np.int64)
        self.filter = ""
        self.sort = ""
        self.descending = False
        self.undo_stack = QUndoStack(self)
        self._findings: tuple[Finding, ...] = ()
        self._only: NDArray[np.int64] | None = None
        self._curation = Curation()
        self.trouble = ""
        """Why decisions about frames can be neither read nor made, in words; empty where they can."""
        self.is_damaged = False
        """Whether that is because their file is damaged."""
        self.reread()
        self._reading = self._begin(DatasetReading(folder, Effort()))

    @property
    def curation(self) -> Curation:
        """What was decided about its frames."""
        return self._curation

    @property
    def only(self) -> NDArray[np.int64] | None:
        """The images of a finding, when only those are shown."""
        return self._only

    def close(self) -> None:
        """Read no more."""
        self._reading.stop()

    def mark_found(self, findings: tuple[Finding, ...]) -> None:
        """Remember what was found, so that it can be filtered and sorted by."""
        self._findings = findings
        self._mark()
        self._show()

    def measure(self, effort: Effort) -> None:
        """Measure pictures again, or more of them; what was measured before is known already."""
        self._reading.stop()
        self._reading = self._begin(DatasetReading(self.folder, effort, self.examined))

    def show_filter(self, text: str) -> str:
        """Show what a filter lets through; return why it cannot, or nothing."""
        try:
            parsed = parsed_filter(text)
            if self.examined is not None:
                matching(self.examined.source, parsed)
        except UserError as error:
            return str(error)
        self.filter = filter_text(parsed)
        self._show()
        return ""

    def add_condition(self, condition: str) -> None:
        """Narrow the filter by one more condition; one about the same measure gives way."""
        new = parsed_filter(condition)
        names = {item.measure for item in new}
        kept = tuple(item for item in parsed_filter(self.filter) if item.measure not in names)
        self.show_filter(filter_text((*kept, *new)))

    def drop_condition(self, measure: str) -> None:
        """Widen the filter by what it says of a measure."""
        self.show_filter(filter_text(tuple(item for item in parsed_filter(self.filter) if item.measure != measure)))

    def show_only(self, rows: NDArray[np.int64] | None) -> None:
        """Show some images only, or all again."""
        self._only = rows
        self._show()

    def sort_by(self, measure: str, *, descending: bool) -> None:
        """Order images by a measure; by their place in the dataset if it is empty."""
        self.sort, self.descending = measure, descending
        self._show()

    def frames(self, rows: Iterable[int]) -> list[int]:
        """Return the frames that images belong to, each once."""
        if self.examined is None:
            return []
        index = self.examined.source.columns.images.index
        return list(dict.fromkeys(int(index[row]) for row in rows))

    def set_aside(self, frames: list[int], reason: str = "") -> None:
        """Set frames aside, as one step that can be undone."""
        text = translate("inspect", "Set {0} frames aside").format(len(frames))
        self._decide(lambda it: it.with_set_aside(frames, reason), text)

    def take_back(self, frames: list[int]) -> None:
        """Take frames back that were set aside."""
        text = translate("inspect", "Take {0} frames back").format(len(frames))
        self._decide(lambda it: it.with_kept(frames), text)

    def tag(self, frames: list[int], tag: str) -> None:
        """Put a tag on frames."""
        text = translate("inspect", "Tag {0} frames “{1}”").format(len(frames), tag)
        self._decide(lambda it: it.with_tag(frames, tag), text)

    def untag(self, frames: list[int], tag: str) -> None:
        """Take a tag off frames."""
        text = translate("inspect", "Take a tag off {0} frames").format(len(frames))
        self._decide(lambda it: it.without_tag(frames, tag), text)

    def save_view(self, name: str, text: str) -> None:
        """Keep a filter under a name; an empty filter forgets it."""
        self._decide(lambda it: it.with_view(name, text), translate("inspect", "Keep a view"))

    def is_aside(self, row: int) -> bool:
        """Tell whether an image's frame is set aside."""
        if self.examined is None:
            return False
        return int(self.examined.source.columns.images.index[row]) in self._curation.set_aside

    def _begin(self, reading: DatasetReading) -> DatasetReading:
        reading.grown.connect(self._grow)
        reading.failed.connect(self.failed)
        reading.finished.connect(self.finished)
        reading.start()
        return reading

    def reread(self) -> bool:
        """Read again what was decided, which other programs add to; return whether it could be read."""
        try:
            curation = read_curation(self.folder)
        except UserError as error:
            self.is_damaged = isinstance(error.__cause__, ValueError | TypeError | AttributeError)
            self._refuse(str(error))
            return False
        self.is_damaged = False
        self._refuse("")
        if curation != self._curation:
            self._take(curation)
        return True

    def _take(self, curation: Curation) -> None:
        self._curation = curation
        self._mark()
        self.decided.emit()
        self._show()

    def _mark(self) -> None:
        if self.examined is not None:
            marks = marks_of(self.examined.source.columns, self._curation, self._findings)
            self.examined = marked(self.examined, marks)

    def begin_anew(self) -> None:
        """Rename decisions that cannot be read, so that new ones can be made."""
        try:
            put_damaged_aside(self.folder)
        except UserError as error:
            self._refuse(str(error))
            return
        self.reread()

    def _decide(self, change: Callable[[Curation], Curation], text: str) -> None:
        if not self.reread():
            return
        before, after = self._curation, change(self._curation)
        if after != before and self.carry_over(before, after):
            self.undo_stack.push(_Decision(self, before, after, text))

    def carry_over(self, before: Curation, after: Curation) -> bool:
        """Make a change to the decisions as they are now and write them; what cannot be done is told."""
        if not self.reread():
            return False
        curation = carried_over(self._curation, before, after)
        try:
            if curation != self._curation:
                write_curation(self.folder, curation)
        except UserError as error:
            self._refuse(str(error))
            return False
        if curation != self._curation:
            self._take(curation)
        return True

    def _refuse(self, sentence: str) -> None:
        if sentence != self.trouble:
            self.trouble = sentence
            self.refused.emit(sentence)

    def _grow(self, examined: Examined) -> None:
        self.examined = examined
        self._mark()
        self._show()
        self.grown.emit()

    def _show(self) -> None:
        if self.examined is None:
            return
        source = self.examined.source
        try:
            rows = np.flatnonzero(matching(source, parsed_filter(self.filter)))
        except UserError:  # it speaks of a tag or a finding that no image has any more
            rows = np.empty(0, np.int64)
        if self._only is not None:
            rows = self._only[np.isin(self._only, rows)]
        if self.sort:
            rows = sorted_rows(source, rows, self.sort, descending=self.descending)
        if not np.array_equal(rows, self.rows):
            self.rows = rows
            self.shown_changed.emit()


class _Decision(QUndoCommand):
    """A change to what was decided; it is made already when it comes onto the stack."""

    def __init__(self, dataset: OpenedDataset, before: Curation, after: Curation, text: str) -> None:
        super().__init__(text)
        self._dataset, self._before, self._after = dataset, before, after
        self._is_new = True

    def redo(self) -> None:
        if not self._is_new:
            self._dataset.carry_over(self._before, self._after)
        self._is_new = False

    def undo(self) -> None:
        self._dataset.carry_over(self._after, self._before)
