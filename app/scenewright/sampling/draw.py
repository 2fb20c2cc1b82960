"""Drawing from a distribution: its quantile function, so that one uniform number gives one value."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from statistics import NormalDist

from scenewright.spec.distributions import Choice, Distribution, Fixed, Normal, Uniform


def quantile(distribution: Distribution, u: float) -> float:
    """Return the value below which a share u (0 <= u < 1) of all draws fall."""
    match distribution:
        case Fixed(value=value):
            return value
        case Uniform(low=low, high=high):
            return low + u * (high - low)
        case Normal():
            return _normal(distribution, u)
        case Choice(values=values, weights=weights):
            return values[choose(weights or [1.0] * len(values), u)]


def whole_quantile(distribution: Distribution, u: float) -> int:
    """Return a whole number; a uniform one includes both of its limits, a normal one is rounded."""
    if isinstance(distribution, Uniform):
        return int(distribution.low) + int(u * (distribution.high - distribution.low + 1))
    return round(quantile(distribution, u))


def choose(weights: Sequence[float], u: float) -> int:
    """Return the index that a share u of the summed weights falls on; an index with weight 0 is never chosen."""
    sums = list(accumulate(weights))
    last = max(index for index, weight in enumerate(weights) if weight > 0)
    return min(bisect_right(sums, u * sums[-1]), last)


def _normal(distribution: Normal, u: float) -> float:
    curve = NormalDist(distribution.mean, distribution.standard_deviation)
    low = 0.0 if distribution.low is None else curve.cdf(distribution.low)
    high = 1.0 if distribution.high is None else curve.cdf(distribution.high)
    share = min(max(low + u * (high - low), 1e-300), 1 - 1e-16)
    value = curve.inv_cdf(share)
    value = value if distribution.low is None else max(value, distribution.low)
    return value if distribution.high is None else min(value, distribution.high)
