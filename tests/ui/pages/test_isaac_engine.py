"""Isaac Sim on the page Generate."""

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QCheckBox, QComboBox, QInputDialog, QLabel, QLineEdit, QPushButton

sys.path.append(str(Path(__file__).parents[2] / "render/isaac/standin"))

from install import put_up

from scenewright.render.isaac.backend_profile import BackendProfile, profile_path, save_profile
from scenewright.render.isaac.graphics_cards import driver_version
from scenewright.render.isaac.installations import installation_at
from scenewright.render.isaac.settings import IsaacSettings, load_settings, save_settings
from scenewright.render.stage.values import Gains
from scenewright.ui.jobs.job_list import JobList
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
        form.choose(str(root))
    assert load_settings().installation == str(root)
    assert "5.1.0" in form.findChild(QComboBox, "isaac_installation").currentText()


def test_a_folder_without_isaac_is_refused_in_words_and_changes_nothing(form, tmp_path):
    form.choose(str(tmp_path))
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


PROJECT = """\
name: Shapes
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {z: 0.5}, scale: 4}
cameras:
- {position_m: {y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 64, height_px: 48}
labels: [instance_mask]
output: {frames: 2}
"""


def test_a_run_tells_what_it_waits_for_until_frames_come(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_ISAAC", str(tmp_path / "settings"))
    root = put_up(tmp_path / "isaac", "5.1.0")
    settings = IsaacSettings(str(root), "now", subframes=2, own_engine="flat")
    save_settings(settings)
    known = BackendProfile(gains=Gains(450, 450, 450, 450, 450))
    save_profile(profile_path(installation_at(str(root)), settings, driver_version()), known)
    (tmp_path / "project.yaml").write_text(PROJECT)
    words = ["generate", str(tmp_path / "project.yaml"), "--out", str(tmp_path / "out"), "--engine", "isaac"]
    jobs = JobList(tmp_path / "jobs")
    job = jobs.start("Rendering", words, tmp_path / "out")
    notes = []
    job.changed.connect(lambda: notes.append(job.note))
    qtbot.waitUntil(lambda: job.state in ("succeeded", "failed"), timeout=60_000)
    jobs.close()
    jobs.deleteLater()
    assert job.state == "succeeded", job.message + job.log
    assert any("Isaac Sim" in note for note in notes)
    assert job.note == ""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for docker is a shell script")
def test_a_container_image_is_chosen_by_its_name(form, qtbot, tmp_path, monkeypatch):
    docker = tmp_path / "bin/docker"
    docker.parent.mkdir()
    docker.write_text("#!/bin/bash\n")
    docker.chmod(0o755)
    monkeypatch.setenv("PATH", str(docker.parent))
    button = form.findChild(QPushButton, "isaac_other")
    button.menu().actions()[1].trigger()
    dialog = form.window().findChild(QInputDialog, "isaac_image_dialog")
    dialog.setTextValue("docker:nvcr.io/nvidia/isaac-sim:6.0.1")
    with qtbot.waitSignal(form.edited):
        dialog.accept()
    assert load_settings().installation == "docker:nvcr.io/nvidia/isaac-sim:6.0.1"
    assert "6.0.1" in form.findChild(QComboBox, "isaac_installation").currentText()
