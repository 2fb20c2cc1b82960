"""From what the user wants to what the loop is given: samples, split, checks, model, recipe and weights."""

import hashlib
import math
import os
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torchvision
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright import __version__
from scenewright.datasets import files
from scenewright.errors import UserError
from scenewright.training.checks import findings_of, looked_at, picture_findings, refuse_errors
from scenewright.training.coco_files import coco_files
from scenewright.training.foreign import Purpose, read_foreign
from scenewright.training.loading import trained_size
from scenewright.training.models import MODELS, ModelEntry, usual_model
from scenewright.training.native import is_native, read_native, scenes_of
from scenewright.training.recipes import Recipe, changed_recipe
from scenewright.training.samples import (
    TASKS,
    SampleTable,
    Task,
    chosen,
    joined_tables,
    proposed_task,
    with_classes,
)  # fmt: skip
from scenewright.training.targets import instance_masks

_VALIDATION_SHARE = 0.2
_MOST_VALIDATED = 200
"""After each epoch; `scenewright evaluate` measures on all."""
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class TrainWish:
    """What is to be trained.

    Attributes:
        dataset: Of ours, or a folder of COCO, YOLO or VOC.
        out: The run's folder; made, or gone on with.
        task: What is to be learned; proposed from the labels if empty.
        model: Its name; the usual one of the task if empty.
        recipe: Its name; the model's usual one if empty.
        changes: Numbers of the recipe that are to be others.
        weights: "auto", "none" or a file.
        short_side: Size of the pictures in pixels; the model's usual one if None, the dataset's own if 0.
        seed: Of everything random.
        device: "auto", "cpu", "cuda", ...
        workers: Processes that read pictures; chosen if None.
        mix: A folder of real pictures to mix in.
        mix_share: Their share of the pictures of an epoch; few are repeated.
        limit: Learn from so many pictures only, evenly chosen.
        options: More for the model's builder.
        finds_batch: Whether a step takes as many pictures as fit the memory, instead of the recipe's number.
        memory_bytes: That may be used on a processor, for that.
    """

    dataset: Path
    out: Path
    task: str = ""
    model: str = ""
    recipe: str = ""
    changes: dict[str, Any] = field(default_factory=dict)
    weights: str = "auto"
    short_side: int | None = None
    seed: int = 0
    device: str = "auto"
    workers: int | None = None
    mix: Path | None = None
    mix_share: float = 0.3
    limit: int | None = None
    options: tuple[tuple[str, Any], ...] = ()
    finds_batch: bool = False
    memory_bytes: float = math.inf


@dataclass(frozen=True, eq=False)
class Prepared:
    """What a training starts from; `told` are sentences for the user, `seen` hashes of the pictures it learns from."""

    task: Task
    model: str
    entry: ModelEntry
    recipe: Recipe
    recipe_name: str
    short_side: int
    training: SampleTable
    validation: SampleTable
    told: tuple[str, ...]
    mixed: str
    seen: NDArray[np.uint64]


def read_any(
    folder: Path, like: SampleTable | None = None, purpose: Purpose = "measure"
) -> tuple[SampleTable, NDArray[np.str_]]:
    """Return a folder's samples and the split of each, whichever format it has.

    Raises:
        UserError: It is no dataset.
    """
    if is_native(folder):
        return read_native(folder)
    return read_foreign(folder, like.classes if like else (), like.points if like else None, purpose)


def prepared(
    wish: TrainWish, stop: Callable[[], bool] = lambda: False, *, has_gpu: bool = False, checks_pictures: bool = True
) -> Prepared:
    """Read and check a dataset and settle what is left open.

    Raises:
        UserError: The dataset cannot be trained on, or the wish makes no sense; all problems are told.
    """
    table, splits = read_any(wish.dataset, purpose="train")
    task = _task(wish.task, table)
    table = _with_points_only(table) if task == "keypoints" else table
    name = wish.model or usual_model(task, has_gpu=has_gpu)
    entry = _entry(name, task)
    recipe_name = wish.recipe or entry.recipe
    recipe = changed_recipe(recipe_name, **wish.changes)
    told = refuse_errors(str(wish.dataset), findings_of(table, task))
    training, validation = divided(wish.dataset, table, splits)
    training = _fewer(training, wish.limit)
    found, seen = findings_of(training, task), np.zeros(0, np.uint64)
    if checks_pictures:
        wrong, seen = looked_at(training, stop)
        found += [*wrong, *picture_findings(validation, stop)]
    told += refuse_errors(str(wish.dataset), found)
    mixed = ""
    if wish.mix is not None:
        training, mixed, more = mixed_in(training, wish.mix, wish.mix_share, task)
        seen = np.concatenate([seen, more])
        told.append(mixed)
    short_side = entry.short_side if wish.short_side is None else wish.short_side
    if wish.short_side is None and training.sizes.min() < short_side:
        short_side = 0  # enlarging shows nothing new
    recipe = replace(recipe, batch=min(recipe.batch, len(training)))
    return Prepared(
        task,
        name,
        entry,
        recipe,
        recipe_name,
        short_side,
        training,
        validation,
        tuple(dict.fromkeys(told)),
        mixed,
        seen,
    )


