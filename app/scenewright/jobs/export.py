"""A dataset in another program's format."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS
from scenewright.datasets.splits import Shares, SplitBy, Splits, divided, project_splits
from scenewright.datasets.staging import export_folder, refuse_empty
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Log
from scenewright.jobs.watching import StoppedError, stoppable, watched


@dataclass(frozen=True, slots=True)
class Division:
    """How a dataset is divided: what goes where, and what stays together."""

    shares: Shares
    by: SplitBy = "scene"


_USUAL = Division(Shares(0.8, 0.2, 0.0))
"""For formats that want val frames, where neither the project nor the user says which."""


def export(
    folder: Path,
    format_name: str,
    out: Path,
    division: Division | None = None,
    emit: Emit = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Finished:
    """Write a dataset in a format; all of it or nothing.

    Args:
        folder: The dataset.
        format_name: One of `FORMAT_NAMES`.
        out: A folder that is new or empty.
        division: How it is divided. If left out, formats with a place for splits follow the project, and the others
            hold everything in one.
        emit: Is told the progress.
        stop: Tells whether to stop; then nothing is left.

    Raises:
        UserError: The format is unknown, the dataset lacks what it needs, or the place cannot be written.
    """
    if format_name not in FORMAT_NAMES:
        raise UserError(f"There is no format '{format_name}': choose one of {', '.join(sorted(FORMAT_NAMES))}.")
    dataset = stoppable(read_dataset(folder), stop)
    refuse_empty(dataset)
    try:
        if division is None and format_name in FORMATS:
            [whole] = watched([dataset], emit, stop)
            told = FORMATS[format_name](whole, out)
            return Finished("succeeded", " ".join(filter(None, (f"The {format_name} export is in {out}.", told))))
        splits = _splits(dataset, division, format_name, emit)
        parts = zip(splits, watched(list(splits.values()), emit, stop), strict=True)
        _write_splits(format_name, dataset, dict(parts), out, emit)
    except StoppedError:
        return Finished("cancelled", f"Stopped: nothing was written to {out}")
    counts = ", ".join(f"{len(part.indices)} {name}" for name, part in splits.items())
    return Finished("succeeded", f"The {format_name} export is in {out}; frames: {counts}")


def _splits(dataset: Dataset, division: Division | None, format_name: str, emit: Emit) -> Splits:
    if division is not None:
        return divided(dataset, division.shares, division.by)
    splits = project_splits(dataset)
    if format_name.startswith("yolo") and not {"train", "val"} <= set(splits):
        sentence = "YOLO wants frames for val, and the project sets none aside: a fifth of the scenes is taken."
        emit(Log("info", f"{sentence} --split says otherwise."))
        return divided(dataset, _USUAL.shares, _USUAL.by)
    return splits


def _write_splits(format_name: str, dataset: Dataset, splits: Splits, out: Path, emit: Emit) -> None:
    if format_name in SPLIT_FORMATS:
        SPLIT_FORMATS[format_name](splits, out)
        return
    with export_folder(dataset, out) as folder:
        told = {name: FORMATS[format_name](part, folder / name) for name, part in splits.items()}
    for name, sentence in told.items():
        if sentence:
            emit(Log("info", f"{name}: {sentence}"))
