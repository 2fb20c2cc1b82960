"""COCO: detection, instance segmentation and keypoints.

Format: https://cocodataset.org/#format-data. Boxes are [x, y, width, height] in pixels from the top-left corner; masks
are compressed run lengths, column by column. What COCO has no field for is under the key "scenewright".
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright import __version__
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import Skeleton
from scenewright.datasets.staging import export_folder, place_file
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D

_OWN_KEY = "scenewright"
_HELD_BY_COCO = {"class_id", "class_name", "box_tight", "visible_px", "keypoints"}


def write_coco(dataset: Dataset, out: Path, *, link: bool = True) -> None:
    """Write `annotations.json` and `images/`; all of it or nothing.

    Args:
        dataset: What to export; objects of which nothing is visible get no annotation.
        out: A folder that is new or empty.
        link: Whether the images are hard links to the dataset's where that is possible.

    Raises:
        UserError: The dataset holds no instance masks, or the export cannot be written.
    """
    if "instance_mask" not in dataset.spec.labels:
        raise UserError(
            f"COCO needs instance masks, which {dataset.folder} does not hold: "
            "add instance_mask to the project's labels and generate again."
        )
    with export_folder(dataset, out) as folder:
        (folder / "images").mkdir()
        for frame in dataset.frames():
            for view in frame.views:
                place_file(dataset.folder / view.files["rgb"], folder / "images" / _file_name(view), link=link)
        with (folder / "annotations.json").open("w", encoding="utf-8") as file:
            file.write(
                '{"info":' + _json(_info(dataset)) + ',"licenses":[],"categories":' + _json(_categories(dataset))
            )
            _write_list(file, "images", _images(dataset))
            _write_list(file, "annotations", _annotations(dataset))
            file.write("}\n")


@dataclass(frozen=True, slots=True)
class CocoObject:
    """One annotation.

    Attributes:
        class_name: The category's name.
        box: XYXY, half-open.
        area_px: As the file states it.
        mask: bool (H, W), where the annotation has a segmentation.
        details: What Scenewright added.
    """

    class_name: str
    box: Box2D
    area_px: float
    mask: NDArray[np.bool_] | None
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CocoImage:
    """One image with its annotations; `details` is what Scenewright added."""

    path: Path
    width: int
    height: int
    objects: tuple[CocoObject, ...]
    details: dict[str, Any] = field(default_factory=dict)


def read_coco(folder: Path) -> Iterator[CocoImage]:
    """Yield the images of a COCO export, in the order of the file.

    Masks may be compressed or plain run lengths, or polygons.

    Raises:
        UserError: The folder holds no COCO annotations.
    """
    path = folder / "annotations.json"
    try:
        data = json.loads(path.read_bytes())
        names = {item["id"]: item["name"] for item in data["categories"]}
        by_image: dict[int, list[dict[str, Any]]] = {image["id"]: [] for image in data["images"]}
        for item in data["annotations"]:
            by_image[item["image_id"]].append(item)
    except OSError as error:
        raise UserError(os_error_sentence("read the annotations", path, error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"{path} is not a COCO annotation file: {type(error).__name__} {error}.") from error
    for image in data["images"]:
        size = (image["height"], image["width"])
        objects = tuple(_object(item, names, size) for item in by_image[image["id"]])
        details = image.get(_OWN_KEY, {})
        yield CocoImage(folder / "images" / image["file_name"], size[1], size[0], objects, details)


def _object(item: dict[str, Any], names: dict[int, str], size: tuple[int, int]) -> CocoObject:
    x, y, width, height = item["bbox"]
    mask = _decoded(item.get("segmentation"), size)
    return CocoObject(
        names[item["category_id"]], (x, y, x + width, y + height), item["area"], mask, item.get(_OWN_KEY, {})
    )


def _decoded(segmentation: Any, size: tuple[int, int]) -> NDArray[np.bool_] | None:
    if not segmentation:
        return None
    if isinstance(segmentation, dict) and isinstance(segmentation["counts"], str):
        runs = segmentation
    else:
        runs = run_lengths.frPyObjects(segmentation, *size)
        runs = run_lengths.merge(runs) if isinstance(runs, list) else runs
    mask: NDArray[np.bool_] = run_lengths.decode(runs).astype(bool)
    return mask


def _info(dataset: Dataset) -> dict[str, Any]:
    return {
        "description": dataset.spec.name,
        "version": __version__,
        "conventions": {
            "bbox": "bounds of the visible pixels, [x, y, width, height] on pixel edges: one pixel has width 1",
            "segmentation": "visible pixels, compressed run lengths; equal to the instance mask bit for bit",
            "area": "visible pixels",
            "keypoints": "x, y on pixel edges, v: 0 outside the image, 1 hidden, 2 visible",
            "image_and_annotation_ids": "counted from 1 in this export; another export numbers anew",
            "category_ids": "1..K in the order of the project's classes",
            _OWN_KEY: "in the conventions of the dataset: boxes XYXY, metres, OpenCV camera, matrices row by row",
        },
        "left_out": sorted(set(dataset.spec.labels) & {"distance_to_camera", "distance_to_image_plane", "normals"}),
    }


def _categories(dataset: Dataset) -> list[dict[str, Any]]:
    skeletons = read_skeletons(dataset)
    return [
        {"id": k, "name": item.name, "supercategory": "object", **_skeleton(skeletons.of(item.name))}
        for k, item in enumerate(dataset.spec.classes, 1)
    ]


def _skeleton(skeleton: Skeleton | None) -> dict[str, Any]:
    """Return a category's keypoint names, and its edges as pairs of places counted from 1."""
    if skeleton is None:
        return {}
    places = {name: place for place, name in enumerate(skeleton.points, start=1)}
    return {
        "keypoints": list(skeleton.points),
        "skeleton": [[places[one], places[other]] for one, other in skeleton.edges],
        _OWN_KEY: {"symmetry": [[places[one], places[other]] for one, other in skeleton.symmetry]},
    }


