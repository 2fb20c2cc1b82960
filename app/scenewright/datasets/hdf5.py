"""HDF5: some hundred frames a file, every channel one compressed array, the whole record of each image beside it.

    part_000000.h5
        /camera/rgb                 uint8 (N, H, W, 3); every channel as `datasets.conventions` describes it
        /camera/instance_mask       uint16 (N, H, W)
        /camera/frame               int64 (N,): the frame of each row
        /camera/record              JSON (N,): the frame's record with this camera's view alone
        /classes, /project          the classes' names, and the project (YAML)
        /skeletons                  the keypoint sets (JSON)
        attributes                  format, format_version, conventions (JSON)

A camera that is called classes, project or skeletons has a group with an underscore after its name.

A row is a chunk, so that one image is read without its neighbours. Compression is gzip after byte shuffling, which
every HDF5 library reads.

What a visibility rule drops, ignores or flags is in the record as in the dataset, with verdict and reason; the masks
show it all the same.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from pathlib import Path
from typing import Any

import h5py
import numpy as np
from isal import isal_zlib

from scenewright.datasets.conventions import CONVENTIONS
from scenewright.datasets.files import told_in_words
from scenewright.datasets.images import in_full, stored
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import ALL_FIELDS, FrameRecord, ViewRecord, record_from_json, record_json
from scenewright.datasets.skeletons import skeletons_json
from scenewright.datasets.staging import export_folder
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.spec.yaml_io import dump_project

_FORMAT = "scenewright hdf5"
_GZIP_LEVEL = 1
_TEXT = h5py.string_dtype("utf-8")


def write_hdf5(dataset: Dataset, out: Path, *, frames_per_file: int = 200) -> None:
    """Write a dataset as HDF5 files; all of it or nothing.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.
        frames_per_file: How many frames a file holds at most.

    Raises:
        UserError: An image of the dataset is damaged, or the export cannot be written.
    """
    with export_folder(dataset, out) as folder:
        frames = dataset.frames()
        number = 0
        while batch := list(islice(frames, frames_per_file)):
            with h5py.File(folder / f"part_{number:06d}.h5", "w") as file:
                _write_head(dataset, file)
                for views in _by_camera(batch):
                    _write_camera(dataset, file, views)
            number += 1


def read_hdf5(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of an HDF5 export, file by file and camera by camera.

    Raises:
        UserError: The folder holds no such files, or one is damaged and nobody is to be told.
    """
    paths = sorted(folder.glob("*.h5"))
    if not paths:
        raise UserError(f"{folder} holds no HDF5 files such as part_000000.h5: check the path.")
    places = count()
    for path in paths:
        with told_of_damage(path.name, damaged), told_in_words("read the export", path):
            try:
                with h5py.File(path, "r") as file:
                    yield from _read_file(file, lambda: next(places) >= first)
            except (KeyError, ValueError, TypeError, AttributeError) as error:
                raise UserError(f"{path} is damaged, or was not written by this program: {error}.") from error


def _write_head(dataset: Dataset, file: Any) -> None:
    file.attrs["format"] = _FORMAT
    file.attrs["format_version"] = 1
    file.attrs["conventions"] = json.dumps(CONVENTIONS)
    file.create_dataset("classes", data=[item.name for item in dataset.spec.classes], dtype=_TEXT)
    file.create_dataset("project", data=dump_project(dataset.spec), dtype=_TEXT)
    file.create_dataset("skeletons", data=skeletons_json(read_skeletons(dataset)), dtype=_TEXT)


def _by_camera(frames: Sequence[FrameRecord]) -> Iterator[list[tuple[FrameRecord, ViewRecord]]]:
    cameras = dict.fromkeys(view.camera for frame in frames for view in frame.views)
    for camera in cameras:
        yield [(frame, view) for frame in frames for view in frame.views if view.camera == camera]


def _write_camera(dataset: Dataset, file: Any, views: Sequence[tuple[FrameRecord, ViewRecord]]) -> None:
    camera = views[0][1].camera
    group = file.create_group(f"{camera}_" if camera in file else camera)
    group.create_dataset("frame", data=np.array([frame.index for frame, _ in views], np.int64))
    records = group.create_dataset("record", (len(views),), _TEXT)
    for row, (frame, view) in enumerate(views):
        alone = replace(view, files=dict.fromkeys(view.files, ""), file_bytes={}, file_hashes={})
        records[row] = record_json(FrameRecord(frame.index, frame.plan, (alone,)))
    words = max(_words(view) for _, view in views)
    with in_threads(lambda pair: _chunks(dataset, pair[1], words), views) as rows:
        for row, chunks in enumerate(rows):
            for channel, (shape, dtype, content) in chunks.items():
                if channel not in group:
                    group.create_dataset(
                        channel, (len(views), *shape), dtype, chunks=(1, *shape),
                        compression="gzip", compression_opts=_GZIP_LEVEL, shuffle=True,
                    )  # fmt: skip
                group[channel].id.write_direct_chunk((row, *(0 for _ in shape)), content)


def _words(view: ViewRecord) -> int:
    """Return how many words of 32 bits a view's amodal mask has for each pixel."""
    return (len(view.instances) + 31) // 32


def _chunks(dataset: Dataset, view: ViewRecord, words: int) -> dict[str, tuple[tuple[int, ...], Any, bytes]]:
    """Return the shape, type and chunk of each of a view's images; an amodal mask gets as many words as the longest.

    A chunk is what HDF5's shuffle and deflate filters would make of the image: the first bytes of all values, then the
    second ones, and so on, as a zlib stream. ISA-L makes it several times as fast, beside the writing.
    """
    chunks = {}
    for channel in view.files:
        image = np.ascontiguousarray(stored(channel, dataset.load(view, channel)))
        if channel == "amodal_mask":
            image = np.pad(image, ((0, 0), (0, 0), (0, max(words, 1) - image.shape[2])))
        shuffled = np.ascontiguousarray(image.reshape(-1).view(np.uint8).reshape(-1, image.itemsize).T)
        chunks[channel] = image.shape, image.dtype, isal_zlib.compress(shuffled, _GZIP_LEVEL)
    return chunks


def _read_file(file: Any, is_wanted: Callable[[], bool]) -> Iterator[ReadView]:
    if file.attrs.get("format") != _FORMAT:
        raise ValueError(f"its format is not '{_FORMAT}'")
    for group in (part for part in file.values() if isinstance(part, h5py.Group)):
        for row, text in enumerate(group["record"]):
            if not is_wanted():
                continue
            frame = record_from_json(text)
            view = frame.views[0]
            channels = {channel: in_full(group[channel][row]) for channel in view.files}
            if "amodal_mask" in channels:
                channels["amodal_mask"] = channels["amodal_mask"][..., : _words(view)]
            record = replace(view, files={})
            yield ReadView(frame.index, f"{view.camera}/{frame.index:06d}", record, channels, ALL_FIELDS)
