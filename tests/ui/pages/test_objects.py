import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from scenewright.ui.fields.marks import place_of
from scenewright.ui.pages.objects import make_page
from scenewright.ui.reveal import control_of


@pytest.fixture
def session(make_session):
    return make_session("warehouse_robot")


@pytest.fixture
def page(session, qtbot):
    page = make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    return page


def names(session):
    return [group.name for group in session.document.spec.objects]


def press(page, name, qtbot):
    qtbot.mouseClick(page.findChild(QToolButton, f"part_{name}"), Qt.MouseButton.LeftButton)


def test_a_click_on_a_group_selects_its_place_and_shows_its_settings(page, session, qtbot):
    rows = page.parts.list
    spot = rows.visualItemRect(rows.item(2)).center()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert session.selection.place == ("objects", 2)
    assert page.findChild(QWidget, "field:objects.2.name").line.text() == "cartons"


def test_another_selection_is_followed(page, session):
    session.selection.select(("objects", 3, "count"))
    assert page.parts.number == 3
    assert page.findChild(QWidget, "field:objects.3.count") is not None


def test_groups_are_copied_moved_and_removed_and_each_is_undone(page, session, qtbot):
    before = session.document.spec
    page.parts.choose(5)
    press(page, "duplicate", qtbot)
    assert names(session)[5:7] == ["cones", "cones 2"]
    assert page.parts.number == 6
    press(page, "up", qtbot)
    assert names(session)[5:7] == ["cones 2", "cones"]
    press(page, "delete", qtbot)
    assert "cones 2" not in names(session)
    for _ in range(3):
        session.document.undo_stack.undo()
    assert session.document.spec == before


def test_a_group_is_dragged_to_another_place(page, session, qtbot):
    model, before = page.parts.list.model(), names(session)
    taken = model.mimeData([model.index(0)])  # a drag writes down all that an item holds
    assert taken.hasFormat("application/x-qabstractitemmodeldatalist")
    assert model.moveRows(QModelIndex(), 0, 1, QModelIndex(), 3)
    page.parts._fill()  # as when pictures of the library come in meanwhile
    qtbot.waitUntil(lambda: names(session) == [*before[1:3], before[0], *before[3:]])


def test_a_group_that_others_stand_on_is_not_removed_and_the_page_says_why(page, session, qtbot):
    page.parts.choose(1)
    qtbot.keyClick(page.parts.list, Qt.Key.Key_Delete)
    assert "pallets" in names(session)
    assert "go by 'pallets'" in page.parts._problem.text()


def test_a_group_is_made_from_the_library_by_one_click_with_its_class(page, session, qtbot):
    page.show_library()
    browser = page._browser
    qtbot.waitUntil(lambda: len(browser.model.items) > 50)
    qtbot.keyClicks(browser.line, "hammer")
    qtbot.waitUntil(lambda: len(browser.model.items) == 1)
    spot = browser.grid.visualRect(browser.model.index(0)).center()
    qtbot.mouseClick(browser.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert names(session)[-1] == "hammer_claw"
    assert session.document.spec.objects[-1].class_name == "hammer"
    assert "hammer" in [item.name for item in session.document.spec.classes]


def test_the_settings_of_a_removed_group_hear_of_nothing_any_more(page, session, qtbot):
    page.parts.choose(len(names(session)) - 1)
    press(page, "delete", qtbot)
    session.document.undo_stack.undo()
    assert page.parts.list.count() == len(names(session))


def test_a_setting_that_another_one_speaks_for_is_found_at_their_chooser(page, session):
    page.reveal(("objects", 0, "position_m", "x"))
    control = control_of(page, ("objects", 0, "position_m", "x"))
    assert control is not None
    assert place_of(control) == ("objects", 0, "position_m")
