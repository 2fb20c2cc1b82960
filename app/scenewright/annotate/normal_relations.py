"""Relations between normals and depth."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.transform import Rotation

from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.seen_surface import depth_of, world_points
from scenewright.assets.model import Model
from scenewright.geometry.transforms import Matrix

_LENGTH = 2e-3  # normals are stored as half floats
_FAR_OFF_DEG = 60.0
_TYPICAL_DEG = 20.0
_FEWEST_PIXELS = 50
_BENT_STEP = 0.07
"""A slope is judged where it changes by no more from pixel to pixel (4 degrees on what is seen face on): threads and
creases finer than pixels have slopes that pixels do not show."""

_TURNED_DEG, _TURNED_ONE_DEG = 1.5, 3.0
"""So far may the normals of all objects together be turned against the slopes of their depth, and those of one."""
_FEWEST_TURNED = 200
_MOST_TURNED = 4000
"""Of so many pixels a turn is found: no more are needed."""
_CLEARLY, _LEFT_DEG = 2.0, 2.0
"""A turn counts where it is so many times as large as what it leaves unexplained, and that is little."""
_TIGHT_DEG = 3.0
"""Only models whose normals lean so little from their faces are looked at, on average: a box whose corners have mean
normals looks turned where the border cuts it off."""
_SPREAD = 0.02
"""And where the slopes are spread out by as much: on a single face a turn and rounded edges look alike."""
_ROUNDS = 4

Mask = NDArray[np.bool_]


def unit_normals(view: LabelledView) -> Iterator[str | None]:
    """A normal has length 1 where something is hit and is (0, 0, 0) elsewhere."""
    if not view.has("normals"):
        yield None
        return
    length = np.linalg.norm(view.channels["normals"].astype(np.float64), axis=-1)
    depth = depth_of(view)
    hit = length > 0 if depth is None else np.isfinite(depth)
    wrong = np.count_nonzero(~(np.abs(length - hit) <= _LENGTH))  # NaN is wrong, too
    if wrong:
        yield f"{wrong} normals have the wrong length"


def normals_follow_depth(view: LabelledView) -> Iterator[str | None]:
    """Away from edges, shading normals are near the surface that neighbouring depths span.

    Shading normals are rounded over facets and creases, so single pixels may differ; half of an object's pixels, or of
    the background's, must be within 20 degrees and no more than a fifth of an object's beyond 60. As a whole they may
    not be turned by more than 1.5 degrees, where the models are known and their normals are those of their faces.
    """
    if not view.has("instance_mask", "normals") or (depth := depth_of(view)) is None:
        yield None
        return
    ids = view.channels["instance_mask"]
    smooth = _smooth(depth, ids, _BENT_STEP / view.record.intrinsics.fx)
    slopes = _slopes(world_points(view), smooth)
    normals = view.channels["normals"][1:-1, 1:-1][smooth].astype(np.float64)
    cosine = np.einsum("ij,ij->i", slopes, normals)
    known = np.isfinite(cosine)
    slopes, normals, owners = slopes[known], normals[known], ids[1:-1, 1:-1][smooth][known]
    angle = np.degrees(np.arccos(np.clip(cosine[known], -1, 1)))
    enough = {number for number, count in enumerate(np.bincount(owners).tolist()) if number and count >= _FEWEST_PIXELS}
    tight = [item.instance_id for item, model in view.recorded_models() if item.instance_id in enough and _tight(model)]
    found = False
    for number in (0, *(record.instance_id for record in view.record.instances)):
        own = owners == number
        if np.count_nonzero(own) < _FEWEST_PIXELS:
            continue
        typical = float(np.median(angle[own]))
        whose = f"object {number}: its" if number else "the background's"
        if typical > _TYPICAL_DEG or (number and np.mean(angle[own] > _FAR_OFF_DEG) > 0.2):
            found = True
            yield f"{whose} normals are {typical:.0f} degrees off the depth's slope"
        elif number in tight and _is_turned(slopes[own], normals[own], _TURNED_ONE_DEG):
            found = True
            yield f"{whose} normals are turned by {turn_deg(slopes[own], normals[own])[0]:.1f} degrees"
    objects = np.isin(owners, tight)
    if not found and _is_turned(slopes[objects], normals[objects], _TURNED_DEG):
        yield f"the normals are turned by {turn_deg(slopes[objects], normals[objects])[0]:.1f} degrees"


def turn_deg(slopes: Matrix, normals: Matrix) -> tuple[float, float]:
    """Return the turn that leads unit vectors (N, 3) to others best, and how far off it leaves half of them, degrees.

    Where all vectors are alike, a turn about them is not found. Least squares for small turns, n = s + w x s, done
    again with the turned ones and of these the better half, so that edges which are rounded do not count.
    """
    step = -(-len(slopes) // _MOST_TURNED)
    slopes, normals = slopes[::step], normals[::step]
    kept = np.ones(len(slopes), bool)
    turn = Rotation.identity()
    turned, left = slopes, np.zeros(len(slopes))
    for _ in range(_ROUNDS):
        some = turned[kept]
        moments = len(some) * np.eye(3) * (1 + 1e-3) - some.T @ some
        more = np.linalg.solve(moments, np.cross(some, normals[kept]).sum(axis=0))
        turn = Rotation.from_rotvec(more) * turn
        turned = turn.apply(slopes)
        left = np.linalg.norm(normals - turned, axis=1)
        kept = left <= np.median(left)
    return float(np.degrees(turn.magnitude())), float(np.degrees(np.median(left)))


@lru_cache(64)
def _tight(model: Model) -> bool:
    """Tell whether the mean normals of a model's triangles are those of their faces, or nearly."""
    leaning = area = 0.0
    for part in model.parts:
        corners = part.positions[part.triangles]
        face = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]).astype(np.float64)
        mean = part.normals[part.triangles].sum(axis=1)
        sizes = np.linalg.norm(face, axis=1)
        cosine = np.einsum("ij,ij->i", face, mean) / np.maximum(sizes * np.linalg.norm(mean, axis=1), 1e-30)
        leaning += float((sizes * np.degrees(np.arccos(np.clip(cosine, -1, 1)))).sum())
        area += float(sizes.sum())
    return leaning <= _TIGHT_DEG * area


