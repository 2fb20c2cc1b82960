"""Random numbers as the user writes them.

A bare number in the file is short for ``{kind: fixed, value: number}``. How a value is drawn is the sampler's business
(`scenewright.sampling.draw`); here is only what is wanted and within which limits it may fall.
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scenewright.spec.base import SpecModel


class Fixed(SpecModel):
    """Always the same value."""

    kind: Literal["fixed"] = "fixed"
    value: float = Field(title="Value")


class Uniform(SpecModel):
    """Any value between two limits, all as likely; whole numbers include both limits."""

    kind: Literal["uniform"] = "uniform"
    low: float = Field(title="Lowest")
    high: float = Field(title="Highest")

    @model_validator(mode="after")
    def _limits_are_in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"low ({self.low:g}) must not be above high ({self.high:g})")
        return self


class Normal(SpecModel):
    """The bell curve, cut off at the limits where they are given."""

    kind: Literal["normal"] = "normal"
    mean: float = Field(title="Mean")
    standard_deviation: float = Field(title="Standard deviation", gt=0)
    low: float | None = Field(default=None, title="Lowest")
    high: float | None = Field(default=None, title="Highest")

    @model_validator(mode="after")
    def _limits_hold_some_of_the_curve(self) -> Self:
        low = -float("inf") if self.low is None else self.low
        high = float("inf") if self.high is None else self.high
        if low >= high:
            raise ValueError(f"low ({low:g}) must be below high ({high:g})")
        reach = 8 * self.standard_deviation
        if low > self.mean + reach or high < self.mean - reach:
            raise ValueError(
                f"the mean ({self.mean:g}) is more than 8 standard deviations outside {low:g} to {high:g}: "
                "move the mean or the limits"
            )
        return self


class Choice(SpecModel):
    """One of some values, each as likely as its weight says."""

    kind: Literal["choice"] = "choice"
    values: tuple[float, ...] = Field(title="Values", min_length=1)
    weights: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(default=None, title="Weights")

    @model_validator(mode="after")
    def _weights_fit_the_values(self) -> Self:
        if self.weights is not None and len(self.weights) != len(self.values):
            raise ValueError(f"there are {len(self.values)} values but {len(self.weights)} weights")
        if self.weights is not None and sum(self.weights) <= 0:
            raise ValueError("the weights sum to zero: give at least one value a weight above 0")
        return self


def _number_is_fixed(value: Any) -> Any:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {"kind": "fixed", "value": value} if is_number else value


Distribution = Annotated[
    Fixed | Uniform | Normal | Choice, Field(discriminator="kind"), BeforeValidator(_number_is_fixed)
]


def support(distribution: Fixed | Uniform | Normal | Choice) -> tuple[float, float]:
    """Return the lowest and the highest value that can be drawn (infinite for an uncut normal)."""
    match distribution:
        case Fixed(value=value):
            return value, value
        case Uniform(low=low, high=high):
            return low, high
        case Normal(low=low, high=high):
            return -float("inf") if low is None else low, float("inf") if high is None else high
        case Choice(values=values):
            return min(values), max(values)


@dataclass(frozen=True)
class Within:
    """A limit on what a field's distribution may draw; the field's annotation carries it, for editors to read."""

    low: float = -float("inf")
    high: float = float("inf")
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
        below = "" if self.high == float("inf") else f"at most {self.high:g}"
        above = "" if self.low == -float("inf") else f"{'above' if self.above_low else 'at least'} {self.low:g}"
        return " and ".join(filter(None, [above, below]))


def _cut_hint(distribution: Any) -> str:
    return ": give the normal distribution low and high" if isinstance(distribution, Normal) else ""


def _is_whole(distribution: Fixed | Uniform | Normal | Choice) -> bool:
    match distribution:
        case Fixed(value=value):
            return value.is_integer()
        case Uniform(low=low, high=high):
            return low.is_integer() and high.is_integer()
        case Choice(values=values):
            return all(value.is_integer() for value in values)
        case Normal():
            return True  # drawn values are rounded


PositiveDistribution = Annotated[Distribution, AfterValidator(Within(low=0, above_low=True))]
NonNegativeDistribution = Annotated[Distribution, AfterValidator(Within(low=0))]
CountDistribution = Annotated[Distribution, AfterValidator(Within(low=0, high=1000, whole=True))]
ElevationDistribution = Annotated[Distribution, AfterValidator(Within(low=-90, high=90))]


class Vector3(SpecModel):
    """Three numbers drawn independently, along the world's x, y and z axes."""

    x: Distribution = Fixed(value=0.0)
    y: Distribution = Fixed(value=0.0)
    z: Distribution = Fixed(value=0.0)
