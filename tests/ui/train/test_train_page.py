"""The Train step: what it asks for, what it shows of a run, and what it says when something is wrong."""

import json

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QTableWidget

from scenewright.ui.train.page import TrainPage
from scenewright.ui.train.wish import TrainingWish, remember_training, remembered_training


@pytest.fixture
def run(tmp_path):
    """A run as the command line leaves it, without any model in it."""
    run = tmp_path / "run"
    (run / "epochs").mkdir(parents=True)
    lines = [
        {"kind": "step", "step": step, "steps": 40, "epoch": 1, "losses": {"heat": 2 / step, "loss": 4 / step},
         "learning_rate": 0.001, "images_per_s": 52.4, "loader_share": 0.03, "memory_bytes": 0}
        for step in range(1, 21)
    ]  # fmt: skip
    lines += [
        {"kind": "epoch", "epoch": n, "epochs": 4, "scores": {"AP": 0.2 * n, "AP50": 0.3 * n, "score": 0.2 * n},
         "score": 0.2 * n, "is_best": True, "seconds": 3.0}
        for n in (1, 2)
    ]  # fmt: skip
    (run / "metrics.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"kind": "st')
    for n in (1, 2):
        Image.new("RGB", (96, 48), (40 * n, 90, 120)).save(run / f"epochs/{n:03d}.jpg")
    return run


def write_scores(run, name, *, is_real, score, dataset="/nowhere"):
    folder = run / "evaluations" / name
    folder.mkdir(parents=True)
    summary = {"dataset": str(dataset), "is_real": is_real, "task": "detection", "images": 10, "score": score,
               "overall": {"AP": score, "AP50": 0.95}, "by_class": {"cup": {"AP": score, "AP50": 0.95}},
               "mistakes": {"miss": 3}}  # fmt: skip
    (folder / "scores.json").write_text(json.dumps(summary))


@pytest.fixture
def page(qtbot, session, run):
    remember_training(session.settings, session.document.path, TrainingWish("/nowhere", str(run)))
    page = TrainPage(session)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    return page


def find(page, name, kind=QPushButton):
    return page.findChild(kind, name)


def test_a_wish_is_the_command_that_it_shows():
    assert TrainingWish("d", "r").arguments() == ["train", "d", "--out", "r", "--weights", "auto"]
    words = TrainingWish("d", "r", "semantic", "lraspp", "small", "none", 7, 96, "photos").arguments()
    assert " ".join(words) == (
        "train d --out r --weights none --task semantic --model lraspp --recipe small --epochs 7 --size 96 --mix photos"
    )


def test_what_generate_and_train_made_is_found(session, tmp_path):
    project = session.document.path
    (tmp_path / "cups_trained" / "dataset").mkdir(parents=True)
    wish = remembered_training(session.settings, project)
    assert wish.dataset == str(tmp_path / "cups_trained" / "dataset")
    assert wish.run == str(tmp_path / "cups_trained" / "run")
    (tmp_path / "cups_dataset").mkdir()
    assert remembered_training(session.settings, project).dataset == str(tmp_path / "cups_dataset")


def test_curves_figures_and_examples_of_a_run_appear(qtbot, page):
    qtbot.waitUntil(lambda: "52 pictures a second" in page.curves.figures, timeout=20_000)
    assert "best so far 0.400 (AP50 0.600) in epoch 2" in page.curves.figures
    picture = find(page, "train_examples", QLabel)
    qtbot.waitUntil(lambda: not picture.pixmap().isNull(), timeout=20_000)


def test_until_real_pictures_were_measured_the_page_says_so(page, run):
    assert "Not tested on real images" in page.scores.banner.text()
    write_scores(run, "cups", is_real=False, score=0.9)
    page.scores.show_run(run)
    assert "Not tested on real images" in page.scores.banner.text()
    write_scores(run, "real_photos", is_real=True, score=0.5)
    page.scores.show_run(run)
    assert "a gap of 0.400" in page.scores.banner.text()
    assert "mix in" in page.scores.banner.text()
    table = find(page, "train_scores", QTableWidget)
    titles = [table.item(row, 0).text().strip() for row in range(4)]
    assert titles == ["cups (synthetic)", "cup", "real_photos (real)", "cup"]


def test_mistakes_of_a_dataset_of_ours_lead_to_inspect(page, run, tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/project.yaml").write_text("")
    write_scores(run, "cups", is_real=False, score=0.9, dataset=tmp_path / "ours")
    page.scores.show_run(run)
    assert find(page, "mistakes_miss").text() == "Missed: 3"


def test_choices_are_remembered_and_another_task_asks_for_its_own_model(qtbot, page, session):
    page.form.show_models([{"name": "center_small", "title": "Small", "task": "detection"},
                           {"name": "lraspp", "title": "Light", "task": "semantic"}])  # fmt: skip
    model, task = find(page, "train_model", QComboBox), find(page, "train_task", QComboBox)
    model.setCurrentIndex(model.findData("center_small"))
    model.activated.emit(model.currentIndex())
    assert page.wish.model == "center_small"
    task.setCurrentIndex(task.findData("semantic"))
    task.activated.emit(task.currentIndex())
    assert (page.wish.task, page.wish.model) == ("semantic", "")
    assert model.findData("center_small") == -1
    assert remembered_training(session.settings, session.document.path) == page.wish


def test_a_training_that_cannot_be_says_why_in_the_page(qtbot, page):
    line = find(page, "train_dataset", QLineEdit)
    line.setText("/no/such/dataset")
    line.editingFinished.emit()
    find(page, "train").setEnabled(True)  # also where PyTorch is not installed: that is said, too
    qtbot.mouseClick(find(page, "train"), Qt.MouseButton.LeftButton)
    message = find(page, "run_message", QLabel)
    qtbot.waitUntil(lambda: "no folder" in message.text() or "PyTorch" in message.text(), timeout=60_000)


def test_without_pytorch_its_size_is_said_before_it_is_fetched(page):
    page.setup.show()
    texts = [find(page, f"install_{kind}").text() for kind in ("cpu", "cuda")]
    assert "0.27 GB to fetch, 0.92 GB on disk" in texts[0]
    assert "3.1 GB to fetch, 5.7 GB on disk" in texts[1]
