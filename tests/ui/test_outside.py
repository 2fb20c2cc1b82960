"""The project's file is changed by another program while it is open."""

import pytest

from scenewright.spec.places import with_value
from scenewright.spec.yaml_io import save_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.outside import OutsideChanges


@pytest.fixture
def told():
    return []


@pytest.fixture
def document(qapp, tmp_path, cup_spec):
    document = ProjectDocument(cup_spec, tmp_path / "cups.yaml")
    save_project(document.path, cup_spec)
    yield document
    document.deleteLater()


@pytest.fixture
def outside(document, told):
    return OutsideChanges(document, lambda key, sentence, kind, remedies: told.append((sentence, kind, remedies)))


def with_frames(spec, frames):
    return with_value(spec, ("output", "frames"), frames)


def test_the_file_is_loaded_anew_as_an_undo_step(document, outside, told, cup_spec, qtbot):
    save_project(document.path, with_frames(cup_spec, 7))
    qtbot.waitUntil(lambda: document.spec.output.frames == 7, timeout=5000)
    assert document.undo_stack.isClean()
    assert "Output / Frames" in told[0][0]
    document.undo_stack.undo()
    assert document.spec == cup_spec
    assert not document.undo_stack.isClean()


def test_history_before_the_change_is_kept(document, outside, cup_spec):
    document.edit(with_value(document.spec, ("name",), "Mine"), "Rename")
    save_project(document.path, document.spec)
    document.undo_stack.setClean()
    outside.expect()
    save_project(document.path, with_frames(document.spec, 7))
    outside.look()
    document.undo_stack.undo()
    document.undo_stack.undo()
    assert document.spec == cup_spec


def test_where_both_changed_the_user_decides_and_can_undo(document, outside, told, cup_spec):
    mine = with_value(cup_spec, ("name",), "Mine")
    theirs = with_frames(cup_spec, 7)
    document.edit(mine, "Rename")
    save_project(document.path, theirs)
    outside.look()
    assert document.spec == mine
    sentence, kind, (load, keep) = told[-1]
    assert kind == "warning"
    assert "Output / Frames" in sentence
    keep.do()
    assert document.spec == mine
    load.do()
    assert document.spec == theirs
    document.undo_stack.undo()
    assert document.spec == mine


def test_what_the_window_wrote_itself_is_no_news(document, outside, told):
    document.edit(with_frames(document.spec, 7), "Change")
    save_project(document.path, document.spec)
    outside.expect()
    outside.look()
    assert told == []


def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(document, outside, told, cup_spec):
    document.path.write_text("objects: [")
    outside.look()
    assert document.spec == cup_spec
    assert "cannot be read now" in told[-1][0]


def test_a_file_that_is_gone_changes_nothing(document, outside, told, cup_spec):
    document.path.unlink()
    outside.look()
    assert document.spec == cup_spec
    assert told == []
