"""Several things of the library or of files, chosen as often as their weights say."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, get_args

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from scenewright.assets.library import PICTURE_SUFFIXES, SUFFIXES, Kind
from scenewright.assets.sources import SourceKind
from scenewright.spec.choices import Weighted, WeightedAsset
from scenewright.spec.limits import Within
from scenewright.spec.looks import DecalsSpec, LookSpec
from scenewright.spec.places import Place
from scenewright.spec.surroundings import BackdropSpec, FloorSpec, ImageEnvironment, RoomSpec
from scenewright.ui.fields.buttons import icon_button, word_button
from scenewright.ui.fields.containers import discard
from scenewright.ui.fields.disclosure import Foldable
from scenewright.ui.fields.elided import ElidedLabel
from scenewright.ui.fields.facts import Facts
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.form import Form
from scenewright.ui.fields.numbers import NumberBox
from scenewright.ui.library.browser import Browser, paint_picture
from scenewright.ui.library.shelf import Item, Shelf, shelf_of
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
    return SourcesField(
        shelf_of(session), kind, item, session.document.folder, more, place, lambda: session.preview.choices(place)
    )


class SourcesField(Field):
    """What was chosen, each with picture and weight, and the library to choose from.

    Args:
        shelf: The library.
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
        self._kind: SourceKind = kind
        self._item = item
        self._folder = folder
        self._more = more
        self._rows: list[SourceRow] = []
        self.browser: Browser | None = None
        self.setAcceptDrops(True)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)
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
        self.body.addLayout(buttons)
        self.setFocusProxy(self.open_library if kind != "backdrop" else self.open_file)
        shelf.loaded.connect(self._name_rows)

    def show_draws(self) -> None:
        """Show anew how often each was chosen."""
        if self._value is not None:
            self.set_value(self._value)

    def add(self, *sources: str) -> None:
        """Add things by name or path, as the user does by the library."""
        known = {part.source for part in self._value}
        added = tuple(self._item(source=source) for source in dict.fromkeys(sources) if source not in known)
        if added:
            self._change((*self._value, *added))

    @override
    def _show(self, value: tuple[Weighted, ...]) -> None:
        while len(self._rows) > len(value):
            discard(self._rows.pop())
        while len(self._rows) < len(value):
            self._rows.append(self._row(len(self._rows)))
            self._list.addWidget(self._rows[-1])
        total = sum(part.weight for part in value) or 1.0
        drawn = self._choices()
        times = sum(drawn.values())
        for row, part in zip(self._rows, value, strict=True):
            item = self._shelf.item(self._kind, part.source)
            shares = (part.weight / total, drawn.get(part.source, 0) / times if times else None)
            row.show_part(part, item, shares, is_one_of_many=len(value) > 1)
        if self.browser is not None:
            self.browser.model.mark([part.source for part in value])

    def _row(self, number: int) -> "SourceRow":
        more = None if self._more is None else lambda: self._more(number)  # type: ignore[misc]
        row = SourceRow(self._shelf, number, more, (*self._place, number))
        row.weight.changed.connect(lambda weight: self._put(number, weight))
        row.remove.clicked.connect(lambda: self._change((*self._value[:number], *self._value[number + 1 :])))
        return row

    def _put(self, number: int, weight: float) -> None:
        parts = list(self._value)
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
        endings = " ".join(f"*{suffix}" for suffix in self._suffixes())
        dialog = QFileDialog(self, self.tr("Add files"), str(self._folder), self.tr("Files ({0})").format(endings))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self._add_files([Path(file) for file in files]))
        dialog.open()

    def _ask_for_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self._add_files([Path(file) for file in files]))
        dialog.open()

    def _suffixes(self) -> tuple[str, ...]:
        if self._kind in get_args(Kind):
            return SUFFIXES[self._kind]  # type: ignore[index]  # just looked up
        return PICTURE_SUFFIXES

    def _add_files(self, files: list[Path]) -> None:
        self.add(*(source_for(file, self._folder) for file in files))

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(self._is_usable(Path(url.toLocalFile())) for url in event.mimeData().urls() if url.isLocalFile()):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        usable = [path for path in paths if self._is_usable(path)]
        self._add_files(usable)
        event.acceptProposedAction()

    def _is_usable(self, path: Path) -> bool:
        if path.is_dir():
            return self._kind in ("floor", "wall", "texture", "backdrop")
        return path.suffix.lower() in self._suffixes()


