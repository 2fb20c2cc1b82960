"""Measuring a trained model on a dataset: ours, another look's, or real photos."""

import hashlib
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from scenewright.datasets.files import told_in_words, write_json
from scenewright.errors import UserError
from scenewright.training.checks import findings_of, looked_at, picture_findings, refuse_errors
from scenewright.training.loading import Pictures
from scenewright.training.mistakes import Mistake, best_threshold, mistakes_json, mistakes_of
from scenewright.training.predictions import Found, found_in
from scenewright.training.preparing import dataset_hash, divided, read_any
from scenewright.training.run_folder import EVALUATIONS_FOLDER, RunFacts
from scenewright.training.samples import SampleTable, chosen, with_classes
from scenewright.training.scores import scores_of
from scenewright.training.seen import without_seen
from scenewright.training.sheets import write_sheet

SCORES_FILE, MISTAKES_FILE, SHEET_FILE = "scores.json", "mistakes.json", "sheet.jpg"
COUNTS_FILE = "counts.json"
_SHOWN = 9
_MOST_OPENED = 500
"""Pictures that are opened before a measurement, to tell early of those that cannot be read."""


@dataclass(frozen=True, eq=False)
class Evaluation:
    """A model's results on a set.

    Attributes:
        name: Of its folder among the run's evaluations.
        summary: What `scores.json` holds.
        mistakes: What `mistakes.json` holds.
        counts: For each picture how many objects were found, how many finds are wrong, how many objects are missed.
    """

    name: str
    summary: dict[str, Any]
    mistakes: dict[str, Any]
    counts: list[tuple[int, int, int]]


def read_for(
    facts: RunFacts, folder: Path, *, is_real: bool | None = None, seen: NDArray[np.uint64] | None = None
) -> tuple[SampleTable, list[str]]:
    """Return a dataset's samples with the model's classes, and what is to be told about it.

    Args:
        facts: The run whose model is to be measured.
        folder: The dataset.
        is_real: Whether it shows the world; found out from its format if None. Frames of ours never do.
        seen: Hashes of the pictures that the model was trained on, which are left out.

    Raises:
        UserError: It cannot be read, has none of the model's classes, or every picture of it was trained on.
    """
    is_own = is_own_set(facts, folder)
    table, splits = read_any(folder, purpose="train" if is_own else "measure")
    own: list[str] = []
    if is_own:
        _, table = divided(folder, table, splits)
        own = ["These frames are of the set that it was trained on: only those held back are measured."]
    if (
        facts.point_set is not None
        and table.points is not None
        and len(table.points.points) == len(facts.point_set.points)
    ):
        table = replace(table, points=facts.point_set)
    table, unknown = with_classes(table, facts.classes)
    told = own + refuse_errors(str(folder), findings_of(table, facts.task, is_for_training=False))
    table, more = _unseen(table, None if is_own else seen)
    told += more
    told += [f"The model knows no {name}: such objects are left out." for name in unknown]
    never = [name for k, name in enumerate(facts.classes, 1) if not (table.labels == k).any()]
    told += [f"The set shows no {name}: nothing is said about it." for name in never]
    if is_real and not table.is_real:
        told.append(f"{folder} holds frames of Scenewright, which are no real pictures: they count as synthetic.")
    is_synthetic = is_real is False or not table.is_real
    return replace(table, is_real=not is_synthetic), told


def is_own_set(facts: RunFacts, folder: Path) -> bool:
    """Return whether a run was trained on this very set."""
    return dataset_hash(folder) == facts.dataset_hash


def _unseen(table: SampleTable, seen: NDArray[np.uint64] | None) -> tuple[SampleTable, list[str]]:
    """Return the pictures that can be read and were not trained on, and what is to be told of them.

    Raises:
        UserError: Pictures cannot be read, or all were trained on.
    """
    if seen is None or len(seen) == 0:
        return table, refuse_errors(str(table.source), picture_findings(table, most=_MOST_OPENED))
    wrong, hashes = looked_at(table)
    told = refuse_errors(str(table.source), wrong)
    left, known = without_seen(table, hashes, seen)
    if known == len(table):
        raise UserError(
            f"The model was trained on every one of the {known} pictures of {table.source}, so they cannot say how "
            "good it is: measure on others."
        )
    if known:
        told.append(
            f"The model was trained on {known} of these {len(table)} pictures: they are left out, and {len(left)} are "
            "measured."
        )
    return left, told


