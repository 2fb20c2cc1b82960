"""The commands about training and deploying."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer
from rich.console import Console
from rich.table import Table

from scenewright.cli.options import EngineOption, ProjectArgument
from scenewright.cli.running import EventsOption, run
from scenewright.jobs.events import Emit, Finished

training = typer.Typer()
"""Commands that stand beside those about projects."""

TaskOption = Annotated[
    str,
    typer.Option("--task", help="detection, instances, semantic or keypoints; proposed from the labels if left out."),
]
ModelOption = Annotated[
    str, typer.Option("--model", help="See 'scenewright models'; fits task and machine if left out.")
]
RecipeOption = Annotated[
    str, typer.Option("--recipe", help="standard, small or example; the model's usual one if left out.")
]
WeightsOption = Annotated[
    str, typer.Option("--weights", help="auto (cache, then download), none (from nothing), or a file of weights.")
]
EpochsOption = Annotated[int | None, typer.Option("--epochs", min=1, help="At most so many.", show_default=False)]
SizeOption = Annotated[
    int | None,
    typer.Option("--size", min=0, help="Short side of the pictures in pixels; 0: as they are.", show_default=False),
]
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
    task: TaskOption = "",
    model: ModelOption = "",
    recipe: RecipeOption = "",
    weights: WeightsOption = "auto",
    epochs: EpochsOption = None,
    batch: Annotated[int | None, typer.Option(min=1, help="Pictures a step.", show_default=False)] = None,
    learning_rate: Annotated[float | None, typer.Option(help="Highest value.", show_default=False)] = None,
    patience: Annotated[
        int | None, typer.Option(min=0, help="Epochs without a better result; 0: never stop early.", show_default=False)
    ] = None,
    size: SizeOption = None,
    mix: Annotated[Path | None, typer.Option(help="A folder of real pictures to mix in.", show_default=False)] = None,
    mix_share: Annotated[float, typer.Option(help="Their share of an epoch's pictures.")] = 0.3,
    limit: Annotated[int | None, typer.Option(min=1, help="Learn from so many pictures.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of everything random.")] = 0,
    workers: Annotated[int | None, typer.Option(min=0, help="Processes that read.", show_default=False)] = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Train a model and measure it; the same command again goes on where it stopped. torchrun is for several GPUs."""
    from scenewright.jobs.training import need_torch  # noqa: PLC0415
    from scenewright.jobs.training import train_and_measure as learn  # noqa: PLC0415

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


@training.command("install-training")
def install(
    kind: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Argument(help="cpu: 0.4 GB to fetch, 1.6 on disk; cuda: 2.9 and 6.")
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
def make(
    project: ProjectArgument,
    out: OutOption,
    real: Annotated[Path | None, typer.Option(help="Real pictures to measure on, too.", show_default=False)] = None,
    workers: Annotated[int, typer.Option(min=1, max=256, help="Processes that draw.")] = 1,
    engine: EngineOption = "embedded",
    task: TaskOption = "",
    model: ModelOption = "",
    recipe: RecipeOption = "",
    weights: WeightsOption = "auto",
    epochs: EpochsOption = None,
    size: SizeOption = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Generate, check, export, train, evaluate and report in one go; the same command again goes on."""
    from scenewright.jobs.make import MakeWish  # noqa: PLC0415
    from scenewright.jobs.make import make as make_all  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        wishes: dict[str, Any] = {
            "task": task,
            "model": model,
            "recipe": recipe,
            "weights": weights,
            "short_side": size,
        }
        wishes |= {"device": device, "changes": {"epochs": epochs}}
        return make_all(MakeWish(load_project(project), out, workers, engine, wishes, real), emit, stop)

    run(job, events, "Making")


@training.command()
def report(run_folder: RunArgument) -> None:
    """Write a training run as one page for people."""
    from scenewright.jobs.training_report import write_report  # noqa: PLC0415

    typer.echo(f"The report is {write_report(run_folder)}")


@training.command("learning-curve")
def learning_curve(
    dataset: DatasetArgument,
    out: OutOption,
    on: Annotated[
        Path | None,
        typer.Option("--on", help="Measured on this set; on frames held back if left out.", show_default=False),
    ] = None,
    parts: Annotated[int, typer.Option(min=2, max=8, help="Sizes: all, a half, a fourth, ...")] = 4,
    seeds: Annotated[int, typer.Option(min=1, max=20, help="Trainings of each size.")] = 2,
    task: TaskOption = "",
    model: ModelOption = "",
    recipe: RecipeOption = "",
    weights: WeightsOption = "auto",
    epochs: EpochsOption = None,
    size: SizeOption = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """More frames, or other frames? Train on parts of a dataset and see what each doubling brings."""
    from scenewright.jobs.learning_curve import learning_curve as draw  # noqa: PLC0415
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        from scenewright.training.preparing import TrainWish  # noqa: PLC0415

        wish = TrainWish(dataset, out, task, model, recipe, {"epochs": epochs}, weights, size, device=device)
        return draw(wish, emit, stop, parts=parts, seeds=seeds, hold_out=on)

    run(job, events, "Learning")


@training.command("which-knob")
def which_knob(
    project: ProjectArgument,
    out: OutOption,
    on: Annotated[Path, typer.Option("--on", help="Hold-out: real pictures, or another look.", show_default=False)],
    knob: Annotated[
        list[str] | None, typer.Option(help="A setting, as lights.0.intensity; all that vary if left out.")
    ] = None,
    frames: Annotated[int, typer.Option(min=10, help="Frames of each dataset.")] = 200,
    seeds: Annotated[int, typer.Option(min=2, max=20, help="Pairs of trainings.")] = 3,
    engine: EngineOption = "embedded",
    task: TaskOption = "",
    model: ModelOption = "",
    recipe: RecipeOption = "",
    weights: WeightsOption = "auto",
    epochs: EpochsOption = None,
    size: SizeOption = None,
    device: DeviceOption = "auto",
    events: EventsOption = "text",
) -> None:
    """Which setting to widen next? Small paired trainings, each with one setting standing still."""
    from scenewright.jobs.training import need_torch  # noqa: PLC0415
    from scenewright.jobs.which_knob import KnobWish  # noqa: PLC0415
    from scenewright.jobs.which_knob import which_knob as find_out  # noqa: PLC0415
    from scenewright.spec.yaml_io import load_project  # noqa: PLC0415

    def job(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        wishes: dict[str, Any] = {"task": task, "model": model, "recipe": recipe, "weights": weights}
        wishes |= {"short_side": size, "device": device, "changes": {"epochs": epochs}}
        file = load_project(project)
        return find_out(KnobWish(file, out, on, tuple(knob or ()), frames, seeds, engine, wishes), emit, stop)

    run(job, events, "Comparing")
