"""The commands that take a project elsewhere: a USD stage, a Replicator script."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from scenewright.cli.options import FramesOption, OutOption, ProjectArgument, frame_range
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

elsewhere = typer.Typer()


@elsewhere.command()
def stage(
    project: ProjectArgument,
    out: OutOption,
    frames: FramesOption = "0:24",
    models: Annotated[
        Literal["written", "referenced"],
        typer.Option(help="Models written anew, just as labels see them, or referenced with their own materials."),
    ] = "written",
    events: EventsOption = "text",
) -> None:
    """Write frames as a USD stage with time samples, labels, cameras, lights and materials."""
    from scenewright.jobs.stage import export_stage  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        file = load_project(project)
        return export_stage(file, frame_range(frames, file.spec.output.frames), out, models, emit, stop)

    run(job, events, "Writing")


@elsewhere.command()
def script(project: ProjectArgument, out: OutOption = Path("replicator_job.py")) -> None:
    """Write a Replicator script with the same wishes, for those who go on in code."""
    from scenewright.jobs.replicator.script import write_script  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    typer.echo(write_script(load_project(project), out))
