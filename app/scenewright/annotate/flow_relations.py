"""Relations between two neighbouring frames of a clip: flow against depth, masks and the flow back."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.labelled_view import LabelledView
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import Matrix, inverse, transform_points

PairRelation = Callable[[LabelledView, LabelledView], Iterator[str | None]]

_BACK_PX = 1.0
_DEPTH = 0.02
_MOST_WRONG = 0.02
"""A share of the pixels may land beside an edge, where the next frame shows something else."""
_FEWEST = 200


def lands_on_itself(view: LabelledView, after: LabelledView) -> Iterator[str | None]:
    """What forward flow calls visible lands on the same instance, at the depth that the next frame shows there."""
    needed = ("forward_flow", "forward_occlusion", "instance_mask")
    if not view.has(*needed) or not after.has("instance_mask"):
        yield None
        return
    mask = view.channels["forward_occlusion"] == 0
    row, column = _targets(view.channels["forward_flow"], mask)
    ids, there = view.channels["instance_mask"][mask], _around(after.channels["instance_mask"], row, column)
    wrong = (there != ids[:, None]).all(axis=1)
    if len(wrong) >= _FEWEST and wrong.mean() > _MOST_WRONG:
        yield f"forward flow leads {wrong.mean():.0%} of its visible pixels onto other objects"


def depth_follows_scene_flow(view: LabelledView, after: LabelledView) -> Iterator[str | None]:
    """Moved by scene flow, a visible point has the depth that the next frame shows where forward flow leads."""
    needed = ("forward_flow", "forward_occlusion", "scene_flow", "distance_to_image_plane")
    if not view.has(*needed) or not after.has("distance_to_image_plane"):
        yield None
        return
    depth = view.channels["distance_to_image_plane"]
    mask = (view.channels["forward_occlusion"] == 0) & np.isfinite(depth)
    local = pixel_rays(view.record.intrinsics)[mask] * depth[mask].astype(np.float64)[:, None]
    moved = transform_points(view.world_from_camera, local) + view.channels["scene_flow"][mask]
    expected = transform_points(inverse(after.world_from_camera), moved)[:, 2]
    row, column = _targets(view.channels["forward_flow"], mask)
    there = _around(after.channels["distance_to_image_plane"], row, column).astype(np.float64)
    wrong = np.all(np.abs(there - expected[:, None]) > _DEPTH * expected[:, None], axis=1)
    if len(wrong) >= _FEWEST and wrong.mean() > _MOST_WRONG:
        yield f"after scene flow {wrong.mean():.0%} of the visible points have another depth than the next frame shows"


def flows_are_inverse(view: LabelledView, after: LabelledView) -> Iterator[str | None]:
    """Where nothing is hidden the next frame's backward flow leads back to where forward flow came from."""
    if not view.has("forward_flow", "forward_occlusion") or not after.has("backward_flow", "backward_occlusion"):
        yield None
        return
    flow = view.channels["forward_flow"]
    mask = view.channels["forward_occlusion"] == 0
    row, column = _targets(flow, mask)
    inside = (row >= 0) & (row < flow.shape[0]) & (column >= 0) & (column < flow.shape[1])
    forward, row, column = flow[mask][inside], row[inside], column[inside]
    seen = after.channels["backward_occlusion"][row, column] == 0
    gap = np.linalg.norm(forward[seen] + after.channels["backward_flow"][row, column][seen], axis=1)
    # Backward flow is read at a pixel's centre, not at the very point: near edges and on steep slopes they differ.
    limit = _BACK_PX + 0.05 * np.linalg.norm(forward[seen], axis=1)
    if len(gap) >= _FEWEST and (gap > limit).mean() > _MOST_WRONG:
        yield f"backward flow does not invert forward flow on {(gap > limit).mean():.0%} of the pixels both see"


def _targets(flow: NDArray[np.float32], mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and column of the pixels in which the points of some pixels are in the other frame."""
    rows, columns = np.nonzero(mask)
    at: Matrix = np.stack([columns + 0.5, rows + 0.5], axis=1) + flow[mask]
    return np.floor(at[:, 1]).astype(np.int64), np.floor(at[:, 0]).astype(np.int64)


def _around(image: NDArray[np.generic], row: NDArray[np.int64], column: NDArray[np.int64]) -> NDArray[np.generic]:
    """Return the values (N, 9) of the pixels around some pixels."""
    height, width = image.shape
    steps = (-1, 0, 1)
    return np.stack(
        [image[np.clip(row + dy, 0, height - 1), np.clip(column + dx, 0, width - 1)] for dy in steps for dx in steps],
        axis=1,
    )


PAIR_RELATIONS: Mapping[str, tuple[str, PairRelation]] = {
    "flow_lands_on_itself": ("Forward flow leads each visible pixel onto its own object.", lands_on_itself),
    "flow_follows_depth": ("Scene flow leads to the depth that the next frame shows.", depth_follows_scene_flow),
    "flows_are_inverse": ("Backward flow inverts forward flow where nothing is hidden.", flows_are_inverse),
}


def follow_each_other(view: LabelledView, after: LabelledView) -> bool:
    """Tell whether two views are of the same camera in neighbouring frames of one clip."""
    one, other = view.plan.clip, after.plan.clip
    return (
        one is not None
        and other is not None
        and view.record.camera == after.record.camera
        and (one.scene, one.step + 1) == (other.scene, other.step)
    )
