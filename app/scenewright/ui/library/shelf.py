"""What the library holds, for the window: read once beside it, and again when something was imported."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

from scenewright.assets.entries import Entry, read_entry
from scenewright.assets.library import Kind, decals, library
from scenewright.assets.sources import SourceKind
from scenewright.errors import UserError
from scenewright.ui.background import in_background
from scenewright.ui.session import Session

THUMBNAIL_PX = 160


@dataclass(frozen=True)
class Item:
    """Something a project can name.

    Attributes:
        name: As a project names it.
        title: What people call it.
        class_name: What labels call it; empty for what is no object.
        tags: What it is found by.
        picture: A small picture of it, where there is one.
        about: What more is known, in a line.
        entry: What the library says of it; None for stickers.
    """

    name: str
    title: str
    class_name: str = ""
    tags: tuple[str, ...] = ()
    picture: Path | None = None
    about: str = ""
    entry: Entry | None = None

    def is_found(self, words: str) -> bool:
        """Tell whether each of some words is part of its name, title, class or tags."""
        text = " ".join((self.name, self.title, self.class_name, *self.tags)).casefold()
        return all(word in text for word in words.casefold().split())


class Shelf(QObject):
    """The library's items by kind, and their pictures; what is not read yet comes with a signal."""

    loaded = Signal(str)
    """A kind, whose items are there now."""
    pictured = Signal(object)
    """The path of a picture that is there now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[str, tuple[Item, ...]] = {}
        self._pictures: dict[Path, QPixmap] = {}
        self._asked: set[str | Path] = set()

    def items(self, kind: SourceKind) -> tuple[Item, ...] | None:
        """Return all items of a kind by title; None while they are being read."""
        if kind in self._items:
            return self._items[kind]
        if kind not in self._asked:
            self._asked.add(kind)
            in_background(lambda: _read_items(kind), lambda items: self._put(kind, items), self)
        return None

    def item(self, kind: SourceKind, name: str) -> Item | None:
        """Return one item; None where there is none, or while they are being read."""
        return next((item for item in self.items(kind) or () if item.name == name), None)

    def picture(self, path: Path | None) -> QPixmap | None:
        """Return a small picture; None while it is being read, or where there is none."""
        if path is None or path in self._pictures:
            return None if path is None else self._pictures[path]
        if path not in self._asked:
            self._asked.add(path)
            in_background(lambda: _read_picture(path), lambda image: self._put_picture(path, image), self)
        return None

    def read_again(self) -> None:
        """Forget what was read: the library changed."""
        kinds = tuple(self._items)
        self._items.clear()
        self._asked -= {*kinds}
        for kind in kinds:
            self.items(kind)  # type: ignore[arg-type]  # the same kinds as before

    def _put(self, kind: str, items: tuple[Item, ...]) -> None:
        self._items[kind] = items
        self.loaded.emit(kind)

    def _put_picture(self, path: Path, image: QImage) -> None:
        if not image.isNull():
            self._pictures[path] = QPixmap.fromImage(image)
            self.pictured.emit(path)


def shelf_of(session: Session) -> Shelf:
    """Return the shelf of an open project; it is made at the first call and lives as long as the project is open."""
    found = session.document.findChild(Shelf)
    return found if isinstance(found, Shelf) else Shelf(session.document)


def _read_items(kind: SourceKind) -> tuple[Item, ...]:
    if kind == "decal":
        found = [Item(name, name.replace("_", " ").capitalize(), picture=path) for name, path in decals().items()]
    elif kind == "texture":
        found = [*_entries("floor"), *_entries("wall")]
    elif kind in get_args(Kind):
        found = _entries(kind)  # type: ignore[arg-type]  # just looked up
    else:
        found = []
    return tuple(sorted(found, key=lambda item: item.title.casefold()))


def _entries(kind: Kind) -> list[Item]:
    items = []
    for name, path in library(kind).items():
        try:
            entry = read_entry(kind, name, path)
        except UserError as error:
            items.append(Item(name, name, about=str(error)))
            continue
        about = _ABOUT[kind](entry)
        items.append(Item(name, entry.title, entry.class_name, entry.tags, entry.thumbnail, about, entry))
    return items


def _object_size(entry: Entry) -> str:
    size = " \u00d7 ".join(f"{length * 100:.3g}" for length in entry.size_m)
    return f"{size} cm, {entry.triangles:,} triangles" if size else ""


_ABOUT: dict[Kind, Callable[[Entry], str]] = {
    "object": _object_size,
    "floor": lambda entry: f"{max(entry.size_m):.3g} m" if entry.size_m else "",
    "wall": lambda entry: f"{max(entry.size_m):.3g} m" if entry.size_m else "",
    "environment": lambda _: "",
}


def _read_picture(path: Path) -> QImage:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > THUMBNAIL_PX:
        bounds = QSize(THUMBNAIL_PX, THUMBNAIL_PX)
        reader.setScaledSize(size.scaled(bounds, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    return reader.read()
