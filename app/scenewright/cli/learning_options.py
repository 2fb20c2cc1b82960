"""The options that every command has which trains, once."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from scenewright.cli.running import run
from scenewright.jobs.events import Emit, Finished

DatasetArgument = Annotated[
    Path, typer.Argument(help="A dataset, or a folder of COCO, YOLO or VOC.", show_default=False)
]
DeviceOption = Annotated[str, typer.Option("--device", help="auto, cpu, cuda, cuda:1 or mps.")]


def _usable_batch(text: str | None) -> str | None:
    if text is not None and text != "auto" and not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise typer.BadParameter(f"{text!r} is no number of pictures: give 1 or more, or 'auto'.")
    return text


@dataclass(frozen=True)
class LearningOptions:
    """How is trained; what is left out is the program's to choose."""

    task: Annotated[
        str,
        typer.Option(
            "--task", help="detection, instances, semantic or keypoints; proposed from the labels if left out."
        ),
    ] = ""
    model: Annotated[
        str, typer.Option("--model", help="See 'scenewright models'; fits task and machine if left out.")
    ] = ""
    recipe: Annotated[
        str, typer.Option("--recipe", help="standard, small or example; the model's usual one if left out.")
    ] = ""
    weights: Annotated[
        str, typer.Option("--weights", help="auto (cache, then download), none (from nothing), or a file of weights.")
    ] = "auto"
    epochs: Annotated[int | None, typer.Option("--epochs", min=1, help="At most so many.", show_default=False)] = None
    batch: Annotated[
        str | None,
        typer.Option(
            "--batch",
            callback=_usable_batch,
            help="Pictures a step: a number, or as many as fit the memory ('auto'); the recipe's if left out.",
            show_default=False,
        ),
    ] = None
    size: Annotated[
        int | None,
        typer.Option("--size", min=0, help="Short side of the pictures in pixels; 0: as they are.", show_default=False),
    ] = None
    device: DeviceOption = "auto"

    def wishes(self, **changes: Any) -> dict[str, Any]:
        """Return what `TrainWish` takes; `changes` are more numbers of the recipe."""
        batch = None if self.batch in (None, "auto") else int(str(self.batch))
        return {
            "task": self.task,
            "model": self.model,
            "recipe": self.recipe,
            "weights": self.weights,
            "changes": {"epochs": self.epochs, "batch": batch, **changes},
            "short_side": self.size,
            "device": self.device,
            "finds_batch": self.batch == "auto",
        }


def takes_learning_options(command: Callable[..., None]) -> Callable[..., None]:
    """Return a command whose parameter `learning` is filled from options: those of `LearningOptions`."""

    def called(**values: Any) -> None:
        learning = LearningOptions(**{item.name: values.pop(item.name) for item in fields(LearningOptions)})
        command(learning=learning, **values)

    own, hints = inspect.signature(command).parameters.values(), get_type_hints(LearningOptions, include_extras=True)
    named = inspect.Parameter.KEYWORD_ONLY
    options = [
        inspect.Parameter(item.name, named, default=item.default, annotation=hints[item.name])
        for item in fields(LearningOptions)
    ]
    parameters: list[inspect.Parameter] = []
    for parameter in own:
        parameters += options if parameter.name == "learning" else [parameter.replace(kind=named)]
    called.__name__, called.__doc__ = command.__name__, command.__doc__
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return called


def run_with_torch(job: Callable[[Emit, Callable[[], bool]], Finished], events: str, title: str) -> None:
    """Run a job that needs torch, and say how to get it where it is missing."""
    from scenewright.jobs.training import need_torch  # noqa: PLC0415

    def checked(emit: Emit, stop: Callable[[], bool]) -> Finished:
        need_torch()
        return job(emit, stop)

    run(checked, events, title)
