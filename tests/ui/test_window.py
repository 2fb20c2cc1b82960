"""The window as its user meets it: starting, saving, leaving, finding, and looks."""

from collections import Counter

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QPixmap
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QMessageBox, QWidget

from scenewright.paths import shipped
from scenewright.spec.places import with_value
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.help import marked_place
from scenewright.ui.palette_entries import palette_entries
from scenewright.ui.steps import steps

CUPS = shipped("presets") / "cup_detection.yaml"


def change(window, frames=7):
    document = window.session.document
    document.edit(with_value(document.spec, ("output", "frames"), frames), "Change frames")


def test_a_preset_becomes_a_project_that_is_saved_without_a_question(window, qtbot, tmp_path):
    qtbot.mouseClick(window.start_page.findChild(QAbstractButton, "preset_cup_detection"), Qt.MouseButton.LeftButton)
    change(window)
    window.actions_table["save"].trigger()
    path = tmp_path / "projects" / "cup_detection.yaml"
    assert load_project(path).spec.output.frames == 7
    assert window.session.document.undo_stack.isClean()
    assert window.settings.recent() == [path]
    assert not window.isWindowModified()


def test_two_projects_of_a_preset_have_two_files(window):
    for _ in range(2):
        window.files.new(CUPS)
        change(window)
        window.files.save()
    assert [path.name for path in window.settings.recent()] == ["cup_detection_2.yaml", "cup_detection.yaml"]


def test_changes_are_asked_about_before_they_are_left(window, qtbot):
    window.files.new(CUPS)
    change(window)
    window.show()
    window.close()
    assert window.isVisible()
    question = window.findChild(QMessageBox, "leave_dialog")
    question.button(QMessageBox.StandardButton.Cancel).click()
    assert window.session.document.spec.output.frames == 7
    window.close()
    question = window.findChildren(QMessageBox, "leave_dialog")[-1]
    question.button(QMessageBox.StandardButton.Save).click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=3000)
    assert window.settings.recent()[0].exists()


def test_what_is_discarded_is_not_offered_again(window, qtbot):
    window.files.new(CUPS)
    change(window)
    window.files.close_project()
    window.findChild(QMessageBox, "leave_dialog").button(QMessageBox.StandardButton.Discard).click()
    assert window.session is None
    assert window.files.lost() == []


def test_saving_elsewhere_keeps_relative_sources_true(window, tmp_path):
    (tmp_path / "mine").mkdir()
    decal = next((shipped("resources") / "library" / "decals").glob("*.png"))
    (tmp_path / "mine" / "wood.png").write_bytes(decal.read_bytes())
    spec = load_project(CUPS).spec
    spec = with_value(spec, ("floor", "textures", 0, "source"), "./wood.png")
    save_project(tmp_path / "mine" / "project.yaml", spec)
    window.files.open(tmp_path / "mine" / "project.yaml")
    assert window.files.save_as(tmp_path / "other" / "project.yaml")
    saved = load_project(tmp_path / "other" / "project.yaml").spec
    assert saved.floor.textures[0].source == "../mine/wood.png"
    assert saved == window.session.document.spec


def test_a_file_that_cannot_be_opened_is_told_in_the_window(window, tmp_path):
    (tmp_path / "bad.yaml").write_text("name: [")
    window.files.open(tmp_path / "bad.yaml")
    assert "bad.yaml cannot be used" in window.start_page.notices.sentences[0]


def test_a_disk_that_refuses_is_told_and_nothing_is_lost(window, tmp_path):
    window.files.new(CUPS)
    change(window)
    (tmp_path / "projects").write_text("a file in the way")
    assert not window.files.save()
    assert window.session.document.spec.output.frames == 7
    assert "save the project somewhere else" in window.workspace.notices.sentences[0]


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(event)


def test_a_project_file_and_a_dataset_can_be_dropped(window, qtbot, tmp_path):
    dataset = tmp_path / "my_dataset"
    dataset.mkdir()
    save_project(dataset / "project.yaml", load_project(CUPS).spec)
    drop(window, dataset)
    qtbot.waitUntil(lambda: window.session is not None, timeout=3000)
    assert window.session.document.path == tmp_path / "projects" / "my_dataset.yaml"
    drop(window, dataset / "project.yaml")
    qtbot.waitUntil(lambda: window.session.document.path.parent == dataset, timeout=3000)
    window.files.close_project()
    drop(window, tmp_path / "projects")
    qtbot.waitUntil(lambda: bool(window.start_page.notices.sentences), timeout=3000)


