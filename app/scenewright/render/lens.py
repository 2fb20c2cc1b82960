"""Pictures and labels through a lens that bends the image, made from those of a pinhole camera by any engine.

The engine draws a larger, finer image without distortion that holds every ray of the bent one. Each pixel's own ray is
then looked up in it: colour is interpolated, ids are those of the nearest sample, and depth is where the ray meets the
plane through the samples around it (1 / depth is affine over a plane's image, so this is exact on flat surfaces).
"""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.geometry.boxes import bit_counts
from scenewright.geometry.camera import Intrinsics, pixel_rays, project
from scenewright.geometry.lens import radius_limit
from scenewright.geometry.transforms import Matrix, pose_matrix
from scenewright.render.renderer import Surface, View
from scenewright.sampling.plan import CameraPlan, FramePlan

_FINER = 1.5
"""Samples for each pixel, along x and y, where the bent image is densest."""
_MOST_PX = 8192
_FLAT = 1e-5
"""So far, relative, may 1 / depth of four samples be off a plane to count as one."""
_STEP = 5e-3
_MOST_SLOPE = 1.1


def without_lenses(plans: Iterable[FramePlan]) -> Iterator[FramePlan]:
    """Yield plans as an engine draws them: every camera a pinhole.

    Raises:
        UserError: A lens sees so wide that no flat image could hold it.
    """
    for plan in plans:
        yield replace(plan, cameras=tuple(pinhole(camera) for camera in plan.cameras))


def pinhole(camera: CameraPlan) -> CameraPlan:
    """Return the camera without distortion that sees all that a camera sees, at least as finely.

    Raises:
        UserError: It would need too many pixels.
    """
    if camera.intrinsics.lens is None:
        return camera
    return replace(camera, intrinsics=_pinhole(camera.intrinsics, camera.name))


def through_lens(view: View, camera: CameraPlan) -> View:
    """Return what a camera with a lens sees, from what its pinhole sees.

    Args:
        view: The view of `pinhole(camera)`.
        camera: The camera.
    """
    if camera.intrinsics.lens is None:
        return view
    at = _lookup(camera.intrinsics, view.camera.intrinsics)
    ids = np.where(at.seen, view.instance_ids[at.nearest], 0).astype(np.uint16)
    amodal = np.where(at.seen, view.amodal_bits[:, at.nearest[0], at.nearest[1]], 0).astype(np.uint32)
    return View(
        camera=camera,
        rgb=_interpolated(view.rgb, at),
        instance_ids=ids,
        depth=_depth(view, at),
        normals=np.where(at.seen[..., None], view.normals[at.nearest], 0).astype(np.float16),
        amodal_bits=amodal,
        amodal_outside_px=_outside(view, at, bit_counts(amodal, len(view.amodal_outside_px))),
        surface=None if view.surface is None else _surface(view.surface, at),
    )


@dataclass(frozen=True, eq=False)
class _Lookup:
    """Where the pixels of a bent image lie in its pinhole's.

    Attributes:
        seen: (H, W) whether the pixel has a ray at all.
        nearest: Rows and columns (H, W) of the nearest samples.
        corner: Rows and columns (H, W) of the upper left one of the four samples around.
        shares: (H, W, 2) how far right and down of it.
        shown: (rows, columns) whether a sample lies in the bent image.
        pixels_per_sample: In the bent image, on average.
    """

    seen: NDArray[np.bool_]
    nearest: tuple[NDArray[np.int64], NDArray[np.int64]]
    corner: tuple[NDArray[np.int64], NDArray[np.int64]]
    shares: NDArray[np.float64]
    shown: NDArray[np.bool_]
    pixels_per_sample: float


@lru_cache(16)
def _pinhole(intrinsics: Intrinsics, name: str) -> Intrinsics:
    rays = pixel_rays(intrinsics)[..., :2]
    low, high = np.nanmin(rays, axis=(0, 1)), np.nanmax(rays, axis=(0, 1))
    # The finest the bent image gets: how far apart in it two rays are, against the flat image.
    fx = _FINER * intrinsics.fx * _most_magnified(intrinsics, rays, axis=1)
    fy = _FINER * intrinsics.fy * _most_magnified(intrinsics, rays, axis=0)
    margin = 3.0
    left, top = low[0] * fx - margin, low[1] * fy - margin
    width, height = math.ceil(high[0] * fx - left + margin), math.ceil(high[1] * fy - top + margin)
    if max(width, height) > _MOST_PX:
        raise UserError(
            f"Camera '{name}' sees so wide that its picture would have to be drawn with {width} x {height} pixels, "
            f"more than {_MOST_PX}: make its image smaller, or give it a narrower lens."
        )
    return Intrinsics(width, height, fx, fy, -left, -top)


def _most_magnified(intrinsics: Intrinsics, rays: Matrix, axis: int) -> float:
    """Return how much denser than without its lens an image is at most; never below 1, so that no detail is lost."""
    apart = np.abs(np.diff(rays[..., 1 - axis], axis=axis)) * (intrinsics.fx if axis == 1 else intrinsics.fy)
    least = float(np.nanmin(np.where(apart > 0, apart, np.nan)))
    return min(max(1.0, 1.0 / least), 3.0)


@lru_cache(4)
def _lookup(intrinsics: Intrinsics, flat: Intrinsics) -> _Lookup:
    rays = pixel_rays(intrinsics)
    seen = np.isfinite(rays[..., 0])
    at = project(flat, np.nan_to_num(rays).reshape(-1, 3)).reshape(*rays.shape[:2], 2)
    size = np.array([flat.width, flat.height])
    nearest = np.clip(np.floor(at).astype(np.int64), 0, size - 1)
    corner = np.clip(np.floor(at - 0.5).astype(np.int64), 0, size - 2)
    shown = _shown(intrinsics, flat)
    return _Lookup(
        seen=seen,
        nearest=(nearest[..., 1], nearest[..., 0]),
        corner=(corner[..., 1], corner[..., 0]),
        shares=np.clip(at - 0.5 - corner, 0.0, 1.0),
        shown=shown,
        pixels_per_sample=float(seen.sum() / max(int(shown.sum()), 1)),
    )


