"""What flow calls hidden or visible, against the depth of the frame that it leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.seen_surface import spread_places
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix
from scenewright.sampling.plan import FramePlan, ObjectPlan

_VISIBLE, _HIDDEN, _UNKNOWN = 0, 1, 255
_SLACK, _SLACK_M = 3e-3, 2e-3
"""Where flow calls a point hidden: what is seen lies before it by such a share of its depth and so many metres."""
_SURE = 0.5
"""A point is sure to be hidden, or not, half as far beyond that; in between rounding decides."""
_BORDER_PX = 0.02
_MOST_WRONG, _FEW = 3e-3, 5

Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class _Landing:
    """Where some pixels' points are in another frame's image: x, y, their depth there, and what is seen there.

    Attributes:
        x: (N,) pixels.
        y: (N,) pixels.
        depth: (N,) of the points, metres; NaN where nobody knows how they move.
        seen: (N,) the farthest depth of the four pixels around.
        inside: (N,) whether they are in the image.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    depth: NDArray[np.float64]
    seen: NDArray[np.float64]
    inside: Mask


def follows_depth(view: LabelledView, after: LabelledView) -> Iterator[str | None]:
    """What is called hidden lies behind what the other frame shows, or outside it; what is called visible does not."""
    looked = False
    for one, other, direction in ((view, after, "forward"), (after, view, "backward")):
        needed = (f"{direction}_flow", f"{direction}_occlusion", "instance_mask", "distance_to_image_plane")
        if not one.has(*needed) or not other.has("distance_to_image_plane"):
            continue
        looked = True
        given, flow = one.channels[f"{direction}_occlusion"], one.channels[f"{direction}_flow"]
        odd = int(np.count_nonzero((given == _UNKNOWN) == np.isfinite(flow).all(axis=-1)))
        if odd:
            yield f"{direction} flow has {odd} pixels that are called unknown though they have flow, or the reverse"
            continue
        places = spread_places(one)
        called = given.ravel()[places]
        hidden, visible = _sure(_landing(one, other, flow.reshape(-1, 2)[places], places))
        judged = int(np.count_nonzero(hidden | visible))
        for said, wrong in (("hidden", visible & (called == _HIDDEN)), ("visible", hidden & (called == _VISIBLE))):
            count = int(np.count_nonzero(wrong))
            if count > max(_FEW, _MOST_WRONG * judged):
                yield f"{direction} flow calls {count / judged:.1%} of the pixels {said} wrongly, by the depth there"
    if not looked:
        yield None


def _sure(land: _Landing) -> tuple[Mask, Mask]:
    """Return which points are hidden for sure, and which are visible for sure."""
    with np.errstate(invalid="ignore"):
        before = land.depth - land.seen
        slack = land.depth * _SLACK + _SLACK_M
        known = np.isfinite(land.depth)
        clear = np.minimum(np.abs(land.x - np.rint(land.x + 0.5) + 0.5), np.abs(land.y - np.rint(land.y + 0.5) + 0.5))
        hidden = land.inside & (before > slack * (1 + _SURE))
        visible = land.inside & (before < slack * (1 - _SURE)) & (clear > _BORDER_PX)
    return known & hidden & (clear > _BORDER_PX), known & visible


def _landing(one: LabelledView, other: LabelledView, flow: NDArray[Any], places: NDArray[np.intp]) -> _Landing:
    """Return where the points of some pixels of a view are in another one, by flow and by the plans' poses."""
    rows, columns = np.divmod(places, one.record.intrinsics.width)
    x, y = columns + 0.5 + flow[:, 0].astype(np.float64), rows + 0.5 + flow[:, 1].astype(np.float64)
    depth = one.channels["distance_to_image_plane"].ravel()[places].astype(np.float64)
    depth[~np.isfinite(depth)] = np.nan
    points = pixel_rays(one.record.intrinsics).reshape(-1, 3)[places] * depth[:, None]
    row = _depth_rows(one, other)[one.channels["instance_mask"].ravel()[places]]
    shown = other.channels["distance_to_image_plane"]
    height, width = shown.shape
    with np.errstate(invalid="ignore"):
        there = np.einsum("ij,ij->i", row[:, :3], points) + row[:, 3]
        inside = (x > 0) & (x < width) & (y > 0) & (y < height)
    padded = np.pad(shown, 1, mode="edge")
    column, down = ((np.where(inside, at, 0.0) + 0.5).astype(np.intp) for at in (x, y))
    around = [padded[down + low, column + right] for low in (0, 1) for right in (0, 1)]
    seen = np.max(around, axis=0).astype(np.float64)
    return _Landing(x, y, there, seen, np.asarray(inside))


def _depth_rows(one: LabelledView, other: LabelledView) -> Matrix:
    """Return, for each id, the row (ids, 4) that gives the depth in the other view of a point in a camera's frame.

    NaN for what bends, and for what has no label where something without a label moves.
    """
    camera = inverse(other.world_from_camera)
    here, there = one.plan, other.plan
    most = max((item.instance_id for item in here.labelled), default=0)
    shown = int(one.channels["instance_mask"].max(initial=0))
    found = np.full((max(most, shown) + 1, 4), np.nan)
    found[0] = (camera @ one.world_from_camera)[2] if _still(here) == _still(there) else np.nan
    then = {item.instance_id: item for item in there.labelled}
    for item in here.labelled:
        later = then.get(item.instance_id)
        if later is not None and (item.asset, item.pose, item.phase) == (later.asset, later.pose, later.phase):
            moved = _pose(later) @ inverse(_pose(item))
            found[item.instance_id] = (camera @ moved @ one.world_from_camera)[2]
    return found


def _still(plan: FramePlan) -> list[tuple[Any, ...]]:
    """Return where the objects without a label are."""
    return [
        (item.position, item.rotation, item.scale, item.pose, item.phase)
        for item in plan.objects
        if item.instance_id == 0
    ]


def _pose(item: ObjectPlan) -> Matrix:
    return pose_matrix(item.position, item.rotation, item.scale)
