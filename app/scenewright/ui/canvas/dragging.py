"""What dragging something on the plan makes of the project."""

from typing import Any

from pydantic import ValidationError

from scenewright.spec.distributions import AnyDistribution, Choice, Fixed, Histogram, Normal, Sequence, Uniform
from scenewright.spec.limits import Vector3
from scenewright.spec.placement import (
    BoxZone,
    Circle,
    GridPlacement,
    Polygon,
    Rectangle,
    SpherePlacement,
    StackPlacement,
    SurfacePlacement,
    VolumePlacement,
)
from scenewright.spec.places import Place, value_at, with_value
from scenewright.spec.project import ProjectSpec
from scenewright.ui.canvas.regions import Axes, Point

_LETTERS = "xyz"
_LEAST_M = 0.005


def moved(spec: ProjectSpec, place: Place, axes: Axes, by: Point) -> ProjectSpec | None:
    """Return the project with what lies at a place moved; None where that cannot be."""
    way = [0.0, 0.0, 0.0]
    way[axes[0]], way[axes[1]] = by
    try:
        value = value_at(spec, place)
        after: ProjectSpec = with_value(spec, place, _moved(value if value is not None else Vector3(), way))
    except (ValidationError, LookupError, TypeError):
        return None
    return after


def resized(spec: ProjectSpec, place: Place, axes: Axes, low: Point, high: Point) -> ProjectSpec | None:
    """Return the project with the rectangle around what lies at a place changed; None where that cannot be."""
    if min(high[0] - low[0], high[1] - low[1]) < _LEAST_M:
        return None
    try:
        after: ProjectSpec = with_value(spec, place, _resized(value_at(spec, place), axes, low, high))
    except (ValidationError, LookupError, TypeError):
        return None
    return after


def reshaped(spec: ProjectSpec, place: Place, points: tuple[Point, ...]) -> ProjectSpec | None:
    """Return the project with a polygon's corners changed, seen from above; None where that cannot be."""
    try:
        area = value_at(spec, (*place, "area"))
        corners = tuple((_tidy(x), _tidy(y)) for x, y in points)
        after: ProjectSpec = with_value(spec, (*place, "area"), area.replace(points_m=corners))
    except (ValidationError, LookupError):
        return None
    return after


def _moved(value: Any, way: list[float]) -> Any:
    match value:
        case Vector3():
            changes = {
                letter: _shifted(getattr(value, letter), by) for letter, by in zip(_LETTERS, way, strict=True) if by
            }
            return value.replace(**changes)
        case Rectangle(center_m=(x, y)) | Circle(center_m=(x, y)):
            return value.replace(center_m=(_tidy(x + way[0]), _tidy(y + way[1])))
        case Polygon(points_m=corners):
            return value.replace(points_m=tuple((_tidy(x + way[0]), _tidy(y + way[1])) for x, y in corners))
        case SurfacePlacement(area=area, height_m=height):
            return value.replace(area=_moved(area, way), height_m=_tidy(height + way[2]))
        case SpherePlacement(center_m=center):
            return value.replace(center_m=_moved(center, way))
        case VolumePlacement() | BoxZone():
            low, high = (
                tuple(_tidy(at + by) for at, by in zip(corner, way, strict=True))
                for corner in (value.low_m, value.high_m)
            )
            return value.replace(low_m=low, high_m=high)
        case GridPlacement(origin_m=origin):
            return value.replace(origin_m=_moved(origin, way))
        case StackPlacement(base_m=base):
            return value.replace(base_m=_moved(base, way))
        case _:
            raise TypeError("this does not move")


def _shifted(distribution: AnyDistribution, by: float) -> AnyDistribution:
    def at(value: float | None) -> float | None:
        return None if value is None else _tidy(value + by)

    match distribution:
        case Fixed(value=value):
            return Fixed(value=_tidy(value + by))
        case Uniform(low=low, high=high):
            return distribution.replace(low=at(low), high=at(high))
        case Normal(mean=mean, low=low, high=high):
            return distribution.replace(mean=at(mean), low=at(low), high=at(high))
        case Choice(values=values) | Sequence(values=values):
            return distribution.replace(values=tuple(_tidy(value + by) for value in values))
        case Histogram(edges=edges):
            return distribution.replace(edges=tuple(_tidy(value + by) for value in edges))
        case _:
            raise TypeError("this distribution does not move")


def _resized(value: Any, axes: Axes, low: Point, high: Point) -> Any:
    match value:
        case Vector3():
            spans = zip(axes, low, high, strict=True)
            return value.replace(**{_LETTERS[axis]: Uniform(low=_tidy(a), high=_tidy(b)) for axis, a, b in spans})
        case SurfacePlacement(area=Rectangle() as area):
            middle = (_tidy((low[0] + high[0]) / 2), _tidy((low[1] + high[1]) / 2))
            size = (_tidy(high[0] - low[0]), _tidy(high[1] - low[1]))
            return value.replace(area=area.replace(center_m=middle, size_m=size))
        case SurfacePlacement(area=Circle() as area):
            middle = (_tidy((low[0] + high[0]) / 2), _tidy((low[1] + high[1]) / 2))
            return value.replace(area=area.replace(center_m=middle, radius_m=_tidy((high[0] - low[0]) / 2)))
        case SpherePlacement():
            radius = _tidy((high[0] - low[0]) / 2)
            return value.replace(radius_m=radius, inner_radius_m=min(value.inner_radius_m, radius * 0.9))
        case VolumePlacement() | BoxZone():
            lowest, highest = list(value.low_m), list(value.high_m)
            for axis, a, b in zip(axes, low, high, strict=True):
                lowest[axis], highest[axis] = _tidy(a), _tidy(b)
            return value.replace(low_m=tuple(lowest), high_m=tuple(highest))
        case _:
            raise TypeError("this has no size")


def _tidy(metres: float) -> float:
    """Return a length to the millimetre: what a hand drags is no finer."""
    return round(metres, 3) + 0.0
