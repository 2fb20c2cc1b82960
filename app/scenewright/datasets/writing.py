"""Writing a dataset, frame by frame; a run that was interrupted goes on where it stopped."""

from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from scenewright.datasets import files
from scenewright.datasets.conventions import CONVENTIONS
from scenewright.datasets.images import encode_image
from scenewright.datasets.layout import RECORDS_FOLDER, image_name, record_name, table_path
from scenewright.datasets.naming import content_hash
from scenewright.datasets.reading import blocks_there, finished_in_block, records
from scenewright.datasets.records import FrameRecord, ViewRecord, record_json
from scenewright.datasets.skeletons import NO_SKELETONS, Skeletons, skeletons_json
from scenewright.datasets.tables import write_tables
from scenewright.errors import UserError
from scenewright.spec.project import OutputSpec, ProjectSpec
from scenewright.spec.yaml_io import dump_project, load_project

Channels = Mapping[str, NDArray[Any]]
"""The images of a view by channel, as `datasets.conventions` describes them; normals may be float32."""


EXACT = OutputSpec()


def open_for_writing(folder: Path, spec: ProjectSpec, skeletons: Skeletons = NO_SKELETONS) -> None:
    """Make a dataset folder ready for frames: create it, or take up one of the same project.

    What an interrupted run left half-written is removed. Finished frames stay.

    Raises:
        UserError: The folder holds something else, or cannot be written to; nothing in it was changed.
    """
    claim_folder(folder, spec)
    with files.told_in_words("write the dataset", folder):
        files.remove_parts(folder)
        # The project first: from then on the folder is known to be ours.
        files.write_files({folder / files.PROJECT_FILE: dump_project(spec).encode()})
        files.write_json(folder / files.CONVENTIONS_FILE, CONVENTIONS)
        if skeletons.by_name:
            files.write_files({folder / files.SKELETONS_FILE: skeletons_json(skeletons).encode()})
        (folder / RECORDS_FOLDER).mkdir(exist_ok=True)


def claim_folder(folder: Path, spec: ProjectSpec) -> None:
    """Make a folder for a dataset, or see that the one that is there holds one of the same project.

    Raises:
        UserError: It holds something else, or cannot be made; nothing in it was changed.
    """
    with files.told_in_words("write the dataset", folder):
        if folder.exists() and not folder.is_dir():
            raise UserError(f"{folder} is a file, not a folder: choose another place for the dataset.")
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_other_contents(folder, spec)


def write_frame(folder: Path, index: int, plan: str, views: Iterable[tuple[ViewRecord, Channels]]) -> FrameRecord:
    """Write a frame's images, then its record; safe to call from several threads for different frames.

    Args:
        folder: A dataset that `open_for_writing` made ready.
        index: The frame's number, from 0.
        plan: What `plan_json` says about it.
        views: Each camera's record, whose `files` are ignored, and its images.

    Returns:
        The record as it was stored, with the names and sizes of the files.

    Raises:
        UserError: It could not be written; the frame does not count as finished, and earlier frames are intact.
    """
    return write_encoded(folder, encode_frame(index, plan, views))


@dataclass(frozen=True, eq=False)
class EncodedFrame:
    """A frame as bytes: its record, and each file's content by its name in the dataset."""

    record: FrameRecord
    contents: Mapping[str, bytes]


def encode_frame(
    index: int, plan: str, views: Iterable[tuple[ViewRecord, Channels]], output: OutputSpec = EXACT
) -> EncodedFrame:
    """Return a frame's files, compressed but not yet written.

    Args:
        index: As `write_frame` takes it, and so plan and views.
        plan: The plan.
        views: Records and images.
        output: How the project wants images stored.
    """
    pairs = list(views)
    contents: dict[str, bytes] = {}
    stored = []
    for view, channels in pairs:
        camera = "" if len(pairs) == 1 else view.camera
        encoded = {name: _encoded(name, array, output) for name, array in channels.items()}
        names = {name: image_name(name, index, camera, suffix) for name, (suffix, _) in encoded.items()}
        contents |= {names[name]: content for name, (_, content) in encoded.items()}
        sizes = {name: len(content) for name, (_, content) in encoded.items()}
        hashes = {name: content_hash(content) for name, (_, content) in encoded.items()}
        stored.append(replace(view, files=names, file_bytes=sizes, file_hashes=hashes))
    return EncodedFrame(FrameRecord(index, plan, tuple(stored)), contents)


