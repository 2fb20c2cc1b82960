"""Whether a camera's view can be used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

from scenewright.geometry.boxes import corners
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import Matrix, Vector, inverse, pose_matrix, transform_points
from scenewright.geometry.triangles import distance_m, winding_number
from scenewright.sampling.facts import AssetFacts
from scenewright.sampling.plan import CameraPlan, ObjectPlan
from scenewright.spec.cameras import ViewRules

_CELLS = 48
"""Along the image's longer side, where coverage is counted."""


@dataclass(frozen=True, eq=False)
class Seen:
    """An object to look at.

    Attributes:
        group: Its group.
        world_from_object: Its pose, 4x4, scale included.
        low: Lowest corner of its box in its own frame.
        high: Highest corner.
        surface: Gives its triangles (T, 3, 3) in its own frame.
    """

    group: str
    world_from_object: Matrix
    low: Vector
    high: Vector
    surface: Callable[[], NDArray[np.float64]]

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
            partial(assets.surface, item.asset, item.pose, item.phase),
        )
        for item in objects
    ]


def is_usable(camera: CameraPlan, rules: ViewRules, seen: Sequence[Seen]) -> bool:
    """Tell whether a view keeps the rules: in no object, nothing too near, enough in view."""
    counted = [item for item in seen if not rules.groups or item.group in rules.groups]
    if in_view(camera, counted) < min(rules.least_in_view, len(counted)):
        return False
    if (rules.least_coverage > 0 or rules.most_coverage < 1) and not (
        rules.least_coverage <= coverage(camera, counted) <= rules.most_coverage
    ):
        return False
    return not any(_is_too_near(item, camera.position, rules.nearest_m) for item in seen)


def in_view(camera: CameraPlan, seen: Sequence[Seen]) -> int:
    """Return how many objects are in the image, by the middles of their boxes."""
    if not seen:
        return 0
    middles = np.array([item.middle for item in seen])
    local = transform_points(inverse(pose_matrix(camera.position, camera.rotation)), middles)
    local = local[(local[:, 2] > camera.near_m) & (local[:, 2] < camera.far_m)]
    pixels = project(camera.intrinsics, local)
    size = (camera.intrinsics.width, camera.intrinsics.height)
    return int(((pixels > 0) & (pixels < size)).all(axis=1).sum())


def coverage(camera: CameraPlan, seen: Sequence[Seen]) -> float:
    """Return the share of the image that the outlines of objects' boxes fill together, counted on a coarse grid."""
    lens = camera.intrinsics
    step = max(lens.width, lens.height) / _CELLS
    x, y = np.meshgrid(np.arange(step / 2, lens.width, step), np.arange(step / 2, lens.height, step))
    cells = np.stack([x.ravel(), y.ravel()], axis=1)
    filled = np.zeros(len(cells), bool)
    camera_from_world = inverse(pose_matrix(camera.position, camera.rotation))
    for item in seen:
        local = transform_points(camera_from_world @ item.world_from_object, corners(item.low, item.high))
        ahead = local[local[:, 2] > camera.near_m]
        if not len(ahead) or ahead[:, 2].min() > camera.far_m:
            continue
        try:
            outline = ConvexHull(project(lens, ahead)).equations
        except (QhullError, ValueError):
            continue  # hardly ahead of the camera, or seen as a line
        filled |= (cells @ outline[:, :2].T + outline[:, 2] < 0).all(axis=1)
    return float(filled.mean())


def _is_too_near(item: Seen, point: Vector, nearest_m: float) -> bool:
    """Tell whether a point is inside an object or nearer to its surface than a distance."""
    local = transform_points(inverse(item.world_from_object), np.array([point]))[0]
    beside = local - np.clip(local, item.low, item.high)
    scale = float(np.linalg.norm(item.world_from_object[:3, 0]))
    if np.linalg.norm(beside) * scale > nearest_m:
        return False  # the box around it is farther already
    triangles = item.surface()
    is_near = nearest_m > 0 and distance_m(triangles, local) * scale < nearest_m
    return is_near or (not beside.any() and winding_number(triangles, local) > 0.5)
