"""Reading BOP, ours or others'."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.bop.conventions import CENTER_PX, MM, OWN_FILE, OWN_KEY
from scenewright.datasets.files import told_in_words
from scenewright.datasets.images import read_array
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.records import InstanceRecord, ViewRecord, flattened
from scenewright.errors import UserError
from scenewright.geometry.boxes import Box2D, mask_box
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import Matrix, Vector, inverse

_STATED = frozenset(
    {
        "class_name", "class_id", "box_tight", "box_loose", "visible_px", "amodal_px", "amodal_total_px",
        "occlusion_ratio", "truncation_ratio", "extent_low", "extent_high", "world_from_object",
    }
)  # fmt: skip
_BROKEN = (KeyError, TypeError, ValueError, AttributeError, IndexError)


@dataclass(frozen=True, eq=False)
class _Objects:
    """What the object ids stand for: boxes in metres around the origin, and class names."""

    extents: Mapping[int, tuple[Vector, Vector]]
    names: Mapping[int, str]
    class_ids: Mapping[str, int]


def read_bop(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of a BOP dataset, split by split and scene by scene.

    An object's frame is that of its model: the origin in the middle of its box, and no scale. Without a stated camera
    pose the world is the camera's frame.

    Raises:
        UserError: The folder holds no such dataset, or a file of it is damaged and nobody is to be told.
    """
    objects = _objects(folder)
    found = False
    places = count()
    for split in sorted(path for path in folder.iterdir() if path.is_dir() and path.name != "models"):
        for scene in sorted(path.parent for path in split.glob("*/scene_gt.json")):
            found = True
            yield from _scene(scene, f"{split.name}/{scene.name}", objects, damaged, lambda: next(places) >= first)
    if not found:
        raise UserError(f"{folder} holds no BOP scene such as train_pbr/000000/scene_gt.json: check the path.")


def _objects(folder: Path) -> _Objects:
    path = folder / "models" / "models_info.json"
    with told_in_words("read the export", path):
        try:
            infos = json.loads(path.read_bytes())
            extents = {int(number): _extent(info) for number, info in infos.items()}
        except _BROKEN as error:
            raise UserError(f"{path} is damaged: {type(error).__name__} {error}.") from error
    try:
        own = json.loads((folder / OWN_FILE).read_bytes())["objects"]
        names = {int(number): str(item["class_name"]) for number, item in own.items()}
    except (OSError, *_BROKEN):
        names = {number: f"obj_{number:06d}" for number in extents}
    return _Objects(extents, names, {name: k for k, name in enumerate(dict.fromkeys(names.values()), start=1)})


def _extent(info: Mapping[str, float]) -> tuple[Vector, Vector]:
    low = (info["min_x"] / MM, info["min_y"] / MM, info["min_z"] / MM)
    size = (info["size_x"] / MM, info["size_y"] / MM, info["size_z"] / MM)
    return low, (low[0] + size[0], low[1] + size[1], low[2] + size[2])


def _scene(
    scene: Path, name: str, objects: _Objects, damaged: Damaged | None, is_wanted: Callable[[], bool]
) -> Iterator[ReadView]:
    camera: dict[str, Any] = {}
    poses: dict[str, Any] = {}
    infos: dict[str, Any] = {}
    with told_of_damage(name, damaged), _damage_told(scene):
        camera, poses, infos = (
            json.loads((scene / f"scene_{part}.json").read_bytes()) for part in ("camera", "gt", "gt_info")
        )
    for number in (number for number in sorted(poses, key=int) if is_wanted()):
        stem, view = f"{int(number):06d}", None
        with told_of_damage(f"{name}/{stem}", damaged), _damage_told(scene):
            view = _image(scene, f"{name}/{stem}", camera[number], poses[number], infos[number], objects)
        if view is not None:
            yield view


@contextmanager
def _damage_told(scene: Path) -> Iterator[None]:
    with told_in_words("read the export", scene):
        try:
            yield
        except _BROKEN as error:
            raise UserError(f"The labels of {scene} are damaged: {type(error).__name__} {error}.") from error


def _image(
    scene: Path,
    name: str,
    camera: Mapping[str, Any],
    poses: list[dict[str, Any]],
    infos: list[dict[str, Any]],
    objects: _Objects,
) -> ReadView:
    stem = name.rsplit("/", 1)[1]
    picture = next(path for path in sorted((scene / "rgb").glob(f"{stem}.*")))
    rgb = read_array(picture)
    k = camera["cam_K"]
    intrinsics = Intrinsics(rgb.shape[1], rgb.shape[0], k[0], k[4], k[2] + CENTER_PX, k[5] + CENTER_PX)
    world_from_camera = (
        inverse(_rigid(camera["cam_R_w2c"], camera["cam_t_w2c"])) if "cam_R_w2c" in camera else np.eye(4)
    )
    channels: dict[str, NDArray[Any]] = {"rgb": rgb}
    if (scene / "depth" / f"{stem}.png").is_file():
        units = read_array(scene / "depth" / f"{stem}.png")
        metres = units * (camera["depth_scale"] / MM)
        channels["distance_to_image_plane"] = np.where(units > 0, metres, np.inf).astype(np.float32)
    ids = np.zeros(rgb.shape[:2], np.uint16)
    items = []
    for place, (pose, info) in enumerate(zip(poses, infos, strict=True)):
        number = int(pose.get(OWN_KEY, {}).get("instance_id", place + 1))
        suffix = f"{stem}_{place:06d}.png"
        ids[read_array(scene / "mask_visib" / suffix) > 0] = number
        whole = read_array(scene / "mask" / suffix) > 0
        world_from_object = world_from_camera @ _rigid(pose["cam_R_m2c"], pose["cam_t_m2c"])
        items.append(_instance(number, pose["obj_id"], info, whole, world_from_object, objects))
    channels["instance_mask"] = ids
    own = camera.get(OWN_KEY, {})
    record = ViewRecord(
        str(own.get("camera", "camera")), intrinsics, flattened(world_from_camera), 0.01, 1000.0, {}, tuple(items)
    )
    step_m = camera.get("depth_scale", 0.0) / MM
    return ReadView(
        int(own.get("frame", int(stem))), name, record, channels, _STATED, depth_step_m=step_m, picture=picture
    )


def _instance(
    number: int, object_id: int, info: Mapping[str, Any], whole: NDArray[np.bool_], pose: Matrix, objects: _Objects
) -> InstanceRecord:
    low, high = objects.extents[object_id]
    class_name = objects.names[object_id]
    seen, total, amodal_px = int(info["px_count_visib"]), int(info["px_count_all"]), int(np.count_nonzero(whole))
    return InstanceRecord(
        instance_id=number,
        class_id=objects.class_ids[class_name],
        class_name=class_name,
        group="",
        asset=f"obj_{object_id:06d}",
        box_tight=_box(info["bbox_visib"]),
        box_loose=mask_box(whole),
        visible_px=seen,
        amodal_px=amodal_px,
        amodal_total_px=total,
        occlusion_ratio=1 - seen / amodal_px if amodal_px else None,
        truncation_ratio=1 - amodal_px / total if total else None,
        extent_low=low,
        extent_high=high,
        world_from_object=flattened(pose),
    )


def _box(bbox: list[int]) -> Box2D | None:
    x, y, width, height = bbox
    return None if width <= 0 or height <= 0 else (float(x), float(y), float(x + width), float(y + height))


def _rigid(turn: list[float], place_mm: list[float]) -> Matrix:
    pose = np.eye(4)
    pose[:3, :3] = np.reshape(turn, (3, 3))
    pose[:3, 3] = np.array(place_mm) / MM
    return pose
