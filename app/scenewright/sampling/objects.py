"""The choices about objects: which, how turned, and where there is room for them."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from scenewright.assets.solid import Solid
from scenewright.geometry.transforms import Quaternion, Vector, from_euler
from scenewright.sampling.bodies import Body, is_in, runs_into
from scenewright.sampling.draw import choose
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.looks import plan_look
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded, rounded_quaternion, rounded_vector
from scenewright.sampling.places import Scene, Wanted, place
from scenewright.sampling.plan import CameraPlan, LeftOutPlan, LookPlan, ObjectPlan
from scenewright.sampling.quota import quota_share
from scenewright.sampling.rotations import facing, turned
from scenewright.sampling.settling import settled
from scenewright.spec.choices import Split
from scenewright.spec.limits import support
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import FaceCameraRotation, InsidePlacement, OnPlacement
from scenewright.spec.project import ProjectSpec


@dataclass(frozen=True, eq=False)
class _Item:
    """One wanted object: what is decided about it before its place."""

    group: ObjectGroupSpec
    number: int
    count: int
    asset: str
    pose: str
    phase: float
    scale: float
    look: LookPlan | None

    @property
    def name(self) -> str:
        return f"objects/{self.group.name}/{self.number}"


Placed = tuple[_Item, Body]

_MOST_DROPS = 3


def plan_objects(
    frame: Named, spec: ProjectSpec, split: Split, cameras: Mapping[str, CameraPlan], assets: AssetFacts
) -> tuple[tuple[ObjectPlan, ...], tuple[LeftOutPlan, ...]]:
    """Choose all objects of a frame, and say which of the wanted ones found no place.

    Objects find their places one after the other, in the order of the project. Where nothing avoids, carries or
    settles, no asset is looked at.

    Returns:
        The objects, with ids 1..N, and those left out, each with the reason.
    """
    items = [
        _item(frame, group, number, count, split)
        for group in spec.objects
        for count in (frame.whole(f"objects/{group.name}/count", group.count),)
        for number in range(count)
    ]
    if not any(_needs_body(group) for group in spec.objects):
        free = [_plan(spec, item, *_pose(frame, item)) for item in items]
        return _numbered(free), ()
    placed, left_out = _placed(frame, items, cameras, assets)
    if any(item.group.settle for item, _ in placed):
        floor = None if spec.floor is None else spec.floor.size_m
        placed = _settled(frame, placed, left_out, floor, cameras, assets)
    plans = [_plan(spec, item, body.position, body.rotation) for item, body in placed]
    return _numbered(plans), tuple(left_out)


def _placed(
    frame: Named, items: Sequence[_Item], cameras: Mapping[str, CameraPlan], assets: AssetFacts
) -> tuple[list[Placed], list[LeftOutPlan]]:
    placed: list[Placed] = []
    left_out: list[LeftOutPlan] = []
    for item in items:
        found = _find_place(frame, item, item.name, cameras, assets, [body for _, body in placed])
        if isinstance(found, Body):
            placed.append((item, found))
        else:
            left_out.append(_left_out(item, found))
    return placed, left_out


def _settled(
    frame: Named,
    placed: Sequence[Placed],
    left_out: list[LeftOutPlan],
    floor_size_m: tuple[float, float] | None,
    cameras: Mapping[str, CameraPlan],
    assets: AssetFacts,
) -> list[Placed]:
    """Let what settles come to rest; what fell off or out is dropped again, and left out in the end.

    Returns:
        What lies where it may, in the order given.
    """
    now: dict[str, Placed] = {item.name: (item, body) for item, body in placed}
    order = [item.name for item, _ in placed]
    for drop in range(1, _MOST_DROPS + 1):
        ends = settled([now[name][1] for name in now], [now[name][0].group.settle for name in now], floor_size_m)
        failed: dict[str, str] = {}
        for name, end in zip(list(now), ends, strict=True):
            item, body = now[name]
            if isinstance(end, str):
                failed[name] = end
            else:
                now[name] = (item, _at(body, *end))
        bodies = [body for name, (_, body) in now.items() if name not in failed]
        failed |= {name: why for name, (item, body) in now.items() if (why := _strayed(item, body, bodies))}
        if not failed:
            break
        again = [now.pop(name)[0] for name in failed]
        for item in again:
            others = [body for _, body in now.values()]
            is_last = drop == _MOST_DROPS
            found = "" if is_last else _find_place(frame, item, f"{item.name}/drop{drop}", cameras, assets, others)
            if isinstance(found, Body):
                now[item.name] = (item, found)
            else:
                left_out.append(_left_out(item, found or failed[item.name]))
    return [now[name] for name in order if name in now]


def _strayed(item: _Item, body: Body, others: Sequence[Body]) -> str | None:
    """Say so if what was put in or on something lies elsewhere: its middle is over none of the carriers."""
    match item.group.placement:
        case InsidePlacement(of=of) | OnPlacement(of=of) if item.group.settle:
            low, high = body.bounds
            middle = (low + high) / 2
            for other in others:
                below, above = other.bounds
                over = (below[:2] < middle[:2]).all() and (middle[:2] < above[:2]).all()
                if other.group == of and over and middle[2] > below[2]:
                    return None
            return f"fell off '{of}'"
    return None


def _at(body: Body, position: Vector, rotation: Quaternion) -> Body:
    return replace(body, position=rounded_vector(position), rotation=rounded_quaternion(rotation))


def _left_out(item: _Item, reason: str) -> LeftOutPlan:
    return LeftOutPlan(item.group.name, item.number, item.asset, reason)


def _item(frame: Named, group: ObjectGroupSpec, number: int, count: int, split: Split) -> _Item:
    name = f"objects/{group.name}/{number}"
    # Weights of 0 keep what this split may not show away, without moving any other choice.
    weights = [asset.weight if asset.split in ("any", split) else 0.0 for asset in group.assets]
    return _Item(
        group=group,
        number=number,
        count=count,
        asset=group.assets[choose(weights, _asset_share(frame, group, number))].source,
        pose=frame.pose(f"{name}/pose", group.poses) if group.poses else "",
        phase=rounded(frame.uniform(f"{name}/phase")) if group.poses else 0.0,
        scale=frame.number(f"{name}/scale", group.scale, number),
        look=None if group.look is None else plan_look(frame, f"{name}/look", group.look, number),
    )


def _asset_share(frame: Named, group: ObjectGroupSpec, number: int) -> float:
    name = f"objects/{group.name}/{number}/asset"
    if group.mix == "random":
        return frame.uniform(name)
    most = int(support(group.count)[1])
    return quota_share(frame.index * most + number, frame.frames * most, frame.seed, f"objects/{group.name}")


def _needs_body(group: ObjectGroupSpec) -> bool:
    asks = group.placement is not None or group.rotation is not None
    return asks or group.collisions == "avoid" or group.settle or bool(group.keep_out)


def _pose(frame: Named, item: _Item) -> tuple[Vector, Quaternion]:
    """Return position and rotation of an object that asks nobody."""
    return frame.vector(f"{item.name}/position", item.group.position_m, item.number), _euler(frame, item, item.name)


def _find_place(
    frame: Named,
    item: _Item,
    first: str,
    cameras: Mapping[str, CameraPlan],
    assets: AssetFacts,
    others: Sequence[Body],
) -> Body | str:
    """Return the object's body at the first free place of its tries, else in words why there was none.

    `first` names the choices of the first try.
    """
    solid = assets.solid(item.asset, item.pose, item.phase)
    scene = Scene(cameras, others)
    reasons: Counter[str] = Counter()
    for attempt in range(item.group.tries):
        name = first if attempt == 0 else f"{first}/try{attempt}"
        found = _tried(frame, item, name, solid, scene)
        if isinstance(found, Body):
            return found
        reasons[found] += 1
    return "; ".join(f"{times} x {reason}" for reason, times in reasons.most_common(3))


def _tried(frame: Named, item: _Item, name: str, solid: Solid, scene: Scene) -> Body | str:
    group = item.group
    if group.rotation is None:
        rotation = _euler(frame, item, name)
    else:
        rotation = turned(frame, name, group.rotation, item.number, solid)
    if group.placement is None:
        position: Vector | str = frame.vector(f"{name}/position", group.position_m, item.number)
    else:
        wanted = Wanted(name, group.name, item.number, solid, rotation, item.scale, group.settle)
        position = place(frame, group.placement, wanted, scene)
    if isinstance(position, str):
        return position
    if isinstance(group.rotation, FaceCameraRotation):
        eye = next(iter(scene.cameras.values())).position
        rotation = facing(rotation, position[0], position[1], eye[0], eye[1])
    body = Body(group.name, solid, rounded_vector(position), rounded_quaternion(rotation), item.scale)
    if is_in(body, group.keep_out):
        return "in a keep-out zone"
    carriers = group.placement.of if isinstance(group.placement, OnPlacement) else ""
    hit = runs_into(body, scene.bodies, group.spacing_m, carriers) if group.collisions == "avoid" else None
    return body if hit is None else f"runs into '{hit.group}'"


def _euler(frame: Named, item: _Item, name: str) -> Quaternion:
    x, y, z = (math.radians(angle) for angle in frame.vector(f"{name}/rotation", item.group.rotation_deg, item.number))
    return from_euler(x, y, z)


def _plan(spec: ProjectSpec, item: _Item, position: Vector, rotation: Quaternion) -> ObjectPlan:
    return ObjectPlan(
        instance_id=0,
        group=item.group.name,
        class_id=spec.class_id(item.group.class_name),
        class_name=item.group.class_name,
        asset=item.asset,
        position=rounded_vector(position),
        rotation=rounded_quaternion(rotation),
        scale=item.scale,
        pose=item.pose,
        phase=item.phase,
        look=item.look,
    )


def _numbered(plans: Sequence[ObjectPlan]) -> tuple[ObjectPlan, ...]:
    return tuple(replace(plan, instance_id=instance_id) for instance_id, plan in enumerate(plans, start=1))
