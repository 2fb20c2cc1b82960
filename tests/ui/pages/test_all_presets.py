"""What holds for every control of every page, over all projects that ship."""

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from scenewright.paths import shipped
from scenewright.spec.places import value_at
from scenewright.ui.fields.disclosure import Foldable
from scenewright.ui.fields.field import Field
from scenewright.ui.fields.marks import place_of
from scenewright.ui.pages import camera, labels, lights, objects, scene

PAGES = {"scene": scene, "objects": objects, "lights": lights, "camera": camera, "labels": labels}
PRESETS = sorted(path.stem for path in (shipped("presets")).glob("*.yaml"))
CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QListView, QPlainTextEdit)


@pytest.fixture(params=PRESETS)
def session(request, make_session):
    return make_session(request.param)


@pytest.fixture(params=PAGES)
def page(request, session, qtbot):
    page = PAGES[request.param].make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    for _ in range(6):
        for item in page.findChildren(Foldable):
            if not item.is_open:
                item.open()
    QThreadPool.globalInstance().waitForDone()
    QApplication.processEvents()
    return page


def test_every_editor_shows_its_value_and_says_nothing_by_being_shown(page, session):
    for editor in page.findChildren(Field):
        said = []
        editor.edited.connect(said.append)
        place, value = place_of(editor), editor.value()
        if type(editor).__name__ == "VariantsField" and place[-1] in ("placement", "rotation", "orbit", "look_at"):
            place = place[:-1]
        assert not place or value == value_at(session.document.spec, place), place
        editor.set_value(value)
        assert editor.value() == value
        assert said == []
    assert session.document.undo_stack.count() == 0


@pytest.mark.parametrize("session", ["warehouse_robot", "robot_drive_clips"], indirect=True)
def test_every_control_has_a_name_for_screen_readers_and_a_tool_tip(page):
    for control in page.findChildren(QWidget):
        if not isinstance(control, CONTROLS) or control.objectName().startswith("qt_") or not control.isEnabled():
            continue
        parent = control.parentWidget()
        if isinstance(parent, CONTROLS) and not isinstance(parent, QListView):
            continue  # part of the control around it
        if isinstance(control, QListView) and isinstance(parent.parentWidget(), QComboBox):
            continue  # the list of a chooser
        where = [control.objectName(), type(control).__name__]
        named = control.accessibleName() or (control.text() if isinstance(control, QAbstractButton) else "")
        around = control
        while around is not None and not place_of(around) and around is not page:
            where.append(type(around).__name__)
            around = around.parentWidget()
        where.append(str(place_of(around)) if around is not None else "")
        assert named, where
        tip = control.toolTip()
        while not tip and parent is not None and parent is not page:
            tip, parent = parent.toolTip(), parent.parentWidget()
        assert tip, where
