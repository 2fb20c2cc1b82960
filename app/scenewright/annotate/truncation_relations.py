"""How much of an object lies outside the image, against its 3D box."""

from collections.abc import Iterator

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix, inverse, transform_points

_BORDER_PX = 0.5
_WIDER = 1.0
"""Objects are counted on a plane that has one more image on every side."""


def fits_box(view: LabelledView) -> Iterator[str | None]:
    """No more pixels lie outside the image than the projected 3D box covers there.

    Looked at where the whole box lies before a camera without a lens.
    """
    size = view.record.intrinsics
    if size.lens is not None or not view.record.instances:
        yield None
        return
    camera_from_world = inverse(view.world_from_camera)
    for item in view.record.instances:
        box = corners(item.extent_low, item.extent_high)
        in_camera = transform_points(camera_from_world @ matrix4(item.world_from_object), box)
        if in_camera[:, 2].min() <= view.record.near_m:
            continue
        outside, most = item.amodal_total_px - item.amodal_px, _most_outside(project(size, in_camera), size)
        if outside > most:
            yield f"object {item.instance_id}: {outside} pixels outside the image, its 3D box has room for {most:.0f}"


def _most_outside(pixels: Matrix, size: Intrinsics) -> float:
    """Return how many pixels' centres outside the image the hull of some points (8, 2) can hold."""
    width, height = size.width, size.height
    low, high = pixels.min(axis=0), pixels.max(axis=0)
    if low.min() >= _BORDER_PX and high[0] <= width - _BORDER_PX and high[1] <= height - _BORDER_PX:
        return 0.0
    try:
        hull = pixels[ConvexHull(pixels).vertices]
    except QhullError:
        return float(np.prod(high - low + 2))
    whole = _clipped(hull, (-_WIDER * width, -_WIDER * height), ((1 + _WIDER) * width, (1 + _WIDER) * height))
    inside = _clipped(hull, (0.0, 0.0), (float(width), float(height)))
    return _area(whole) - _area(inside) + _around(whole) + _around(inside) + 4


def _clipped(ring: Matrix, low: tuple[float, float], high: tuple[float, float]) -> Matrix:
    """Return the part of a convex polygon (N, 2) in a rectangle (Sutherland and Hodgman, 1974)."""
    for axis in (0, 1):
        for limit, sign in ((low[axis], 1.0), (high[axis], -1.0)):
            if len(ring) == 0:
                return ring
            before = np.roll(ring, 1, axis=0)
            here, there = sign * (ring[:, axis] - limit), sign * (before[:, axis] - limit)
            points = []
            for k in range(len(ring)):
                if (here[k] >= 0) != (there[k] >= 0):
                    points.append(before[k] + (ring[k] - before[k]) * there[k] / (there[k] - here[k]))
                if here[k] >= 0:
                    points.append(ring[k])
            ring = np.array(points).reshape(-1, 2)
    return ring


def _area(ring: Matrix) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return 0.5 * abs(float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum()))


def _around(ring: Matrix) -> float:
    return float(np.linalg.norm(ring - np.roll(ring, 1, axis=0), axis=1).sum())
