"""Reading KITTI's object set, ours or others'."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.files import told_in_words
from scenewright.datasets.images import read_array
from scenewright.datasets.kitti import labels
from scenewright.datasets.kitti.writing import UNITS_PER_M
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.records import InstanceRecord, ViewRecord, flattened
from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import Matrix, inverse

_STATED = frozenset(
    {"class_name", "class_id", "box_tight", "truncation_ratio", "extent_low", "extent_high", "world_from_object"}
)


def read_kitti(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of a KITTI object set, in the order of their numbers; ours or others'.

    The world is the laser scanner's frame. A box without 3D values has no extent.

    Raises:
        UserError: The folder holds no such set, or a file of it is damaged and nobody is to be told.
    """
    root = folder / "training" if (folder / "training").is_dir() else folder
    places = sorted(path for path in (root / "image_2").glob("*") if path.suffix in (".png", ".jpg"))
    if not places:
        raise UserError(f"{folder} holds no KITTI images such as training/image_2/000000.png: check the path.")
    classes = _class_names(folder)
    known = _frames(folder)
    ids: dict[str, int] = {name: k for k, name in enumerate(classes.values(), start=1)}
    for place, path in list(enumerate(places))[first:]:
        view = None
        with told_of_damage(path.stem, damaged), told_in_words("read the export", path):
            try:
                view = _read_image(root, path, known.get(path.stem, (place, "camera")), classes, ids)
            except (ValueError, KeyError, IndexError) as error:
                raise UserError(f"The labels of {path} are damaged: {error}.") from error
        if view is not None:
            yield view


def _class_names(folder: Path) -> dict[str, str]:
    """Return our classes by their tokens, where the export is ours."""
    try:
        stated = json.loads((folder / "conventions.json").read_bytes())["classes"]
        return {str(token): str(name) for token, name in stated.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _frames(folder: Path) -> dict[str, tuple[int, str]]:
    try:
        with (folder / "images.csv").open(encoding="utf-8", newline="") as file:
            return {row["image"]: (int(row["frame"]), row["camera"]) for row in csv.DictReader(file)}
    except (OSError, ValueError, KeyError):
        return {}


def _read_image(
    root: Path, path: Path, known: tuple[int, str], classes: dict[str, str], ids: dict[str, int]
) -> ReadView:
    rgb = read_array(path)
    channels: dict[str, NDArray[Any]] = {"rgb": rgb}
    depth = root / "depth_2" / f"{path.stem}.png"
    if depth.is_file():
        units = read_array(depth)
        channels["distance_to_image_plane"] = np.where(units > 0, units / UNITS_PER_M, np.inf).astype(np.float32)
    intrinsics, world_from_camera, shift = _read_calibration(root / "calib" / f"{path.stem}.txt", rgb.shape)
    lines = (root / "label_2" / f"{path.stem}.txt").read_text(encoding="utf-8").splitlines()
    objects = [labels.read_label_line(line) for line in lines if line.strip()]
    items: list[InstanceRecord] = []
    for item in objects:
        if item.type != labels.DONT_CARE:
            name = classes.get(item.type, item.type)
            number = len(items) + 1
            items.append(_instance(number, item, name, ids.setdefault(name, len(ids) + 1), world_from_camera @ shift))
    record = ViewRecord(known[1], intrinsics, flattened(world_from_camera), 0.01, 1000.0, {}, tuple(items))
    ignored = tuple(item.box for item in objects if item.type == labels.DONT_CARE)
    return ReadView(known[0], path.stem, record, channels, _STATED, ignored, 1 / UNITS_PER_M, path)


def _read_calibration(path: Path, shape: tuple[int, ...]) -> tuple[Intrinsics, Matrix, Matrix]:
    """Return a picture's intrinsics, its camera's pose in the scanner's frame, and camera 2 from the rectified one."""
    pairs = (line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":" in line)
    values = {name.strip(): np.array([float(word) for word in text.split()]) for name, text in pairs}
    projection = values["P2"].reshape(3, 4)
    k = projection[:, :3]
    intrinsics = Intrinsics(shape[1], shape[0], float(k[0, 0]), float(k[1, 1]), float(k[0, 2]), float(k[1, 2]))
    shift, turn, scanner = np.eye(4), np.eye(4), np.eye(4)
    shift[:3, 3] = np.linalg.solve(k, projection[:, 3])
    turn[:3, :3] = values["R0_rect"].reshape(3, 3)
    scanner[:3] = values["Tr_velo_to_cam"].reshape(3, 4)
    return intrinsics, inverse(shift @ turn @ scanner), shift


def _instance(
    number: int, item: labels.KittiObject, name: str, class_id: int, world_from_rectified: Matrix
) -> InstanceRecord:
    nothing = np.eye(4), (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    pose, low, high = nothing if item.space is None else labels.camera_from_upright(item.space)
    return InstanceRecord(
        instance_id=number,
        class_id=class_id,
        class_name=name,
        group="",
        asset="",
        box_tight=item.box,
        box_loose=None,
        visible_px=0,
        amodal_px=0,
        amodal_total_px=0,
        occlusion_ratio=None,
        truncation_ratio=None if item.truncated < 0 else item.truncated,
        extent_low=low,
        extent_high=high,
        world_from_object=flattened(world_from_rectified @ pose),
    )
