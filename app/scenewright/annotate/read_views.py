"""The certificate's relations on images read from any format, as far as the format states what they speak about."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scenewright.annotate.certificate import RELATIONS, Violation
from scenewright.annotate.labelled_view import LabelledView
from scenewright.annotate.record_relations import with_fitting_images
from scenewright.datasets.read_view import ReadView
from scenewright.datasets.records import InstanceRecord
from scenewright.sampling.plan import EnvironmentPlan, FramePlan

_OF_THE_PLAN = {
    "objects_are_complete",
    "poses_follow_the_plan",
    "keypoints_are_the_assets",
    "parts_are_the_assets",
    "boxes_3d_are_the_assets",
    "background_follows_plan",
}

_COUNTS = {"visible_px", "amodal_px", "amodal_total_px"}
NEEDED_FIELDS: Mapping[str, set[str]] = {
    "ids_agree": {"visible_px"},
    "boxes_lie_in_the_image": {"box_tight"},
    "tight_box_is_mask_bounds": {"box_tight"},
    "visible_inside_amodal": {"box_tight", "box_loose", *_COUNTS},
    "ratios_follow_counts": {"occlusion_ratio", "truncation_ratio", *_COUNTS},
    "semantic_is_class_of_instance": {"class_id"},
    "depth_inside_3d_box": {"extent_low", "extent_high", "world_from_object"},
    "box_3d_around_mask": {"extent_low", "extent_high", "world_from_object"},
    "keypoints_follow_depth": {"keypoints"},
    "oriented_boxes_hold_masks": {"box_oriented"},
    "verdicts_have_reasons": {"verdict", "reason"},
}
"""The fields of `InstanceRecord` that a relation speaks about; those that are not here speak about images alone."""


def check_read_view(view: ReadView) -> tuple[set[str], list[Violation]]:
    """Return the relations that could be checked on an image of any format, and what contradicts them.

    What is compared with a plan is left out: only our own datasets have one.
    """
    whole = _labelled(view)
    fitting = with_fitting_images(whole)
    checked: set[str] = set()
    violations: list[Violation] = []
    for name, (_, relation) in RELATIONS.items():
        if name in _OF_THE_PLAN or not NEEDED_FIELDS.get(name, set()) <= view.holds:
            continue
        messages = list(relation(whole if name == "channels_have_one_size" else fitting))
        if messages != [None]:
            checked.add(name)
        violations += [Violation(name, view.index, view.record.camera, text) for text in messages if text]
    return checked, violations


def _labelled(view: ReadView) -> LabelledView:
    """Return the view with an empty plan, and its objects numbered without gaps: formats leave some out."""
    plan = FramePlan(view.index, 0, None, EnvironmentPlan(None, 0.0, (0.0, 0.0, 0.0)), (), (), ())
    items = tuple(_widened(item, view.depth_step_m) for item in view.record.instances)
    channels = dict(view.channels)
    if "instance_mask" in channels:
        ids = channels["instance_mask"]
        # What has no record stays without one.
        renumbered = np.full(int(max(ids.max(initial=0), *(item.instance_id for item in items), 0)) + 1, len(items) + 1)
        renumbered[0] = 0
        renumbered[[item.instance_id for item in items]] = np.arange(1, len(items) + 1)
        channels["instance_mask"] = renumbered[ids].astype(np.uint16)
    numbered = tuple(replace(item, instance_id=number) for number, item in enumerate(items, start=1))
    return LabelledView(plan, replace(view.record, instances=numbered), channels)


def _widened(item: InstanceRecord, step_m: float) -> InstanceRecord:
    """Return an object whose 3D box has room for the rounding of distances."""
    if step_m == 0 or item.extent_low == item.extent_high:
        return item
    step = step_m / float(np.linalg.norm(np.reshape(item.world_from_object, (4, 4))[:3, 0]))
    low, high = item.extent_low, item.extent_high
    return replace(
        item,
        extent_low=(low[0] - step, low[1] - step, low[2] - step),
        extent_high=(high[0] + step, high[1] + step, high[2] + step),
    )
