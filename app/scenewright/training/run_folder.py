"""What a training's folder holds, and the facts that everything after it needs: measuring, predicting, deploying.

run.json          the facts: model, classes, recipe, dataset, weights, versions
metrics.jsonl     a line for each tenth step or so, and for each epoch
last.pt, best.pt  the state to go on from; the best weights
model.pth         the best weights alone, as torch.save(model.state_dict()) writes them
epochs/           what the model found on the same few pictures after each epoch
trained_on.npy    hashes of the pictures that it learns from: what is measured must be others
evaluations/      a folder for each set that the model was measured on
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from scenewright.datasets.files import told_in_words, write_json
from scenewright.datasets.point_sets import PointSet
from scenewright.errors import UserError
from scenewright.training.samples import Task

RUN_FILE = "run.json"
METRICS_FILE = "metrics.jsonl"
STATE_DICT_FILE = "model.pth"
EPOCHS_FOLDER = "epochs"
EVALUATIONS_FOLDER = "evaluations"
PIXELS_FILE = "pixels.cache"


@dataclass(frozen=True, slots=True)
class RunFacts:
    """A training run.

    Attributes:
        task: What is learned.
        model: Its name in `MODELS`.
        classes: Their names; label k is the k-th, counted from 1.
        size: Width and height of the pictures it was built for.
        short_side: To which pictures are scaled; 0: not at all.
        recipe: As a dict.
        recipe_name: What it started from.
        dataset: The dataset's folder.
        dataset_hash: Of its tables.
        project: The project's name; empty where there is none.
        seed: Of the training.
        weights: In words, what was really loaded.
        weights_file: The file's name; empty for none.
        points: The keypoints, as a dict; None without.
        images: How many pictures it learns from, and is measured on.
        mixed: Folder of real pictures that are mixed in, and how many.
        versions: Of the libraries.
        batch_found: How its batch was found, in words; empty where it is the recipe's.
    """

    task: Task
    model: str
    classes: tuple[str, ...]
    size: tuple[int, int]
    short_side: int
    recipe: dict[str, Any]
    recipe_name: str
    dataset: str
    dataset_hash: str
    project: str
    seed: int
    weights: str
    weights_file: str
    points: dict[str, Any] | None
    images: dict[str, int]
    mixed: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    batch_found: str = ""

    @property
    def point_set(self) -> PointSet | None:
        """The keypoints of an object."""
        if self.points is None:
            return None
        stored = self.points
        edges = tuple((int(one), int(other)) for one, other in stored["edges"])
        return PointSet(
            tuple(stored["points"]), edges, tuple(stored["flip"]), tuple(stored["sigmas"]), dict(stored["starts"])
        )


def write_facts(folder: Path, facts: RunFacts) -> None:
    """Write the facts.

    Raises:
        UserError: They cannot be written.
    """
    with told_in_words("write the training run", folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / RUN_FILE, asdict(facts))


def read_facts(folder: Path) -> RunFacts:
    """Return a run's facts.

    Raises:
        UserError: The folder holds no run.
    """
    path = folder / RUN_FILE
    try:
        data = json.loads(path.read_bytes())
        return RunFacts(**{**data, "classes": tuple(data["classes"]), "size": tuple(data["size"])})
    except FileNotFoundError as error:
        raise UserError(f"{folder} holds no training run: it has no {RUN_FILE}. Check the path.") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path} is damaged: train into another folder.") from error


def points_as_dict(points: PointSet | None) -> dict[str, Any] | None:
    """Return keypoints as JSON-able data."""
    return None if points is None else asdict(points)
