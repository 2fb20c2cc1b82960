"""Reading a dataset: which frames are complete, their records, their images."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from scenewright.datasets import files
from scenewright.datasets.curation import read_curation
from scenewright.datasets.images import in_full, read_array
from scenewright.datasets.layout import BLOCK_FRAMES, RECORDS_FOLDER, record_folder, record_places
from scenewright.datasets.naming import NamedFiles, have_their_sizes, named_files
from scenewright.datasets.records import FrameRecord, ViewRecord, record_from_json
from scenewright.datasets.sealing import sealed_blocks, sealed_indices, sealed_record
from scenewright.datasets.skeletons import NO_SKELETONS, Skeletons, skeletons_from_json
from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project


def _ignore(_: int) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset on disk.

    Attributes:
        folder: Where it lies.
        spec: The project it was made from.
        indices: The complete frames, ascending.
        on_frame: Is told each frame's number before `frames` reads it; what it raises ends the reading.
    """

    folder: Path
    spec: ProjectSpec
    indices: tuple[int, ...]
    on_frame: Callable[[int], None] = _ignore

    def frames(self) -> Iterator[FrameRecord]:
        """Yield the complete frames in order, one in memory at a time."""
        for index in self.indices:
            self.on_frame(index)
            yield self.frame(index)

    def frame(self, index: int) -> FrameRecord:
        """Return the record of a complete frame.

        Raises:
            UserError: It is missing or was damaged since the dataset was opened.
        """
        record = _complete_record(self.folder, index)
        if record is None:
            raise UserError(f"Frame {index} of {self.folder} is missing or damaged: generate it again.")
        return record

    def load(self, view: ViewRecord, channel: str) -> NDArray[Any]:
        """Return an image of a view in the types of `datasets.conventions`, floats as float32.

        Raises:
            UserError: The dataset does not hold this channel, or the file is damaged.
        """
        if channel not in view.files:
            raise UserError(f"{self.folder} holds no {channel}: add it to the project's labels and generate again.")
        path = self.folder / view.files[channel]
        try:
            array = read_array(path)
        except OSError as error:
            raise UserError(os_error_sentence("read the dataset", path, error)) from error
        except ValueError as error:
            raise UserError(f"{path} is damaged: generate its frame again.") from error
        return in_full(array)


def read_skeletons(dataset: Dataset) -> Skeletons:
    """Return a dataset's keypoint sets; none where it has no keypoints.

    Raises:
        UserError: Their file is damaged.
    """
    path = dataset.folder / files.SKELETONS_FILE
    try:
        return skeletons_from_json(path.read_bytes())
    except FileNotFoundError:
        return NO_SKELETONS
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UserError(f"{path} is damaged: generate any frame again to have it written anew.") from error


def read_dataset(folder: Path) -> Dataset:
    """Open a dataset, finished or not; frames that are set aside (`datasets.curation`) are not among its frames.

    Raises:
        UserError: The folder holds no dataset.
    """
    if not (folder / files.PROJECT_FILE).is_file():
        raise UserError(f"{folder} holds no dataset: it has no {files.PROJECT_FILE}. Check the path.")
    spec = load_project(folder / files.PROJECT_FILE).spec
    with files.told_in_words("read the dataset", folder):
        kept = finished_frames(folder) - set(read_curation(folder).set_aside)
        return Dataset(folder, spec, tuple(sorted(kept)))


def finished_frames(folder: Path) -> set[int]:
    """Return the frames that are whole: their record can be read, and every file it names has the size it should.

    The files of sealed blocks, which were on disk for sure before their block was sealed, are not looked for.
    """
    return {index for block in blocks_there(folder) for index in finished_in_block(folder, block)}


def blocks_there(folder: Path) -> list[int]:
    """Return the blocks that have records, ascending; the first is always among them."""
    loose: set[int] = {0}
    with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder / RECORDS_FOLDER) as entries:
        loose |= {int(entry.name) for entry in entries if entry.name.isdecimal() and entry.is_dir()}
    return sorted(loose | set(sealed_blocks(folder)))


def finished_in_block(folder: Path, block: int) -> set[int]:
    """Return the frames of a block that are whole; among those of the first may be others that lie where it does."""
    found: set[int] = set()
    if block > 0:
        with suppress(ValueError):
            found.update(sealed_indices(folder, block))
    for index, path in loose_records(folder, block):
        if is_whole(folder, index, path, have_their_sizes):
            found.add(index)
        else:
            found.discard(index)
    return found


def is_whole(folder: Path, index: int, record: Path, are_there: Callable[[Path, NamedFiles], bool]) -> bool:
    """Tell whether a frame's record can be read and its files are there, in the sense of a given function."""
    try:
        named = named_files(record.read_bytes())
    except DAMAGED:
        return False
    return named.index == index and are_there(folder, named)


def recorded_frames(folder: Path) -> set[int]:
    """Return the frames that were finished once, whole or not."""
    sealed = {block * BLOCK_FRAMES + row for block in sealed_blocks(folder) for row in range(BLOCK_FRAMES)}
    return sealed | {index for block in blocks_there(folder) for index, _ in loose_records(folder, block)}


def records(folder: Path, indices: Iterable[int]) -> Iterator[FrameRecord]:
    """Yield the records of those of some frames that are complete."""
    for index in indices:
        record = _complete_record(folder, index)
        if record is not None:
            yield record


def loose_records(folder: Path, block: int) -> Iterator[tuple[int, Path]]:
    """Yield each record of a block that has a file of its own, in no order."""
    for path in record_folder(folder, block).glob("*.json"):
        if path.stem.isdecimal():
            yield int(path.stem), path


DAMAGED = (OSError, AttributeError, KeyError, TypeError, ValueError)
"""What reading a damaged or vanished record raises."""


def _complete_record(folder: Path, index: int) -> FrameRecord | None:
    try:
        text = record_text(folder, index)
        record = None if text is None else record_from_json(text)
        whole = record is not None and all(_files_are_whole(folder, view) for view in record.views)
    except DAMAGED:
        return None
    return record if whole and record is not None and record.index == index else None


def record_text(folder: Path, index: int) -> bytes | None:
    """Return a frame's record as JSON, wherever it lies; nothing where there is none.

    Raises:
        OSError, ValueError: It cannot be read.
    """
    for path in record_places(folder, index):
        with suppress(FileNotFoundError):
            return path.read_bytes()
    return sealed_record(folder, index)


def _files_are_whole(folder: Path, view: ViewRecord) -> bool:
    return all((folder / name).stat().st_size == view.file_bytes[channel] for channel, name in view.files.items())
