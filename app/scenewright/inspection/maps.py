"""Where in the image a class's objects lie, and from where they are seen, as cells that are counted and drawn.

The view sphere is drawn as two discs in Lambert's azimuthal equal-area projection (Snyder 1987, Map Projections, pp.
182 to 190), the object's upper half on the left and its lower half on the right. Bands are equally high in the sine of
the elevation, so all cells cover the same part of the sphere: objects that are seen evenly from everywhere are evenly
coloured, and sides from which none is seen are empty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.measures import Source, Values, measure_named
from scenewright.inspection.query import Condition, Filter

ACROSS, DOWN = 20, 15
BANDS, SECTORS = 12, 24
"""Of the view sphere: from its lowest point to its highest, and around."""
_ARC = 4
"""Points along the outer and inner edge of a cell of the sphere."""
_GAP = 0.06
"""Between the two discs, in parts of the whole width."""

Kind = Literal["places", "directions"]
KINDS: tuple[Kind, ...] = ("places", "directions")


@dataclass(frozen=True, eq=False)
class CellMap:
    """How often each cell of an image, or of a view sphere, comes among a class's objects.

    Attributes:
        kind: Places in the image, or directions from which objects are seen.
        class_name: The class.
        counts: int64 (rows, columns): from the top down and the left to the right, or from the lowest elevation up and
            from azimuth -180 on.
        x_edges: (columns + 1,) shares of the image's width, or degrees of azimuth.
        y_edges: (rows + 1,) shares of the height, or degrees of elevation.
        height: How high the drawing is beside its width of 1.
    """

    kind: Kind
    class_name: str
    counts: NDArray[np.int64]
    x_edges: Values
    y_edges: Values
    height: float

    def outline(self, row: int, column: int) -> NDArray[np.float64]:
        """Return a cell's outline (P, 2) in the drawing: x from 0 to 1, y from 0 at its top to `height`."""
        x, y = self.x_edges[column : column + 2], self.y_edges[row : row + 2]
        if self.kind == "places":
            corners = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1])]
            return np.array(corners) * (1.0, self.height)
        return _wedge(x, y, upper=row >= BANDS // 2)

    def conditions(self, row: int, column: int) -> Filter:
        """Return the filter that lets the images of a cell's objects through."""
        names = ("x", "y") if self.kind == "places" else ("azimuth", "elevation")
        wanted = [Condition("class", "=", self.class_name)]
        for name, edges, number in zip(names, (self.x_edges, self.y_edges), (column, row), strict=True):
            is_last = number == len(edges) - 2
            wanted.append(Condition(name, ">=", f"{edges[number]:.6g}"))
            wanted.append(Condition(name, "<=" if is_last else "<", f"{edges[number + 1]:.6g}"))
        return tuple(wanted)


def class_maps(source: Source, kind: Kind) -> tuple[CellMap, ...]:
    """Return the map of each class of which anything is known, in the order of the classes."""
    x_edges, y_edges = _edges(kind)
    names = ("x", "y") if kind == "places" else ("azimuth", "elevation")
    x, y = (measure_named(source, name).values(source) for name in names)
    columns = source.columns
    known = columns.labelled & np.isfinite(x) & np.isfinite(y)
    known &= (columns.objects.class_id >= 1) & (columns.objects.class_id <= len(columns.class_names))
    column, row = (_bins(values[known], edges) for values, edges in ((x, x_edges), (y, y_edges)))
    rows, across = len(y_edges) - 1, len(x_edges) - 1
    cell = ((columns.objects.class_id[known] - 1) * rows + row) * across + column
    counts = np.bincount(cell, minlength=len(columns.class_names) * rows * across).reshape(-1, rows, across)
    height = _image_height(source) if kind == "places" else (1 - _GAP) / 2
    return tuple(
        CellMap(kind, name, here, x_edges, y_edges, height)
        for name, here in zip(columns.class_names, counts, strict=True)
        if here.any()
    )


def cells(drawn: CellMap) -> Iterator[tuple[int, int, int]]:
    """Yield each cell's row, column and count."""
    for row, counts in enumerate(drawn.counts.tolist()):
        for column, count in enumerate(counts):
            yield row, column, count


def strength(count: int, most: int) -> float:
    """Return how strongly a cell is coloured, 0 to 1; few are told from none."""
    return 0.0 if count == 0 else 0.15 + 0.85 * float(np.sqrt(count / most))


def _edges(kind: Kind) -> tuple[Values, Values]:
    if kind == "places":
        return np.linspace(0, 1, ACROSS + 1), np.linspace(0, 1, DOWN + 1)
    return np.linspace(-180, 180, SECTORS + 1), np.degrees(np.arcsin(np.linspace(-1, 1, BANDS + 1)))


def _bins(values: Values, edges: Values) -> NDArray[np.int64]:
    """Return which bin each value is in; what is outside is in the first or the last."""
    return np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)


def _image_height(source: Source) -> float:
    """Return the height to the width of most images."""
    sizes, counts = np.unique(source.columns.images.size_px, axis=0, return_counts=True)
    width, height = sizes[np.argmax(counts)].tolist()
    return height / width if width > 0 and height > 0 else 0.75


def _wedge(azimuths_deg: Values, elevations_deg: Values, *, upper: bool) -> NDArray[np.float64]:
    """Return the outline of a part of a half sphere, seen along the object's z axis: +x to the right, +y up."""
    radius = (1 - _GAP) / 4
    middle = np.array([radius if upper else 1 - radius, radius])
    sines = np.abs(np.sin(np.radians(elevations_deg)))
    inner, outer = np.sort(radius * np.sqrt(1 - np.minimum(sines, 1)))
    around = np.radians(np.linspace(azimuths_deg[0], azimuths_deg[1], _ARC))
    arc = np.stack([np.cos(around), -np.sin(around)], axis=1)
    return np.concatenate([middle + outer * arc, middle + inner * arc[::-1]])


def ranges_of(drawn: CellMap, row: int, column: int) -> tuple[str, str]:
    """Return a cell's ranges across and along the other axis, for people."""
    x, y = (list(pairwise(edges.tolist()))[number] for edges, number in ((drawn.x_edges, column), (drawn.y_edges, row)))
    form = "{:.0%} to {:.0%}" if drawn.kind == "places" else "{:.0f}° to {:.0f}°"
    return form.format(*x), form.format(*y)
