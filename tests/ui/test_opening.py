"""What is opened while its modules are still being imported: the last wish counts, and nothing is lost meanwhile."""

import pytest
from PySide6.QtWidgets import QMessageBox

from scenewright.paths import shipped
from scenewright.spec.places import with_value
from scenewright.ui import project_files, workspace

CUPS, EMPTY = (shipped("presets") / f"{name}.yaml" for name in ("cup_detection", "empty_project"))


@pytest.fixture
def waiting(monkeypatch):
    """What waits for imports; they end when the test says so."""
    waiting = []
    for module in (workspace, project_files):
        monkeypatch.setattr(module, "once_imported", lambda _step, do, _owner: waiting.append(do))
    return waiting


def open_now(waiting):
    while waiting:
        waiting.pop()()


def ask_for_another(window, waiting):
    """Open a project, and ask for another one, which waits."""
    window.files.new(CUPS)
    open_now(waiting)
    window.files.new(EMPTY)


def test_the_step_that_was_chosen_last_is_opened(window, waiting):
    window.files.new(CUPS)
    open_now(waiting)
    for key in ("labels", "train"):
        window.workspace.rail.chosen.emit(key)
    open_now(waiting)
    assert window.workspace.step == "train"
    window.workspace.rail.chosen.emit("labels")
    window.go_to("camera")
    open_now(waiting)
    assert window.workspace.step == "camera"


def test_the_project_that_was_opened_last_is_shown(window, waiting):
    window.files.new(CUPS)
    window.files.new(EMPTY)
    assert window.session is None
    open_now(waiting)
    assert window.session.document.spec.name == "Empty project"


def test_edits_made_while_another_project_is_coming_are_asked_about(window, waiting):
    ask_for_another(window, waiting)
    document = window.session.document
    document.edit(with_value(document.spec, ("output", "frames"), 7), "Change frames")
    open_now(waiting)
    assert window.session.document is document
    window.findChild(QMessageBox, "leave_dialog").button(QMessageBox.StandardButton.Discard).click()
    open_now(waiting)
    assert window.session.document.spec.name == "Empty project"


def test_a_project_that_is_coming_does_not_come_after_the_open_one_was_closed(window, waiting):
    ask_for_another(window, waiting)
    window.files.close_project()
    open_now(waiting)
    assert window.session is None
