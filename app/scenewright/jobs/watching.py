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
    total, done = sum(len(dataset.indices) for dataset in datasets), 0
    emit(Started(total))

    def on_frame(_: int) -> None:
        nonlocal done
        if stop():
            raise StoppedError
        if done:  # those before this one are done
            emit(Progress(min(done, total), total))
        done += 1

    return [replace(dataset, on_frame=on_frame) for dataset in datasets]
