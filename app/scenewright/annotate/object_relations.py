"""Relations of the images that speak of whole objects: amodal masks, object coordinates, camera normals, parts."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from scenewright.annotate.labelled_view import LabelledView, matrix4
from scenewright.annotate.visibility import judged
from scenewright.geometry.boxes import bit_boxes, bit_counts
from scenewright.geometry.camera import pixel_rays
from scenewright.geometry.transforms import inverse, transform_points

_NORMAL = 4e-3  # both are half floats
_COORDINATE_M = 2e-3
_EDGE_SHARE = 0.01


def amodal_masks(view: LabelledView) -> Iterator[str | None]:
    """Each amodal mask has the recorded pixels and bounds, and holds what is visible of its object."""
    if not view.has("amodal_mask"):
        yield None
        return
    bits = np.moveaxis(view.channels["amodal_mask"], -1, 0)
    count = len(view.record.instances)
    counts, boxes = bit_counts(bits, count), bit_boxes(bits, count)
    for k, item in enumerate(view.record.instances):
        if counts[k] != item.amodal_px or boxes[k] != item.box_loose:
            yield f"object {item.instance_id}: its amodal mask has {counts[k]} pixels, its record {item.amodal_px}"
        elif view.has("instance_mask"):
            own = view.channels["instance_mask"] == item.instance_id
            outside = np.count_nonzero((bits[k // 32][own] >> np.uint32(k % 32)) & 1 == 0)
            if outside:
                yield f"object {item.instance_id}: {outside} visible pixels lie outside its amodal mask"


def camera_normals(view: LabelledView) -> Iterator[str | None]:
    """Normals in the camera's frame are those in the world, turned."""
    if not view.has("normals", "camera_normals"):
        yield None
        return
    turned = view.channels["normals"].astype(np.float64) @ view.world_from_camera[:3, :3]
    wrong = np.count_nonzero(np.abs(turned - view.channels["camera_normals"]).max(axis=-1) > _NORMAL)
    if wrong:
        yield f"{wrong} normals in the camera's frame are not those in the world, turned"


def coordinates(view: LabelledView) -> Iterator[str | None]:
    """Object coordinates, taken out into the world, lie where the depth puts their pixel."""
    if not view.has("object_coordinates", "instance_mask", "distance_to_image_plane"):
        yield None
        return
    given, ids = view.channels["object_coordinates"], view.channels["instance_mask"]
    if np.isfinite(given).all(axis=-1).sum() != np.count_nonzero(ids):
        yield "object coordinates are not there exactly where objects are seen"
    rays = pixel_rays(view.record.intrinsics)
    depth = view.channels["distance_to_image_plane"]
    for item in view.record.instances:
        mask = (ids == item.instance_id) & np.isfinite(depth)
        if not mask.any():
            continue
        world_from_object = matrix4(item.world_from_object)
        points = transform_points(view.world_from_camera, rays[mask] * depth[mask].astype(np.float64)[:, None])
        local = transform_points(inverse(world_from_object), points)
        low, high = np.array(item.extent_low), np.array(item.extent_high)
        told = low + given[mask].astype(np.float64) * (high - low)
        scale = float(np.linalg.norm(world_from_object[:3, 0]))
        apart = np.linalg.norm(np.clip(local, low, high) - told, axis=1) * scale
        wrong = np.count_nonzero(~(apart < _COORDINATE_M + 1e-3 * scale * np.linalg.norm(high - low)))
        if wrong > _EDGE_SHARE * len(apart):
            yield f"object {item.instance_id}: {wrong} of its object coordinates lie elsewhere than its depth"


def parts(view: LabelledView) -> Iterator[str | None]:
    """Parts are numbered exactly where objects are seen."""
    if not view.has("part_mask", "instance_mask"):
        yield None
        return
    wrong = np.count_nonzero((view.channels["part_mask"] > 0) != (view.channels["instance_mask"] > 0))
    if wrong:
        yield f"{wrong} pixels have a part without an object, or an object without a part"


def verdicts(view: LabelledView) -> Iterator[str | None]:
    """Who was judged by a visibility rule has a reason, and nobody else; the project's rules judge the same."""
    unjudged = (replace(item, verdict="", reason="") for item in view.record.instances)
    wanted = None if view.rules is None else judged(unjudged, view.rules)
    for k, item in enumerate(view.record.instances):
        if bool(item.verdict) != bool(item.reason) or item.verdict not in ("", "drop", "ignore", "flag"):
            yield f"object {item.instance_id} has the verdict {item.verdict!r} for the reason {item.reason!r}"
        elif wanted is not None and item.verdict != wanted[k].verdict:
            given, right = item.verdict or "keep", wanted[k].verdict or "keep"
            yield f"object {item.instance_id} has the verdict '{given}', but the project's rules say '{right}'"
