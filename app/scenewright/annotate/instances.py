"""One record per object and camera: boxes, pixel counts, occlusion, truncation, pose."""

from collections.abc import Mapping

import numpy as np

from scenewright.datasets.records import InstanceRecord, Matrix4
from scenewright.geometry.boxes import Box2D, bit_boxes, id_boxes
from scenewright.geometry.transforms import Matrix, Vector, pose_matrix
from scenewright.render.renderer import View
from scenewright.sampling.plan import FramePlan, ObjectPlan

Bounds = tuple[Vector, Vector]
"""Lowest and highest corner of a model in its own frame, metres."""


def instance_records(view: View, plan: FramePlan, bounds: Mapping[str, Bounds]) -> tuple[InstanceRecord, ...]:
    """Return a record for every object of the plan, seen or not, in the order of their ids.

    Args:
        view: What the camera sees.
        plan: The frame's plan.
        bounds: Each asset's extent, by its source.
    """
    count = len(plan.objects)
    visible = np.bincount(view.instance_ids.ravel(), minlength=count + 1)[1 : count + 1]
    amodal = view.amodal_px
    tight, loose = id_boxes(view.instance_ids, count), bit_boxes(view.amodal_bits, count)
    return tuple(
        _record(item, bounds[item.asset], tight[k], loose[k], int(visible[k]), int(amodal[k]), int(total))
        for k, (item, total) in enumerate(zip(plan.objects, view.amodal_total_px, strict=True))
    )


def _record(
    item: ObjectPlan, extent: Bounds, tight: Box2D | None, loose: Box2D | None, visible: int, amodal: int, total: int
) -> InstanceRecord:
    return InstanceRecord(
        instance_id=item.instance_id,
        class_id=item.class_id,
        class_name=item.class_name,
        group=item.group,
        asset=item.asset,
        box_tight=tight,
        box_loose=loose,
        visible_px=visible,
        amodal_px=amodal,
        amodal_total_px=total,
        occlusion_ratio=None if amodal == 0 else 1 - visible / amodal,
        truncation_ratio=None if total == 0 else 1 - amodal / total,
        extent_low=extent[0],
        extent_high=extent[1],
        world_from_object=flattened(pose_matrix(item.position, item.rotation, item.scale)),
    )


def flattened(matrix: Matrix) -> Matrix4:
    """Return a 4x4 matrix row by row."""
    return tuple(float(value) for value in matrix.ravel())
