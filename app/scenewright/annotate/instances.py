"""One record per object and camera: boxes, pixel counts, occlusion, truncation, pose."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.annotate.keypoints import keypoint_records
from scenewright.assets.model import Model
from scenewright.datasets.records import InstanceRecord, Matrix4
from scenewright.geometry.boxes import Box2D, bit_boxes, id_boxes
from scenewright.geometry.polygons import hull_corners, oriented_box
from scenewright.geometry.transforms import Matrix, pose_matrix
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan


def instance_records(
    view: View, plan: FramePlan, models: Sequence[Model], *, with_keypoints: bool = False, oriented: bool = False
) -> tuple[InstanceRecord, ...]:
    """Return a record for every labelled object of the plan, seen or not, in the order of their ids.

    Args:
        view: What the camera sees.
        plan: The frame's plan.
        models: The model of each labelled object in its pose, in the order of their ids.
        with_keypoints: Whether the models' keypoints are recorded.
        oriented: Whether turned boxes are.
    """
    count = len(plan.labelled)
    visible = np.bincount(view.instance_ids.ravel(), minlength=count + 1)[1 : count + 1].tolist()
    amodal, total = view.amodal_px.tolist(), view.amodal_total_px.tolist()
    tight, loose = id_boxes(view.instance_ids, count), bit_boxes(view.amodal_bits, count)
    records = []
    for k, (item, model) in enumerate(zip(plan.labelled, models, strict=True)):
        pose = pose_matrix(item.position, item.rotation, item.scale)
        low, high = model.bounds
        points = model.keypoints if with_keypoints else None
        record = InstanceRecord(
            instance_id=item.instance_id,
            class_id=item.class_id,
            class_name=item.class_name,
            group=item.group,
            asset=item.asset,
            box_tight=tight[k],
            box_loose=loose[k],
            visible_px=visible[k],
            amodal_px=amodal[k],
            amodal_total_px=total[k],
            occlusion_ratio=None if amodal[k] == 0 else 1 - visible[k] / amodal[k],
            truncation_ratio=None if total[k] == 0 else 1 - amodal[k] / total[k],
            extent_low=low,
            extent_high=high,
            world_from_object=flattened(pose),
            box_oriented=_turned(view.instance_ids, item.instance_id, tight[k]) if oriented else None,
            skeleton="" if points is None else points.skeleton,
            keypoints=() if points is None else keypoint_records(view, points, pose, item.scale),
        )
        records.append(record)
    return tuple(records)


def _turned(ids: NDArray[np.uint16], number: int, box: Box2D | None) -> tuple[float, ...] | None:
    """Return the oriented box of what is visible of an object, from its tight box."""
    if box is None:
        return None
    x0, y0, x1, y1 = (int(value) for value in box)
    corners = np.add(hull_corners(ids[y0:y1, x0:x1] == number), (x0, y0))
    height, width = ids.shape
    return tuple(float(value) for value in oriented_box(corners, width, height).ravel())


def flattened(matrix: Matrix) -> Matrix4:
    """Return a 4x4 matrix row by row."""
    return tuple(float(value) for value in matrix.ravel())
