"""Reading a dataset: which frames are complete, their records, their images."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from scenewright.datasets import files
from scenewright.datasets.curation import read_curation
from scenewright.datasets.images import in_full, read_array
from scenewright.datasets.records import FrameRecord, ViewRecord, record_from_json
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
        record = _complete_record(self.folder, files.record_path(self.folder, index))
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
    """Return the frames that are whole: their record can be read, and every file it names has the size it should."""
    return {record.index for record in records(folder)}


def records(folder: Path) -> Iterator[FrameRecord]:
    """Yield the records of all complete frames in order."""
    names = [path.stem for path in (folder / files.RECORDS_FOLDER).glob("*.json")]
    for index in sorted({int(name) for name in names if name.isdecimal()}):
        record = _complete_record(folder, files.record_path(folder, index))
        if record is not None and record.index == index:
            yield record


def _complete_record(folder: Path, path: Path) -> FrameRecord | None:
    try:
        record = record_from_json(path.read_bytes())
        whole = all(_files_are_whole(folder, view) for view in record.views)
    except (FileNotFoundError, AttributeError, KeyError, TypeError, ValueError):
        return None
    return record if whole else None


def _files_are_whole(folder: Path, view: ViewRecord) -> bool:
    return all((folder / name).stat().st_size == view.file_bytes[channel] for channel, name in view.files.items())
