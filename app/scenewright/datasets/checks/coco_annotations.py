"""What must hold in one of COCO's annotations."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as run_lengths

from scenewright.datasets.checks.folder import Shown, Wrong
from scenewright.geometry.boxes import Box2D, mask_box

_BOX_PX = 1.0
_AREA_PX, _AREA_SHARE = 2.0, 0.02
_BROKEN = (KeyError, TypeError, ValueError, IndexError, AttributeError)

Mask = NDArray[np.bool_]
Annotation = Mapping[str, Any]


def wrong_annotation(
    item: Annotation, size: tuple[int, int], points: Mapping[int, int], checked: set[str]
) -> tuple[Mask | None, list[Wrong]]:
    """Return an annotation's mask, and what is wrong with it.

    Args:
        item: The annotation.
        size: Its image's height and width.
        points: How many keypoints each category has.
        checked: The checks that can be made are added.
    """
    mask, found = _wrong_mask(item, size, checked)
    found += _wrong_box(item, mask, size, checked)
    found += _wrong_keypoints(item, points, size, checked)
    return mask, found


def _wrong_mask(item: Annotation, size: tuple[int, int], checked: set[str]) -> tuple[Mask | None, list[Wrong]]:
    segmentation = item.get("segmentation")
    if not segmentation:
        return None, []
    checked.add("masks_are_whole")
    is_polygons = isinstance(segmentation, list)
    found: list[Wrong] = []
    if is_polygons and item.get("iscrowd") == 1:
        found.append(("masks_are_whole", "a crowd has polygons, where run lengths are expected"))
    try:
        if is_polygons and any(len(ring) < 6 or len(ring) % 2 for ring in segmentation):
            raise ValueError("a polygon has fewer than three points, or an odd number of values")
        if not is_polygons and tuple(segmentation["size"]) != size:
            return None, [("masks_are_whole", f"its run lengths are of {segmentation['size']} pixels, not {size}")]
        runs = segmentation if not is_polygons and isinstance(segmentation["counts"], str | bytes) else None
        coded = runs or run_lengths.frPyObjects(segmentation, *size)
        mask = run_lengths.decode(run_lengths.merge(coded) if isinstance(coded, list) else coded).astype(bool)
    except _BROKEN as error:
        return None, [*found, ("masks_are_whole", f"its segmentation cannot be read: {error}")]
    if not mask.any():
        return None, [*found, ("masks_are_whole", "its segmentation is empty")]
    return mask, found


def _wrong_box(item: Annotation, mask: Mask | None, size: tuple[int, int], checked: set[str]) -> list[Wrong]:
    checked.add("boxes_lie_in_the_image")
    try:
        x, y, width, height = (float(value) for value in item["bbox"])
    except _BROKEN:
        return [("boxes_lie_in_the_image", "it has no box of four numbers")]
    found: list[Wrong] = []
    box = (x, y, x + width, y + height)
    if not np.isfinite(box).all() or width <= 0 or height <= 0:
        return [("boxes_lie_in_the_image", f"its box {item['bbox']} has no size")]
    if min(box) < -_BOX_PX or box[2] > size[1] + _BOX_PX or box[3] > size[0] + _BOX_PX:
        found.append(("boxes_lie_in_the_image", f"its box {item['bbox']} leaves the image of {size[1]}x{size[0]}"))
    bounds = _bounds(item, mask)
    if bounds is not None:
        checked.add("box_is_bounds_of_mask")
        apart = max(abs(one - other) for one, other in zip(box, bounds, strict=True))
        if apart > _BOX_PX:
            found.append(("box_is_bounds_of_mask", f"its box is {apart:.3g} pixels off the bounds of its segmentation"))
    return found + _wrong_area(item, mask, width * height, checked)


def _wrong_area(item: Annotation, mask: Mask | None, box_area: float, checked: set[str]) -> list[Wrong]:
    given = item.get("area")
    if not isinstance(given, int | float):
        return []
    checked.add("area_is_of_mask")
    if mask is None:
        # Without a segmentation people state the box's area, or that of the object they know of.
        fits = 0 < given <= box_area * (1 + _AREA_SHARE) + _AREA_PX
        return [] if fits else [("area_is_of_mask", f"its area is {given}, its box has {box_area:.6g} pixels")]
    counted = int(mask.sum())
    # Polygons have areas that no count of pixels meets: along their outline they are half a pixel off.
    outline = 0 if isinstance(item["segmentation"], dict) else _outline_px(mask) / 2
    if abs(given - counted) > max(_AREA_PX, _AREA_SHARE * counted, outline):
        return [("area_is_of_mask", f"its area is {given:.6g}, its segmentation has {counted} pixels")]
    return []


def _bounds(item: Annotation, mask: Mask | None) -> Box2D | None:
    if mask is None:
        return None
    if isinstance(item["segmentation"], dict):
        return mask_box(mask)
    points = np.concatenate([np.reshape(ring, (-1, 2)) for ring in item["segmentation"]]).astype(float)
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return x0, y0, x1, y1


def _outline_px(mask: Mask) -> int:
    return int((mask[1:] != mask[:-1]).sum() + (mask[:, 1:] != mask[:, :-1]).sum())


def _wrong_keypoints(
    item: Annotation, counts: Mapping[int, int], size: tuple[int, int], checked: set[str]
) -> list[Wrong]:
    given = item.get("keypoints")
    if given is None:
        return []
    checked |= {"keypoints_fit_their_category", "keypoints_lie_in_the_image"}
    expected = counts.get(item.get("category_id", -1))
    if expected is None or not isinstance(given, list) or len(given) != 3 * expected:
        what = "none" if expected is None else f"{expected} points"
        return [("keypoints_fit_their_category", f"it has {len(given) / 3:g} keypoints, its category {what}")]
    try:
        points = np.array(given, float).reshape(-1, 3)
    except _BROKEN:
        return [("keypoints_fit_their_category", "its keypoints are not numbers")]
    found: list[Wrong] = []
    labelled = points[:, 2] > 0
    if not np.isin(points[:, 2], (0, 1, 2)).all():
        found.append(("keypoints_fit_their_category", "a keypoint's v is not 0, 1 or 2"))
    if item.get("num_keypoints") not in (None, int(labelled.sum())):
        words = f"num_keypoints is {item['num_keypoints']}, but {labelled.sum()} are labelled"
        found.append(("keypoints_fit_their_category", words))
    outside = (points[:, :2] < 0).any(axis=1) | (points[:, :2] > (size[1], size[0])).any(axis=1)
    if (outside & labelled).any():
        found.append(("keypoints_lie_in_the_image", f"{(outside & labelled).sum()} labelled keypoints are outside"))
    if points[~labelled, :2].any():
        found.append(("keypoints_lie_in_the_image", "a keypoint that is not labelled has a place"))
    return found


def doubled(annotations: Sequence[Annotation]) -> list[Wrong]:
    """Return which of an image's annotations are there twice."""
    seen: dict[str, Any] = {}
    found: list[Wrong] = []
    for item in annotations:
        key = repr((item.get("category_id"), item.get("bbox")))
        if key in seen:
            words = f"annotation {item.get('id')} has class and box of annotation {seen[key]}"
            found.append(("no_object_is_there_twice", words))
        seen.setdefault(key, item.get("id"))
    return found


def shown(item: Annotation, names: Mapping[int, str], mask: Mask | None) -> Shown:
    """Return an annotation as it is drawn, as far as it can be."""
    class_id = item["category_id"] if isinstance(item.get("category_id"), int) else 0
    try:
        x, y, width, height = (float(value) for value in item["bbox"])
        box = (x, y, x + width, y + height)
        triples = np.array(item.get("keypoints") or (), float).reshape(-1, 3).tolist()
        points = tuple((x, y, int(v)) for x, y, v in triples)
    except _BROKEN:
        return Shown(class_id, names.get(class_id, "?"), None, mask)
    return Shown(class_id, names.get(class_id, "?"), box if np.isfinite(box).all() else None, mask, points)
