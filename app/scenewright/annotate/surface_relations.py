"""Relations between depth, masks and 3D boxes."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.annotate.seen_surface import depth_of, world_points
from scenewright.datasets.records import InstanceRecord
from scenewright.geometry.boxes import corners, edge_points
from scenewright.geometry.camera import project, ray_lengths
from scenewright.geometry.transforms import Matrix, inverse, transform_points

_RELATIVE_DEPTH = 1e-5
_BOX_PX = 1.0
_DRAWN_PX, _DRAWN = 3.0, 0.1
_BENT = 65  # points along an edge
_BENT_PX = 0.75
_FEW_STRAYS, _STRAYS = 3, 0.02
"""So many pixels at an object's edges, or such a share of them, may look past it."""

Mask = NDArray[np.bool_]


def depth_complete(view: LabelledView) -> Iterator[str | None]:
    """Depth is above 0 everywhere, finite on objects, and never NaN."""
    names = [name for name in ("distance_to_image_plane", "distance_to_camera") if view.has(name)]
    if not names:
        yield None
    for name in names:
        depth = view.channels[name]
        if np.isnan(depth).any() or (depth <= 0).any():
            yield f"{name} holds values that are no distance"
        if view.has("instance_mask"):
            missing = int(np.count_nonzero(~np.isfinite(depth[view.channels["instance_mask"] > 0])))
            if missing:
                yield f"{name} is missing on {missing} object pixels"


def depths_agree(view: LabelledView) -> Iterator[str | None]:
    """distance_to_camera is distance_to_image_plane times the length of the pixel's ray."""
    if not view.has("distance_to_image_plane", "distance_to_camera"):
        yield None
        return
    along = view.channels["distance_to_image_plane"] * ray_lengths(view.record.intrinsics).astype(np.float64)
    given = view.channels["distance_to_camera"]
    same_hits = np.isfinite(along) == np.isfinite(given)
    hit = np.isfinite(along) & np.isfinite(given)
    apart = np.abs(along[hit] - given[hit]) > _RELATIVE_DEPTH * given[hit]
    wrong = np.count_nonzero(~same_hits) + np.count_nonzero(apart)
    if wrong:
        yield f"the two distances contradict each other on {wrong} pixels"


def inside_box(view: LabelledView) -> Iterator[str | None]:
    """Each object pixel, moved out along its ray by its depth, lies in the object's 3D box.

    At edges a few may look past it: a face seen from its side is left within a fraction of a pixel.
    """
    if not view.has("instance_mask") or depth_of(view) is None:
        yield None
        return
    outside, at_edge = _outside_boxes(view)
    ids = view.channels["instance_mask"]
    inner, edge = _counts(ids[outside & ~at_edge]), _counts(ids[outside & at_edge])
    edges = _counts(ids[at_edge])
    for number in sorted(inner | edge):
        stray = edge.get(number, 0)
        wrong = inner.get(number, 0) + (stray if stray > max(_FEW_STRAYS, _STRAYS * edges[number]) else 0)
        if wrong:
            yield f"object {number}: {wrong} pixels lie outside its 3D box"


def edge_strays(view: LabelledView) -> tuple[int, int]:
    """Return how many pixels of objects were compared with their 3D boxes, and how many at edges look past them."""
    if not view.has("instance_mask") or depth_of(view) is None:
        return 0, 0
    outside, at_edge = _outside_boxes(view)
    return int(np.count_nonzero(view.channels["instance_mask"])), int(np.count_nonzero(outside & at_edge))


def box_around_mask(view: LabelledView) -> Iterator[str | None]:
    """The projected 3D box encloses the loose box, where the whole box is in front of the camera.

    Formats that know no loose box state one of what is visible, or one that somebody drew: that may be a little larger.
    """
    camera_from_world = inverse(view.world_from_camera)
    for record in view.record.instances:
        box = transform_points(matrix4(record.world_from_object), corners(record.extent_low, record.extent_high))
        in_camera = transform_points(camera_from_world, box)
        loose, slack = record.box_loose, _BOX_PX
        if loose is None and record.box_tight is not None and record.extent_low != record.extent_high:
            x0, y0, x1, y1 = loose = record.box_tight
            slack = max(_DRAWN_PX, _DRAWN * (x1 - x0), _DRAWN * (y1 - y0))
        if loose is None or in_camera[:, 2].min() <= view.record.near_m:
            continue
        # A lens bends the edges outwards of their ends.
        edges = in_camera if view.record.intrinsics.lens is None else edge_points(in_camera, _BENT).reshape(-1, 3)
        pixels = project(view.record.intrinsics, edges)
        low, high = pixels.min(axis=0) - slack, pixels.max(axis=0) + slack
        if loose[0] < low[0] or loose[1] < low[1] or loose[2] > high[0] or loose[3] > high[1]:
            yield f"object {record.instance_id}: its 2D box {loose} leaves its projected 3D box"


def _at_edge(ids: NDArray[np.uint16], depth: NDArray[Any]) -> Mask:
    """Return the pixels (H, W) beside another object, or beside a farther part of their own."""
    finite = np.where(np.isfinite(depth), depth, 0.0)
    nearest, farthest = minimum_filter(finite, 3), maximum_filter(finite, 3)
    return np.asarray((maximum_filter(ids, 3) != minimum_filter(ids, 3)) | (farthest - nearest > 0.01 * farthest))


@lru_cache(1)
def _outside_boxes(view: LabelledView) -> tuple[Mask, Mask]:
    """Return the pixels (H, W) whose points leave their object's 3D box, and those at edges; both are shared."""
    points, ids = world_points(view), view.channels["instance_mask"]
    outside = np.zeros(ids.shape, bool)
    for record in view.record.instances:
        mask = ids == record.instance_id
        outside[mask] = _leaves_box(record, points[mask], view)
    return outside, _at_edge(ids, np.asarray(depth_of(view)))


def _leaves_box(record: InstanceRecord, points: Matrix, view: LabelledView) -> Mask:
    if len(points) == 0:
        return np.zeros(0, bool)
    own = transform_points(inverse(matrix4(record.world_from_object)), points)
    scale = np.linalg.norm(matrix4(record.world_from_object)[:3, 0])
    distance = np.linalg.norm(points - view.world_from_camera[:3, 3], axis=1, keepdims=True)
    # A bent image's ids and depths are those of the nearest sample, at creases too.
    beside_px = _BENT_PX if view.record.intrinsics.lens is not None else 0.0
    slack = (2 * _RELATIVE_DEPTH * distance + beside_px * distance / view.record.intrinsics.fx) / scale
    low, high = np.subtract(record.extent_low, slack), np.add(record.extent_high, slack)
    return np.asarray(np.any((own < low) | (own > high), axis=1))


def _counts(ids: NDArray[np.unsignedinteger]) -> dict[int, int]:
    numbers, counts = np.unique(ids, return_counts=True)
    return {int(number): int(count) for number, count in zip(numbers, counts, strict=True) if number}
