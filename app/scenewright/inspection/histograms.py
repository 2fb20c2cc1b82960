"""Histograms of measures: how often each value comes, and which images a bar stands for."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.measures import Measure, Source, Values

_BINS = 24
_MOST_WHOLE = 40
"""So many different counts still get a bar each."""


@dataclass(frozen=True, eq=False)
class Histogram:
    """How often the values of a measure come.

    Attributes:
        measure: The measure's name.
        edges: (B + 1,) of the bars; of names, -0.5, 0.5, 1.5 and so on.
        counts: (B,) values in each bar; the last bar holds its upper edge too.
        unknown: Values that are not known.
        names: Of the bars, where the measure is no number.
    """

    measure: str
    edges: NDArray[np.float64]
    counts: NDArray[np.int64]
    unknown: int
    names: tuple[str, ...] = ()

    @property
    def shares(self) -> NDArray[np.float64]:
        """Each bar's share of all known values, (B,)."""
        return self.counts / max(1, int(self.counts.sum()))


def counted_values(source: Source, measure: Measure) -> Values:
    """Return the values of a measure of what is labelled: of all images, or of all labelled objects."""
    values = measure.values(source)
    return values[source.columns.labelled] if measure.of == "object" and measure.name != "verdict" else values


def histogram(source: Source, measure: Measure, edges: NDArray[np.float64] | None = None) -> Histogram:
    """Return a measure's histogram.

    Args:
        source: The dataset.
        measure: The measure.
        edges: The bars' edges, as those of another dataset's histogram; fitting ones if left out.
    """
    if measure.members is not None:
        members = measure.members(source)
        here = np.array([int(images.sum()) for images in members.values()], np.int64)
        return Histogram(measure.name, np.arange(len(members) + 1, dtype=np.float64) - 0.5, here, 0, tuple(members))
    values = counted_values(source, measure)
    names = () if measure.names is None else measure.names(source.columns)
    known = values[np.isfinite(values)]
    if names:
        known = known[known >= 0]
    if edges is None:
        edges = _edges(known, measure, len(names))
    counts, _ = np.histogram(known, edges)
    return Histogram(measure.name, edges, counts, len(values) - len(known), names)


def _edges(known: Values, measure: Measure, names: int) -> NDArray[np.float64]:
    if measure.names is not None:
        return np.arange(max(1, names) + 1, dtype=np.float64) - 0.5
    if len(known) == 0:
        return np.array([0.0, 1.0])
    low, high = float(known.min()), float(known.max())
    if measure.whole and high - low < _MOST_WHOLE:
        return np.arange(low, high + 2, dtype=np.float64) - 0.5
    if measure.logarithmic and low > 0 and high > low:
        edges: NDArray[np.float64] = np.asarray(np.geomspace(low, high, _BINS + 1), np.float64)
        edges[0], edges[-1] = low, high  # rounding must lose no value
        return edges
    if high == low:
        return np.array([low - 0.5, low + 0.5])
    return np.asarray(np.linspace(low, high, _BINS + 1), np.float64)


def two_ways(
    source: Source,
    one: Measure,
    other: Measure,
    bins: tuple[int, int],
    limits: tuple[float, float, float, float],
    class_id: int | None = None,
) -> NDArray[np.int64]:
    """Return how often pairs of values come, as a place heat map or a view sphere.

    Args:
        source: The dataset.
        one: Along the columns.
        other: Along the rows.
        bins: Rows and columns.
        limits: Lowest and highest of `one`, then of `other`; what is beyond them is not counted.
        class_id: Of objects of this class only; of all if left out.

    Returns:
        (rows, columns), row 0 holds the lowest values of `other`.
    """
    columns, rows = (
        _places(counted_values(source, measure), low, high, count)
        for measure, low, high, count in ((one, *limits[:2], bins[1]), (other, *limits[2:], bins[0]))
    )
    known = (columns >= 0) & (rows >= 0)
    if class_id is not None:
        known &= source.columns.objects.class_id[source.columns.labelled] == class_id
    counted = np.bincount(rows[known] * bins[1] + columns[known], minlength=bins[0] * bins[1])
    return counted.reshape(bins).astype(np.int64)


def _places(values: Values, low: float, high: float, count: int) -> NDArray[np.int64]:
    """Return in which of some equal bars each value is; -1 in none. The last one holds its upper edge too."""
    with np.errstate(invalid="ignore"):
        inside = (values >= low) & (values <= high)
        places = np.minimum((np.where(inside, values, low) - low) * (count / (high - low)), count - 1)
    return np.where(inside, places.astype(np.int64), -1)


def distance(one: Values, other: Values) -> float:
    """Return the Kolmogorov-Smirnov distance of two sets of values, 0 to 1: the largest gap between their shares."""
    one, other = (np.sort(values[np.isfinite(values)]) for values in (one, other))
    if len(one) == 0 or len(other) == 0:
        return float("nan")
    at = np.concatenate([one, other])
    return float(
        np.abs(
            np.searchsorted(one, at, side="right") / len(one) - np.searchsorted(other, at, side="right") / len(other)
        ).max()
    )
