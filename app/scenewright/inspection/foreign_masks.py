"""The masks of one image of a COCO, YOLO or Pascal VOC folder, read when it is looked at."""

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from scenewright.datasets.coco import decoded_mask
from scenewright.datasets.images import read_array
from scenewright.datasets.yolo import label_path
from scenewright.inspection.columns import Columns
from scenewright.training.coco_files import coco_files

_LARGEST_BYTES = 200_000_000
"""Of an annotation file that is kept in memory while images are looked at."""

Mask = NDArray[np.uint16]


def instance_mask(columns: Columns, row: int) -> Mask | None:
    """Return which object each pixel of an image belongs to (H, W): 1 for the first of its objects; 0 for none.

    Nothing where the dataset holds no masks of the image, or they cannot be read.
    """
    width, height = columns.images.size_px[row].tolist()
    if width <= 0 or height <= 0:
        return None
    try:
        match columns.format_name:
            case "coco":
                return _stacked(_coco_masks(columns, row, (height, width)), (height, width))
            case "yolo":
                return _stacked(_yolo_masks(columns, row, (height, width)), (height, width))
            case "voc":
                return _voc_mask(columns, row)
            case _:
                return None
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None  # the boxes are shown; a file that is damaged is told where the dataset is read


def _stacked(masks: Iterator[NDArray[np.bool_] | None], size: tuple[int, int]) -> Mask | None:
    ids = np.zeros(size, np.uint16)
    for number, mask in enumerate(masks, start=1):
        if mask is not None:
            ids[mask] = number
    return ids if ids.any() else None


def _coco_masks(columns: Columns, row: int, size: tuple[int, int]) -> Iterator[NDArray[np.bool_] | None]:
    wanted = (columns.folder / str(columns.images.path[row])).resolve()
    for source in coco_sources(columns.folder):
        annotations = _coco_annotations(source[0], source[1], source[2]).get(wanted)
        if annotations is not None:
            return (decoded_mask(item.get("segmentation"), size) for item in annotations)
    return iter(())


@lru_cache(4)
def coco_sources(folder: Path) -> tuple[tuple[Path, Path, int], ...]:
    """Return a folder's COCO files that are not too large, where their pictures are, and when they were changed."""
    sources = [(item.path, folder / item.images) for item in coco_files(folder)]
    stats = [(path, images, path.stat()) for path, images in sources]
    return tuple((path, images, stat.st_mtime_ns) for path, images, stat in stats if stat.st_size <= _LARGEST_BYTES)


@lru_cache(4)
def _coco_annotations(path: Path, images: Path, _changed_ns: int) -> dict[Path, list[dict[str, Any]]]:
    data = json.loads(path.read_bytes())
    by_id: dict[Any, list[dict[str, Any]]] = {image["id"]: [] for image in data["images"]}
    for item in data["annotations"]:
        by_id[item["image_id"]].append(item)
    return {(images / image["file_name"]).resolve(): by_id[image["id"]] for image in data["images"]}


def _yolo_masks(columns: Columns, row: int, size: tuple[int, int]) -> Iterator[NDArray[np.bool_] | None]:
    picture = columns.folder / str(columns.images.path[row])
    place = label_path(picture) if "/images/" in picture.as_posix() else picture.with_suffix(".txt")
    rows = [line.split() for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]
    return (_outlined(line[1:], size) if len(line) > 6 and len(line) % 2 == 1 else None for line in rows)


def _outlined(numbers: Sequence[str], size: tuple[int, int]) -> NDArray[np.bool_]:
    height, width = size
    # Pillow's pixels have their centres on whole numbers, an outline's are half a pixel away.
    ring = (np.array(numbers, np.float64).reshape(-1, 2) * (width, height) - 0.5).ravel().tolist()
    sheet = Image.new("1", (width, height))
    ImageDraw.Draw(sheet).polygon(ring, fill=1)
    return np.asarray(sheet)


def _voc_mask(columns: Columns, row: int) -> Mask | None:
    picture = columns.folder / str(columns.images.path[row])
    place = picture.parent.parent / "SegmentationObject" / f"{picture.stem}.png"
    if not place.is_file():
        return None
    ids = read_array(place).astype(np.uint16)
    return np.where(ids == 255, 0, ids).astype(np.uint16)  # void: a border in doubt
