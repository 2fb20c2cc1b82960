"""YOLO as Ultralytics reads it: detect, segment, pose and oriented boxes (OBB).

Format: https://docs.ultralytics.com/datasets/. A text file for each picture, a row for each object; all coordinates are
shares of the picture's width and height, on pixel edges. `data.yaml` has no `path`, so that everything is found from
where it lies, and no `download`, which would be carried out.

YOLO knows no regions to be ignored and nothing else to say of an object. So what a visibility rule drops or ignores has
no row, which teaches that nothing is there; what it flags has a row as ever.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from numpy.typing import NDArray
from PIL import Image

from scenewright import __version__
from scenewright.datasets.coco import file_name
from scenewright.datasets.point_sets import PointSet, point_set, triples_in
from scenewright.datasets.reading import Dataset, read_skeletons
from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.datasets.splits import Splits
from scenewright.datasets.staging import export_folder, place_file, refuse_without
from scenewright.errors import UserError, os_error_sentence
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.polygons import hull_corners, joined, mask_parts, oriented_box

DATA_FILE = "data.yaml"

PICTURES = {"bmp", "dng", "jpeg", "jpg", "mpo", "png", "tif", "tiff", "webp", "pfm", "heic"}
"""What Ultralytics takes for pictures, by the ends of their names."""

Rows = Callable[[Dataset, ViewRecord], Iterable[tuple[str, Iterable[float]]]]
"""The objects of a view as class name and numbers."""


def write_yolo_detect(splits: Splits, out: Path) -> None:
    """Write rows of class, centre x, centre y, width, height; all of it or nothing.

    Args:
        splits: What to export, for train, val and perhaps test.
        out: A folder that is new or empty.

    Raises:
        UserError: There is nothing for train or val, a label is missing, or the export cannot be written.
    """
    _write(splits, out, _class_names(splits), _boxes, {"bbox": "bounds of the visible pixels"})


def write_yolo_segment(splits: Splits, out: Path) -> None:
    """Write rows of class and one polygon around the visible pixels; arguments and errors as `write_yolo_detect`."""
    _refuse_without_masks(splits)
    told = "one for each object, along pixel edges; holes and separate parts are joined by bridges without width"
    _write(splits, out, _class_names(splits), _polygons, {"polygons": told})


def write_yolo_obb(splits: Splits, out: Path) -> None:
    """Write rows of class and four corners of the smallest rectangle; arguments and errors as `write_yolo_detect`."""
    _refuse_without_masks(splits)
    told = "the smallest rectangle around the visible pixels that stays in the picture; clockwise from the topmost"
    _write(splits, out, _class_names(splits), _oriented_boxes, {"corners": told})


def write_yolo_pose(splits: Splits, out: Path) -> None:
    """Write rows of class, box, and x, y, visibility of each point, for the classes that have keypoints only.

    Several skeletons become one set, of which each object has its own points labelled. Arguments and errors are those
    of `write_yolo_detect`.
    """
    dataset = next(iter(splits.values()))
    skeletons = read_skeletons(dataset)
    classes = [name for name in _class_names(splits) if skeletons.of(name) is not None]
    if not classes:
        raise UserError(
            f"{dataset.folder} holds no keypoints: add keypoints to the project's labels, use assets that have some, "
            "and generate again."
        )
    points = point_set(skeletons)
    more = {
        "kpt_shape": [len(points.points), 3],
        "flip_idx": list(points.flip),
        "kpt_names": {number: list(points.points) for number in range(len(classes))},
    }
    told = {"sigmas": list(points.sigmas), "visibility": "0: not in the picture, 1: hidden, 2: visible"}
    _write(splits, out, classes, lambda _, view: _poses(view, points), told, more)


@dataclass(frozen=True, slots=True)
class YoloObject:
    """One row, in pixels: its box, and what else the task has.

    Attributes:
        class_name: As `data.yaml` names it.
        box: XYXY, half-open.
        outline: The polygon or the oriented box, (N, 2).
        keypoints: float64 (K, 3), x, y and visibility.
    """

    class_name: str
    box: Box2D
    outline: NDArray[np.float64] | None = None
    keypoints: NDArray[np.float64] | None = None


@dataclass(frozen=True, slots=True)
class YoloImage:
    """One picture and its rows."""

    path: Path
    width: int
    height: int
    objects: tuple[YoloObject, ...]


def read_yolo(folder: Path, split: str) -> Iterator[YoloImage]:
    """Yield the pictures of a split, by name; a picture without a text file shows nothing.

    Rows are boxes, poses where `data.yaml` has `kpt_shape`, and outlines where they are longer.

    Raises:
        UserError: `data.yaml` or a row is not as it should be; the sentence says which.
    """
    place = folder / DATA_FILE
    try:
        data = yaml.safe_load(place.read_text(encoding="utf-8"))
        names = data["names"] if isinstance(data["names"], dict) else dict(enumerate(data["names"]))
        sources = data[split] if isinstance(data[split], list) else [data[split]]
        shape = data.get("kpt_shape")
        for picture in (picture for source in sources for picture in pictures_of(folder, data.get("path"), source)):
            place = picture
            with Image.open(picture) as image:
                size = image.size
            place = label_path(picture)
            rows = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
            objects = tuple(yolo_object(row.split(), names, size, shape) for row in rows if row.strip())
            yield YoloImage(picture, *size, objects)
    except OSError as error:
        raise UserError(os_error_sentence("read the dataset", place, error)) from error
    except (KeyError, TypeError, ValueError, AttributeError, yaml.YAMLError) as error:
        raise UserError(f"{place} is not as YOLO has it: {type(error).__name__} {error}.") from error


def label_path(picture: Path) -> Path:
    """Return where a picture's rows are: the last folder `images` of its path becomes `labels`."""
    before, _, after = picture.as_posix().rpartition("/images/")
    return Path(f"{before}/labels/{after}").with_suffix(".txt")


