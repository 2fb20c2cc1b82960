"""Relations between labels and the assets that the plan shows: 3D boxes and parts are those of the models."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.flow import barycentric
from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.annotate.seen_surface import depth_of
from scenewright.assets.model import Model, Part
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import Matrix, inverse, transform_points

_BOX = 1e-5
_DEPTH, _DEPTH_M = 3e-4, 1e-4
"""How far off its part a pixel's point may be: a share of its distance, and so many metres."""
_LENS_PX = 1.0
"""Behind a lens, a pixel's part is that of the nearest sample."""
_PIXELS, _OBJECTS = 24, 4
"""So many pixels of so many objects of a view are put on their parts; each frame begins with another object."""
_WRONG, _WRONG_BENT = 0.04, 0.3
"""Such a share of the pixels may lie beside it, without and with a lens: at creases that bends depth."""
_LAST_PART = 255


def boxes(view: LabelledView) -> Iterator[str | None]:
    """Each 3D box is the bounds of the object's model in its pose."""
    known = list(view.recorded_models())
    if not known:
        yield None
    for item, model in known:
        given, bounds = np.array([item.extent_low, item.extent_high]), np.array(model.bounds)
        if not np.abs(given - bounds).max() <= _BOX * max(float(np.ptp(bounds, axis=0).max()), 1e-3):
            sizes = (" x ".join(f"{side:.4g}" for side in np.ptp(box, axis=0)) for box in (given, bounds))
            yield "object {}: its 3D box of {} m is not its asset's, of {} m".format(item.instance_id, *sizes)


def parts(view: LabelledView) -> Iterator[str | None]:
    """Each pixel's part is one that the object's model has, and lies where that part is."""
    known = [(item, model) for item, model in view.recorded_models() if item.visible_px > 0]
    if not view.has("part_mask", "instance_mask") or not known:
        yield None
        return
    ids, numbers = view.channels["instance_mask"], view.channels["part_mask"]
    of_several = []
    for item, model in known:
        own = np.flatnonzero(ids == item.instance_id)
        last, count = int(numbers.ravel()[own].max(initial=0)), min(len(model.parts), _LAST_PART)
        if last > count:
            yield f"object {item.instance_id}: its part mask says part {last}, but its asset has {count}"
        elif count > 1 and len(own):
            of_several.append((item.instance_id, model, own))
    if (depth := depth_of(view)) is None:
        return
    for turn in range(min(_OBJECTS, len(of_several))):
        instance_id, model, own = of_several[(view.plan.index * _OBJECTS + turn) % len(of_several)]
        wrong, looked = _off_their_parts(view, depth, instance_id, model, own)
        if wrong > max(1, (_WRONG if view.record.intrinsics.lens is None else _WRONG_BENT) * looked):
            yield f"object {instance_id}: {wrong} of {looked} of its pixels do not lie on the part of the part mask"


def _off_their_parts(
    view: LabelledView, depth: NDArray[np.floating], instance_id: int, model: Model, own: NDArray[np.intp]
) -> tuple[int, int]:
    """Return how many of some of an object's pixels do not lie on the part that they are said to, and of how many."""
    numbers = view.channels["part_mask"].ravel()
    own = own[np.argsort(numbers[own], kind="stable")]  # every part has its share
    own = own[np.linspace(0, len(own) - 1, min(_PIXELS, len(own))).astype(np.intp)]
    own = own[(numbers[own] > 0) & (numbers[own] < _LAST_PART)]
    record = view.record.instances[instance_id - 1]
    along = depth.ravel()[own].astype(np.float64)
    in_camera = pixel_rays(view.record.intrinsics).reshape(-1, 3)[own] * along[:, None]
    object_from_world = inverse(matrix4(record.world_from_object))
    points = transform_points(object_from_world @ view.world_from_camera, in_camera)
    beside = 0.0 if view.record.intrinsics.lens is None else _LENS_PX / view.record.intrinsics.fx
    slack = (_DEPTH_M + (_DEPTH + beside) * np.linalg.norm(in_camera, axis=1)) * np.linalg.norm(
        object_from_world[:3, 0]
    )
    on_it = np.zeros(len(own), bool)
    for number in np.unique(numbers[own]).tolist():
        these = numbers[own] == number
        on_it[these] = _lie_on(model.parts[number - 1], points[these], slack[these])
    return int(np.count_nonzero(~on_it)), len(own)


def _lie_on(part: Part, points: Matrix, slack: Matrix) -> NDArray[np.bool_]:
    """Return which points (N, 3) are no farther than some lengths (N,) from a part's triangles."""
    triangles, low, high = _triangles(part)
    found = np.zeros(len(points), bool)
    for k, (point, most) in enumerate(zip(points, slack, strict=True)):
        near = np.flatnonzero(((low <= point + most) & (high >= point - most)).all(axis=1))
        if len(near):
            corners = triangles[near].astype(np.float64)
            weights = np.clip(barycentric(np.broadcast_to(point, (len(near), 3)), corners), 0.0, None)
            weights /= weights.sum(axis=1, keepdims=True)
            apart = np.linalg.norm(np.einsum("nk,nkj->nj", weights, corners) - point, axis=1)
            found[k] = apart.min() <= most
    return found


@lru_cache(64)
def _triangles(part: Part) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Return a part's triangles (T, 3, 3), and the lowest and highest corner (T, 3) of each."""
    triangles = part.positions[part.triangles]
    return triangles, triangles.min(axis=1), triangles.max(axis=1)
