"""COCO, YOLO and Pascal VOC folders as columns: pictures with boxes, whoever made them."""

import json
import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

import numpy as np

from scenewright.datasets.coco import read_coco
from scenewright.datasets.splits import SPLITS
from scenewright.datasets.voc import read_voc
from scenewright.datasets.yolo import read_yolo
from scenewright.errors import UserError
from scenewright.geometry.boxes import Box2D
from scenewright.inspection.columns import VERDICTS, Codes, Columns, Images, Objects

FORMATS = ("coco", "yolo", "voc")

_PICTURE_FOLDERS = ("images", ".", "data", "JPEGImages", "train", "val", "test", "train2017", "val2017")


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
    images = list(_coco(folder) if format_name == "coco" else _by_split(folder, format_name))
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


def coco_files(folder: Path) -> list[Path]:
    """Return the COCO annotation files in a folder and in the folders of its splits."""
    candidates = [path for pattern in ("annotations/*.json", "*.json", "*/*.json") for path in folder.glob(pattern)]
    return [path for path in dict.fromkeys(candidates) if _is_coco(path)]


def _is_coco(path: Path) -> bool:
    try:
        data = json.loads(path.read_bytes())
        return isinstance(data, dict) and {"images", "annotations", "categories"} <= data.keys()
    except (OSError, ValueError):
        return False


def _coco(folder: Path) -> Iterator[tuple[str, _Image]]:
    for path in coco_files(folder):
        images = _picture_folder(folder, path)
        name = path.stem if len(coco_files(folder)) > 1 else ""
        yield from ((name, image) for image in read_coco(folder, path.relative_to(folder), images))


def _picture_folder(folder: Path, annotations: Path) -> str:
    """Return where the pictures of an annotation file are: the first place that has one of them."""
    names = [image["file_name"] for image in json.loads(annotations.read_bytes())["images"][:1]]
    beside = os.path.relpath(annotations.parent, folder)
    places = [annotations.stem.rpartition("_")[2], f"{beside}/images", beside, *_PICTURE_FOLDERS]
    return next((place for place in places if all((folder / place / name).is_file() for name in names)), "images")


def _by_split(folder: Path, format_name: str) -> Iterator[tuple[str, _Image]]:
    for split in SPLITS:
        images: Iterable[_Image] = read_yolo(folder, split) if format_name == "yolo" else read_voc(folder, split)
        try:
            yield from ((split, image) for image in images)
        except UserError:
            if split == SPLITS[0]:
                raise  # the others need not be there


def is_read_as(folder: Path, format_name: str) -> bool:
    """Tell whether a folder's first image can be read in one of FORMATS."""
    try:
        images = _coco(folder) if format_name == "coco" else _by_split(folder, format_name)
        return next(islice(images, 1), None) is not None
    except (UserError, ValueError, KeyError):
        return False
