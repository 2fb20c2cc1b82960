"""What one image shows as points in the world, from its distances; conventions in `scenewright.geometry`."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.records import ViewRecord, matrix
from scenewright.geometry.camera import pixel_rays, ray_lengths
from scenewright.geometry.transforms import transform_points

DISTANCES = ("distance_to_image_plane", "distance_to_camera", "sensor_depth")
"""What points can be made from, the best first. All but the second are along the optical axis."""

MOST_POINTS = 200_000


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points that a camera sees.

    Attributes:
        points: float32 (N, 3), metres in the world.
        pixels: int64 (N, 2), row and column of each.
        ids: int64 (N,), the instance that each belongs to; 0 where none, or where nobody says.
        spacing: How far neighbours are apart at a distance of one metre from the camera, metres.
        camera: (3,) where the camera is, metres in the world.
    """

    points: NDArray[np.float32]
    pixels: NDArray[np.int64]
    ids: NDArray[np.int64]
    spacing: float
    camera: NDArray[np.float64]


def has_distances(channels: Mapping[str, Any]) -> bool:
    """Tell whether points can be made from what an image has."""
    return any(name in channels for name in DISTANCES)


def cloud_of(record: ViewRecord, channels: Mapping[str, NDArray[Any]], most: int = MOST_POINTS) -> Cloud | None:
    """Return an image's points, evenly thinned out until they are few enough; nothing without distances.

    Args:
        record: The camera.
        channels: Its label images.
        most: So many points at the most.
    """
    name = next((name for name in DISTANCES if name in channels), None)
    if name is None:
        return None
    distance = channels[name]
    step = max(1, ceil(sqrt(distance.size / most)))
    thinned = (slice(step // 2, None, step), slice(step // 2, None, step))
    depth = distance[thinned].astype(np.float64)
    if name == "distance_to_camera":
        depth = depth / ray_lengths(record.intrinsics)[thinned]
    rays = pixel_rays(record.intrinsics)[thinned]
    hit = np.isfinite(depth) & (depth > 0) & np.isfinite(rays).all(axis=-1)
    pose = matrix(record.world_from_camera)
    rows, columns = np.nonzero(hit)
    pixels = np.stack([rows, columns], axis=1) * step + step // 2
    ids = channels.get("instance_mask")
    return Cloud(
        points=transform_points(pose, rays[hit] * depth[hit, None]).astype(np.float32),
        pixels=pixels,
        ids=np.zeros(len(pixels), np.int64) if ids is None else ids[pixels[:, 0], pixels[:, 1]].astype(np.int64),
        spacing=step / record.intrinsics.fx,
        camera=pose[:3, 3],
    )


def world_point(
    record: ViewRecord, channels: Mapping[str, NDArray[Any]], column: int, row: int
) -> tuple[float, float, float] | None:
    """Return where in the world the surface is that a pixel shows, metres; nothing where that is not known."""
    name = next((name for name in DISTANCES if name in channels), None)
    if name is None or row >= channels[name].shape[0] or column >= channels[name].shape[1]:
        return None
    depth = float(channels[name][row, column])
    if name == "distance_to_camera":
        depth /= float(ray_lengths(record.intrinsics)[row, column])
    ray = pixel_rays(record.intrinsics)[row, column]
    if not np.isfinite(depth) or depth <= 0 or not np.isfinite(ray).all():
        return None
    x, y, z = transform_points(matrix(record.world_from_camera), ray[None] * depth)[0].tolist()
    return x, y, z
