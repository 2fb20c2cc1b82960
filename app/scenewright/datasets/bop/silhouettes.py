"""Whole silhouettes of objects, as if nothing hid them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import InstanceRecord, ViewRecord
from scenewright.geometry.boxes import Box2D, mask_box
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.raster import hits
from scenewright.geometry.transforms import Matrix, inverse, transform_points

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Silhouette:
    """An object alone.

    Attributes:
        mask: (H, W) what of it lies inside the image.
        box: Bounds of all of it, in the image's pixels; beyond the image where it is cut off there.
        total_px: Pixels of all of it, on a plane three times as wide and as high around the image.
    """

    mask: Mask
    box: Box2D
    total_px: int


def silhouette(view: ViewRecord, item: InstanceRecord, visible: Mask, triangles: Matrix) -> Silhouette:
    """Return an object's whole silhouette.

    Where the record says that all of it is visible, that is the visible mask, pixel for pixel; elsewhere its triangles
    are drawn alone.

    Args:
        view: The camera.
        item: The object.
        visible: (H, W) where it is visible.
        triangles: Its corners (T, 3, 3) in its own frame, metres before scaling.
    """
    box = mask_box(visible)
    if item.visible_px == item.amodal_total_px and box is not None:
        return Silhouette(visible, box, item.visible_px)
    around = item.amodal_total_px > item.amodal_px
    i = view.intrinsics
    across, down = (i.width, i.height) if around else (0, 0)
    plane = Intrinsics(i.width + 2 * across, i.height + 2 * down, i.fx, i.fy, i.cx + across, i.cy + down)
    camera_from_object = inverse(_matrix(view.world_from_camera)) @ _matrix(item.world_from_object)
    corners = transform_points(camera_from_object, triangles.reshape(-1, 3)).reshape(-1, 3, 3)
    whole = np.zeros((plane.height, plane.width), bool)
    for found in hits(plane, corners, view.near_m, view.far_m):
        whole[found.row, found.column] = True
    inside = whole[down : down + i.height, across : across + i.width]
    inside |= visible  # rounding at an edge must not put a visible pixel outside
    left, top, right, bottom = mask_box(whole) or (0.0, 0.0, 0.0, 0.0)
    return Silhouette(
        inside.copy(), (left - across, top - down, right - across, bottom - down), int(np.count_nonzero(whole))
    )


def _matrix(values: tuple[float, ...]) -> Matrix:
    return np.array(values, np.float64).reshape(4, 4)
