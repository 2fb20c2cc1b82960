"""What can be dragged on the plan: where it is in the project, and where it lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from scenewright.spec.distributions import (
    AnyDistribution,
    Choice,
    Fixed,
    Histogram,
    Normal,
    Sequence,
    Uniform,
)
from scenewright.spec.lights import AreaLight, PointLight, SpotLight
from scenewright.spec.limits import Vector3, support
from scenewright.spec.objects import ObjectGroupSpec
from scenewright.spec.placement import (
    BoxZone,
    Circle,
    GridPlacement,
    OneOfPlacement,
    Polygon,
    Rectangle,
    SinglePlacement,
    SpherePlacement,
    StackPlacement,
    SurfacePlacement,
    VolumePlacement,
)
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec

Axes = tuple[int, int]
"""Which of the world's axes go right and up: (0, 1) from above, (0, 2) and (1, 2) from the sides."""

Point = tuple[float, float]
Kind = Literal["spawn", "keep_out", "camera", "target", "light"]

_LETTERS = "xyz"
_FARTHEST_M = 1e4


@dataclass(frozen=True, slots=True)
class Region:
    """Something that lies somewhere on the plan.

    Attributes:
        place: The setting that says where.
        name: What it belongs to.
        kind: What it is.
        shape: How it is drawn.
        points: Of a point one, of a rectangle its lowest and highest corner, of a circle its middle and a point on its
            rim to the right, of a polygon all corners.
        is_movable: Whether it can be dragged: what a formula says cannot.
        is_resizable: Whether its edge can be.
    """

    place: Place
    name: str
    kind: Kind
    shape: Literal["point", "rectangle", "circle", "polygon"]
    points: tuple[Point, ...]
    is_movable: bool = True
    is_resizable: bool = False

    @property
    def middle(self) -> Point:
        """Its middle."""
        if self.shape in ("point", "circle"):
            return self.points[0]
        xs, ys = zip(*self.points, strict=True)
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def regions(spec: ProjectSpec, axes: Axes) -> list[Region]:
    """Return all that lies somewhere, as seen from above or from the side."""
    found = [region for number, group in enumerate(spec.objects) for region in _of_group(number, group, axes)]
    for number, light in enumerate(spec.lights):
        if isinstance(light, PointLight | SpotLight | AreaLight) and light.orbit is None:
            found.append(_of_vector(("lights", number, "position_m"), light.name, "light", light.position_m, axes))
    for number, camera in enumerate(spec.cameras):
        if camera.mount is not None:
            continue
        if camera.look_at is None:
            aim = camera.look_at_m or Vector3()
            found.append(_of_vector(("cameras", number, "look_at_m"), camera.name, "target", aim, axes))
        if camera.position_m is not None:
            at = ("cameras", number, "position_m")
            found.append(_of_vector(at, camera.name, "camera", camera.position_m, axes))
    return found


def _of_group(number: int, group: ObjectGroupSpec, axes: Axes) -> Iterator[Region]:
    place: Place = ("objects", number)
    if group.placement is None:
        yield _of_vector((*place, "position_m"), group.name, "spawn", group.position_m, axes)
    elif isinstance(group.placement, OneOfPlacement):
        for k, item in enumerate(group.placement.places):
            inner = (*place, "placement", "places", k, "placement")
            yield from _of_placement(inner, group.name, item.placement, axes)
    else:
        yield from _of_placement((*place, "placement"), group.name, group.placement, axes)
    for k, zone in enumerate(group.keep_out):
        yield _of_box((*place, "keep_out", k), group.name, "keep_out", zone, axes)


