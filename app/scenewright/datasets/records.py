"""What a dataset knows about a frame, in no format's terms. Conventions in `scenewright.geometry`."""

import json
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from scenewright.geometry.boxes import Box2D
from scenewright.geometry.camera import Intrinsics, intrinsics_from
from scenewright.geometry.transforms import Matrix, Vector

Matrix4 = tuple[float, ...]
"""A 4x4 matrix, row by row."""


def matrix(values: Matrix4) -> Matrix:
    """Return a matrix (4, 4) that is stored row by row."""
    return np.array(values, np.float64).reshape(4, 4)


def flattened(whole: Matrix) -> Matrix4:
    """Return a matrix (4, 4) row by row."""
    return tuple(whole.ravel().tolist())


@dataclass(frozen=True, slots=True)
class KeypointRecord:
    """One named point of an object as one camera sees it.

    Attributes:
        name: The point's name.
        x: Column in pixels, y: row; both nothing where the point is behind the camera.
        y: Row in pixels.
        visibility: 0: outside the image, 1: in it but hidden, 2: visible (COCO's numbers).
        world: Where the point is, metres.
        below_surface_m: How deep under its object's surface it lies: so far behind what the camera sees it still counts
            as visible (`annotate.keypoints`).
    """

    name: str
    x: float | None
    y: float | None
    visibility: int
    world: Vector
    below_surface_m: float


@dataclass(frozen=True, slots=True)
class InstanceRecord:
    """One object as one camera sees it; an object out of view is recorded too, with no boxes.

    Attributes:
        instance_id: 1..N in the frame; the value in the instance mask.
        class_id: 1..K; the value in the semantic mask.
        class_name: The class's name.
        group: The project's object group.
        asset: The model's source, as the project names it.
        box_tight: Of the visible pixels.
        box_loose: Of all pixels inside the image as if nothing hid the object.
        visible_px: Visible pixels.
        amodal_px: Pixels inside the image as if nothing hid the object.
        amodal_total_px: The same on an enlarged image plane.
        occlusion_ratio: 1 - visible_px / amodal_px; nothing where amodal_px is 0.
        truncation_ratio: 1 - amodal_px / amodal_total_px; nothing where amodal_total_px is 0.
        extent_low: Lowest corner of the 3D box in the object's own frame, metres before `world_from_object` scales it.
        extent_high: Highest corner.
        world_from_object: Pose and scale.
        skeleton: The keypoint set's name; empty where there is none, or the project does not ask for keypoints.
        keypoints: Its points, in its order.
        box_oriented: The smallest turned rectangle around the visible pixels that stays in the image: its corners as x,
            y, clockwise from the topmost; nothing where nothing is visible, or the project does not ask for it.
        verdict: What a visibility rule made of it: `drop`, `ignore` or `flag`; empty where all of them hold.
        reason: In words, why.
    """

    instance_id: int
    class_id: int
    class_name: str
    group: str
    asset: str
    box_tight: Box2D | None
    box_loose: Box2D | None
    visible_px: int
    amodal_px: int
    amodal_total_px: int
    occlusion_ratio: float | None
    truncation_ratio: float | None
    extent_low: Vector
    extent_high: Vector
    world_from_object: Matrix4
    skeleton: str = ""
    keypoints: tuple[KeypointRecord, ...] = ()
    box_oriented: tuple[float, ...] | None = None
    verdict: str = ""
    reason: str = ""


ALL_FIELDS = frozenset(item.name for item in fields(InstanceRecord))


@dataclass(frozen=True, slots=True)
class ViewRecord:
    """One camera's image: parameters, files and instances.

    Attributes:
        camera: The camera's name.
        intrinsics: Pinhole parameters in pixels.
        world_from_camera: Pose of the OpenCV optical frame.
        near_m: Near clipping plane.
        far_m: Far clipping plane.
        files: Channel (as "rgb", "instance_mask", "normals") to file, relative to the dataset, with forward slashes.
        instances: One record per object of the frame, in the order of their ids.
        file_bytes: Channel to its file's size, by which a damaged file is found without reading it.
        file_hashes: Channel to its file's hash (`naming.content_hash`); none in datasets of early versions.
    """

    camera: str
    intrinsics: Intrinsics
    world_from_camera: Matrix4
    near_m: float
    far_m: float
    files: dict[str, str]
    instances: tuple[InstanceRecord, ...]
    file_bytes: dict[str, int] = field(default_factory=dict)
    file_hashes: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def annotated(self) -> tuple[InstanceRecord, ...]:
        """The instances that no visibility rule dropped: what annotations are made of."""
        return tuple(item for item in self.instances if item.verdict != "drop")

    @property
    def targets(self) -> tuple[InstanceRecord, ...]:
        """The instances that no visibility rule dropped or ignores: those of formats without a word for "ignore"."""
        return tuple(item for item in self.instances if item.verdict not in ("drop", "ignore"))


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """One frame: its exact plan (JSON of `sampling.plan.plan_json`) and a view per camera."""

    index: int
    plan: str
    views: tuple[ViewRecord, ...]


def record_json(record: FrameRecord) -> str:
    """Return the record as JSON, with the plan as a part of it rather than as text."""
    views = json.dumps(record.views, default=_fields, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return f'{{"index":{record.index},"plan":{record.plan},"views":{views}}}'


def record_from_json(text: str | bytes) -> FrameRecord:
    """Return the record that `record_json` wrote.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: The text is no record of this version.
    """
    data = json.loads(text)
    # The same call as in `plan_json`, so that the plan's text comes back byte for byte.
    plan = json.dumps(data["plan"], separators=(",", ":"), ensure_ascii=False)
    return FrameRecord(index=data["index"], plan=plan, views=tuple(_view(view) for view in data["views"]))


def _fields(part: Any) -> dict[str, Any]:
    return {item.name: getattr(part, item.name) for item in fields(part)}


def _view(data: dict[str, Any]) -> ViewRecord:
    return ViewRecord(
        **{
            **data,
            "intrinsics": intrinsics_from(data["intrinsics"]),
            "world_from_camera": tuple(data["world_from_camera"]),
            "instances": tuple(_instance(item) for item in data["instances"]),
        }
    )


def _instance(data: dict[str, Any]) -> InstanceRecord:
    points = tuple(KeypointRecord(**_tupled(point)) for point in data.get("keypoints", ()))
    return InstanceRecord(**{**_tupled(data), "keypoints": points})


def _tupled(data: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
