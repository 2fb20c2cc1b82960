"""WebDataset: tar files of bounded size, all files of an image one after another (github.com/webdataset/webdataset).

    train-000000.tar, validation-000000.tar
        000012.json             the frame's record with this camera's view alone
        000012.rgb.png          the picture
        000012.instance.png     instance ids, 16 bits; 000012.semantic.png: class ids
        000012.depth.npy        float32 metres along the optical axis; 000012.distance.npy: along the ray
        000012.normals.npy      float16, world frame
    index.json                  the tar files with their number of images and size; conventions.json: the numbers

The tar files are uncompressed (their members are), in the order of the frames, and the same dataset gives the same
bytes.

What a visibility rule drops, ignores or flags is in the record as in the dataset, with verdict and reason; the masks
show it all the same.
"""

import io
import json
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.conventions import CONVENTIONS
from scenewright.datasets.files import told_in_words
from scenewright.datasets.images import array_from, encode_png, in_full, stored
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import ALL_FIELDS, FrameRecord, ViewRecord, record_from_json, record_json
from scenewright.datasets.skeletons import skeletons_json
from scenewright.datasets.staging import export_folder
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError

_SHORT = {
    "instance_mask": "instance",
    "semantic_mask": "semantic",
    "distance_to_image_plane": "depth",
    "distance_to_camera": "distance",
}
"""Channels whose names in the tar files are others than ours."""
_LONG = {short: channel for channel, short in _SHORT.items()}
_BLOCK = 512