def _keypoints(item: InstanceRecord) -> dict[str, Any]:
    """Return an annotation's x, y, v triples; COCO's 0 has no place."""
    if not item.keypoints:
        return {}
    triples = [(p.x, p.y, p.visibility) if p.visibility > 0 else (0, 0, 0) for p in item.keypoints]
    labelled = sum(point.visibility > 0 for point in item.keypoints)
    return {"keypoints": [value for triple in triples for value in triple], "num_keypoints": labelled}


def _views(dataset: Dataset) -> Iterator[tuple[int, FrameRecord, ViewRecord]]:
    """Yield every image with its id."""
    ids = count(1)
    return ((next(ids), frame, view) for frame in dataset.frames() for view in frame.views)


def _images(dataset: Dataset) -> Iterator[dict[str, Any]]:
    for image_id, frame, view in _views(dataset):
        size = view.intrinsics
        yield {
            "id": image_id,
            "file_name": _file_name(view),
            "width": size.width,
            "height": size.height,
            _OWN_KEY: {
                "frame": frame.index,
                "split": json.loads(frame.plan).get("split", "train"),
                "camera": view.camera,
                "intrinsics": asdict(view.intrinsics),
                "world_from_camera": view.world_from_camera,
                "near_m": view.near_m,
                "far_m": view.far_m,
            },
        }


def _annotations(dataset: Dataset) -> Iterator[dict[str, Any]]:
    # COCO's own evaluation takes annotation 0 for "no match".
    ids = count(1)
    for image_id, _, view in _views(dataset):
        mask = np.asfortranarray(dataset.load(view, "instance_mask"))
        for item in view.instances:
            if item.box_tight is not None and item.visible_px > 0:
                yield _annotation(next(ids), image_id, item, item.box_tight, mask)


def _annotation(
    annotation_id: int, image_id: int, item: InstanceRecord, box: Box2D, mask: NDArray[Any]
) -> dict[str, Any]:
    runs = run_lengths.encode((mask == item.instance_id).astype(np.uint8))
    return {
        "id": annotation_id,
        "image_id": image_id,
        "category_id": item.class_id,
        "bbox": [box[0], box[1], box[2] - box[0], box[3] - box[1]],
        "area": item.visible_px,
        "segmentation": {"size": runs["size"], "counts": runs["counts"].decode("ascii")},
        "iscrowd": 0,
        **_keypoints(item),
        _OWN_KEY: {name: value for name, value in asdict(item).items() if name not in _HELD_BY_COCO},
    }


def _file_name(view: ViewRecord) -> str:
    return Path(view.files["rgb"]).name


def _write_list(file: TextIO, name: str, items: Iterable[dict[str, Any]]) -> None:
    """Write a member of the top-level object, an element in memory at a time."""
    file.write(f',\n"{name}":[')
    for number, item in enumerate(items):
        file.write((",\n" if number else "\n") + _json(item))
    file.write("]")


def _json(data: Any) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
