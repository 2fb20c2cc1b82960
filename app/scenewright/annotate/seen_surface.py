"""Where in the world the surfaces lie that a view shows, by its depth."""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.labelled_view import LabelledView
from scenewright.geometry.camera import pixel_rays, ray_lengths
from scenewright.geometry.transforms import Matrix

_PIXELS = 8_000


def depth_of(view: LabelledView) -> NDArray[Any] | None:
    """Return the distance to the image plane (H, W), from whichever distance there is."""
    if view.has("distance_to_image_plane"):
        return view.channels["distance_to_image_plane"]
    if view.has("distance_to_camera"):
        return np.asarray(view.channels["distance_to_camera"] / ray_lengths(view.record.intrinsics))
    return None


def spread_places(view: LabelledView) -> NDArray[np.intp]:
    """Return the places of some 8,000 pixels in the flattened image, evenly spread; each frame begins elsewhere."""
    height, width = view.record.intrinsics.height, view.record.intrinsics.width
    step = max(1, round((height * width / _PIXELS) ** 0.5))
    first = view.plan.index % step
    return (np.arange(first, height, step)[:, None] * width + np.arange(first, width, step)).ravel()


@lru_cache(2)
def world_points(view: LabelledView) -> Matrix:
    """Return the point (H, W, 3) that each pixel shows; the camera's own place where nothing is hit.

    Several relations ask for them; the array is shared: do not change it.

    Raises:
        ValueError: The view has no distances.
    """
    depth = depth_of(view)
    if depth is None:
        raise ValueError("there are no distances")
    in_camera = pixel_rays(view.record.intrinsics) * np.where(np.isfinite(depth), depth, 0)[..., None]
    pose = view.world_from_camera
    world: Matrix = in_camera @ pose[:3, :3].T + pose[:3, 3]
    world.flags.writeable = False
    return world
