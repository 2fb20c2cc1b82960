"""The choices about objects: which, how turned, where there is room for them, and where they are as time goes on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scenewright.geometry.transforms import Quaternion, Vector
from scenewright.sampling.bodies import Body
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.items import Item, wanted_items
from scenewright.sampling.motion import moved, start_velocity
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded_quaternion, rounded_vector
from scenewright.sampling.placing import Placed, free_pose, placed_items, settled_items
from scenewright.sampling.plan import CameraPlan, LeftOutPlan, ObjectPlan
from scenewright.sampling.settling import End, thrown
from scenewright.spec.choices import Split
from scenewright.spec.motion import PhysicsMotion
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.project import ProjectSpec


@dataclass(frozen=True, eq=False)
class Standing:
    """The objects of a scene as its first frame shows them.

    Attributes:
        items: Each object, with its position and rotation.
        left_out: Those that found no place, each with the reason.
        ways: Where physics takes those that it moves, by their names: a pose for each frame of the clip.
    """

    items: tuple[tuple[Item, Vector, Quaternion], ...]
    left_out: tuple[LeftOutPlan, ...]
    ways: Mapping[str, Sequence[End]]


def place_objects(
    frame: Named, spec: ProjectSpec, split: Split, cameras: Mapping[str, CameraPlan], assets: AssetFacts
) -> Standing:
    """Choose all objects of a scene and find them their places, one after the other, in the order of the project.

    Where nothing avoids, carries, settles or flies, no asset is looked at.
    """
    items = list(wanted_items(frame, spec, split))
    if not any(_needs_body(group) for group in spec.objects):
        return Standing(tuple((item, *free_pose(frame, item)) for item in items), (), {})
    placed, left_out = placed_items(frame, items, cameras, assets)
    floor = None if spec.floor is None else spec.floor.size_m
    if any(item.group.settle for item, _ in placed):
        placed = settled_items(frame, placed, left_out, floor, cameras, assets)
    standing = tuple((item, body.position, body.rotation) for item, body in placed)
    return Standing(standing, tuple(left_out), _ways(frame, spec, placed, floor))


def plan_objects(frame: Named, spec: ProjectSpec, standing: Standing, assets: AssetFacts) -> tuple[ObjectPlan, ...]:
    """Return the objects as they are at the frame's time; those that are labelled have ids 1..N, all others 0."""
    plans = []
    for item, position, rotation in standing.items:
        if item.name in standing.ways:
            position, rotation = standing.ways[item.name][frame.step]
        start = _plan(spec, item, position, rotation)
        plans.append(moved(frame, item.name, item.number, item.group.motion, start, assets))
    return _numbered(plans)


def _ways(
    frame: Named, spec: ProjectSpec, placed: Sequence[Placed], floor_size_m: tuple[float, float] | None
) -> dict[str, Sequence[End]]:
    velocities = [
        start_velocity(frame, item.name, item.number, item.group.motion)
        if isinstance(item.group.motion, PhysicsMotion)
        else None
        for item, _ in placed
    ]
    if spec.clip is None or not any(velocities):
        return {}
    times = [step / spec.clip.rate_hz for step in range(spec.clip.length)]
    bodies: list[Body] = [body for _, body in placed]
    ways = thrown(bodies, velocities, floor_size_m, times)
    return {item.name: way for (item, _), way, v in zip(placed, ways, velocities, strict=True) if v is not None}


def _needs_body(group: ObjectGroupSpec) -> bool:
    asks = group.placement is not None or group.rotation is not None or isinstance(group.motion, PhysicsMotion)
    return asks or group.collisions == "avoid" or group.settle or bool(group.keep_out)


def _plan(spec: ProjectSpec, item: Item, position: Vector, rotation: Quaternion) -> ObjectPlan:
    return ObjectPlan(
        instance_id=0,
        group=item.group.name,
        class_id=spec.class_id(item.class_name) if item.class_name else 0,
        class_name=item.class_name,
        asset=item.asset,
        position=rounded_vector(position),
        rotation=rounded_quaternion(rotation),
        scale=item.scale,
        pose=item.pose,
        phase=item.phase,
        look=item.look,
    )


def _numbered(plans: Iterable[ObjectPlan]) -> tuple[ObjectPlan, ...]:
    numbered, last = [], 0
    for plan in plans:
        last += plan.class_id > 0
        numbered.append(replace(plan, instance_id=last) if plan.class_id > 0 else plan)
    return tuple(numbered)
