"""Isaac Sim on the page Generate."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

sys.path.append(str(Path(__file__).parents[2] / "render/isaac/standin"))

from install import put_up

from scenewright.render.isaac.settings import load_settings
from scenewright.ui.pages.isaac_engine import IsaacForm, isaac_checks


@pytest.fixture
def form(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_ISAAC", str(tmp_path / "settings"))
    monkeypatch.setenv("HOME", str(tmp_path))
    form = IsaacForm()
    qtbot.addWidget(form)
    form.show_settings()
    QThreadPool.globalInstance().waitForDone()
    choice = form.findChild(QComboBox, "isaac_installation")
    qtbot.waitUntil(lambda: "found" in choice.itemText(0) or bool(choice.itemData(0)))
    return form


def test_the_licence_is_asked_for_once_and_remembered(form, qtbot):
    licence = form.findChild(QCheckBox, "isaac_licence")
    assert not licence.isChecked()
    with qtbot.waitSignal(form.edited):
        licence.click()
    assert load_settings().eula_accepted
    assert licence.isChecked()
    assert not licence.isEnabled()


def test_a_chosen_folder_is_checked_and_remembered(form, qtbot, tmp_path):
    root = put_up(tmp_path / "isaac", "5.1.0")
    with qtbot.waitSignal(form.edited):
        form.choose_folder(str(root))
    assert load_settings().installation == str(root)
    assert "5.1.0" in form.findChild(QComboBox, "isaac_installation").currentText()


def test_a_folder_without_isaac_is_refused_in_words_and_changes_nothing(form, tmp_path):
    form.choose_folder(str(tmp_path))
    assert any("is no Isaac Sim" in label.text() for label in form.findChildren(QLabel))
    assert load_settings().installation == ""


def test_graphics_cards_are_numbers(form, qtbot):
    cards = form.findChild(QLineEdit, "isaac_cards")
    cards.setText("0, 2")
    with qtbot.waitSignal(form.edited):
        cards.editingFinished.emit()
    assert load_settings().gpus == (0, 2)
    cards.setText("first")
    cards.editingFinished.emit()
    assert load_settings().gpus == (0, 2)
    assert any("Write the numbers" in label.text() for label in form.findChildren(QLabel))


def test_the_first_start_is_announced(form):
    assert any("compiles shaders" in label.text() for label in form.findChildren(QLabel))


def test_what_is_missing_keeps_a_run_from_starting(form):
    checks = isaac_checks("isaac")
    assert checks[0].level == "error"
    assert isaac_checks("embedded") == []
