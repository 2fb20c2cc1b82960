"""Finding each object its place, and letting fall what shall settle."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from scenewright.assets.solid import Solid
from scenewright.geometry.transforms import Quaternion, Vector, from_euler
from scenewright.sampling.bodies import Body, is_in, runs_into
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.items import Item
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded_quaternion, rounded_vector
from scenewright.sampling.places import place
from scenewright.sampling.plan import CameraPlan, LeftOutPlan
from scenewright.sampling.rotations import facing, turned
from scenewright.sampling.settling import LONGEST_S, PATIENCE_S, settled
from scenewright.sampling.wanted import Scene, Wanted
from scenewright.spec.placement import FaceCameraRotation, InsidePlacement, OnPlacement

Placed = tuple[Item, Body]

_MOST_DROPS = 3


def placed_items(
    frame: Named, items: Sequence[Item], cameras: Mapping[str, CameraPlan], assets: AssetFacts
) -> tuple[list[Placed], list[LeftOutPlan]]:
    """Return each object with its place, in the order of the project, and those that found none.

    Args:
        frame: The choices.
        items: What is wanted.
        cameras: Those that objects may be placed by.
        assets: The objects' shapes.
    """
    placed: list[Placed] = []
    left_out: list[LeftOutPlan] = []
    for item in items:
        found = _find_place(frame, item, item.name, cameras, assets, placed)
        if isinstance(found, Body):
            placed.append((item, found))
        else:
            left_out.append(_left_out(item, found))
    return placed, left_out


def settled_items(
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
        is_last = drop == _MOST_DROPS
        drops = [item.group.settle for item, _ in now.values()]
        longest_s = LONGEST_S if is_last else PATIENCE_S
        ends = settled([body for _, body in now.values()], drops, floor_size_m, longest_s)
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
            others = list(now.values())
            found = "" if is_last else _find_place(frame, item, f"{item.name}/drop{drop}", cameras, assets, others)
            if isinstance(found, Body):
                now[item.name] = (item, found)
            else:
                left_out.append(_left_out(item, found or failed[item.name]))
    return [now[name] for name in order if name in now]


def _strayed(item: Item, body: Body, others: Sequence[Body]) -> str | None:
    """Say so if what was put in or on something lies elsewhere: its middle is over none of the carriers."""
    match item.placement:
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


def _left_out(item: Item, reason: str) -> LeftOutPlan:
    return LeftOutPlan(item.group.name, item.number, item.asset, reason)


def free_pose(frame: Named, item: Item) -> tuple[Vector, Quaternion]:
    """Return position and rotation of an object that asks nobody."""
    return frame.vector(f"{item.name}/position", item.group.position_m, item.number), _euler(frame, item, item.name)


def _find_place(
    frame: Named,
    item: Item,
    first: str,
    cameras: Mapping[str, CameraPlan],
    assets: AssetFacts,
    others: Sequence[Placed],
) -> Body | str:
    """Return the object's body at the first free place of its tries, else in words why there was none.

    `first` names the choices of the first try.
    """
    solid = assets.solid(item.asset, item.pose, item.phase)
    fellows = [body for other, body in others if other.group is item.group and other.placement is item.placement]
    scene = Scene(cameras, [body for _, body in others], fellows)
    reasons: Counter[str] = Counter()
    for attempt in range(item.group.tries):
        name = first if attempt == 0 else f"{first}/try{attempt}"
        found = _tried(frame, item, name, solid, scene)
        if isinstance(found, Body):
            return found
        reasons[found] += 1
    return "; ".join(f"{times} x {reason}" for reason, times in reasons.most_common(3))


def _tried(frame: Named, item: Item, name: str, solid: Solid, scene: Scene) -> Body | str:
    group = item.group
    if group.rotation is None:
        rotation = _euler(frame, item, name)
    else:
        rotation = turned(frame, name, group.rotation, item.number, solid)
    if item.placement is None:
        position: Vector | str = frame.vector(f"{name}/position", group.position_m, item.number)
    else:
        wanted = Wanted(name, group.name, item.number, item.slot, solid, rotation, item.scale, group.settle)
        position = place(frame, item.placement, wanted, scene)
    if isinstance(position, str):
        return position
    if isinstance(group.rotation, FaceCameraRotation):
        eye = next(iter(scene.cameras.values())).position
        rotation = facing(rotation, position[0], position[1], eye[0], eye[1])
    body = Body(group.name, solid, rounded_vector(position), rounded_quaternion(rotation), item.scale)
    reason = _trouble(item, body, scene)
    if reason:
        frame.note_rejected(name, group.name, body.position, reason)
        return reason
    frame.note(f"{name}/place", item.placement, body.position)
    frame.note(f"{name}/turned", group.rotation, body.rotation)
    return body


def _trouble(item: Item, body: Body, scene: Scene) -> str:
    """Say why a body cannot be where it is; empty where it can."""
    if is_in(body, item.group.keep_out):
        return "in a keep-out zone"
    carriers = item.placement.of if isinstance(item.placement, OnPlacement) else ""
    avoids = item.group.collisions == "avoid"
    hit = runs_into(body, scene.bodies, item.group.spacing_m, carriers) if avoids else None
    return "" if hit is None else f"runs into '{hit.group}'"


def _euler(frame: Named, item: Item, name: str) -> Quaternion:
    x, y, z = (math.radians(angle) for angle in frame.vector(f"{name}/rotation", item.group.rotation_deg, item.number))
    return from_euler(x, y, z)
