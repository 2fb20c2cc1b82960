"""The choices about objects."""

import math

from scenewright.geometry.transforms import from_euler
from scenewright.sampling.draw import choose
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded, rounded_quaternion
from scenewright.sampling.plan import ObjectPlan
from scenewright.spec.choices import Split
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.project import ProjectSpec


def plan_objects(frame: Named, spec: ProjectSpec, split: Split) -> tuple[ObjectPlan, ...]:
    """Choose all objects of a frame of this split."""
    counted = (
        (group, number)
        for group in spec.objects
        for number in range(frame.whole(f"objects/{group.name}/count", group.count))
    )
    return tuple(
        _object(frame, spec, split, group, number, instance_id)
        for instance_id, (group, number) in enumerate(counted, start=1)
    )


def _object(
    frame: Named, spec: ProjectSpec, split: Split, group: ObjectGroupSpec, number: int, instance_id: int
) -> ObjectPlan:
    name = f"objects/{group.name}/{number}"
    x, y, z = (math.radians(angle) for angle in frame.vector(f"{name}/rotation", group.rotation_deg, number))
    return ObjectPlan(
        instance_id=instance_id,
        group=group.name,
        class_id=spec.class_id(group.class_name),
        class_name=group.class_name,
        asset=_asset(frame, name, group, split),
        position=frame.vector(f"{name}/position", group.position_m, number),
        rotation=rounded_quaternion(from_euler(x, y, z)),
        scale=frame.number(f"{name}/scale", group.scale, number),
        pose=frame.pose(f"{name}/pose", group.poses) if group.poses else "",
        phase=rounded(frame.uniform(f"{name}/phase")) if group.poses else 0.0,
    )


def _asset(frame: Named, name: str, group: ObjectGroupSpec, split: Split) -> str:
    """Choose among those that frames of this split may show, without moving any other choice."""
    weights = [asset.weight if asset.split in ("any", split) else 0.0 for asset in group.assets]
    return group.assets[choose(weights, frame.uniform(f"{name}/asset"))].source
