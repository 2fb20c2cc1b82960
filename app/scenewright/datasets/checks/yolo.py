"""What must hold in YOLO's folders, by the rules of Ultralytics' loader, whoever wrote them.

Source: the loader of https://github.com/ultralytics/ultralytics (`verify_image_label`, `check_det_dataset`), restated.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scenewright.datasets.checks.folder import Folder, ImageFindings, Wrong, picture_of, view_of
from scenewright.datasets.checks.yolo_rows import ROW_CHECKS, look_at_rows
from scenewright.datasets.yolo import DATA_FILE, label_path, pictures_of
from scenewright.errors import UserError, os_error_sentence

SENTENCES: Mapping[str, str] = {
    "data_file_is_usable": "data.yaml names train, val and the classes from 0, and the points where there are some.",
    "images_are_there": "Every picture can be read to its last row and has 10 pixels in width and height at least; no "
    "text file is without a picture.",
    "rows_are_whole": "Every row is a known class and as many numbers as the task has; tasks do not mix in a file.",
    "boxes_lie_in_the_image": "Every box and outline has a size and lies in its image.",
    "keypoints_lie_in_the_image": "Keypoints that are labelled lie in the image, and visibility is 0, 1 or 2.",
    "no_object_is_there_twice": "No row is there twice.",
    "splits_share_no_picture": "No picture is in two splits.",
    "no_picture_is_there_twice": "No picture is there twice, under whatever name.",
}

_SMALLEST_PX = 10


@dataclass(frozen=True, eq=False)
class _Picture:
    """A picture, the split it is in, and what its rows may hold."""

    place: int
    path: Path
    split: str
    names: Mapping[int, str]
    shape: tuple[int, int] | None


def open_yolo(folder: Path) -> Folder:
    """Read the lists of a folder with `data.yaml`.

    Raises:
        UserError: There is none, or it cannot be read.
    """
    path = folder / DATA_FILE
    if not path.is_file():
        found = sorted(folder.glob("*.yaml"))
        if len(found) != 1:
            raise UserError(f"{folder} holds no {DATA_FILE}: check the path.")
        path = found[0]
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(os_error_sentence("read the dataset", path, error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is no YAML: {error}.") from error
    if not isinstance(data, dict):
        raise UserError(f"{path} is not as YOLO has it: it should say train, val and names.")
    wrong = list(_wrong_data(data))
    pictures, lost = _pictures(folder, data)
    wrong += lost + list(_wrong_splits(pictures)) + list(_labels_alone(pictures))
    checked = frozenset({"data_file_is_usable", "splits_share_no_picture"})
    return Folder(SENTENCES, len(pictures), tuple(wrong), checked, pictures, _look)


def _wrong_data(data: Mapping[str, Any]) -> Iterator[Wrong]:
    for words in (*_missing(data), *_wrong_names(data), *_wrong_points(data)):
        yield "data_file_is_usable", f"{DATA_FILE}: {words}"


def _missing(data: Mapping[str, Any]) -> Iterator[str]:
    for key in ("train", "val"):
        if not data.get(key):
            yield f"it does not say where {key} is"
    if "download" in data:
        yield "it has a download, which the loader carries out: remove it"


def _wrong_names(data: Mapping[str, Any]) -> Iterator[str]:
    names = data.get("names")
    if names is None and not isinstance(data.get("nc"), int):
        yield "it has neither names nor nc"
    if isinstance(names, dict) and sorted(map(str, names)) != sorted(map(str, range(len(names)))):
        yield f"the classes are not numbered 0 to {len(names) - 1}"
    if isinstance(names, dict | list) and isinstance(data.get("nc"), int) and data["nc"] != len(names):
        yield f"nc is {data['nc']}, but there are {len(names)} names"


def _wrong_points(data: Mapping[str, Any]) -> Iterator[str]:
    shape = data.get("kpt_shape")
    if shape is None:
        return
    if _shape(data) is None:
        yield f"kpt_shape {shape} is not a number of points and 2 or 3"
        return
    flip = data.get("flip_idx")
    if flip is not None and (sorted(flip) != list(range(shape[0])) or any(flip[flip[k]] != k for k in flip)):
        yield "flip_idx does not lead each point to its twin and back"


def _shape(data: Mapping[str, Any]) -> tuple[int, int] | None:
    match data.get("kpt_shape"):
        case [int(points), 2 | 3 as values] if points > 0:
            return points, values
        case _:
            return None


def _pictures(folder: Path, data: Mapping[str, Any]) -> tuple[list[_Picture], list[Wrong]]:
    names = data.get("names")
    listed = names if isinstance(names, dict) else dict(enumerate(names or range(int(data.get("nc") or 0))))
    known = {int(number): str(name) for number, name in listed.items() if str(number).lstrip("-").isdigit()}
    found: list[_Picture] = []
    wrong: list[Wrong] = []
    for split in ("train", "val", "test"):
        sources = data.get(split) or []
        for source in sources if isinstance(sources, list) else [sources]:
            try:
                paths = pictures_of(folder, data.get("path"), str(source))
            except (OSError, ValueError) as error:
                wrong.append(("data_file_is_usable", f"{split} is not there: {error}"))
                continue
            found += [_Picture(len(found) + k, path, split, known, _shape(data)) for k, path in enumerate(paths)]
    return found, wrong


def _wrong_splits(pictures: Sequence[_Picture]) -> Iterator[Wrong]:
    split_of: dict[Path, str] = {}
    for picture in pictures:
        before = split_of.setdefault(picture.path.resolve(), picture.split)
        if before != picture.split:
            yield "splits_share_no_picture", f"{picture.path.name} is in {before} and in {picture.split}"


def _labels_alone(pictures: Sequence[_Picture]) -> Iterator[Wrong]:
    expected = {label_path(picture.path) for picture in pictures}
    for folder in sorted({path.parent for path in expected}):
        lost = sorted(set(folder.glob("*.txt")) - expected)
        if lost:
            yield "images_are_there", f"{len(lost)} text files have no picture, such as {lost[0].name}"


def _look(picture: _Picture) -> ImageFindings:
    name = f"{picture.split}/{picture.path.name}"
    checked = {"images_are_there", "no_picture_is_there_twice"}
    try:
        rgb, digest = picture_of(picture.path)
    except (OSError, ValueError, SyntaxError) as error:
        return ImageFindings(name, frozenset(checked), (("images_are_there", f"cannot be read: {error}"),))
    wrong: list[Wrong] = []
    height, width = rgb.shape[:2]
    if min(height, width) < _SMALLEST_PX:
        wrong.append(("images_are_there", f"the picture is {width}x{height} pixels, too small for the loader"))
    try:
        place = label_path(picture.path)
        text = place.read_text(encoding="utf-8") if place.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        wrong.append(("rows_are_whole", f"its text file cannot be read: {error}"))
        text = ""
    objects, found = look_at_rows(text.splitlines(), picture.names, picture.shape, (height, width))
    wrong += found
    if text.strip():
        checked |= ROW_CHECKS - (set() if picture.shape else {"keypoints_lie_in_the_image"})
    view = view_of(picture.place, name, rgb, objects) if wrong else None
    return ImageFindings(name, frozenset(checked), tuple(wrong), view, digest)
