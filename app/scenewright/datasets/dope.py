"""JSON as Deep Object Pose (DOPE) trains on: a picture and a JSON file of the same name for each image.

    000012.png, 000012.json     the picture and its labels
    000012.seg.png              the instance mask, 16 bits; 0 is background
    _conventions.json           what the numbers mean here

Fields are those of the NVISII generator of https://github.com/NVlabs/Deep_Object_Pose (data_generation/nvisii_data_gen,
"JSON Fields"), in metres. DOPE's object frame has +x to the object's right, +y down and +z out of its front, and its
origin in the middle of the 3D box; our objects' fronts face -Y, and Z is up.

DOPE's training knows no objects to be ignored. So what a visibility rule drops or ignores has no entry; what it flags
has one as ever, with the reason under the key "scenewright". The instance mask is the dataset's own and shows them all.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.files import told_in_words
from scenewright.datasets.images import read_array
from scenewright.datasets.needs import need_pinhole
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import FrameRecord, InstanceRecord, ViewRecord, flattened, matrix
from scenewright.datasets.staging import export_folder, place_file, place_png
from scenewright.datasets.threads import in_threads
from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix, Quaternion, inverse, quaternion, rotation_matrix, transform_points

_OURS_FROM_DOPE = np.array([[-1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, -1.0, 0.0]])
"""Columns: DOPE's right, down and front in our object's frame."""

_CORNERS = np.array(
    [[1, -1, 1], [-1, -1, 1], [-1, 1, 1], [1, 1, 1], [1, -1, -1], [-1, -1, -1], [-1, 1, -1], [1, 1, -1], [0, 0, 0]]
)
"""In DOPE's frame: front top right, front top left, front bottom left, front bottom right, the same behind, middle."""

_STATED = frozenset(
    {"class_name", "class_id", "box_tight", "occlusion_ratio", "extent_low", "extent_high", "world_from_object"}
)
_CONVENTIONS = {
    "format": "DOPE's JSON, written by Scenewright",
    "unit": "metres (in DOPE's configuration, dimensions are centimetres)",
    "object_frame": "+x to the object's right, +y down, +z out of its front; origin in the middle of its 3D box",
    "local_cuboid": "front top right, front top left, front bottom left, front bottom right, the same behind, middle",
    "camera_frame": "OpenCV: +x right, +y down, +z forward; pixel centres lie at .5",
    "matrices": "rows of numbers that act on column vectors",
    "visibility": "share of what lies inside the image that nothing hides, 0 to 1",
    "bounding_box_minx_maxx_miny_maxy": "of the visible pixels, on pixel edges",
    "left_out": "objects of which nothing is inside the image, that reach behind the camera, or that a visibility rule "
    "drops or ignores; the mask shows their ids all the same",
}


def write_dope(dataset: Dataset, out: Path, *, link: bool = True) -> str:
    """Write a dataset as DOPE reads it; all of it or nothing.

    Args:
        dataset: What to export.
        out: A folder that is new or empty.
        link: Whether the images are hard links to the dataset's where that is possible.

    Returns:
        What is to be told.

    Raises:
        UserError: A camera's lens bends the image, or the export cannot be written.
    """
    with export_folder(dataset, out) as folder:
        views = ((frame, view) for frame in dataset.frames() for view in frame.views)
        with in_threads(lambda pair: _write_view(dataset, *pair, folder, link=link), views) as counts:
            behind = sum(counts)
        (folder / "_conventions.json").write_text(json.dumps(_CONVENTIONS, indent=2), encoding="utf-8")
    return f"{behind} objects reach behind the camera and were left out." if behind else ""


