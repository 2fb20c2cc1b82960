"""Which frames a run may believe to be done: checked by size, and by hash where a loss of power may have torn them.

A run has its frames brought to the disk for sure now and then, and notes which; those need no second reading.
"""

import os
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path

from scenewright.datasets.naming import NamedFiles, are_as_written, have_their_sizes
from scenewright.datasets.reading import blocks_there, is_whole, loose_records
from scenewright.datasets.sealing import sealed_blocks, sealed_files
from scenewright.datasets.threads import in_threads


def believed_frames(folder: Path, synced: Container[int]) -> set[int]:
    """Return the frames that are whole.

    Args:
        folder: The dataset.
        synced: The frames that were brought to the disk for sure: of them a file's size is enough.
    """
    found: set[int] = set()
    for block in sealed_blocks(folder):
        with suppress(ValueError):
            have = _sizes_once_a_folder(folder)
            found.update(named.index for named in sealed_files(folder, block) if have(named))

    def looked_at(item: tuple[int, Path]) -> tuple[int, bool]:
        index, path = item
        return index, is_whole(folder, index, path, have_their_sizes if index in synced else are_as_written)

    loose = (item for block in blocks_there(folder) for item in loose_records(folder, block))
    with in_threads(looked_at, loose) as results:
        for index, whole in results:
            (found.add if whole else found.discard)(index)
    return found


def _sizes_once_a_folder(folder: Path) -> Callable[[NamedFiles], bool]:
    """Return a function that tells whether files have their sizes, asking the operating system once for each folder."""
    known: dict[str, dict[str, int]] = {}

    def have(named: NamedFiles) -> bool:
        for name, size in zip(named.names, named.sizes, strict=True):
            place, _, file = name.rpartition("/")
            if place not in known:
                known[place] = _sizes_in(folder / place)
            if known[place].get(file) != size:
                return False
        return True

    return have


def _sizes_in(folder: Path) -> dict[str, int]:
    try:
        with os.scandir(folder) as entries:
            return {entry.name: entry.stat().st_size for entry in entries}
    except OSError:
        return {}
