"""What the track of a distribution shows: from where to where, what is wanted, and what was drawn."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.sampling.draw import quantile, whole_quantile
from scenewright.spec.distributions import (
    AnyDistribution,
    Curriculum,
    Expression,
    Histogram,
    LogUniform,
    Normal,
    Sequence,
    Uniform,
)
from scenewright.spec.limits import Within
from scenewright.ui.fields.distribution.conversion import bulk_of

Numbers = NDArray[np.float64]

_DRAWS = 256
_BINS = 32


@dataclass(frozen=True)
class Domain:
    """From where to where a track reaches, and whether each order of magnitude is as long."""

    low: float
    high: float
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return how far along a value lies, 0 to 1."""
        if self.is_log:
            value = max(value, self.low)
            return min(max(math.log(value / self.low) / math.log(self.high / self.low), 0.0), 1.0)
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)

    def value(self, share: float) -> float:
        """Return the value at a share of the way."""
        share = min(max(share, 0.0), 1.0)
        if self.is_log:
            return self.low * math.exp(share * math.log(self.high / self.low))
        return self.low + share * (self.high - self.low)


def domain_for(distribution: AnyDistribution, within: Within, unit: str, before: Domain | None = None) -> Domain:
    """Return a domain with round ends that shows a distribution with some room around it.

    The one before stays while it shows it well enough, so that nothing jumps under the user's hand.
    """
    low, high = bulk_of(distribution)
    if before is not None and before.is_log == isinstance(distribution, LogUniform):
        room = 0.02 * (before.high - before.low)
        below = low >= before.low + room or (before.low in (within.low, 0.0, -180.0, -360.0) and low >= before.low)
        above = high <= before.high - room or (before.high in (within.high, 180.0, 360.0) and high <= before.high)
        if below and above and (low == high or high - low > 0.05 * (before.high - before.low)):
            return before
    if isinstance(distribution, LogUniform):
        return Domain(10.0 ** math.floor(math.log10(low) - 0.3), 10.0 ** math.ceil(math.log10(high) + 0.3), is_log=True)
    if math.isfinite(within.low) and math.isfinite(within.high) and within.high - within.low <= 180:
        return Domain(within.low, within.high)
    if unit == "°" and low >= -180 and high <= 360:
        return _angles(low, high)
    if within.low >= 0:
        start = within.low if within.low and math.isfinite(within.low) else 0.0
        return Domain(start, max(min(_nice(1.4 * high), within.high), start + 1e-6) if high > start else start + 1)
    reach = _nice(1.4 * max(abs(low), abs(high))) or 1.0
    return Domain(max(-reach, within.low), min(reach, within.high))


def _angles(low: float, high: float) -> Domain:
    if low >= 0 and high > 180:
        return Domain(0.0, 360.0)
    reach = next(
        angle for angle in (45.0, 90.0, 180.0, 360.0) if angle >= min(1.3 * max(-low, high), 180) and angle >= high
    )
    return Domain(-reach, reach)


def bin_edges(domain: Domain, is_whole: bool) -> Numbers:
    """Return the edges of a histogram's bins over a domain; whole numbers stand in the middle of theirs."""
    if is_whole and domain.high - domain.low <= 2 * _BINS:
        return np.arange(math.floor(domain.low), math.ceil(domain.high) + 2, dtype=np.float64) - 0.5
    return np.array([domain.value(k / _BINS) for k in range(_BINS + 1)])


def wanted_draws(distribution: AnyDistribution, is_whole: bool) -> Numbers:
    """Return values evenly spread over all that a distribution gives; none for formulas, which other numbers decide."""
    draw = whole_quantile if is_whole else quantile
    shares = (np.arange(_DRAWS) + 0.5) / _DRAWS
    match distribution:
        case Expression():
            return np.empty(0)
        case Sequence(values=values):
            return np.array(values, float)
        case Curriculum(start=start, end=end):
            before = np.array([quantile(start, u) for u in shares])
            after = np.array([quantile(end, u) for u in shares])
            return np.concatenate([before + progress * (after - before) for progress in np.linspace(0, 1, 9)])
        case _:
            return np.array([draw(distribution, u) for u in shares], float)


def wanted_line(distribution: AnyDistribution, domain: Domain, edges: Numbers, is_whole: bool) -> Numbers:
    """Return the line (N, 2) of values and of the share of draws that a bin there would have.

    Smooth distributions give it by the slope of their quantile function, others as steps.
    """
    if is_whole or not isinstance(distribution, Uniform | LogUniform | Normal | Histogram):
        shares = heights(wanted_draws(distribution, is_whole), edges)
        return np.column_stack([np.repeat(edges, 2)[1:-1], np.repeat(shares, 2)])
    us = np.linspace(0.002, 0.998, 97) if isinstance(distribution, Normal) else np.linspace(0, 1 - 1e-9, 97)
    values = np.array([quantile(distribution, u) for u in us])
    places = np.array([domain.share(value) for value in values])
    gaps = np.maximum(np.diff(places), 1e-6)
    shares = np.diff(us) / gaps / (len(edges) - 1)
    if isinstance(distribution, Normal):
        return np.column_stack([(values[:-1] + values[1:]) / 2, shares])
    return np.column_stack([np.repeat(values, 2)[1:-1], np.repeat(shares, 2)])


def heights(draws: Numbers, edges: Numbers) -> Numbers:
    """Return the share of draws in each bin; what lies outside counts for the bin at the border."""
    if not len(draws):
        return np.zeros(len(edges) - 1)
    inside = np.clip(draws, edges[0], np.nextafter(edges[-1], edges[0]))
    return np.asarray(np.histogram(inside, edges)[0] / len(draws), np.float64)


def _nice(value: float) -> float:
    """Return the next round number (1, 1.5, 2, 3, 4, 5, 6 or 8, with zeros) above a number."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if step * power >= value * (1 - 1e-9))
