"""COCO, YOLO and Pascal VOC folders as columns: pictures with boxes, whoever made them."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np
import yaml

from scenewright.datasets.coco import read_coco
from scenewright.datasets.loose import has_yolo_rows, loose_voc, loose_yolo
from scenewright.datasets.splits import SPLITS
from scenewright.datasets.voc import read_voc
from scenewright.datasets.yolo import DATA_FILE, read_yolo
from scenewright.errors import UserError
from scenewright.geometry.boxes import Box2D
from scenewright.inspection.columns import VERDICTS, Codes, Columns, Images, Objects
from scenewright.training.coco_files import coco_files


class _Object(Protocol):
    @property
    def class_name(self) -> str: ...
    @property
    def box(self) -> Box2D: ...


class _Image(Protocol):
    @property
    def path(self) -> Path: ...
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...
    @property
    def objects(self) -> Sequence[_Object]: ...


def boxed_columns(folder: Path, format_name: str) -> Iterator[Columns]:
    """Yield the columns of a folder in one of FORMATS, once.

    Raises:
        UserError: The folder cannot be read in this format.
    """
    images = list(_IMAGES[format_name](folder))
    if not images:
        raise UserError(f"{folder} holds no image in the format {format_name}: check the folder.")
    splits, classes = Codes(), Codes()
    split = np.array([splits[name] for name, _ in images], np.int64)
    owners = np.array([row for row, (_, image) in enumerate(images) for _ in image.objects], np.int64)
    found = [item for _, image in images for item in image.objects]
    class_id = np.array([classes[item.class_name] + 1 for item in found], np.int64)
    unknown = np.full(len(found), np.nan, np.float32)
    nothing = np.zeros(len(found), np.int64)
    count = len(images)
    yield Columns(
        folder,
        format_name,
        classes.names,
        ("",),
        splits.names,
        (),
        (),
        Images(
            index=np.arange(count),
            camera=np.zeros(count, np.int64),
            split=split,
            scene=np.arange(count),
            size_px=np.array([(image.width, image.height) for _, image in images], np.int64).reshape(-1, 2),
            path=np.array([os.path.relpath(image.path, folder) for _, image in images], np.str_),
            mask=np.full(count, ""),
        ),
        Objects(
            image=owners,
            instance_id=nothing,
            class_id=class_id,
            asset=nothing - 1,
            group=nothing - 1,
            verdict=nothing + VERDICTS.index(""),
            box_px=np.array([item.box for item in found], np.float32).reshape(-1, 4),
            visible_px=unknown,
            occlusion=unknown,
            truncation=unknown,
            distance_m=unknown,
            azimuth_deg=unknown,
            elevation_deg=unknown,
            yaw_deg=unknown,
        ),
    )


def _coco(folder: Path) -> Iterator[tuple[str, _Image]]:
    known: set[Path] = set()
    # Files of the same pictures (boxes, keypoints, captions) are usual: the first counts.
    for source in coco_files(folder):
        for image in read_coco(folder, source.path.relative_to(folder), source.images, masks=False):
            if image.path not in known:
                known.add(image.path)
                yield str(image.details.get("split", source.split)), image


def _yolo(folder: Path) -> Iterator[tuple[str, _Image]]:
    if not (folder / DATA_FILE).is_file():
        yield from loose_yolo(folder)
        return
    data = yaml.safe_load((folder / DATA_FILE).read_text(encoding="utf-8"))
    here = [split for split in SPLITS if isinstance(data, dict) and data.get(split)]
    for split in here or SPLITS[:1]:
        yield from ((split, image) for image in read_yolo(folder, split))


def _voc(folder: Path) -> Iterator[tuple[str, _Image]]:
    lists = {path.stem for path in (folder / "ImageSets" / "Main").glob("*.txt")}
    here: list[str] = [split for split in SPLITS if split in lists] or sorted(lists & {"trainval"})
    if not here:
        yield from loose_voc(folder)
    for split in here:
        yield from ((split, image) for image in read_voc(folder, split))


_IMAGES: Mapping[str, Callable[[Path], Iterator[tuple[str, _Image]]]] = {"coco": _coco, "yolo": _yolo, "voc": _voc}
FORMATS = tuple(_IMAGES)


def is_read_as(folder: Path, format_name: str) -> bool:
    """Tell whether a folder can be read in one of FORMATS, by its first image."""
    if format_name == "yolo" and not (folder / DATA_FILE).is_file():
        return has_yolo_rows(folder)
    if format_name == "coco":
        return bool(coco_files(folder))
    try:
        return next(islice(_IMAGES[format_name](folder), 1), None) is not None
    except (UserError, ValueError, KeyError, yaml.YAMLError):
        return False
