"""What must hold in COCO's files: detection, instances and keypoints, whoever wrote them.

Source: https://cocodataset.org/#format-data, and what pycocotools makes of it.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenewright.datasets.checks.coco_annotations import doubled, shown, wrong_annotation
from scenewright.datasets.checks.folder import Folder, ImageFindings, Wrong, picture_of, view_of
from scenewright.errors import UserError, os_error_sentence

SENTENCES: Mapping[str, str] = {
    "images_are_there": "Every image is there, can be read to its last row, and has the size that is stated.",
    "ids_are_unique": "Ids of images, categories and annotations are unique, and no annotation's is 0, which COCO's "
    "evaluation takes for no match.",
    "references_exist": "Every annotation belongs to an image and a category that are listed.",
    "boxes_lie_in_the_image": "Every box is four numbers, has a size, and lies in its image.",
    "masks_are_whole": "Every segmentation can be read, fits its image and is not empty; crowds are run lengths.",
    "box_is_bounds_of_mask": "Every box is the bounds of its segmentation, to a pixel.",
    "area_is_of_mask": "Every area is that of the segmentation, or of the box where there is none.",
    "keypoints_fit_their_category": "Keypoints are x, y, v for each point of the category; num_keypoints counts them.",
    "keypoints_lie_in_the_image": "Keypoints that are labelled lie in the image, and the others are 0, 0, 0.",
    "no_object_is_there_twice": "No object is annotated twice.",
    "no_picture_is_there_twice": "No picture is listed twice, under whatever name.",
}


@dataclass(frozen=True, eq=False)
class _Image:
    """An image's entry and its annotations."""

    place: int
    path: Path
    entry: Mapping[str, Any]
    annotations: Sequence[Mapping[str, Any]]
    names: Mapping[int, str]
    points: Mapping[int, int]


def open_coco(folder: Path) -> Folder:
    """Read the lists of a folder with COCO annotations, of one file or more, or of one such file.

    Raises:
        UserError: There is none, or it cannot be read.
    """
    files = _annotation_files(folder)
    wrong: list[Wrong] = []
    images: list[_Image] = []
    for path, data in files:
        where = "" if len(files) == 1 else f"{path.name}: "
        wrong += [(check, where + words) for check, words in _wrong_lists(data)]
        images += _images(folder, path, data, len(images))
    if not images:
        raise UserError(f"{folder} lists no image: there is nothing to check.")
    return Folder(
        SENTENCES, len(images), tuple(wrong), frozenset({"ids_are_unique", "references_exist"}), images, _look
    )


def _annotation_files(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    places = [folder] if folder.is_file() else sorted({*folder.glob("*.json"), *folder.glob("*/*.json")})
    found = []
    for path in places:
        try:
            data = json.loads(path.read_bytes())
        except OSError as error:
            raise UserError(os_error_sentence("read the annotations", path, error)) from error
        except ValueError as error:
            if folder.is_file() or "annot" in path.name or "instances" in path.name:
                raise UserError(f"{path} is damaged: {error}.") from error
            continue
        if _is_instances(data):
            found.append((path, data))
    if not found:
        raise UserError(f"{folder} holds no COCO annotations, a JSON file with images and annotations: check the path.")
    return found


def _is_instances(data: Any) -> bool:
    if not isinstance(data, dict) or not all(isinstance(data.get(name), list) for name in ("images", "annotations")):
        return False
    return not any(isinstance(item, dict) and "segments_info" in item for item in data["annotations"][:1])


def _wrong_lists(data: Mapping[str, Any]) -> Iterator[Wrong]:
    listed = {kind: [item.get("id") for item in _dicts(data.get(kind))] for kind in ("images", "categories")}
    annotations = _dicts(data["annotations"])
    for kind, ids in (*listed.items(), ("annotations", [item.get("id") for item in annotations])):
        twice = [number for number, count in Counter(map(repr, ids)).items() if count > 1]
        if twice:
            yield "ids_are_unique", f"{len(twice)} ids of {kind} are there more than once, such as {twice[0]}"
    if any(item.get("id") == 0 for item in annotations):
        yield "ids_are_unique", "an annotation has the id 0, which COCO's evaluation takes for no match: count from 1"
    names = [item.get("name") for item in _dicts(data.get("categories"))]
    if len(set(map(repr, names))) < len(names):
        yield "ids_are_unique", "two categories have the same name"
    for key, kind in (("image_id", "images"), ("category_id", "categories")):
        known = set(map(repr, listed[kind]))
        lost = [item.get("id") for item in annotations if repr(item.get(key)) not in known]
        if lost:
            yield "references_exist", f"{len(lost)} annotations have an {key} that is not listed, such as {lost[0]!r}"


def _dicts(items: Any) -> list[dict[str, Any]]:
    return [item for item in items or () if isinstance(item, dict)]


def _images(folder: Path, path: Path, data: Mapping[str, Any], start: int) -> Iterator[_Image]:
    categories = [item for item in _dicts(data.get("categories")) if isinstance(item.get("id"), int)]
    names = {item["id"]: str(item.get("name", item["id"])) for item in categories}
    points = {item["id"]: len(item["keypoints"]) for item in categories if isinstance(item.get("keypoints"), list)}
    by_image: dict[str, list[dict[str, Any]]] = {}
    for item in _dicts(data["annotations"]):
        by_image.setdefault(repr(item.get("image_id")), []).append(item)
    entries = _dicts(data["images"])
    root = _root(folder, path, [str(entry.get("file_name", "")) for entry in entries[:50]])
    for place, entry in enumerate(entries, start):
        own = by_image.get(repr(entry.get("id")), [])
        yield _Image(place, root / str(entry.get("file_name", "")), entry, own, names, points)


def _root(folder: Path, path: Path, names: Sequence[str]) -> Path:
    """Return the folder in which most of some pictures are: of those in which they usually are."""
    base = folder if folder.is_dir() else folder.parent
    places = [path.parent / "images", path.parent, base / "images", base]
    tops = [base, base / "images"]
    if folder.is_file():  # as COCO's own: annotations/instances_val2017.json beside val2017/
        tops += [base.parent, base.parent / "images"]
    places += sorted(item for top in tops if top.is_dir() for item in (top, *top.iterdir()) if item.is_dir())
    return max(places, key=lambda place: sum((place / name).is_file() for name in names))


def _look(image: _Image) -> ImageFindings:
    checked = {"images_are_there", "no_picture_is_there_twice", "no_object_is_there_twice"}
    wrong: list[Wrong] = []
    rgb, digest = None, b""
    try:
        rgb, digest = picture_of(image.path)
    except (OSError, ValueError, SyntaxError) as error:
        wrong.append(("images_are_there", f"the picture {image.path.name} cannot be read: {error}"))
    width, height = image.entry.get("width"), image.entry.get("height")
    if rgb is not None and (height, width) != rgb.shape[:2]:
        size = f"{rgb.shape[1]}x{rgb.shape[0]}"
        wrong.append(("images_are_there", f"the picture is {size} pixels, but {width}x{height} is stated"))
        height, width = rgb.shape[:2]
    objects = []
    if isinstance(width, int) and isinstance(height, int):
        for item in image.annotations:
            mask, found = wrong_annotation(item, (height, width), image.points, checked)
            wrong += [(check, f"annotation {item.get('id')}: {words}") for check, words in found]
            objects.append(shown(item, image.names, mask))
    wrong += doubled(image.annotations)
    name = str(image.entry.get("file_name", image.place))
    view = view_of(image.place, name, rgb, objects) if wrong and rgb is not None else None
    return ImageFindings(name, frozenset(checked), tuple(wrong), view, digest)