def pictures_of(folder: Path, path: str | None, source: str) -> list[Path]:
    """Return the pictures of a source: a folder, or a file with a path in each line; raises OSError, ValueError."""
    root = folder / (path or "")
    place = (root if root.is_dir() else folder) / source
    if not place.exists() and source.startswith("../"):
        place = folder / source[3:]  # Roboflow's way; Ultralytics reads it so too
    if place.is_dir():
        return sorted(item for item in place.rglob("*") if item.suffix.lower().removeprefix(".") in PICTURES)
    return [place.parent / line.strip() for line in place.read_text(encoding="utf-8").splitlines() if line.strip()]


def yolo_object(
    row: Sequence[str], names: Mapping[int, str], size: tuple[int, int], shape: Sequence[int] | None
) -> YoloObject:
    """Return what a row says; raises ValueError, IndexError or KeyError where it is none.

    Args:
        row: Its words.
        names: Of the classes.
        size: The picture's width and height.
        shape: `kpt_shape`, where rows have keypoints.
    """
    name, numbers = names[int(float(row[0]))], np.array(row[1:], float)
    if shape is None and len(numbers) > 5:
        outline = numbers.reshape(-1, 2) * size
        (x0, y0), (x1, y1) = outline.min(axis=0).tolist(), outline.max(axis=0).tolist()
        return YoloObject(name, (x0, y0, x1, y1), outline)
    x, y, width, height = (numbers[:4] * (*size, *size)).tolist()
    box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    if shape is None:
        return YoloObject(name, box)
    points = numbers[4:].reshape(*shape)
    visibility = points[:, 2:] if shape[1] == 3 else np.full((shape[0], 1), 2.0)
    return YoloObject(name, box, keypoints=np.concatenate([points[:, :2] * size, visibility], axis=1))


