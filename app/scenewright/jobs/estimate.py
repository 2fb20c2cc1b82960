"""What a run will take, measured on a few of its own frames: time, disk, cost, and what could go wrong."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from shutil import disk_usage
from time import monotonic

from scenewright.assets.checking import check_assets
from scenewright.datasets.store import Dataset, finished_frames, open_for_writing, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Metric, Progress, Started
from scenewright.jobs.generate import written_frames
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.jobs.recorded_run import cost_per_image
from scenewright.jobs.wish import Wish
from scenewright.jobs.workers import SetAside

_WARM_UP = 2
"""A worker's first frames load models and make pipelines: they say nothing about those that follow."""
_MEASURED = 8
"""Frames measured for each worker."""
_EMPTY_IS_MANY = 0.1


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run will take.

    Attributes:
        frames: How many are to be made; those that are on disk already are not.
        frames_per_second: With all workers, once they are warm.
        startup_s: Until the first frame is on disk.
        duration_s: Of the whole run.
        bytes_per_frame: On disk, all labels together.
        disk_bytes: Of the whole run.
        free_bytes: What the disk has.
        workers: Processes that draw; 0 is this one.
        empty_share: Share of the measured frames in which no object is labelled.
        measured_frames: On how many frames all this rests.
        cost: Of the whole run, in the currency of the price; None without one.
        cost_per_image: Of one frame.
        adapter: What draws, as the engine names it.
        is_software: Whether that is a driver that draws on the processor.
        warnings: What could go wrong, in sentences.
    """

    frames: int
    frames_per_second: float
    startup_s: float
    duration_s: float
    bytes_per_frame: float
    disk_bytes: float
    free_bytes: float
    workers: int
    empty_share: float
    measured_frames: int
    cost: float | None = None
    cost_per_image: float | None = None
    adapter: str = ""
    is_software: bool = False
    warnings: tuple[str, ...] = ()


def estimate(
    wish: Wish,
    emit: Emit = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
    *,
    most_s: float = 20.0,
) -> Estimate:
    """Make some frames of a wish in a temporary folder, and return what the whole wish will take.

    Nothing is written to the wish's own folder, which need not exist.

    Args:
        wish: What would be generated.
        emit: Told how far the measurement is.
        stop: Ends it early; what was measured by then counts.
        most_s: So long it measures at most, from the first frame on.

    Raises:
        UserError: The project cannot be drawn on this machine, or it was stopped before the first frame.
    """
    loader = check_assets(wish.file)
    done = finished_frames(wish.folder)
    missing = [index for index in wish.frames if index not in done]
    trial = _spread(missing or list(wish.frames), max(1, wish.workers) * (_WARM_UP + _MEASURED))
    engine: dict[str, str] = {}
    begun, times = monotonic(), list[float]()

    def enough() -> bool:
        return stop() or (bool(times) and monotonic() > times[0] + most_s)

    emit(Started(len(trial)))
    with tempfile.TemporaryDirectory(prefix="scenewright-estimate-", ignore_cleanup_errors=True) as temporary:
        there = replace(wish, folder=Path(temporary) / "dataset")
        open_for_writing(there.folder, wish.file.spec, project_skeletons(wish.file, loader))
        for result in written_frames(there, trial, engine, emit, enough):
            if isinstance(result, SetAside):
                continue
            times.append(monotonic())
            emit(Progress(len(times), len(trial)))
        if not times:
            raise UserError("The estimate was stopped before its first frame was drawn.")
        dataset = read_dataset(there.folder)
        bytes_per_frame, empty_share = _bytes_per_frame(dataset), _empty_share(dataset)
    rate, startup = _rate(times, max(1, wish.workers)), times[0] - begun
    found = Estimate(
        frames=len(missing),
        frames_per_second=rate,
        startup_s=startup,
        duration_s=startup + len(missing) / rate if missing else 0.0,
        bytes_per_frame=bytes_per_frame,
        disk_bytes=bytes_per_frame * len(missing),
        free_bytes=float(disk_usage(_existing(wish.folder)).free),
        workers=wish.workers,
        empty_share=empty_share,
        measured_frames=len(times),
        cost_per_image=cost_per_image(wish.price_per_hour, rate),
        adapter=engine.get("adapter", engine.get("engine", "")),
        is_software=engine.get("adapter_type", "") == "CPU",
    )
    cost = None if wish.price_per_hour is None else found.duration_s / 3600 * wish.price_per_hour
    return replace(found, cost=cost, warnings=_warnings(found))


def in_words(found: Estimate) -> str:
    """Return an estimate as one sentence."""
    cost = "" if found.cost is None else f" and {found.cost:.2f} ({found.cost_per_image:.2g} an image)"
    return (
        f"{found.frames} frames will take about {duration(found.duration_s)}, {size(found.disk_bytes)} of disk{cost}: "
        f"{found.frames_per_second:.2g} frames/s, measured on {found.measured_frames} frames."
    )


def as_metric(found: Estimate) -> Metric:
    """Return an estimate as an event, for programs that asked for it through the command line."""
    values = {name: float(value) for name, value in asdict(found).items() if isinstance(value, int | float)}
    return Metric(0, values)


def duration(seconds: float) -> str:
    """Return a duration as people say it."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    if seconds < 90 * 60:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:.1f} days"


def size(count: float) -> str:
    """Return a number of bytes as people say it."""
    for unit, factor in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{count / 1e3:.0f} kB"


def _rate(times: Sequence[float], workers: int) -> float:
    """Return frames a second once warm, as far as there are warm frames."""
    warm = times[min(_WARM_UP * workers, max(0, len(times) - 2 * workers)) :]
    if len(warm) < 2 or warm[-1] <= warm[0]:
        warm = times
    if len(warm) < 2 or warm[-1] <= warm[0]:
        return 1.0
    return (len(warm) - 1) / (warm[-1] - warm[0])


def _bytes_per_frame(dataset: Dataset) -> float:
    total = sum(path.stat().st_size for path in dataset.folder.rglob("*") if path.is_file())
    return total / len(dataset.indices)


def _empty_share(dataset: Dataset) -> float:
    empty = [not any(item.visible_px for view in frame.views for item in view.annotated) for frame in dataset.frames()]
    return sum(empty) / len(empty)


def _warnings(found: Estimate) -> tuple[str, ...]:
    told = []
    if found.disk_bytes > found.free_bytes:
        told.append(
            f"The disk has only {size(found.free_bytes)} free of the {size(found.disk_bytes)} that are needed: free "
            "some, choose another disk, or a smaller picture format in the project's output."
        )
    if found.empty_share > _EMPTY_IS_MANY:
        told.append(
            f"In {found.empty_share:.0%} of the measured frames nothing is labelled: look at where the camera looks, "
            "at the objects' places, and at the visibility rules."
        )
    if found.is_software:
        told.append("No graphics card is used: a software driver draws, exactly but slowly.")
    return tuple(told)


def _spread(indices: Sequence[int], count: int) -> list[int]:
    count = min(count, len(indices))
    return [indices[k * len(indices) // count] for k in range(count)]


def _existing(folder: Path) -> Path:
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    return place
