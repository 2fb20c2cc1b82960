"""Sampling a frame while writing down how it comes about."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scenewright.geometry.transforms import Vector
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.named import Named
from scenewright.sampling.sampler import plan_of, standing_of
from scenewright.sampling.trace import Draw, Rejection, Trace
from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Fixed
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec

_TRY = re.compile(r"/(try|drop)\d+")


@dataclass(frozen=True, slots=True)
class Traceable:
    """A project whose parts are all different objects, and the place of each by its identity."""

    spec: ProjectSpec
    places: Mapping[int, Place]


def traceable(spec: ProjectSpec) -> Traceable:
    """Return an equal project that can be traced: in it no part is at two places."""
    # Parts that are left out are all the same default, and copies of groups share theirs.
    own = ProjectSpec.model_validate(spec.model_dump(mode="json"))
    return Traceable(own, {id(part): place for part, place in _parts(own, ()) if not isinstance(part, Fixed)})


def trace_frame(project: Traceable, index: int, assets: AssetFacts, before: Trace | None = None) -> Trace:
    """Sample a frame and tell how it came about; the plan is that of `sampler.sample_frame`.

    Args:
        project: The project.
        index: The frame's.
        assets: The project's.
        before: The same frame's trace by a project with an equal `sampler.standing_key`; it saves finding the objects
            their places once more.

    Raises:
        UserError: As `sampler.sample_frame`.
    """
    frame = _Traced(project, index)
    # A copy whose parts are the same ones: the sampler keeps a project's last clip, and would not draw it again.
    spec = project.spec.model_copy()
    if before is not None and before.standing is not None:
        standing = before.standing
        frame.draws |= {_TRY.sub("", draw.name): draw for draw in before.draws if draw.owner[0] == "objects"}
        frame.rejections += before.rejections
    else:
        standing = standing_of(frame, spec, assets)
    plan = plan_of(frame, spec, standing, assets)
    missing = {(item.group, item.number) for item in plan.left_out}
    groups = [group.name for group in project.spec.objects]
    draws = [
        draw
        for draw in frame.draws.values()
        if draw.number is None or draw.owner[0] != "objects" or (groups[int(draw.owner[1])], draw.number) not in missing
    ]
    return Trace(plan, tuple(draws), tuple(frame.rejections), standing)


class _Traced(Named):
    """The choices of one frame, written down."""

    def __init__(self, project: Traceable, index: int) -> None:
        self._project = project
        self.draws: dict[str, Draw] = {}
        self.rejections: list[Rejection] = []
        super().__init__(project.spec, index)

    def note(self, name: str, part: Any, value: Any, field: str = "") -> None:
        place = self._project.places.get(id(part))
        if place is None:
            return  # a fixed number, or a default of a default: nothing was drawn
        owner, number = self._owner(place, name)
        whole = (*place, field) if field else place
        # The last try is the one that holds, so it comes last in the order, too.
        key = _TRY.sub("", name)
        self.draws.pop(key, None)
        self.draws[key] = Draw(whole, owner, number, name, value)

    def note_rejected(self, name: str, group: str, position: Vector, reason: str) -> None:
        place = [item.name for item in self._project.spec.objects].index(group)
        _, number = self._owner(("objects", place), name)
        self.rejections.append(Rejection(("objects", place), number or 0, position, reason))

    def _owner(self, place: Place, name: str) -> tuple[Place, int | None]:
        """Return what a choice belongs to: a part of the project, and which of its objects or lights."""
        field = str(place[0])
        if len(place) < 2 or not isinstance(place[1], int) or field not in ("objects", "lights", "cameras"):
            return place[: 1 + (field == "variables")], None
        entry = getattr(self._project.spec, field)[place[1]].name
        rest = name.removeprefix(f"{field}/{entry}/").split("/")[0]
        number = int(rest) if rest.isdigit() and field != "cameras" else None
        if field == "lights" and number is None and rest != "count":
            number = 0
        return place[:2], number


def _parts(part: Any, place: Place) -> Iterator[tuple[Any, Place]]:
    """Yield all parts that can be told apart, with their places: models, and lists that are not empty."""
    if isinstance(part, SpecModel):
        yield part, place
        for name in type(part).model_fields:
            yield from _parts(getattr(part, name), (*place, name))
    elif isinstance(part, tuple) and part:
        yield part, place
        for number, item in enumerate(part):
            yield from _parts(item, (*place, number))
