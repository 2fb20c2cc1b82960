"""The Train step: what it asks for, what it shows of a run, and what it says when something is wrong."""

import json
from dataclasses import replace

import pyqtgraph as pg
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton, QTableWidget

from scenewright.datasets.files import FRAMES_TABLE, INSTANCES_TABLE, PROJECT_FILE
from scenewright.ui.badges import Badges
from scenewright.ui.rail import StepRail
from scenewright.ui.steps import steps
from scenewright.ui.train.fetching import to_be_fetched
from scenewright.ui.train.page import TrainPage
from scenewright.ui.train.scores import ScoresView
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


def write_scores(run, name, *, is_real, score, dataset=None, **more):
    folder = run / "evaluations" / name
    folder.mkdir(parents=True)
    place = str(dataset or f"/nowhere/{name}")
    summary = {**more, "dataset": place, "is_real": is_real, "task": "detection", "images": 10, "score": score,
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


def test_sets_of_one_name_and_frames_held_back_are_told_apart(page, run):
    write_scores(run, "dataset-1", is_real=False, score=0.9, dataset="/one/dataset", is_held_back=True)
    write_scores(run, "dataset-2", is_real=False, score=0.8, dataset="/two/dataset")
    page.scores.show_run(run)
    table = find(page, "train_scores", QTableWidget)
    assert [table.item(row, 0).text() for row in (0, 2)] == [
        "one/dataset (synthetic, held back)",
        "two/dataset (synthetic)",
    ]
    assert table.item(2, 0).toolTip() == "/two/dataset"


def test_mistakes_on_photos_lead_to_just_those_pictures(qtbot, page, run, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    write_scores(run, "real_photos-1", is_real=True, score=0.9, dataset=photos)
    kinds = {"a.jpg": "miss", "b.jpg": "confusion"}
    images = [{"frame": k, "picture": str(photos / "images" / name), "mistakes": [{"kind": kind}]}
              for k, (name, kind) in enumerate(kinds.items())]  # fmt: skip
    (run / "evaluations/real_photos-1/mistakes.json").write_text(json.dumps({"images": images}))
    shown = []
    scores = ScoresView(lambda dataset, pictures: shown.append((dataset, pictures)))
    qtbot.addWidget(scores)
    scores.show_run(run)
    assert find(scores, "mistakes_miss").text() == "Missed: 3"
    qtbot.mouseClick(find(scores, "mistakes_miss"), Qt.MouseButton.LeftButton)
    assert shown == [(photos, {"images/a.jpg"})]


@pytest.mark.parametrize(("name", "last"), [("train_real", []), ("train_measure", ["--synthetic"])])
def test_whether_pictures_are_real_is_found_out_and_another_look_never_is(qtbot, page, session, tmp_path, name, last):
    find(page, name).setEnabled(True)
    page._actions.setEnabled(True)
    qtbot.mouseClick(find(page, name), Qt.MouseButton.LeftButton)
    page.findChild(QFileDialog).fileSelected.emit(str(tmp_path))
    assert session.jobs.jobs[0].arguments == ["evaluate", page.wish.run, "--on", str(tmp_path), *last]


def test_the_rail_shows_how_a_training_from_this_page_stands(qtbot, page, session):
    rail = StepRail(steps(), session.theme)
    qtbot.addWidget(rail)
    badges = Badges(session, rail)
    page._train.setEnabled(True)
    qtbot.mouseClick(find(page, "train"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: rail.badge("train").kind in ("running", "attention"), timeout=90_000)
    badges.deleteLater()


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


def write_studies(run):
    curve = run.with_name(f"{run.name}_learning_curve")
    curve.mkdir()
    points = [{"frames": 100 << k, "scores": [0.5 + 0.1 * k, 0.54 + 0.1 * k], "half_width": 0.04} for k in range(3)]
    (curve / "learning_curve.json").write_text(json.dumps({"points": points, "advice": "More frames: …"}))
    knobs = run.with_name(f"{run.name}_which_knob")
    knobs.mkdir()
    effects = [{"place": "lights.0.intensity", "gain": 0.08, "low": 0.03, "high": 0.13},
               {"place": "floor.textures", "gain": -0.01, "low": -0.05, "high": 0.04}]  # fmt: skip
    (knobs / "which_knob.json").write_text(json.dumps({"effects": effects}))


def test_learning_curve_and_settings_are_charts_with_their_intervals(page, run):
    assert not page._studies_card.isVisible()
    write_studies(run)
    page._show_results()
    assert page._studies_card.isVisible()
    curve, knobs = page.studies._curve_plot, page.studies._knobs_plot
    bars = [item for item in curve.listDataItems() if hasattr(item, "xData")]
    assert bars[0].yData.tolist() == pytest.approx([0.52, 0.62, 0.72])
    spans = [item.opts for item in curve.items() if isinstance(item, pg.ErrorBarItem)]
    assert spans[0]["height"].tolist() == pytest.approx([0.08] * 3)
    spans = [item.opts for item in knobs.items() if isinstance(item, pg.ErrorBarItem)]
    assert spans[0]["x"].tolist() == pytest.approx([-0.01, 0.08])
    assert page.studies._advice.text() == "More frames: …"


@pytest.mark.parametrize("name", ["train_learning_curve", "train_which_knob"])
def test_studies_train_as_the_form_says(qtbot, page, session, tmp_path, name):
    wish = TrainingWish("/nowhere", page.wish.run, "detection", "center_small", "small", "none", 7, 96)
    page.form.edited.emit(wish)
    page._actions.setEnabled(True)
    page._session = replace(session, save=lambda: True)  # the window's work, which is not here
    qtbot.mouseClick(find(page, name), Qt.MouseButton.LeftButton)
    if name == "train_which_knob":
        page.findChild(QFileDialog).fileSelected.emit(str(tmp_path))
    choices = wish.choices()
    assert session.jobs.jobs[0].arguments[-len(choices) :] == choices


LARGE = {"name": "fasterrcnn_resnet50_fpn_v2", "title": "Faster R-CNN v2", "task": "detection", "is_usual": True,
         "weights": ["fasterrcnn.pth"], "weights_are_here": False, "download_mb": 167.1}  # fmt: skip


def test_weights_are_fetched_only_after_a_question_that_says_their_size(qtbot, page, session):
    page.form.show_models([LARGE])
    page._train.setEnabled(True)
    qtbot.mouseClick(find(page, "train"), Qt.MouseButton.LeftButton)
    question = page.findChild(QMessageBox, "fetch_question")
    assert "167 MB" in question.text()
    assert session.jobs.jobs == ()
    [nothing] = [each for each in question.buttons() if each.text() == "Start from nothing"]
    qtbot.mouseClick(nothing, Qt.MouseButton.LeftButton)
    assert session.jobs.jobs[0].arguments[:6] == ["train", "/nowhere", "--out", page.wish.run, "--weights", "none"]


def test_nothing_is_asked_where_weights_are_here_or_none_are_wanted():
    wish = TrainingWish("/nowhere", "r")
    assert to_be_fetched(wish, [LARGE]) == LARGE
    assert to_be_fetched(wish, [{**LARGE, "weights_are_here": True}]) is None
    assert to_be_fetched(wish, [{**LARGE, "weights": []}]) is None
    assert to_be_fetched(replace(wish, weights="none"), [LARGE]) is None
    assert to_be_fetched(replace(wish, task="semantic"), [LARGE]) is None


def test_a_file_of_weights_can_be_pointed_to(qtbot, page, tmp_path):
    box = find(page, "train_weights", QComboBox)
    box.setCurrentIndex(box.findText("A file…"))
    box.activated.emit(box.currentIndex())
    assert page.wish.weights == "auto"
    page.findChild(QFileDialog, "weights_dialog").fileSelected.emit(str(tmp_path / "cups.pth"))
    assert page.wish.weights == str(tmp_path / "cups.pth")
    assert box.currentText() == "cups.pth"


def test_after_more_frames_the_next_training_goes_beside_the_last(qtbot, page, session, run, tmp_path):
    dataset = tmp_path / "grown"
    dataset.mkdir()
    for name in (PROJECT_FILE, FRAMES_TABLE, INSTANCES_TABLE):
        (dataset / name).write_bytes(b"")
    (run / "run.json").write_text(json.dumps({"dataset_hash": "of fewer frames"}))
    page.form.edited.emit(replace(page.wish, dataset=str(dataset)))
    page._train.setEnabled(True)
    qtbot.mouseClick(find(page, "train"), Qt.MouseButton.LeftButton)
    assert page.wish.run == str(tmp_path / "run_2")
    assert session.jobs.jobs[0].arguments[:4] == ["train", str(dataset), "--out", str(tmp_path / "run_2")]
    assert "“run” was trained" in page._trouble.text()