def _task(wish: str, table: SampleTable) -> Task:
    if not wish:
        return proposed_task(table)
    task = next((task for task in TASKS if task == wish), None)
    if task is None:
        raise UserError(f"There is no task '{wish}': choose one of {', '.join(TASKS)}.")
    return task


def _entry(name: str, task: Task) -> ModelEntry:
    entry = MODELS.get(name)
    fitting = ", ".join(key for key, item in MODELS.items() if item.task == task)
    if entry is None:
        raise UserError(f"There is no model '{name}': choose one of {fitting}.")
    if entry.task != task:
        raise UserError(f"{name} is for {entry.task}, not for {task}: choose one of {fitting}.")
    return entry


def _with_points_only(table: SampleTable) -> SampleTable:
    """Return the classes that have keypoints, numbered anew."""
    if table.keypoints is None:
        return table
    has_points = np.array((table.keypoints[..., 2] > 0).any(axis=1), bool)
    kept = tuple(name for k, name in enumerate(table.classes, 1) if bool(has_points[table.labels == k].any()))
    return with_classes(table, kept)[0] if kept else table


def divided(folder: Path, table: SampleTable, splits: NDArray[np.str_]) -> tuple[SampleTable, SampleTable]:
    """Return the project's own division, or a fifth of the scenes for validation where it has none.

    Raises:
        UserError: There are too few scenes.
    """
    held = np.array([split == "validation" for split in splits.tolist()], bool)
    if not held.any() or held.all():
        scenes = scenes_of(folder) if is_native(folder) else table.frames
        held = np.array((scenes * _GOLDEN + 0.5) % 1.0 >= 1 - _VALIDATION_SHARE, bool)
        if not held.any() and len(np.unique(scenes)) > 1:
            held = np.array(scenes == scenes.max(), bool)
    if not held.any() or held.all():
        raise UserError(f"{folder} has too few scenes to hold some back for measuring: generate more frames.")
    return chosen(table, np.flatnonzero(~held)), _fewer(chosen(table, np.flatnonzero(held)), _MOST_VALIDATED)


def _fewer(table: SampleTable, most: int | None) -> SampleTable:
    if most is None or len(table) <= most:
        return table
    return chosen(table, np.linspace(0, len(table) - 1, most).round().astype(np.int64))


def mixed_in(table: SampleTable, folder: Path, share: float, task: Task) -> tuple[SampleTable, str, NDArray[np.uint64]]:
    """Return the samples with real pictures among them, repeated so that they make their share.

    Of a set that is divided, those for training are taken, and the others stay for measuring. With the samples comes
    what was done, in words, and the hashes of the pictures that were mixed in.

    Raises:
        UserError: There are none, or they lack the labels.
    """
    real, unknown = with_classes(read_any(folder, table, "mix")[0], table.classes)
    if not 0 < share < 1:
        raise UserError(f"The share of real pictures must be between 0 and 1, not {share:g}.")
    wrong, hashes = looked_at(real)
    refuse_errors(str(folder), [*findings_of(real, task, is_for_training=False), *wrong])
    times = max(1, round(share / (1 - share) * len(table) / len(real)))
    repeated = chosen(real, np.tile(np.arange(len(real)), times))
    left_out = f"; of classes the project does not have, left out: {', '.join(unknown)}" if unknown else ""
    sentence = f"{len(real)} real pictures from {folder} are mixed in, each {times} times{left_out}."
    return joined_tables(_comparable(table, task), _comparable(repeated, task)), sentence, hashes


def _comparable(table: SampleTable, task: Task) -> SampleTable:
    """Return a table whose masks are run lengths if the task needs any, so that two sources can be joined."""
    if task in ("detection", "keypoints"):
        return table
    if table.runs is not None:
        return replace(table, class_masks=None, instance_masks=None)
    runs = []
    for image in range(len(table)):
        size = int(table.sizes[image, 0]), int(table.sizes[image, 1])
        runs += [run_lengths.encode(np.asfortranarray(mask)) for mask in instance_masks(table, image, size)]
    return replace(table, runs=tuple(runs), class_masks=None, instance_masks=None)


def picture_size(ready: Prepared) -> tuple[int, int]:
    """Return the width and height that most pictures are trained at."""
    sizes, counts = np.unique(ready.training.sizes, axis=0, return_counts=True)
    width, height = sizes[int(np.argmax(counts))]
    return trained_size((int(width), int(height)), ready.short_side)


def dataset_hash(folder: Path) -> str:
    """Return the SHA-256 of what a dataset's labels are: its tables and project, or its annotation files."""
    digest = hashlib.sha256()
    names = [folder / name for name in (files.PROJECT_FILE, files.FRAMES_TABLE, files.INSTANCES_TABLE)]
    found = [path for path in names if path.is_file()]
    found += [] if found else [source.path for source in coco_files(folder)]
    found += [] if found else sorted(folder.glob("**/labels/**/*.txt")) + sorted(folder.glob("Annotations/*.xml"))
    for path in found:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of what a training depends on."""
    return {"scenewright": __version__, "torch": torch.__version__, "torchvision": torchvision.__version__}


def loader_workers(wish: int | None, device: torch.device) -> int:
    """Return how many processes read pictures: enough for a GPU; none where the model needs the cores itself."""
    if wish is not None:
        return wish
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(12, max(1, cores - 1)) if device.type == "cuda" else (1 if cores > 2 else 0)
