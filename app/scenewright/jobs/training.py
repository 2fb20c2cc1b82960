"""Training as a job: what the loop yields becomes events. torch is loaded only when it is needed."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scenewright.errors import UserError
from scenewright.jobs.evaluation import evaluate
from scenewright.jobs.events import Emit, Event, Finished, Item, Log, Metric, Progress, Started
from scenewright.jobs.machine import usable_bytes

if TYPE_CHECKING:
    from scenewright.training.preparing import TrainWish

HOW_TO_INSTALL = (
    "Training needs PyTorch, which is not installed: run 'scenewright install-training', or press 'Install training' "
    "on the Train page."
)

_NOT_REAL = "It is not tested on real images until you attach some (scenewright evaluate)."


def need_torch() -> None:
    """Refuse to go on without torch.

    Raises:
        UserError: It is not installed.
    """
    if not torch_is_installed():
        raise UserError(HOW_TO_INSTALL)
    # Threads that wait for each other by spinning starve every other program on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def torch_is_installed() -> bool:
    """Return whether training can be had, without loading it."""
    return all(importlib.util.find_spec(name) is not None for name in ("torch", "torchvision", "onnx", "onnxruntime"))


def train(wish: TrainWish, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Train a model, or go on where the last run of the same wish stopped.

    Raises:
        UserError: Something the user can mend; what was learned until the last checkpoint is kept.
    """
    from scenewright.training.distributed import crew  # noqa: PLC0415
    from scenewright.training.loop import EpochDone, StepDone, Told  # noqa: PLC0415
    from scenewright.training.run import run_training  # noqa: PLC0415

    if wish.finds_batch:
        wish = replace(wish, memory_bytes=usable_bytes())
    with crew(wish.device) as mine:
        speak = emit if mine.is_main else _silent
        best: EpochDone | None = None
        last: StepDone | None = None
        began = False
        for event in run_training(wish, mine, stop, _download_told(speak)):
            match event:
                case StepDone(step=step, steps=steps):
                    if not began:
                        speak(Started(steps, step - 1))
                        began = True
                    last = event
                    speak(Metric(step, _numbers(event)))
                    speak(Progress(step, steps))
                case EpochDone(epoch=epoch):
                    best = event if event.is_best else best
                    speak(Metric(last.step if last else 0, {f"validation.{k}": v for k, v in event.scores.items()}))
                    speak(Item(epoch, f"epochs/{epoch:03d}.jpg"))
                case Told(text=text):
                    speak(Log("info", text))
    return _finished(wish, best, last, stopped=stop())


def train_and_measure(wish: TrainWish, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Train, and measure the model on the frames held back, class by class, with its mistakes.

    A measurement that fails does not undo the training.

    Raises:
        UserError: As `train` does.
    """
    finished = train(wish, emit, stop)
    if finished.outcome != "succeeded" or int(os.environ.get("RANK", "0")) > 0:
        return finished
    try:
        measured = evaluate(wish.out, wish.dataset, _counts_and_words(emit), stop, device=wish.device)
    except UserError as error:
        emit(Log("warning", f"The model is trained, but could not be measured: {error}"))
        return finished
    said = f"{finished.message} Held back: {measured.message}"
    return Finished("succeeded", said if _is_tested_on_photos(wish) else f"{said} {_NOT_REAL}")


def _is_tested_on_photos(wish: TrainWish) -> bool:
    from scenewright.training.evaluating import evaluations_of  # noqa: PLC0415

    return any(item["is_real"] for item in evaluations_of(wish.out).values())


def _counts_and_words(emit: Emit) -> Emit:
    """Return who is told of all but items and figures: their numbers mean epochs and steps in a training."""

    def told(event: Event) -> None:
        if isinstance(event, Log | Started | Progress):
            emit(event)

    return told


def _silent(_: Any) -> None:
    """Say nothing: only one of several processes speaks."""


def _download_told(emit: Emit) -> Callable[[int, int], None]:
    told = -1

    def on_progress(done: int, total: int) -> None:
        nonlocal told
        megabytes = done // 10_000_000 * 10
        if megabytes != told:
            told = megabytes
            emit(Log("info", f"Fetching the pretrained weights: {megabytes} of {total / 1e6:.0f} MB"))

    return on_progress


def _numbers(event: Any) -> dict[str, float]:
    rates = {"learning_rate": event.learning_rate, "images_per_s": event.images_per_s}
    more = {"loader_share": event.loader_share, "memory_bytes": float(event.memory_bytes), "epoch": float(event.epoch)}
    return {**{f"loss.{name}": value for name, value in event.losses.items()}, **rates, **more}


def _finished(wish: TrainWish, best: Any, last: Any, *, stopped: bool) -> Finished:
    if stopped and (last is None or last.step < last.steps):
        return Finished("cancelled", "Stopped; the same command goes on where this one stopped.")
    said = f"{best.score:.3f} in epoch {best.epoch}" if best else "as before"
    return Finished(
        "succeeded",
        f"The model is in {wish.out}: best validation score {said}.",
    )
