"""Where a dataset's files lie, and writing them so that a half-written one is never taken for a whole one."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scenewright.datasets.layout import RECORDS_FOLDER
from scenewright.errors import UserError, os_error_sentence

CHANNELS = (
    "rgb",
    "instance_mask",
    "semantic_mask",
    "distance_to_camera",
    "distance_to_image_plane",
    "sensor_depth",
    "normals",
    "camera_normals",
    "amodal_mask",
    "part_mask",
    "object_coordinates",
    "forward_flow",
    "forward_occlusion",
    "backward_flow",
    "backward_occlusion",
    "scene_flow",
)
"""The images of a view; each has a folder of this name in the dataset."""

PROJECT_FILE = "project.yaml"
CONVENTIONS_FILE = "conventions.json"
SKELETONS_FILE = "skeletons.json"
RUN_FILE = "run.json"
FRAMES_TABLE = "frames.parquet"
INSTANCES_TABLE = "instances.parquet"
"""The tables of the first block of frames; `layout.table_paths` knows the others."""
SOURCES_FOLDER = "sources"
"""In a merged dataset: what it was made from."""
RUN_FOLDER = "run"
"""What the run that makes the dataset keeps for itself (`jobs.run_state`)."""

PARTS_FOLDER = "parts"
"""In the run folder: what is still being written of a frame."""

PART_SUFFIX = ".scenewright.part"
"""Ends the name of everything that is still being written; what a crash left behind is known by it."""


def part_path(path: Path) -> Path:
    """Return where a file lies while this process writes it: beside its final place, so that it can be renamed.

    Two processes that write the same frame (the first run's last worker, and the second run) do not meet.
    """
    return path.with_name(f"{path.name}.{os.getpid()}{PART_SUFFIX}")


def write_files(contents: Mapping[Path, bytes], parts_folder: Path | None = None, *, sync: bool = False) -> None:
    """Write files: first all of them under temporary names, then each renamed to its own.

    Args:
        contents: By their places.
        parts_folder: Where they lie meanwhile, on the same disk; beside their places if left out.
        sync: Whether they must outlast a loss of power from now on, which takes time.

    Raises:
        OSError: A file could not be written; no temporary file is left.
    """
    parts = {path: part_path(path if parts_folder is None else parts_folder / _flat(path)) for path in contents}
    try:
        for path, content in contents.items():
            _write(path, parts[path], content)
            if sync:
                sync_path(parts[path])
        for path, part in parts.items():
            part.replace(path)
    except BaseException:
        for part in parts.values():
            part.unlink(missing_ok=True)
        raise
    if sync:
        for place in {path.parent for path in contents}:
            sync_path(place)


def sync_path(path: Path) -> None:
    """Have the operating system bring a file, or the names in a folder, to the disk before going on; raises OSError."""
    if os.name == "nt" and path.is_dir():
        return  # Windows keeps the names of folders by itself
    descriptor = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flat(path: Path) -> str:
    return "-".join(path.parts[-3:])


def _write(path: Path, part: Path, content: bytes) -> None:
    """Write a temporary file; folders are made only where they are missing, which is seldom."""
    try:
        part.write_bytes(content)
        missing = not path.parent.exists() if part.parent != path.parent else False
    except FileNotFoundError:
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        missing = True
    if missing:
        path.parent.mkdir(parents=True, exist_ok=True)


def write_json(path: Path, data: Mapping[str, Any]) -> None:
    """Write a small JSON file for people and programs, all or nothing; raises as `write_files` does."""
    write_files({path: (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()})


def remove_parts(folder: Path) -> None:
    """Remove what an interrupted run left half-written in a dataset; raises OSError."""
    ours = (folder / RECORDS_FOLDER, folder / RUN_FOLDER, folder / RUN_FOLDER / PARTS_FOLDER)
    for place in (folder, *ours, *(folder / channel for channel in CHANNELS)):
        for part in place.glob("*" + PART_SUFFIX):
            part.unlink(missing_ok=True)


@contextmanager
def told_in_words(action: str, path: Path) -> Iterator[None]:
    """Turn a failed file operation into a sentence.

    Args:
        action: What is tried, as "write the dataset".
        path: Where; the file that the operating system names is preferred.

    Raises:
        UserError: An OSError came.
    """
    try:
        yield
    except OSError as error:
        named = error.filename if isinstance(error.filename, str) else None
        # People know the final place, not the temporary one.
        place = Path(re.sub(rf"(\.\d+)?{re.escape(PART_SUFFIX)}", "", named or str(path)))
        raise UserError(os_error_sentence(action, place, error)) from error
