"""Layouts within layouts leave no Python objects behind for what Qt frees by itself."""

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from scenewright.ui.layouts import add_layout


def items_of(widget):
    """Return the layout items of a widget that Python has objects for."""
    every = [one for one in Shiboken.getAllValidWrappers() if isinstance(one, QLayoutItem)]
    return [one for one in every if not isinstance(one, QLayout) and one.widget() is widget]


def filled(*words):
    row = QHBoxLayout()
    labels = [QLabel(word) for word in words]
    for label in labels:
        row.addWidget(label)
    return row, labels


@pytest.mark.parametrize("is_nested", [False, True])
def test_a_filled_layout_in_another_one_leaves_nothing_that_outlives_its_widgets(qtbot, is_nested):
    window = QWidget()
    qtbot.addWidget(window)
    outer = QVBoxLayout(window)
    row, (one, two) = filled("one", "two")
    if is_nested:
        column = QVBoxLayout()
        add_layout(column, row)
        add_layout(outer, column)
    else:
        add_layout(outer, row, 1)
    assert [item for label in (one, two) for item in items_of(label)] == []
    one.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert row.count() == 1
    assert row.itemAt(0).widget() is two
    assert two.parentWidget() is window


def test_the_stretch_is_given(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    outer = QVBoxLayout(window)
    add_layout(outer, filled("one")[0], 3)
    add_layout(outer, filled("two")[0])
    assert [outer.stretch(0), outer.stretch(1)] == [3, 0]
