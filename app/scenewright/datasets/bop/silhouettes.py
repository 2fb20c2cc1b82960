"""Whole silhouettes of objects, as if nothing hid them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import InstanceRecord, ViewRecord, matrix
from scenewright.geometry.boxes import Box2D
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.coverage import covered
from scenewright.geometry.raster import pixel_boxes
from scenewright.geometry.transforms import Matrix, inverse, transform_points

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Silhouette:
    """An object alone.

    Attributes:
        mask: (H, W) what of it lies inside the image.
        box: Bounds of all of it, in the image's pixels; beyond the image where it is cut off there.
    """

    mask: Mask
    box: Box2D


def silhouette(
    view: ViewRecord,
    item: InstanceRecord,
    visible: Mask,
    triangles: Matrix,
    amodal_bits: NDArray[np.uint32] | None = None,
) -> Silhouette:
    """Return an object's whole silhouette.

    Inside its loose box it is what the dataset's amodal mask says; without that its triangles are drawn alone, save
    where it is visible anyway. Beyond the image its box is that of its projected triangles, on a plane three times as
    wide and as high.

    Args:
        view: The camera.
        item: The object; something of it lies inside the image.
        visible: (H, W) where it is visible.
        triangles: Its corners (T, 3, 3) in its own frame, metres before scaling.
        amodal_bits: The view's amodal mask (H, W, words), if the dataset holds it.
    """
    box = item.box_loose or (0.0, 0.0, 0.0, 0.0)
    if item.visible_px == item.amodal_total_px:
        return Silhouette(visible, box)
    camera_from_object = inverse(matrix(view.world_from_camera)) @ matrix(item.world_from_object)
    corners = transform_points(camera_from_object, triangles.reshape(-1, 3)).reshape(-1, 3, 3)
    mask = visible.copy()
    if amodal_bits is not None:
        word, bit = divmod(item.instance_id - 1, 32)
        mask = (amodal_bits[..., word] >> np.uint32(bit)) & 1 == 1
    elif item.visible_px < item.amodal_px:
        left, top, right, bottom = (int(value) for value in box)
        window = (slice(top, bottom), slice(left, right))
        i = view.intrinsics
        part = replace(i, width=right - left, height=bottom - top, cx=i.cx - left, cy=i.cy - top)
        mask[window] |= covered(part, corners, ~visible[window], view.near_m, view.far_m)
    return Silhouette(mask, _whole_box(view, item, box, corners))


def _whole_box(view: ViewRecord, item: InstanceRecord, box: Box2D, corners: Matrix) -> Box2D:
    """Return the box beyond the image's border on those sides on which the object may go on there."""
    if item.amodal_total_px == item.amodal_px:
        return box
    i = view.intrinsics
    plane = Intrinsics(3 * i.width, 3 * i.height, i.fx, i.fy, i.cx + i.width, i.cy + i.height)
    left, top, right, bottom = pixel_boxes(plane, corners, view.near_m)
    filled = (right > left) & (bottom > top)
    if not filled.any():  # less than a pixel wide: an engine that looks elsewhere in a pixel may see it all the same
        return box
    left, top, right, bottom = left[filled], top[filled], right[filled], bottom[filled]
    return (
        float(left.min()) - i.width if box[0] == 0 else box[0],
        float(top.min()) - i.height if box[1] == 0 else box[1],
        float(right.max()) - i.width if box[2] == i.width else box[2],
        float(bottom.max()) - i.height if box[3] == i.height else box[3],
    )
