"""Random numbers as the user writes them.

A bare number in the file is short for ``{kind: fixed, value: number}``. How a value is drawn is the sampler's business
(`scenewright.sampling.draw`); here is only what is wanted. Which limits a field sets is in `scenewright.spec.limits`.
"""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from scenewright.spec.base import SpecModel
from scenewright.spec.formulas import formula_names

_FARTHEST = 5
"""Standard deviations: of a curve whose mean is farther outside the limits less than a millionth is within them."""


class Fixed(SpecModel):
    """Always the same value."""

    kind: Literal["fixed"] = "fixed"
    value: float = Field(title="Value", description="Drawn every time.")


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


class LogUniform(SpecModel):
    """Any value between two limits, each order of magnitude as likely: for brightness, distance, size."""

    kind: Literal["log_uniform"] = "log_uniform"
    low: float = Field(title="Lowest", gt=0)
    high: float = Field(title="Highest", gt=0)

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
        reach = _FARTHEST * self.standard_deviation
        if low > self.mean + reach or high < self.mean - reach:
            raise ValueError(
                f"the mean ({self.mean:g}) is more than {_FARTHEST} standard deviations outside {low:g} to {high:g}: "
                "move the mean or the limits"
            )
        return self


class Choice(SpecModel):
    """One of some values, each as likely as its weight says.

    Without replacement each value comes once before any comes again: over the frames, or for an object's property over
    the objects of a frame.
    """

    kind: Literal["choice"] = "choice"
    values: tuple[float, ...] = Field(title="Values", description="What can be drawn.", min_length=1)
    weights: tuple[Annotated[float, Field(ge=0)], ...] | None = Field(
        default=None,
        title="Weights",
        description="How often each value comes, relative to the others; as often if left out.",
    )
    replacement: bool = Field(
        default=True, title="May repeat", description="Off: each value comes once before any comes again."
    )

    @model_validator(mode="after")
    def _weights_fit_the_values(self) -> Self:
        if self.weights is not None and len(self.weights) != len(self.values):
            raise ValueError(f"there are {len(self.values)} values but {len(self.weights)} weights")
        if self.weights is not None and sum(self.weights) <= 0:
            raise ValueError("the weights sum to zero: give at least one value a weight above 0")
        return self


class Histogram(SpecModel):
    """A shape of one's own: bins between edges, each as likely as its weight, all values in a bin as likely."""

    kind: Literal["histogram"] = "histogram"
    edges: tuple[float, ...] = Field(
        title="Edges", description="Where one bin ends and the next begins, rising.", min_length=2
    )
    weights: tuple[Annotated[float, Field(ge=0)], ...] = Field(
        title="Weights", description="How likely each bin is, relative to the others.", min_length=1
    )

    @model_validator(mode="after")
    def _bins_fit(self) -> Self:
        if len(self.edges) != len(self.weights) + 1:
            raise ValueError(f"{len(self.weights)} bins need {len(self.weights) + 1} edges, not {len(self.edges)}")
        if any(low >= high for low, high in zip(self.edges, self.edges[1:], strict=False)):
            raise ValueError("the edges must rise from one to the next")
        if sum(self.weights) <= 0:
            raise ValueError("the weights sum to zero: give at least one bin a weight above 0")
        return self


class Mixture(SpecModel):
    """Now from one distribution, now from another, as often as their weights say."""

    kind: Literal["mixture"] = "mixture"
    parts: tuple["MixturePart", ...] = Field(title="Parts", min_length=1)

    @model_validator(mode="after")
    def _weights_are_usable(self) -> Self:
        if sum(part.weight for part in self.parts) <= 0:
            raise ValueError("the weights sum to zero: give at least one part a weight above 0")
        return self


class MixturePart(SpecModel):
    """One of a mixture's distributions."""

    value: "Shape" = Field(title="Value")
    weight: float = Field(default=1.0, ge=0, title="Weight")


class Sequence(SpecModel):
    """One value after the other, from the start again at the end: over the frames, or over the objects of a frame."""

    kind: Literal["sequence"] = "sequence"
    values: tuple[float, ...] = Field(title="Values", description="In the order in which they come.", min_length=1)


class Curriculum(SpecModel):
    """A range that changes over the frames: drawn from `start` in the first, from `end` in the last, between between.

    The value at a share of the frames lies at that share between what the two would have given for the same luck.
    """

    kind: Literal["curriculum"] = "curriculum"
    start: "Shape" = Field(title="At the first frame")
    end: "Shape" = Field(title="At the last frame")


class Expression(SpecModel):
    """Computed from the project's variables as drawn for the frame, and held within the limits where they are given."""

    kind: Literal["expression"] = "expression"
    formula: str = Field(title="Formula", max_length=500, description="Such as '0.5 * height + 0.1'.")
    low: float | None = Field(default=None, title="Lowest")
    high: float | None = Field(default=None, title="Highest")

    @model_validator(mode="after")
    def _formula_can_be_read(self) -> Self:
        formula_names(self.formula)
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"low ({self.low:g}) must not be above high ({self.high:g})")
        return self


def _number_is_fixed(value: Any) -> Any:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return {"kind": "fixed", "value": value} if is_number else value


def _repeats(shape: Any) -> Any:
    if isinstance(shape, Choice) and not shape.replacement:
        raise ValueError("a choice inside another distribution always may repeat: leave replacement out")
    return shape


Shape = Annotated[
    Fixed | Uniform | LogUniform | Normal | Choice | Histogram | Mixture,
    Field(discriminator="kind"),
    BeforeValidator(_number_is_fixed),
    AfterValidator(_repeats),
]
"""What a value is drawn from by luck alone."""

AnyDistribution = (
    Fixed | Uniform | LogUniform | Normal | Choice | Histogram | Mixture | Sequence | Curriculum | Expression
)

Distribution = Annotated[AnyDistribution, Field(discriminator="kind"), BeforeValidator(_number_is_fixed)]

for _model in (Mixture, MixturePart, Curriculum):
    _model.model_rebuild()
