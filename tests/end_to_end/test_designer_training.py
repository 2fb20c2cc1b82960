"""A user presses 'Generate and train' and sees how good the model is: mouse and keyboard alone, a real training."""

from importlib.util import find_spec

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QSpinBox, QTableWidget

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project

PATIENCE_MS = 300_000
FRAMES = 12

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(find_spec("torch") is None, reason="training is not installed"),
]


@pytest.fixture
def project(tmp_path):
    """Cups, few and small."""
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    camera = spec.cameras[0].replace(width_px=128, height_px=96)
    labels = ("bounding_box_2d_tight", "instance_mask", "distance_to_image_plane")
    path = tmp_path / "cups.yaml"
    save_project(path, spec.replace(cameras=(camera,), labels=labels, output=spec.output.replace(frames=FRAMES)))
    return path


def choose(qtbot, box, data):
    """Choose an entry of a list by its keys, as it is closed."""
    qtbot.waitUntil(lambda: box.findData(data) >= 0, timeout=PATIENCE_MS)
    box.setFocus()
    while box.currentData() != data:
        before = box.currentIndex()
        QTest.keyClick(box, Qt.Key.Key_Down)
        assert box.currentIndex() != before, f"{data} is not reached"


def test_generate_and_train_ends_with_figures_in_the_train_step(qtbot, window, user, project):
    window.files.open_dropped(project)
    user.click(user.see("tour_skip"))
    user.go_to("train")
    choose(qtbot, user.see("train_model", QComboBox), "center_small")
    choose(qtbot, user.see("train_weights", QComboBox), "none")
    for name, number in (("train_epochs", 2), ("train_size", 96)):
        user.type_into(user.see(name, QSpinBox).findChild(QLineEdit), str(number))
    user.go_to("generate")
    button = user.see("generate_and_train")
    qtbot.waitUntil(button.isEnabled, timeout=PATIENCE_MS)
    user.click(button)
    qtbot.waitUntil(lambda: bool(window.jobs.jobs), timeout=30_000)
    (job,) = window.jobs.jobs
    user.go_to("train")
    title = user.see("run_view").findChild(QLabel)
    assert "training on it" in title.text(), "the run is seen from both pages"
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=PATIENCE_MS)
    assert job.state == "succeeded", job.message

    table = user.see("train_scores", QTableWidget)
    qtbot.waitUntil(lambda: table.rowCount() >= 2, timeout=60_000)
    assert table.item(0, 0).text() == "dataset (synthetic)"
    assert table.item(1, 0).text().strip() == "cup"
    header = [table.horizontalHeaderItem(k).text() for k in range(table.columnCount())]
    assert header[:3] == ["Measured on", "AP", "AP50"]
    assert 0 <= float(table.item(0, 1).text()) <= 1
    figures = user.see("train_figures", QLabel)
    qtbot.waitUntil(lambda: "pictures a second" in figures.text() and "in epoch" in figures.text(), timeout=60_000)
    assert "Not tested on real images" in user.see("train_banner", QLabel).text()
    qtbot.waitUntil(lambda: not user.see("train_examples", QLabel).pixmap().isNull(), timeout=60_000)
    trained = project.with_name("cups_trained")
    assert user.see("train_dataset", QLineEdit).text() == str(trained / "dataset")
    assert (trained / "run" / "report.html").is_file()