def read_dope(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of a folder that DOPE could train on, by name.

    Classes are numbered as they come. Without a stated camera pose the world is the camera's frame.

    Raises:
        UserError: The folder holds no such images, or a file of it is damaged and nobody is to be told.
    """
    paths = [path for path in sorted(folder.glob("*.json")) if path.with_suffix(".png").is_file()]
    if not paths:
        raise UserError(f"{folder} holds no pairs such as 000000.png and 000000.json: check the path.")
    class_ids: dict[str, int] = {}
    for place, path in list(enumerate(paths))[first:]:
        view = None
        with told_of_damage(path.stem, damaged), told_in_words("read the export", path):
            try:
                view = _read_view(path, place, class_ids)
            except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
                raise UserError(f"{path} is damaged: {type(error).__name__} {error}.") from error
        if view is not None:
            yield view


def _write_view(dataset: Dataset, frame: FrameRecord, view: ViewRecord, folder: Path, *, link: bool) -> int:
    """Write a view's files and return how many objects reach behind the camera."""
    need_pinhole(view, "DOPE")
    rgb = Path(view.files["rgb"])
    place_png(dataset, view, folder / f"{rgb.stem}.png", link=link)
    if "instance_mask" in view.files:
        mask = dataset.folder / view.files["instance_mask"]
        place_file(mask, folder / f"{rgb.stem}.seg.png", link=link)
    cuboids = [(item, _cuboid(view, item)) for item in view.targets if item.box_loose is not None]
    objects = [_object(view, item, cuboid) for item, cuboid in cuboids if cuboid.pixels is not None]
    data = {"camera_data": _camera_data(frame, view), "objects": objects}
    text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False)
    (folder / f"{rgb.stem}.json").write_text(text, encoding="utf-8")
    return len(cuboids) - len(objects)


@dataclass(frozen=True, eq=False)
class _Cuboid:
    """An object's 3D box.

    Attributes:
        local: (9, 3) corners and middle in DOPE's object frame, metres.
        camera_from_local: Pose 4x4 without scale.
        pixels: (9, 2) where the camera sees them; nothing where one is behind it.
    """

    local: Matrix
    camera_from_local: Matrix
    pixels: Matrix | None


def _cuboid(view: ViewRecord, item: InstanceRecord) -> _Cuboid:
    camera_from_object = inverse(matrix(view.world_from_camera)) @ matrix(item.world_from_object)
    scale = float(np.linalg.norm(camera_from_object[:3, 0]))
    low, high = np.array(item.extent_low), np.array(item.extent_high)
    half = np.abs((high - low) @ _OURS_FROM_DOPE) / 2 * scale
    pose = np.eye(4)
    pose[:3, :3] = camera_from_object[:3, :3] / scale @ _OURS_FROM_DOPE
    pose[:3, 3] = transform_points(camera_from_object, (low + high)[None] / 2)[0]
    local = _CORNERS * half
    in_camera = transform_points(pose, local)
    return _Cuboid(local, pose, project(view.intrinsics, in_camera) if in_camera[:, 2].min() > view.near_m else None)


def _object(view: ViewRecord, item: InstanceRecord, cuboid: _Cuboid) -> dict[str, Any]:
    world = matrix(view.world_from_camera) @ cuboid.camera_from_local
    left, top, right, bottom = item.box_tight or (0.0, 0.0, 0.0, 0.0)
    return {
        "class": item.class_name,
        "name": f"{item.group}_{item.instance_id:03d}",
        "provenance": "scenewright",
        "location": cuboid.camera_from_local[:3, 3].tolist(),
        "quaternion_xyzw": _xyzw(cuboid.camera_from_local),
        "location_world": world[:3, 3].tolist(),
        "quaternion_xyzw_world": _xyzw(world),
        "local_to_world_matrix": world.tolist(),
        "local_cuboid": cuboid.local.tolist(),
        "projected_cuboid": [] if cuboid.pixels is None else cuboid.pixels.tolist(),
        "visibility": 1 - item.occlusion_ratio if item.occlusion_ratio is not None else 0.0,
        "bounding_box_minx_maxx_miny_maxy": [left, right, top, bottom],
        "segmentation_id": item.instance_id,
        **({"scenewright": {"verdict": item.verdict, "reason": item.reason}} if item.verdict else {}),
    }


