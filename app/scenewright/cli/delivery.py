"""The command that goes from a project to other programs' formats in one go."""

from collections.abc import Callable
from typing import Annotated, Literal

import typer

from scenewright.cli.options import EngineOption, OutOption, PriceOption, ProjectArgument, WorkersOption, frame_range
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

delivery = typer.Typer()


@delivery.command()
def deliver(
    project: ProjectArgument,
    out: OutOption,
    formats: Annotated[
        list[str] | None, typer.Option("--format", help="A format to write beside the dataset; may be given again.")
    ] = None,
    split: Annotated[
        str, typer.Option(help="Shares of train, val and test, such as 80/10/10; as in the project if left out.")
    ] = "",
    split_by: Annotated[Literal["frame", "scene", "asset"], typer.Option(help="What stays together.")] = "scene",
    workers: WorkersOption = "auto",
    engine: EngineOption = "embedded",
    price_per_hour: PriceOption = None,
    events: EventsOption = "text",
) -> None:
    """Render a dataset, prove its labels, and write it in other programs' formats: OUT, OUT_coco and so on."""
    from scenewright.datasets.splits import parsed_shares  # noqa: PLC0415
    from scenewright.jobs.delivery import deliver as make_all  # noqa: PLC0415
    from scenewright.jobs.export import Division  # noqa: PLC0415
    from scenewright.jobs.generate import Wish  # noqa: PLC0415
    from scenewright.jobs.machine import workers_in_words  # noqa: PLC0415
    from scenewright.jobs.price import known_price  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        file = load_project(project)
        frames = frame_range("", file.spec.output.frames)
        wish = Wish(file, out, frames, workers_in_words(workers, engine), engine, known_price(price_per_hour))
        return make_all(wish, formats or (), Division(parsed_shares(split), split_by) if split else None, emit, stop)

    run(job, events, "Rendering")
