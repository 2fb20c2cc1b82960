"""The page *Scene*: what stands around the objects."""

from PySide6.QtWidgets import QWidget

from scenewright.spec.project import ProjectSpec
from scenewright.ui.fields.editors import editor_for
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.form import stacked
from scenewright.ui.language import translate
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
        tr("Backdrop"), tr("Your own photos behind everything, in place of the surroundings."), editor("backdrop")
    )
    page.add_folded(
        tr("Clips"),
        lambda: editor("clip"),
        [("clip",)],
    )
    page.add_folded(tr("Variables"), lambda: editor("variables"), [("variables",)])
    page.add_folded(
        tr("About the project"), lambda: stacked([editor("name"), editor("description")]), [("name",), ("description",)]
    )
    return page


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return translate("scene", text)
