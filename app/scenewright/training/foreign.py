"""Other people's datasets as samples: COCO, YOLO and Pascal VOC, as photos usually come."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright.datasets.coco import CocoImage, read_coco
from scenewright.datasets.point_sets import PointSet
from scenewright.datasets.skeletons import usual_sigma
from scenewright.datasets.voc import OURS, VocImage, read_voc
from scenewright.datasets.yolo import DATA_FILE, YoloImage, read_yolo
from scenewright.errors import UserError
from scenewright.training.coco_files import CocoSource, coco_files
from scenewright.training.samples import SampleTable

Purpose = Literal["train", "mix", "measure"]
"""What a set is read for, which says what is read of one that is divided into train, val and test.

train: train and val, the latter to be held back. mix: train alone. measure: val and test. Test pictures are never
trained on. Of a set that is not divided, all are read.
"""
_WANTED: dict[Purpose, tuple[str, ...]] = {
    "train": ("train", "validation"),
    "mix": ("train",),
    "measure": ("validation", "test"),
}


@dataclass(frozen=True, slots=True)
class _Object:
    class_name: str
    box: tuple[float, float, float, float]
    area_px: float
    is_ignored: bool = False
    mask: NDArray[np.bool_] | None = None
    keypoints: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class _Image:
    path: Path
    size: tuple[int, int]
    objects: tuple[_Object, ...]
    is_ours: bool = False
    split: str = "train"


def read_foreign(
    folder: Path, classes: tuple[str, ...] = (), points: PointSet | None = None, purpose: Purpose = "measure"
) -> tuple[SampleTable, NDArray[np.str_]]:
    """Return a folder of COCO, YOLO or VOC as samples, and the split of each; which it is is seen from its files.

    Args:
        folder: With COCO JSON files and the pictures, or `data.yaml`, or `Annotations` and `ImageSets`.
        classes: How classes are to be numbered; in the order of their names if left out. Others follow behind.
        points: What the keypoints are; only sets of as many points are taken.
        purpose: What it is read for.

    Raises:
        UserError: It is none of these, or damaged.
    """
    images = list(_images(folder, purpose))
    if purpose != "measure":  # our own COCO file says of each picture what it is for
        wanted = _wanted(dict.fromkeys(image.split for image in images), purpose)
        images = [image for image in images if image.split in wanted]
    if not images:
        raise UserError(f"{folder} lists no picture: check that it is the whole dataset.")
    names = {item.class_name for image in images for item in image.objects}
    known = {name.casefold() for name in classes}
    all_classes = (*classes, *sorted(name for name in names if name.casefold() not in known))
    splits = np.array([image.split for image in images])
    return _as_table(folder, images, all_classes, points), splits


def _images(folder: Path, purpose: Purpose) -> Iterator[_Image]:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}: check the path.")
    if (folder / DATA_FILE).is_file():
        return _yolo(folder, purpose)
    if (folder / "ImageSets" / "Main").is_dir():
        return _voc(folder, purpose)
    found = coco_files(folder)
    if found:
        return _coco(folder, found, purpose)
    raise UserError(
        f"{folder} is no dataset that can be read: it has no COCO file (a .json with images and annotations), no "
        f"{DATA_FILE} (YOLO) and no ImageSets/Main (VOC)."
    )


def _wanted(here: Iterable[str], purpose: Purpose) -> list[str]:
    """Return which of the splits that are here are read; all, where none of those that the purpose wants is here."""
    splits = list(here)
    return [split for split in splits if split in _WANTED[purpose]] or splits


def _coco(folder: Path, sources: list[CocoSource], purpose: Purpose) -> Iterator[_Image]:
    wanted = _wanted(dict.fromkeys(source.split for source in sources), purpose)
    last = max(k for k, source in enumerate(sources) if source.split in wanted)
    known: set[Path] = set()
    for source in sources[: last + 1]:
        # Files of the same pictures (boxes, keypoints, captions) are usual: the first counts.
        new = [image for image in _coco_file(folder, source) if image.path not in known]
        known |= {image.path for image in new}
        if source.split in wanted:
            yield from new


def _coco_file(folder: Path, source: CocoSource) -> Iterator[_Image]:
    for image in read_coco(folder, source.path.relative_to(folder), source.images):
        split = str(image.details.get("split", source.split or "train"))
        yield _Image(image.path, (image.width, image.height), _coco_objects(image), bool(image.details), split)


def _coco_objects(image: CocoImage) -> tuple[_Object, ...]:
    return tuple(
        _Object(item.class_name, item.box, item.area_px, item.is_crowd, item.mask, item.keypoints)
        for item in image.objects
    )


def _yolo(folder: Path, purpose: Purpose) -> Iterator[_Image]:
    data = yaml.safe_load((folder / DATA_FILE).read_text(encoding="utf-8")) or {}
    names = {"train": "train", "validation": "val", "test": "test"}
    for split in _wanted([split for split, name in names.items() if data.get(name)] or ["train"], purpose):
        for image in read_yolo(folder, names[split]):
            size = image.width, image.height
            yield _Image(image.path, size, _yolo_objects(image), "scenewright" in data, split)


def _yolo_objects(image: YoloImage) -> tuple[_Object, ...]:
    return tuple(
        _Object(
            item.class_name,
            item.box,
            _area(item.box),
            mask=None if item.outline is None else _drawn(item.outline, image.width, image.height),
            keypoints=item.keypoints,
        )
        for item in image.objects
    )


def _drawn(outline: NDArray[np.float64], width: int, height: int) -> NDArray[np.bool_]:
    runs = run_lengths.frPyObjects([outline.ravel().tolist()], height, width)
    mask: NDArray[np.bool_] = run_lengths.decode(runs)[..., 0].astype(bool)
    return mask


def _voc(folder: Path, purpose: Purpose) -> Iterator[_Image]:
    names = {"train": "train", "validation": "val", "test": "test"}
    lists = {path.stem for path in (folder / "ImageSets" / "Main").glob("*.txt")}
    here = {split: name for split, name in names.items() if name in lists}
    if not here and "trainval" in lists:
        here["train"] = "trainval"
    if not here:
        raise UserError(f"{folder} has no list of pictures in ImageSets/Main: add train.txt and val.txt.")
    for split in _wanted(here, purpose):
        for image in read_voc(folder, here[split]):
            size, is_ours = (image.width, image.height), image.annotation == OURS
            yield _Image(image.path, size, _voc_objects(image), is_ours, split)


def _voc_objects(image: VocImage) -> tuple[_Object, ...]:
    return tuple(_Object(item.class_name, item.box, _area(item.box), item.is_difficult) for item in image.objects)


def _area(box: tuple[float, float, float, float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _as_table(folder: Path, images: list[_Image], classes: tuple[str, ...], points: PointSet | None) -> SampleTable:
    number = {name.casefold(): k for k, name in enumerate(classes, 1)}
    objects = [item for image in images for item in image.objects]
    counts = [len(image.objects) for image in images]
    widths = {len(item.keypoints) for item in objects if item.keypoints is not None}
    wanted = points or (_anonymous_points(widths.pop()) if len(widths) == 1 else None)
    has_points = wanted is not None and any(item.keypoints is not None for item in objects)
    has_masks = bool(objects) and all(item.mask is not None for item in objects)
    return SampleTable(
        source=folder,
        classes=classes,
        pictures=tuple(image.path for image in images),
        sizes=np.array([image.size for image in images], np.int32).reshape(-1, 2),
        frames=np.arange(len(images), dtype=np.int64),
        cameras=("",) * len(images),
        starts=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        boxes=np.array([item.box for item in objects], np.float32).reshape(-1, 4),
        areas=np.array([item.area_px for item in objects], np.float32),
        labels=np.array([number[item.class_name.casefold()] for item in objects], np.int64),
        ignored=np.array([item.is_ignored for item in objects], bool),
        instance_ids=np.zeros(len(objects), np.int64),
        keypoints=_all_keypoints(objects, wanted) if has_points and wanted is not None else None,
        points=wanted if has_points else None,
        runs=tuple(_encoded(item.mask) for item in objects if item.mask is not None) if has_masks else None,
        is_real=not any(image.is_ours for image in images),
    )


def _encoded(mask: NDArray[np.bool_]) -> dict[str, Any]:
    runs: dict[str, Any] = run_lengths.encode(np.asfortranarray(mask.astype(np.uint8)))
    return runs


def _all_keypoints(objects: Iterable[_Object], points: PointSet) -> NDArray[np.float32]:
    count = len(points.points)
    nothing = np.zeros((count, 3))
    found = [
        item.keypoints if item.keypoints is not None and len(item.keypoints) == count else nothing for item in objects
    ]
    return np.array(found, np.float32)


def _anonymous_points(count: int) -> PointSet:
    names = tuple(f"point {k + 1}" for k in range(count))
    return PointSet(names, (), tuple(range(count)), tuple(usual_sigma(name) for name in names), {})
