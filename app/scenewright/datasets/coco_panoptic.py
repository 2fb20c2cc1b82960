"""COCO panoptic segmentation: every pixel belongs to exactly one segment.

Format: https://cocodataset.org/#format-data, "Panoptic Segmentation". A PNG holds ids as R + 256 G + 65536 B, 0 for
pixels of nothing; `panoptic.json` lists each picture's segments. Ids of a picture's PNG are those of its list, no more
and no fewer, and every category is known; that is what the reference evaluation insists on.

Of what a visibility rule judged, the dropped is 0 (void): neither is it asked for, nor is it background. The ignored of
one class are together one segment with `iscrowd` 1, since the reference evaluation knows one crowd of a class in a
picture. The flagged is a segment as ever. Verdicts and reasons are under the key "scenewright".
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
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.staging import export_folder, place_file, refuse_without
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D, mask_box

JSON_FILE, MASKS_FOLDER = "panoptic.json", "panoptic"

_BACKGROUND = 65_536
"""Stands for the pixels of no object, where instance ids are 16 bits wide."""

_CROWD = _BACKGROUND + 1
"""With a class's id added, stands for the objects of that class that a visibility rule ignores."""

_SPREAD = 0x9E3779
"""An odd number: multiplied by it, modulo 2**24, small ids become colours that people can tell apart, none twice."""


def write_coco_panoptic(dataset: Dataset, out: Path) -> None:
    """Write `panoptic.json`, `panoptic/` and `images/`; all of it or nothing.

    What shows no object is the segment "background", which is no thing: then no pixel is left without a segment, and
    whoever sees objects there is wrong. Only what a visibility rule dropped is void.

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
                    numbers = _numbers(view, dataset.load(view, "instance_mask"))
                    (folder / MASKS_FOLDER / name).write_bytes(encode_png(_colored(numbers)))
                    add_image(image_item(image_id, frame, view, split))
                    segments = _segments(view, numbers, len(dataset.spec.classes) + 1)
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


def _numbers(view: ViewRecord, ids: NDArray[Any]) -> NDArray[np.int64]:
    """Return what each pixel (H, W) belongs to: an object's id, `_BACKGROUND`, the crowd of a class, or 0 for void."""
    table = np.arange(int(ids.max()) + 1, dtype=np.int64)
    table[0] = _BACKGROUND
    for item in view.instances:
        if item.instance_id < len(table) and item.verdict in ("drop", "ignore"):
            table[item.instance_id] = 0 if item.verdict == "drop" else _CROWD + item.class_id
    numbers: NDArray[np.int64] = table[ids]
    return numbers


def _colored(numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
    segment_ids = _segment_id(numbers)
    return np.stack([segment_ids >> shift & 255 for shift in (0, 8, 16)], axis=-1).astype(np.uint8)


def _segment_id(number: Any) -> Any:
    return number * _SPREAD % 2**24


def _segments(view: ViewRecord, numbers: NDArray[np.int64], background_id: int) -> list[dict[str, Any]]:
    things = [
        {**_listed(item.instance_id, item.class_id, item.visible_px, item.box_tight), OWN_KEY: _own(item)}
        for item in view.targets
        if item.box_tight is not None and item.visible_px > 0
    ]
    crowds: dict[int, list[InstanceRecord]] = {}
    for item in view.annotated:
        if item.verdict == "ignore" and item.visible_px > 0:
            crowds.setdefault(item.class_id, []).append(item)
    of_many = [
        {**listed, "iscrowd": 1, OWN_KEY: {"instances": [_own(item) for item in items]}}
        for class_id, items in crowds.items()
        for listed in _listed_pixels(_CROWD + class_id, class_id, numbers)
    ]
    return [*things, *of_many, *_listed_pixels(_BACKGROUND, background_id, numbers)]


def _own(item: InstanceRecord) -> dict[str, Any]:
    judged = {"verdict": item.verdict, "reason": item.reason} if item.verdict else {}
    return {"instance_id": item.instance_id, **judged}


def _listed_pixels(number: int, category_id: int, numbers: NDArray[np.int64]) -> list[dict[str, Any]]:
    """Return the segment of all pixels with a number; nothing where there is none."""
    mask = numbers == number
    box = mask_box(mask)
    return [] if box is None else [_listed(number, category_id, int(mask.sum()), box)]


def _listed(number: int, category_id: int, area_px: int, box: Box2D) -> dict[str, Any]:
    x0, y0, x1, y1 = box
    return {
        "id": _segment_id(number),
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
            "visibility_rules": "what they drop is void (0); what they ignore is one segment with iscrowd 1 per class; "
            "what they flag is as ever",
        },
    }
