"""The images of a view that a dataset holds, by the names of the project's labels."""

from collections.abc import Callable, Collection

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.camera import ray_lengths
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan

LAST_SMALL_CLASS = 254
"""Up to this class id a semantic mask has 8 bits, beyond it 16."""


def channels(view: View, plan: FramePlan, labels: Collection[str]) -> dict[str, NDArray[np.generic]]:
    """Return the picture and every label image that is asked for, as `render.renderer.View` describes them."""
    makers: dict[str, Callable[[], NDArray[np.generic]]] = {
        "instance_mask": lambda: view.instance_ids,
        "semantic_mask": lambda: semantic_mask(view, plan),
        "distance_to_image_plane": lambda: view.depth,
        "distance_to_camera": lambda: view.depth * ray_lengths(view.camera.intrinsics),
        "normals": lambda: view.normals,
    }
    if view.sensor_depth is not None:
        measured = view.sensor_depth
        makers["sensor_depth"] = lambda: measured
    return {"rgb": view.rgb, **{name: make() for name, make in makers.items() if name in labels}}


def semantic_mask(view: View, plan: FramePlan) -> NDArray[np.uint8] | NDArray[np.uint16]:
    """Return the class id of every pixel (H, W); 0 is background."""
    class_ids = [0, *(item.class_id for item in plan.labelled)]
    if max(class_ids) <= LAST_SMALL_CLASS:
        return np.array(class_ids, np.uint8)[view.instance_ids]
    return np.array(class_ids, np.uint16)[view.instance_ids]
