"""The page *Train*: what to learn from, how it goes, how good it is, and taking it to a robot.

It speaks to training through our own command line and the files that it writes, and so needs no PyTorch itself.
"""

import json
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from scenewright.errors import UserError
from scenewright.jobs.made_folders import free_beside, has_changed
from scenewright.jobs.own_command import own_command
from scenewright.jobs.training import torch_is_installed
from scenewright.jobs.training_report import read_metrics
from scenewright.ui.background import in_background
from scenewright.ui.cards import Card, column, fill_page, parts_of_cards, words
from scenewright.ui.choosing import choose_folder
from scenewright.ui.language import translate
from scenewright.ui.pages.run_view import RunView
from scenewright.ui.session import Session
from scenewright.ui.theme.dressing import InParts
from scenewright.ui.train.curves import CurvesView
from scenewright.ui.train.examples import ExamplesView
from scenewright.ui.train.fetching import ask_before_fetching, to_be_fetched
from scenewright.ui.train.form import TrainingForm
from scenewright.ui.train.parts import button, flowing
from scenewright.ui.train.scores import ScoresView
from scenewright.ui.train.setup import SetupCard
from scenewright.ui.train.studies import StudiesView, curve_folder, knobs_folder
from scenewright.ui.train.wish import TrainingWish, remember_training, remembered_training

_LOOK_MS = 1000


def make_page(session: Session) -> QWidget:
    """Return the page."""
    return TrainPage(session)


