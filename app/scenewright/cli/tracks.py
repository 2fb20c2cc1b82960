"""The command about point tracks."""

from typing import Annotated

import typer

from scenewright.cli.options import DatasetArgument, OutOption
from scenewright.cli.running import EventsOption, run

tracking = typer.Typer()


@tracking.command()
def tracks(
    dataset: DatasetArgument,
    out: OutOption,
    points: Annotated[int, typer.Option(min=1, max=100_000, help="How many for each clip and camera.")] = 256,
    events: EventsOption = "text",
) -> None:
    """Write point tracks of a dataset's clips: where points of surfaces go, and where they are seen."""
    from scenewright.jobs.tracks import write_tracks  # noqa: PLC0415

    run(lambda emit, stop: write_tracks(dataset, out, points, emit, stop), events, "Tracking")
