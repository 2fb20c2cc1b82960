"""The window is styled part by part, and no control is left out, on no page and after no change of theme."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QScrollBar, QWidget
from shiboken6 import isValid

from scenewright.paths import shipped
from scenewright.ui.fields.disclosure import Disclosure

CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLabel, QLineEdit, QScrollBar)


@pytest.fixture
def window(window):
    window.resize(1000, 500)  # too small for all pages: they scroll
    window.show()
    return window


def around(widget):
    """Return a widget and all that it is in."""
    while widget is not None:
        yield widget
        widget = widget.parentWidget()


def controls_in_sight(window):
    return [item for item in window.findChildren(QWidget) if isinstance(item, CONTROLS) and item.isVisible()]


def is_at_rest(window):
    return not window.session.growth.is_busy and not window.theme._waiting


def visit(window, qtbot):
    """Go to every page in turn, and open all that is folded there."""
    for step in window.workspace.step_keys:
        window.go_to(step)
        qtbot.waitUntil(lambda: is_at_rest(window), timeout=20_000)
        for part in window.workspace.page(step).findChildren(Disclosure):
            part.open()
        qtbot.waitUntil(lambda: is_at_rest(window), timeout=20_000)
        yield step


def test_every_control_in_sight_has_the_style_of_the_theme(window, qtbot):
    window.files.new(shipped("presets") / "structured_tabletop.yaml")
    qtbot.waitUntil(lambda: window.workspace._canvas is not None and is_at_rest(window), timeout=20_000)
    for mode in ("light", "dark"):
        window.theme.set_mode(mode)
        for step in visit(window, qtbot):
            qtbot.waitUntil(lambda: all(control.updatesEnabled() for control in controls_in_sight(window)))
            for control in controls_in_sight(window):
                sheets = {part.styleSheet() for part in around(control)} - {""}
                assert sheets == {window.theme._sheet}, (step, mode, control)


def test_no_part_is_styled_by_itself_and_with_another_one(window, qtbot):
    window.files.new(shipped("presets") / "person_pose.yaml")
    qtbot.waitUntil(lambda: window.workspace._canvas is not None and is_at_rest(window), timeout=20_000)
    for _ in visit(window, qtbot):
        dressed = [part for part in window.theme._dressed if isValid(part)]
        twice = [part for part in dressed if any(outer in dressed for outer in list(around(part))[1:])]
        assert twice == []
