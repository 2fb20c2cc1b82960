"""Other people's datasets as samples: COCO, YOLO and Pascal VOC, as photos usually come."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright.datasets.coco import CocoImage, read_coco
from scenewright.datasets.point_sets import PointSet
from scenewright.datasets.skeletons import usual_sigma
from scenewright.datasets.voc import VocImage, read_voc
from scenewright.datasets.yolo import DATA_FILE, YoloImage, read_yolo
from scenewright.errors import UserError
from scenewright.training.samples import SampleTable


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
    folder: Path, classes: tuple[str, ...] = (), points: PointSet | None = None
) -> tuple[SampleTable, NDArray[np.str_]]:
    """Return a folder of COCO, YOLO or VOC as samples, and the split of each; which it is is seen from its files.

    Our own COCO exports say what each picture is for; of others all are "train".

    Args:
        folder: With a COCO JSON file and the pictures, or `data.yaml`, or `Annotations` and `ImageSets`.
        classes: How classes are to be numbered; in the order of their names if left out. Others follow behind.
        points: What the keypoints are; only sets of as many points are taken.

    Raises:
        UserError: It is none of these, or damaged.
    """
    images = list(_images(folder))
    if not images:
        raise UserError(f"{folder} lists no picture: check that it is the whole dataset.")
    names = {item.class_name for image in images for item in image.objects}
    known = {name.casefold() for name in classes}
    all_classes = (*classes, *sorted(name for name in names if name.casefold() not in known))
    splits = np.array([image.split for image in images])
    return _as_table(folder, images, all_classes, points), splits


def _images(folder: Path) -> Iterator[_Image]:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}: check the path.")
    if (folder / DATA_FILE).is_file():
        return _yolo(folder)
    if (folder / "ImageSets" / "Main").is_dir():
        return _voc(folder)
    found = coco_file(folder)
    if found is not None:
        return _coco(folder, found)
    raise UserError(
        f"{folder} is no dataset that can be read: it has no COCO file (a .json with images and annotations), no "
        f"{DATA_FILE} (YOLO) and no ImageSets/Main (VOC)."
    )


def coco_file(folder: Path) -> Path | None:
    """Return a folder's COCO file: `annotations.json`, or the only or first JSON that has annotations."""
    places = [folder / "annotations.json", *sorted(folder.glob("*.json")), *sorted(folder.glob("annotations/*.json"))]
    for place in places:
        if place.is_file() and _names_annotations(place):
            return place
    return None


def _names_annotations(path: Path) -> bool:
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return path.name == "annotations.json"  # whose damage is told by its reader
    return isinstance(data, dict) and "images" in data and "categories" in data


def _coco(folder: Path, annotations: Path) -> Iterator[_Image]:
    images = next((name for name in ("images", annotations.stem, "data") if (folder / name).is_dir()), ".")
    for image in read_coco(folder, annotations.relative_to(folder), images):
        split = str(image.details.get("split", "train"))
        yield _Image(image.path, (image.width, image.height), _coco_objects(image), bool(image.details), split)


def _coco_objects(image: CocoImage) -> tuple[_Object, ...]:
    return tuple(
        _Object(item.class_name, item.box, item.area_px, item.is_crowd, item.mask, item.keypoints)
        for item in image.objects
    )


def _yolo(folder: Path) -> Iterator[_Image]:
    data = yaml.safe_load((folder / DATA_FILE).read_text(encoding="utf-8")) or {}
    # A real set is there to be measured on: its val and test pictures, or all where there is one list only.
    splits = [name for name in ("val", "test") if data.get(name)] or ["train"]
    for split in splits:
        for image in read_yolo(folder, split):
            yield _Image(image.path, (image.width, image.height), _yolo_objects(image), "scenewright" in data)


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


def _voc(folder: Path) -> Iterator[_Image]:
    lists = {path.stem for path in (folder / "ImageSets" / "Main").glob("*.txt")}
    split = next((name for name in ("val", "test", "trainval", "train") if name in lists), None)
    if split is None:
        raise UserError(f"{folder} has no list of pictures in ImageSets/Main: add val.txt.")
    for image in read_voc(folder, split):
        yield _Image(image.path, (image.width, image.height), _voc_objects(image))


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
