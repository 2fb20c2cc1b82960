"""The commands about training and deploying."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

training = typer.Typer()
"""Commands that stand beside those about projects."""

RunArgument = Annotated[Path, typer.Argument(help="Folder of a training run.", show_default=False)]
DatasetArgument = Annotated[
    Path, typer.Argument(help="A dataset, or a folder of COCO, YOLO or VOC.", show_default=False)
]
OutOption = Annotated[Path, typer.Option("--out", help="Where the result goes.", show_default=False)]
DeviceOption = Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1 or mps.")]


@training.command()
def train(
    dataset: DatasetArgument,
    out: OutOption,
    task: Annotated[
        str, typer.Option(help="detection, instances, semantic or keypoints; proposed from the labels if left out.")
    ] = "",
    model: Annotated[str, typer.Option(help="See 'scenewright models'; fits task and machine if left out.")] = "",
    recipe: Annotated[str, typer.Option(help="standard, small or example; the model's usual one if left out.")] = "",
    weights: Annotated[
        str, typer.Option(help="auto (cache, then download), none (from nothing), or a file of weights.")
    ] = "auto",
    epochs: Annotated[int | None, typer.Option(min=1, help="At most so many.", show_default=False)] = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Pictures a step.", show_default=False)] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Highest value.", show_default=False)] = None,
    patience: Annotated[
        int | None, typer.Option(min=0, help="Epochs without a better result; 0: never stop early.", show_default=False)
    ] = None,
    size: Annotated[
        int | None,
        typer.Option(min=0, help="Short side of the pictures in pixels; 0: as they are.", show_default=False),
    ] = None,
    mix: Annotated[Path | None, typer.Option(help="A folder of real pictures to mix in.", show_default=False)] = None,
    mix_share: Annotated[float, typer.Option(help="Their share of an epoch's pictures.")] = 0.3,
    limit: Annotated[int | None, typer.Option(min=1, help="Learn from so many pictures.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes that read.", show_default=False)] = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Train a model; the same command again goes on where it stopped. torchrun starts it on several GPUs."""
    from scenewright.jobs.training import need_torch  # noqa: PLC0415
    from scenewright.jobs.training import train as learn  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        from scenewright.training.preparing import TrainWish  # noqa: PLC0415

        changes = {"epochs": epochs, "batch": batch, "learning_rate": learning_rate, "patience": patience}
        wish = TrainWish(
            dataset, out, task, model, recipe, changes, weights, size, seed, device, workers, mix, mix_share, limit
        )
        return learn(wish, emit, stop)

    run(job, events, "Training")


@training.command()
def evaluate(
    run_folder: RunArgument,
    on: Annotated[Path, typer.Option("--on", help="A dataset, or a folder of COCO, YOLO or VOC.", show_default=False)],
    real: Annotated[
        bool | None,
        typer.Option(
            "--real/--synthetic", help="What the pictures show; found out from the format.", show_default=False
        ),
    ] = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Measure a trained model on a dataset, real or synthetic, and list its mistakes."""
    from scenewright.jobs.evaluation import evaluate as measure  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        return measure(run_folder, on, emit, stop, device=device, is_real=real)

    run(job, events, "Measuring")


@training.command()
def predict(
    run_folder: RunArgument,
    images: Annotated[list[Path], typer.Argument(help="Pictures, or folders of them.", show_default=False)],
    out: OutOption = Path("predictions"),
    threshold: Annotated[float, typer.Option(min=0, max=1, help="So sure a find must be.")] = 0.3,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Find things in pictures with a trained model."""
    from scenewright.jobs.evaluation import predict as guess  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        return guess(run_folder, images, out, emit, stop, device=device, threshold=threshold)

    run(job, events, "Predicting")


@training.command()
def deploy(run_folder: RunArgument, out: OutOption, events: EventsOption = "text") -> None:
    """Make a bundle for a robot: ONNX, TorchScript, weights, scripts, self-test and model card."""
    from scenewright.jobs.deploy import deploy as make_bundle  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        return make_bundle(run_folder, out, emit, stop)

    run(job, events, "Deploying")


@training.command()
def models(as_json: Annotated[bool, typer.Option("--json", help="For other programs.")] = False) -> None:
    """List the models that can be trained."""
    from scenewright.jobs.model_list import model_list  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    need_torch()
    found = model_list()
    if as_json:
        typer.echo(json.dumps(found, indent=2))
        return
    table = Table("Name", "Task", "What it is", "Recipe", "Weights", box=None, header_style="bold")
    for item in found:
        here = "on this machine" if item["weights_are_here"] else "to be fetched"
        table.add_row(item["name"], item["task"], item["title"], item["recipe"], here if item["weights"] else "-")
    Console().print(table)
