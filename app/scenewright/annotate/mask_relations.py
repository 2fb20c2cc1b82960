"""Relations between masks, 2D boxes and pixel counts."""

from collections.abc import Iterator

import numpy as np

from scenewright.annotate.labelled_view import LabelledView
from scenewright.geometry.boxes import Box2D, id_boxes
from scenewright.geometry.polygons import hull_corners

_RATIO_TOLERANCE = 1e-6
_TURNED_PX = 1e-3


def ids(view: LabelledView) -> Iterator[str | None]:
    """The mask holds exactly the ids whose records count visible pixels, and as many pixels of each."""
    if not view.has("instance_mask"):
        yield None
        return
    found = np.bincount(view.channels["instance_mask"].ravel())
    recorded = {item.instance_id: item.visible_px for item in view.record.instances}
    for instance_id in np.flatnonzero(found)[np.flatnonzero(found) > 0]:
        if int(instance_id) not in recorded:
            yield f"the mask holds id {instance_id}, which has no record"
    for instance_id, pixels in recorded.items():
        in_mask = int(found[instance_id]) if instance_id < len(found) else 0
        if in_mask != pixels:
            yield f"object {instance_id} has {in_mask} pixels in the mask but {pixels} in its record"


def tight_boxes(view: LabelledView) -> Iterator[str | None]:
    """Each tight box is the bounds of the visible mask, and is missing only where nothing is visible."""
    if not view.has("instance_mask"):
        yield None
        return
    records = view.record.instances
    mask = view.channels["instance_mask"]
    bounds = id_boxes(np.where(mask <= len(records), mask, 0), len(records))
    for record, wanted in zip(records, bounds, strict=True):
        if record.box_tight != wanted:
            yield f"object {record.instance_id}: tight box {record.box_tight}, mask bounds {wanted}"


def oriented_boxes(view: LabelledView) -> Iterator[str | None]:
    """Each oriented box is a rectangle in the image that holds the visible pixels; each of its sides touches one."""
    items = [item for item in view.record.instances if item.box_oriented is not None]
    if not view.has("instance_mask") or not items:
        yield None
        return
    mask = view.channels["instance_mask"]
    for item in items:
        ring = np.array(item.box_oriented, float).reshape(4, 2)
        sides = np.roll(ring, -1, axis=0) - ring
        lengths = np.linalg.norm(sides, axis=1)
        square = abs(float(sides[0] @ sides[1])) <= _TURNED_PX * lengths[0] * lengths[1]
        if not square or ring.min() < -_TURNED_PX or (ring > np.add(mask.shape[::-1], _TURNED_PX)).any():
            yield f"object {item.instance_id}: its oriented box is no rectangle in the image"
            continue
        corners = hull_corners(mask == item.instance_id)
        inward = np.stack([-sides[:, 1], sides[:, 0]], axis=1) / lengths[:, None]
        inside = np.einsum("nkj,kj->nk", corners[:, None] - ring[None], inward)
        if len(corners) == 0 or np.abs(inside.min(axis=0)).max() > _TURNED_PX:
            yield f"object {item.instance_id}: its oriented box does not enclose its visible mask"


def amodal(view: LabelledView) -> Iterator[str | None]:
    """Visible pixels are no more than amodal ones, those no more than all; the loose box holds the tight one.

    It also lies in the image, has room for the amodal pixels, and is the tight box where nothing is hidden.
    """
    image = (0.0, 0.0, float(view.record.intrinsics.width), float(view.record.intrinsics.height))
    for record in view.record.instances:
        if not record.visible_px <= record.amodal_px <= record.amodal_total_px:
            counts = f"{record.visible_px} visible, {record.amodal_px} amodal, {record.amodal_total_px} in all"
            yield f"object {record.instance_id}: pixel counts contradict each other ({counts})"
        if (record.box_loose is None) != (record.amodal_px == 0):
            yield f"object {record.instance_id}: loose box {record.box_loose} with {record.amodal_px} amodal pixels"
        if record.box_tight and not (record.box_loose and _holds(record.box_loose, record.box_tight)):
            yield f"object {record.instance_id}: tight box {record.box_tight} leaves loose box {record.box_loose}"
        elif record.visible_px == record.amodal_px and record.box_tight != record.box_loose:
            yield f"object {record.instance_id}: nothing hides it, but its tight and loose box differ"
        if record.box_loose and not (_holds(image, record.box_loose) and record.amodal_px <= _area(record.box_loose)):
            yield f"object {record.instance_id}: loose box {record.box_loose} cannot hold {record.amodal_px} pixels"


def ratios(view: LabelledView) -> Iterator[str | None]:
    """Occlusion = 1 - visible / amodal; truncation = 1 - amodal / total."""
    for record in view.record.instances:
        wanted = (
            None if record.amodal_px == 0 else 1 - record.visible_px / record.amodal_px,
            None if record.amodal_total_px == 0 else 1 - record.amodal_px / record.amodal_total_px,
        )
        for name, value, right in zip(
            ("occlusion", "truncation"), (record.occlusion_ratio, record.truncation_ratio), wanted, strict=True
        ):
            same = value == right if value is None or right is None else abs(value - right) <= _RATIO_TOLERANCE
            if not same:
                yield f"object {record.instance_id}: {name} ratio {value}, its pixel counts say {right}"


def semantic(view: LabelledView) -> Iterator[str | None]:
    """The semantic mask is the class of the instance mask, pixel by pixel."""
    if not view.has("instance_mask", "semantic_mask"):
        yield None
        return
    instance = view.channels["instance_mask"]
    classes = np.zeros(int(instance.max()) + 1, np.int64)
    for record in view.record.instances:
        if record.instance_id < len(classes):
            classes[record.instance_id] = record.class_id
    wrong = int(np.count_nonzero(classes[instance] != view.channels["semantic_mask"]))
    if wrong:
        yield f"{wrong} pixels have another class than their instance"


def _holds(outer: Box2D, inner: Box2D) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _area(box: Box2D) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