def _of_placement(place: Place, name: str, placement: SinglePlacement, axes: Axes) -> Iterator[Region]:
    match placement:
        case SpherePlacement(center_m=center, radius_m=radius):
            (x0, x1), (y0, y1) = _span(center, axes[0]), _span(center, axes[1])
            x, y = (x0 + x1) / 2, (y0 + y1) / 2
            yield Region(place, name, "spawn", "circle", ((x, y), (x + radius, y)), _movable(center, axes), True)
        case VolumePlacement():
            yield _of_box(place, name, "spawn", placement, axes)
        case SurfacePlacement(area=area) if axes == (0, 1):
            yield _of_area(place, name, area)
        case SurfacePlacement(area=area, height_m=height):
            low, high = _extent(area, axes[0])
            yield Region(place, name, "spawn", "rectangle", ((low, height), (high, height)))
        case GridPlacement(origin_m=origin, columns=columns, rows=rows, layers=layers, spacing_m=spacing):
            counts = (columns, rows, layers)
            first = [sum(_span(origin, axis)) / 2 for axis in axes]
            last = [at + (counts[axis] - 1) * spacing[axis] for at, axis in zip(first, axes, strict=True)]
            points = ((first[0], first[1]), (last[0], last[1]))
            yield Region(place, name, "spawn", "rectangle", points, _movable(origin, axes))
        case StackPlacement(base_m=base):
            yield _of_vector(place, name, "spawn", base, axes)
        case _:
            pass  # they stand by others, or before a camera


def _extent(area: Rectangle | Circle | Polygon, axis: int) -> tuple[float, float]:
    match area:
        case Rectangle(center_m=center, size_m=size):
            return center[axis] - size[axis] / 2, center[axis] + size[axis] / 2
        case Circle(center_m=center, radius_m=radius):
            return center[axis] - radius, center[axis] + radius
        case Polygon(points_m=corners):
            return min(corner[axis] for corner in corners), max(corner[axis] for corner in corners)


def _of_area(place: Place, name: str, area: Rectangle | Circle | Polygon) -> Region:
    match area:
        case Rectangle(center_m=(x, y), size_m=(width, depth)):
            points = ((x - width / 2, y - depth / 2), (x + width / 2, y + depth / 2))
            return Region(place, name, "spawn", "rectangle", points, True, True)
        case Circle(center_m=(x, y), radius_m=radius):
            return Region(place, name, "spawn", "circle", ((x, y), (x + radius, y)), True, True)
        case Polygon(points_m=corners):
            return Region(place, name, "spawn", "polygon", corners, True, True)


def _of_box(place: Place, name: str, kind: Kind, box: VolumePlacement | BoxZone, axes: Axes) -> Region:
    low, high = ((corner[axes[0]], corner[axes[1]]) for corner in (box.low_m, box.high_m))
    return Region(place, name, kind, "rectangle", (low, high), True, True)


def _of_vector(place: Place, name: str, kind: Kind, vector: Vector3, axes: Axes) -> Region:
    (x0, x1), (y0, y1) = (_span(vector, axis) for axis in axes)
    movable = _movable(vector, axes)
    if x0 == x1 and y0 == y1:
        return Region(place, name, kind, "point", ((x0, y0),), movable)
    both = all(isinstance(_axis(vector, axis), Uniform) for axis in axes)
    return Region(place, name, kind, "rectangle", ((x0, y0), (x1, y1)), movable, both)


def _axis(vector: Vector3, axis: int) -> AnyDistribution:
    distribution: AnyDistribution = getattr(vector, _LETTERS[axis])
    return distribution


def _span(vector: Vector3, axis: int) -> tuple[float, float]:
    """Return where most values lie: a bell curve has no end."""
    distribution = _axis(vector, axis)
    low, high = support(distribution)
    if isinstance(distribution, Normal):
        reach = 2 * distribution.standard_deviation
        return max(low, distribution.mean - reach), min(high, distribution.mean + reach)
    low, high = max(low, -_FARTHEST_M), min(high, _FARTHEST_M)
    return (0.0, 0.0) if high - low >= _FARTHEST_M else (low, high)


def _movable(vector: Vector3, axes: Axes) -> bool:
    return all(
        isinstance(_axis(vector, axis), Fixed | Uniform | Normal | Choice | Sequence | Histogram) for axis in axes
    )
