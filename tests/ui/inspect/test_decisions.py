"""What is decided about frames: never lost, undone by the keys of undo, and found again."""

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLabel, QPushButton, QTabWidget

from scenewright.datasets.curation import CURATION_FILE, Curation, read_curation, write_curation


def button(page, name):
    return page.findChild(QPushButton, name)


def click(qtbot, page, name):
    qtbot.mouseClick(button(page, name), Qt.MouseButton.LeftButton)


def select(page, *places):
    selection = page.grid.selectionModel()
    selection.clearSelection()
    for place in places:
        selection.select(page.grid.grid_model.index(place), QItemSelectionModel.SelectionFlag.Select)


def shown(page):
    return [page.dataset.frames([row])[0] for row in page.dataset.rows.tolist()]


def test_damaged_decisions_are_told_at_once_and_are_never_overwritten(qtbot, opened, undecided):
    (undecided / CURATION_FILE).write_text('{"set_aside": {"1": "bad light"}, "tags":')
    page = opened(undecided)
    refusal = page.findChild(QLabel, "inspect_refusal")
    assert refusal.isVisible()
    assert "is damaged: mend it" in refusal.text()
    select(page, 2)
    click(qtbot, page, "inspect_aside")
    assert "bad light" in (undecided / CURATION_FILE).read_text()
    assert page.dataset.undo_stack.count() == 0
    click(qtbot, page, "inspect_refusal_remedy")
    assert not refusal.isVisible()
    assert "bad light" in (undecided / "curation.damaged-1.json").read_text()
    click(qtbot, page, "inspect_aside")
    assert list(read_curation(undecided).set_aside) == [2]


def test_tags_that_another_program_writes_meanwhile_stay(qtbot, page, undecided):
    write_curation(undecided, Curation().with_tag([0, 4], "missed"))
    select(page, 4)
    click(qtbot, page, "inspect_aside")
    assert read_curation(undecided) == Curation({4: ""}, {0: ("missed",), 4: ("missed",)})
    write_curation(undecided, read_curation(undecided).with_tag([4], "confused"))
    page.dataset.undo_stack.undo()
    assert read_curation(undecided) == Curation({}, {0: ("missed",), 4: ("confused", "missed")})
    assert page.dataset.show_filter("tag=confused") == ""
    assert shown(page) == [4]


def test_frames_that_are_set_aside_are_there_when_the_dataset_is_opened_again_and_are_taken_back(
    qtbot, opened, undecided
):
    write_curation(undecided, Curation().with_set_aside([1, 3], "dark"))
    page = opened(undecided)
    assert shown(page) == list(range(8))
    assert button(page, "inspect_show_aside").text().endswith("2")
    click(qtbot, page, "inspect_show_aside")
    assert page.dataset.filter == "aside=yes"
    assert shown(page) == [1, 3]
    page.grid.selectAll()
    click(qtbot, page, "inspect_take_back")
    assert not read_curation(undecided).set_aside
    assert shown(page) == []
    click(qtbot, page, "inspect_show_aside")
    assert shown(page) == list(range(8))


def test_figures_are_those_of_the_frames_that_are_not_set_aside(qtbot, page, undecided):
    page.findChild(QTabWidget, "inspect_tabs").setCurrentIndex(1)
    figures = []
    page.statistics.show_examined = lambda found: figures.append(len(found.source.columns.images))
    select(page, 0, 1)
    click(qtbot, page, "inspect_aside")
    qtbot.waitUntil(lambda: figures[-1:] == [6], timeout=10_000)


def test_frames_are_tagged_filtered_by_the_tag_and_untagged(qtbot, page, undecided):
    select(page, 1, 2)
    click(qtbot, page, "inspect_tag")
    dialog = page.findChild(QInputDialog, "inspect_tag_dialog")
    dialog.setTextValue("odd ones")
    dialog.accept()
    assert page.dataset.show_filter('tag="odd ones"') == ""
    assert shown(page) == [1, 2]
    select(page, 0)
    click(qtbot, page, "inspect_untag")
    page.findChild(QInputDialog, "inspect_untag_dialog").accept()
    assert read_curation(undecided).tags == {2: ("odd ones",)}
    assert shown(page) == [2]


def test_undo_takes_back_what_was_decided_last_on_the_page_in_front(qtbot, window, undecided):
    # Pressing the keys themselves would need the keyboard, which the offscreen platform gives to no window reliably.
    undo, redo = window.actions_table["undo"], window.actions_table["redo"]
    keys = [action.shortcut().toString() for action in window.findChildren(QAction)]
    assert [keys.count("Ctrl+Z"), undo.shortcut().toString()] == [1, "Ctrl+Z"]
    document = window.session.document
    before = document.spec
    document.edit(before.replace(name="Other cups"), "Rename")
    window.go_to("inspect")
    page = window.workspace.page("inspect")
    page.open_folder(undecided)
    qtbot.waitUntil(lambda: page.grid.grid_model.rowCount() == 8, timeout=60_000)
    assert not undo.isEnabled()
    select(page, 2)
    click(qtbot, page, "inspect_aside")
    undo.trigger()
    assert not read_curation(undecided).set_aside
    assert document.spec.name == "Other cups"
    redo.trigger()
    assert list(read_curation(undecided).set_aside) == [2]
    window.go_to("scene")
    undo.trigger()
    assert document.spec == before
    assert list(read_curation(undecided).set_aside) == [2]
    page.close_readings()
