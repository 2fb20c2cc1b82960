"""The camera: intrinsics, projection, and rays."""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.lens import Lens, distorted, undistorted
from scenewright.geometry.transforms import Matrix


@dataclass(frozen=True, slots=True)
class Intrinsics:
    """A pinhole camera, with a lens that bends its image or none; lengths in pixels.

    See `scenewright.geometry` for where pixels lie.
    """

    width: int
    height: int
    fx: float
    fy: float
    cx: float
    cy: float
    lens: Lens | None = None

    def matrix(self) -> Matrix:
        """Return K, 3x3."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])


def intrinsics_from(data: dict[str, Any]) -> Intrinsics:
    """Return intrinsics from their fields as plain data."""
    lens = data.get("lens")
    bent = None if lens is None else Lens(lens["model"], tuple(lens["coefficients"]))
    return Intrinsics(**{**data, "lens": bent})


def project(intrinsics: Intrinsics, points: NDArray[Any]) -> Matrix:
    """Return the pixels (N, 2) of points (N, 3) in the OpenCV camera frame; z must be above 0."""
    flat = points[:, :2] / points[:, 2:]
    if intrinsics.lens is not None:
        flat = distorted(intrinsics.lens, flat)
    pixels: Matrix = flat * (intrinsics.fx, intrinsics.fy) + (intrinsics.cx, intrinsics.cy)
    return pixels


def ray_through(intrinsics: Intrinsics, pixel: tuple[float, float]) -> tuple[float, float]:
    """Return x and y of the ray with z = 1 through a point of the image; NaN where a lens shows nothing."""
    flat = np.array([[(pixel[0] - intrinsics.cx) / intrinsics.fx, (pixel[1] - intrinsics.cy) / intrinsics.fy]])
    if intrinsics.lens is not None:
        flat = undistorted(intrinsics.lens, flat)
    return float(flat[0, 0]), float(flat[0, 1])


def lens_trouble(intrinsics: Intrinsics, lens: Lens) -> str:
    """Return in words why a lens cannot be drawn with some intrinsics; empty where it can.

    A fisheye may leave the corners dark, as real ones do; its middle lines and any other lens's whole border must be
    seen.
    """
    x = np.linspace(0.0, intrinsics.width, 33)
    y = np.linspace(0.0, intrinsics.height, 33)
    middle, center = np.full(33, intrinsics.cy), np.full(33, intrinsics.cx)
    lines = [(x, middle), (center, y)]
    if lens.model == "opencv":
        lines += [(x, 0 * x), (x, 0 * x + intrinsics.height), (0 * y, y), (0 * y + intrinsics.width, y)]
    points = np.concatenate([np.stack(line, axis=1) for line in lines])
    flat = (points - (intrinsics.cx, intrinsics.cy)) / (intrinsics.fx, intrinsics.fy)
    if np.isfinite(undistorted(lens, flat)).all():
        return ""
    return (
        "the lens cannot show the whole image: its coefficients fold the picture before the border, or rays are "
        "more than 80 degrees off the axis; check the order of the coefficients, take a longer focal length, or crop "
        "the image"
    )


@lru_cache(4)
def pixel_rays(intrinsics: Intrinsics) -> Matrix:
    """Return the ray (H, W, 3) through each pixel's centre in the OpenCV camera frame, with z = 1.

    NaN where a lens shows nothing. The array is shared; do not change it.
    """
    x = (np.arange(intrinsics.width) + 0.5 - intrinsics.cx) / intrinsics.fx
    y = (np.arange(intrinsics.height) + 0.5 - intrinsics.cy) / intrinsics.fy
    rays = np.ones((intrinsics.height, intrinsics.width, 3))
    rays[..., 0], rays[..., 1] = x[None, :], y[:, None]
    if intrinsics.lens is not None:
        rays[..., :2] = undistorted(intrinsics.lens, rays[..., :2].reshape(-1, 2)).reshape(rays.shape[0], -1, 2)
    rays.flags.writeable = False  # it is shared by all who ask
    return rays


@lru_cache(4)
def ray_slopes(intrinsics: Intrinsics) -> Matrix:
    """Return x and y (2, H, W) of the rays with z = 1, as `pixel_rays`, each an image of its own."""
    slopes = np.ascontiguousarray(np.moveaxis(pixel_rays(intrinsics)[..., :2], -1, 0))
    slopes.flags.writeable = False
    return slopes


@lru_cache(16)
def ray_lengths(intrinsics: Intrinsics) -> NDArray[np.float32]:
    """Return the length (H, W) of each pixel's ray with z = 1: distance_to_camera = this x distance_to_image_plane."""
    lengths: NDArray[np.float32] = np.nan_to_num(np.linalg.norm(pixel_rays(intrinsics), axis=-1), nan=1.0).astype(
        np.float32
    )
    lengths.flags.writeable = False
    return lengths


def corner_ray_length(intrinsics: Intrinsics) -> float:
    """Return the length of the longest ray inside the image with z = 1: the one through its farthest corner."""
    x = np.array([0.0, intrinsics.width])
    y = np.array([0.0, intrinsics.height])
    corners = np.stack(np.meshgrid((x - intrinsics.cx) / intrinsics.fx, (y - intrinsics.cy) / intrinsics.fy), axis=-1)
    flat = corners.reshape(-1, 2)
    if intrinsics.lens is not None:
        flat = undistorted(intrinsics.lens, flat)
    return math.sqrt(float((flat**2).sum(axis=1).max()) + 1)


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
