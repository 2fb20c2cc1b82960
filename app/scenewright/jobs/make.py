"""From a project to a trained model in one go: generate, check, export, train, evaluate, report."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scenewright.jobs.evaluation import evaluate
from scenewright.jobs.events import Emit, Event, Finished, Log, Progress, Started
from scenewright.jobs.export import export
from scenewright.jobs.generate import Wish
from scenewright.jobs.made_folders import (
    DATASET_FOLDER,
    EXPORT_FOLDER,
    RUN_FOLDER,
    exported_hash,
    has_changed,
    labels_hash,
    note_exported,
    put_aside,
)  # fmt: skip
from scenewright.jobs.proved_run import generate_proved
from scenewright.jobs.training import train
from scenewright.jobs.training_report import write_report
from scenewright.spec.yaml_io import ProjectFile


@dataclass(frozen=True)
class MakeWish:
    """What is to be made.

    Attributes:
        file: The project.
        out: A folder for dataset, export, run and report; gone on with where it stopped.
        workers: Processes that draw.
        engine: 'embedded' or 'flat'.
        training: What `TrainWish` takes besides dataset and out.
        real: A folder of real pictures to measure on, too.
    """

    file: ProjectFile
    out: Path
    workers: int = 1
    engine: str = "embedded"
    training: dict[str, Any] = field(default_factory=dict)
    real: Path | None = None


def make(wish: MakeWish, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Do all steps that are not done yet; the first that does not succeed ends it.

    Raises:
        UserError: Something the user can mend; what was done stays, and the same wish goes on from there.
    """
    last = Finished("succeeded")
    steps = _steps(wish)
    for number, (title, step) in enumerate(steps, 1):
        emit(Log("info", f"Step {number} of {len(steps)}: {title}"))
        last = step(_told(emit), stop)
        emit(Log("info", last.message))
        if last.outcome != "succeeded":
            return Finished(last.outcome, f"{title}: {last.message}")
        if stop():
            return Finished("cancelled", f"Stopped after: {title}. The same command goes on from there.")
    page = write_report(wish.out / RUN_FOLDER)
    return Finished("succeeded", f"{last.message} The report is {page}")


Step = Callable[[Emit, Callable[[], bool]], Finished]


def _steps(wish: MakeWish) -> list[tuple[str, Step]]:
    dataset, out, run = wish.out / DATASET_FOLDER, wish.out / EXPORT_FOLDER, wish.out / RUN_FOLDER
    frames = range(wish.file.spec.output.frames)

    def generated(emit: Emit, stop: Callable[[], bool]) -> Finished:
        return generate_proved(Wish(wish.file, dataset, frames, wish.workers, wish.engine), emit, stop)

    def exported(emit: Emit, stop: Callable[[], bool]) -> Finished:
        now = labels_hash(dataset)
        if out.exists() and exported_hash(out) == now:
            return Finished("succeeded", f"The export is in {out} already.")
        _put_aside(out, "export", emit)
        finished = export(dataset, "coco", out, None, emit, stop)
        if finished.outcome == "succeeded":
            note_exported(out, now)
        return finished

    def trained(emit: Emit, stop: Callable[[], bool]) -> Finished:
        from scenewright.training.preparing import TrainWish  # noqa: PLC0415

        if has_changed(dataset, run):
            _put_aside(run, "training", emit)
        return train(TrainWish(dataset, run, **wish.training), emit, stop)

    def evaluated(emit: Emit, stop: Callable[[], bool]) -> Finished:
        device = wish.training.get("device", "auto")
        done = evaluate(run, dataset, emit, stop, device=device)
        if wish.real is not None and done.outcome == "succeeded":
            done = evaluate(run, wish.real, emit, stop, device=device, is_real=True)
        return done

    return [
        ("Generate and check", generated),
        ("Export as COCO", exported),
        ("Train", trained),
        ("Evaluate", evaluated),
    ]


def _put_aside(folder: Path, what: str, emit: Emit) -> None:
    """Keep what was made of an earlier state of the dataset under another name, and tell so."""
    kept = put_aside(folder)
    if kept is not None:
        emit(Log("warning", f"The dataset has changed since the last {what}, which is kept as {kept}."))


def _told(emit: Emit) -> Emit:
    """Return who is told what a step says, its items left out: their numbers mean other things in each step."""

    def told(event: Event) -> None:
        if isinstance(event, Started | Progress | Log) or event.type == "metric":
            emit(event)

    return told