class SourceRow(Foldable):
    """One thing: its picture, name, weight and share."""

    def __init__(self, shelf: Shelf, number: int, more: Callable[[], QWidget] | None, place: Place = ()) -> None:
        super().__init__()
        self.picture = _Picture(shelf)
        self.name, self.about = ElidedLabel(), ElidedLabel()
        self.about.setProperty("role", "caption")
        self.weight = NumberBox("", Within(low=0))
        self.weight.setPrefix("\u00d7 ")
        self.weight.setFixedWidth(self.fontMetrics().horizontalAdvance("\u00d7 00.00") + 22)
        self.weight.setToolTip(self.tr("How often it is chosen, relative to the others"))
        self.weight.setAccessibleName(self.tr("Weight of entry {0}").format(number + 1))
        self.remove = icon_button("close", self.tr("Take it out"))
        self.remove.setAccessibleName(self.tr("Take out entry {0}").format(number + 1))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.about)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.picture)
        row.addLayout(texts, 1)
        row.addWidget(self.weight)
        self._content: QWidget | None = None
        self._make = more
        self._place = place
        if more is not None:
            self.more = icon_button("more", self.tr("Which frames show it, and its own class"))
            self.more.setCheckable(True)
            self.more.setAccessibleName(self.tr("More about entry {0}").format(number + 1))
            self.more.clicked.connect(self.turn_more)
            row.addWidget(self.more)
        row.addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(row)

    def show_part(
        self, part: Weighted, item: Item | None, shares: tuple[float, float | None], is_one_of_many: bool
    ) -> None:
        """Show another entry.

        Args:
            part: The entry.
            item: What the library says of it.
            shares: How often it should be chosen, and how often it was; None before there are frames.
            is_one_of_many: Whether there is a choice at all.
        """
        wanted, drawn = shares
        self.picture.show_item(item)
        self.name.setText(item.title if item is not None else part.source)
        self.name.setToolTip(f"{part.source}\n{item.about}" if item is not None else part.source)
        notes = [f"{wanted:.0%}"] if is_one_of_many else []
        notes += [self.tr("{0} drawn").format(f"{drawn:.0%}")] if is_one_of_many and drawn is not None else []
        if isinstance(part, WeightedAsset):
            notes += [part.class_name] if part.class_name else []
            notes += [part.split] if part.split != "any" else []
        self.about.setText(" \u00b7 ".join(notes))
        self.about.setVisible(bool(notes))
        self.weight.show_exact(part.weight)
        self.weight.setVisible(is_one_of_many)

    @property
    def is_open(self) -> bool:
        """Whether what else it says is in sight."""
        return self._make is None or self.more.isChecked()

    def open(self) -> None:
        """Show what else it says."""
        self.more.setChecked(True)
        self.turn_more(True)

    def holds(self, place: Place) -> bool:
        """Tell whether a setting is among what else it says."""
        return bool(self._place) and place[:-1] == self._place and place[-1] in ("split", "class_name")

    def turn_more(self, is_on: bool) -> None:
        """Show or hide what else the entry says."""
        if is_on and self._content is None and self._make is not None:
            self._content = self._make()
            self._column.addWidget(self._content)
        if self._content is not None:
            self._content.setVisible(is_on)


class _Picture(QWidget):
    def __init__(self, shelf: Shelf) -> None:
        super().__init__()
        self._shelf = shelf
        self._item: Item | None = None
        edge = round(self.fontMetrics().height() * 2.25)
        self.setFixedSize(QSize(edge, edge))
        shelf.pictured.connect(self._pictured)

    def show_item(self, item: Item | None) -> None:
        self._item = item
        self.update()

    def _pictured(self, path: object) -> None:
        if self._item is not None and self._item.picture == path:
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        paint_picture(painter, QRectF(self.rect()), self._shelf, self._item, self.palette())


def source_for(file: Path, folder: Path) -> str:
    """Return how a project in a folder names a file: relative where it is inside."""
    path = file.absolute()
    inside = path.is_relative_to(folder.absolute())
    return f"./{path.relative_to(folder.absolute()).as_posix()}" if inside else path.as_posix()
