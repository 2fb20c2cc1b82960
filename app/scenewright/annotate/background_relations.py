"""What must hold between the plan's floor and room and what is seen of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.seen_surface import depth_of
from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import Intrinsics, pixel_rays, project
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points
from scenewright.render.room import Side, floor_side, sides_of
from scenewright.sampling.plan import FramePlan

_PIXELS = 20_000
"""So many pixels of a view are looked at, evenly spread; each frame begins with another one."""
_DEPTH = 3e-4
"""Hardware interpolates depth in single floats across large faces: up to 1e-4."""
_RIM = 1e-3
"""Share of a side at its rim where a pixel may still look past it."""
_LENS_PX = 1.5
"""Behind a lens, what one pixel shows is the nearest sample's."""
_NORMAL_DEG = 1.0
_WRONG, _FEW = 2e-3, 3
"""Such a share of the pixels, or so few, may look through between two sides or past an object's edge."""
_BESIDE_PX = 3.0

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Sides:
    """Where the rays of some pixels meet the floor, walls and ceiling of a plan.

    Attributes:
        depth: (N,) the nearest meeting, along the optical axis; +inf where there is none.
        normal: (N, 3) of the side that is met, in the world.
        is_sure: (N,) whether the ray stays clear of rims, of sides seen from behind, and of what is clipped away.
        bend: (N,) how much the depth may differ within a pixel, as a share of it.
    """

    depth: NDArray[np.float64]
    normal: Matrix
    is_sure: Mask
    bend: NDArray[np.float64]


def follows_plan(view: LabelledView) -> Iterator[str | None]:
    """Nothing lies behind the plan's floor, walls and ceiling; where they are bare, depth and normals are theirs."""
    sides = _sides(view.plan)
    if not sides or (depth := depth_of(view)) is None:
        yield None
        return
    places = _places(view)
    rays = pixel_rays(view.record.intrinsics).reshape(-1, 3)[places]
    seen = depth.ravel()[places].astype(np.float64)
    met = _met(view, sides, rays)
    slack = _DEPTH + met.bend
    behind = met.is_sure & np.isfinite(met.depth) & ~(seen <= met.depth * (1 + slack))
    if _too_many(behind, met.is_sure):
        yield f"{_share(behind, met.is_sure)} of the pixels lie behind the floor, walls and ceiling of the plan"
        return
    bare = met.is_sure & _bare(view, places)
    with np.errstate(invalid="ignore"):
        before = bare & ~((seen >= met.depth * (1 - slack)) | (seen == met.depth))
    if _too_many(before, bare):
        yield f"{_share(before, bare)} of the background's pixels lie before the plan's floor and walls"
    if view.has("normals"):
        on_it = bare & np.isfinite(met.depth) & ~before
        given = view.channels["normals"].reshape(-1, 3)[places].astype(np.float64)
        turned = on_it & ~(np.einsum("ij,ij->i", given, met.normal) >= np.cos(np.radians(_NORMAL_DEG)))
        if _too_many(turned, on_it):
            yield f"{_share(turned, on_it)} of the background's normals are not those of the plan's floor and walls"


def _sides(plan: FramePlan) -> list[Side]:
    floor = [] if plan.floor is None else [floor_side(plan.floor)]
    return floor + ([] if plan.room is None else sides_of(plan.room))


def _places(view: LabelledView) -> NDArray[np.intp]:
    """Return the places in the flattened image of the pixels that are looked at."""
    height, width = view.record.intrinsics.height, view.record.intrinsics.width
    step = max(1, round((height * width / _PIXELS) ** 0.5))
    first = view.plan.index % step
    return (np.arange(first, height, step)[:, None] * width + np.arange(first, width, step)).ravel()


def _met(view: LabelledView, sides: Sequence[Side], rays: Matrix) -> _Sides:
    """Return where rays (N, 3) of the camera, with z = 1, meet sides."""
    count = len(rays)
    nearest, normal = np.full(count, np.inf), np.zeros((count, 3))
    is_sure, bend = np.isfinite(rays).all(axis=1), np.zeros(count)
    near, far, fx = view.record.near_m, view.record.far_m, view.record.intrinsics.fx
    beside = 0.0 if view.record.intrinsics.lens is None else _LENS_PX
    for side in sides:
        unit_from_camera = inverse(side.world_from_unit) @ view.world_from_camera
        start, way = unit_from_camera[:3, 3], rays @ unit_from_camera[:3, :3].T
        with np.errstate(divide="ignore", invalid="ignore"):
            depth = -start[2] / way[:, 2]
            across = np.abs(start[:2] + depth[:, None] * way[:, :2]).max(axis=1)
            # So much does the depth change from one pixel to the next.
            slant = np.linalg.norm(unit_from_camera[2, :2]) / fx / np.abs(way[:, 2])
        ahead = depth > 0
        rim = _RIM + beside * depth * (1 / fx + slant) / min(side.size_m)
        inside, at_rim = ahead & (across < 0.5 - rim), ahead & (np.abs(across - 0.5) <= rim)
        is_sure &= ~at_rim
        if start[2] <= 0:  # seen from behind, where some engines show nothing
            is_sure &= ~inside
            continue
        is_sure &= ~(inside & ((depth <= near * (1 + _RIM)) | (depth >= far * (1 - _RIM))))
        first = inside & (depth < nearest)
        nearest[first], bend[first] = depth[first], beside * slant[first]
        normal[first] = side.world_from_unit[:3, 2]
    return _Sides(nearest, normal, np.asarray(is_sure), bend)


def _bare(view: LabelledView, places: NDArray[np.intp]) -> Mask:
    """Return at which places there is surely no object: none with a label, nor near any without."""
    if not view.has("instance_mask"):
        return np.zeros(len(places), bool)
    bare: Mask = view.channels["instance_mask"].ravel()[places] == 0
    unlabelled = [k for k, item in enumerate(view.plan.objects) if item.instance_id == 0]
    rows, columns = np.divmod(places, view.record.intrinsics.width)
    for k in unlabelled:
        item, model = view.plan.objects[k], view.models[k] if view.models else None
        if model is None:
            return np.zeros(len(places), bool)
        box = transform_points(pose_matrix(item.position, item.rotation, item.scale), corners(*model.bounds))
        low, high = _around(view.record.intrinsics, transform_points(inverse(view.world_from_camera), box))
        bare &= (columns < low[0]) | (columns > high[0]) | (rows < low[1]) | (rows > high[1])
    return bare


def _around(intrinsics: Intrinsics, box: Matrix) -> tuple[Matrix, Matrix]:
    """Return the lowest and highest column and row that a box (8, 3) in the camera's frame may cover."""
    everything = np.full(2, -np.inf), np.full(2, np.inf)
    if box[:, 2].max() <= 0:
        return np.full(2, np.inf), np.full(2, -np.inf)
    if box[:, 2].min() <= 1e-3 or intrinsics.lens is not None:
        return everything
    pixels = project(intrinsics, box)
    return pixels.min(axis=0) - _BESIDE_PX, pixels.max(axis=0) + _BESIDE_PX


def _too_many(wrong: Mask, of: Mask) -> bool:
    return bool(np.count_nonzero(wrong) > max(_FEW, _WRONG * np.count_nonzero(of)))


def _share(wrong: Mask, of: Mask) -> str:
    return f"{wrong.sum() / max(int(of.sum()), 1):.1%}"
