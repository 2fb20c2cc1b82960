"""Whether a camera's view can be used."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import Matrix, Vector, inverse, pose_matrix, transform_points
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.plan import CameraPlan, ObjectPlan
from scenewright.spec.cameras import ViewRules


@dataclass(frozen=True, eq=False)
class Seen:
    """An object to look at.

    Attributes:
        group: Its group.
        world_from_object: Its pose, 4x4, scale included.
        low: Lowest corner of its box in its own frame.
        high: Highest corner.
    """

    group: str
    world_from_object: Matrix
    low: Vector
    high: Vector

    @property
    def middle(self) -> Vector:
        """The middle of its box in the world."""
        x, y, z = transform_points(self.world_from_object, corners(self.low, self.high)).mean(axis=0)
        return float(x), float(y), float(z)


def seen_of(objects: Sequence[ObjectPlan], assets: AssetFacts) -> list[Seen]:
    """Return planned objects as things to look at."""
    return [
        Seen(
            item.group,
            pose_matrix(item.position, item.rotation, item.scale),
            *assets.bounds(item.asset, item.pose, item.phase),
        )
        for item in objects
    ]


def is_usable(camera: CameraPlan, rules: ViewRules, seen: Sequence[Seen]) -> bool:
    """Tell whether a view keeps the rules: nothing too near, enough in view (by the middles of the boxes)."""
    if any(_distance_m(item, camera.position) < rules.nearest_m for item in seen):
        return False
    counted = [item for item in seen if not rules.groups or item.group in rules.groups]
    return _in_view(camera, counted) >= min(rules.least_in_view, len(counted))


def _distance_m(item: Seen, point: Vector) -> float:
    """Return the distance from a point to an object's box; 0 inside it."""
    local = transform_points(inverse(item.world_from_object), np.array([point]))[0]
    nearest = np.clip(local, item.low, item.high)
    return float(np.linalg.norm(transform_points(item.world_from_object, nearest[None])[0] - point))


def _in_view(camera: CameraPlan, seen: Sequence[Seen]) -> int:
    if not seen:
        return 0
    middles = np.array([item.middle for item in seen])
    local = transform_points(inverse(pose_matrix(camera.position, camera.rotation)), middles)
    local = local[(local[:, 2] > camera.near_m) & (local[:, 2] < camera.far_m)]
    pixels = project(camera.intrinsics, local)
    size = (camera.intrinsics.width, camera.intrinsics.height)
    return int(((pixels > 0) & (pixels < size)).all(axis=1).sum())
