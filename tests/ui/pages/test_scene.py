import pytest
from PIL import Image
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.fields.containers import OptionalField
from scenewright.ui.library.sources_field import SourcesField
from scenewright.ui.pages.scene import make_page


@pytest.fixture
def page(session, qtbot):
    page = make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    return page


def control(page, place):
    page.reveal(place)
    return page.findChildren(QWidget, "field:" + ".".join(map(str, place)))[-1]


def test_floors_are_added_from_the_library_by_click_and_load_in_the_command_line(page, session, qtbot, tmp_path):
    field = control(page, ("floor", "textures"))
    assert isinstance(field, SourcesField)
    qtbot.mouseClick(field.open_library, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(field.browser.model.items) > 20)
    field.browser.line.setFocus()
    qtbot.keyClicks(field.browser.line, "terrazzo")
    qtbot.waitUntil(lambda: len(field.browser.model.items) == 1)
    grid = field.browser.grid
    qtbot.mouseClick(
        grid.viewport(), Qt.MouseButton.LeftButton, pos=grid.visualRect(field.browser.model.index(0)).center()
    )
    assert session.document.spec.floor.textures[-1].source == "terrazzo"
    save_project(tmp_path / "made.yaml", session.document.spec)
    assert load_project(tmp_path / "made.yaml").spec == session.document.spec


def test_the_last_floor_cannot_be_taken_out_and_the_field_says_so(page, session, qtbot):
    field = control(page, ("floor", "textures"))
    for _ in range(len(session.document.spec.floor.textures)):
        remove = field._rows[0].remove
        qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert len(session.document.spec.floor.textures) == 1
    assert field.problem


def test_a_part_that_is_turned_off_and_on_again_is_as_it_was(page, session, qtbot):
    before = session.document.spec.floor
    switch = page.findChildren(OptionalField, "field:floor")[0].switch
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert session.document.spec.floor is None
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert session.document.spec.floor == before


def test_undo_shows_the_old_value_in_the_control(page, session, qtbot):
    box = control(page, ("floor", "size_m")).boxes[0]
    before = box.value()
    box.selectAll()
    qtbot.keyClicks(box, "20")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert session.document.spec.floor.size_m[0] == 20
    session.document.undo_stack.undo()
    assert box.value() == before


def teardown_module():
    QThreadPool.globalInstance().waitForDone()


def test_the_backdrop_is_turned_on_by_choosing_photos_and_stays_off_without(page, session, qtbot, tmp_path):
    photo = tmp_path / "hall.png"
    Image.new("RGB", (8, 8)).save(photo)
    field = page.findChildren(OptionalField, "field:backdrop")[0]
    qtbot.mouseClick(field.switch, Qt.MouseButton.LeftButton)
    dialog = field.findChild(QFileDialog, "backdrop_dialog")
    assert session.document.spec.backdrop is None
    assert not field.switch.isChecked()
    dialog.filesSelected.emit([str(photo)])
    dialog.close()
    assert session.document.spec.backdrop.images[0].source == "./hall.png"
    assert field.switch.isChecked()


def test_a_table_is_added_before_the_objects_that_may_stand_on_it(page, session, qtbot):
    qtbot.mouseClick(page.findChild(QToolButton, "add_table_work"), Qt.MouseButton.LeftButton)
    table = session.document.spec.objects[0]
    assert (table.name, table.role, table.class_names) == ("table", "scenery", ())
    session.document.undo_stack.undo()
    assert session.document.spec.objects[0].role != "scenery"
