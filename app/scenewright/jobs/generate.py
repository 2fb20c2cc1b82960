"""The full render: every frame of a project that is not on disk yet, drawn, labelled and written."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import disk_usage

from scenewright.assets.checking import check_assets
from scenewright.assets.loading import AssetLoader
from scenewright.datasets.believing import believed_frames
from scenewright.datasets.files import PROJECT_FILE, told_in_words
from scenewright.datasets.layout import record_name
from scenewright.datasets.naming import named_files
from scenewright.datasets.reading import record_text
from scenewright.datasets.store import claim_folder, finalise, open_for_writing
from scenewright.errors import UserError
from scenewright.jobs.checkpoints import Checkpoints
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.events import Emit, Finished, Item, Log, Metric, Progress, Started
from scenewright.jobs.machine import usable_cores
from scenewright.jobs.made import Made
from scenewright.jobs.pieces import Piece, Pieces, opened_cluster
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.jobs.recorded_run import RecordedRun, recorded_run
from scenewright.jobs.run_history import (
    MadeBy,
    differences,
    read_history,
    synced_frames,
    this_host,
    with_orphans,
)
from scenewright.jobs.run_state import WORKERS_LOG, run_path
from scenewright.jobs.set_aside import forget_made, set_aside
from scenewright.jobs.sheet import write_sheet_of_dataset
from scenewright.jobs.trial import try_out
from scenewright.jobs.wish import Wish
from scenewright.jobs.worker_process import Task
from scenewright.jobs.workers import Pool, SetAside
from scenewright.jobs.writing import Stages, write_frames
from scenewright.spec.yaml_io import ProjectFile

_SHEET_FRAMES = 9


__all__ = ["Wish", "generate"]

Then = Callable[[Finished, Emit, Callable[[], bool]], Finished]
"""Takes how the frames went, and returns how the whole run went."""


_SETTLES = " Where the processor is of another make, objects that settle may also come to rest elsewhere."


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
        finished = then(_generated(wish, loader, run), run.emit, run.stop)
        run.end(finished)
        return finished


def _generated(wish: Wish, loader: AssetLoader, run: RecordedRun) -> Finished:
    started = datetime.now(UTC)
    open_for_writing(wish.folder, wish.file.spec, project_skeletons(wish.file, loader))
    history = read_history(wish.folder)
    with told_in_words("read the dataset", wish.folder):
        done = believed_frames(wish.folder, synced_frames(history))
    missing = [index for index in wish.frames if index not in done]
    if missing:
        try_out(wish.file, loader, missing, run.emit)
    run.emit(Started(total=len(wish.frames), done=len(wish.frames) - len(missing)))
    made = Made(wish, started, len(missing))
    if missing:
        with told_in_words("write the dataset", wish.folder):
            this = MadeBy(started.isoformat(timespec="seconds"), host=this_host(), workers=wish.workers)
            keeping = Checkpoints(wish.folder, with_orphans(history, done), this)
        try:
            _make(wish, missing, made, keeping, run)
        except UserError:
            _keep_what_is_done(wish, made, lambda _: None)  # one trouble at a time is told
            raise
        finally:
            keeping.close()
    if not made.set_aside and made.count == made.missing:
        forget_made(wish.folder, wish.frames)
    _keep_what_is_done(wish, made, run.emit)
    return made.finished(stopped=run.stop())


def _make(wish: Wish, missing: list[int], made: Made, keeping: Checkpoints, run: RecordedRun) -> None:
    """Make the missing frames, and tell of each."""
    for result in written_frames(wish, missing, made.engine, run.emit, run.stop):
        if isinstance(result, SetAside):
            set_aside(wish.folder, wish.file, result)
            made.set_aside.append(result)
            run.set_aside(1)
            continue
        index, seconds = result
        made.add(index, seconds)
        keeping.made(index)
        run.emit(Item(index, record_name(index)))
        run.emit(Metric(index, seconds))
        run.emit(Progress(len(wish.frames) - len(missing) + made.count, len(wish.frames)))
        if made.count == 1:
            keeping.drawn_by(made.engine)
            _warn_of_other_colors(wish, made.engine, run.emit)
            _warn_of_a_full_disk(wish.folder, index, len(missing), run.emit)


def written_frames(
    wish: Wish, missing: list[int], engine: dict[str, str], emit: Emit, stop: Callable[[], bool]
) -> Iterator[tuple[int, Stages] | SetAside]:
    """Yield each missing frame's index and stage times once it is on disk; `engine` is filled with what draws."""
    if not missing:
        return iter(())
    if wish.cluster:
        return _on_cluster(wish, missing, engine, emit, stop)
    if wish.workers == 0 or wish.engine == "isaac":  # Isaac Sim has processes of its own
        return draw_and_write(
            wish.file, wish.folder, missing, wish.engine, engine, stop, tell=lambda text: emit(Log("info", text))
        )
    cores = usable_cores()
    task = Task(
        project=wish.folder / PROJECT_FILE,
        base=wish.file.path.parent,
        folder=wish.folder,
        engine=wish.engine,
        threads=max(1, cores // wish.workers),
        raster_threads=max(1, cores // wish.workers),
        slot=0,
        log=run_path(wish.folder, WORKERS_LOG),
    )
    task.log.parent.mkdir(exist_ok=True)
    return Pool(task, deque(missing), wish.workers, emit, stop, wish.limits).frames(engine)


def _on_cluster(
    wish: Wish, missing: list[int], engine: dict[str, str], emit: Emit, stop: Callable[[], bool]
) -> Iterator[tuple[int, Stages] | SetAside]:
    folder = wish.folder.absolute()
    base = str(wish.file.path.parent.absolute())
    like = Piece(str(folder / PROJECT_FILE), base, str(folder), wish.engine, (), publish_to=wish.publish_to)
    cluster = opened_cluster(wish.cluster, wish.workers, run_path(folder, ""), dict(wish.cluster_options))
    return Pieces(cluster, like, missing, emit, stop, wish.limits).frames(engine)


def draw_and_write(
    file: ProjectFile,
    folder: Path,
    indices: Iterable[int],
    engine_name: str,
    engine: dict[str, str],
    stop: Callable[[], bool],
    threads: int | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Iterator[tuple[int, Stages]]:
    """Draw and write frames in this process; `engine` is filled with what draws."""
    drawing = start_drawing(file.spec, file.path.parent, engine_name, tell, stop)
    engine.update(drawing.renderer.describe())
    return write_frames(drawing, drawing.frames(indices, stop), folder, threads or _threads())


def _threads() -> int:
    return min(8, max(2, (os.cpu_count() or 2) - 1))


def _warn_of_a_full_disk(folder: Path, index: int, frames: int, emit: Emit) -> None:
    text = record_text(folder, index)
    size = sum(named_files(text).sizes) + len(text) if text is not None else 0
    needed, free = size * frames, disk_usage(folder).free
    if needed > free:
        emit(
            Log(
                "warning",
                f"This run needs about {needed / 1e9:.1f} GB, but only {free / 1e9:.1f} GB are free: "
                "it will stop when the disk is full; what is done by then is kept.",
            )
        )


def _warn_of_other_colors(wish: Wish, engine: Mapping[str, str], emit: Emit) -> None:
    others = [run for run in read_history(wish.folder)[:-1] if run.frames and run.engine]
    changed = differences(others[-1].engine, engine) if others else []
    if changed:
        emit(
            Log(
                "warning",
                f"Earlier frames of this dataset were drawn otherwise ({'; '.join(changed)}): the new ones may differ "
                "in colour by a little, though each frame's labels are exact."
                + (_SETTLES if any(group.settle for group in wish.file.spec.objects) else ""),
            )
        )


def _keep_what_is_done(wish: Wish, made: Made, emit: Emit) -> None:
    try:
        finalise(wish.folder, made.run_record(), made.blocks)
        if made.count:
            write_sheet_of_dataset(wish.folder, _SHEET_FRAMES)
    except UserError as error:
        # The frames are whole; the tables and the sheet are made again by the next run.
        emit(Log("warning", str(error)))
