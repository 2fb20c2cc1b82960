"""The page *Scene*: what stands around the objects."""

from functools import partial

from PySide6.QtWidgets import QWidget

from scenewright.spec.project import ProjectSpec
from scenewright.ui.fields.editors import editor_for
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.form import Form
from scenewright.ui.language import translate
from scenewright.ui.pages.backdrop import backdrop_editor
from scenewright.ui.pages.furniture import Furniture
from scenewright.ui.pages.page import Page
from scenewright.ui.session import Session


def make_page(session: Session) -> QWidget:
    """Return the page."""
    page = Page(session)

    def editor(name: str) -> QWidget:
        return editor_for(session, (name,), facts_of(ProjectSpec, name))

    page.add_section(
        tr("Floor"), tr("One of the materials is chosen for each frame, as often as its weight says."), editor("floor")
    )
    page.add_section(tr("Surroundings"), tr("They light the scene and are seen behind it."), editor("environment"))
    page.add_section(tr("Room"), tr("Walls and a ceiling around the scene."), editor("room"))
    page.add_section(
        tr("Backdrop"), tr("Your own photos behind everything, in place of the surroundings."), backdrop_editor(session)
    )
    page.add_section(
        tr("Tables and furniture"), tr("Objects without a label that others may stand on."), Furniture(session)
    )
    for title, names in (
        (tr("Clips"), ("clip",)),
        (tr("Variables for formulas"), ("variables",)),
        (tr("About the project"), ("name", "description")),
    ):
        make = partial(Form, session, (), ProjectSpec, only=names)
        page.add_folded(title, make, [(name,) for name in names])
    return page


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("scene", text)
