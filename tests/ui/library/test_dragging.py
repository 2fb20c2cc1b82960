"""Things of the library dragged onto lists: real mouse events begin it, Qt's own drag events end it."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QThreadPool
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from scenewright.ui.library.dragging import DropLine
from scenewright.ui.pages import objects, scene

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def shown(make_session, qtbot):
    """Make a page on a session without processes."""

    def show(module, preset="cup_detection"):
        session = make_session(preset)
        page = module.make_page(session)
        qtbot.addWidget(page)
        page.resize(420, 900)
        page.show()
        return session, page

    yield show
    QThreadPool.globalInstance().waitForDone()


@pytest.fixture
def dragged(monkeypatch):
    """What drags carry: a screen that shows nothing refuses them all as soon as they begin."""
    carried = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: carried.append(drag.mimeData()) or COPY)
    return carried


def field_of(page, place):
    page.reveal(place)
    return page.findChildren(QWidget, "field:" + ".".join(map(str, place)))[-1]


def open_library(qtbot, field):
    qtbot.mouseClick(field.open_library, LEFT)
    qtbot.waitUntil(lambda: len(field.browser.model.items) > 20, timeout=30_000)
    return field.browser


def pull(browser, name):
    """Press on an item and move away: one mouse event after the other."""
    names = [item.name for item in browser.model.items]
    view = browser.grid.viewport()
    start = browser.grid.visualRect(browser.model.index(names.index(name))).center()
    far = QApplication.startDragDistance() + 5
    for kind, at, button, buttons in (
        (QEvent.Type.MouseButtonPress, start, LEFT, LEFT),
        (QEvent.Type.MouseMove, start + QPoint(1, 1), NONE, LEFT),
        (QEvent.Type.MouseMove, start + QPoint(0, -far), NONE, LEFT),
        (QEvent.Type.MouseButtonRelease, start + QPoint(0, -far), LEFT, NONE),
    ):
        event = QMouseEvent(kind, QPointF(at), view.mapToGlobal(QPointF(at)), button, buttons, PLAIN)
        QApplication.sendEvent(view, event)


def bring(widget, data, at):
    """Drag over a widget, and tell whether it would take it there."""
    enter = QDragEnterEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, enter)
    if not enter.isAccepted():
        return False
    move = QDragMoveEvent(at, COPY, data, LEFT, PLAIN)
    QApplication.sendEvent(widget, move)
    return move.isAccepted()


def drop(widget, data, at):
    QApplication.sendEvent(widget, QDropEvent(QPointF(at), COPY, data, LEFT, PLAIN))


def above(field, number):
    row = field._rows[number].geometry()
    return QPoint(row.center().x(), row.top() + 2)


def test_a_floor_is_dragged_between_two_others_where_the_line_shows(shown, dragged, qtbot):
    session, page = shown(scene)
    field = field_of(page, ("floor", "textures"))
    before = [part.source for part in session.document.spec.floor.textures]
    browser = open_library(qtbot, field)
    pull(browser, "concrete_polished" if "concrete_polished" not in before else "terrazzo")
    assert session.document.undo_stack.count() == 0, "a drag is no click"
    (data,) = dragged
    line = field.findChild(DropLine)
    assert bring(field, data, above(field, 2))
    assert line.isVisible()
    gap = line.geometry().center().y()
    assert field._rows[1].geometry().bottom() <= gap <= field._rows[2].geometry().top() + 3
    drop(field, data, above(field, 2))
    after = [part.source for part in session.document.spec.floor.textures]
    assert after == [*before[:2], data.text(), *before[2:]]
    assert not line.isVisible()
    session.document.undo_stack.undo()
    assert [part.source for part in session.document.spec.floor.textures] == before


def test_a_model_is_dragged_onto_the_assets_of_a_group_and_not_twice(shown, dragged, qtbot):
    session, page = shown(objects)
    field = field_of(page, ("objects", 0, "assets"))
    before = [asset.source for asset in session.document.spec.objects[0].assets]
    browser = open_library(qtbot, field)
    name = next(item.name for item in browser.model.items if item.name not in before)
    pull(browser, name)
    end = QPoint(40, field.open_library.geometry().center().y())
    for _ in range(2):
        assert bring(field, dragged[0], end)
        drop(field, dragged[0], end)
    assert [asset.source for asset in session.document.spec.objects[0].assets] == [*before, name]


def test_what_is_let_go_over_the_library_or_dragged_away_changes_nothing(shown, dragged, qtbot):
    session, page = shown(scene)
    field = field_of(page, ("floor", "textures"))
    browser = open_library(qtbot, field)
    pull(browser, "terrazzo")
    inside = browser.geometry().center()
    assert not bring(field, dragged[0], inside)
    drop(field, dragged[0], inside)
    assert bring(field, dragged[0], above(field, 0))
    QApplication.sendEvent(field, QDragLeaveEvent())
    assert not field.findChild(DropLine).isVisible()
    assert session.document.undo_stack.count() == 0


def test_a_list_takes_only_what_it_can_name(shown, dragged, qtbot):
    _session, page = shown(scene)
    floors = field_of(page, ("floor", "textures"))
    surroundings = field_of(page, ("environment", "images"))
    pull(open_library(qtbot, floors), "terrazzo")
    assert not bring(surroundings, dragged[0], QPoint(20, 20))
    assert bring(floors, dragged[0], QPoint(20, 20))


def test_a_model_let_go_beside_the_lists_becomes_a_group(shown, dragged, qtbot):
    session, page = shown(objects)
    page.show_library()
    qtbot.waitUntil(lambda: len(page._browser.model.items) > 20)
    pull(page._browser, "hammer_claw")
    count = len(session.document.spec.objects)
    enter = QDragEnterEvent(QPoint(5, 5), COPY, dragged[0], LEFT, PLAIN)
    QApplication.sendEvent(page.viewport(), enter)
    assert enter.isAccepted()
    drop(page.viewport(), dragged[0], QPoint(5, 5))
    groups = session.document.spec.objects
    assert len(groups) == count + 1
    assert (groups[-1].assets[0].source, groups[-1].class_name) == ("hammer_claw", "hammer")


def test_without_a_mouse_the_same_is_done_by_keys(shown, qtbot):
    session, page = shown(scene)
    field = field_of(page, ("floor", "textures"))
    browser = open_library(qtbot, field)
    names = [item.name for item in browser.model.items]
    browser.grid.setCurrentIndex(browser.model.index(names.index("terrazzo")))
    qtbot.keyClick(browser.grid, Qt.Key.Key_Space)
    assert session.document.spec.floor.textures[-1].source == "terrazzo"