class TrainPage(InParts, QWidget):
    """Settings at the left; the run, its curves, examples and scores at the right."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("train_page")
        self._session = session
        self.wish = remembered_training(session.settings, session.document.path)
        session.growth.grow(self, [self._make_settings, self._make_results, self._lay_out, self._begin])

    def _make_settings(self) -> None:
        self.setup, self.form = SetupCard(), TrainingForm()
        self.form.show_wish(self.wish)
        self._trouble = words("", "error", "train_trouble")
        self._trouble.hide()
        self._train = button(
            "train", translate("train", "Train"), translate("train", "Train, or go on where it stopped"), self._start
        )
        self._train.setProperty("role", "primary")
        self._train.setProperty("large", True)
        self._actions = self._make_actions()

    def _make_results(self) -> None:
        theme = self._session.theme
        self.curves, self.examples = CurvesView(theme), ExamplesView()
        self.scores = ScoresView(self._show_in_inspect)
        self.studies = StudiesView(theme)
        self.run = RunView()

    def _begin(self) -> None:
        self._show_run()
        self._show_setup()

    def _make_actions(self) -> QWidget:
        return flowing(
            button(
                "train_real",
                translate("train", "Test on real pictures…"),
                translate("train", "A folder of labelled photos: COCO, YOLO or Pascal VOC"),
                lambda: self._ask(translate("train", "Your real pictures"), self._measure),
            ),
            button(
                "train_measure",
                translate("train", "Measure on another look…"),
                translate(
                    "train",
                    "Frames with other floors, surroundings or another engine: does it know the things, or only how "
                    "they were drawn?",
                ),
                lambda: self._ask(translate("train", "Frames of another look"), self._measure_synthetic),
            ),
            button(
                "train_predict",
                translate("train", "Try on pictures…"),
                translate("train", "Any folder of pictures, labelled or not: see what the model finds"),
                lambda: self._ask(translate("train", "A folder of pictures"), self._predict),
            ),
            button(
                "train_deploy",
                translate("train", "Take it to a robot…"),
                translate("train", "ONNX, TorchScript, weights, scripts and a self-test, for a Jetson or any machine"),
                lambda: self._ask(translate("train", "An empty folder for the bundle"), self._deploy),
            ),
            button(
                "train_learning_curve",
                translate("train", "More frames, or others?"),
                translate("train", "Trains on parts of the dataset to see what more frames would bring; takes long"),
                self._learning_curve,
            ),
            button(
                "train_which_knob",
                translate("train", "Which setting next?"),
                translate("train", "Pairs of small trainings show which setting is worth widening; takes very long"),
                lambda: self._ask(translate("train", "Real pictures to measure on"), self._which_knob),
            ),
        )

    def _connect(self) -> None:
        session = self._session
        self.form.edited.connect(self._take_wish)
        self.setup.wanted.connect(
            lambda kind: self._job(translate("train", "Installing PyTorch"), ["install-training", kind])
        )
        session.document.moved.connect(self._follow_file)
        session.jobs.added.connect(self._follow_wish)
        session.jobs.removed.connect(self._find_job)
        session.jobs.ended.connect(self._end)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @override
    def own_parts(self) -> Iterable[QWidget | None]:
        return parts_of_cards(self)

    def _lay_out(self) -> None:
        left, right = column(), column()
        left.addWidget(self.setup)
        left.addWidget(Card(translate("train", "What to train"), self.form, name="train_settings"))
        left.addWidget(self._train)
        left.addWidget(self._trouble)
        left.addWidget(self.run)
        scores = translate("train", "How good it is")
        right.addWidget(Card(scores, self.scores, self._actions, name="train_scores_card"))
        self._studies_card = Card(translate("train", "What would help"), self.studies, name="train_studies_card")
        right.addWidget(self._studies_card)
        right.addWidget(Card(translate("train", "While it learns"), self.curves, name="train_curves"))
        right.addWidget(Card(translate("train", "What it finds"), self.examples, name="train_examples_card"))
        hint = translate("train", "Bad datasets are found before the first epoch; what was learned is kept.")
        fill_page(self, translate("train", "Train"), hint, (left, 2), (right, 3))
        self.dress_all_later()
        self._connect()  # in the turn in which it comes into sight: what is typed at once must count

    @property
    def run_folder(self) -> Path:
        """Where the model goes."""
        return Path(self.wish.run).expanduser()

    def _take_wish(self, wish: TrainingWish) -> None:
        self.wish = wish
        remember_training(self._session.settings, self._session.document.path, wish)
        self._show_wish()

    def _show_wish(self) -> None:
        self.form.show_wish(self.wish)
        self._show_run()

    def _show_run(self) -> None:
        self._find_job()
        self._look()
        self._show_results()

    def _show_results(self) -> None:
        self.scores.show_run(self.run_folder)
        self._studies_card.setVisible(self.studies.show_run(self.run_folder))

    def _follow_file(self, path: Path) -> None:
        self.wish = remembered_training(self._session.settings, path)
        self._show_wish()

    def _follow_wish(self, *_: object) -> None:
        """Show what was just begun: 'Generate and train' decides where the model goes."""
        self._follow_file(self._session.document.path)

    def _show_setup(self) -> None:
        is_there = torch_is_installed()
        self.setup.setVisible(not is_there)
        self._train.setEnabled(is_there)
        self._actions.setEnabled(is_there)
        if is_there:
            in_background(_listed_models, self.form.show_models, self)

    def _look(self) -> None:
        """Read what the run wrote since; small files, once a second."""
        if not self.isVisible() and self.curves.figures:
            return
        folder = self.run_folder
        in_background(lambda: (read_metrics(folder), sorted(folder.glob("epochs/*.jpg"))), self._show_progress, self)

    def _show_progress(self, read: tuple[list[dict[str, Any]], list[Path]]) -> None:
        metrics, sheets = read
        self.curves.show_metrics(metrics)
        self.examples.show_sheets(sheets)

    def _find_job(self, *_: object) -> None:
        """Show the newest job into the run's folder, whichever window started it."""
        folder = self.run_folder.absolute()
        jobs = (job for job in self._session.jobs.jobs if job.folder in (folder, folder.parent))
        self.run.follow(next(jobs, None))

    def _end(self, *_: object) -> None:
        self._show_results()
        self._look()
        self._show_setup()

    def _start(self) -> None:
        """Train, once it is clear what from: nothing large is fetched unasked."""
        model = to_be_fetched(self.wish, self.form.models)
        if model is None:
            self._train_now()
        else:
            ask_before_fetching(self, model, self._train_from)

    def _train_from(self, weights: str) -> None:
        self._take_wish(replace(self.wish, weights=weights))
        self._train_now()

    def _train_now(self) -> None:
        old = self.run_folder
        if has_changed(Path(self.wish.dataset).expanduser(), old):
            self._take_wish(replace(self.wish, run=str(free_beside(old))))
        name = Path(self.wish.dataset).name
        self._job(translate("train", "Training on “{name}”").format(name=name), self.wish.arguments())
        if self.run_folder != old and self._trouble.isHidden():
            told = translate("train", "The dataset has changed since “{old}” was trained, which stays as it is.")
            self._trouble.setText(told.format(old=old.name))
            self._trouble.show()

    def _measure(self, folder: Path) -> None:
        self._take_wish(replace(self.wish, real=str(folder)))
        title = translate("train", "Testing on real pictures")
        self._job(title, ["evaluate", self.wish.run, "--on", str(folder)])  # frames of ours are told from photos

    def _measure_synthetic(self, folder: Path) -> None:
        words_ = translate("train", "Measuring on “{name}”").format(name=folder.name)
        self._job(words_, ["evaluate", self.wish.run, "--on", str(folder), "--synthetic"])

    def _predict(self, folder: Path) -> None:
        out = self.run_folder / "predictions"
        self._job(translate("train", "Trying on pictures"), ["predict", self.wish.run, str(folder), "--out", str(out)])

    def _deploy(self, folder: Path) -> None:
        self._job(translate("train", "Making a bundle"), ["deploy", self.wish.run, "--out", str(folder)])

    def _learning_curve(self) -> None:
        arguments = ["learning-curve", self.wish.dataset, "--out", str(curve_folder(self.run_folder))]
        self._job(translate("train", "Drawing the learning curve"), [*arguments, *self.wish.choices()])

    def _which_knob(self, folder: Path) -> None:
        if self._session.save():
            out, project = knobs_folder(self.run_folder), self._session.document.path
            words_ = ["which-knob", str(project), "--out", str(out), "--on", str(folder), *self.wish.choices()]
            self._job(translate("train", "Comparing settings"), words_)

    def _job(self, title: str, arguments: list[str]) -> None:
        self._trouble.hide()
        try:
            job = self._session.jobs.start(title, arguments, self.run_folder)
        except UserError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            return
        self.run.follow(job)

    def _ask(self, title: str, then: Any) -> None:
        choose_folder(self, title, self.run_folder.parent, then)

    def _show_in_inspect(self, dataset: Path, pictures: set[str]) -> None:
        window = self.window()
        go_to = getattr(window, "go_to", None)
        if not callable(go_to):
            return
        go_to("inspect")
        page: Any = window.findChild(QWidget, "inspect_page")
        if page is not None:
            page.open_folder(dataset)
            page.show_pictures(pictures)


def _listed_models() -> list[dict[str, Any]]:
    """Return the models of our own command line; none where it cannot say."""
    done = subprocess.run(
        [*own_command(), "models", "--json"], capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0:
        return []
    models: list[dict[str, Any]] = json.loads(done.stdout)
    return models
