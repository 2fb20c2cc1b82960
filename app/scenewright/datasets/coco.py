"""COCO: detection, instance segmentation and keypoints.

Format: https://cocodataset.org/#format-data. Boxes are [x, y, width, height] in pixels from the top-left corner; masks
are compressed run lengths, column by column, or polygons along the edges of the pixels. What COCO has no field for is
under the key "scenewright".

Of what a visibility rule judged, the dropped has no annotation, the ignored is a crowd (`iscrowd` 1: COCO's evaluation
neither asks for it nor counts what finds it as wrong), and the flagged is annotated as ever; verdict and reason of both
are under "scenewright".
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright import __version__
from scenewright.datasets.files import CHANNELS, write_json
from scenewright.datasets.json_lists import json_lists
from scenewright.datasets.point_sets import PointSet, point_set, triples, triples_in
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord
from scenewright.datasets.skeletons import Skeletons
from scenewright.datasets.staging import export_folder, place_file, refuse_without
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.polygons import joined, mask_parts

OWN_KEY = "scenewright"
ANNOTATIONS_FILE = "annotations.json"
SIGMAS_FILE = "sigmas.json"
_HELD_BY_COCO = {"class_id", "class_name", "box_tight", "visible_px", "keypoints"}

Masks = Literal["runs", "polygons", "none"]

_MASK_CONVENTIONS: Mapping[Masks, str] = {
    "runs": "visible pixels, compressed run lengths; equal to the instance mask bit for bit",
    "polygons": "visible pixels, a polygon for each part that hangs together, along the edges of the pixels: its area "
    "is the number of pixels; a hole is joined to its surrounding by a bridge without width",
    "none": "left out",
}


def write_coco(dataset: Dataset, out: Path, *, link: bool = True) -> None:
    """Write boxes, masks as run lengths and keypoints: `annotations.json` and `images/`; all of it or nothing.

    Args:
        dataset: What to export; objects of which nothing is visible get no annotation.
        out: A folder that is new or empty.
        link: Whether the images are hard links to the dataset's where that is possible.

    Raises:
        UserError: The dataset holds no instance masks, or the export cannot be written.
    """
    _write(dataset, out, masks="runs", link=link)


def write_coco_polygons(dataset: Dataset, out: Path) -> None:
    """Write masks as polygons, else as `write_coco`."""
    _write(dataset, out, masks="polygons")


def write_coco_detection(dataset: Dataset, out: Path) -> None:
    """Write boxes without masks, else as `write_coco`; the dataset needs no instance masks."""
    _write(dataset, out, masks="none")


def write_coco_keypoints(dataset: Dataset, out: Path) -> None:
    """Write the classes that have keypoints only, and `sigmas.json` for their score; else as `write_coco`.

    COCO's evaluation wants the same points for every object. So several skeletons become one set, of which each object
    has its own points labelled.

    Raises:
        UserError: As `write_coco`, or the dataset has no keypoints.
    """
    skeletons = read_skeletons(dataset)
    if not skeletons.of_class:
        raise UserError(
            f"{dataset.folder} holds no keypoints: add keypoints to the project's labels, use assets that have some, "
            "and generate again."
        )
    masks: Masks = "runs" if "instance_mask" in dataset.spec.labels else "none"
    _write(dataset, out, masks=masks, points=point_set(skeletons))


@dataclass(frozen=True, slots=True)
class CocoObject:
    """One annotation.

    Attributes:
        class_name: The category's name.
        box: XYXY, half-open.
        area_px: As the file states it.
        mask: bool (H, W), where the annotation has a segmentation.
        details: What Scenewright added.
        keypoints: float64 (K, 3), x, y and v, where the annotation has some.
        is_crowd: Whether it stands for many objects.
    """

    class_name: str
    box: Box2D
    area_px: float
    mask: NDArray[np.bool_] | None
    details: dict[str, Any] = field(default_factory=dict)
    keypoints: NDArray[np.float64] | None = None
    is_crowd: bool = False


@dataclass(frozen=True, slots=True)
class CocoImage:
    """One image with its annotations; `details` is what Scenewright added."""

    path: Path
    width: int
    height: int
    objects: tuple[CocoObject, ...]
    details: dict[str, Any] = field(default_factory=dict)


def read_coco(
    folder: Path, annotations: str | Path = ANNOTATIONS_FILE, images: str | Path = "images", *, masks: bool = True
) -> Iterator[CocoImage]:
    """Yield the images of a COCO export, in the order of the file.

    Masks may be compressed or plain run lengths, or polygons.

    Args:
        folder: The export.
        annotations: The JSON file, from there, as others name it.
        images: Where the pictures are, from there.
        masks: Whether masks are decoded; those of many images fill the memory.

    Raises:
        UserError: The folder holds no COCO annotations.
    """
    path = folder / annotations
    try:
        data = json.loads(path.read_bytes())
        names = {item["id"]: item["name"] for item in data["categories"]}
        by_image: dict[int, list[dict[str, Any]]] = {image["id"]: [] for image in data["images"]}
        for item in data["annotations"]:
            by_image[item["image_id"]].append(item)
        for image in data["images"]:
            size = (image["height"], image["width"])
            objects = tuple(_object(item, names, size if masks else None) for item in by_image[image["id"]])
            details = image.get(OWN_KEY, {})
            yield CocoImage(folder / images / image["file_name"], size[1], size[0], objects, details)
    except OSError as error:
        raise UserError(os_error_sentence("read the annotations", path, error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(f"{path} is not a COCO annotation file: {type(error).__name__} {error}.") from error


def _object(item: dict[str, Any], names: dict[int, str], size: tuple[int, int] | None) -> CocoObject:
    x, y, width, height = item["bbox"]
    return CocoObject(
        class_name=names[item["category_id"]],
        box=(x, y, x + width, y + height),
        area_px=item.get("area", width * height),  # some programs leave it out
        mask=None if size is None else decoded_mask(item.get("segmentation"), size),
        details=item.get(OWN_KEY, {}),
        keypoints=_numeric_points(item.get("keypoints")),
        is_crowd=bool(item.get("iscrowd", 0)),
    )


def _numeric_points(numbers: Any) -> NDArray[np.float64] | None:
    """Return keypoints (K, 3); nothing where there are none, or they are of a kind that COCO does not know."""
    if not isinstance(numbers, list) or any(isinstance(number, dict) for number in numbers):
        return None
    return np.array(numbers, np.float64).reshape(-1, 3)


def decoded_mask(segmentation: Any, size: tuple[int, int]) -> NDArray[np.bool_] | None:
    """Return the mask (H, W) of an annotation's `segmentation`; nothing where there is none.

    Raises:
        TypeError, ValueError, KeyError: It is not as COCO has it.
    """
    if not segmentation:
        return None
    if isinstance(segmentation, dict) and isinstance(segmentation["counts"], str):
        runs = segmentation
    else:
        runs = run_lengths.frPyObjects(segmentation, *size)
        runs = run_lengths.merge(runs) if isinstance(runs, list) else runs
    mask: NDArray[np.bool_] = run_lengths.decode(runs).astype(bool)
    return mask


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What annotations hold: how masks are written, and the points of all objects where they are one set."""

    masks: Masks
    points: PointSet | None
    category_ids: Mapping[str, int]


