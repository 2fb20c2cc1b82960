"""Which values a field may draw."""

from dataclasses import dataclass
from typing import Annotated, Any, assert_never

from pydantic import AfterValidator

from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Distribution,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    Normal,
    Sequence,
    Uniform,
)

_INFINITE = float("inf")


def support(distribution: AnyDistribution) -> tuple[float, float]:
    """Return the lowest and the highest value that can be drawn (infinite where nothing limits it)."""
    match distribution:
        case Fixed(value=value):
            return value, value
        case Uniform(low=low, high=high) | LogUniform(low=low, high=high):
            return low, high
        case Normal(low=lowest, high=highest) | Expression(low=lowest, high=highest):
            return -_INFINITE if lowest is None else lowest, _INFINITE if highest is None else highest
        case Choice(values=values, weights=weights):
            usable = [v for v, weight in zip(values, weights or [1.0] * len(values), strict=True) if weight > 0]
            return min(usable), max(usable)
        case Sequence(values=values):
            return min(values), max(values)
        case Histogram(edges=edges, weights=weights):
            bins = [k for k, weight in enumerate(weights) if weight > 0]
            return edges[bins[0]], edges[bins[-1] + 1]
        case Mixture(parts=parts):
            return _around([support(part.value) for part in parts if part.weight > 0])
        case Curriculum(start=start, end=end):
            return _around([support(start), support(end)])
        case _:
            assert_never(distribution)


@dataclass(frozen=True)
class Within:
    """A limit on what a field's distribution may draw; the field's annotation carries it, for editors to read."""

    low: float = -_INFINITE
    high: float = _INFINITE
    above_low: bool = False
    whole: bool = False

    def __call__(self, distribution: Any) -> Any:
        """Return the distribution, or raise ValueError in words."""
        low, high = support(distribution)
        if low < self.low or (self.above_low and low <= self.low) or high > self.high:
            raise ValueError(f"can draw {low:g} to {high:g}, but must stay {self._words()}{_cut_hint(distribution)}")
        if self.whole and not _is_whole(distribution):
            raise ValueError("must be made of whole numbers")
        return distribution

    def _words(self) -> str:
        below = "" if self.high == _INFINITE else f"at most {self.high:g}"
        above = "" if self.low == -_INFINITE else f"{'above' if self.above_low else 'at least'} {self.low:g}"
        return " and ".join(filter(None, [above, below]))


def _around(ranges: list[tuple[float, float]]) -> tuple[float, float]:
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def _cut_hint(distribution: Any) -> str:
    if isinstance(distribution, Normal):
        return ": give the normal distribution low and high"
    return ": give the expression low and high" if isinstance(distribution, Expression) else ""


def _is_whole(distribution: AnyDistribution) -> bool:
    match distribution:
        case Fixed(value=value):
            return value.is_integer()
        case Uniform(low=low, high=high):
            return low.is_integer() and high.is_integer()
        case Choice(values=values) | Sequence(values=values):
            return all(value.is_integer() for value in values)
        case Mixture(parts=parts):
            return all(_is_whole(part.value) for part in parts)
        case Normal() | LogUniform() | Histogram() | Curriculum() | Expression():
            return True  # drawn values are rounded
        case _:
            assert_never(distribution)


PositiveDistribution = Annotated[Distribution, AfterValidator(Within(low=0, above_low=True))]
NonNegativeDistribution = Annotated[Distribution, AfterValidator(Within(low=0))]
ShareDistribution = Annotated[Distribution, AfterValidator(Within(low=0, high=1))]
CountDistribution = Annotated[Distribution, AfterValidator(Within(low=0, high=1000, whole=True))]
TemperatureDistribution = Annotated[Distribution, AfterValidator(Within(low=1500, high=20000))]
ElevationDistribution = Annotated[Distribution, AfterValidator(Within(low=-90, high=90))]


class Vector3(SpecModel):
    """Three numbers drawn independently, along the world's x, y and z axes."""

    x: Distribution = Fixed(value=0.0)
    y: Distribution = Fixed(value=0.0)
    z: Distribution = Fixed(value=0.0)
