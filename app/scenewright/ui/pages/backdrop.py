"""Turning the backdrop on: without pictures there is none, so they are asked for."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from scenewright.assets.library import PICTURE_SUFFIXES
from scenewright.spec.project import ProjectSpec
from scenewright.spec.surroundings import BackdropSpec
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

    def take(files: list[str]) -> None:
        field.take(BackdropSpec.model_validate({"images": [source_for(Path(file), folder) for file in files]}))

    def ask() -> None:
        endings = " ".join(f"*{suffix}" for suffix in PICTURE_SUFFIXES)
        words = translate("backdrop", "Photos for the backdrop")
        dialog = QFileDialog(field, words, str(folder), translate("backdrop", "Pictures ({0})").format(endings))
        dialog.setObjectName("backdrop_dialog")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(take)
        dialog.open()

    field = OptionalField(facts.title, lambda: Form(session, ("backdrop",), BackdropSpec), ask, is_small=False)
    return tied(session, ("backdrop",), field, facts)
