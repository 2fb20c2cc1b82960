"""The question before pretrained weights are fetched: how much, and what else can be done."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget

from scenewright.errors import UserError
from scenewright.spec.yaml_io import load_project
from scenewright.ui.choosing import choose_file
from scenewright.ui.language import translate
from scenewright.ui.train.wish import TrainingWish


def to_be_fetched(wish: TrainingWish, models: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return the model whose weights a training would fetch; nothing where they are here or none are wanted.

    Args:
        wish: The training.
        models: As `scenewright models --json` lists them.
    """
    if wish.weights != "auto":
        return None
    task = wish.task or _task_of(Path(wish.dataset).expanduser())
    usual = (item for item in models if item["is_usual"] and item["task"] == task)
    named = (item for item in models if item["name"] == wish.model)
    model = next(named if wish.model else usual, None)
    return model if model is not None and model["weights"] and not model["weights_are_here"] else None


def _task_of(dataset: Path) -> str:
    """Return what a dataset's labels are there for, as the training will propose it."""
    try:
        labels = load_project(dataset / "project.yaml").spec.labels
    except UserError:
        return "detection"
    return "keypoints" if "keypoints" in labels else "detection"


def ask_before_fetching(parent: QWidget, model: dict[str, Any], then: Callable[[str], object]) -> None:
    """Ask what to start from, and go on with "auto", "none" or a file; with nothing where it is cancelled."""
    role = QMessageBox.ButtonRole
    question = QMessageBox(parent)
    question.setObjectName("fetch_question")
    question.setIcon(QMessageBox.Icon.Question)
    title = translate("train", "Fetch {size} MB of pretrained weights?").format(size=f"{model['download_mb']:.0f}")
    question.setText(title)
    question.setInformativeText(
        translate(
            "train",
            "“{model}” starts best from weights that are not on this machine: {file} of download.pytorch.org. They are "
            "fetched once and kept. Without them, three to ten times as many frames are needed.",
        ).format(model=model["title"], file=model["weights"][0])
    )
    fetch = question.addButton(translate("train", "Fetch them"), role.AcceptRole)
    file = question.addButton(translate("train", "Point to a file…"), role.ActionRole)
    nothing = question.addButton(translate("train", "Start from nothing"), role.ActionRole)
    question.addButton(QMessageBox.StandardButton.Cancel)
    question.setDefaultButton(fetch)
    answers = {
        fetch: lambda: then("auto"),
        nothing: lambda: then("none"),
        file: lambda: ask_for_weights(parent, then),
    }

    def go_on(_: int) -> None:
        answer = answers.get(question.clickedButton())  # type: ignore[call-overload]  # it is one of these buttons
        question.deleteLater()
        if answer is not None:
            answer()

    question.finished.connect(go_on)
    question.open()


def ask_for_weights(parent: QWidget, then: Callable[[str], object]) -> None:
    """Ask for a file of weights."""
    kinds = translate("train", "Weights of PyTorch (*.pth *.pt *.bin)")
    title = translate("train", "A file of weights")
    choose_file(parent, title, Path.home(), lambda file: then(str(file)), kinds, "weights_dialog")
