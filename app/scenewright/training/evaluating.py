"""Measuring a trained model on a dataset: ours, another look's, or real photos."""

import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from scenewright.datasets.files import told_in_words, write_json
from scenewright.training.checks import findings_of, picture_findings, refuse_errors
from scenewright.training.loading import Pictures
from scenewright.training.mistakes import Mistake, best_threshold, mistakes_json, mistakes_of
from scenewright.training.predictions import Found, found_in
from scenewright.training.preparing import dataset_hash, divided, read_any
from scenewright.training.run_folder import EVALUATIONS_FOLDER, RunFacts
from scenewright.training.samples import SampleTable, chosen, with_classes
from scenewright.training.scores import scores_of
from scenewright.training.sheets import write_sheet

SCORES_FILE, MISTAKES_FILE, SHEET_FILE = "scores.json", "mistakes.json", "sheet.jpg"
COUNTS_FILE = "counts.json"
_SHOWN = 9


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


def read_for(facts: RunFacts, folder: Path, *, is_real: bool | None = None) -> tuple[SampleTable, list[str]]:
    """Return a dataset's samples with the model's classes, and what is to be told about it.

    Args:
        facts: The run whose model is to be measured.
        folder: The dataset.
        is_real: Whether it shows the world; found out from its format if None.

    Raises:
        UserError: It cannot be read, or has none of the model's classes.
    """
    table, splits = read_any(folder)
    own: list[str] = []
    if dataset_hash(folder) == facts.dataset_hash:
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
    told += refuse_errors(str(folder), picture_findings(table, most=500))
    told += [f"The model knows no {name}: such objects are left out." for name in unknown]
    never = [name for k, name in enumerate(facts.classes, 1) if not (table.labels == k).any()]
    told += [f"The set shows no {name}: nothing is said about it." for name in never]
    return table if is_real is None else replace(table, is_real=is_real), told


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
    yield Evaluation(evaluation_name(table), summary, listed, [_counts(table, k, mistakes[k]) for k in found])


def _counts(table: SampleTable, image: int, mistakes: list[Mistake]) -> tuple[int, int, int]:
    kinds = [mistake.kind for mistake in mistakes]
    false, confused = kinds.count("false_positive"), kinds.count("confusion")
    missed = kinds.count("miss") + confused
    wanted = int((~table.ignored[table.objects(image)]).sum())
    return wanted - missed, false + confused, missed


def evaluation_name(table: SampleTable) -> str:
    """Return the name of a set's folder among a run's evaluations."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", table.source.resolve().name) or "set"
    return f"real_{plain}" if table.is_real else plain


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