def evaluate(
    model: nn.Module,
    facts: RunFacts,
    table: SampleTable,
    device: torch.device,
    stop: Callable[[], bool] = lambda: False,
) -> Iterator[int | Evaluation]:
    """Measure a model: yields how many pictures are done, and last the evaluation, unless it was stopped.

    Args:
        model: A trained model.
        facts: Its run.
        table: What it is measured on, with its classes.
        device: Where the model runs.
        stop: Asked after each picture.
    """
    pictures = Pictures(table, facts.task, facts.short_side)
    found: dict[int, Found] = {}
    began = time.monotonic()
    for image, one in found_in(model.to(device), pictures, facts.task, device):
        found[image] = one
        yield len(found)
        if stop():
            return
    seconds = time.monotonic() - began
    scores = scores_of(table, found, facts.task)
    threshold = 0.5 if facts.task == "semantic" else best_threshold(table, found)
    mistakes = {image: mistakes_of(table, image, one, threshold, facts.task) for image, one in found.items()}
    listed = mistakes_json(table, mistakes, threshold)
    summary = {
        "dataset": str(table.source.absolute()),
        "is_real": table.is_real,
        "is_held_back": is_own_set(facts, table.source),
        "task": facts.task,
        "images": scores.images,
        "score": scores.score,
        "overall": scores.overall,
        "by_class": scores.by_class,
        "threshold": threshold,
        "mistakes": listed["counts"],
        "ms_per_image": 1000 * seconds / max(1, len(found)),
        "device": str(device),
    }
    yield Evaluation(evaluation_name(table, facts), summary, listed, [_counts(table, k, mistakes[k]) for k in found])


def _counts(table: SampleTable, image: int, mistakes: list[Mistake]) -> tuple[int, int, int]:
    kinds = [mistake.kind for mistake in mistakes]
    false, confused = kinds.count("false_positive"), kinds.count("confusion")
    missed = kinds.count("miss") + confused
    wanted = int((~table.ignored[table.objects(image)]).sum())
    return wanted - missed, false + confused, missed


def evaluation_name(table: SampleTable, facts: RunFacts) -> str:
    """Return the name of a set's folder among a run's evaluations.

    Its end tells sets of one name in different places apart, and frames held back from another look that lies where
    the set once was.
    """
    place = table.source.resolve()
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", place.name) or "set"
    own = " held back" if is_own_set(facts, table.source) else ""
    return f"{'real_' if table.is_real else ''}{plain}-{hashlib.sha256(f'{place}{own}'.encode()).hexdigest()[:6]}"


def write_evaluation(
    run: Path, evaluation: Evaluation, table: SampleTable, model: nn.Module, facts: RunFacts, device: torch.device
) -> Path:
    """Write an evaluation into its run, with a picture of some finds, and return its folder.

    Raises:
        UserError: It cannot be written.
    """
    folder = run / EVALUATIONS_FOLDER / evaluation.name
    with told_in_words("write the evaluation", folder):
        folder.mkdir(parents=True, exist_ok=True)
        write_json(folder / MISTAKES_FILE, evaluation.mistakes)
        write_json(folder / COUNTS_FILE, {"counts": evaluation.counts})
        images = np.linspace(0, len(table) - 1, min(_SHOWN, len(table))).round().astype(np.int64)
        few = chosen(table, images)
        found = list(found_in(model, Pictures(few, facts.task, facts.short_side), facts.task, device))
        write_sheet(folder / SHEET_FILE, few, found)
        write_json(folder / SCORES_FILE, evaluation.summary)  # last: it says that all is there
    return folder


def evaluations_of(run: Path) -> dict[str, dict[str, Any]]:
    """Return the summaries of a run's evaluations by name; damaged ones are left out."""
    found = {}
    for path in sorted((run / EVALUATIONS_FOLDER).glob(f"*/{SCORES_FILE}")):
        try:
            found[path.parent.name] = json.loads(path.read_bytes())
        except (OSError, ValueError):
            continue
    return found
