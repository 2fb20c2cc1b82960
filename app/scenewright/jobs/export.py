"""A dataset in another program's format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scenewright.datasets.formats import FORMAT_NAMES, FORMATS, SPLIT_FORMATS
from scenewright.datasets.splits import Shares, SplitBy, SplitName, Splits, divided, project_splits
from scenewright.datasets.staging import export_folder, refuse_empty
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started


@dataclass(frozen=True, slots=True)
class Division:
    """How a dataset is divided: what goes where, and what stays together."""

    shares: Shares
    by: SplitBy = "scene"


_USUAL = Division(Shares(0.8, 0.2, 0.0))
"""For formats that want val frames, where neither the project nor the user says which."""


class _CancelledError(Exception):
    """The job was asked to stop."""


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
    dataset = _stoppable(read_dataset(folder), stop)
    refuse_empty(dataset)
    try:
        if division is None and format_name in FORMATS:
            FORMATS[format_name](_watched(dataset, emit), out)
            return Finished("succeeded", f"The {format_name} export is in {out}")
        splits = _splits(dataset, division, format_name, emit)
        watched = _watched(dataset, emit)
        told = {name: replace(part, on_frame=watched.on_frame) for name, part in splits.items()}
        _write_splits(format_name, dataset, told, out)
    except _CancelledError:
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


def _write_splits(format_name: str, dataset: Dataset, splits: Mapping[SplitName, Dataset], out: Path) -> None:
    if format_name in SPLIT_FORMATS:
        SPLIT_FORMATS[format_name](splits, out)
        return
    with export_folder(dataset, out) as folder:
        for name, part in splits.items():
            FORMATS[format_name](part, folder / name)


def _stoppable(dataset: Dataset, stop: Callable[[], bool]) -> Dataset:
    def on_frame(_: int) -> None:
        if stop():
            raise _CancelledError

    return replace(dataset, on_frame=on_frame)


def _watched(dataset: Dataset, emit: Emit) -> Dataset:
    """Return a dataset that tells how many of its frames were read, besides what it does already."""
    total, done, before = len(dataset.indices), 0, dataset.on_frame
    emit(Started(total))

    def on_frame(index: int) -> None:
        nonlocal done
        before(index)
        if done:
            emit(Progress(min(done, total), total))
        done += 1

    return replace(dataset, on_frame=on_frame)
