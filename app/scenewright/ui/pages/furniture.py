"""Tables, shelves and rooms' other furniture: objects that are part of the background."""

from functools import partial

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from scenewright.spec.distributions import Fixed, Uniform
from scenewright.spec.following import with_objects
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import Rectangle, SurfacePlacement, UprightRotation
from scenewright.spec.project import ProjectSpec
from scenewright.ui.fields.buttons import word_button
from scenewright.ui.fields.flow import FlowLayout
from scenewright.ui.language import translate
from scenewright.ui.parts import free_name
from scenewright.ui.session import Session


class Furniture(QWidget):
    """What stands there already, to go to, and what can be added by one click."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._none = QLabel(tr("None yet."))
        self._none.setProperty("role", "muted")
        there, more = QWidget(), QWidget()
        self._flow, adding = FlowLayout(there), FlowLayout(more)
        for widget in (self._none, there, more):
            column.addWidget(widget)
        pieces = {
            "table_work": tr("Table"),
            "shelf_metal": tr("Shelf"),
            "chair_wood": tr("Chair"),
            "crate_wooden": tr("Crate"),
        }
        for source, title in pieces.items():
            tip = tr("Adds it as scenery: it has no label, and objects may stand on it")
            button = word_button(title, tip, partial(self.add, source, title), "plus")
            button.setObjectName(f"add_{source}")
            adding.addWidget(button)
        session.document.changed.connect(self._changed)
        self._show(session.document.spec)

    def add(self, source: str, title: str) -> None:
        """Put a piece into the middle of the scene, before all objects, so that they may stand on it."""
        spec = self._session.document.spec
        name = free_name(title.lower(), {group.name for group in spec.objects})
        piece = ObjectGroupSpec(
            name=name,
            role="scenery",
            assets=(source,),
            count=Fixed(value=1.0),
            placement=SurfacePlacement(area=Rectangle(size_m=(0.2, 0.2))),
            rotation=UprightRotation(yaw_deg=Uniform(low=0, high=360)),
        )
        self._session.document.edit(with_objects(spec, (piece, *spec.objects)), tr("Add {0}").format(name))

    def _changed(self, before: ProjectSpec, after: ProjectSpec) -> None:
        if before.objects != after.objects:
            self._show(after)

    def _show(self, spec: ProjectSpec) -> None:
        self._flow.clear()
        pieces = [(number, group.name) for number, group in enumerate(spec.objects) if group.role == "scenery"]
        for number, name in pieces:
            place = ("objects", number, "name")
            tip = tr("Goes to its settings on the page Objects")
            self._flow.addWidget(word_button(name, tip, partial(self._session.selection.reveal, place)))
        self._none.setVisible(not pieces)


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("furniture", text)
