"""The commands about runs: starting, estimating, looking after and stopping them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scenewright.cli.options import (
    DatasetArgument,
    EngineOption,
    FramesOption,
    OutOption,
    PriceOption,
    ProjectArgument,
    WorkersOption,
    frame_range,
    named,
)
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished, Log

if TYPE_CHECKING:
    from scenewright.jobs.generate import Wish

runs = typer.Typer()


@runs.command()
def generate(
    project: ProjectArgument,
    out: OutOption,
    frames: FramesOption = "",
    workers: WorkersOption = "auto",
    engine: EngineOption = "embedded",
    proof: Annotated[
        bool, typer.Option("--check/--no-check", help="Check the labels of up to 200 frames at the end.")
    ] = True,
    price_per_hour: PriceOption = None,
    cluster: Annotated[
        str,
        typer.Option("--cluster", help="Many machines: ray (a local one), ray://HOST:10001, slurm, or local."),
    ] = "",
    cluster_option: Annotated[
        list[str] | None,
        typer.Option("--cluster-option", help="NAME=VALUE for it, such as slurm_partition=gpu or num_gpus=0.25."),
    ] = None,
    publish_to: Annotated[
        str, typer.Option("--publish", help="Where the dataset is sent in the end, as s3://bucket/cups.")
    ] = "",
    detached: Annotated[
        bool, typer.Option("--detached", help="Go on when the window or terminal that started it closes.")
    ] = False,
    events: EventsOption = "text",
) -> None:
    """Render a project's dataset, and check it; the same command again goes on where it stopped."""
    from scenewright.jobs.generate import generate as render_only  # noqa: PLC0415
    from scenewright.jobs.proved_run import generate_proved  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        start = generate_proved if proof else render_only
        wish = _wish(project, out, frames, workers, engine, price_per_hour)
        if cluster:
            count = 0 if workers == "auto" else wish.workers
            wish = replace(wish, cluster=cluster, cluster_options=named(cluster_option or []), workers=count)
            wish = replace(wish, publish_to=publish_to)
        finished = start(wish, emit, stop)
        return _published(finished, out, publish_to, emit, stop)

    run(job, events, "Rendering", detached=detached)


@runs.command()
def estimate(
    project: ProjectArgument,
    out: OutOption = Path("dataset"),
    frames: FramesOption = "",
    workers: WorkersOption = "auto",
    engine: EngineOption = "embedded",
    price_per_hour: PriceOption = None,
    events: EventsOption = "text",
) -> None:
    """Say how long a render will take, how large it gets and what it costs, measured on a few of its frames."""
    from scenewright.jobs.estimate import as_metric, in_words  # noqa: PLC0415
    from scenewright.jobs.estimate import estimate as measure  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        found = measure(_wish(project, out, frames, workers, engine, price_per_hour), emit, stop)
        emit(as_metric(found))
        for sentence in found.warnings:
            emit(Log("warning", sentence))
        return Finished("succeeded", in_words(found))

    run(job, events, "Measuring")


@runs.command()
def status(dataset: DatasetArgument) -> None:
    """Say how the run of a dataset stands, running or not."""
    from scenewright.jobs.run_state import in_words, read_run_state  # noqa: PLC0415

    typer.echo(in_words(read_run_state(dataset)))


@runs.command()
def stop(
    dataset: DatasetArgument,
    pause: Annotated[bool, typer.Option("--pause", help="Note it as paused rather than cancelled.")] = False,
) -> None:
    """Ask the run of a dataset to stop; the frames it has begun are finished, and it can be gone on with."""
    from scenewright.errors import UserError  # noqa: PLC0415
    from scenewright.jobs.run_state import ask_to_stop, read_run_state  # noqa: PLC0415

    if read_run_state(dataset).phase not in ("running", "stopping"):
        raise UserError(f"Nothing is running in {dataset}.")
    ask_to_stop(dataset, pause=pause)
    typer.echo("It stops once the frames that it has begun are finished.")


@runs.command()
def publish(
    dataset: DatasetArgument,
    url: Annotated[str, typer.Argument(help="Any place fsspec knows, as s3://bucket/cups.", show_default=False)],
    events: EventsOption = "text",
) -> None:
    """Send a dataset to a bucket or another far place; the same command again sends only what is missing there."""
    from scenewright.jobs.publishing import publish as send  # noqa: PLC0415

    run(lambda emit, stop: send(dataset, url, emit, stop), events, "Sending")


@runs.command()
def reproduce(
    dataset: DatasetArgument,
    frame: Annotated[int, typer.Option("--frame", min=0, help="Which frame.")],
    engine: Annotated[str, typer.Option("--engine", help="What draws; what drew it then if left out.")] = "",
    base: Annotated[
        Path | None, typer.Option("--base", help="Where the project's own assets are; its folder if left out.")
    ] = None,
) -> None:
    """Make a frame again from its stored plan, and compare: labels exactly, colour within a tolerance."""
    from scenewright.jobs.reproduce import in_words  # noqa: PLC0415
    from scenewright.jobs.reproduce import reproduce as make_again  # noqa: PLC0415

    found = make_again(dataset, frame, engine, base)
    for sentence in in_words(found):
        typer.echo(sentence)
    raise typer.Exit(0 if found.is_same else 1)


def _published(finished: Finished, out: Path, url: str, emit: Emit, stop: Callable[[], bool]) -> Finished:
    """Send what was made, if that is wanted, and say so beside how the run went."""
    if not url or finished.outcome == "cancelled":
        return finished
    from scenewright.jobs.publishing import publish as send  # noqa: PLC0415

    sent = send(out, url, emit, stop)
    outcome = finished.outcome if sent.outcome == "succeeded" else sent.outcome
    return Finished(outcome, f"{finished.message}. {sent.message}")


def _wish(project: Path, out: Path, frames: str, workers: str, engine: str, price_per_hour: float | None) -> "Wish":
    from scenewright.jobs.generate import Wish  # noqa: PLC0415
    from scenewright.jobs.machine import workers_in_words  # noqa: PLC0415
    from scenewright.jobs.price import known_price  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    file = load_project(project)
    wanted = frame_range(frames, file.spec.output.frames)
    count = workers_in_words(workers, engine)
    return Wish(file, out, wanted, count, engine, known_price(price_per_hour))