def _write(
    splits: Splits,
    out: Path,
    classes: Sequence[str],
    rows: Rows,
    told: Mapping[str, Any],
    more: Mapping[str, Any] | None = None,
) -> None:
    """Write pictures, rows and `data.yaml`: `told` is for people who read that, `more` for Ultralytics."""
    if not {"train", "val"} <= set(splits):
        raise UserError("YOLO wants frames for train and for val: choose a split such as 80/20/0.")
    number = {name: k for k, name in enumerate(classes)}
    with export_folder(splits["train"], out) as folder:
        for split, dataset in splits.items():
            images, labels = folder / "images" / split, folder / "labels" / split
            images.mkdir(parents=True)
            labels.mkdir(parents=True)
            for frame in dataset.frames():
                for view in frame.views:
                    name = file_name(view)
                    place_file(dataset.folder / view.files["rgb"], images / name, link=True)
                    lines = [_line(number[of], numbers) for of, numbers in rows(dataset, view) if of in number]
                    (labels / name).with_suffix(".txt").write_text("".join(lines), encoding="ascii", newline="\n")
        data: dict[str, Any] = {
            **{split: f"images/{split}" for split in splits},
            "names": dict(enumerate(classes)),
            **(more or {}),
            "scenewright": {"version": __version__, **told},
        }
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, default_flow_style=None, width=120)
        (folder / DATA_FILE).write_text(text, encoding="utf-8", newline="\n")


def _line(class_number: int, numbers: Iterable[float]) -> str:
    # Eight digits: a ten thousandth of a pixel in the widest picture.
    return " ".join([str(class_number), *(f"{number:.8g}" for number in numbers)]) + "\n"


def _boxes(_: Dataset, view: ViewRecord) -> Iterator[tuple[str, list[float]]]:
    return ((item.class_name, _centred(item, view)) for item in _visible(view))


def _poses(view: ViewRecord, points: PointSet) -> Iterator[tuple[str, list[float]]]:
    size = view.intrinsics
    for item in _visible(view):
        placed = triples_in(points, item)
        numbers = [number for x, y, v in placed for number in (x / size.width, y / size.height, v)]
        yield item.class_name, [*_centred(item, view), *numbers]


def _polygons(dataset: Dataset, view: ViewRecord) -> Iterator[tuple[str, list[float]]]:
    for item, mask in _masks(dataset, view):
        rings = [ring for part in mask_parts(mask) for ring in (part.outer, *part.holes)]
        yield item.class_name, _shares(joined(rings), view)


def _oriented_boxes(dataset: Dataset, view: ViewRecord) -> Iterator[tuple[str, list[float]]]:
    size = view.intrinsics
    for item, mask in _masks(dataset, view):
        yield item.class_name, _shares(oriented_box(hull_corners(mask), size.width, size.height), view)


def _visible(view: ViewRecord) -> Iterator[InstanceRecord]:
    return (item for item in view.targets if item.box_tight is not None and item.visible_px > 0)


def _masks(dataset: Dataset, view: ViewRecord) -> Iterator[tuple[InstanceRecord, NDArray[np.bool_]]]:
    ids = dataset.load(view, "instance_mask")
    return ((item, ids == item.instance_id) for item in _visible(view))


def _centred(item: InstanceRecord, view: ViewRecord) -> list[float]:
    x0, y0, x1, y1 = item.box_tight or (0.0, 0.0, 0.0, 0.0)
    width, height = view.intrinsics.width, view.intrinsics.height
    return [(x0 + x1) / 2 / width, (y0 + y1) / 2 / height, (x1 - x0) / width, (y1 - y0) / height]


def _shares(points: NDArray[np.float64], view: ViewRecord) -> list[float]:
    shares: list[float] = (points / (view.intrinsics.width, view.intrinsics.height)).ravel().tolist()
    return shares


def _class_names(splits: Splits) -> list[str]:
    return [item.name for item in next(iter(splits.values())).spec.classes]


def _refuse_without_masks(splits: Splits) -> None:
    refuse_without("instance_mask", next(iter(splits.values())), "YOLO's outlines")
