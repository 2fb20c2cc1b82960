"""Arguments and options that several commands have."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from scenewright.errors import UserError

ProjectArgument = Annotated[Path, typer.Argument(help="Project file (.yaml).", show_default=False)]
DatasetArgument = Annotated[Path, typer.Argument(help="Dataset folder.", show_default=False)]
OutOption = Annotated[Path, typer.Option("--out", help="Where the result goes.", show_default=False)]
EngineOption = Annotated[
    Literal["embedded", "flat", "isaac"],
    typer.Option(
        "--engine",
        help="'flat' needs no graphics adapter: true labels, plain colour. 'isaac' is NVIDIA's Isaac Sim, if here.",
    ),
]
FramesOption = Annotated[str, typer.Option("--frames", help="Which frames, as A:B (B not included); all if left out.")]


def _usable_workers(text: str) -> str:
    if text != "auto" and not (text.isascii() and text.isdecimal() and int(text) >= 1):
        raise typer.BadParameter(f"{text!r} is no number of processes: give 1 or more, or 'auto'.")
    return text


WorkersOption = Annotated[
    str,
    typer.Option(
        "--workers",
        callback=_usable_workers,
        help="Processes that draw: a number, or as many as this machine can feed ('auto').",
    ),
]
PriceOption = Annotated[
    float | None,
    typer.Option(
        "--price-per-hour",
        min=0,
        envvar="SCENEWRIGHT_PRICE_PER_HOUR",
        help="What this machine costs, in any currency; remembered, so that it need be given only once.",
    ),
]


def named(texts: list[str]) -> dict[str, str]:
    """Return options that are written as NAME=VALUE; raises UserError for others."""
    for text in texts:
        if not text.partition("=")[0] or "=" not in text:
            raise UserError(f"--cluster-option {text!r} is no option: write it as NAME=VALUE.")
    return {name: value for name, _, value in (text.partition("=") for text in texts)}


def frame_range(text: str, total: int) -> range:
    """Return the frames that a text such as 0:100 means; all where it is empty."""
    if not text:
        return range(total)
    first, colon, last = text.partition(":")
    try:
        frames = range(int(first or 0), int(last or total)) if colon else range(int(first), int(first) + 1)
    except ValueError as error:
        raise UserError(f"--frames {text!r} is no range: write it as 0:100.") from error
    if frames.start < 0 or len(frames) == 0:
        raise UserError(f"--frames {text!r} holds no frame: the first must be below the last.")
    return frames
