"""Which pixels of an image a body covers, where only some of them are asked for."""

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.raster import hits, pixel_boxes
from scenewright.geometry.transforms import Matrix

Mask = NDArray[np.bool_]

_LARGE_PX = 2000
"""Triangles whose boxes are larger are taken one by one, against the pixels still open; the others all at once."""


def covered(intrinsics: Intrinsics, triangles: Matrix, asked: Mask, near_m: float, far_m: float) -> Mask:
    """Return which of the pixels asked for (H, W) have a triangle at their centres; as `raster.hits` finds them.

    Args:
        intrinsics: The camera, without a lens.
        triangles: Corners (T, 3, 3) in the OpenCV camera frame.
        asked: (H, W) the pixels of interest; the fewer, the faster.
        near_m: Nothing nearer counts.
        far_m: Nothing farther counts.
    """
    left, top, right, bottom = pixel_boxes(intrinsics, triangles, near_m)
    area = (right - left) * (bottom - top)
    still_open = asked.copy()
    for t in np.flatnonzero(area > _LARGE_PX):
        rows, columns = np.nonzero(still_open[top[t] : bottom[t], left[t] : right[t]])
        rows, columns = rows + top[t], columns + left[t]
        met = _met(intrinsics, triangles[t], rows, columns, near_m, far_m)
        still_open[rows[met], columns[met]] = False
    # How many open pixels there are above and left of each corner tells how many each triangle's box holds.
    sums = np.zeros((asked.shape[0] + 1, asked.shape[1] + 1), np.int64)
    sums[1:, 1:] = still_open.cumsum(axis=0, dtype=np.int64).cumsum(axis=1)
    count = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    for found in hits(intrinsics, triangles[(area <= _LARGE_PX) & (count > 0)], near_m, far_m):
        still_open[found.row, found.column] = False
    return asked & ~still_open


def _met(
    intrinsics: Intrinsics,
    triangle: Matrix,
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    near_m: float,
    far_m: float,
) -> Mask:
    """Tell which pixels' rays meet a triangle (3, 3), by the formula of `raster.hits`."""
    a, b, c = triangle
    x = (columns + 0.5 - intrinsics.cx) / intrinsics.fx
    y = (rows + 0.5 - intrinsics.cy) / intrinsics.fy
    normal = np.cross(b - a, c - a)
    steepness = normal[0] * x + normal[1] * y + normal[2]
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = (normal @ a) / steepness
    inside = (depth >= near_m) & (depth <= far_m)
    for plane in (np.cross(b, c), np.cross(c, a), np.cross(a, b)):
        inside &= (plane[0] * x + plane[1] * y + plane[2]) * np.sign(steepness) >= 0
    return np.asarray(inside, np.bool_)