@dataclass(frozen=True, eq=False)
class _Sample:
    """An image with all its files.

    Attributes:
        split: Which series of tar files it belongs to.
        key: The part of its files' names before the first dot.
        contents: Each file's bytes by the rest of its name.
    """

    split: str
    key: str
    contents: Mapping[str, bytes]

    @property
    def tar_bytes(self) -> int:
        """How much room it takes in a tar file."""
        return sum(_BLOCK + -(-len(content) // _BLOCK) * _BLOCK for content in self.contents.values())


class _Shard:
    """A tar file that is being filled."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = tarfile.TarFile(path, "w", format=tarfile.PAX_FORMAT)
        self.samples = 0
        self.size = 0


def write_webdataset(dataset: Dataset, out: Path, *, shard_mb: float = 500.0) -> None:
    """Write a dataset as tar files; all of it or nothing.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.
        shard_mb: How large a tar file may be, in megabytes; an image that is larger has one of its own.

    Raises:
        UserError: An image of the dataset is damaged, or the export cannot be written.
    """
    with export_folder(dataset, out) as folder:
        views = ((frame, view) for frame in dataset.frames() for view in frame.views)
        with in_threads(lambda pair: _sample(dataset, *pair), views) as samples:
            shards = _write_shards(folder, samples, shard_mb * 1e6)
        index = {"wids_version": 1, "name": dataset.spec.name, "shardlist": shards}
        for name, data in (("index.json", index), ("conventions.json", _statement(dataset))):
            (folder / name).write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def read_webdataset(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of a WebDataset export, tar file by tar file, one in memory at a time.

    Raises:
        UserError: The folder holds no such tar files, or one is damaged and nobody is to be told.
    """
    paths = sorted(folder.glob("*.tar"))
    if not paths:
        raise UserError(f"{folder} holds no tar files such as train-000000.tar: check the path.")
    counts, places = _counts(folder), count()
    for path in paths:
        with told_of_damage(path.name, damaged), told_in_words("read the export", path):
            try:
                with path.open("rb") as file:
                    for key, contents in _samples(file, counts.get(path.name)):
                        if next(places) >= first:
                            yield _read_view(key, contents)
            except (tarfile.TarError, KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
                raise UserError(f"{path} is damaged, or was not written by this program: {error}.") from error


def _sample(dataset: Dataset, frame: FrameRecord, view: ViewRecord) -> _Sample:
    key = Path(view.files["rgb"]).stem
    names, contents = {}, {}
    for channel in view.files:
        name, content = _encoded(channel, dataset.load(view, channel))
        names[channel], contents[name] = name, content
    alone = replace(view, files=names, file_bytes={}, file_hashes={})
    record = record_json(FrameRecord(frame.index, frame.plan, (alone,))).encode()
    split = json.loads(frame.plan).get("split", "train")
    return _Sample(split, key, {"json": record, **contents})


def _encoded(channel: str, image: NDArray[Any]) -> tuple[str, bytes]:
    short = _SHORT.get(channel, channel)
    if image.dtype.kind != "f" and image.dtype.itemsize <= 2:
        return f"{short}.png", encode_png(image)
    file = io.BytesIO()
    np.save(file, stored(channel, image))
    return f"{short}.npy", file.getvalue()


def _write_shards(folder: Path, samples: Iterator[_Sample], most_bytes: float) -> list[dict[str, Any]]:
    """Write samples into one series of tar files for each split, and return what the index says about them."""
    filling: dict[str, _Shard] = {}
    finished: list[dict[str, Any]] = []
    numbers: Counter[str] = Counter()
    try:
        for sample in samples:
            shard = filling.get(sample.split)
            if shard is None or shard.size + sample.tar_bytes > most_bytes:
                finished += [] if shard is None else [_closed(shard)]
                shard = filling[sample.split] = _Shard(folder / f"{sample.split}-{numbers[sample.split]:06d}.tar")
                numbers[sample.split] += 1
            _add(shard, sample)
    finally:
        # Open files must not keep an export that failed from being removed.
        finished += [_closed(shard) for shard in filling.values()]
    return sorted(finished, key=lambda entry: str(entry["url"]))


def _add(shard: _Shard, sample: _Sample) -> None:
    for name, content in sample.contents.items():
        member = tarfile.TarInfo(f"{sample.key}.{name}")
        member.size = len(content)
        shard.file.addfile(member, io.BytesIO(content))
    shard.samples += 1
    shard.size += sample.tar_bytes


def _closed(shard: _Shard) -> dict[str, Any]:
    """Close a tar file and return its entry in the index."""
    shard.file.close()
    return {"url": shard.path.name, "nsamples": shard.samples, "filesize": shard.path.stat().st_size}


def _statement(dataset: Dataset) -> dict[str, Any]:
    return {
        "format": "WebDataset, written by Scenewright",
        "files": {_SHORT.get(channel, channel): channel for channel in ("rgb", *dataset.spec.labels)},
        "classes": [item.name for item in dataset.spec.classes],
        "skeletons": json.loads(skeletons_json(read_skeletons(dataset))),
        "conventions": CONVENTIONS,
    }


def _counts(folder: Path) -> dict[str, int]:
    """Return how many images each tar file should hold; nothing where no index tells."""
    try:
        entries = json.loads((folder / "index.json").read_bytes())["shardlist"]
        return {str(entry["url"]): int(entry["nsamples"]) for entry in entries}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _samples(file: BinaryIO, expected: int | None) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Yield the files of a tar file sample by sample; neighbours with the same key belong together.

    Raises:
        tarfile.TarError: The file is damaged.
        ValueError: It holds no sample, or not as many as expected: one that was cut off between two looks whole.
    """
    key, count = "", 0
    contents: dict[str, bytes] = {}
    with tarfile.open(fileobj=file, mode="r|") as tar:
        for member in tar:
            stem, _, rest = member.name.partition(".")
            content = tar.extractfile(member)
            if content is None:
                continue
            if stem != key and contents:
                count += 1
                yield key, contents
                contents = {}
            key = stem
            contents[rest] = content.read()
    if contents:
        count += 1
        yield key, contents
    if count == 0 or count != (expected or count):
        raise ValueError(f"it holds {count} images, not {expected or 'one or more'}")


def _read_view(key: str, contents: Mapping[str, bytes]) -> ReadView:
    frame = record_from_json(contents["json"])
    view = frame.views[0]
    channels = {channel: in_full(array_from(contents[name], Path(name).suffix)) for channel, name in view.files.items()}
    return ReadView(frame.index, key, replace(view, files={}), channels, ALL_FIELDS)
