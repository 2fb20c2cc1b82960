"""Relations between two neighbouring frames of a clip: flow against depth, masks and the flow back."""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate import occlusion_relations
from scenewright.annotate.labelled_view import LabelledView
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import Matrix, inverse, transform_points

PairRelation = Callable[[LabelledView, LabelledView], Iterator[str | None]]

_BACK_PX, _BENT_PX = 0.15, 0.1
_DEPTH, _BENT = 2e-3, 1e-3
"""How far off flow and depth may be where they are read between four pixels. That is only done where they are as good
as straight: from pixel to pixel their step changes by no more than the second number."""
_MOST_WRONG = 0.003
"""A share of the pixels may land beside an edge, where the next frame shows something else."""
_MOST_BENT, _MOST_BENT_OF_ONE = 1e-3, 0.02
"""A share of the pixels read between others, and of those of one object, may lie on a crease finer than pixels."""
_FEWEST, _FEWEST_OF_ONE = 200, 40

Mask = NDArray[np.bool_]


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
        yield f"forward flow leads {wrong.mean():.1%} of its visible pixels onto other objects"


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
    # On a plane the reciprocal of the depth is straight.
    here, reciprocal = (1 / one.channels["distance_to_image_plane"].astype(np.float64) for one in (view, after))
    there, kept = _between(reciprocal[..., None], _BENT * reciprocal, view, after, mask)
    kept &= _straight(here[..., None], _BENT * here)[mask]
    wrong = np.abs(there[kept, 0] * expected[kept] - 1) > _DEPTH
    for where, share in _too_many(wrong, view, mask, kept):
        yield f"after scene flow {share:.1%} of the visible points{where} have another depth than the next frame shows"


def flows_are_inverse(view: LabelledView, after: LabelledView) -> Iterator[str | None]:
    """Where nothing is hidden the next frame's backward flow leads back to where forward flow came from."""
    if not view.has("forward_flow", "forward_occlusion") or not after.has("backward_flow", "backward_occlusion"):
        yield None
        return
    mask = view.channels["forward_occlusion"] == 0
    seen = after.channels["backward_occlusion"] == 0
    backward = np.where(seen[..., None], after.channels["backward_flow"], np.nan)
    forward, limit = view.channels["forward_flow"], np.full(seen.shape, _BENT_PX)
    back, kept = _between(backward, limit, view, after, mask)
    kept &= _straight(forward, limit)[mask]  # what is thinner than a pixel may be there in one frame only
    wrong = np.linalg.norm(forward[mask][kept] + back[kept], axis=1) > _BACK_PX
    for where, share in _too_many(wrong, view, mask, kept):
        yield f"backward flow does not invert forward flow on {share:.1%} of the pixels{where} that both frames show"


def _too_many(wrong: Mask, view: LabelledView, mask: Mask, kept: Mask) -> Iterator[tuple[str, float]]:
    """Yield which objects, or else the image, have too large a share of wrong pixels, in words and as a number."""
    found = False
    if view.has("instance_mask"):
        owners = view.channels["instance_mask"][mask][kept]
        for owner in np.unique(owners[wrong]).tolist():
            own = wrong[owners == owner]
            if len(own) >= _FEWEST_OF_ONE and own.mean() > _MOST_BENT_OF_ONE:
                found = True
                yield f" of object {owner}" if owner else " of the background", float(own.mean())
    if not found and len(wrong) >= _FEWEST and wrong.mean() > _MOST_BENT:
        yield "", float(wrong.mean())


def _between(
    image: NDArray[np.floating], limit: NDArray[np.floating], view: LabelledView, after: LabelledView, mask: Mask
) -> tuple[Matrix, Mask]:
    """Return an image of the next frame (H, W, C) where forward flow leads some pixels to, and where that is sure.

    Args:
        image: Is read between its four nearest pixels.
        limit: How much its step may change from each pixel (H, W) to the next ones.
        view: The frame that the flow is of.
        after: The next frame.
        mask: Which of its pixels.

    Returns:
        The values (N, C), and whether the four pixels show one straight surface, of the object that is looked for.
    """
    rows, columns = np.nonzero(mask)
    flow = view.channels["forward_flow"][mask].astype(np.float64)
    x, y = columns + flow[:, 0], rows + flow[:, 1]
    left, top = np.floor(x), np.floor(y)
    height, width = image.shape[:2]
    inside = (left >= 0) & (left < width - 1) & (top >= 0) & (top < height - 1)
    right_share, low_share = (x - left)[:, None], (y - top)[:, None]
    column = np.where(inside, left, 0).astype(np.int64)
    row = np.where(inside, top, 0).astype(np.int64)
    straight = _straight(image, limit)
    values = np.zeros((len(rows), image.shape[2]))
    for down in (0, 1):
        for right in (0, 1):
            share = (right_share if right else 1 - right_share) * (low_share if down else 1 - low_share)
            values += share * np.nan_to_num(image[row + down, column + right])
            inside &= straight[row + down, column + right]
            if after.has("instance_mask") and view.has("instance_mask"):
                same = (
                    after.channels["instance_mask"][row + down, column + right] == view.channels["instance_mask"][mask]
                )
                inside &= same
    return values, inside


def _straight(image: NDArray[np.floating], limit: NDArray[np.floating]) -> Mask:
    """Return the pixels (H, W) from which an image (H, W, C) goes on to both sides as it comes, in rows and columns."""
    found = np.zeros(image.shape[:2], bool)
    inner = image[1:-1, 1:-1]
    with np.errstate(invalid="ignore"):
        across = np.abs(image[1:-1, 2:] + image[1:-1, :-2] - 2 * inner).max(axis=-1)
        down = np.abs(image[2:, 1:-1] + image[:-2, 1:-1] - 2 * inner).max(axis=-1)
        found[1:-1, 1:-1] = np.maximum(across, down) < limit[1:-1, 1:-1]
    return found


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
    "occlusion_follows_depth": (
        "What flow calls hidden lies behind what the other frame shows, or outside it.",
        occlusion_relations.follows_depth,
    ),
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