def _camera_data(frame: FrameRecord, view: ViewRecord) -> dict[str, Any]:
    pose = matrix(view.world_from_camera)
    i = view.intrinsics
    return {
        "width": i.width,
        "height": i.height,
        "intrinsics": {"fx": i.fx, "fy": i.fy, "cx": i.cx, "cy": i.cy},
        "camera_view_matrix": inverse(pose).tolist(),
        "camera_look_at": {
            "at": (pose[:3, 3] + pose[:3, 2]).tolist(),
            "eye": pose[:3, 3].tolist(),
            "up": (-pose[:3, 1]).tolist(),
        },
        "location_world": pose[:3, 3].tolist(),
        "quaternion_world_xyzw": _xyzw(pose),
        "scenewright": {"frame": frame.index, "camera": view.camera},
    }


def _read_view(path: Path, place: int, class_ids: dict[str, int]) -> ReadView:
    data = json.loads(path.read_bytes())
    camera, own = data["camera_data"], data["camera_data"].get("scenewright", {})
    picture = path.with_suffix(".png")
    rgb = read_array(picture)
    channels: dict[str, NDArray[Any]] = {"rgb": rgb}
    mask = path.with_name(f"{path.stem}.seg.png")
    if mask.is_file():
        channels["instance_mask"] = read_array(mask).astype(np.uint16)
    numbers = camera["intrinsics"]
    intrinsics = Intrinsics(rgb.shape[1], rgb.shape[0], numbers["fx"], numbers["fy"], numbers["cx"], numbers["cy"])
    pose = _pose(camera["location_world"], camera["quaternion_world_xyzw"]) if own else np.eye(4)
    items = []
    for number, item in enumerate(data["objects"], start=1):
        class_id = class_ids.setdefault(item["class"], len(class_ids) + 1)
        items.append(_instance(number, item, class_id, pose))
    record = ViewRecord(str(own.get("camera", "camera")), intrinsics, flattened(pose), 0.01, 1000.0, {}, tuple(items))
    return ReadView(int(own.get("frame", place)), path.stem, record, channels, _STATED, picture=picture)


def _instance(number: int, item: dict[str, Any], class_id: int, world_from_camera: Matrix) -> InstanceRecord:
    left, right, top, bottom = item.get("bounding_box_minx_maxx_miny_maxy") or (0.0, 0.0, 0.0, 0.0)
    corners = np.array(item.get("local_cuboid") or np.zeros((9, 3)), np.float64) @ _OURS_FROM_DOPE.T
    low, high = corners.min(axis=0).tolist(), corners.max(axis=0).tolist()
    camera_from_local = _pose(item["location"], item["quaternion_xyzw"])
    camera_from_local[:3, :3] = camera_from_local[:3, :3] @ _OURS_FROM_DOPE.T
    visibility = float(item["visibility"])
    return InstanceRecord(
        instance_id=int(item.get("segmentation_id", number)),
        class_id=class_id,
        class_name=str(item["class"]),
        group="",
        asset="",
        box_tight=(left, top, right, bottom) if right > left and bottom > top else None,
        box_loose=None,
        visible_px=0,
        amodal_px=0,
        amodal_total_px=0,
        occlusion_ratio=1 - visibility if visibility <= 1 else None,
        truncation_ratio=None,
        extent_low=(low[0], low[1], low[2]),
        extent_high=(high[0], high[1], high[2]),
        world_from_object=flattened(world_from_camera @ camera_from_local),
    )


def _xyzw(pose: Matrix) -> list[float]:
    w, x, y, z = quaternion(pose[:3, :3])
    return [x, y, z, w]


def _pose(place: list[float], xyzw: list[float]) -> Matrix:
    x, y, z, w = xyzw
    turn: Quaternion = (w, x, y, z)
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = rotation_matrix(turn), place
    return pose
