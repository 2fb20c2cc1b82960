"""Point tracks: where points of surfaces are in every frame of a clip, and where they can be seen.

A point is asked for by a pixel of one frame. It keeps its place on its object: on a rigid one in the object's frame, on
one that bends in its triangle. As in TAP-Vid (Doersch et al. 2022), which such tracks are usually evaluated by.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.flow import Posed, barycentric, corners_of
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.model import Model
from scenewright.geometry.camera import pixel_rays, project
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points
from scenewright.sampling.plan import FramePlan, ObjectPlan

_SLACK, _SLACK_M = 3e-3, 2e-3
"""A point is seen if nothing lies in front of it by more than this share of its depth and so many metres."""


@dataclass(frozen=True, eq=False)
class Tracks:
    """N points through the T frames of a clip, as one camera sees them.

    Attributes:
        queries: int64 (N, 3): frame within the clip, row and column of the pixels that were asked for.
        instance_ids: uint16 (N,): whose points they are; 0 is background.
        pixels: float32 (N, T, 2): x, y; NaN where a point lies behind the camera.
        visible: bool (N, T).
        world: float64 (N, T, 3), metres.
    """

    queries: NDArray[np.int64]
    instance_ids: NDArray[np.uint16]
    pixels: NDArray[np.float32]
    visible: NDArray[np.bool_]
    world: NDArray[np.float64]


def spread_queries(views: Sequence[LabelledView], count: int, seed: int = 0) -> NDArray[np.int64]:
    """Return pixels to ask for (N, 3), half of them on objects where there are some, spread over all frames."""
    rng = np.random.default_rng(seed)
    found = []
    for step, view in enumerate(views):
        share = count * (step + 1) // len(views) - count * step // len(views)
        is_hit = np.isfinite(view.channels["distance_to_image_plane"])
        on_object = is_hit & (view.channels["instance_mask"] > 0)
        chosen = min(share - share // 2, int(on_object.sum()))
        for mask, number in ((on_object, chosen), (is_hit & ~on_object, share - chosen)):
            places = np.argwhere(mask)
            picked = places[rng.permutation(len(places))[:number]]
            found.append(np.concatenate([np.full((len(picked), 1), step), picked], axis=1))
    return np.concatenate(found).astype(np.int64)


def point_tracks(views: Sequence[LabelledView], queries: NDArray[np.int64], posed: Posed) -> Tracks:
    """Return where points are in every frame of a clip.

    Args:
        views: One camera's, of all frames in order; with `instance_mask` and `distance_to_image_plane`.
        queries: (N, 3): frame within the clip, row and column; where nothing is hit a point is nowhere.
        posed: Gives the model of an object in its pose.
    """
    world = np.full((len(queries), len(views), 3), np.nan)
    owners = np.zeros(len(queries), np.uint16)
    for step in np.unique(queries[:, 0]).tolist():
        rows = np.flatnonzero(queries[:, 0] == step)
        ids, points = _asked(views[step], queries[rows, 1], queries[rows, 2])
        owners[rows] = ids
        for owner in np.unique(ids).tolist():
            own = rows[ids == owner]
            world[own] = _carried(views, step, owner, points[ids == owner], posed)
    pixels = np.full((len(queries), len(views), 2), np.nan, np.float32)
    visible = np.zeros((len(queries), len(views)), bool)
    for step, view in enumerate(views):
        pixels[:, step], visible[:, step] = _seen(view, world[:, step])
    return Tracks(queries, owners, pixels, visible, world)


def _asked(
    view: LabelledView, row: NDArray[np.int64], column: NDArray[np.int64]
) -> tuple[NDArray[np.uint16], NDArray[np.float64]]:
    depth = view.channels["distance_to_image_plane"][row, column].astype(np.float64)
    rays = pixel_rays(view.record.intrinsics)[row, column]
    points = transform_points(view.world_from_camera, rays * np.where(np.isfinite(depth), depth, np.nan)[:, None])
    return view.channels["instance_mask"][row, column], points


def _carried(views: Sequence[LabelledView], step: int, owner: int, points: Matrix, posed: Posed) -> NDArray[np.float64]:
    """Return where an instance's points (N, 3) of one frame are in all frames (N, T, 3); what has no owner stays."""
    if owner == 0:
        return np.repeat(points[:, None], len(views), axis=1)
    asked = _object(views[step].plan, owner)
    local = transform_points(inverse(pose_matrix(asked.position, asked.rotation, asked.scale)), points)
    rest = posed(asked)
    triangles: NDArray[np.int64] | None = None
    places = []
    for view in views:
        item = _object(view.plan, owner)
        model, there = posed(item), local
        if model is not rest:
            triangles = _triangles(rest, local) if triangles is None else triangles
            weights = barycentric(local, corners_of(rest)[triangles])
            there = np.einsum("nk,nkj->nj", weights, corners_of(model)[triangles])
        places.append(transform_points(pose_matrix(item.position, item.rotation, item.scale), there))
    return np.stack(places, axis=1)


def _object(plan: FramePlan, instance_id: int) -> ObjectPlan:
    return next(item for item in plan.labelled if item.instance_id == instance_id)


def _triangles(model: Model, points: Matrix) -> NDArray[np.int64]:
    """Return which triangle (N,) of a model each of some points on its surface lies on."""
    import trimesh  # noqa: PLC0415  slow to import, and only what bends needs it

    corners = corners_of(model)
    found = []
    for point in points:
        nearest = trimesh.triangles.closest_point(corners, np.broadcast_to(point, (len(corners), 3)))
        found.append(int(np.argmin(((nearest - point) ** 2).sum(axis=1))))
    return np.array(found, np.int64)


def _seen(view: LabelledView, world: Matrix) -> tuple[Matrix, NDArray[np.bool_]]:
    """Return the pixels (N, 2) of points (N, 3), and whether they can be seen there."""
    local = transform_points(inverse(view.world_from_camera), world)
    pixels = np.full((len(world), 2), np.nan)
    before = local[:, 2] > view.record.near_m
    if before.any():
        pixels[before] = project(view.record.intrinsics, local[before])
    depth = view.channels["distance_to_image_plane"]
    height, width = depth.shape
    at = np.nan_to_num(pixels, nan=-1.0)
    inside = (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
    # A point on a slope is compared with the farthest of the four pixels around it.
    column, row = np.floor(at[:, 0] - 0.5).astype(np.int64), np.floor(at[:, 1] - 0.5).astype(np.int64)
    shown = np.stack(
        [
            depth[np.clip(row + down, 0, height - 1), np.clip(column + right, 0, width - 1)]
            for down in (0, 1)
            for right in (0, 1)
        ]
    ).max(axis=0)
    return pixels, inside & (shown >= local[:, 2] * (1 - _SLACK) - _SLACK_M)
