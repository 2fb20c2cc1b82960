"""Where objects are in the images, and from where each class is seen: counts in two dimensions."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.histograms import two_ways
from scenewright.inspection.measures import Source, measure_named
from scenewright.inspection.query import Condition, filter_text

_PLACES = (18, 24)
_SPHERE = (9, 18)
"""Rows and columns; of the sphere, 20 degrees each."""
MOST_CLASSES = 8


@dataclass(frozen=True, eq=False)
class HeatMap:
    """How often pairs of values come.

    Attributes:
        name: For files and tests.
        title: For people.
        across: The measure along the columns.
        down: The measure along the rows.
        counts: (rows, columns); row 0 is the upper one.
        limits: Of `across` at the left and right edge, then of `down` at the upper and lower edge.
        unit: Of both.
        class_name: Whose objects are counted; empty for all.
    """

    name: str
    title: str
    across: str
    down: str
    counts: NDArray[np.int64]
    limits: tuple[float, float, float, float]
    unit: str = ""
    class_name: str = ""

    def cell(self, row: int, column: int) -> tuple[float, float, float, float]:
        """Return a cell's lowest and highest value of `across`, then of `down`."""
        left, right, top, bottom = self.limits
        across = np.linspace(left, right, self.counts.shape[1] + 1)[column : column + 2].tolist()
        down = sorted(np.linspace(top, bottom, self.counts.shape[0] + 1)[row : row + 2].tolist())
        return across[0], across[1], down[0], down[1]

    def condition(self, row: int, column: int) -> str:
        """Return the filter that shows the images whose objects a cell counts."""
        low_x, high_x, low_y, high_y = self.cell(row, column)
        of_class = (Condition("class", "=", self.class_name),) if self.class_name else ()
        bounds = (
            Condition(self.across, ">=", f"{low_x:.6g}"),
            Condition(self.across, "<=", f"{high_x:.6g}"),
            Condition(self.down, ">=", f"{low_y:.6g}"),
            Condition(self.down, "<=", f"{high_y:.6g}"),
        )
        return filter_text((*of_class, *bounds))


def heat_maps(source: Source) -> Iterator[HeatMap]:
    """Yield the map of places in the image, and the view sphere of the commonest classes, as far as they are known."""
    x, y = measure_named(source, "x"), measure_named(source, "y")
    places = two_ways(source, x, y, _PLACES, (0, 1, 0, 1))
    if places.any():
        yield HeatMap("places", "Place in the image", "x", "y", places, (0, 1, 0, 1))
    azimuth, elevation = measure_named(source, "azimuth"), measure_named(source, "elevation")
    columns = source.columns
    if not np.isfinite(columns.objects.azimuth_deg).any():
        return
    often = np.bincount(columns.objects.class_id[columns.labelled], minlength=len(columns.class_names) + 1)
    for class_id in np.argsort(-often[1:], kind="stable")[:MOST_CLASSES] + 1:
        seen = two_ways(source, azimuth, elevation, _SPHERE, (-180, 180, -90, 90), int(class_id))
        if seen.any() and class_id <= len(columns.class_names):
            name = columns.class_names[class_id - 1]
            limits = (-180.0, 180.0, 90.0, -90.0)
            yield HeatMap(f"sphere_{name}", f"{name}: seen from", "azimuth", "elevation", seen[::-1], limits, "°", name)