def _is_turned(slopes: Matrix, normals: Matrix, limit_deg: float) -> bool:
    """Tell whether normals are clearly turned against slopes by more than a limit."""
    if len(slopes) < _FEWEST_TURNED:
        return False
    moments = np.linalg.eigvalsh(slopes.T @ slopes / len(slopes))
    if moments[1] < _SPREAD:
        return False
    turned, left = turn_deg(slopes, normals)
    return left < _LEFT_DEG and turned > max(limit_deg, _CLEARLY * left)


def _slopes(points: Matrix, smooth: Mask) -> Matrix:
    """Return the unit normals (N, 3) that the points (H, W, 3) beside inner pixels span, facing the camera."""
    across = (points[1:-1, 2:] - points[1:-1, :-2])[smooth]
    down = (points[2:, 1:-1] - points[:-2, 1:-1])[smooth]
    facing = np.cross(down, across)
    with np.errstate(invalid="ignore", divide="ignore"):
        slopes: Matrix = facing / np.linalg.norm(facing, axis=-1, keepdims=True)
    return slopes


def _smooth(depth: NDArray[Any], ids: NDArray[np.uint16], most_bent: float) -> Mask:
    """Return the inner pixels (H - 2, W - 2) whose four neighbours show the same object, as good as on one plane.

    Depth may bend by the share `most_bent` of itself.
    """
    middle, own = depth[1:-1, 1:-1], ids[1:-1, 1:-1]
    neighbours = ((depth[1:-1, :-2], depth[1:-1, 2:]), (depth[:-2, 1:-1], depth[2:, 1:-1]))
    same = (ids[1:-1, :-2] == own) & (ids[1:-1, 2:] == own) & (ids[:-2, 1:-1] == own) & (ids[2:, 1:-1] == own)
    smooth = same & np.isfinite(middle)
    with np.errstate(invalid="ignore", divide="ignore"):
        for before, after in neighbours:
            # On a plane depth's reciprocal is linear; a crease or an edge bends it.
            bend = np.abs(1 / before + 1 / after - 2 / middle) * middle
            smooth &= bend < most_bent
    found: Mask = smooth
    return found
