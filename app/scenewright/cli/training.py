"""The commands about training and deploying."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from scenewright.cli.learning_options import (
    DatasetArgument,
    DeviceOption,
    LearningOptions,
    run_with_torch,
    takes_learning_options,
)
from scenewright.cli.options import OutOption
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

training = typer.Typer()
"""Commands that stand beside those about projects."""

RunArgument = Annotated[Path, typer.Argument(help="Folder of a training run.", show_default=False)]


@training.command()
@takes_learning_options
def train(
    dataset: DatasetArgument,
    out: OutOption,
    learning: LearningOptions,
    learning_rate: Annotated[float | None, typer.Option(help="Highest value.", show_default=False)] = None,
    patience: Annotated[
        int | None, typer.Option(min=0, help="Epochs without a better result; 0: never stop early.", show_default=False)
    ] = None,
    mix: Annotated[Path | None, typer.Option(help="A folder of real pictures to mix in.", show_default=False)] = None,
    mix_share: Annotated[float, typer.Option(help="Their share of an epoch's pictures.")] = 0.3,
    limit: Annotated[int | None, typer.Option(min=1, help="Learn from so many pictures.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes that read.", show_default=False)] = None,
    events: EventsOption = "text",
) -> None:
    """Train a model and measure it; the same command again goes on where it stopped. torchrun is for several GPUs."""
    from scenewright.jobs.training import train_and_measure as learn  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        from scenewright.training.preparing import TrainWish  # noqa: PLC0415

        wishes = learning.wishes(learning_rate=learning_rate, patience=patience)
        wish = TrainWish(dataset, out, **wishes, seed=seed, workers=workers, mix=mix, mix_share=mix_share, limit=limit)
        return learn(wish, emit, stop)

    run_with_torch(job, events, "Training")


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

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        return measure(run_folder, on, emit, stop, device=device, is_real=real)

    run_with_torch(job, events, "Measuring")


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

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        return guess(run_folder, images, out, emit, stop, device=device, threshold=threshold)

    run_with_torch(job, events, "Predicting")


@training.command()
def deploy(run_folder: RunArgument, out: OutOption, events: EventsOption = "text") -> None:
    """Make a bundle for a robot: ONNX, TorchScript, weights, scripts, self-test and model card."""
    from scenewright.jobs.deploy import deploy as make_bundle  # noqa: PLC0415

    run_with_torch(lambda emit, stop: make_bundle(run_folder, out, emit, stop), events, "Deploying")


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


@training.command("install-training")
def install(
    kind: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Argument(help="cpu: 0.27 GB to fetch, 0.92 on disk; cuda: 3.1 and 5.7.")
    ] = "auto",
    wheels: Annotated[
        Path | None,
        typer.Option("--from", help="A folder of wheels, for machines without a network.", show_default=False),
    ] = None,
    events: EventsOption = "text",
) -> None:
    """Install PyTorch and what else training needs into Scenewright's own environment."""
    from scenewright.jobs.install_training import install_training, usual_kind  # noqa: PLC0415

    chosen = usual_kind() if kind == "auto" else kind
    run(lambda emit, stop: install_training(chosen, emit, stop, wheels), events, "Installing")


@training.command()
def report(run_folder: RunArgument) -> None:
    """Write a training run as one page for people."""
    from scenewright.jobs.training_report import write_report  # noqa: PLC0415

    typer.echo(f"The report is {write_report(run_folder)}")
