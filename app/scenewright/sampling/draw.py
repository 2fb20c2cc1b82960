"""Drawing from a distribution: its quantile function, so that one uniform number gives one value."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import NormalDist
from typing import assert_never

from scenewright.errors import UserError
from scenewright.sampling.rng import uniform01
from scenewright.spec import distributions as wanted
from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    Normal,
    Uniform,
)
from scenewright.spec.formulas import formula_value

Shape = Fixed | Uniform | LogUniform | Normal | Choice | Histogram | Mixture


@dataclass(frozen=True)
class Luck:
    """What one named choice of one frame is decided by.

    Attributes:
        u: Its random number, 0 <= u < 1.
        turn: How many times the setting was drawn before: the frame's index, or for objects their number in the frame.
        progress: How far into the dataset the frame is, 0 to 1.
        variables: The project's variables as drawn for this frame.
        order: Seed, frame and name of the random order for choices without replacement; the frame is 0 where the order
            runs on over frames.
    """

    u: float
    turn: int = 0
    progress: float = 0.0
    variables: Mapping[str, float] = field(default_factory=dict)
    order: tuple[int, int, str] = (0, 0, "")


def drawn(distribution: AnyDistribution, luck: Luck) -> float:
    """Return the value of one choice.

    Raises:
        UserError: An expression has no value for these variables.
    """
    match distribution:
        case wanted.Sequence(values=values):
            return values[luck.turn % len(values)]
        case Choice(replacement=False):
            return _without_replacement(distribution, luck)
        case Curriculum(start=start, end=end):
            before, after = quantile(start, luck.u), quantile(end, luck.u)
            return before + luck.progress * (after - before)
        case Expression():
            return _computed(distribution, luck.variables)
        case _:
            return quantile(distribution, luck.u)


def drawn_whole(distribution: AnyDistribution, luck: Luck) -> int:
    """Return a whole number; a uniform one includes both of its limits, others are rounded."""
    if isinstance(distribution, Uniform):
        return whole_quantile(distribution, luck.u)
    return round(drawn(distribution, luck))


def quantile(distribution: Shape, u: float) -> float:
    """Return the value below which a share u (0 <= u < 1) of all draws fall; choices count in the order given."""
    match distribution:
        case Fixed(value=value):
            return value
        case Uniform(low=low, high=high):
            return low + u * (high - low)
        case LogUniform(low=low, high=high):
            return min(max(low * math.exp(u * math.log(high / low)), low), high)
        case Normal():
            return _normal(distribution, u)
        case Choice(values=values, weights=weights):
            return values[choose(weights or [1.0] * len(values), u)]
        case Histogram(edges=edges, weights=weights):
            place, rest = _split(weights, u)
            return edges[place] + rest * (edges[place + 1] - edges[place])
        case Mixture(parts=parts):
            place, rest = _split([part.weight for part in parts], u)
            return quantile(parts[place].value, rest)
        case _:
            assert_never(distribution)


def whole_quantile(distribution: Shape, u: float) -> int:
    """Return a whole number; a uniform one includes both of its limits, others are rounded."""
    if isinstance(distribution, Uniform):
        return int(distribution.low) + int(u * (distribution.high - distribution.low + 1))
    return round(quantile(distribution, u))


def choose(weights: Sequence[float], u: float) -> int:
    """Return the index that a share u of the summed weights falls on; an index with weight 0 is never chosen."""
    return _split(weights, u)[0]


def shuffled(weights: Sequence[float], order: tuple[int, int, str]) -> list[int]:
    """Return the indices with a weight above 0 in a random order, heavy ones likely early.

    Each waits an exponential time with its weight as the rate, and comes when its time is up: the order in which
    weighted draws without replacement come (Efraimidis and Spirakis 2006).
    """
    seed, frame, name = order
    waits = [
        (-math.log(1 - uniform01(seed, frame, f"{name}/{place}")) / weight, place)
        for place, weight in enumerate(weights)
        if weight > 0
    ]
    return [place for _, place in sorted(waits)]


def _without_replacement(choice: Choice, luck: Luck) -> float:
    weights = choice.weights or [1.0] * len(choice.values)
    usable = sum(weight > 0 for weight in weights)
    seed, frame, name = luck.order
    lap = luck.turn // usable
    return choice.values[shuffled(weights, (seed, frame, f"{name}/lap{lap}"))[luck.turn % usable]]


def _computed(expression: Expression, variables: Mapping[str, float]) -> float:
    try:
        value = formula_value(expression.formula, variables)
    except ValueError as error:
        numbers = ", ".join(f"{name} = {number:g}" for name, number in variables.items())
        raise UserError(f"The formula {error} (with {numbers}): change it so that it has a value for all.") from error
    value = value if expression.low is None else max(value, expression.low)
    return value if expression.high is None else min(value, expression.high)


def _split(weights: Sequence[float], u: float) -> tuple[int, float]:
    """Return the index that a share u of the summed weights falls on, and how far into its own share, 0 to 1."""
    sums = list(accumulate(weights))
    last = max(index for index, weight in enumerate(weights) if weight > 0)
    at = u * sums[-1]
    place = min(bisect_right(sums, at), last)
    rest = (at - sums[place] + weights[place]) / weights[place]
    return place, min(max(rest, 0.0), 1 - 2.0**-53)


def _normal(distribution: Normal, u: float) -> float:
    curve = NormalDist(distribution.mean, distribution.standard_deviation)
    low = 0.0 if distribution.low is None else curve.cdf(distribution.low)
    high = 1.0 if distribution.high is None else curve.cdf(distribution.high)
    share = min(max(low + u * (high - low), 1e-300), 1 - 1e-16)
    value = curve.inv_cdf(share)
    value = value if distribution.low is None else max(value, distribution.low)
    return value if distribution.high is None else min(value, distribution.high)
