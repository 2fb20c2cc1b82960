"""The named choices of one frame."""

import math
from collections.abc import Iterable
from statistics import NormalDist
from typing import Any

from scenewright.geometry.transforms import Vector
from scenewright.sampling.draw import Luck, choose, drawn, drawn_whole
from scenewright.sampling.even import even01
from scenewright.sampling.numbers import rounded
from scenewright.sampling.rng import uniform01
from scenewright.spec.choices import Weighted, WeightedPose
from scenewright.spec.distributions import AnyDistribution
from scenewright.spec.limits import Vector3
from scenewright.spec.project import ProjectSpec

_STANDARD = NormalDist()


class Named:
    """The choices of one frame, each by its name: what is asked for, and in which order, changes none of them."""

    def __init__(self, spec: ProjectSpec, index: int) -> None:
        """Begin frame `index` and draw the project's variables.

        The frames of a clip share all choices: they are those of its scene, and only the time differs.

        Attributes:
            picture: The frame's number.
            index: The scene's number, which is the frame's where there are no clips.
            frames: How many scenes there are.
            step: The frame's place in its clip.
            time_s: Since the clip's first frame.

        Raises:
            UserError: A variable's formula has no value.
        """
        length = 1 if spec.clip is None else spec.clip.length
        self.picture, (self.index, self.step) = index, divmod(index, length)
        self.time_s = 0.0 if spec.clip is None else rounded(self.step / spec.clip.rate_hz)
        self.seed, self.frames = spec.output.seed, math.ceil(spec.output.frames / length)
        self._is_even = spec.output.coverage == "even"
        self._progress = self.index / max(1, self.frames - 1)
        self.variables: dict[str, float] = {}
        shares: dict[str, float] = {}
        for variable in spec.variables:
            u = self.uniform(f"variables/{variable.name}")
            if variable.follows is not None:
                u = leaning(u, shares[variable.follows], variable.correlation)
            shares[variable.name] = u
            luck = self._luck(u, f"variables/{variable.name}", None)
            self.variables[variable.name] = rounded(drawn(variable.value, luck))
            self.note(f"variables/{variable.name}", variable.value, self.variables[variable.name])

    def note(self, name: str, part: Any, value: Any, field: str = "") -> None:
        """Hear what came of a choice: nothing here, but `sampling.trace` listens.

        Args:
            name: The choice's name.
            part: The very part of the project that asks for it.
            value: What was chosen.
            field: The field of the part, where it is not the whole of it.
        """

    def note_rejected(self, name: str, group: str, position: Vector, reason: str) -> None:
        """Hear of a place that was tried for an object and is not free: `sampling.trace` listens."""

    def uniform(self, name: str, dimension: int = 0) -> float:
        """Return the number in [0, 1) of a choice; parts of a vector differ in their dimension only."""
        if self._is_even:
            return even01(self.seed, self.index, name, dimension)
        return uniform01(self.seed, self.index, name if dimension == 0 else f"{name}/{dimension}")

    def number(self, name: str, distribution: AnyDistribution, turn: int | None = None) -> float:
        """Return a value; `turn` is the object's number in the frame where the choice is an object's."""
        value = rounded(drawn(distribution, self._luck(self.uniform(name), name, turn)))
        self.note(name, distribution, value)
        return value

    def whole(self, name: str, distribution: AnyDistribution, turn: int | None = None) -> int:
        """Return a whole number."""
        value = drawn_whole(distribution, self._luck(self.uniform(name), name, turn))
        self.note(name, distribution, value)
        return value

    def vector(self, name: str, wanted: Vector3, turn: int | None = None) -> Vector:
        """Return three values."""
        x, y, z = (
            rounded(drawn(axis, self._luck(self.uniform(name, dimension), f"{name}/{letter}", turn)))
            for dimension, (letter, axis) in enumerate((("x", wanted.x), ("y", wanted.y), ("z", wanted.z)))
        )
        for letter, axis, value in (("x", wanted.x, x), ("y", wanted.y, y), ("z", wanted.z, z)):
            self.note(f"{name}/{letter}", axis, value)
        return x, y, z

    def source(self, name: str, items: Iterable[Weighted]) -> str:
        """Return one of several sources."""
        choices = list(items)
        source = choices[choose([item.weight for item in choices], self.uniform(name))].source
        self.note(name, items, source)
        return source

    def pose(self, name: str, items: Iterable[WeightedPose]) -> str:
        """Return one of several poses."""
        choices = list(items)
        pose = choices[choose([item.weight for item in choices], self.uniform(name))].name
        self.note(name, items, pose)
        return pose

    def _luck(self, u: float, name: str, turn: int | None) -> Luck:
        # An order without replacement runs on over the frames; the objects of a frame share one, which begins anew.
        shared = name if turn is None else "/".join(name.rsplit(f"/{turn}/", 1))
        order = (self.seed, 0 if turn is None else self.index, f"{shared}/order")
        return Luck(u, self.index if turn is None else turn, self._progress, self.variables, order)


def leaning(u: float, toward: float, correlation: float) -> float:
    """Return a uniform number that leans towards another one (a Gaussian copula; both stay uniform)."""
    one, other = (_STANDARD.inv_cdf(min(max(value, 1e-12), 1 - 1e-12)) for value in (u, toward))
    return min(_STANDARD.cdf(correlation * other + math.sqrt(1 - correlation**2) * one), 1 - 2.0**-53)