def test_no_two_lines_of_the_palette_look_the_same(window):
    window.files.new(CUPS)
    entries = palette_entries(window.actions_table, window.session)
    assert len({(entry.title, entry.beside) for entry in entries}) == len(entries)


def test_the_palette_finds_a_setting_and_goes_to_its_control(window, qtbot):
    window.show()
    window.files.new(CUPS)
    window.actions_table["palette"].trigger()
    field = window.findChild(QLineEdit, "palette_field")
    qtbot.keyClicks(field, "count")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.workspace.step == "objects"
    assert window.session.selection.place == ("objects", 0, "count")
    qtbot.waitUntil(lambda: marked_place(window.focusWidget()) == ("objects", 0, "count"))


def test_copy_and_paste_go_over_the_clipboard_and_are_undo_steps(window):
    window.files.new(CUPS)
    window.session.selection.select(("objects", 0))
    window.actions_table["copy"].trigger()
    window.actions_table["paste"].trigger()
    assert [group.name for group in window.session.document.spec.objects] == ["cups", "cups 2"]
    assert window.session.selection.place == ("objects", 1)
    window.actions_table["undo"].trigger()
    assert len(window.session.document.spec.objects) == 1


def test_what_cannot_be_deleted_says_why(window):
    window.files.new(CUPS)
    window.session.selection.select(("cameras", 0))
    window.actions_table["delete"].trigger()
    assert "Not done" in window.workspace.notices.sentences[0]


def test_every_step_opens_and_every_control_has_a_name_for_screen_readers(window):
    window.files.new(CUPS)
    nameless = []
    for step in steps():
        window.go_to(step.key)
        for widget in window.workspace.page(step.key).findChildren(QWidget):
            is_control = isinstance(widget, QAbstractButton | QComboBox | QLineEdit)
            is_inner = widget.objectName().startswith("qt_") or isinstance(widget.parent(), QComboBox | QLineEdit)
            if is_control and not is_inner and not (widget.accessibleName() or getattr(widget, "text", str)()):
                nameless.append((step.key, type(widget).__name__, widget.objectName(), widget.parent().objectName()))
    assert nameless == []


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_theme_that_is_chosen_is_there_at_the_next_start(window, qapp, tmp_path, mode):
    window.theme.set_mode("dark" if mode == "light" else "light")
    window.toggle_theme()
    assert window.theme.mode == mode
    window.settings.save()
    assert f"theme={mode}" in (tmp_path / "state" / "settings.ini").read_text()


def test_the_window_still_fits_a_small_screen_at_twice_the_size(window, qtbot):
    window.files.new(CUPS)
    window.workspace.make_canvas()
    for _ in range(5):
        window.actions_table["larger"].trigger()
    assert window.theme.scale == 2.0
    for step in steps():
        window.go_to(step.key)
        qtbot.waitUntil(lambda: not window.theme._waiting and not window.session.growth._pieces, timeout=30_000)
        least = window.minimumSizeHint()
        assert (least.width() <= 1280, least.height() <= 800) == (True, True), (step.key, least)
    for _ in range(5):
        window.actions_table["smaller"].trigger()


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_notice_that_is_shown_follows_the_theme(window, mode):
    window.theme.set_mode("dark" if mode == "light" else "light")
    window.tell("early", "It was there before.")
    window.theme.set_mode(mode)
    window.tell("late", "It came after.")
    early, late = (
        window.findChild(QWidget, f"notice_{key}").findChild(QWidget, "notice_sign") for key in ("early", "late")
    )
    assert strokes(early) == strokes(late)


def strokes(sign):
    """Return the colour of a sign's strokes, over a ground that no theme has."""
    ground, picture = QColor("magenta"), QPixmap(sign.size())
    picture.fill(ground)
    sign.render(picture, renderFlags=QWidget.RenderFlag(0))
    colors = Counter(picture.toImage().pixel(x, y) for x in range(sign.width()) for y in range(sign.height()))
    del colors[ground.rgb()]
    return colors
