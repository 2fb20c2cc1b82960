"""COCO panoptic segmentation: every pixel belongs to exactly one segment.

Format: https://cocodataset.org/#format-data, "Panoptic Segmentation". A PNG holds ids as R + 256 G + 65536 B, 0 for
pixels of nothing; `panoptic.json` lists each picture's segments. Ids of a picture's PNG are those of its list, no more
and no fewer, and every category is known; that is what the reference evaluation insists on.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright import __version__
from scenewright.datasets.coco import OWN_KEY, file_name, image_item
from scenewright.datasets.images import encode_png, read_array
from scenewright.datasets.json_lists import json_lists
from scenewright.datasets.palette import voc_colors
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import ViewRecord
from scenewright.datasets.staging import export_folder, place_file, refuse_without
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D, mask_box

JSON_FILE, MASKS_FOLDER = "panoptic.json", "panoptic"

_BACKGROUND = 65_536
"""Stands for the pixels of no object, where instance ids are 16 bits wide."""

_SPREAD = 0x9E3779
"""An odd number: multiplied by it, modulo 2**24, small ids become colours that people can tell apart, none twice."""


def write_coco_panoptic(dataset: Dataset, out: Path) -> None:
    """Write `panoptic.json`, `panoptic/` and `images/`; all of it or nothing.

    What shows no object is the segment "background", which is no thing: then no pixel is left without a segment, and
    whoever sees objects there is wrong.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.

    Raises:
        UserError: The dataset holds no instance masks, or the export cannot be written.
    """
    refuse_without("instance_mask", dataset, "Panoptic masks")
    head = {"info": _info(dataset), "licenses": [], "categories": _categories(dataset)}
    with export_folder(dataset, out) as folder:
        for name in ("images", MASKS_FOLDER):
            (folder / name).mkdir()
        with json_lists(folder / JSON_FILE, head, ("images", "annotations")) as (add_image, add_annotation):
            image_ids = count(1)
            for frame in dataset.frames():
                split = json.loads(frame.plan).get("split", "train")
                for view in frame.views:
                    image_id, name = next(image_ids), file_name(view)
                    place_file(dataset.folder / view.files["rgb"], folder / "images" / name, link=True)
                    ids = dataset.load(view, "instance_mask").astype(np.int64)
                    (folder / MASKS_FOLDER / name).write_bytes(encode_png(_colored(ids)))
                    add_image(image_item(image_id, frame, view, split))
                    segments = _segments(view, ids, len(dataset.spec.classes) + 1)
                    add_annotation({"image_id": image_id, "file_name": name, "segments_info": segments})


@dataclass(frozen=True, slots=True)
class PanopticSegment:
    """A segment: one object, or all of one kind of stuff."""

    segment_id: int
    class_name: str
    is_thing: bool
    area_px: int
    box: Box2D
    is_crowd: bool


@dataclass(frozen=True, slots=True)
class PanopticImage:
    """A picture: `ids` (H, W) holds at each pixel the id of one of the segments, or 0."""

    path: Path
    ids: NDArray[np.int64]
    segments: tuple[PanopticSegment, ...]


def read_coco_panoptic(folder: Path) -> Iterator[PanopticImage]:
    """Yield the pictures of a panoptic export, in the order of the file.

    Raises:
        UserError: The folder holds none, or a mask and its list contradict each other.
    """
    path = folder / JSON_FILE
    try:
        data = json.loads(path.read_bytes())
        categories = {item["id"]: item for item in data["categories"]}
        images = {item["id"]: item["file_name"] for item in data["images"]}
        for item in data["annotations"]:
            mask_path = folder / MASKS_FOLDER / item["file_name"]
            ids = read_array(mask_path).astype(np.int64)[..., :3] @ (1, 256, 65_536)
            segments = tuple(_segment(segment, categories) for segment in item["segments_info"])
            _refuse_contradictions(mask_path, ids, segments)
            yield PanopticImage(folder / "images" / images[item["image_id"]], ids, segments)
    except OSError as error:
        raise UserError(os_error_sentence("read the panoptic masks", path, error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"{path} is not a panoptic file: {type(error).__name__} {error}.") from error


def _segment(item: dict[str, Any], categories: Mapping[int, dict[str, Any]]) -> PanopticSegment:
    x, y, width, height = item["bbox"]
    category = categories[item["category_id"]]
    box = (float(x), float(y), float(x + width), float(y + height))
    return PanopticSegment(
        item["id"], category["name"], bool(category["isthing"]), item["area"], box, bool(item["iscrowd"])
    )


def _refuse_contradictions(path: Path, ids: NDArray[np.int64], segments: tuple[PanopticSegment, ...]) -> None:
    seen, listed = set(np.unique(ids).tolist()) - {0}, {item.segment_id for item in segments}
    if seen != listed:
        raise ValueError(f"{path.name} shows segments that are not listed, or the other way round: {seen ^ listed}")


def _colored(ids: NDArray[np.int64]) -> NDArray[np.uint8]:
    segment_ids = _segment_id(np.where(ids == 0, _BACKGROUND, ids))
    return np.stack([segment_ids >> shift & 255 for shift in (0, 8, 16)], axis=-1).astype(np.uint8)


def _segment_id(instance_id: Any) -> Any:
    return instance_id * _SPREAD % 2**24


def _segments(view: ViewRecord, ids: NDArray[np.int64], background_id: int) -> list[dict[str, Any]]:
    segments = [
        {**_listed(item.instance_id, item.class_id, item.visible_px, item.box_tight), OWN_KEY: _own(item.instance_id)}
        for item in view.instances
        if item.box_tight is not None and item.visible_px > 0
    ]
    empty = ids == 0
    box = mask_box(empty)
    return segments if box is None else [*segments, _listed(_BACKGROUND, background_id, int(empty.sum()), box)]


def _own(instance_id: int) -> dict[str, Any]:
    return {"instance_id": instance_id}


def _listed(instance_id: int, category_id: int, area_px: int, box: Box2D) -> dict[str, Any]:
    x0, y0, x1, y1 = box
    return {
        "id": _segment_id(instance_id),
        "category_id": category_id,
        "area": area_px,
        "bbox": [x0, y0, x1 - x0, y1 - y0],
        "iscrowd": 0,
    }


def _categories(dataset: Dataset) -> list[dict[str, Any]]:
    names = [item.name for item in dataset.spec.classes]
    background = "background"
    while background in names:
        background += "_"
    colors = voc_colors().tolist()
    things = [
        {"id": k, "name": name, "supercategory": "object", "isthing": 1, "color": colors[(k - 1) % 255 + 1]}
        for k, name in enumerate(names, 1)
    ]
    stuff = {"id": len(names) + 1, "name": background, "supercategory": "background", "isthing": 0, "color": [0, 0, 0]}
    return [*things, stuff]


def _info(dataset: Dataset) -> dict[str, Any]:
    return {
        "description": dataset.spec.name,
        "version": __version__,
        "conventions": {
            "ids": "R + 256 G + 65536 B, unique in a picture only",
            "bbox": "bounds of the visible pixels, [x, y, width, height] on pixel edges: one pixel has width 1",
            "category_ids": "1..K in the order of the project's classes; the last is everything that is no object",
        },
    }
