"""Why a frame looks as it does: each drawn value, with its place in the project and what it belongs to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scenewright.geometry.transforms import Vector
from scenewright.sampling.plan import FramePlan
from scenewright.spec.places import Place

if TYPE_CHECKING:  # the window shows traces, and needs nothing of what makes them
    from scenewright.sampling.objects import Standing

Value = float | str | tuple[float, ...]
"""A number, the name of what was chosen, or a position (3) or a turn (4, a quaternion) that a placement gave."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One value that a frame's luck decided.

    Attributes:
        place: What asked for it, as ("objects", 0, "scale").
        owner: The part of the project it belongs to, as ("objects", 0) or ("floor",).
        number: Which of the owner's objects or lights has it, from 0; None where the owner is one thing.
        name: The choice's name, which says more than the place where one setting is drawn several times.
        value: What was drawn.
    """

    place: Place
    owner: Place
    number: int | None
    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class Rejection:
    """A place that was tried for an object and was not free.

    Attributes:
        owner: The object's group, as ("objects", 0).
        number: The object's number in it.
        position: Where its origin would have been, metres.
        reason: In words.
    """

    owner: Place
    number: int
    position: Vector
    reason: str


@dataclass(frozen=True, slots=True)
class Trace:
    """A frame's plan, and how it came about.

    Attributes:
        plan: The very plan that `sampler.sample_frame` gives.
        draws: The draws that the plan shows, in order; of several tries those of the last.
        rejections: Places that were tried in vain.
        standing: Where the objects stand, from which another trace can go on.
    """

    plan: FramePlan
    draws: tuple[Draw, ...]
    rejections: tuple[Rejection, ...]
    standing: "Standing | None" = None


def numbers_in_groups(plan: FramePlan) -> tuple[int, ...]:
    """Return the number in its group of each of the plan's objects, in their order: whose draws are whose."""
    missing = {(item.group, item.number) for item in plan.left_out}
    following: dict[str, int] = {}
    numbers = []
    for item in plan.objects:
        number = following.get(item.group, 0)
        while (item.group, number) in missing:
            number += 1
        following[item.group] = number + 1
        numbers.append(number)
    return tuple(numbers)
