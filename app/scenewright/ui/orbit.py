"""A free eye that goes around a point, as the designer's and the inspection's views have it."""

import math

import numpy as np

from scenewright.geometry.transforms import rotation_matrix
from scenewright.sampling.plan import CameraPlan

_STEEPEST = math.radians(89)
_NEAREST_M, _FARTHEST_M = 0.05, 200.0


class Orbit:
    """Where the free camera is: around what, how far, and from which side."""

    def __init__(self, target: tuple[float, float, float], distance_m: float, azimuth: float, elevation: float) -> None:
        self.target, self.distance_m = np.array(target, np.float64), distance_m
        self.azimuth, self.elevation = azimuth, elevation

    @classmethod
    def of_camera(cls, camera: CameraPlan) -> "Orbit":
        """Begin where a camera is, around the point of the floor that it looks at, or one before it."""
        here, ahead = np.array(camera.position), rotation_matrix(camera.rotation)[:, 2]
        distance = -here[2] / ahead[2] if ahead[2] < -0.05 else 2.0
        distance = min(max(distance, 0.3), 6.0)
        x, y, z = (here + ahead * distance).tolist()
        azimuth = math.atan2(-ahead[1], -ahead[0])
        return cls((x, y, z), distance, azimuth, math.asin(min(max(-ahead[2], -1.0), 1.0)))

    @property
    def position(self) -> tuple[float, float, float]:
        """Where the camera is."""
        across = math.cos(self.elevation)
        toward = np.array([across * math.cos(self.azimuth), across * math.sin(self.azimuth), math.sin(self.elevation)])
        x, y, z = (self.target + self.distance_m * toward).tolist()
        return x, y, z

    def turn(self, around: float, up: float) -> None:
        """Go around the target, radians."""
        self.azimuth += around
        self.elevation = min(max(self.elevation + up, -_STEEPEST), _STEEPEST)

    def zoom(self, factor: float) -> None:
        """Come nearer (below 1) or go away."""
        self.distance_m = min(max(self.distance_m * factor, _NEAREST_M), _FARTHEST_M)

    def shift(self, right: float, up: float) -> None:
        """Move sideways and up, in shares of the distance."""
        sideways = np.array([-math.sin(self.azimuth), math.cos(self.azimuth), 0.0])
        tilt = math.sin(self.elevation)
        upwards = np.array([-tilt * math.cos(self.azimuth), -tilt * math.sin(self.azimuth), math.cos(self.elevation)])
        self.target += (right * sideways + up * upwards) * self.distance_m
