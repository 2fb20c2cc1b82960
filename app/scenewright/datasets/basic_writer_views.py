"""BasicWriter's files, ours or Replicator's own, in our terms."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.basic_writer_reading import BasicWriterView, read_basic_writer
from scenewright.datasets.read_view import Damaged, ReadView, told_of_damage
from scenewright.datasets.records import InstanceRecord, ViewRecord, flattened
from scenewright.errors import UserError
from scenewright.geometry.boxes import Box2D

_LISTS = ("bounding_box_2d_loose", "bounding_box_3d", "bounding_box_2d_tight")
_NOT_OBJECTS = ("BACKGROUND", "UNLABELLED")


def read_basic_writer_views(folder: Path, damaged: Damaged | None = None, first: int = 0) -> Iterator[ReadView]:
    """Yield the images of an export by camera and frame; the writer must have stored camera_params.

    Objects are known by their prim paths. Ids are those that our own paths end in, else counted from 1.

    Raises:
        UserError: The folder holds no such export, or a file of it is damaged or missing and nobody is to be told.
    """
    class_ids: dict[str, int] = {}
    for view in islice(read_basic_writer(folder), first, None):
        read = None
        with told_of_damage(f"{view.camera} {view.index:04d}".strip(), damaged):
            try:
                read = _read(view, class_ids)
            except (KeyError, ValueError, TypeError, IndexError, ArithmeticError) as error:
                name = f"Frame {view.index} of {folder}"
                raise UserError(f"{name} is no BasicWriter output: {type(error).__name__} {error}.") from error
        if read is not None:
            yield read


def _read(view: BasicWriterView, class_ids: dict[str, int]) -> ReadView:
    classes = _classes(view)
    ids = _instance_ids(list(classes))
    for name in classes.values():
        class_ids.setdefault(name, len(class_ids) + 1)
    channels = {name: make(view) for name, (file, make) in _CHANNELS.items() if file in view.places}
    if "instance_segmentation" in view.places:
        channels["instance_mask"] = _instance_mask(view, ids)
    if "semantic_segmentation" in view.places:
        channels["semantic_mask"] = _semantic_mask(view, class_ids)
    rows = {name: _rows(view, name) for name in _LISTS if name in view.places}
    items = [
        _instance(path, number, classes[path], class_ids[classes[path]], rows, channels.get("instance_mask"))
        for path, number in sorted(ids.items(), key=lambda pair: pair[1])
    ]
    near_m, far_m = view.labels("camera_params")["cameraNearFar"]
    pose = flattened(view.world_from_camera())
    record = ViewRecord(view.camera or "camera", view.intrinsics(), pose, near_m, far_m, {}, tuple(items))
    name = f"{view.camera}/{view.index:04d}" if view.camera else f"{view.index:04d}"
    return ReadView(view.index, name, record, channels, _held(view), picture=view.places.get("rgb"))


def _classes(view: BasicWriterView) -> dict[str, str]:
    """Return each object's class by its prim path, from whatever files name it."""
    found: dict[str, str] = {}
    for name in _LISTS:
        if name in view.places and f"{name}_prim_paths" in view.places:
            found |= dict(zip(view.labels(f"{name}_prim_paths"), view.class_names(name), strict=True))
    if "instance_segmentation_mapping" in view.places:
        semantics = view.labels("instance_segmentation_semantics_mapping")
        for key, path in view.labels("instance_segmentation_mapping").items():
            if path not in (*_NOT_OBJECTS, *found):
                found[path] = semantics[key]["class"]
    return found


def _instance_ids(paths: list[str]) -> dict[str, int]:
    numbers = [int(match[1]) if (match := re.search(r"_(\d{4,})$", path)) else 0 for path in paths]
    if len(set(numbers)) == len(paths) and 0 not in numbers:
        return dict(zip(paths, numbers, strict=True))
    return {path: number for number, path in enumerate(paths, start=1)}


def _instance_mask(view: BasicWriterView, ids: dict[str, int]) -> NDArray[np.uint16]:
    masks = view.masks("instance_segmentation", "instance_segmentation_mapping")
    shape = view.array("instance_segmentation").shape[:2]
    picture = np.zeros(shape, np.uint16)
    for path, number in ids.items():
        if path in masks:
            picture[masks[path]] = number
    return picture