def _shown(intrinsics: Intrinsics, flat: Intrinsics) -> NDArray[np.bool_]:
    rays = pixel_rays(flat).reshape(-1, 3)
    pixels = project(intrinsics, rays)
    inside = ((pixels >= 0) & (pixels < (intrinsics.width, intrinsics.height))).all(axis=1)
    if intrinsics.lens is not None:
        inside &= np.hypot(rays[:, 0], rays[:, 1]) <= radius_limit(intrinsics.lens)
    return inside.reshape(flat.height, flat.width)


def _surface(surface: Surface, at: _Lookup) -> Surface:
    owners = np.where(at.seen, surface.owners[at.nearest], -1).astype(np.int16)
    return Surface(owners, surface.triangles[at.nearest])


def _around(image: NDArray[np.generic], at: _Lookup) -> list[NDArray[np.generic]]:
    """Return the four samples around each pixel: upper left, upper right, lower left, lower right."""
    row, column = at.corner
    return [image[row + down, column + right] for down in (0, 1) for right in (0, 1)]


def _interpolated(rgb: NDArray[np.uint8], at: _Lookup) -> NDArray[np.uint8]:
    right, down = at.shares[..., :1].astype(np.float32), at.shares[..., 1:].astype(np.float32)
    one, two, three, four = (part.astype(np.float32) for part in _around(rgb, at))
    upper, lower = one + (two - one) * right, three + (four - three) * right
    mixed = upper + (lower - upper) * down
    return np.where(at.seen[..., None], mixed + 0.5, 0).astype(np.uint8)


def _depth(view: View, at: _Lookup) -> NDArray[np.float32]:
    with np.errstate(divide="ignore", invalid="ignore"):
        flat = 1.0 / view.depth.astype(np.float64)  # 0 where nothing is hit
        one, two, three, four = (np.asarray(part, np.float64) for part in _around(flat, at))
        right, down = at.shares[..., 0], at.shares[..., 1]
        mixed = (one + (two - one) * right) * (1 - down) + (three + (four - three) * right) * down
        ids = _around(view.instance_ids, at)
        is_plane = np.abs(one + four - two - three) <= _FLAT * np.maximum(one, four)
        is_plane &= (ids[0] == ids[1]) & (ids[1] == ids[2]) & (ids[2] == ids[3])
        is_plane &= np.minimum(np.minimum(one, two), np.minimum(three, four)) > 0
        nearby = _by_normal(view, at)
        is_plane &= np.abs(mixed * nearby - 1.0) < _STEP  # a step between two rows of samples looks like a plane, too
        depth = np.where(is_plane, 1.0 / mixed, np.clip(nearby, *_range(view, at)))
    depth = np.where(at.seen & np.isfinite(depth), depth, np.inf).astype(np.float32)
    return np.asarray(depth, np.float32)


def _by_normal(view: View, at: _Lookup) -> Matrix:
    """Return where each pixel's ray meets the plane that touches the surface at the nearest sample."""
    normal = view.normals[at.nearest].astype(np.float64)
    camera_from_world = pose_matrix((0.0, 0.0, 0.0), view.camera.rotation)[:3, :3].T
    normal = normal @ camera_from_world.T
    sample = pixel_rays(view.camera.intrinsics)[at.nearest]
    wanted = _flat_rays(view.camera.intrinsics, at)
    slope = np.einsum("hwi,hwi->hw", normal, sample) / np.einsum("hwi,hwi->hw", normal, wanted)
    slope = np.where(np.isfinite(slope), np.clip(slope, 1 / _MOST_SLOPE, _MOST_SLOPE), 1.0)
    result: Matrix = view.depth[at.nearest].astype(np.float64) * slope
    return result


def _range(view: View, at: _Lookup) -> tuple[Matrix, Matrix]:
    """Return the least and the greatest depth among the samples around each pixel that show what the nearest shows.

    Where a surface bends away from the camera its tangent plane leads nowhere: the depth stays between these.
    """
    own = view.instance_ids[at.nearest]
    nearest = view.depth[at.nearest].astype(np.float64)
    low, high = nearest.copy(), nearest.copy()
    for depth, ids in zip(_around(view.depth, at), _around(view.instance_ids, at), strict=True):
        same = ids == own
        low = np.where(same, np.minimum(low, depth), low)
        high = np.where(same, np.maximum(high, depth), high)
    return low, high


def _flat_rays(flat: Intrinsics, at: _Lookup) -> Matrix:
    row, column = at.corner
    rays = np.ones((*row.shape, 3))
    rays[..., 0] = (column + at.shares[..., 0] + 0.5 - flat.cx) / flat.fx
    rays[..., 1] = (row + at.shares[..., 1] + 0.5 - flat.cy) / flat.fy
    return rays


def _outside(view: View, at: _Lookup, inside: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many pixels of each instance the bent image cuts off, from the samples that the pinhole's holds.

    A sample beyond the border counts as many pixels as the instance's samples within it do on average.
    """
    count = len(view.amodal_outside_px)
    beyond = bit_counts(np.where(at.shown, np.uint32(0), view.amodal_bits), count) + view.amodal_outside_px
    within = bit_counts(np.where(at.shown, view.amodal_bits, np.uint32(0)), count)
    density = np.where(within > 0, inside / np.maximum(within, 1), at.pixels_per_sample)
    return np.round(beyond * density).astype(np.int64)
