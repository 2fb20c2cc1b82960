"""Measuring a dataset's pictures: evenly spread ones first, in processes, and each only once."""

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from platformdirs import user_cache_path

from scenewright.arrays import load_arrays
from scenewright.datasets.files import part_path
from scenewright.inspection.columns import Columns
from scenewright.inspection.pictures import PICTURE, Pictures, measure_file, unmeasured

_PIECE = 32
_FEW = 200
"""So few pictures are measured before another process has started."""
_GOLDEN = 0.6180339887498949

Todo = tuple[int, str, str]
"""A picture that is to be measured: its row, its path in the dataset, and its file's stamp."""


def measured(
    columns: Columns, most: int | None = None, workers: int = 1, stop: Callable[[], bool] = lambda: False
) -> Iterator[Pictures]:
    """Yield what is measured of a dataset's pictures, (N,), more each time; the last ones are all.

    What was measured before, of a file that has not changed, is taken from a cache of this user.

    Args:
        columns: The dataset.
        most: Measure so many pictures at the most, evenly spread; all if left out.
        workers: Processes.
        stop: Asked between pieces; what is measured by then is kept.
    """
    known = _read(cache_file(columns.folder))
    rows = unmeasured(len(columns.images))
    missing: list[Todo] = []
    for row in evenly(len(rows))[:most].tolist():
        path = str(columns.images.path[row])
        stamp = _stamp(columns.folder / path) if path else ""
        if (path, stamp) in known:
            rows[row] = known[path, stamp]
        elif path:
            missing.append((row, path, stamp))
    yield rows
    told = 0
    for done, ((row, path, stamp), result) in enumerate(_measured(columns.folder, missing, workers, stop), start=1):
        rows[row] = known[path, stamp] = result[0]
        if done >= 2 * max(told, _PIECE):  # each time twice as many, so that looking at them costs little
            told = done
            yield rows.copy()
    if missing:
        _write(cache_file(columns.folder), known)
        yield rows


def known_pictures(columns: Columns) -> Pictures:
    """Return what is measured of a dataset's pictures already, without measuring, (N,)."""
    by_path = {path: row for (path, _), row in _read(cache_file(columns.folder)).items()}
    rows = unmeasured(len(columns.images))
    for number, path in enumerate(columns.images.path.tolist()):
        if path in by_path:
            rows[number] = by_path[path]
    return rows


def evenly(count: int) -> NDArray[np.int64]:
    """Return 0 to count - 1 in an order in which any first part is spread evenly over all."""
    return np.argsort((np.arange(count) * _GOLDEN) % 1, kind="stable").astype(np.int64)


def cache_file(folder: Path) -> Path:
    """Return where what is measured of a dataset is kept: with this user, since the dataset may be read-only."""
    name = hashlib.sha256(str(folder.absolute()).encode()).hexdigest()[:24]
    return user_cache_path("scenewright") / "pictures" / f"{name}.npz"


def _measured(
    folder: Path, missing: list[Todo], workers: int, stop: Callable[[], bool]
) -> Iterator[tuple[Todo, Pictures]]:
    if workers == 1 or len(missing) <= _FEW:
        for todo in missing:
            if stop():
                return
            yield todo, measure_file(folder / todo[1])
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        pieces = [missing[at : at + _PIECE] for at in range(0, len(missing), _PIECE)]
        waiting = [pool.submit(_measure_piece, [folder / path for _, path, _ in piece]) for piece in pieces]
        for piece, future in zip(pieces, waiting, strict=True):
            if stop():
                pool.shutdown(cancel_futures=True)
                return
            yield from zip(piece, future.result(), strict=True)


def _measure_piece(paths: list[Path]) -> list[Pictures]:
    return [measure_file(path) for path in paths]


def _stamp(path: Path) -> str:
    try:
        status = path.stat()
    except OSError:
        return ""
    return f"{status.st_size}-{status.st_mtime_ns}"


def _read(cache: Path) -> dict[tuple[str, str], Any]:
    """Return what was measured before, by a picture's path and stamp."""
    try:
        with cache.open("rb") as file:
            arrays = load_arrays(file)
        rows = arrays["rows"]
        keys = zip(arrays["paths"].tolist(), arrays["stamps"].tolist(), strict=True)
        return {} if rows.dtype != PICTURE else dict(zip(keys, rows, strict=True))
    except (OSError, ValueError, KeyError):
        return {}


def _write(cache: Path, known: dict[tuple[str, str], Any]) -> None:
    part = part_path(cache)
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            np.savez(
                file,
                paths=np.array([path for path, _ in known]),
                stamps=np.array([stamp for _, stamp in known]),
                rows=np.array(list(known.values()), PICTURE),
            )
        part.replace(cache)
    except OSError:
        part.unlink(missing_ok=True)  # it is only a cache
