"""Several things of the library or of files, chosen as often as their weights say."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.assets.library import PICTURE_SUFFIXES, SUFFIXES, Kind
from scenewright.assets.sources import SourceKind
from scenewright.spec.choices import Weighted, WeightedAsset
from scenewright.spec.looks import DecalsSpec, LookSpec
from scenewright.spec.places import Place
from scenewright.spec.surroundings import BackdropSpec, FloorSpec, ImageEnvironment, RoomSpec
from scenewright.ui.choosing import choose_files, choose_folder
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.form import Form
from scenewright.ui.growth import Growth
from scenewright.ui.layouts import add_layout
from scenewright.ui.library.browser import Browser
from scenewright.ui.library.dragging import DropLine, dragged_names, gap_at, scroll_along
from scenewright.ui.library.shelf import Item, Shelf, shelf_of
from scenewright.ui.library.source_row import SourceRow
from scenewright.ui.session import Session

KINDS: dict[type[Any], SourceKind] = {
    FloorSpec: "floor",
    RoomSpec: "wall",
    ImageEnvironment: "environment",
    BackdropSpec: "backdrop",
    DecalsSpec: "decal",
    LookSpec: "texture",
}


def sources_editor(session: Session, place: Place, facts: Facts) -> "SourcesField":
    """Return the editor of a setting that names things of the library."""
    kind = KINDS.get(facts.model, "object")
    item = get_args(facts.type)[0]
    more = (
        (lambda number: Form(session, (*place, number), item, only=("split", "class_name")))
        if (issubclass(item, WeightedAsset))
        else None
    )
    choices = lambda: session.preview.choices(place)  # noqa: E731
    return SourcesField(shelf_of(session), session.growth, kind, item, session.document.folder, more, place, choices)


class SourcesField(Field):
    """What was chosen, each with picture and weight, and the library to choose from.

    Args:
        shelf: The library.
        growth: By which the rows come into being.
        kind: What is named.
        item: The model of one entry.
        folder: Where paths of files start from.
        more: Makes the editor of what else an entry says.
        place: Of the setting.
        choices: How often each was chosen in sampled frames, by source.
    """

    keeps_refused = False

    def __init__(
        self,
        shelf: Shelf,
        growth: Growth,
        kind: SourceKind,
        item: type[Weighted],
        folder: Path,
        more: Callable[[int], QWidget] | None = None,
        place: Place = (),
        choices: Callable[[], Mapping[str, int]] = dict,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._place = place
        self._choices = choices
        self._shelf = shelf
        self._growth = growth
        self._kind: SourceKind = kind
        self._item = item
        self._folder = folder
        self._more = more
        self._rows: list[SourceRow] = []
        self._drawn: Mapping[str, int] = {}
        self.browser: Browser | None = None
        self.setAcceptDrops(True)
        self._drop_line = DropLine(self)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        add_layout(self.body, self._list)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        self.open_library = word_button(
            self.tr("Library"), self.tr("Choose from the library"), self._turn_library, "search"
        )
        self.open_library.setCheckable(True)
        self.open_library.setVisible(kind != "backdrop")
        self.open_file = word_button(
            self.tr("File \u2026"), self.tr("Add files of your own; they can also be dropped here"), self._ask_for_files
        )
        buttons.addWidget(self.open_library)
        buttons.addWidget(self.open_file)
        if kind == "backdrop":
            self.open_folder = word_button(
                self.tr("Folder \u2026"),
                self.tr("Add a folder; each picture in it is as likely"),
                self._ask_for_folder,
            )
            buttons.addWidget(self.open_folder)
        buttons.addStretch()
        add_layout(self.body, buttons)
        self.setFocusProxy(self.open_library if kind != "backdrop" else self.open_file)
        shelf.loaded.connect(self._name_rows)

    def show_draws(self) -> None:
        """Show anew how often each was chosen."""
        if self._value is not None:
            self.set_value(self._value)

    def add(self, *sources: str, at: int | None = None) -> None:
        """Add things by name or path, as the user does by the library: before the entry with a number, or last."""
        known = {part.source for part in self._value}
        added = tuple(self._item(source=source) for source in dict.fromkeys(sources) if source not in known)
        if added:
            at = len(self._value) if at is None else at
            self._change((*self._value[:at], *added, *self._value[at:]))

    @override
    def _show(self, value: tuple[Weighted, ...]) -> None:
        while len(self._rows) > len(value):
            discard(self._rows.pop())
        self._drawn = self._choices()
        for number in range(len(self._rows)):
            self._show_row(number)
        missing = range(len(self._rows), len(value))
        self._growth.grow(self, [partial(self._add_row, number) for number in missing])
        if self.browser is not None:
            self.browser.model.mark([part.source for part in value])

    def _add_row(self, number: int) -> None:
        if number == len(self._rows) < len(self._value):  # it was not made or taken out since
            self._rows.append(self._row(number))
            self._list.addWidget(self._rows[-1])
            self._show_row(number)

    def _show_row(self, number: int) -> None:
        part = self._value[number]
        item = self._shelf.item(self._kind, part.source)
        total = sum(part.weight for part in self._value) or 1.0
        times = sum(self._drawn.values())
        self._rows[number].show_part(
            part,
            item,
            (part.weight / total, self._drawn.get(part.source, 0) / times if times else None),
            is_one_of_many=len(self._value) > 1,
            is_missing=self._is_missing(part.source, item),
        )

    def _is_missing(self, source: str, item: Item | None) -> bool:
        """Tell whether a name is none of the library; whether files are there is looked for elsewhere."""
        is_name = not any(mark in source for mark in "/\\.") and self._kind != "backdrop"
        return is_name and item is None and self._shelf.items(self._kind) is not None

    def _row(self, number: int) -> SourceRow:
        more = None if self._more is None else lambda: self._more(number)  # type: ignore[misc]
        row = SourceRow(self._shelf, number, more, (*self._place, number))
        row.weight.changed.connect(lambda weight: self._put(number, weight))
        row.remove.clicked.connect(lambda: self._change((*self._value[:number], *self._value[number + 1 :])))
        return row

    def _put(self, number: int, weight: float) -> None:
        parts = list(self._value)
        if number >= len(parts):
            return  # its row goes, and says a last word as it loses the focus
        parts[number] = parts[number].model_copy(update={"weight": weight})
        self._change(tuple(parts))

    def _turn_library(self) -> None:
        if self.browser is None:
            self.browser = Browser(self._shelf, self._kind)
            self.browser.model.mark([part.source for part in self._value])
            self.browser.clicked.connect(self._click)
            self.body.addWidget(self.browser)
        self.browser.setVisible(self.open_library.isChecked())
        if self.open_library.isChecked():
            self.browser.setFocus()

    def _click(self, item: Item) -> None:
        kept = tuple(part for part in self._value if part.source != item.name)
        if len(kept) < len(self._value):
            self._change(kept)
        else:
            self.add(item.name)

    def _change(self, value: tuple[Weighted, ...]) -> None:
        self._take(value)
        if not self.problem:
            self.set_value(self._value)

    def _name_rows(self, kind: str) -> None:
        if kind == self._kind and self._value is not None:
            self.set_value(self._value)

    def _ask_for_files(self) -> None:
        suffixes = self.tr("Files ({0})"), self._suffixes()
        choose_files(self, self.tr("Add files"), self._folder, self._add_files, suffixes)

    def _ask_for_folder(self) -> None:
        choose_folder(self, self.tr("Add a folder"), self._folder, lambda folder: self._add_files([folder]))

    def _suffixes(self) -> tuple[str, ...]:
        if self._kind in get_args(Kind):
            return SUFFIXES[self._kind]  # type: ignore[index]  # just looked up
        return PICTURE_SUFFIXES

    def _add_files(self, files: list[Path]) -> None:
        self.add(*(source_for(file, self._folder) for file in files))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event.mimeData()):
            event.acceptProposedAction()

    @override
    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        point = event.position().toPoint()
        scroll_along(self, point)
        if self._is_over_library(point):
            event.ignore()
            self._drop_line.hide()
            return
        event.acceptProposedAction()
        self._drop_line.show_at(gap_at(self._rows, point.y())[1])

    @override
    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._drop_line.hide()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        self._drop_line.hide()
        point = event.position().toPoint()
        if not self._is_over_library(point):
            self.add(*self._dropped(event.mimeData()), at=gap_at(self._rows, point.y())[0])
            event.acceptProposedAction()

    def _dropped(self, data: QMimeData) -> list[str]:
        """Return what is dragged, as the project names it, as far as it can be here."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        files = [source_for(path, self._folder) for path in paths if self._is_usable(path)]
        return [*dragged_names(data, self._kind), *files]

    def _is_over_library(self, point: QPoint) -> bool:
        """Tell whether what is dragged is still where it came from."""
        return self.browser is not None and self.browser.isVisible() and self.browser.geometry().contains(point)

    def _is_usable(self, path: Path) -> bool:
        if path.is_dir():
            return self._kind in ("floor", "wall", "texture", "backdrop")
        return path.suffix.lower() in self._suffixes()


def source_for(file: Path, folder: Path) -> str:
    """Return how a project in a folder names a file: relative where it is inside."""
    path = file.absolute()
    inside = path.is_relative_to(folder.absolute())
    return f"./{path.relative_to(folder.absolute()).as_posix()}" if inside else path.as_posix()
