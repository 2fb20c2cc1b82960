"""What must hold between keypoints, camera and depth."""

import math
from collections.abc import Iterator

import numpy as np

from scenewright.annotate.keypoints import keypoint_visibility
from scenewright.annotate.labelled_view import LabelledView
from scenewright.assets.model import Model
from scenewright.datasets.records import KeypointRecord
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import Matrix, inverse, pose_matrix, transform_points

_PIXEL_TOLERANCE = 1e-3
_WORLD_M = 1e-4
_DEPTH_TOLERANCE = 2e-5
"""Of the depth, relative: stored depths are single floats."""


def keypoints(view: LabelledView) -> Iterator[str | None]:
    """Each keypoint's pixel is the projection of its 3D point, and its visibility follows from the depth there."""
    if not any(item.keypoints for item in view.record.instances):
        yield None
        return
    camera_from_world = inverse(view.world_from_camera)
    for item in view.record.instances:
        for point in item.keypoints:
            seen = transform_points(camera_from_world, np.array([point.world]))[0]
            trouble = _misplaced(view, point, seen) or _wrongly_seen(view, point, float(seen[2]))
            if trouble:
                yield f"keypoint '{point.name}' of object {item.instance_id} {trouble}"


def of_the_assets(view: LabelledView) -> Iterator[str | None]:
    """Each keypoint is where the asset has the point of its name, in the pose of the plan; left is left."""
    known = [(item, model) for item, model in view.recorded_models() if item.keypoints or model.keypoints]
    if not any(item.keypoints for item in view.record.instances) or not known:
        yield None
        return
    poses = {item.instance_id: pose_matrix(item.position, item.rotation, item.scale) for item in view.plan.labelled}
    for item, model in known:
        planned = _placed(model, poses[item.instance_id])
        if [point.name for point in item.keypoints] != list(planned):
            yield f"object {item.instance_id} has other keypoints than its asset"
            continue
        for point in item.keypoints:
            apart = math.dist(point.world, planned[point.name])
            if apart > _WORLD_M:
                yield f"keypoint '{point.name}' of object {item.instance_id} is {apart:.3g} m from its asset's"


def _placed(model: Model, world_from_object: Matrix) -> dict[str, list[float]]:
    """Return where a model has its named points in the world."""
    if model.keypoints is None:
        return {}
    places = transform_points(world_from_object, model.keypoints.positions)
    return dict(zip(model.keypoints.names, places.tolist(), strict=True))


def _misplaced(view: LabelledView, point: KeypointRecord, seen: Matrix) -> str | None:
    if point.x is None or point.y is None:
        return "has no pixel, but lies in front of the camera" if seen[2] > view.record.near_m + 1e-6 else None
    x, y = project(view.record.intrinsics, seen[None])[0]
    distance = math.hypot(x - point.x, y - point.y)
    limit = _PIXEL_TOLERANCE * max(1.0, math.hypot(x, y) / 1000)
    return f"is {distance:.3g} pixels from where its 3D point projects" if distance > limit else None


def _wrongly_seen(view: LabelledView, point: KeypointRecord, depth: float) -> str | None:
    pixel = _pixel(view, point)
    if pixel is None:
        return f"is outside the image, but its visibility is {point.visibility}" if point.visibility != 0 else None
    if point.visibility == 0:
        return "is inside the image, but its visibility is 0"
    if not view.has("distance_to_image_plane"):
        return None
    surface = float(view.channels["distance_to_image_plane"][pixel])
    possible = {
        keypoint_visibility(surface * (1 + error), depth, point.below_surface_m)
        for error in (-_DEPTH_TOLERANCE, _DEPTH_TOLERANCE)
    }
    if point.visibility in possible:
        return None
    return f"has the visibility {point.visibility}, but the depth there says {3 - point.visibility}"


def _pixel(view: LabelledView, point: KeypointRecord) -> tuple[int, int] | None:
    """Return the row and column of the pixel that a keypoint lies in, None outside the image."""
    if point.x is None or point.y is None:
        return None
    row, column = math.floor(point.y), math.floor(point.x)
    size = view.record.intrinsics
    return (row, column) if 0 <= row < size.height and 0 <= column < size.width else None
