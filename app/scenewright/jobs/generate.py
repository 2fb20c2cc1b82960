"""The full render: every frame of a project that is not on disk yet, drawn, labelled and written."""

import os
import platform
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage
from statistics import median

from scenewright import __version__
from scenewright.assets.checking import check_assets
from scenewright.assets.loading import AssetLoader
from scenewright.datasets.store import claim_folder, finalise, finished_frames, open_for_writing
from scenewright.errors import UserError
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.events import Emit, Finished, Item, Log, Metric, Progress, Started
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.jobs.recorded_run import recorded_run
from scenewright.jobs.sheet import write_sheet_of_dataset
from scenewright.jobs.trial import try_out
from scenewright.jobs.workers import work_in_processes
from scenewright.jobs.writing import Stages, write_frames
from scenewright.spec.yaml_io import ProjectFile

_SHEET_FRAMES = 9


@dataclass(frozen=True)
class Wish:
    """What is to be generated.

    Attributes:
        file: The project.
        folder: The dataset; made, or gone on with.
        frames: The frames that are wanted.
        workers: Processes that draw.
        engine: 'embedded' or 'flat'.
        price_per_hour: What the machine costs, in any currency; None where it is not known.
    """

    file: ProjectFile
    folder: Path
    frames: range
    workers: int = 1
    engine: str = "embedded"
    price_per_hour: float | None = None


Then = Callable[[Finished, Emit, Callable[[], bool]], Finished]
"""Takes how the frames went, and returns how the whole run went."""


def _nothing_more(finished: Finished, _: Emit, __: Callable[[], bool]) -> Finished:
    return finished


def generate(wish: Wish, emit: Emit, stop: Callable[[], bool] = lambda: False, then: Then = _nothing_more) -> Finished:
    """Generate what is missing, and say how it went; `run_state` tells others meanwhile.

    The same wish again goes on where the last run stopped: a frame counts as done once it is whole on disk.

    Args:
        wish: What is wanted.
        emit: Told of the progress.
        stop: Whether to stop; frames that are begun are finished.
        then: What the run does after its frames, as it were a part of it.

    Raises:
        UserError: Something the user can mend; what was done stays.
    """
    loader = check_assets(wish.file)
    claim_folder(wish.folder, wish.file.spec)
    with recorded_run(wish.folder, emit, stop, wish.price_per_hour) as run:
        finished = then(_generated(wish, loader, run.emit, run.stop), run.emit, run.stop)
        run.end(finished)
        return finished


def _generated(wish: Wish, loader: AssetLoader, emit: Emit, stop: Callable[[], bool]) -> Finished:
    started = datetime.now(UTC)
    open_for_writing(wish.folder, wish.file.spec, project_skeletons(wish.file, loader))
    done = finished_frames(wish.folder)
    missing = [index for index in wish.frames if index not in done]
    if missing:
        try_out(wish.file, loader, missing, emit)
    emit(Started(total=len(wish.frames), done=len(wish.frames) - len(missing)))
    stages: list[Stages] = []
    engine: dict[str, str] = {}
    try:
        for index, seconds in written_frames(wish, missing, engine, emit, stop):
            stages.append(seconds)
            emit(Item(index, f"records/{index:06d}.json"))
            emit(Metric(index, seconds))
            emit(Progress(len(wish.frames) - len(missing) + len(stages), len(wish.frames)))
            if len(stages) == 1:
                _warn_of_a_full_disk(wish.folder, index, len(missing), emit)
    except UserError:
        _keep_what_is_done(wish, started, stages, engine, lambda _: None)  # one trouble at a time is told
        raise
    _keep_what_is_done(wish, started, stages, engine, emit)
    return _finished(wish, len(missing) - len(stages), stopped=stop())


def written_frames(
    wish: Wish, missing: list[int], engine: dict[str, str], emit: Emit, stop: Callable[[], bool]
) -> Iterator[tuple[int, Stages]]:
    """Yield each missing frame's index and stage times once it is on disk; `engine` is filled with what draws."""
    if not missing:
        return iter(())
    if wish.workers > 1:
        return work_in_processes(wish.file.path, wish.folder, missing, wish.workers, wish.engine, engine, emit, stop)
    return draw_and_write(wish.file, wish.folder, missing, wish.engine, engine, stop)


def draw_and_write(
    file: ProjectFile,
    folder: Path,
    indices: Iterable[int],
    engine_name: str,
    engine: dict[str, str],
    stop: Callable[[], bool],
    threads: int | None = None,
) -> Iterator[tuple[int, Stages]]:
    """Draw and write frames in this process; `engine` is filled with what draws."""
    drawing = start_drawing(file.spec, file.path.parent, engine_name)
    engine.update(drawing.renderer.describe())
    return write_frames(drawing, drawing.frames(indices, stop), folder, threads or _threads())


def _threads() -> int:
    return min(8, max(2, (os.cpu_count() or 2) - 1))


def _warn_of_a_full_disk(folder: Path, index: int, frames: int, emit: Emit) -> None:
    size = sum(path.stat().st_size for path in folder.glob(f"*/{index:06d}*"))
    needed, free = size * frames, disk_usage(folder).free
    if needed > free:
        emit(
            Log(
                "warning",
                f"This run needs about {needed / 1e9:.1f} GB, but only {free / 1e9:.1f} GB are free: "
                "it will stop when the disk is full; what is done by then is kept.",
            )
        )


def _keep_what_is_done(wish: Wish, started: datetime, stages: list[Stages], engine: dict[str, str], emit: Emit) -> None:
    try:
        finalise(wish.folder, _run_record(wish, started, stages, engine))
        if stages:
            write_sheet_of_dataset(wish.folder, _SHEET_FRAMES)
    except UserError as error:
        # The frames are whole; the tables and the sheet are made again by the next run.
        emit(Log("warning", str(error)))


def _run_record(wish: Wish, started: datetime, stages: list[Stages], engine: dict[str, str]) -> dict[str, object]:
    names = dict.fromkeys(name for seconds in stages for name in seconds)
    return {
        "program": "scenewright",
        "version": __version__,
        "project_file": str(wish.file.path.absolute()),
        "engine": engine,
        "host": {
            "system": platform.platform(),
            "machine": platform.machine(),
            "python": platform.python_version(),
            "cores": os.cpu_count(),
        },
        "workers": wish.workers,
        "started": started.isoformat(timespec="seconds"),
        "ended": datetime.now(UTC).isoformat(timespec="seconds"),
        "frames_wanted": [wish.frames.start, wish.frames.stop],
        "frames_made": len(stages),
        "median_seconds": {name: round(median(s.get(name, 0.0) for s in stages), 6) for name in names},
    }


def _finished(wish: Wish, left: int, *, stopped: bool) -> Finished:
    if stopped and left:
        return Finished(
            "cancelled", f"Stopped; {left} frames are left. The same command goes on where this one stopped."
        )
    if left:
        return Finished("failed", f"{left} frames could not be made. The same command tries them again.")
    return Finished("succeeded", f"{len(wish.frames)} frames are in {wish.folder}")