def write_encoded(folder: Path, frame: EncodedFrame) -> FrameRecord:
    """Write a frame's files, then its record, and return the record; raises as `write_frame` does."""
    place = folder / record_name(frame.record.index)
    parts = folder / files.RUN_FOLDER / files.PARTS_FOLDER
    with files.told_in_words(f"write frame {frame.record.index} of the dataset", folder):
        # An old record must not vouch for new images.
        place.unlink(missing_ok=True)
        files.write_files({folder / name: content for name, content in frame.contents.items()}, parts)
        files.write_files({place: record_json(frame.record).encode()}, parts)
    return frame.record


def finalise(folder: Path, run: Mapping[str, Any], changed: Container[int] | None = None) -> None:
    """Make the tables from all finished frames, and store the record of the run that made them.

    Args:
        folder: The dataset.
        run: JSON-able: program, engine, host, Python, times, counts.
        changed: The blocks that have new frames; the tables of others are made only where they are missing. All of
            them if left out.

    Raises:
        UserError: Something could not be written; the earlier tables, if any, are intact.
    """
    with files.told_in_words("finish the dataset", folder):
        files.remove_parts(folder)  # of a worker that died
        with suppress(OSError):
            (folder / files.RUN_FOLDER / files.PARTS_FOLDER).rmdir()
        for block in blocks_there(folder):
            is_there = all(table_path(folder, name, block).is_file() for name in ("frames", "instances"))
            if changed is None or block in changed or not is_there:
                write_block_tables(folder, block, sorted(finished_in_block(folder, block)))
        files.write_json(folder / files.RUN_FILE, run)


def write_block_tables(folder: Path, block: int, indices: Iterable[int]) -> None:
    """Write the part of the tables that holds a block's frames; raises OSError."""
    write_tables(folder, records(folder, indices), block)


def _encoded(name: str, array: NDArray[Any], output: OutputSpec) -> tuple[str, bytes]:
    if name not in files.CHANNELS:
        raise ValueError(f"a dataset has no channel {name!r}")
    return encode_image(name, array, output)


def _refuse_other_contents(folder: Path, spec: ProjectSpec) -> None:
    project = folder / files.PROJECT_FILE
    if (folder / files.SOURCES_FOLDER).exists():
        raise UserError(f"{folder} was merged from several datasets, to which no frame can be added: merge them anew.")
    if not project.exists():
        ours = (files.PART_SUFFIX, files.RUN_FOLDER)
        if any(not path.name.endswith(ours) for path in folder.iterdir()):
            raise UserError(f"{folder} is not empty and holds no dataset: choose another folder, or empty it.")
        return
    stored = _what_frames_hang_on(load_project(project).spec)
    wanted = _what_frames_hang_on(spec)
    changed = [name for name in type(spec).model_fields if getattr(stored, name) != getattr(wanted, name)]
    if changed:
        raise UserError(
            f"{folder} holds a dataset of another project (it differs in {', '.join(changed)}): choose another folder. "
            "Only the number of frames and the colours of classes may change when a dataset is continued."
        )


def _what_frames_hang_on(spec: ProjectSpec) -> ProjectSpec:
    """Return a project without what changes no frame: how many there are, and how labels are drawn for people."""
    plain = tuple(item.replace(color=None) for item in spec.classes)
    return spec.replace(output=spec.output.replace(frames=1), classes=plain)
