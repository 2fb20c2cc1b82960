"""Telling how far a job has come through the frames of datasets, and stopping it between two of them."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from scenewright.datasets.store import Dataset
from scenewright.jobs.events import Emit, Progress, Started


class StoppedError(Exception):
    """The job was asked to stop."""


def stoppable(dataset: Dataset, stop: Callable[[], bool]) -> Dataset:
    """Return a dataset whose reading ends with `StoppedError` once `stop` says so."""

    def on_frame(_: int) -> None:
        if stop():
            raise StoppedError

    return replace(dataset, on_frame=on_frame)


def watched(datasets: Sequence[Dataset], emit: Emit, stop: Callable[[], bool]) -> list[Dataset]:
    """Return datasets that tell how many of all their frames were read, and are stoppable."""
    total = sum(len(dataset.indices) for dataset in datasets)
    read: set[int] = set()
    emit(Started(total))

    def on_frame(index: int) -> None:
        if stop():
            raise StoppedError
        if read and index not in read:  # those before this one are done; some formats read a frame twice
            emit(Progress(len(read), total))
        read.add(index)

    return [replace(dataset, on_frame=on_frame) for dataset in datasets]
