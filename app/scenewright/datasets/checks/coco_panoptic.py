"""What must hold in COCO's panoptic files, whoever wrote them.

Source: https://cocodataset.org/#format-data, "Panoptic Segmentation", and what its reference evaluation refuses.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from scenewright.datasets.checks.folder import Folder, ImageFindings, Shown, Wrong, picture_of, view_of
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import mask_box

SENTENCES: Mapping[str, str] = {
    "images_are_there": "Every picture and every panoptic mask is there, can be read, and both have one size.",
    "ids_are_unique": "Ids of images and categories are unique, and each image has one panoptic mask.",
    "references_exist": "Every mask belongs to an image, and every segment to a category, that are listed.",
    "segments_are_those_of_the_mask": "The segments that are listed are those in the mask, no more and no fewer.",
    "area_is_of_mask": "Every segment's area is its number of pixels.",
    "box_is_bounds_of_mask": "Every segment's box is the bounds of its pixels.",
    "no_picture_is_there_twice": "No picture is listed twice, under whatever name.",
}

_BROKEN = (KeyError, TypeError, ValueError, IndexError, AttributeError)


@dataclass(frozen=True, eq=False)
class _Mask:
    """A panoptic mask's entry, and where its picture is."""

    place: int
    picture: Path
    mask: Path
    segments: Sequence[Mapping[str, Any]]
    names: Mapping[int, str]


def open_coco_panoptic(folder: Path) -> Folder:
    """Read the list of a folder with panoptic masks.

    Raises:
        UserError: There is none, or it cannot be read.
    """
    path, data = _file(folder)
    try:
        wrong = tuple(_wrong_lists(data))
        masks = list(_masks(folder, path, data))
    except _BROKEN as error:
        raise UserError(f"{path} is not a panoptic file: {type(error).__name__} {error}.") from error
    return Folder(SENTENCES, len(masks), wrong, frozenset({"ids_are_unique", "references_exist"}), masks, _look)


def _file(folder: Path) -> tuple[Path, dict[str, Any]]:
    for path in sorted({*folder.glob("*.json"), *folder.glob("*/*.json")}):
        try:
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise UserError(os_error_sentence("read the annotations", path, error)) from error
        except ValueError:
            continue
        if isinstance(data, dict) and any("segments_info" in item for item in data.get("annotations", ())[:1]):
            return path, data
    raise UserError(f"{folder} holds no panoptic annotations, a JSON file with segments_info: check the path.")


def _wrong_lists(data: Mapping[str, Any]) -> Iterator[Wrong]:
    lists = {
        "images": [item["id"] for item in data["images"]],
        "categories": [item["id"] for item in data["categories"]],
        "masks": [item["image_id"] for item in data["annotations"]],
    }
    for kind, ids in lists.items():
        twice = [number for number, count in Counter(ids).items() if count > 1]
        if twice:
            yield "ids_are_unique", f"{len(twice)} ids of {kind} are there more than once, such as {twice[0]}"
    lost = set(lists["masks"]) - set(lists["images"])
    if lost:
        yield "references_exist", f"{len(lost)} masks are of images that are not listed, such as {min(lost)}"
    used = {segment["category_id"] for item in data["annotations"] for segment in item["segments_info"]}
    unknown = used - set(lists["categories"])
    if unknown:
        yield "references_exist", f"segments have the category {min(unknown)}, which is not listed"


def _masks(folder: Path, path: Path, data: Mapping[str, Any]) -> Iterator[_Mask]:
    pictures = {item["id"]: item["file_name"] for item in data["images"]}
    names = {item["id"]: str(item["name"]) for item in data["categories"]}
    masks = _holding(
        [path.with_suffix(""), folder / "panoptic", folder / path.stem, path.parent, folder],
        [item["file_name"] for item in data["annotations"][:50]],
    )
    images = _holding(
        [folder / "images", folder, *sorted(item for item in folder.iterdir() if item.is_dir() and item != masks)],
        [item["file_name"] for item in data["images"][:50]],
    )
    for place, item in enumerate(data["annotations"]):
        picture = images / pictures.get(item["image_id"], "")
        yield _Mask(place, picture, masks / item["file_name"], item["segments_info"], names)


def _holding(places: Sequence[Path], names: Sequence[str]) -> Path:
    return max(places, key=lambda place: sum((place / name).is_file() for name in names))


def _look(item: _Mask) -> ImageFindings:
    checked = set(SENTENCES) - {"ids_are_unique", "references_exist"}
    name = item.picture.name
    try:
        rgb, digest = picture_of(item.picture)
        with Image.open(item.mask) as image:
            ids = np.asarray(image.convert("RGB")).astype(np.int64) @ (1, 256, 65_536)
    except (OSError, ValueError, SyntaxError) as error:
        return ImageFindings(name, frozenset({"images_are_there"}), (("images_are_there", f"cannot be read: {error}"),))
    if ids.shape != rgb.shape[:2]:
        words = f"the mask is {ids.shape[1]}x{ids.shape[0]} pixels, the picture {rgb.shape[1]}x{rgb.shape[0]}"
        return ImageFindings(name, frozenset({"images_are_there"}), (("images_are_there", words),), digest=digest)
    wrong: list[Wrong] = []
    shown = []
    seen, counts = np.unique(ids, return_counts=True)
    pixels = dict(zip(seen.tolist(), counts.tolist(), strict=True))
    listed = [segment.get("id") for segment in item.segments]
    differ = (set(pixels) - {0}) ^ set(listed)
    if differ or len(set(listed)) < len(listed):
        words = f"{len(differ)} segments are in the mask or in the list only" if differ else "a segment is listed twice"
        wrong.append(("segments_are_those_of_the_mask", words))
    for segment in item.segments:
        if segment.get("id") not in pixels:
            continue
        mask = ids == segment["id"]
        if segment.get("area") != pixels[segment["id"]]:
            words = f"segment {segment['id']} has {pixels[segment['id']]} pixels, its area is {segment.get('area')}"
            wrong.append(("area_is_of_mask", words))
        bounds = mask_box(mask)
        if bounds is not None and not _is_box(segment.get("bbox"), bounds):
            words = f"segment {segment['id']} has the box {segment.get('bbox')} and the bounds {bounds}"
            wrong.append(("box_is_bounds_of_mask", words))
        class_id = segment.get("category_id", 0)
        shown.append(Shown(class_id, item.names.get(class_id, "?"), bounds, mask))
    view = view_of(item.place, name, rgb, shown) if wrong else None
    return ImageFindings(name, frozenset(checked), tuple(wrong), view, digest)


def _is_box(given: Any, bounds: tuple[float, ...]) -> bool:
    try:
        x, y, width, height = (float(value) for value in given)
    except (TypeError, ValueError):
        return False
    return bool(np.allclose((x, y, x + width, y + height), bounds, atol=1.0))
