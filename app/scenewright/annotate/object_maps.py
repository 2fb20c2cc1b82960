"""Images that tell which place of its object each pixel shows."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import inverse, pose_matrix, transform_points
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan, ObjectPlan

Posed = Callable[[ObjectPlan], Model]


def object_coordinates(view: View, plan: FramePlan, posed: Posed) -> NDArray[np.float32]:
    """Return normalised object coordinates (H, W, 3): 0 to 1 along each axis of the object's own 3D box.

    Known as NOCS (Wang et al. 2019), there with one scale for all axes; the box's extents are in the records. NaN where
    no labelled object is seen.
    """
    found = np.full((*view.depth.shape, 3), np.nan, np.float32)
    rays = pixel_rays(view.camera.intrinsics)
    world_from_camera = pose_matrix(view.camera.position, view.camera.rotation)
    for item in plan.labelled:
        mask = view.instance_ids == item.instance_id
        if not mask.any():
            continue
        low, high = (np.array(corner) for corner in posed(item).bounds)
        object_from_camera = inverse(pose_matrix(item.position, item.rotation, item.scale)) @ world_from_camera
        local = transform_points(object_from_camera, rays[mask] * view.depth[mask].astype(np.float64)[:, None])
        # What lies a rounding error outside the box is on it.
        found[mask] = np.clip((local - low) / np.maximum(high - low, 1e-9), 0.0, 1.0)
    return found


def part_mask(view: View, plan: FramePlan, posed: Posed) -> NDArray[np.uint8]:
    """Return the number (H, W) of the part of its object that each pixel shows, from 1 in the model's order.

    0 where no labelled object is seen; parts beyond 255 are 255.
    """
    if view.surface is None:
        raise ValueError("parts need to know which triangle each pixel shows")
    found = np.zeros(view.depth.shape, np.uint8)
    for owner, item in enumerate(plan.objects):
        mask = view.surface.owners == owner
        if item.instance_id == 0 or not mask.any():
            continue
        ends = np.cumsum([len(part.triangles) for part in posed(item).parts])
        number = np.searchsorted(ends, view.surface.triangles[mask], side="right") + 1
        found[mask] = np.minimum(number, 255)
    return found
