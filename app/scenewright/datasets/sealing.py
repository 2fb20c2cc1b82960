"""The records of a whole block of frames as one file: a million records are a hundred files, read in seconds."""

import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scenewright.datasets.files import part_path, sync_path
from scenewright.datasets.layout import BLOCK_FRAMES, RECORDS_FOLDER, block_of, frame_name, record_folder, sealed_path
from scenewright.datasets.naming import NamedFiles, named_files

ROWS_AT_A_TIME = 100
"""One row group: what reading a single frame unpacks."""

SCHEMA = pa.schema(
    [
        ("index", pa.int64()),
        ("files", pa.list_(pa.string())),
        ("bytes", pa.list_(pa.int64())),
        ("hashes", pa.list_(pa.string())),
        ("record", pa.string()),
    ]
)


def sealed_blocks(folder: Path) -> list[int]:
    """Return the blocks whose records are one file, ascending."""
    names = [path.stem for path in (folder / RECORDS_FOLDER).glob("*.parquet")]
    return sorted(int(name) for name in names if name.isdecimal())


def sealed_record(folder: Path, index: int) -> bytes | None:
    """Return a frame's record as JSON; nothing where its block is not sealed.

    Raises:
        ValueError: The block's file is damaged.
    """
    path = sealed_path(folder, block_of(index))
    try:
        stamp = path.stat()
    except OSError:
        return None
    row = index % BLOCK_FRAMES
    group = _row_group(path, stamp.st_mtime_ns, stamp.st_size, row // ROWS_AT_A_TIME)
    return group[row % ROWS_AT_A_TIME].encode()


def sealed_indices(folder: Path, block: int) -> list[int]:
    """Return the frames of a sealed block.

    Raises:
        ValueError: The block's file is damaged.
    """
    return [int(index) for index in _read(folder, block, ["index"]).column("index").to_numpy()]


def sealed_files(folder: Path, block: int) -> Iterator[NamedFiles]:
    """Yield the files of each frame of a sealed block, without unpacking the records.

    Raises:
        ValueError: The block's file is damaged.
    """
    table = _read(folder, block, ["index", "files", "bytes", "hashes"])
    # Flat columns and where each frame's part of them begins: lists of lists take ten times as long.
    lists: list[Any] = [table.column(name).combine_chunks() for name in ("files", "bytes", "hashes")]
    ends, flat = lists[0].offsets.to_pylist(), [column.flatten().to_pylist() for column in lists]
    for row, index in enumerate(sealed_indices(folder, block)):
        names, sizes, hashes = (values[ends[row] : ends[row + 1]] for values in flat)
        yield NamedFiles(index, names, sizes, hashes)


def _read(folder: Path, block: int, columns: list[str]) -> pa.Table:
    try:
        return pq.read_table(sealed_path(folder, block), columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"{sealed_path(folder, block)} is damaged: {error}") from error


def seal_block(folder: Path, block: int) -> bool:
    """Make one file of the records of a block, if it is whole; return whether it was.

    Records beside a sealed block are frames made again: they take the place of the sealed ones.

    Raises:
        OSError: It could not be written; the records are as they were.
    """
    place, loose = sealed_path(folder, block), record_folder(folder, block)
    first = block * BLOCK_FRAMES
    names = [frame_name(first + row) for row in range(BLOCK_FRAMES)]
    there = {path.stem for path in loose.glob("*.json")}
    if block == 0 or not there or (not place.exists() and len(there) < BLOCK_FRAMES):
        return False
    part = part_path(place)
    try:
        with pq.ParquetWriter(part, SCHEMA, compression="zstd") as writer:
            for start in range(0, BLOCK_FRAMES, ROWS_AT_A_TIME):
                rows = range(start, start + ROWS_AT_A_TIME)
                texts = [_text(folder, loose, first + row, names[row], there) for row in rows]
                writer.write_table(record_rows(first + start, texts))
        sync_path(part)
        part.replace(place)
        sync_path(place.parent)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    for name in there:
        (loose / f"{name}.json").unlink(missing_ok=True)
    if not any(os.scandir(loose)):
        loose.rmdir()
    return True


def _text(folder: Path, loose: Path, index: int, name: str, there: set[str]) -> bytes:
    if name in there:
        return (loose / f"{name}.json").read_bytes()
    found = sealed_record(folder, index)
    if found is None:
        raise OSError(f"frame {index} has no record")
    return found


def record_rows(first: int, texts: list[bytes]) -> pa.Table:
    """Return the rows of consecutive frames, by their records' JSON."""
    named = [named_files(text) for text in texts]
    columns: dict[str, list[Any]] = {
        "index": list(range(first, first + len(texts))),
        "files": [item.names for item in named],
        "bytes": [item.sizes for item in named],
        "hashes": [item.hashes for item in named],
        "record": [text.decode() for text in texts],
    }
    return pa.Table.from_pydict(columns, SCHEMA)


@lru_cache(maxsize=16)
def _row_group(path: Path, _changed_ns: int, _size: int, number: int) -> list[str]:
    try:
        with pq.ParquetFile(path) as file:
            texts = file.read_row_group(number, columns=["record"]).column(0).to_pylist()
    except (pa.ArrowException, OSError) as error:
        raise ValueError(f"{path} is damaged: {error}") from error
    return [str(text) for text in texts]
