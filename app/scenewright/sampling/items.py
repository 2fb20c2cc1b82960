"""What is decided about each wanted object before its place: which asset, how large, in which pose and look."""

from collections.abc import Iterator
from dataclasses import dataclass

from scenewright.sampling.draw import choose
from scenewright.sampling.looks import plan_look
from scenewright.sampling.named import Named
from scenewright.sampling.numbers import rounded
from scenewright.sampling.plan import LookPlan
from scenewright.sampling.quota import quota_share
from scenewright.spec.choices import Split, WeightedAsset
from scenewright.spec.objects import CountPart, ObjectGroupSpec
from scenewright.spec.placement import OneOfPlacement, SinglePlacement
from scenewright.spec.project import ProjectSpec


@dataclass(frozen=True, eq=False)
class Item:
    """One wanted object.

    Attributes:
        group: Its group.
        number: Which of the group's objects it is, from 0.
        slot: Which of those that are counted together, from 0.
        asset: Its model.
        class_name: What labels call it; empty for what is not labelled.
        pose: Name of a pose or clip.
        phase: How far into a clip, 0 to 1.
        scale: 1 is true size.
        placement: The kind of place it goes to.
        look: Changes of its materials.
    """

    group: ObjectGroupSpec
    number: int
    slot: int
    asset: str
    class_name: str
    pose: str
    phase: float
    scale: float
    placement: SinglePlacement | None
    look: LookPlan | None

    @property
    def name(self) -> str:
        """What its choices' names begin with."""
        return f"objects/{self.group.name}/{self.number}"


def wanted_items(frame: Named, spec: ProjectSpec, split: Split) -> Iterator[Item]:
    """Yield every object that is wanted, group by group."""
    for group in spec.objects:
        first = 0
        for part in group.counts:
            for slot in range(frame.whole(f"objects/{group.name}/{part.name}", part.wanted)):
                yield _item(frame, group, part, (first + slot, slot), split)
            first += part.most  # so that another number of one class or place renames no object of the others


def _item(frame: Named, group: ObjectGroupSpec, part: CountPart, numbers: tuple[int, int], split: Split) -> Item:
    number, slot = numbers
    name = f"objects/{group.name}/{number}"
    asset = _asset(frame, group, part, number, split)
    return Item(
        group=group,
        number=number,
        slot=slot,
        asset=asset.source,
        class_name=group.class_of(asset) or "",
        pose=frame.pose(f"{name}/pose", group.poses) if group.poses else "",
        phase=rounded(frame.uniform(f"{name}/phase")) if group.poses else 0.0,
        scale=frame.number(f"{name}/scale", group.scale, number),
        placement=_placement(frame, group, part, number),
        look=None if group.look is None else plan_look(frame, f"{name}/look", group.look, number),
    )


def _asset(frame: Named, group: ObjectGroupSpec, part: CountPart, number: int, split: Split) -> WeightedAsset:
    # Weights of 0 keep what this split may not show away, without moving any other choice.
    weights = [
        asset.weight
        if asset.split in ("any", split) and (part.classes is None or group.class_of(asset) in part.classes)
        else 0.0
        for asset in group.assets
    ]
    asset = group.assets[choose(weights, _share(frame, group, number, "asset", f"objects/{group.name}"))]
    frame.note(f"objects/{group.name}/{number}/asset", group.assets, asset.source)
    return asset


def _placement(frame: Named, group: ObjectGroupSpec, part: CountPart, number: int) -> SinglePlacement | None:
    if not isinstance(group.placement, OneOfPlacement):
        return group.placement
    places = group.placement.places
    share = _share(frame, group, number, "region", f"objects/{group.name}/region")
    place = choose([p.weight if part.places is None or k in part.places else 0.0 for k, p in enumerate(places)], share)
    frame.note(f"objects/{group.name}/{number}/region", places, f"{place + 1}")
    return places[place].placement


def _share(frame: Named, group: ObjectGroupSpec, number: int, choice: str, quota: str) -> float:
    if group.mix == "random":
        return frame.uniform(f"objects/{group.name}/{number}/{choice}")
    return quota_share(frame.index * group.most + number, frame.frames * group.most, frame.seed, quota)
