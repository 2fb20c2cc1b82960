"""One dataset of several."""

from collections.abc import Callable, Sequence
from pathlib import Path

from scenewright.datasets.merging import merge_datasets
from scenewright.datasets.store import read_dataset
from scenewright.jobs.events import Emit, Finished, Log
from scenewright.jobs.watching import StoppedError, watched


def merge(
    folders: Sequence[Path],
    out: Path,
    emit: Emit = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Finished:
    """Write the frames of several datasets as one; all of it or nothing.

    Raises:
        UserError: They do not fit together, or the place cannot be written.
    """
    datasets = [read_dataset(folder) for folder in folders]
    try:
        spec = merge_datasets(watched(datasets, emit, stop), out)
    except StoppedError:
        return Finished("cancelled", f"Stopped: nothing was written to {out}")
    lost = sorted({label for dataset in datasets for label in dataset.spec.labels} - set(spec.labels))
    if lost:
        emit(Log("warning", f"Left out, since not all of them hold it: {', '.join(lost)}."))
    frames = sum(len(dataset.indices) for dataset in datasets)
    return Finished("succeeded", f"{frames} frames of {len(spec.classes)} classes are in {out}")
