"""Which prims a stage needs so that every frame finds its objects and lights there."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from scenewright.assets.model import Model
from scenewright.sampling.plan import FramePlan, LightPlan, ObjectPlan

Posed = Callable[[ObjectPlan], Model]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a slot can show.

    Attributes:
        model: Source of the posed model; each pose has its own.
        asset: The asset's name in the plan.
        class_name: The label; empty for what is not labelled.
        dressed: Whether its materials change from frame to frame.
    """

    model: str
    asset: str
    class_name: str
    dressed: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """A prim that shows a shape, or nothing."""

    path: str
    shape: Shape


class Pool:
    """The slots of a stage.

    Attributes:
        slots: All of them, in the order of the stage.
        models: The model of each slot's shape by its source.
        lights: How many lights of each kind.
    """

    def __init__(self, plans: Iterable[FramePlan], posed: Posed) -> None:
        """Make a pool for some frames.

        Args:
            plans: The frames.
            posed: Gives an object's model in its pose.
        """
        self._posed = posed
        self.models: dict[str, Model] = {}
        most: dict[Shape, int] = {}
        self.lights: dict[str, int] = {}
        for plan in plans:
            for shape, count in Counter(self._shape(item) for item in plan.objects).items():
                most[shape] = max(most.get(shape, 0), count)
            for kind, count in Counter(light.kind for light in plan.lights).items():
                self.lights[kind] = max(self.lights.get(kind, 0), count)
        self._slots = {
            shape: [Slot(f"/World/objects/{identifier(shape.asset)}_{number}_{k}", shape) for k in range(count)]
            for number, (shape, count) in enumerate(most.items())
        }
        self.slots = tuple(slot for slots in self._slots.values() for slot in slots)

    def assigned(self, plan: FramePlan) -> list[tuple[ObjectPlan, Slot]]:
        """Return each of a frame's objects with its slot."""
        used: Counter[Shape] = Counter()
        found = []
        for item in plan.objects:
            shape = self._shape(item)
            found.append((item, self._slots[shape][used[shape]]))
            used[shape] += 1
        return found

    def _shape(self, item: ObjectPlan) -> Shape:
        model = self._posed(item)
        self.models[model.source] = model
        label = item.class_name if item.instance_id > 0 else ""
        return Shape(model.source, item.asset, label, item.look is not None)


def lit(lights: Sequence[LightPlan]) -> list[tuple[str, LightPlan]]:
    """Return each light with the path of its prim."""
    used: Counter[str] = Counter()
    found = []
    for light in lights:
        found.append((light_path(light.kind, used[light.kind]), light))
        used[light.kind] += 1
    return found


def light_path(kind: str, number: int) -> str:
    """Return the path of one of the pool's lights."""
    return f"/World/lights/{kind}_{number}"


def camera_path(name: str) -> str:
    """Return the path of a camera's prim."""
    return f"/World/cameras/{identifier(name)}"


def identifier(name: str) -> str:
    """Return a name that USD allows for a prim, made of another name or of a path's last part."""
    stem = name.replace("\\", "/").rsplit("/", 1)[-1].split(".", 1)[0]
    kept = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in stem) or "unnamed"
    return f"_{kept}" if kept[0].isdigit() else kept
