"""The page Generate: from the button to a proved dataset in the formats that were ticked, by real processes."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton

from scenewright.spec.places import with_value
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.app import make_window
from scenewright.ui.pages.preflight import Check
from scenewright.ui.pages.run_panel import PreflightList
from scenewright.ui.pages.run_wish import RunWish, remember_wish, remembered_wish

PROJECT = """\
name: Shapes
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {z: 0.5}, scale: 4}
cameras:
- {position_m: {y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 64, height_px: 48}
labels: [instance_mask, bounding_box_2d_tight, distance_to_image_plane]
output: {frames: 3}
"""


@pytest.fixture
def window(qtbot, qapp, tmp_path):
    project = tmp_path / "shapes.yaml"
    project.write_text(PROJECT)
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window, before_close_func=lambda window: end_jobs(window, qtbot))
    remember_wish(window.settings, project, RunWish(str(tmp_path / "out"), engine="flat", workers="1"))
    window.files.open(project)
    window.go_to("generate")
    qtbot.waitUntil(lambda: not window.session.growth.is_growing(window.workspace.page("generate")))
    return window


def test_a_folder_that_is_typed_while_the_page_is_still_being_made_counts(qtbot, qapp, tmp_path):
    project = tmp_path / "shapes.yaml"
    project.write_text(PROJECT)
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    window.show()
    window.files.open(project)
    qtbot.waitUntil(lambda: window.workspace.step != "")
    window.go_to("generate")
    found = []
    while not found:
        qapp.processEvents()
        found = [line for line in window.findChildren(QLineEdit, "run_folder") if line.isVisible()]
    assert window.session.growth.is_growing(window.workspace.page("generate"))
    found[0].selectAll()
    qtbot.keyClicks(found[0], str(tmp_path / "mine"))
    qtbot.keyClick(found[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not window.session.growth.is_growing(window.workspace.page("generate")))
    assert found[0].text() == str(tmp_path / "mine")
    assert remembered_wish(window.settings, project).folder == str(tmp_path / "mine")


def test_a_list_of_checks_that_is_gone_is_not_restyled(theme, qtbot):
    checks = PreflightList(theme, lambda check: None)
    checks.show_checks([Check("ok", "All is well.")])
    checks.deleteLater()
    qtbot.waitSignal(checks.destroyed).wait()
    theme.changed.emit()


def end_jobs(window, qtbot):
    for job in window.jobs.running:
        job.cancel()
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=60_000)


def tick(window, qtbot, name):
    """Click on a box itself: its cell is wider."""
    box = window.findChild(QCheckBox, name)
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(9, box.height() // 2))
    assert box.isChecked()


def press(window, qtbot, name):
    button = window.findChild(QPushButton, name)
    qtbot.waitUntil(button.isEnabled, timeout=10_000)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def sentences(window, level):
    checks = window.workspace.page("generate")._list.checks
    return [check.sentence for check in checks if check.level == level]


def test_generate_makes_a_proved_dataset_and_the_formats_that_are_ticked(window, qtbot, tmp_path):
    tick(window, qtbot, "format_coco")
    press(window, qtbot, "generate")
    assert not window.findChild(QPushButton, "generate").isEnabled()
    with qtbot.waitSignal(window.jobs.ended, timeout=120_000) as blocker:
        pass
    job = blocker.args[0]
    assert job.state == "succeeded", job.message + job.log
    assert (tmp_path / "out" / "certificate.html").exists()
    assert (tmp_path / "out_coco").is_dir()
    assert "3 frames" in window.findChild(QLabel, "run_message").text()
    assert any("3 frames" in sentence for sentence in window.workspace.notices.sentences)
    qtbot.waitUntil(lambda: any("holds 3 frames" in text for text in sentences(window, "ok")), timeout=20_000)


def test_what_is_unsaved_is_saved_before_it_runs(window, qtbot, tmp_path):
    document = window.session.document
    document.edit(with_value(document.spec, ("output", "frames"), 1), "Change")
    press(window, qtbot, "generate")
    assert load_project(tmp_path / "shapes.yaml").spec.output.frames == 1
    assert document.undo_stack.isClean()


def test_an_asset_that_is_not_there_keeps_the_run_from_starting_and_its_setting_is_shown(window, qtbot):
    document = window.session.document
    place = ("objects", 0, "assets", 0, "source")
    document.edit(with_value(document.spec, place, "./gone.usdz"), "Change")
    qtbot.waitUntil(lambda: bool(sentences(window, "error")), timeout=20_000)
    assert "gone.usdz does not exist" in sentences(window, "error")[0]
    assert not window.findChild(QPushButton, "generate").isEnabled()
    qtbot.mouseClick(window.findChild(QPushButton, "mend_0"), Qt.MouseButton.LeftButton)
    assert window.workspace.step == "objects"
    assert window.session.selection.place == place


def test_a_folder_with_another_dataset_is_refused(window, qtbot, tmp_path):
    other = with_value(window.session.document.spec, ("output", "seed"), 9)
    (tmp_path / "other").mkdir()
    save_project(tmp_path / "other" / "project.yaml", other)
    field = window.findChild(QLineEdit, "run_folder")
    field.setText(str(tmp_path / "other"))
    field.editingFinished.emit()
    qtbot.waitUntil(lambda: any("another state" in text for text in sentences(window, "error")), timeout=20_000)


def test_a_format_that_asks_for_more_than_the_labels_hold_is_told(window, qtbot):
    tick(window, qtbot, "format_yolo_pose")
    qtbot.waitUntil(lambda: any("keypoints" in text for text in sentences(window, "error")), timeout=20_000)


def test_what_is_wanted_is_remembered_for_each_project(window, qtbot, tmp_path):
    engine = window.findChild(QComboBox, "run_engine")
    engine.setCurrentIndex(engine.findData("embedded"))
    engine.activated.emit(engine.currentIndex())
    wish = remembered_wish(window.settings, tmp_path / "shapes.yaml")
    assert (wish.engine, wish.workers) == ("embedded", "1")
    assert remembered_wish(window.settings, tmp_path / "other.yaml").folder == str(tmp_path / "other_dataset")


def test_measuring_says_how_long_and_how_large(window, qtbot):
    press(window, qtbot, "measure")
    page = window.workspace.page("generate")
    qtbot.waitUntil(lambda: not page._outlook.is_measuring, timeout=120_000)
    qtbot.waitUntil(lambda: "frames with" in page._card._source.text(), timeout=10_000)
    assert page._outlook.trouble == ""
    assert window.findChild(QLabel, "outlook_time").text() != "-"
    assert window.findChild(QLabel, "outlook_disk").text() != "-"


def test_a_run_that_is_paused_here_goes_on_here(window, qtbot):
    document = window.session.document
    document.edit(with_value(document.spec, ("output", "frames"), 300), "Change")
    press(window, qtbot, "generate")
    [job] = window.jobs.jobs
    qtbot.waitUntil(lambda: job.done > 0, timeout=60_000)
    press(window, qtbot, "run_pause")
    qtbot.waitUntil(lambda: job.state == "paused", timeout=60_000)
    assert window.findChild(QLabel, "run_state").text().startswith("Paused")
    press(window, qtbot, "run_resume")
    done = job.done
    qtbot.waitUntil(lambda: job.done > done, timeout=60_000)


def test_a_long_path_does_not_make_the_page_wider_than_the_window(window):
    long = "a_folder_with_a_long_name/" * 12
    job = SimpleNamespace(
        title="Rendering", state="succeeded", is_running=False, total=3, done=3, note="", warnings=[], folder=None,
        message=f"3 frames are in /home/somebody/{long}cups.", seconds=3.0, rate=1.0, remaining_s=None,
        changed=SimpleNamespace(connect=lambda _: None, disconnect=lambda _: None),
    )  # fmt: skip
    page = window.workspace.page("generate")
    page._run.follow(job)
    assert page._run._words.text().endswith("cups.")
    assert page._run.isVisibleTo(page)
    assert page._run.minimumSizeHint().width() < 500
