"""Optical flow and scene flow: where the surface that each pixel shows is in another frame of the clip.

A rigid surface moves with its object. On one that bends, a point keeps its place in its triangle (its barycentric
weights), which the engine names for every pixel. What is infinitely far away moves with the camera's turn alone.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Model
from scenewright.geometry.camera import pixel_rays, project
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points
from scenewright.render.renderer import RenderedFrame, View
from scenewright.sampling.plan import CameraPlan, FramePlan, ObjectPlan

VISIBLE, HIDDEN, UNKNOWN = 0, 1, 255
"""In occlusion masks: seen in the other frame; hidden there or outside its image; no flow."""

_STEPS = 1024.0
"""Flow is kept in steps of 1/1024 pixel: finer digits are noise that no file can compress."""
_SLACK = 3e-3
_SLACK_M = 2e-3

Posed = Callable[[ObjectPlan], Model]
Direction = Literal["forward", "backward"]


@dataclass(frozen=True, eq=False)
class Flow:
    """Where a view's surfaces go.

    Attributes:
        pixels: float32 (H, W, 2): the point's place in the other frame's image less its place in this one, x to the
            right and y down; NaN where there is none.
        metres: float32 (H, W, 3): the same in the world; NaN where nothing is hit.
        occlusion: uint8 (H, W): `VISIBLE`, `HIDDEN` or `UNKNOWN`.
    """

    pixels: NDArray[np.float32]
    metres: NDArray[np.float32]
    occlusion: NDArray[np.uint8]


def flow(frame: RenderedFrame, number: int, direction: Direction, posed: Posed) -> Flow:
    """Return the flow of one of a frame's views; all of it unknown at the clip's end (or beginning).

    Args:
        frame: With its neighbours in the clip.
        number: Which view.
        direction: To the next frame, or back to the one before.
        posed: Gives the model of an object in its pose.
    """
    view = frame.views[number]
    other = frame.after if direction == "forward" else frame.before
    if other is None:
        return _none(view)
    camera = other.plan.cameras[number]
    here = _world_points(view)
    there = _moved(view, frame.plan, other.plan, here, posed)
    local = transform_points(inverse(pose_matrix(camera.position, camera.rotation)), there.reshape(-1, 3))
    far = ~np.isfinite(view.depth).ravel()
    local[far] = _turned(view, camera).reshape(-1, 3)[far]
    known = local[:, 2] > np.where(far, 1e-6, camera.near_m)
    if frame.plan.backdrop is not None:
        known &= ~far
    known &= np.isfinite(local).all(axis=1)
    pixels = np.full((len(local), 2), np.nan)
    pixels[known] = project(camera.intrinsics, local[known])
    occlusion = np.where(known, _occluded(pixels, local[:, 2], far, other.depths[number]), UNKNOWN)
    size = view.depth.shape
    rows, columns = np.mgrid[0 : size[0], 0 : size[1]]
    moved = pixels.reshape(*size, 2) - np.stack([columns + 0.5, rows + 0.5], axis=-1)
    return Flow(
        (np.round(moved * _STEPS) / _STEPS).astype(np.float32),
        np.where(np.isfinite(view.depth)[..., None], there - here, np.nan).astype(np.float32),
        occlusion.astype(np.uint8).reshape(size),
    )


def _none(view: View) -> Flow:
    size = view.depth.shape
    return Flow(
        np.full((*size, 2), np.nan, np.float32),
        np.full((*size, 3), np.nan, np.float32),
        np.full(size, UNKNOWN, np.uint8),
    )


def _world_points(view: View) -> Matrix:
    depth = np.where(np.isfinite(view.depth), view.depth, 0.0).astype(np.float64)
    local = np.nan_to_num(pixel_rays(view.camera.intrinsics)) * depth[..., None]
    pose = pose_matrix(view.camera.position, view.camera.rotation)
    return transform_points(pose, local.reshape(-1, 3)).reshape(local.shape)


def _turned(view: View, camera: CameraPlan) -> Matrix:
    """Return each pixel's ray (H, W, 3) as another camera at the same place would see it."""
    here = pose_matrix((0.0, 0.0, 0.0), view.camera.rotation)[:3, :3]
    there = pose_matrix((0.0, 0.0, 0.0), camera.rotation)[:3, :3]
    turned: Matrix = pixel_rays(view.camera.intrinsics) @ (there.T @ here).T
    return turned


