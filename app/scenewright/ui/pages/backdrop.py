"""Turning the backdrop on: without pictures there is none, so they are asked for."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from scenewright.assets.library import PICTURE_SUFFIXES
from scenewright.spec.project import ProjectSpec
from scenewright.spec.surroundings import BackdropSpec
from scenewright.ui.choosing import choose_files
from scenewright.ui.fields.containers import OptionalField
from scenewright.ui.fields.editors import tied
from scenewright.ui.fields.facts import facts_of
from scenewright.ui.fields.form import Form
from scenewright.ui.language import translate
from scenewright.ui.library.sources_field import source_for
from scenewright.ui.session import Session


def backdrop_editor(session: Session) -> QWidget:
    """Return the editor of the backdrop."""
    facts, folder = facts_of(ProjectSpec, "backdrop"), session.document.folder

    def take(files: list[Path]) -> None:
        field.take(BackdropSpec.model_validate({"images": [source_for(file, folder) for file in files]}))

    def ask() -> None:
        suffixes = translate("backdrop", "Pictures ({0})"), PICTURE_SUFFIXES
        choose_files(field, translate("backdrop", "Photos for the backdrop"), folder, take, suffixes, "backdrop_dialog")

    field = OptionalField(facts.title, lambda: Form(session, ("backdrop",), BackdropSpec), ask, is_small=False)
    return tied(session, ("backdrop",), field, facts)
