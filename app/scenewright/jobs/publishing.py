"""Bringing a dataset to where others read it: any place that fsspec knows, such as s3://bucket/cups or gs://bucket/cups.

Images go first, then the record that vouches for them, and the tables and what tells of the whole last; what is there
in the right size already is not sent again. So it can be stopped, or its connection lost, at any time and gone on with.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scenewright.datasets.files import PART_SUFFIX, RUN_FOLDER
from scenewright.datasets.layout import record_places
from scenewright.datasets.naming import named_files
from scenewright.datasets.reading import record_text
from scenewright.datasets.store import read_dataset
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Progress, Started

_TRIES = 4


def publish(folder: Path, url: str, emit: Emit = lambda _: None, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Send a dataset to a place.

    Raises:
        UserError: There is no dataset, fsspec (or what it needs for this place) is not installed, or the place cannot
            be written.
    """
    dataset = read_dataset(folder)
    files, root = _opened(url)
    there = _sizes(files, root)
    emit(Started(len(dataset.indices)))
    done = 0

    def sent(index: int) -> int:
        return _sent_frame(files, root, folder, index, there)

    try:
        with in_threads(sent, _until(dataset.indices, stop)) as results:
            for _ in results:
                done += 1
                emit(Progress(done, len(dataset.indices)))
        if stop():
            return Finished("cancelled", f"Stopped; {done} frames are at {url}. The same command goes on.")
        for name in _rest(folder):
            _sent(files, root, folder, name, {})
    except (OSError, RuntimeError) as error:
        words = f"Could not write to {url}: {error}. Check the address, your rights and the network."
        raise UserError(words) from error
    return Finished("succeeded", f"{done} frames are at {url}")


def publish_frames(folder: Path, url: str, indices: Iterable[int]) -> None:
    """Send some frames that are whole, whatever is there: what a machine of a cluster does with its own.

    Sent twice they are the same. `publish` sends in the end what is missing, and what tells of the whole.

    Raises:
        UserError: fsspec (or what it needs for this place) is not installed.
        OSError, RuntimeError: The place cannot be written.
    """
    files, root = _opened(url)
    with in_threads(lambda index: _sent_frame(files, root, folder, index, {}), indices) as results:
        for _ in results:
            pass


def _sent_frame(files: Any, root: str, folder: Path, index: int, there: Mapping[str, int]) -> int:
    """Send a frame's images, then its record; return how many files were sent."""
    text = record_text(folder, index)
    names = named_files(text).names if text is not None else []
    loose = [str(place.relative_to(folder)) for place in record_places(folder, index) if place.exists()]
    return sum(_sent(files, root, folder, name, there) for name in (*names, *loose))


def _opened(url: str) -> tuple[Any, str]:
    try:
        import fsspec  # noqa: PLC0415  (an optional extra)
    except ImportError as error:
        raise UserError("fsspec is not installed: pip install 'scenewright[cluster]'") from error
    try:
        files, root = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError, OSError) as error:
        raise UserError(f"{url} cannot be opened: {error}") from error
    return files, str(root).rstrip("/")


def _sizes(files: Any, root: str) -> dict[str, int]:
    """Return what is there already, by its name in the dataset."""
    try:
        found = files.find(root, detail=True)
    except (OSError, RuntimeError):
        return {}
    return {path[len(root) :].lstrip("/"): int(about.get("size") or 0) for path, about in found.items()}


def _sent(files: Any, root: str, folder: Path, name: str, there: Mapping[str, int]) -> int:
    """Send a file unless it is there in this size; return whether it was sent."""
    if there.get(name) == (folder / name).stat().st_size:
        return 0
    target = f"{root}/{name}"
    for _ in range(_TRIES - 1):
        try:
            files.pipe_file(target, (folder / name).read_bytes())
        except FileNotFoundError:  # a place with folders, which buckets have not
            files.makedirs(target.rpartition("/")[0], exist_ok=True)
        except OSError:
            continue
        else:
            return 1
    files.pipe_file(target, (folder / name).read_bytes())
    return 1


def _rest(folder: Path) -> Iterator[str]:
    """Yield what tells of the whole: sealed records, tables, and the files at the top; the project last."""
    tables = [path for name in ("records", "frames", "instances") for path in (folder / name).glob("*.parquet")]
    top = [path for path in folder.iterdir() if path.is_file() and not path.name.endswith(PART_SUFFIX)]
    for path in [*tables, *sorted(top, key=lambda path: path.name == "project.yaml")]:
        yield path.relative_to(folder).as_posix()
    for path in (folder / RUN_FOLDER).glob("runs.json"):
        yield path.relative_to(folder).as_posix()


def _until(indices: tuple[int, ...], stop: Callable[[], bool]) -> Iterator[int]:
    for index in indices:
        if stop():
            return
        yield index