def _semantic_mask(view: BasicWriterView, class_ids: dict[str, int]) -> NDArray[np.uint16]:
    masks = view.masks("semantic_segmentation", "semantic_segmentation_labels")
    picture = np.zeros(view.array("semantic_segmentation").shape[:2], np.uint16)
    for label, mask in masks.items():
        name = json.loads(label)["class"]
        if name not in _NOT_OBJECTS and mask.any():
            picture[mask] = class_ids.setdefault(name, len(class_ids) + 1)
    return picture


def _rows(view: BasicWriterView, name: str) -> dict[str, Any]:
    return dict(zip(view.labels(f"{name}_prim_paths"), view.array(name), strict=True))


def _instance(
    path: str,
    number: int,
    class_name: str,
    class_id: int,
    rows: dict[str, dict[str, Any]],
    mask: NDArray[np.uint16] | None,
) -> InstanceRecord:
    loose, space, tight = (rows.get(name, {}).get(path) for name in _LISTS)
    known = next((row for row in (loose, space, tight) if row is not None), None)
    occlusion = None if known is None else float(known["occlusionRatio"])
    nothing = (0.0, 0.0, 0.0)
    low = nothing if space is None else tuple(float(space[f"{axis}_min"]) for axis in "xyz")
    high = nothing if space is None else tuple(float(space[f"{axis}_max"]) for axis in "xyz")
    # Replicator's transforms act on row vectors.
    pose = np.eye(4) if space is None else space["transform"].astype(np.float64).T
    return InstanceRecord(
        instance_id=number,
        class_id=class_id,
        class_name=class_name,
        group="",
        asset=path,
        box_tight=_box(tight),
        box_loose=_box(loose),
        visible_px=0 if mask is None else int(np.count_nonzero(mask == number)),
        amodal_px=0,
        amodal_total_px=0,
        # -1 and NaN stand for what Replicator could not tell.
        occlusion_ratio=occlusion if occlusion is not None and 0 <= occlusion <= 1 else None,
        truncation_ratio=None,
        extent_low=(low[0], low[1], low[2]),
        extent_high=(high[0], high[1], high[2]),
        world_from_object=flattened(pose),
    )


def _box(row: Any) -> Box2D | None:
    if row is None:
        return None
    return float(row["x_min"]), float(row["y_min"]), float(row["x_max"]), float(row["y_max"])


def _held(view: BasicWriterView) -> frozenset[str]:
    fields = {
        "bounding_box_2d_tight": {"box_tight", "occlusion_ratio"},
        "bounding_box_2d_loose": {"box_loose", "occlusion_ratio"},
        "bounding_box_3d": {"extent_low", "extent_high", "world_from_object", "occlusion_ratio"},
        "instance_segmentation": {"visible_px"},
    }
    known = (names for file, names in fields.items() if file in view.places)
    return frozenset({"class_name", "class_id"}.union(*known))


def _distance(name: str) -> Callable[[BasicWriterView], NDArray[Any]]:
    def metres(view: BasicWriterView) -> NDArray[np.float32]:
        distance = view.array(name)
        # The documentation says 0 for no hit, the program writes +inf.
        return np.where(distance > 0, distance, np.inf).astype(np.float32)

    return metres


def _normals(view: BasicWriterView) -> NDArray[np.float32]:
    """Return unit normals from 8 bits; 127 in all three is no hit."""
    coded = view.array("normals")[..., :3].astype(np.float32)
    normals = (coded + 0.5) / 255 * 2 - 1
    lengths = np.linalg.norm(normals, axis=-1, keepdims=True)
    hit = (coded != 127).any(axis=-1, keepdims=True)
    return np.where(hit, normals / np.maximum(lengths, 1e-6), 0).astype(np.float32)


_CHANNELS: dict[str, tuple[str, Callable[[BasicWriterView], NDArray[Any]]]] = {
    "rgb": ("rgb", lambda view: view.array("rgb")[..., :3]),
    "distance_to_camera": ("distance_to_camera", _distance("distance_to_camera")),
    "distance_to_image_plane": ("distance_to_image_plane", _distance("distance_to_image_plane")),
    "normals": ("normals", _normals),
    "backward_flow": ("motion_vectors", lambda view: view.array("motion_vectors")[..., :2]),
}
"""Our channels, the file each is made from, and how."""
