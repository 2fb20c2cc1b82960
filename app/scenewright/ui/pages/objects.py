"""The page *Objects*: the groups of things that are shown, and everything about each."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPalette
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from scenewright.spec.distributions import Uniform
from scenewright.spec.following import with_objects
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import Rectangle, SurfacePlacement, UprightRotation
from scenewright.spec.places import Place
from scenewright.ui.choosing import choose_files
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.disclosure import Disclosure
from scenewright.ui.fields.distribution.summary import in_words
from scenewright.ui.fields.form import Form, Stacked
from scenewright.ui.fields.words import word_for
from scenewright.ui.language import translate
from scenewright.ui.library.browser import Browser, paint_picture
from scenewright.ui.library.dragging import dragged_names
from scenewright.ui.library.importing import MODEL_SUFFIXES, ImportCard
from scenewright.ui.library.shelf import Item, Shelf, shelf_of
from scenewright.ui.pages.details import Details
from scenewright.ui.pages.page import Page, Section
from scenewright.ui.pages.part_list import Line, PartList, Start
from scenewright.ui.session import Session


def make_page(session: Session) -> QWidget:
    """Return the page."""
    return ObjectsPage(session)


class ObjectsPage(Page):
    """The list of groups, the library to add from, and the settings of the chosen group.

    Model files dropped anywhere on it are imported, and come as a new group; things of the library do, too, but for
    the list of a group's assets, which takes them itself.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self._shelf = shelf_of(session)
        self._browser: Browser | None = None
        starts = [
            Start(tr("From the library"), lambda _: self.show_library()),
            Start(tr("Model files\u2026"), lambda _: self._ask_for_files()),
            Start(tr("Distractors"), lambda parts: parts.add(distractors(self._shelf))),
            Start(tr("Scenery"), lambda parts: parts.add(scenery())),
        ]
        self.parts = PartList(session, "objects", partial(_line, self._shelf), starts, with_objects)
        self._details = Details(session.growth, "objects", partial(_settings, session))
        self.parts.chosen.connect(self._details.show_part)
        self._shelf.pictured.connect(self.parts.repaint_lines)
        self._shelf.loaded.connect(self.parts.read_lines)
        self.add(self.parts)
        self.add(self._details)
        self._details.show_part(self.parts.number)

    def show_library(self) -> None:
        """Open the library below the list; a click makes a new group."""
        if self._browser is None:
            self._browser = Browser(self._shelf, "object")
            self._browser.clicked.connect(self._add_item)
            close = word_button(tr("Close the library"), tr("Goes back to the groups"), self._browser_hide)
            self._library = Stacked([self._browser, close])
            self.add(self._library, 1)
        self._library.show()
        self._browser.setFocus()

    def import_files(self, paths: list[Path]) -> ImportCard:
        """Import model files into the user's library, and add what comes of them as a new group."""
        card = ImportCard(self.session, paths)
        card.imported.connect(self._add_imported)
        self.add(card, 0)
        return card

    def _browser_hide(self) -> None:
        self._library.hide()
        self.parts.setFocus()

    def _add_item(self, item: Item) -> None:
        self.parts.add(group_of([item.name], item))

    def _add_imported(self, names: list[str]) -> None:
        if names:
            self.parts.add(group_of(names, None))

    def _ask_for_files(self) -> None:
        suffixes = tr("Models ({0})"), MODEL_SUFFIXES
        choose_files(self, tr("Import models"), Path.home(), self.import_files, suffixes)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _models(event) or dragged_names(event.mimeData(), "object"):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        names = dragged_names(event.mimeData(), "object")
        if names:
            self.parts.add(group_of(list(names), self._shelf.item("object", names[0])))
        else:
            self.import_files(_models(event))
        event.acceptProposedAction()


def _models(event: QDropEvent) -> list[Path]:
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.is_dir() or path.suffix.lower() in MODEL_SUFFIXES]


def group_of(names: list[str], item: Item | None) -> ObjectGroupSpec:
    """Return a new group of some assets: a few of them, turned any way, on a place as large as they need."""
    name = names[0]
    size = max(item.entry.size_m, default=0.3) if item is not None and item.entry is not None else 0.3
    edge = round(max(1.0, 4 * size), 1)
    return ObjectGroupSpec(
        name=name,
        class_name=(item.class_name if item is not None else "") or name,
        assets=names,
        count=Uniform(low=1, high=3),
        placement=SurfacePlacement(area=Rectangle(size_m=(edge, edge))),
        rotation=UprightRotation(yaw_deg=Uniform(low=0, high=360)),
        collisions="avoid",
    )


def distractors(shelf: Shelf) -> ObjectGroupSpec:
    """Return a new group of things that hide and confuse: the library's plain shapes."""
    shapes = [item.name for item in shelf.items("object") or () if item.name.startswith("shape_")]
    group = group_of(shapes or ["shape_cube", "shape_sphere", "shape_cone"], None)
    return group.model_copy(
        update={"name": "distractors", "role": "distractor", "class_name": None, "count": Uniform(low=2, high=6)}
    )


def scenery() -> ObjectGroupSpec:
    """Return a new group that is part of the background: a table to stand things on."""
    group = group_of(["table_work"], None)
    return group.model_copy(
        update={"name": "table", "role": "scenery", "class_name": None, "count": Uniform(low=1, high=1)}
    )


def _settings(session: Session, number: int) -> QWidget:
    place: Place = ("objects", number)

    def form(*names: str) -> Form:
        return Form(session, place, ObjectGroupSpec, only=names)

    def folded(title: str, *names: str) -> Disclosure:
        part = Disclosure(title, lambda: form(*names), tuple((*place, name) for name in names))
        part.button.setProperty("role", "heading")
        return part

    return Stacked(
        [
            Section(tr("What"), "", form("name", "role", "class_name", "assets")),
            Section(tr("How many"), "", form("count")),
            Section(tr("Where and how"), "", form("placement", "rotation", "scale", "collisions", "settle")),
            folded(tr("Look and surface"), "look"),
            folded(tr("Poses and motion"), "poses", "motion"),
            folded(tr("Finer points"), "class_counts", "mix", "may_share", "spacing_m", "keep_out", "tries", "note"),
        ],
        spacing=20,
    )


def _line(shelf: Shelf, group: ObjectGroupSpec) -> Line:
    many = in_words(group.count)
    kinds = ", ".join(group.class_names) or word_for(group.role, "role")
    first = group.assets[0].source
    item = shelf.item("object", first)
    alone = item.title if item is not None else Path(first).stem
    assets = tr("{0} models").format(len(group.assets)) if len(group.assets) > 1 else alone
    return Line(group.name, f"{many} \u00d7 {kinds} \u00b7 {assets}", partial(_paint, shelf, group.assets[0].source))


def _paint(shelf: Shelf, source: str, painter: QPainter, frame: QRectF, palette: QPalette) -> None:
    paint_picture(painter, frame, shelf, shelf.item("object", source), palette)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("objects", text)
