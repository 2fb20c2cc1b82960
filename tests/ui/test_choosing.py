"""Asking for files and folders."""

import gc
from functools import partial

import pytest
from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget
from shiboken6 import isValid

from scenewright.ui.app import make_window
from scenewright.ui.choosing import choose_file, choose_files, choose_folder, choose_new_file


@pytest.fixture
def parent(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def pick(parent, *names):
    dialog = parent.findChild(QFileDialog)
    dialog.findChild(QLineEdit).setText(" ".join(f'"{name}"' for name in names) if len(names) > 1 else names[0])
    dialog.accept()


@pytest.mark.parametrize(
    ("ask", "typed", "chosen"),
    [
        (choose_file, ["a.yaml"], "a.yaml"),
        (choose_folder, ["inner"], "inner"),
        (partial(choose_files, suffixes=("Projects ({0})", [".yaml"])), ["a.yaml", "b.yaml"], ["a.yaml", "b.yaml"]),
    ],
)
def test_what_is_chosen_is_handed_over_and_the_dialog_goes(parent, qtbot, tmp_path, ask, typed, chosen):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).touch()
    (tmp_path / "inner").mkdir()
    taken = []
    ask(parent, "Choose", tmp_path, taken.append)
    pick(parent, *typed)
    assert taken == ([[tmp_path / name for name in chosen]] if isinstance(chosen, list) else [tmp_path / chosen])
    qtbot.waitUntil(lambda: parent.findChild(QFileDialog) is None)


def test_a_new_file_gets_the_ending_of_the_proposed_one(parent, tmp_path):
    taken = []
    choose_new_file(parent, "Save", tmp_path / "a.yaml", taken.append, "Projects (*.yaml)")
    pick(parent, "mine")
    assert taken == [tmp_path / "mine.yaml"]


def test_a_folder_that_is_not_there_is_not_taken_for_a_files_name(parent, tmp_path):
    choose_folder(parent, "Choose", tmp_path / "gone" / "deeper", str)
    dialog = parent.findChild(QFileDialog)
    assert (dialog.directory().path(), dialog.findChild(QLineEdit).text()) == (str(tmp_path), "")


def test_nothing_is_handed_over_where_nothing_is_chosen(parent, qtbot, tmp_path):
    taken = []
    choose_file(parent, "Choose", tmp_path, taken.append)
    parent.findChild(QFileDialog).reject()
    qtbot.waitUntil(lambda: parent.findChild(QFileDialog) is None)
    assert taken == []


def test_a_dialog_over_the_window_is_styled_and_is_one_object_for_python(qtbot, qapp, tmp_path):
    """Two objects for one dialog: the end of the one frees what the other refers to, and the program crashes."""
    window = make_window(qapp, tmp_path / "state")
    qtbot.addWidget(window)
    window.show()
    choose_file(window, "Choose", tmp_path, str)
    qtbot.waitUntil(lambda: bool(window.findChild(QFileDialog).styleSheet()))
    assert len([item for item in gc.get_objects() if type(item) is QFileDialog and isValid(item)]) == 1
    window.close_for_good()
    window.theme.deleteLater()