def _write(dataset: Dataset, out: Path, *, masks: Masks, points: PointSet | None = None, link: bool = True) -> None:
    if masks != "none":
        refuse_without("instance_mask", dataset, "COCO's masks")
    categories = _categories(dataset, read_skeletons(dataset), points)
    wanted = _Wanted(masks, points, {item["name"]: item["id"] for item in categories})
    head = {"info": _info(dataset, masks, points), "licenses": [], "categories": categories}
    with export_folder(dataset, out) as folder:
        (folder / "images").mkdir()
        with json_lists(folder / ANNOTATIONS_FILE, head, ("images", "annotations")) as (add_image, add_annotation):
            image_ids, annotation_ids = count(1), count(1)  # COCO's own evaluation takes annotation 0 for "no match"
            for frame in dataset.frames():
                split = json.loads(frame.plan).get("split", "train")
                for view in frame.views:
                    image_id = next(image_ids)
                    place_file(dataset.folder / view.files["rgb"], folder / "images" / file_name(view), link=link)
                    add_image(image_item(image_id, frame, view, split))
                    for item in _annotations(dataset, view, wanted):
                        add_annotation({"id": next(annotation_ids), "image_id": image_id, **item})
        if points is not None:
            write_json(folder / SIGMAS_FILE, {"keypoints": points.points, "sigmas": points.sigmas})


