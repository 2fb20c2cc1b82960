"""The images of a view that a dataset holds, by the names of the project's labels."""

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.flow import Direction, Posed, flow
from scenewright.annotate.object_maps import object_coordinates, part_mask
from scenewright.geometry.camera import ray_lengths
from scenewright.geometry.transforms import rotation_matrix
from scenewright.render.renderer import RenderedFrame, View
from scenewright.sampling.plan import FramePlan

LAST_SMALL_CLASS = 254
"""Up to this class id a semantic mask has 8 bits, beyond it 16."""

FLOW_LABELS = {"forward_flow", "backward_flow", "scene_flow"}
"""These need the frame's neighbours in its clip."""

SURFACE_LABELS = FLOW_LABELS | {"part_mask"}
"""These need to know which triangle each pixel shows."""

Channel = NDArray[np.generic]


def channels(frame: RenderedFrame, number: int, posed: Posed, labels: Collection[str]) -> dict[str, Channel]:
    """Return the picture and every label image that is asked for; `datasets.conventions` describes them.

    Args:
        frame: What an engine made.
        number: Which of its views.
        posed: Gives the model of an object in its pose.
        labels: By the project's names.
    """
    view, plan = frame.views[number], frame.plan
    makers: dict[str, Callable[[], Channel]] = {
        "instance_mask": lambda: view.instance_ids,
        "semantic_mask": lambda: semantic_mask(view, plan),
        "amodal_mask": lambda: np.moveaxis(view.amodal_bits, 0, -1),
        "distance_to_image_plane": lambda: view.depth,
        "distance_to_camera": lambda: view.depth * ray_lengths(view.camera.intrinsics),
        "normals": lambda: view.normals,
        "camera_normals": lambda: camera_normals(view),
        "object_coordinates": lambda: object_coordinates(view, plan, posed),
        "part_mask": lambda: part_mask(view, plan, posed),
    }
    if view.sensor_depth is not None:
        measured = view.sensor_depth
        makers["sensor_depth"] = lambda: measured
    images = {"rgb": view.rgb, **{name: make() for name, make in makers.items() if name in labels}}
    return images | _flows(frame, number, posed, labels)


def semantic_mask(view: View, plan: FramePlan) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return the class id of every pixel (H, W); 0 is background."""
    class_ids = [0, *(item.class_id for item in plan.labelled)]
    if max(class_ids) <= LAST_SMALL_CLASS:
        return np.array(class_ids, np.uint8)[view.instance_ids]
    return np.array(class_ids, np.uint16)[view.instance_ids]


def camera_normals(view: View) -> NDArray[np.float16]:
    """Return the normals (H, W, 3) in the camera's optical frame: x right, y down, z ahead."""
    turn = rotation_matrix(view.camera.rotation).astype(np.float32)
    x, y, z = (view.normals[..., axis].astype(np.float32) for axis in range(3))
    turned = np.empty(view.normals.shape, np.float16)
    for axis in range(3):
        turned[..., axis] = turn[0, axis] * x + turn[1, axis] * y + turn[2, axis] * z
    return turned


def _flows(frame: RenderedFrame, number: int, posed: Posed, labels: Collection[str]) -> dict[str, Channel]:
    found: dict[str, Channel] = {}
    wanted: tuple[tuple[Direction, bool], ...] = (
        ("forward", "forward_flow" in labels or "scene_flow" in labels),
        ("backward", "backward_flow" in labels),
    )
    for direction, is_wanted in wanted:
        if not is_wanted:
            continue
        moved = flow(frame, number, direction, posed)
        if f"{direction}_flow" in labels:
            found |= {f"{direction}_flow": moved.pixels, f"{direction}_occlusion": moved.occlusion}
        if direction == "forward" and "scene_flow" in labels:
            found["scene_flow"] = moved.metres
    return found
