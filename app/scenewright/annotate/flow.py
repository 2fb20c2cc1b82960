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
from scenewright.geometry.camera import Intrinsics, project, ray_slopes
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix
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
    far = ~np.isfinite(view.depth)
    local, metres = _moved(view, far, frame.plan, other.plan, camera, posed)
    known = np.isfinite(local[0]) & np.isfinite(local[1]) & (local[2] > np.where(far, 1e-6, camera.near_m))
    if frame.plan.backdrop is not None:
        known &= ~far
    x, y = _projected(camera.intrinsics, local, known)
    occlusion = np.where(known, _occluded(x, y, local[2], far, other.depths[number]), UNKNOWN)
    height, width = far.shape
    pixels = np.empty((height, width, 2), np.float32)
    pixels[..., 0] = np.rint((x - (np.arange(width) + 0.5)) * _STEPS) / _STEPS
    pixels[..., 1] = np.rint((y - (np.arange(height)[:, None] + 0.5)) * _STEPS) / _STEPS
    metres[far] = np.nan
    return Flow(pixels, metres, occlusion.astype(np.uint8))


def _none(view: View) -> Flow:
    size = view.depth.shape
    return Flow(
        np.full((*size, 2), np.nan, np.float32),
        np.full((*size, 3), np.nan, np.float32),
        np.full(size, UNKNOWN, np.uint8),
    )


def _moved(
    view: View, far: NDArray[np.bool_], now: FramePlan, then: FramePlan, camera: CameraPlan, posed: Posed
) -> tuple[Matrix, NDArray[np.float32]]:
    """Return where the points of a view's surfaces are at another time, and their way.

    Returns:
        x, y, z (3, H, W) in the other camera's frame, of what is infinitely far away its direction; and the way
        (H, W, 3) in the world. What has no owner stays.
    """
    if view.surface is None:
        raise ValueError("flow needs to know which triangle each pixel shows")
    here = _in_camera(view, far)
    world_from_camera = pose_matrix(view.camera.position, view.camera.rotation)
    camera_from_world = inverse(pose_matrix(camera.position, camera.rotation))
    still = camera_from_world @ world_from_camera
    local = _transformed(still, here)
    local[:, far] -= still[:3, 3:]
    metres = np.zeros((*far.shape, 3), np.float32)
    owners = view.surface.owners
    for owner in (np.flatnonzero(np.bincount(owners.ravel() + 1)[1:])).tolist():
        one, other = now.objects[owner], then.objects[owner]
        before, after = posed(one), posed(other)
        poses = [pose_matrix(item.position, item.rotation, item.scale) for item in (one, other)]
        if before is after and np.array_equal(poses[0], poses[1]):
            continue
        mask = owners == owner
        world = _transformed(world_from_camera, here[:, mask])
        if before is after:
            there = _transformed(poses[1] @ inverse(poses[0]), world)
        else:
            rest = _transformed(inverse(poses[0]), world)
            there = _transformed(poses[1], _carried(rest.T, view.surface.triangles[mask], before, after).T)
        local[:, mask] = _transformed(camera_from_world, there)
        metres[mask] = (there - world).T
    return local, metres


def _in_camera(view: View, far: NDArray[np.bool_]) -> Matrix:
    """Return x, y, z (3, H, W) of each pixel's point; of what is infinitely far away its ray."""
    depth = np.where(far, 1.0, view.depth)
    rays = ray_slopes(view.camera.intrinsics)
    return np.stack([rays[0] * depth, rays[1] * depth, depth])


def _transformed(matrix: Matrix, points: Matrix) -> Matrix:
    """Return points (3, ...) moved by a 4x4 matrix.

    Column by column: three numbers a point are too few for a matrix product to pay.
    """
    x, y, z = points
    moved = np.empty_like(points)
    for row in range(3):
        a, b, c, d = matrix[row].tolist()
        moved[row] = a * x + b * y + (c * z + d)
    return moved


def _projected(intrinsics: Intrinsics, local: Matrix, known: NDArray[np.bool_]) -> tuple[Matrix, Matrix]:
    """Return the pixels x and y (H, W) of points (3, H, W) in the camera's frame; NaN where they are not known."""
    if intrinsics.lens is not None:
        pixels = np.full((*known.shape, 2), np.nan)
        pixels[known] = project(intrinsics, local[:, known].T)
        return pixels[..., 0], pixels[..., 1]
    z = np.where(known, local[2], np.nan)
    return local[0] / z * intrinsics.fx + intrinsics.cx, local[1] / z * intrinsics.fy + intrinsics.cy


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


def _occluded(
    x: Matrix, y: Matrix, depth: Matrix, far: NDArray[np.bool_], other: NDArray[np.float32]
) -> NDArray[np.uint8]:
    """Tell which points cannot be seen in the other image: something nearer is there, or they lie outside it.

    A point is compared with the farthest of the four pixels around it: it may lie on a slope between them.
    """
    height, width = other.shape
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    padded = np.pad(other, 1, mode="edge")
    farthest = np.maximum(padded[:-1], padded[1:])
    farthest = np.maximum(farthest[:, :-1], farthest[:, 1:])  # at (row, column): of the four around that corner
    column, row = ((np.where(inside, at, 0.0) + 0.5).astype(np.int32) for at in (x, y))
    seen = farthest[row, column]
    hidden = np.where(far, np.isfinite(seen), seen < depth * (1 - _SLACK) - _SLACK_M)
    return np.where(inside & ~hidden, VISIBLE, HIDDEN).astype(np.uint8)
