"""Checking many frames: in pieces that keep clips whole, each in a process of its own where that pays."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from scenewright.annotate.certificate import SENTENCES, Certificate, Violation, certify
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.loading import AssetLoader
from scenewright.datasets.naming import content_hash
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.inspection.traces import project_folder
from scenewright.jobs.sheet import labelled_views
from scenewright.render.sensor import beside_labels_px

READABLE = "files_are_readable"
AS_WRITTEN = "files_are_as_written"
DATASET_SENTENCES: Mapping[str, str] = {
    **SENTENCES,
    AS_WRITTEN: "Every file is byte for byte what was written when its frame was made, by its hash in the record.",
}
"""What each relation of a dataset says, by its name: those between labels, and that of the files."""
_PIECE = 24
"""Frames checked in one go: enough that starting a process pays, few enough that progress is seen."""


@dataclass(frozen=True)
class Checked:
    """What was found in some frames.

    Attributes:
        frames: How many there were, whether they could be read or not.
        certificate: What the readable ones hold and do not hold.
        unreadable: A violation for each of the others.
    """

    frames: int
    certificate: Certificate
    unreadable: tuple[Violation, ...]


def pieces(indices: Sequence[int], clip_length: int, size: int) -> list[list[int]]:
    """Return the frames in pieces of at least some size; no clip is cut."""
    found: list[list[int]] = []
    for index in indices:
        if not found or (len(found[-1]) >= size and index // clip_length != found[-1][-1] // clip_length):
            found.append([])
        found[-1].append(index)
    return found


def checked(dataset: Dataset, indices: Sequence[int], workers: int, stop: Callable[[], bool]) -> Iterator[Checked]:
    """Yield what is found, piece by piece, as it comes; ends early once `stop` says so.

    Args:
        dataset: The dataset.
        indices: Its frames that are looked at.
        workers: Processes; 1 stays in this one.
        stop: Asked between pieces.
    """
    length = 1 if dataset.spec.clip is None else dataset.spec.clip.length
    if workers == 1:
        assets = AssetLoader(project_folder(dataset.folder))
        for part in pieces(indices, length, 1):
            if stop():
                return
            yield _checked(dataset, part, assets)
        return
    parts = pieces(indices, length, _PIECE)
    with ProcessPoolExecutor(min(workers, len(parts)), mp_context=get_context("spawn")) as pool:
        waiting: set[Future[Checked]] = {pool.submit(_checked_there, dataset.folder, part) for part in parts}
        try:
            while waiting and not stop():
                done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            for future in waiting:
                future.cancel()


def together(parts: Sequence[Checked]) -> Certificate:
    """Return one certificate of all pieces, its violations in the order of the frames."""
    counts: dict[str, int] = {}
    for part in parts:
        for name, count in part.certificate.checked.items():
            counts[name] = counts.get(name, 0) + count
    violations = [v for part in parts for v in (*part.unreadable, *part.certificate.violations)]
    every = [part.certificate for part in parts]
    return Certificate(
        sum(item.frames for item in every),
        counts,
        tuple(sorted(violations, key=lambda v: (v.frame, v.camera))),
        sum(item.pixels for item in every),
        sum(item.edge_pixels for item in every),
        color_beside_labels_px=_greatest(item.color_beside_labels_px for item in every),
    )


def _checked_there(folder: Path, indices: Sequence[int]) -> Checked:
    return _checked(read_dataset(folder), indices, AssetLoader(project_folder(folder)))


def _checked(dataset: Dataset, indices: Sequence[int], assets: AssetLoader) -> Checked:
    unreadable: list[Violation] = []

    beside: list[Mapping[str, float]] = []

    def views() -> Iterator[LabelledView]:
        for index in indices:
            try:
                for view in labelled_views(dataset, index, assets):
                    beside.append(_beside(view))
                    yield view
            except UserError as error:
                unreadable.append(Violation(READABLE, index, "", str(error)))

    certificate = certify(views())
    hashed, changed = _as_written(dataset, indices)
    found = sorted((*certificate.violations, *changed), key=lambda v: (v.frame, v.camera))
    counts = {**certificate.checked, AS_WRITTEN: hashed}
    certificate = replace(
        certificate, checked=counts, violations=tuple(found), color_beside_labels_px=_greatest(beside)
    )
    return Checked(len(indices), certificate, tuple(unreadable))


def _beside(view: LabelledView) -> dict[str, float]:
    """Return how far its sensor puts a view's colour beside its labels, by effect."""
    sensors = (camera.sensor for camera in view.plan.cameras if camera.name == view.record.camera)
    return next((beside_labels_px(sensor) for sensor in sensors if sensor is not None), {})


def _greatest(numbers: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the greatest number under each name, the names in order."""
    found: dict[str, float] = {}
    for name, number in (pair for each in numbers for pair in each.items()):
        found[name] = max(number, found.get(name, 0.0))
    return dict(sorted(found.items()))


def _as_written(dataset: Dataset, indices: Sequence[int]) -> tuple[int, list[Violation]]:
    """Return how many views' files have hashes in their records, and those files whose bytes have another.

    They were just read to be checked, so the operating system has them at hand still. Files that cannot be read are
    told of by others.
    """
    hashed, changed = 0, []
    for index in indices:
        with suppress(UserError, OSError):
            for view in dataset.frame(index).views:
                hashed += bool(view.file_hashes)
                for channel, wanted in view.file_hashes.items():
                    name = view.files[channel]
                    if content_hash((dataset.folder / name).read_bytes()) != wanted:
                        text = f"{name} was changed after it was written: generate the frame again"
                        changed.append(Violation(AS_WRITTEN, index, view.camera, text))
    return hashed, changed
