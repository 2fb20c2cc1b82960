"""The commands about projects and datasets."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer

from scenewright import __version__
from scenewright.cli.assets import assets
from scenewright.cli.delivery import delivery
from scenewright.cli.designer import add_commands, designer
from scenewright.cli.inspection import inspection
from scenewright.cli.options import DatasetArgument, EngineOption, OutOption, ProjectArgument
from scenewright.cli.running import MENDABLE, EventsOption, run
from scenewright.cli.runs import runs
from scenewright.cli.stage import elsewhere
from scenewright.cli.tracks import tracking
from scenewright.cli.training import training
from scenewright.cli.training_studies import studies
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished

app = typer.Typer(
    help="Design synthetic image datasets whose labels are exact and proved exact.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(assets, name="assets")
app.add_typer(runs)
app.add_typer(elsewhere)
app.add_typer(inspection)
app.add_typer(delivery)
add_commands(app)
app.add_typer(training)
app.add_typer(studies)
app.add_typer(tracking)


@app.command()
def preview(
    project: ProjectArgument,
    out: OutOption = Path("sheet.png"),
    frames: Annotated[int, typer.Option(min=1, max=100, help="How many frames.")] = 9,
    engine: EngineOption = "embedded",
    events: EventsOption = "text",
) -> None:
    """Draw a contact sheet of frames with their labels."""
    from scenewright.assets.checking import check_assets  # noqa: PLC0415
    from scenewright.jobs.sheet import preview as draw  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, _: Callable[[], bool]) -> Finished:
        file = load_project(project)
        check_assets(file)
        draw(file, frames, out, engine, emit)
        return Finished("succeeded", f"The contact sheet is {out}")

    run(job, events, "Drawing")


@app.command()
def plan(project: ProjectArgument, frame: Annotated[int, typer.Option(min=0, help="Which frame.")]) -> None:
    """Print every choice that was made for a frame, as JSON."""
    from scenewright.assets.loading import AssetLoader  # noqa: PLC0415
    from scenewright.sampling.plan import plan_json  # noqa: PLC0415
    from scenewright.sampling.sampler import sample_frame  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    file = load_project(project)
    planned = sample_frame(file.spec, frame, AssetLoader(project.parent))
    typer.echo(json.dumps(json.loads(plan_json(planned)), indent=2))


@app.command()
def check(
    dataset: DatasetArgument,
    sample: Annotated[
        int | None, typer.Option(min=1, help="So many frames only, evenly spread; all if left out.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; as many as cores if left out.")] = None,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            help="Of another program's folder: coco, coco_panoptic, yolo, kitti, bop, basicwriter, dope, hdf5 or "
            "webdataset.",
        ),
    ] = "",
    events: EventsOption = "text",
) -> None:
    """Prove a dataset's labels: check that all channels agree, and write the certificate."""
    from scenewright.jobs.check import check as prove  # noqa: PLC0415
    from scenewright.jobs.check_export import check_export  # noqa: PLC0415

    if format_name:
        run(lambda emit, stop: check_export(dataset, format_name, emit, stop, workers=workers), events, "Checking")
    run(lambda emit, stop: prove(dataset, emit, stop, sample=sample, workers=workers), events, "Checking")


@app.command()
def export(
    dataset: DatasetArgument,
    out: OutOption,
    format_name: Annotated[
        str,
        typer.Option(
            "--format",
            help="coco, coco_detection, coco_polygons, coco_keypoints, coco_panoptic, yolo_detect, yolo_segment, "
            "yolo_pose, yolo_obb, voc, kitti, bop, dope, hdf5, webdataset, point_cloud, fiftyone or basicwriter.",
            show_default=False,
        ),
    ],
    split: Annotated[
        str, typer.Option(help="Shares of train, val and test, such as 80/10/10; as in the project if left out.")
    ] = "",
    split_by: Annotated[
        Literal["frame", "scene", "asset"],
        typer.Option(help="What stays together: clips by scene; by asset, some assets are not in train at all."),
    ] = "scene",
    events: EventsOption = "text",
) -> None:
    """Write a dataset in another program's format."""
    from scenewright.datasets.splits import parsed_shares  # noqa: PLC0415
    from scenewright.jobs.export import Division  # noqa: PLC0415
    from scenewright.jobs.export import export as write  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        division = Division(parsed_shares(split), split_by) if split else None
        return write(dataset, format_name, out, division, emit, stop)

    run(job, events, "Exporting")


@app.command()
def merge(
    datasets: Annotated[list[Path], typer.Argument(help="Dataset folders, two or more.", show_default=False)],
    out: OutOption,
    events: EventsOption = "text",
) -> None:
    """Make one dataset of several; pictures are hard links, which take no space."""
    from scenewright.jobs.merge import merge as unite  # noqa: PLC0415

    run(lambda emit, stop: unite(datasets, out, emit, stop), events, "Merging")


@app.command()
def doctor(
    engine: Annotated[Literal["embedded", "isaac"], typer.Option(help="Which engine is asked about.")] = "embedded",
    isaac: Annotated[
        str, typer.Option(help="Use this Isaac Sim from now on: a folder, an environment's Python, or an image.")
    ] = "",
    accept_eula: Annotated[bool, typer.Option("--accept-eula", help="Agree to Isaac Sim's licence, once.")] = False,
) -> None:
    """Say what this machine can do and what is missing."""
    from scenewright.jobs.doctor import examine, examine_isaac, set_up_isaac  # noqa: PLC0415

    if isaac or accept_eula:
        set_up_isaac(isaac, accept_eula=accept_eula)
    findings = list(examine_isaac() if engine == "isaac" or isaac or accept_eula else examine())
    for is_well, sentence in findings:
        typer.echo(f"{'ok ' if is_well else '!! '} {sentence}")
    raise typer.Exit(0 if all(is_well for is_well, _ in findings) else 1)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"scenewright {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    context: typer.Context,
    version: Annotated[  # noqa: ARG001  (its callback prints)
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options before the command; without a command the designer opens."""
    if context.invoked_subcommand is None:
        designer()


def main() -> None:
    """Run the command line."""
    try:
        app()
    except UserError as error:
        typer.echo(str(error), err=True)
        sys.exit(MENDABLE)


@app.command()
def camera(
    file: Annotated[Path, typer.Argument(help="A ROS camera_info, OpenCV or Kalibr file (YAML).", show_default=False)],
) -> None:
    """Print the cameras of a calibration file as a project has them, to be put under 'cameras'."""
    import yaml  # noqa: PLC0415

    from scenewright.spec.calibration import read_calibration  # noqa: PLC0415

    before = ""
    for found in read_calibration(file):
        name = "".join(letter if letter.isalnum() else "-" for letter in found.name)
        mount = {"mount": {"on": before, **found.mount}} if found.mount is not None and before else {}
        fields = [{"name": name, **found.camera(), **mount}]
        typer.echo(yaml.safe_dump(fields, sort_keys=False, default_flow_style=None).strip())
        before = name
