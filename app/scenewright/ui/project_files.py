"""Opening, saving and leaving projects: everything that stands between the window and files on disk."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox

from scenewright.errors import UserError
from scenewright.spec.problems import misfit_classes
from scenewright.spec.project import ProjectSpec
from scenewright.spec.rebasing import rebased
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.background import wait_until_written, write_later
from scenewright.ui.choosing import choose_file, choose_new_file
from scenewright.ui.document import ProjectDocument
from scenewright.ui.growth import SLICE_S
from scenewright.ui.journal import LINE as JOURNALS
from scenewright.ui.journal import Journal, Journalled, find_journalled, forget
from scenewright.ui.language import translate
from scenewright.ui.outside import OutsideChanges
from scenewright.ui.recovery import recovered_words
from scenewright.ui.session import Session, open_session
from scenewright.ui.user_folders import projects_folder
from scenewright.ui.warming import once_imported

if TYPE_CHECKING:
    from scenewright.ui.window import DesignerWindow

_FILTER = "Scenewright (*.yaml *.yml)"
DATASET_PROJECT = "project.yaml"
"""The project that a dataset was made from, in its folder."""


class ProjectFiles(QObject):
    """The window's open project and its file."""

    def __init__(self, window: "DesignerWindow") -> None:
        super().__init__(window)
        self._window = window
        self._journals = window.state / "journals"
        self._journal: Journal | None = None
        self._outside: OutsideChanges | None = None
        self._wanted: Callable[[], None] | None = None
        """What is to be opened as soon as that is possible."""

    @property
    def session(self) -> Session | None:
        """The open project, if one is."""
        return self._window.session

    def new(self, preset: Path) -> None:
        """Start a project from a preset; it gets a file of its own when it is first saved."""
        self._leave_then(lambda: self._start_from(preset))

    def open(self, path: Path) -> None:
        """Open a project file."""
        self._leave_then(lambda: self._open(path))

    def open_dropped(self, path: Path) -> None:
        """Open what was dropped on the window: a project file, or a dataset's folder."""
        if path.is_dir():
            inside = path / DATASET_PROJECT
            if not inside.is_file():
                words = translate("files", "{folder} is not a dataset: it holds no project.yaml.")
                self.tell_error("open", words.format(folder=path))
                return
            self._leave_then(lambda: self._open_dataset(path))
        else:
            self.open(path)

    def open_frame(self, dataset: Path, spec: ProjectSpec, index: int, then: Callable[[], None]) -> None:
        """Open a dataset's own project at one of its frames.

        The open project takes the dataset's settings, as a step that can be undone, if it is the one that the dataset
        was made from. Otherwise that one is opened; if it has changed since or is gone, a copy of the dataset's.

        Args:
            dataset: The dataset.
            spec: Its project.
            index: The frame.
            then: Called once the frame is shown.
        """
        from scenewright.inspection.traces import made_from_file  # noqa: PLC0415  (the start page must not wait for it)

        def show_frame() -> None:
            session = self.session
            if session is not None:
                session.selection.show_frame(index)
                session.selection.reveal(("name",))
                then()

        def open_own() -> None:
            self._open_own(dataset, spec)
            show_frame()

        made_from = made_from_file(dataset)
        if self.session is not None and made_from is not None and self.session.document.path == made_from:
            self.session.document.edit(spec, translate("files", "Take the project of the dataset"))
            show_frame()
        else:
            self._leave_then(open_own)

    def ask_what_to_open(self) -> None:
        """Let the user choose a project file."""
        folder = self.session.document.folder if self.session else projects_folder()
        choose_file(
            self._window, translate("files", "Open a project"), folder, self.open, kinds=_FILTER, name="open_dialog"
        )

    def save(self) -> bool:
        """Save the open project to its file, and return whether that went well."""
        session = self.session
        return session is not None and self._save_to(session, session.document.path)

    def ask_where_to_save(self) -> None:
        """Let the user choose another file for the project."""
        session = self.session
        if session is None:
            return
        title = translate("files", "Save the project as")
        choose_new_file(self._window, title, session.document.path, self.save_as, _FILTER, "save_dialog")

    def save_as(self, path: Path) -> bool:
        """Save the open project to another file and go on there; relative sources still name the same files."""
        session = self.session
        if session is None:
            return False
        document = session.document
        spec = rebased(document.spec, document.folder, path.parent)
        if not self._write(path, spec):
            return False
        document.move(path)
        if spec != document.spec:
            document.edit(spec, translate("files", "Save in another folder"))
        document.undo_stack.setClean()
        self._window.settings.remember(path)
        self._window.show_title()
        return True

    def may_leave(self, then: Callable[[], None]) -> bool:
        """Return whether the project may be left now; otherwise the user is asked, and `then` follows a yes."""
        session = self.session
        if session is None or self.is_saved(session):
            return True
        name = session.document.spec.name
        buttons = QMessageBox.StandardButton
        question = QMessageBox(self._window)
        question.setObjectName("leave_dialog")
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window.theme.dress(question)
        question.setWindowTitle(translate("files", "Unsaved changes"))
        question.setText(translate("files", "Save the changes to “{name}”?").format(name=name))
        question.setInformativeText(str(session.document.path))
        question.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        question.setDefaultButton(buttons.Save)

        def answered(result: int) -> None:
            if result == buttons.Discard or (result == buttons.Save and self.save()):
                then()

        question.finished.connect(answered)
        question.open()
        return False

    def is_saved(self, session: Session) -> bool:
        """Whether the file holds what the window shows; a preset that nobody changed needs no file."""
        return session.document.undo_stack.isClean()

    def close_project(self) -> None:
        """Go back to the start page."""
        if self.may_leave(self._let_go):
            self._let_go()

    def close(self) -> None:
        """Let go of everything before the program ends."""
        self._let_go()

    def lost(self) -> list[Journalled]:
        """Return the edits that windows which did not end well left behind."""
        return find_journalled(self._journals)

    def recover(self, entry: Journalled) -> None:
        """Open a project with edits that were never saved; they are one step of its history."""
        self._leave_then(lambda: self._recover(entry))

    def tell_error(self, key: str, sentence: str) -> None:
        """Show what went wrong where the user looks."""
        self._window.tell(key, sentence, "error")

    def _leave_then(self, do: Callable[[], None]) -> None:
        """Put another project in the place of the open one, if the user agrees; of several at once, the last."""

        def begin() -> None:
            self._wanted, left = do, self._spec()
            once_imported(self._window.settings.text("step"), lambda: end(left), self)

        def end(left: ProjectSpec | None) -> None:
            if self._wanted is not do:
                return
            self._wanted = None
            if self._spec() is left:
                do()
            else:  # edited while what is needed was imported: the user is asked again
                self._leave_then(do)

        if self.may_leave(begin):
            begin()

    def _spec(self) -> ProjectSpec | None:
        return None if self.session is None else self.session.document.spec

    def _start_from(self, preset: Path) -> None:
        try:
            spec = load_project(preset).spec
        except UserError as error:
            self.tell_error("open", str(error))
            return
        self.show(ProjectDocument(spec, free_path(projects_folder(), preset.stem)))

    def _open_dataset(self, folder: Path) -> None:
        """Open the project of a dataset as a copy: the dataset keeps the one it was made from."""
        try:
            spec = load_project(folder / DATASET_PROJECT).spec
        except UserError as error:
            self.tell_error("open", str(error))
            return
        self._show_copy(folder, spec)

    def _open_own(self, dataset: Path, spec: ProjectSpec) -> None:
        """Open the project that a dataset was made from as long as it is the same, else a copy of the dataset's."""
        from scenewright.inspection.traces import made_from_file  # noqa: PLC0415

        made_from = made_from_file(dataset)
        try:
            is_same = made_from is not None and load_project(made_from).spec == spec
        except UserError:
            is_same = False
        if made_from is not None and is_same:
            self._open(made_from)
        else:
            self._show_copy(dataset, spec)

    def _show_copy(self, dataset: Path, spec: ProjectSpec) -> None:
        """Show a copy of a dataset's project; its relative sources still name the same files."""
        from scenewright.inspection.traces import project_folder  # noqa: PLC0415

        path = free_path(projects_folder(), dataset.name)
        self.show(ProjectDocument(rebased(spec, project_folder(dataset), path.parent), path))

    def _open(self, path: Path) -> None:
        try:
            spec = load_project(path).spec
        except UserError as error:
            self.tell_error("open", str(error))
            return
        self.show(ProjectDocument(spec, path.absolute()))
        self._window.settings.remember(path.absolute())

    def show(self, document: ProjectDocument) -> None:
        """Show a document in the window, in place of the one that is open."""
        self._let_go()
        window = self._window
        session = open_session(document, window.jobs, window.settings, window.theme, self.save, SLICE_S)
        document.setParent(window)
        self._journal = Journal(document, self._journals)
        self._outside = OutsideChanges(document, window.tell)
        window.show_session(session)

    def _recover(self, entry: Journalled) -> None:
        try:
            saved = load_project(entry.path).spec if entry.path.is_file() else None
        except UserError:
            saved = None
        document = ProjectDocument(saved or entry.spec, entry.path)
        if saved is None:
            document.undo_stack.resetClean()
        document.edit(entry.spec, translate("files", "Recovered edits"))
        self.show(document)
        self._window.tell("recovered", recovered_words(entry, saved), "ok")
        if self._journal is not None:
            self._journal.write()
        write_later(lambda: forget(entry), JOURNALS)  # once the new one is on the disk

    def _let_go(self) -> None:
        self._wanted = None
        session = self.session
        if session is None:
            return
        self._window.leave()
        if self._journal is not None:
            self._journal.close()
        self._journal = self._outside = None
        session.preview.close()
        session.document.deleteLater()

    def _save_to(self, session: Session, path: Path) -> bool:
        if self._outside is not None and not self._outside.is_as_known():
            self._outside.look()
            if not session.document.undo_stack.isClean():
                return False  # the user was asked
        if not self._write(path, session.document.spec):
            return False
        if self._outside is not None:
            self._outside.expect()
        session.document.undo_stack.setClean()
        self._window.settings.remember(path)
        self._window.show_title()
        for sentence in misfit_classes(session.document.spec)[:1]:
            words = translate("files", "Saved, but the file cannot be used yet: {reason}.")
            self._window.tell("misfit", words.format(reason=sentence), "warning")
        return True

    def _write(self, path: Path, spec: ProjectSpec) -> bool:
        if os.name == "nt":
            wait_until_written(JOURNALS)  # Windows replaces no file that another thread has open
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            save_project(path, spec)
        except UserError as error:
            self.tell_error("save", str(error))
            return False
        except OSError as error:
            words = translate("files", "{folder} could not be made ({reason}): save the project somewhere else.")
            self.tell_error("save", words.format(folder=path.parent, reason=error.strerror))
            return False
        self._window.withdraw("save")
        return True


def free_path(folder: Path, stem: str) -> Path:
    """Return a file in a folder that is not there yet, named after a stem."""
    path = folder / f"{stem}.yaml"
    number = 2
    while path.exists():
        path = folder / f"{stem}_{number}.yaml"
        number += 1
    return path
