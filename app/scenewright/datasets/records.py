"""What a dataset knows about a frame, in no format's terms. Conventions in `scenewright.geometry`."""

from dataclasses import dataclass

from scenewright.geometry.boxes import Box2D
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import Vector

Matrix4 = tuple[float, ...]
"""A 4x4 matrix, row by row."""


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
    """

    camera: str
    intrinsics: Intrinsics
    world_from_camera: Matrix4
    near_m: float
    far_m: float
    files: dict[str, str]
    instances: tuple[InstanceRecord, ...]


@dataclass(frozen=True, slots=True)
class FrameRecord:
    """One frame: its exact plan (JSON of `sampling.plan.plan_json`) and a view per camera."""

    index: int
    plan: str
    views: tuple[ViewRecord, ...]
