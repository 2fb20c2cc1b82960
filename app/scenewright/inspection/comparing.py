"""Two datasets beside each other: the same project before and after a change, or synthetic pictures and real ones."""

from dataclasses import dataclass

import numpy as np

from scenewright.inspection.columns import PHOTOS
from scenewright.inspection.histograms import Histogram, counted_values, distance, histogram
from scenewright.inspection.measures import MEASURES, Measure, Source, Values

PICTURE_MEASURES = ("brightness", "contrast", "saturation", "red", "green", "blue", "sharpness", "spectrum")
"""What needs no label."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """One measure of two datasets.

    Attributes:
        measure: The measure.
        one: Its histogram in the first.
        other: In the second, with the same bars.
        distance: Kolmogorov-Smirnov distance, 0 (alike) to 1 (nothing in common); of names, the share that would have
            to change its name.
        medians: In the first and in the second; NaN of names.
    """

    measure: Measure
    one: Histogram
    other: Histogram
    distance: float
    medians: tuple[float, float]


def compared(one: Source, other: Source) -> tuple[Comparison, ...]:
    """Return what both datasets know of, the most different first."""
    skipped = {"frame", "group", "asset", "tag", "finding", "aside"}
    if PHOTOS in (one.columns.format_name, other.columns.format_name):  # there is no label to speak of
        skipped |= {measure.name for measure in MEASURES if measure.name not in PICTURE_MEASURES}
    found = [_compared(one, other, measure) for measure in MEASURES if measure.name not in skipped]
    known = [item for item in found if item is not None and np.isfinite(item.distance)]
    return tuple(sorted(known, key=lambda item: -item.distance))


def _compared(one: Source, other: Source, measure: Measure) -> Comparison | None:
    if measure.names is not None:
        return _compared_names(one, other, measure)
    values, others = counted_values(one, measure), counted_values(other, measure)
    values, others = values[np.isfinite(values)], others[np.isfinite(others)]
    if len(values) == 0 or len(others) == 0:
        return None
    edges = _edges_around(np.concatenate([values, others]), measure)
    return Comparison(
        measure,
        histogram(one, measure, edges),
        histogram(other, measure, edges),
        distance(values, others),
        (float(np.median(values)), float(np.median(others))),
    )


def _edges_around(values: Values, measure: Measure) -> Values:
    low, high = float(values.min()), float(values.max())
    if high == low:
        return np.array([low - 0.5, low + 0.5])
    if measure.logarithmic and low > 0:
        edges = np.asarray(np.geomspace(low, high, 25), np.float64)
        edges[0], edges[-1] = low, high
        return edges
    return np.asarray(np.linspace(low, high, 25), np.float64)


def _compared_names(one: Source, other: Source, measure: Measure) -> Comparison | None:
    shares = [_shares(source, measure) for source in (one, other)]
    names = tuple(dict.fromkeys(name for share in shares for name in share))
    if not names or not all(shares):
        return None
    edges = np.arange(len(names) + 1, dtype=np.float64) - 0.5
    histograms = [
        Histogram(measure.name, edges, np.array([share.get(name, 0) for name in names], np.int64), 0, names)
        for share in shares
    ]
    apart = float(np.abs(histograms[0].shares - histograms[1].shares).sum() / 2)
    return Comparison(measure, histograms[0], histograms[1], apart, (float("nan"), float("nan")))


def _shares(source: Source, measure: Measure) -> dict[str, int]:
    found = histogram(source, measure)
    return {name: int(count) for name, count in zip(found.names, found.counts, strict=False) if name and count}
