"""Writing KITTI's object set."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from scenewright.datasets.images import encode_png
from scenewright.datasets.kitti import labels
from scenewright.datasets.needs import axial_depth, need_pinhole, whole_depth
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import FrameRecord, ViewRecord, matrix
from scenewright.datasets.staging import export_folder, place_png
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.geometry.transforms import inverse

UNITS_PER_M = 256.0
_CONVENTIONS = {
    "box": "bounds of the visible pixels, counted from 0, on pixel edges: right - left is the width",
    "truncated": "share of the whole object's pixels that lie outside the image",
    "occluded": "0: at least 95 % of what is inside the image is visible; 1: at least half; 2: less",
    "space": "length along our objects' front (-Y), height along their Z; objects that do not stand level in the "
    "camera's frame have no 3D values (-1, -1000, -10), since KITTI knows yaw only",
    "P2": "K [I | 0]; pixel centres lie at .5. P0, P1 and P3 are the same camera; R0_rect is the identity",
    "Tr_velo_to_cam": "from our world (metres, Z up) to the camera; Tr_imu_to_velo is the identity",
    "depth": "metres x 256 along the optical axis; 0 where nothing is hit or it is 256 m or more",
    "DontCare": "what is visible and is to be ignored by a visibility rule",
}


@dataclass(frozen=True)
class _Image:
    """One image to write: its number, frame and view."""

    number: int
    frame: FrameRecord
    view: ViewRecord


def write_kitti(
    dataset: Dataset,
    out: Path,
    *,
    link: bool = True,
    tilted: Literal["without_3d", "refuse"] = "without_3d",
    most_tilt_deg: float = 0.5,
) -> str:
    """Write a dataset as KITTI's object set; all of it or nothing.

    Args:
        dataset: What to export; objects of which nothing is visible get no line.
        out: A folder that is new or empty.
        link: Whether the images are hard links to the dataset's where that is possible.
        tilted: What becomes of objects that do not stand level in the camera's frame: lines without 3D values, or no
            export at all.
        most_tilt_deg: What still counts as level.

    Returns:
        What is to be told.

    Raises:
        UserError: A camera has a lens that bends the image, an object is tilted and that is refused, or the export
            cannot be written.
    """
    tokens = class_tokens([item.name for item in dataset.spec.classes])
    tally: Counter[str] = Counter()
    with export_folder(dataset, out) as folder:
        for name in ("image_2", "label_2", "calib", *(("depth_2",) if _has_depth(dataset) else ())):
            (folder / "training" / name).mkdir(parents=True)

        def write(image: _Image) -> tuple[_Image, Counter[str]]:
            found = _objects(image.view, tokens, most_tilt_deg)
            if found[1]["tilted"] and tilted == "refuse":
                raise UserError(
                    f"Frame {image.frame.index}: {found[1]['tilted']} objects do not stand level before camera "
                    f"'{image.view.camera}', which KITTI cannot say: level the camera, or let tilted objects have 2D "
                    "boxes only."
                )
            _write_image(dataset, image, found[0], folder / "training", link=link)
            return image, found[1]

        (folder / "ImageSets").mkdir()
        with (
            (folder / "images.csv").open("w", encoding="utf-8", newline="") as index,
            (folder / "ImageSets" / "train.txt").open("w", encoding="utf-8") as train,
            (folder / "ImageSets" / "val.txt").open("w", encoding="utf-8") as validation,
            in_threads(write, _images(dataset)) as written,
        ):
            rows = csv.writer(index)
            rows.writerow(("image", "frame", "camera"))
            for image, counts in written:
                tally += counts
                rows.writerow((f"{image.number:06d}", image.frame.index, image.view.camera))
                is_train = json.loads(image.frame.plan).get("split", "train") == "train"
                (train if is_train else validation).write(f"{image.number:06d}\n")
        statement = {
            "format": "KITTI object set, written by Scenewright",
            "conventions": _CONVENTIONS,
            "classes": {token: name for name, token in tokens.items()},
            "objects": {name: tally[name] for name in ("labelled", "tilted", "ignored")},
        }
        (folder / "conventions.json").write_text(json.dumps(statement, indent=2, ensure_ascii=False), encoding="utf-8")
    return _told(tally)


def class_tokens(names: list[str]) -> dict[str, str]:
    """Return each class's name without spaces, which separate KITTI's columns; all differ."""
    tokens: dict[str, str] = {}
    for name in names:
        token = "_".join(name.split()) or "_"
        while token in tokens.values() or token == labels.DONT_CARE:
            token += "_"
        tokens[name] = token
    return tokens


def _images(dataset: Dataset) -> Iterator[_Image]:
    pairs = ((frame, view) for frame in dataset.frames() for view in frame.views)
    return (_Image(number, frame, view) for number, (frame, view) in enumerate(pairs))


def _has_depth(dataset: Dataset) -> bool:
    return bool({"distance_to_image_plane", "distance_to_camera"} & set(dataset.spec.labels))


def _objects(
    view: ViewRecord, tokens: Mapping[str, str], most_tilt_deg: float
) -> tuple[list[labels.KittiObject], Counter[str]]:
    """Return a view's lines, and how many of which kind."""
    camera_from_world = inverse(matrix(view.world_from_camera))
    lines = []
    counts: Counter[str] = Counter()
    for item in view.annotated:
        if item.box_tight is None:
            continue
        if item.verdict == "ignore":
            counts["ignored"] += 1
            lines.append(labels.KittiObject(labels.DONT_CARE, -1, -1, item.box_tight, None))
            continue
        pose = camera_from_world @ matrix(item.world_from_object)
        is_tilted = labels.tilt_deg(pose) > most_tilt_deg
        counts["labelled"] += 1
        counts["tilted"] += is_tilted
        lines.append(
            labels.KittiObject(
                tokens[item.class_name],
                item.truncation_ratio or 0.0,
                labels.occluded(item.occlusion_ratio),
                item.box_tight,
                None if is_tilted else labels.upright(item, pose),
            )
        )
    return lines, counts


def _write_image(
    dataset: Dataset, image: _Image, objects: list[labels.KittiObject], training: Path, *, link: bool
) -> None:
    need_pinhole(image.view, "KITTI")
    stem = f"{image.number:06d}"
    place_png(dataset, image.view, training / "image_2" / f"{stem}.png", link=link)
    text = "".join(labels.label_line(item) + "\n" for item in objects)
    (training / "label_2" / f"{stem}.txt").write_text(text, encoding="utf-8")
    (training / "calib" / f"{stem}.txt").write_text(_calibration(image.view), encoding="utf-8")
    depth = axial_depth(dataset, image.view)
    if depth is not None:
        (training / "depth_2" / f"{stem}.png").write_bytes(encode_png(whole_depth(depth, UNITS_PER_M)))


def _calibration(view: ViewRecord) -> str:
    camera_from_world = inverse(matrix(view.world_from_camera))
    projection = np.hstack([view.intrinsics.matrix(), np.zeros((3, 1))])
    rows = {f"P{k}": projection for k in range(4)} | {
        "R0_rect": np.eye(3),
        "Tr_velo_to_cam": camera_from_world[:3],
        "Tr_imu_to_velo": np.eye(4)[:3],
    }
    return "".join(f"{name}: {' '.join(f'{v:.12e}' for v in row.ravel())}\n" for name, row in rows.items())


def _told(tally: Counter[str]) -> str:
    if not tally["tilted"]:
        return ""
    return (
        f"{tally['tilted']} of {tally['labelled']} objects do not stand level in the camera's frame, which KITTI "
        "cannot say: they have 2D boxes only."
    )
