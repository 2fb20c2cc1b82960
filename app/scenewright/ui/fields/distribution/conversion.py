"""Another kind of distribution for the same setting, near what it was."""

import math
from itertools import pairwise
from typing import Any, assert_never

from scenewright.sampling.draw import quantile
from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Curriculum,
    Expression,
    Fixed,
    Histogram,
    LogUniform,
    Mixture,
    MixturePart,
    Normal,
    Sequence,
    Uniform,
)
from scenewright.spec.limits import Within

Shape = Fixed | Uniform | LogUniform | Normal | Choice | Histogram | Mixture


def converted(
    distribution: AnyDistribution, kind: type[AnyDistribution], within: Within, unit: str = ""
) -> AnyDistribution:
    """Return a distribution of another kind that draws much the same values, within a setting's limits."""
    if isinstance(distribution, kind):
        return distribution
    middle = _held(middle_of(distribution), within)
    low, high = _spread(distribution, middle, within, unit)
    rounded = round(middle) if within.whole else middle
    made: dict[type[Any], Any] = {
        Fixed: lambda: Fixed(value=rounded),
        Uniform: lambda: Uniform(low=low, high=high),
        LogUniform: lambda: LogUniform(low=max(low, high / 100, 1e-6), high=max(high, 1e-6)),
        Normal: lambda: _normal(middle, low, high, within),
        Choice: lambda: Choice(values=_values(distribution, low, high)),
        Sequence: lambda: Sequence(values=_values(distribution, low, high)),
        Histogram: lambda: _histogram(low, high, within),
        Mixture: lambda: Mixture(parts=(MixturePart(value=_shape(distribution, low, high)),)),
        Curriculum: lambda: Curriculum(start=Fixed(value=rounded), end=_shape(distribution, low, high)),
        Expression: lambda: _expression(rounded, within),
    }
    result: AnyDistribution = made[kind]()
    return result


def middle_of(distribution: AnyDistribution) -> float:
    """Return the value that half of the draws stay below."""
    match distribution:
        case Sequence(values=values):
            return sorted(values)[len(values) // 2]
        case Curriculum(start=start, end=end):
            return (quantile(start, 0.5) + quantile(end, 0.5)) / 2
        case Expression(low=low, high=high):
            return ((low or 0.0) + (high if high is not None else low or 0.0)) / 2
        case Fixed() | Uniform() | LogUniform() | Normal() | Choice() | Histogram() | Mixture():
            return quantile(distribution, 0.5)
        case _:
            assert_never(distribution)


def bulk_of(distribution: AnyDistribution) -> tuple[float, float]:
    """Return the range that nearly all draws lie in."""
    match distribution:
        case Sequence(values=values):
            return min(values), max(values)
        case Curriculum(start=start, end=end):
            (a, b), (c, d) = bulk_of(start), bulk_of(end)
            return min(a, c), max(b, d)
        case Expression(low=low, high=high):
            return low if low is not None else 0.0, high if high is not None else 1.0
        case Choice(values=values, weights=weights):
            used = [v for v, weight in zip(values, weights or [1.0] * len(values), strict=True) if weight > 0]
            return min(used), max(used)
        case Fixed() | Uniform() | LogUniform() | Normal() | Histogram() | Mixture():
            draws = [quantile(distribution, u) for u in (0.0005, 0.25, 0.5, 0.75, 0.9995)]
            if isinstance(distribution, Uniform | LogUniform):
                draws += [distribution.low, distribution.high]
            return min(draws), max(draws)
        case _:
            assert_never(distribution)


def _spread(distribution: AnyDistribution, middle: float, within: Within, unit: str) -> tuple[float, float]:
    low, high = bulk_of(distribution)
    if low == high:
        reach = _reach(middle, within, unit)
        low, high = middle - reach, middle + reach
    low, high = _held(low, within), _held(high, within)
    low, high = (math.floor(low), math.ceil(high)) if within.whole else (_short(low), _short(high))
    return (low, high) if low <= high else (high, low)


def _reach(middle: float, within: Within, unit: str) -> float:
    """Return how far a range around a value that was always the same reaches to either side."""
    if within.whole:
        return max(1.0, round(abs(middle) * 0.3))
    if unit == "°":
        return 15.0
    if math.isfinite(within.low) and math.isfinite(within.high) and not middle:
        return (within.high - within.low) / 5
    return abs(middle) * 0.2 or {"m": 0.1, "px": 1.0}.get(unit, 0.2)


def _held(value: float, within: Within) -> float:
    low = within.low + (1e-3 if within.above_low else 0.0)
    return min(max(value, low), within.high)


def _short(value: float) -> float:
    """Return a number with three digits, which is easier to read and to change."""
    return float(f"{value:.3g}")


def _normal(middle: float, low: float, high: float, within: Within) -> Normal:
    deviation = max((high - low) / 4, 1e-6)
    low_limit = within.low if math.isfinite(within.low) else None
    high_limit = within.high if math.isfinite(within.high) else None
    if low_limit is not None and within.above_low:
        low_limit = _short(min(_held(low, within), middle / 10 if middle > 0 else middle))
    return Normal(mean=middle, standard_deviation=deviation, low=low_limit, high=high_limit)


def _values(distribution: AnyDistribution, low: float, high: float) -> tuple[float, ...]:
    if isinstance(distribution, Choice | Sequence):
        return distribution.values
    return (low, high) if low < high else (low,)


def _histogram(low: float, high: float, within: Within) -> Histogram:
    if high <= low:
        low, high = (low, low + 1) if low + 1 <= within.high else (max(low - 1, within.low), low)
    edges = tuple(_short(low + (high - low) * step / 5) for step in range(6))
    if any(a >= b for a, b in pairwise(edges)):
        edges = tuple(low + (high - low) * step / 5 for step in range(6))
    return Histogram(edges=edges, weights=(1.0, 2.0, 3.0, 2.0, 1.0))


def _shape(distribution: AnyDistribution, low: float, high: float) -> Shape:
    if isinstance(distribution, Choice):
        return distribution.replace(replacement=True)
    if isinstance(distribution, Uniform | LogUniform | Normal | Histogram | Mixture):
        return distribution
    return Uniform(low=low, high=high)


def _expression(value: float, within: Within) -> Expression:
    low = within.low if math.isfinite(within.low) else None
    high = within.high if math.isfinite(within.high) else None
    if low is not None and within.above_low:
        low = min(1e-3, value)
    return Expression(formula=f"{value:g}", low=low, high=high)
