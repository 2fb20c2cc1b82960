"""Keypoints in an image, and whether they can be seen.

A point is visible if nothing lies in front of it, farther than the point lies below its own object's surface: a
shoulder joint, 6 cm inside, counts as visible from the front and as hidden from behind the body. Twice that depth is
allowed, and 4 mm, since a slanting ray runs longer inside.
"""

import math

from scenewright.assets.model import Keypoints
from scenewright.datasets.records import KeypointRecord
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points
from scenewright.render.renderer import View

HIDDEN_BEYOND = 2.0
"""A point is hidden by what lies this many times its own depth below the surface in front of it,"""

SLACK_M = 0.004
"""and so much more."""


def keypoint_records(
    view: View, points: Keypoints, world_from_object: Matrix, scale: float
) -> tuple[KeypointRecord, ...]:
    """Return a model's keypoints as a camera sees them, in the model's order.

    Args:
        view: What the camera sees.
        points: In the object's frame.
        world_from_object: 4x4, scale included.
        scale: The object's, by which depths below its surface grow.
    """
    world = transform_points(world_from_object, points.positions)
    camera = view.camera
    seen = transform_points(inverse(pose_matrix(camera.position, camera.rotation)), world)
    below = points.depths_m * scale
    return tuple(
        _record(view, name, seen[k], world[k], round(float(below[k]), 6)) for k, name in enumerate(points.names)
    )


def keypoint_visibility(surface_depth_m: float, point_depth_m: float, below_surface_m: float) -> int:
    """Return 2 where a point can be seen and 1 where it is hidden.

    Args:
        surface_depth_m: Of what the camera sees at the point's pixel, along the optical axis; +inf where nothing is.
        point_depth_m: The point's own.
        below_surface_m: How deep it lies inside its object.
    """
    return 2 if surface_depth_m >= point_depth_m - HIDDEN_BEYOND * below_surface_m - SLACK_M else 1


def _record(view: View, name: str, in_camera: Matrix, in_world: Matrix, below_m: float) -> KeypointRecord:
    world = (float(in_world[0]), float(in_world[1]), float(in_world[2]))
    depth = float(in_camera[2])
    if depth <= view.camera.near_m:
        return KeypointRecord(name, None, None, 0, world, below_m)
    x, y = (float(value) for value in project(view.camera.intrinsics, in_camera[None])[0])
    column, row = math.floor(x), math.floor(y)
    height, width = view.depth.shape
    is_inside = 0 <= column < width and 0 <= row < height
    seen = keypoint_visibility(float(view.depth[row, column]), depth, below_m) if is_inside else 0
    return KeypointRecord(name, x, y, seen, world, below_m)
