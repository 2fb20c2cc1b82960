"""The files that a record names, and whether they are on disk as they were written."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xxhash


@dataclass(frozen=True, slots=True)
class NamedFiles:
    """A frame's files.

    Attributes:
        index: The frame.
        names: Relative to the dataset.
        sizes: In bytes.
        hashes: As `content_hash` gives them; empty texts in datasets of versions that kept none.
    """

    index: int
    names: list[str]
    sizes: list[int]
    hashes: list[str]


def content_hash(content: bytes) -> str:
    """Return the hash by which a file is known to be what was written: XXH3, 128 bits, in hex."""
    return xxhash.xxh3_128_hexdigest(content)


def named_files(record: bytes) -> NamedFiles:
    """Return the files that a record's JSON names.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: It is no record.
    """
    data: Any = json.loads(record)
    names: list[str] = []
    sizes: list[int] = []
    hashes: list[str] = []
    for view in data["views"]:
        for channel, name in view["files"].items():
            names.append(name)
            sizes.append(view["file_bytes"][channel])
            hashes.append(view.get("file_hashes", {}).get(channel, ""))
    return NamedFiles(int(data["index"]), names, sizes, hashes)


def have_their_sizes(folder: Path, files: NamedFiles) -> bool:
    """Tell whether all files are there in the size that was written."""
    try:
        return all((folder / name).stat().st_size == size for name, size in zip(files.names, files.sizes, strict=True))
    except OSError:
        return False


def are_as_written(folder: Path, files: NamedFiles) -> bool:
    """Tell whether all files are there, byte for byte as they were written, as far as their hashes are known."""
    try:
        return have_their_sizes(folder, files) and all(
            not wanted or content_hash((folder / name).read_bytes()) == wanted
            for name, wanted in zip(files.names, files.hashes, strict=True)
        )
    except OSError:
        return False