def _annotations(dataset: Dataset, view: ViewRecord, wanted: _Wanted) -> Iterator[dict[str, Any]]:
    ids = None if wanted.masks == "none" else np.asfortranarray(dataset.load(view, "instance_mask"))
    for item in view.annotated:
        if item.box_tight is None or item.visible_px == 0 or item.class_name not in wanted.category_ids:
            continue
        x0, y0, x1, y1 = item.box_tight
        ignored = item.verdict == "ignore"
        masks: Masks = "runs" if ignored and wanted.masks == "polygons" else wanted.masks  # COCO's crowds are runs
        yield {
            "category_id": wanted.category_ids[item.class_name],
            "bbox": [x0, y0, x1 - x0, y1 - y0],
            "area": item.visible_px,
            **({} if ids is None else {"segmentation": _segmentation(ids == item.instance_id, masks)}),
            "iscrowd": int(ignored),
            **_keypoints(item, wanted.points),
            OWN_KEY: {name: value for name, value in asdict(item).items() if name not in _HELD_BY_COCO},
        }


def _segmentation(mask: NDArray[np.bool_], masks: Masks) -> Any:
    if masks == "polygons":
        rings = (joined([part.outer, *part.holes]) for part in mask_parts(mask))
        return [ring.astype(int).ravel().tolist() for ring in rings]
    runs = run_lengths.encode(mask.view(np.uint8))
    return {"size": runs["size"], "counts": runs["counts"].decode("ascii")}


def _keypoints(item: InstanceRecord, points: PointSet | None) -> dict[str, Any]:
    """Return an annotation's x, y, v triples; COCO's 0 has no place."""
    if points is None and not item.keypoints:
        return {}
    placed = triples(item) if points is None else triples_in(points, item)
    labelled = sum(v > 0 for _, _, v in placed)
    return {"keypoints": [value for triple in placed for value in triple], "num_keypoints": labelled}


def _categories(dataset: Dataset, skeletons: Skeletons, points: PointSet | None) -> list[dict[str, Any]]:
    classes = [item.name for item in dataset.spec.classes if points is None or skeletons.of(item.name) is not None]
    return [
        {"id": k, "name": name, "supercategory": "object", **_skeleton(_points_of(name, skeletons, points))}
        for k, name in enumerate(classes, 1)
    ]


def _points_of(class_name: str, skeletons: Skeletons, points: PointSet | None) -> PointSet | None:
    """Return the points of a class: all points where they are one set for all classes."""
    if points is not None or skeletons.of(class_name) is None:
        return points
    name = skeletons.of_class[class_name]
    return point_set(Skeletons({name: skeletons.by_name[name]}, {class_name: name}))


def _skeleton(points: PointSet | None) -> dict[str, Any]:
    """Return a category's keypoint names, and its edges as pairs of places counted from 1."""
    if points is None:
        return {}
    twins = [[one + 1, other + 1] for one, other in enumerate(points.flip) if one < other]
    return {
        "keypoints": list(points.points),
        "skeleton": [[one + 1, other + 1] for one, other in points.edges],
        OWN_KEY: {"symmetry": twins, "sigmas": points.sigmas},
    }


def _info(dataset: Dataset, masks: Masks, points: PointSet | None) -> dict[str, Any]:
    which = "the project's classes" if points is None else "those of the project's classes that have keypoints"
    return {
        "description": dataset.spec.name,
        "version": __version__,
        "conventions": {
            "bbox": "bounds of the visible pixels, [x, y, width, height] on pixel edges: one pixel has width 1",
            "segmentation": _MASK_CONVENTIONS[masks],
            "area": "visible pixels",
            "keypoints": "x, y on pixel edges, v: 0 outside the image, 1 hidden, 2 visible",
            "image_and_annotation_ids": "counted from 1 in this export; another export numbers anew",
            "category_ids": f"1..K in the order of {which}",
            OWN_KEY: "in the conventions of the dataset: boxes XYXY, metres, OpenCV camera, matrices row by row",
        },
        "left_out": sorted(set(dataset.spec.labels) & set(CHANNELS) - {"instance_mask", "semantic_mask"}),
    }


def image_item(image_id: int, frame: FrameRecord, view: ViewRecord, split: str) -> dict[str, Any]:
    """Return an element of COCO's list of images."""
    return {
        "id": image_id,
        "file_name": file_name(view),
        "width": view.intrinsics.width,
        "height": view.intrinsics.height,
        OWN_KEY: {
            "frame": frame.index,
            "split": split,
            "camera": view.camera,
            "intrinsics": asdict(view.intrinsics),
            "world_from_camera": view.world_from_camera,
            "near_m": view.near_m,
            "far_m": view.far_m,
        },
    }


def file_name(view: ViewRecord) -> str:
    """Return the name of a view's picture, which every export keeps."""
    return Path(view.files["rgb"]).name
