"""Objects that have found their place in a frame, and what stands where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import fcl
import numpy as np

from scenewright.assets.solid import Solid
from scenewright.geometry.transforms import Matrix, Quaternion, Vector, pose_matrix, rotation_matrix, transform_points
from scenewright.spec.placement import BoxZone

TOUCH_M = 0.0005
"""What stands on something is kept this far above it, so that touching is not taken for running into each other."""


_BULGE_M = 0.006


@dataclass(frozen=True, eq=False)
class Body:
    """A solid at a pose.

    Attributes:
        group: The object group it belongs to.
        solid: Its shape.
        position: Of its origin.
        rotation: Its turn.
        scale: Its size.
    """

    group: str
    solid: Solid
    position: Vector
    rotation: Quaternion
    scale: float

    @property
    def world_from_object(self) -> Matrix:
        """Its pose, 4x4."""
        return pose_matrix(self.position, self.rotation, self.scale)

    @cached_property
    def points(self) -> Matrix:
        """The corners (N, 3) of its convex hull in the world."""
        return transform_points(self.world_from_object, self.solid.points)

    @cached_property
    def bounds(self) -> tuple[Matrix, Matrix]:
        """Lowest and highest corner of the upright box around it."""
        return self.points.min(axis=0), self.points.max(axis=0)

    @cached_property
    def colliders(self) -> tuple[fcl.CollisionObject, ...]:
        """Its convex pieces where they are."""
        transform = fcl.Transform(rotation_matrix(self.rotation), np.array(self.position))
        return tuple(fcl.CollisionObject(shape, transform) for shape in _shapes(self.solid, self.scale))


def runs_into(body: Body, others: Sequence[Body], spacing_m: float, carriers: str = "") -> Body | None:
    """Return the first of some bodies that one would overlap, or come nearer to than the spacing.

    Args:
        body: The one.
        others: The others.
        spacing_m: What is kept free.
        carriers: The group that it stands on: it touches these, so no spacing is kept, and since convex pieces bulge a
            little over the true surface, it is held `_BULGE_M` above them.
    """
    lifted = replace(body, position=(body.position[0], body.position[1], body.position[2] + _BULGE_M))
    for other in others:
        carries = other.group == carriers
        one, kept_m = (lifted, 0.0) if carries else (body, spacing_m)
        low, high = one.bounds
        below, above = other.bounds
        if (low - kept_m < above).all() and (below < high + kept_m).all() and _meet(one, other, kept_m):
            return other
    return None


def is_in(body: Body, zones: Sequence[BoxZone]) -> bool:
    """Tell whether a body reaches into one of some zones."""
    return any(_meets_zone(body, zone) for zone in zones)


def lowest_m(solid: Solid, rotation: Quaternion, scale: float) -> float:
    """Return the height of a solid's lowest point over its origin, turned and scaled."""
    return float((solid.points @ rotation_matrix(rotation)[2]).min() * scale)


def _meet(one: Body, other: Body, spacing_m: float) -> bool:
    return any(_near(a, b, spacing_m) for a in one.colliders for b in other.colliders)


def _near(one: fcl.CollisionObject, other: fcl.CollisionObject, spacing_m: float) -> bool:
    if spacing_m > 0:
        return bool(fcl.distance(one, other, fcl.DistanceRequest(), fcl.DistanceResult()) < spacing_m)
    return bool(fcl.collide(one, other, fcl.CollisionRequest(), fcl.CollisionResult()))


def _meets_zone(body: Body, zone: BoxZone) -> bool:
    low, high = body.bounds
    if (low >= np.array(zone.high_m)).any() or (high <= np.array(zone.low_m)).any():
        return False
    size = np.array(zone.high_m) - np.array(zone.low_m)
    middle = (np.array(zone.high_m) + np.array(zone.low_m)) / 2
    box = fcl.CollisionObject(fcl.Box(*size), fcl.Transform(np.eye(3), middle))
    return any(_near(piece, box, 0.0) for piece in body.colliders)


_KEPT: dict[tuple[int, float], tuple[Solid, tuple[fcl.Convex, ...]]] = {}
_MOST_KEPT = 4096


def _shapes(solid: Solid, scale: float) -> tuple[fcl.Convex, ...]:
    """Return a solid's pieces at a size; making them is slow, so they are kept."""
    key = (id(solid), scale)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        shapes = []
        for piece in solid.pieces:
            faces = np.concatenate([np.full((len(piece.triangles), 1), 3), piece.triangles], axis=1)
            shapes.append(fcl.Convex(piece.vertices * scale, len(piece.triangles), faces.ravel()))
        _KEPT[key] = (solid, tuple(shapes))  # holding the solid keeps its id its own
    return _KEPT[key][1]
