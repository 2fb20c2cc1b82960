"""The dataset that is looked through: what is known and shown of it, and what was decided about its frames."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from scenewright.datasets.curation import Curation, read_curation, write_curation
from scenewright.errors import UserError
from scenewright.inspection.examining import Examined
from scenewright.inspection.findings import Finding
from scenewright.inspection.measures import Source
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
    """The dataset cannot be read, or a wish not be fulfilled; in words."""
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
        self._only: NDArray[np.int64] | None = None
        self._found: tuple[Finding, ...] = ()
        self._curation = self._read_curation()
        self._reading = DatasetReading(folder)
        self._reading.grown.connect(self._grow)
        self._reading.failed.connect(self.failed)
        self._reading.finished.connect(self.finished)
        self._reading.start()

    @property
    def curation(self) -> Curation:
        """What was decided about its frames."""
        return self._curation

    @property
    def source(self) -> Source | None:
        """What is known of its images and objects, with the tags and findings that images bear."""
        if self.examined is None:
            return None
        source = self.examined.source
        index, count = source.columns.images.index, len(source.columns.images)
        tagged = {tag for tags in self._curation.tags.values() for tag in tags}
        tags = {tag: np.isin(index, [f for f, some in self._curation.tags.items() if tag in some]) for tag in tagged}
        findings: dict[str, NDArray[np.bool_]] = {}
        for item in self._found:
            flags = findings.setdefault(item.check, np.zeros(count, bool))
            flags[item.rows[item.rows < count]] = True
        return replace(source, flags={"tag": dict(sorted(tags.items())), "finding": findings})

    def note_findings(self, found: tuple[Finding, ...]) -> None:
        """Know what is wrong or odd, so that it can be filtered by."""
        self._found = found

    @property
    def only(self) -> NDArray[np.int64] | None:
        """The images of a finding, when only those are shown."""
        return self._only

    def close(self) -> None:
        """Read no more."""
        self._reading.stop()

    def show_filter(self, text: str) -> str:
        """Show what a filter lets through; return why it cannot, or nothing."""
        try:
            parsed = parsed_filter(text)
            source = self.source
            if source is not None:
                matching(source, parsed)
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
        self._decide(self._curation.with_set_aside(frames, reason), text)

    def take_back(self, frames: list[int]) -> None:
        """Take frames back that were set aside."""
        text = translate("inspect", "Take {0} frames back").format(len(frames))
        self._decide(self._curation.with_kept(frames), text)

    def tag(self, frames: list[int], tag: str) -> None:
        """Put a tag on frames."""
        text = translate("inspect", "Tag {0} frames “{1}”").format(len(frames), tag)
        self._decide(self._curation.with_tag(frames, tag), text)

    def untag(self, frames: list[int], tag: str) -> None:
        """Take a tag off frames."""
        text = translate("inspect", "Take a tag off {0} frames").format(len(frames))
        self._decide(self._curation.without_tag(frames, tag), text)

    def save_view(self, name: str, text: str) -> None:
        """Keep a filter under a name; an empty filter forgets it."""
        self._decide(self._curation.with_view(name, text), translate("inspect", "Keep a view"))

    def is_aside(self, row: int) -> bool:
        """Tell whether an image's frame is set aside."""
        if self.examined is None:
            return False
        return int(self.examined.source.columns.images.index[row]) in self._curation.set_aside

    def _read_curation(self) -> Curation:
        try:
            return read_curation(self.folder)
        except UserError as error:
            self.failed.emit(str(error))
            return Curation()

    def _decide(self, curation: Curation, text: str) -> None:
        if curation != self._curation:
            self.undo_stack.push(_Decision(self, self._curation, curation, text))

    def keep(self, curation: Curation) -> None:
        """Write decisions down; what cannot be written is told and not done."""
        try:
            write_curation(self.folder, curation)
        except UserError as error:
            self.failed.emit(str(error))
            return
        self._curation = curation
        self.decided.emit()
        if "tag" in self.filter:
            self._show()

    def _grow(self, examined: Examined) -> None:
        self.examined = examined
        self._show()
        self.grown.emit()

    def _show(self) -> None:
        source = self.source
        if source is None:
            return
        try:
            rows = np.flatnonzero(matching(source, parsed_filter(self.filter)))
        except UserError:
            rows = np.empty(0, np.int64)  # the last image with a tag has lost it: none is left to show
        if self._only is not None:
            rows = self._only[np.isin(self._only, rows)]
        if self.sort:
            rows = sorted_rows(source, rows, self.sort, descending=self.descending)
        if not np.array_equal(rows, self.rows):
            self.rows = rows
            self.shown_changed.emit()


class _Decision(QUndoCommand):
    """Decisions before and after."""

    def __init__(self, dataset: OpenedDataset, before: Curation, after: Curation, text: str) -> None:
        super().__init__(text)
        self._dataset, self._before, self._after = dataset, before, after

    def redo(self) -> None:
        self._dataset.keep(self._after)

    def undo(self) -> None:
        self._dataset.keep(self._before)
