"""The journal: what is not saved is on disk soon, is found after a crash, and never disturbs the document."""

import json
from threading import Event

import pytest

from scenewright.spec.places import with_value
from scenewright.spec.yaml_io import save_project
from scenewright.ui import journal as journals
from scenewright.ui.background import wait_until_written, write_later
from scenewright.ui.document import ProjectDocument
from scenewright.ui.journal import LINE, Journal, find_journalled, forget, write_through
from scenewright.ui.settings import LINE as SETTINGS
from scenewright.ui.settings import Settings


@pytest.fixture
def document(qapp, tmp_path, cup_spec):
    document = ProjectDocument(cup_spec, tmp_path / "cups.yaml")
    yield document
    document.deleteLater()


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "journals"


def crash(journal):
    """End a journal as a kill would: nothing is cleared away, and its lock is let go."""
    journal.stop()
    wait_until_written(LINE)
    journal._lock.release()


def with_frames(spec, frames):
    return with_value(spec, ("output", "frames"), frames)


def test_an_edit_is_on_disk_within_two_seconds(document, folder, qtbot):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    qtbot.waitUntil(lambda: any(folder.glob("*.json")), timeout=2000)
    crash(journal)
    [entry] = find_journalled(folder)
    assert entry.spec == document.spec
    assert entry.path == document.path


def test_edits_that_never_pause_are_written_all_the_same(document, folder, qtbot):
    journal = Journal(document, folder)
    for frames in range(1, 30):
        document.edit(with_frames(document.spec, frames), "Change", merge="frames")
        qtbot.wait(50)
    crash(journal)
    [entry] = find_journalled(folder)
    assert entry.spec.output.frames >= 5


def test_what_is_saved_needs_no_recovery(document, folder):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    save_project(document.path, document.spec)
    document.undo_stack.setClean()
    crash(journal)
    assert find_journalled(folder) == []


def test_what_was_undone_back_to_the_saved_state_needs_no_recovery(document, folder):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    document.undo_stack.undo()
    crash(journal)
    assert find_journalled(folder) == []


def test_another_window_that_is_open_keeps_its_own_edits(document, folder):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    wait_until_written(LINE)
    assert find_journalled(folder) == []
    crash(journal)
    assert len(find_journalled(folder)) == 1


def test_edits_are_found_until_they_are_forgotten(document, folder):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    crash(journal)
    [entry] = find_journalled(folder)
    assert find_journalled(folder) == [entry]
    forget(entry)
    assert list(folder.iterdir()) == []


def test_an_edit_that_the_file_holds_after_all_is_cleared_away(document, folder):
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    crash(journal)
    save_project(document.path, document.spec)
    assert find_journalled(folder) == []
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"path": 3}', json.dumps({"path": "a", "time": 0, "spec": {}})])
def test_a_journal_that_is_none_is_left_where_it_is(folder, text):
    folder.mkdir()
    (folder / "odd.json").write_text(text)
    assert find_journalled(folder) == []
    assert (folder / "odd.json").exists()


def test_a_place_that_cannot_be_written_keeps_what_was_there(tmp_path):
    path = tmp_path / "journal.json"
    write_through(path, "first")
    (tmp_path / "journal.json.part").mkdir()
    write_through(path, "second")
    assert path.read_text() == "first"


def test_edits_stay_in_the_journal_until_the_file_that_holds_them_is_safe(document, folder, monkeypatch):
    synced = []
    monkeypatch.setattr(journals, "sync_path", lambda path: synced.append((path, len(list(folder.glob("*.json"))))))
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    journal.write()
    wait_until_written(LINE)
    save_project(document.path, document.spec)
    document.undo_stack.setClean()
    wait_until_written(LINE)
    assert synced == [(document.path, 1), (document.path.parent, 1)]
    assert list(folder.glob("*.json")) == []


def test_a_disk_that_stands_still_does_not_hold_up_the_window(document, folder, tmp_path):
    is_free = Event()
    settings = Settings(tmp_path / "settings.ini", document)
    journal = Journal(document, folder)
    document.edit(with_frames(document.spec, 7), "Change")
    for line in (LINE, SETTINGS):
        write_later(lambda: is_free.wait(20), line)
    journal.write()
    settings.remember(document.path)
    settings._soon.timeout.emit()
    journal.close()
    assert not is_free.is_set()
    assert not (tmp_path / "settings.ini").exists()
    is_free.set()
    wait_until_written(LINE)
    wait_until_written(SETTINGS)
    assert list(folder.iterdir()) == []
    assert str(document.path) in (tmp_path / "settings.ini").read_text()
