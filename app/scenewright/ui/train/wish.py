"""What the Train page asks for, as a command of our own command line."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from scenewright.jobs.made_folders import DATASET_FOLDER, RUN_FOLDER
from scenewright.ui.pages.run_wish import remembered_wish
from scenewright.ui.settings import Settings


@dataclass(frozen=True)
class TrainingWish:
    """One training; what is empty is left to the program.

    Attributes:
        dataset: What is learned from.
        run: Where the model goes.
        task: What is learned.
        model: Its name.
        recipe: Its name.
        weights: auto, none or a file.
        epochs: At most so many; 0: the recipe's.
        size: Short side of the pictures; 0: the model's usual one.
        mix: A folder of real pictures to mix in.
        real: A folder of real pictures to measure on.
        batch: Pictures a step: the recipe's if empty, "auto" for as many as fit.
    """

    dataset: str
    run: str
    task: str = ""
    model: str = ""
    recipe: str = ""
    weights: str = "auto"
    epochs: int = 0
    size: int = 0
    mix: str = ""
    real: str = ""
    batch: str = ""

    def arguments(self) -> list[str]:
        """Return the command line that trains."""
        words = ["train", self.dataset, "--out", self.run, *self.choices()]
        return [*words, "--mix", self.mix] if self.mix else words

    def choices(self) -> list[str]:
        """Return how is trained, as words of the command line."""
        words = ["--weights", self.weights]
        for name in ("task", "model", "recipe", "epochs", "batch", "size"):
            if getattr(self, name):
                words += [f"--{name}", str(getattr(self, name))]
        return words


def remembered_training(settings: Settings, project: Path) -> TrainingWish:
    """Return what was wanted last of a project's trainings, or what most want: learning from its dataset."""
    wish = remembered_wish(settings, project)
    folder, whole = Path(wish.folder), with_all_in(TrainingWish("", ""), Path(wish.trained_folder))
    is_made = Path(whole.dataset).is_dir() and not folder.is_dir()
    usual = whole if is_made else TrainingWish(str(folder), str(folder.with_name(f"{folder.name}_run")))
    try:
        return TrainingWish(**json.loads(settings.text(_key(project))))
    except (ValueError, TypeError):
        return usual


def with_all_in(wish: TrainingWish, folder: Path) -> TrainingWish:
    """Return a training that learns from what 'Generate and train' puts into a folder, as that does."""
    return replace(wish, dataset=str(folder / DATASET_FOLDER), run=str(folder / RUN_FOLDER))


def remember_training(settings: Settings, project: Path, wish: TrainingWish) -> None:
    """Remember what is wanted of a project's trainings."""
    settings.set(_key(project), json.dumps(asdict(wish)))


def _key(project: Path) -> str:
    return f"training/{hashlib.sha256(str(project).encode()).hexdigest()[:12]}"
