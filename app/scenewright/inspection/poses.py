"""From where objects are seen; arrays of many at once, conventions in `scenewright.geometry`."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SeenFrom:
    """Of M objects, each (M,): distance in metres, azimuth, elevation and yaw in degrees."""

    distance_m: NDArray[np.float32]
    azimuth_deg: NDArray[np.float32]
    elevation_deg: NDArray[np.float32]
    yaw_deg: NDArray[np.float32]


def seen_from(world_from_object: Array, middle: Array, camera_position: Array) -> SeenFrom:
    """Return from where objects are seen; NaN comes out where NaN goes in.

    Args:
        world_from_object: (M, 4, 4), with scale.
        middle: (M, 3) middle of the 3D box in the object's own frame.
        camera_position: (M, 3) in the world, metres.
    """
    axes = world_from_object[:, :3, :3]
    centre = np.einsum("mij,mj->mi", axes, middle) + world_from_object[:, :3, 3]
    away = camera_position - centre
    distance = np.linalg.norm(away, axis=1)
    scale = np.linalg.norm(axes, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        # The columns of a pose without its scale are the object's axes, so their dot products are its coordinates.
        local = np.einsum("mij,mi->mj", axes / scale[:, None, :], away)
        elevation = np.degrees(np.arcsin(np.clip(local[:, 2] / distance, -1, 1)))
    azimuth = np.degrees(np.arctan2(local[:, 1], local[:, 0]))
    yaw = np.degrees(np.arctan2(axes[:, 1, 0], axes[:, 0, 0]))
    return SeenFrom(*(values.astype(np.float32) for values in (distance, azimuth, elevation, yaw)))
