"""One training run: from a wish to a folder with a model in it."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from scenewright.datasets import files
from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.yaml_io import load_project
from scenewright.training.batch_size import fitting_recipe
from scenewright.training.checkpoint import keep, kept, start_random_numbers
from scenewright.training.distributed import Crew
from scenewright.training.loading import Changes, Pictures, cache_bytes
from scenewright.training.loop import BEST_FILE, EpochDone, Plan, StepDone, Told, train
from scenewright.training.models import MODELS, Shape
from scenewright.training.native import is_native
from scenewright.training.predictions import found_in
from scenewright.training.preparing import (
    Prepared,
    TrainWish,
    dataset_hash,
    loader_workers,
    picture_size,
    prepared,
    versions,
)  # fmt: skip
from scenewright.training.run_folder import (
    EPOCHS_FOLDER,
    METRICS_FILE,
    PIXELS_FILE,
    RUN_FILE,
    STATE_DICT_FILE,
    RunFacts,
    points_as_dict,
    read_facts,
    write_facts,
)  # fmt: skip
from scenewright.training.samples import SampleTable, chosen
from scenewright.training.scores import scores_of
from scenewright.training.seen import write_seen
from scenewright.training.sheets import write_sheet
from scenewright.training.weights import load_weights, resolved_weights

_SHOWN = 6
"""Pictures that are predicted after each epoch."""
_METRIC_STEPS = 200
"""About so many steps of a run get a line in the metrics."""
_CACHE_SHARE = 0.25
"""Of the free disk that decoded pictures may take."""


def run_training(
    wish: TrainWish,
    crew: Crew,
    stop: Callable[[], bool] = lambda: False,
    on_download: Callable[[int, int], None] = lambda _done, _total: None,
) -> Iterator[StepDone | EpochDone | Told]:
    """Train a model, or go on; at the end the folder has its weights in `model.pth`.

    Raises:
        UserError: Something the user can mend; what was learned until the last checkpoint is kept.
    """
    ready = prepared(wish, stop, has_gpu=crew.device.type == "cuda")
    for sentence in ready.told:
        yield Told(sentence)
    start_random_numbers(wish.seed)
    model = built(ready, wish)
    weights = resolved_weights(ready.entry, wish.weights, on_download, stop)
    loaded = load_weights(model, weights)
    yield Told(loaded.sentence())
    ready, batch_found = _batch_settled(wish, ready, model, crew)
    if batch_found:
        yield Told(batch_found)
    facts = _facts(wish, ready, loaded.sentence(), loaded.source, batch_found)
    if crew.is_main:
        refuse_other_run(wish.out, facts)
        write_facts(wish.out, facts)
        write_seen(wish.out, ready.seen)
    crew.wait()  # the others write into the folder that the main one makes
    pictures = _training_pictures(wish, ready, crew)
    plan = Plan(
        wish.out,
        ready.recipe,
        pictures,
        _measuring(wish.out, ready, crew.device),
        crew,
        wish.seed,
        loader_workers(wish.workers, crew.device),
        frozen_statistics=bool(loaded.source),
        identity={
            "model_name": ready.model,
            "classes": list(ready.training.classes),
            "dataset_hash": facts.dataset_hash,
        },
    )
    try:
        for event in train(model, plan, stop):
            if crew.is_main:
                _noted(wish.out, event)
            yield event
    finally:
        _remove_cache(wish.out)
    if crew.is_main and (wish.out / BEST_FILE).exists():
        keep(wish.out / STATE_DICT_FILE, kept(wish.out / BEST_FILE)["model"])


def built(ready: Prepared, wish: TrainWish) -> nn.Module:
    """Return the model with random weights."""
    options = tuple({**ready.recipe.options, **dict(wish.options)}.items())
    return ready.entry.build(
        Shape(len(ready.training.classes), picture_size(ready), _point_count(ready.training, ready), options)
    )


def _point_count(table: SampleTable, ready: Prepared) -> int:
    return len(table.points.points) if ready.task == "keypoints" and table.points else 0


def trained_model(folder: Path) -> tuple[nn.Module, RunFacts]:
    """Return a run's best model, ready to predict.

    Raises:
        UserError: There is none yet.
    """
    facts = read_facts(folder)
    path = next((folder / name for name in (STATE_DICT_FILE, BEST_FILE) if (folder / name).exists()), None)
    if path is None:
        raise UserError(f"{folder} has no trained model yet: let the training come to the end of its first epoch.")
    content = kept(path)
    points = facts.point_set
    shape = Shape(len(facts.classes), facts.size, len(points.points) if points and facts.task == "keypoints" else 0)
    model = MODELS[facts.model].build(shape)
    model.load_state_dict(content["model"] if path.name == BEST_FILE else content)
    return model.eval(), facts


def _batch_settled(wish: TrainWish, ready: Prepared, model: nn.Module, crew: Crew) -> tuple[Prepared, str]:
    """Return what is trained with the batch that fits, where that is wished, and how it was found, in words.

    A run that goes on keeps the batch of its first start, whatever memory is free now: other steps would be others.
    """
    if not wish.finds_batch:
        return ready, ""
    before = read_facts(wish.out) if (wish.out / RUN_FILE).exists() else None
    if before is not None and before.batch_found:
        batch, rate = before.recipe["batch"], before.recipe["learning_rate"]
        return replace(ready, recipe=replace(ready.recipe, batch=batch, learning_rate=rate)), before.batch_found
    pictures = Pictures(ready.training, ready.task, ready.short_side)
    keeps_rate = wish.changes.get("learning_rate") is not None
    recipe, said = fitting_recipe(ready.recipe, model, pictures, crew, wish.memory_bytes, keeps_rate=keeps_rate)
    return replace(ready, recipe=recipe), said


def _facts(wish: TrainWish, ready: Prepared, weights: str, weights_file: str, batch_found: str) -> RunFacts:
    native = is_native(wish.dataset)
    points = ready.training.points if ready.task == "keypoints" else None
    return RunFacts(
        task=ready.task,
        model=ready.model,
        classes=ready.training.classes,
        size=picture_size(ready),
        short_side=ready.short_side,
        recipe=asdict(ready.recipe),
        recipe_name=ready.recipe_name,
        dataset=str(wish.dataset.absolute()),
        dataset_hash=dataset_hash(wish.dataset),
        project=load_project(wish.dataset / files.PROJECT_FILE).spec.name if native else "",
        seed=wish.seed,
        weights=weights,
        weights_file=weights_file,
        points=points_as_dict(points),
        images={"training": len(ready.training), "validation": len(ready.validation)},
        mixed=ready.mixed,
        versions=versions(),
        batch_found=batch_found,
    )


def refuse_other_run(folder: Path, facts: RunFacts) -> None:
    """Refuse a folder that holds something else than this run.

    Raises:
        UserError: It does.
    """
    try:
        is_used = folder.exists() and any(folder.iterdir())
    except OSError as error:
        raise UserError(os_error_sentence("write the training run", folder, error)) from error
    if not is_used:
        return
    if not (folder / RUN_FILE).exists():
        raise UserError(f"{folder} is not empty and holds no training run: choose another folder.")
    before = read_facts(folder)
    names = ("task", "model", "classes", "size", "recipe", "dataset_hash", "seed", "mixed", "images")
    changed = [name for name in names if getattr(before, name) != getattr(facts, name)]
    if changed:
        raise UserError(
            f"{folder} holds another training (it differs in {', '.join(changed)}): choose another folder, or the same "
            "settings to go on with it."
        )


def _training_pictures(wish: TrainWish, ready: Prepared, crew: Crew) -> Pictures:
    recipe = ready.recipe
    is_changed = recipe.changes_light or recipe.flips or recipe.crops
    changes = Changes(recipe.changes_light, recipe.flips, recipe.crops, wish.seed) if is_changed else None
    size = cache_bytes(ready.training, ready.short_side)
    free = shutil.disk_usage(wish.out if wish.out.exists() else Path.cwd()).free
    cache = wish.out / f"{PIXELS_FILE}.{crew.rank}" if size is not None and size < _CACHE_SHARE * free else None
    return Pictures(ready.training, ready.task, ready.short_side, changes, cache)


def _remove_cache(folder: Path) -> None:
    for path in folder.glob(f"{PIXELS_FILE}*"):
        path.unlink(missing_ok=True)


def _measuring(folder: Path, ready: Prepared, device: torch.device) -> Callable[[nn.Module, int], dict[str, float]]:
    table = ready.validation
    pictures = Pictures(table, ready.task, ready.short_side)
    shown = np.linspace(0, len(table) - 1, min(_SHOWN, len(table))).round().astype(int).tolist()

    def measure(model: nn.Module, epoch: int) -> dict[str, float]:
        found = dict(found_in(model, pictures, ready.task, device))
        scores = scores_of(table, found, ready.task)
        few = chosen(table, shown)
        write_sheet(folder / EPOCHS_FOLDER / f"{epoch:03d}.jpg", few, [(k, found[s]) for k, s in enumerate(shown)])
        return {**scores.overall, "score": scores.score}

    return measure


def _noted(folder: Path, event: StepDone | EpochDone | Told) -> None:
    """Add a line to the metrics, for the designer's curves and for anybody's own."""
    line: dict[str, Any]
    match event:
        case StepDone(step=step, steps=steps):
            if step % max(1, steps // _METRIC_STEPS) and step > 20:
                return
            line = {"kind": "step", **asdict(event)}
        case EpochDone():
            line = {"kind": "epoch", **asdict(event)}
        case Told(text=text):
            line = {"kind": "told", "text": text}
    with (folder / METRICS_FILE).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
