"""A dataset from the project to the formats that others read: rendered, proved and exported in one go."""

from collections.abc import Callable, Sequence
from pathlib import Path

from scenewright.datasets.formats import FORMAT_NAMES
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Event, Finished, Log, Progress, Started
from scenewright.jobs.export import Division, export
from scenewright.jobs.generate import Wish
from scenewright.jobs.proved_run import generate_proved


def deliver(
    wish: Wish,
    formats: Sequence[str],
    division: Division | None,
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
) -> Finished:
    """Generate what is missing, prove it, and write it in each format beside the dataset.

    An export that is there already stays as it is. One that fails does not keep the others from being written.

    Args:
        wish: What is generated.
        formats: Names of `FORMAT_NAMES`.
        division: How exports are divided; as in the project if left out.
        emit: Told of the progress.
        stop: Whether to stop; what is done stays.

    Raises:
        UserError: A format is unknown, or the render cannot start.
    """
    for name in formats:
        if name not in FORMAT_NAMES:
            raise UserError(f"There is no format '{name}': choose one of {', '.join(sorted(FORMAT_NAMES))}.")
    finished = generate_proved(wish, emit, stop)
    if finished.outcome != "succeeded":
        return finished
    sentences, failed = [finished.message], []
    for name in formats:
        out = export_place(wish.folder, name)
        if out.is_dir() and any(out.iterdir()):
            sentences.append(f"The {name} export was there already ({out}).")
            continue
        try:
            exported = export(wish.folder, name, out, division, _without_counts(emit), stop)
        except UserError as error:
            emit(Log("warning", str(error)))
            failed.append(name)
            continue
        if exported.outcome == "cancelled":
            return Finished("cancelled", " ".join([*sentences, exported.message]))
        sentences.append(exported.message)
    if failed:
        return Finished("failed", " ".join([*sentences, f"Not written: {', '.join(failed)}; the warnings say why."]))
    return Finished("succeeded", " ".join(sentences))


def export_place(dataset: Path, format_name: str) -> Path:
    """Return the folder of a dataset's export in a format."""
    return dataset.with_name(f"{dataset.name}_{format_name}")


def _without_counts(emit: Emit) -> Emit:
    """Return who is told of all but counts: those of the render stand."""

    def told(event: Event) -> None:
        if not isinstance(event, Progress | Started):
            emit(event)

    return told
