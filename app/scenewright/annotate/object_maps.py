"""Images that tell which place of its object each pixel shows."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model
from scenewright.geometry.camera import ray_slopes
from scenewright.geometry.transforms import inverse, pose_matrix
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan, ObjectPlan

Posed = Callable[[ObjectPlan], Model]


def object_coordinates(view: View, plan: FramePlan, posed: Posed) -> NDArray[np.float32]:
    """Return normalised object coordinates (H, W, 3): 0 to 1 along each axis of the object's own 3D box.

    Known as NOCS (Wang et al. 2019), there with one scale for all axes; the box's extents are in the records. NaN where
    no labelled object is seen.
    """
    found = np.full((*view.depth.shape, 3), np.nan, np.float32)
    places = np.flatnonzero(view.instance_ids)
    ids = view.instance_ids.ravel()[places].astype(np.intp)  # else each look-up would convert them anew
    z = view.depth.ravel()[places].astype(np.float64)
    x, y = (slope.ravel()[places] * z for slope in ray_slopes(view.camera.intrinsics))
    flat = found.reshape(-1, 3)
    # One number of all pixels after another: a matrix for each pixel would be moved about longer than it is used.
    for axis, of_ids in enumerate(_boxes_from_camera(view, plan, posed).transpose(1, 2, 0)):
        a, b, c, d = (numbers[ids] for numbers in of_ids)
        # What lies a rounding error outside the box is on it.
        flat[places, axis] = np.clip(a * x + b * y + c * z + d, 0.0, 1.0)
    return found


def _boxes_from_camera(view: View, plan: FramePlan, posed: Posed) -> NDArray[np.float64]:
    """Return for each instance id the matrix (ids, 3, 4) from the camera's frame to the object's box, 0 to 1."""
    found = np.zeros((1 + max((item.instance_id for item in plan.labelled), default=0), 3, 4))
    world_from_camera = pose_matrix(view.camera.position, view.camera.rotation)
    for item in plan.labelled:
        low, high = (np.array(corner) for corner in posed(item).bounds)
        matrix = inverse(pose_matrix(item.position, item.rotation, item.scale)) @ world_from_camera
        matrix[:3, 3] -= low
        found[item.instance_id] = matrix[:3] / np.maximum(high - low, 1e-9)[:, None]
    return found


def part_mask(view: View, plan: FramePlan, posed: Posed) -> NDArray[np.uint8]:
    """Return the number (H, W) of the part of its object that each pixel shows, from 1 in the model's order.

    0 where no labelled object is seen; parts beyond 255 are 255.
    """
    if view.surface is None:
        raise ValueError("parts need to know which triangle each pixel shows")
    labelled = [int(item.instance_id > 0) for item in plan.objects]
    found = np.array([*labelled, 0], np.uint8)[view.surface.owners]  # the owner -1, nobody, is the last
    for owner, item in enumerate(plan.objects):
        parts = posed(item).parts if labelled[owner] else ()
        if len(parts) <= 1:
            continue
        mask = view.surface.owners == owner
        ends = np.cumsum([len(part.triangles) for part in parts])
        number = np.searchsorted(ends, view.surface.triangles[mask], side="right") + 1
        found[mask] = np.minimum(number, 255)
    return found