def _moved(view: View, now: FramePlan, then: FramePlan, points: Matrix, posed: Posed) -> Matrix:
    """Return where the points (H, W, 3) of a view's surfaces are at another time; what has no owner stays."""
    if view.surface is None:
        raise ValueError("flow needs to know which triangle each pixel shows")
    moved = points.copy()
    for owner in np.unique(view.surface.owners):
        if owner < 0:
            continue
        mask = view.surface.owners == owner
        one, other = now.objects[owner], then.objects[owner]
        before, after = posed(one), posed(other)
        local = transform_points(inverse(pose_matrix(one.position, one.rotation, one.scale)), points[mask])
        if before is not after:
            local = _carried(local, view.surface.triangles[mask], before, after)
        moved[mask] = transform_points(pose_matrix(other.position, other.rotation, other.scale), local)
    return moved


def _carried(points: Matrix, triangles: NDArray[np.int32], before: Model, after: Model) -> Matrix:
    """Return points (N, 3) on triangles of a model where the same triangles of its other pose have them."""
    old, new = corners_of(before)[triangles], corners_of(after)[triangles]
    weights = barycentric(points, old)
    carried: Matrix = np.einsum("nk,nkj->nj", weights, new)
    return carried


def corners_of(model: Model) -> Matrix:
    """Return the corners (T, 3, 3) of all triangles of a model, part by part."""
    return np.concatenate([part.positions.astype(np.float64)[part.triangles] for part in model.parts])


def barycentric(points: Matrix, corners: Matrix) -> Matrix:
    """Return the weights (N, 3) of triangles' corners (N, 3, 3) in points (N, 3) of their planes; they sum to 1."""
    a, b, c = corners[:, 0], corners[:, 1], corners[:, 2]
    v0, v1, v2 = b - a, c - a, points - a
    d00, d01, d11 = (np.einsum("ij,ij->i", p, q) for p, q in ((v0, v0), (v0, v1), (v1, v1)))
    d20, d21 = np.einsum("ij,ij->i", v2, v0), np.einsum("ij,ij->i", v2, v1)
    area = d00 * d11 - d01 * d01
    safe = np.where(np.abs(area) < 1e-24, 1.0, area)
    v, w = (d11 * d20 - d01 * d21) / safe, (d00 * d21 - d01 * d20) / safe
    v, w = np.where(np.abs(area) < 1e-24, 0.0, v), np.where(np.abs(area) < 1e-24, 0.0, w)
    return np.stack([1 - v - w, v, w], axis=1)


def _occluded(pixels: Matrix, depth: Matrix, far: NDArray[np.bool_], other: NDArray[np.float32]) -> NDArray[np.int64]:
    """Tell which points cannot be seen in the other image: something nearer is there, or they lie outside it.

    A point is compared with the farthest of the four pixels around it: it may lie on a slope between them.
    """
    height, width = other.shape
    inside = np.isfinite(pixels).all(axis=1)
    at = np.nan_to_num(pixels)
    inside &= (at[:, 0] >= 0) & (at[:, 0] < width) & (at[:, 1] >= 0) & (at[:, 1] < height)
    column, row = np.floor(at[:, 0] - 0.5).astype(np.int64), np.floor(at[:, 1] - 0.5).astype(np.int64)
    seen = np.zeros(len(at), np.float64)
    for down in (0, 1):
        for right in (0, 1):
            rows, columns = np.clip(row + down, 0, height - 1), np.clip(column + right, 0, width - 1)
            seen = np.maximum(seen, other[rows, columns])
    hidden = np.where(far, np.isfinite(seen), seen < depth * (1 - _SLACK) - _SLACK_M)
    return np.where(inside & ~hidden, VISIBLE, HIDDEN)
