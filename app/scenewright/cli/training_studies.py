"""The commands that train more than once, or do all in one go."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from scenewright.cli.learning_options import (
    DatasetArgument,
    LearningOptions,
    run_with_torch,
    takes_learning_options,
)
from scenewright.cli.options import EngineOption, OutOption, ProjectArgument
from scenewright.cli.running import EventsOption
from scenewright.jobs.events import Emit, Finished

studies = typer.Typer()


@studies.command()
@takes_learning_options
def make(
    project: ProjectArgument,
    out: OutOption,
    learning: LearningOptions,
    real: Annotated[Path | None, typer.Option(help="Real pictures to measure on, too.", show_default=False)] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that draw.")] = 1,
    engine: EngineOption = "embedded",
    events: EventsOption = "text",
) -> None:
    """Generate, check, export, train, evaluate and report in one go; the same command again goes on."""
    from scenewright.jobs.make import MakeWish  # noqa: PLC0415
    from scenewright.jobs.make import make as make_all  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        return make_all(MakeWish(load_project(project), out, workers, engine, learning.wishes(), real), emit, stop)

    run_with_torch(job, events, "Making")


@studies.command("learning-curve")
@takes_learning_options
def learning_curve(
    dataset: DatasetArgument,
    out: OutOption,
    learning: LearningOptions,
    on: Annotated[
        Path | None,
        typer.Option("--on", help="Measured on this set; on frames held back if left out.", show_default=False),
    ] = None,
    parts: Annotated[int, typer.Option(min=2, max=8, help="Sizes: all, a half, a fourth, ...")] = 4,
    seeds: Annotated[int, typer.Option(min=1, max=20, help="Trainings of each size.")] = 2,
    events: EventsOption = "text",
) -> None:
    """More frames, or other frames? Train on parts of a dataset and see what each doubling brings."""
    from scenewright.jobs.learning_curve import learning_curve as draw  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        from scenewright.training.preparing import TrainWish  # noqa: PLC0415

        wish = TrainWish(dataset, out, **learning.wishes())
        return draw(wish, emit, stop, parts=parts, seeds=seeds, hold_out=on)

    run_with_torch(job, events, "Learning")


@studies.command("which-knob")
@takes_learning_options
def which_knob(
    project: ProjectArgument,
    out: OutOption,
    on: Annotated[Path, typer.Option("--on", help="Hold-out: real pictures, or another look.", show_default=False)],
    learning: LearningOptions,
    knob: Annotated[
        list[str] | None, typer.Option(help="A setting, as lights.0.intensity; all that vary if left out.")
    ] = None,
    frames: Annotated[int, typer.Option(min=10, help="Frames of each dataset.")] = 200,
    seeds: Annotated[int, typer.Option(min=2, max=20, help="Pairs of trainings.")] = 3,
    engine: EngineOption = "embedded",
    events: EventsOption = "text",
) -> None:
    """Which setting to widen next? Small paired trainings, each with one setting standing still."""
    from scenewright.jobs.which_knob import KnobWish  # noqa: PLC0415
    from scenewright.jobs.which_knob import which_knob as find_out  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        file = load_project(project)
        wish = KnobWish(file, out, on, tuple(knob or ()), frames, seeds, engine, learning.wishes())
        return find_out(wish, emit, stop)

    run_with_torch(job, events, "Comparing")
