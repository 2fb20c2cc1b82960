"""The pinhole camera: intrinsics, projection, and rays."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, slots=True)
class Intrinsics:
    """A pinhole camera without distortion; lengths in pixels, see `scenewright.geometry` for where pixels lie."""

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float

    def matrix(self) -> Matrix:
        """Return K, 3x3."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])


def project(intrinsics: Intrinsics, points: NDArray[Any]) -> Matrix:
    """Return the pixels (N, 2) of points (N, 3) in the OpenCV camera frame; z must be above 0."""
    pixels: Matrix = points[:, :2] / points[:, 2:] * (intrinsics.fx, intrinsics.fy) + (intrinsics.cx, intrinsics.cy)
    return pixels


def pixel_rays(intrinsics: Intrinsics) -> Matrix:
    """Return the ray (H, W, 3) through each pixel's centre in the OpenCV camera frame, with z = 1."""
    x = (np.arange(intrinsics.width) + 0.5 - intrinsics.cx) / intrinsics.fx
    y = (np.arange(intrinsics.height) + 0.5 - intrinsics.cy) / intrinsics.fy
    rays = np.ones((intrinsics.height, intrinsics.width, 3))
    rays[..., 0], rays[..., 1] = x[None, :], y[:, None]
    return rays


@lru_cache(16)
def ray_lengths(intrinsics: Intrinsics) -> NDArray[np.float32]:
    """Return the length (H, W) of each pixel's ray with z = 1: distance_to_camera = this x distance_to_image_plane."""
    x = (np.arange(intrinsics.width) + 0.5 - intrinsics.cx) / intrinsics.fx
    y = (np.arange(intrinsics.height) + 0.5 - intrinsics.cy) / intrinsics.fy
    lengths = np.sqrt(x[None, :] ** 2 + y[:, None] ** 2 + 1.0).astype(np.float32)
    lengths.flags.writeable = False  # it is shared by all who ask
    return lengths


def corner_ray_length(intrinsics: Intrinsics) -> float:
    """Return the length of the longest ray inside the image with z = 1: the one through its farthest corner."""
    x = max(intrinsics.cx, intrinsics.width - intrinsics.cx) / intrinsics.fx
    y = max(intrinsics.cy, intrinsics.height - intrinsics.cy) / intrinsics.fy
    return math.sqrt(x * x + y * y + 1)


def clip_matrix(intrinsics: Intrinsics, near: float, far: float) -> Matrix:
    """Return the 4x4 projection of a -Z-forward, +Y-up camera to WebGPU's clip space (z from 0 at near to 1 at far)."""
    i = intrinsics
    return np.array(
        [
            [2 * i.fx / i.width, 0.0, 1 - 2 * i.cx / i.width, 0.0],
            [0.0, 2 * i.fy / i.height, 2 * i.cy / i.height - 1, 0.0],
            [0.0, 0.0, far / (near - far), far * near / (near - far)],
            [0.0, 0.0, -1.0, 0.0],
        ]
    )
