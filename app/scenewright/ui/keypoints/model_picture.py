"""A picture of a model with the point of its surface behind each pixel, drawn with numpy alone."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import Material, Model
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.raster import hits, nearest
from scenewright.geometry.transforms import Matrix, inverse, look_at, pose_matrix, transform_points

_DISTANCE = 6.0
"""Of the camera, in radii of the model: nearly without perspective."""
_AMBIENT = 0.35


@dataclass(frozen=True)
class Angles:
    """Where the model is seen from; azimuth -90 is its front."""

    azimuth_deg: float = -60.0
    elevation_deg: float = 20.0


@dataclass(frozen=True, eq=False)
class ModelPicture:
    """A picture of a model.

    Attributes:
        angles: Where it is seen from.
        intrinsics: The camera's.
        camera_from_asset: (4, 4), OpenCV camera.
        shade: uint8 (H, W, 4), sRGB with alpha.
        points: float32 (H, W, 3), metres in the asset's frame; NaN where it is not seen.
    """

    angles: Angles
    intrinsics: Intrinsics
    camera_from_asset: Matrix
    shade: NDArray[np.uint8]
    points: NDArray[np.float32]

    def pixel_of(self, position: tuple[float, float, float]) -> tuple[float, float]:
        """Return where a point of the asset is in the picture."""
        x, y = project(self.intrinsics, transform_points(self.camera_from_asset, np.array([position])))[0]
        return float(x), float(y)

    def point_at(self, x: float, y: float) -> tuple[float, float, float] | None:
        """Return the point of the surface at a pixel; None beside the model."""
        column, row = int(x), int(y)
        if not (0 <= row < self.intrinsics.height and 0 <= column < self.intrinsics.width):
            return None
        point = self.points[row, column]
        return None if np.isnan(point).any() else (float(point[0]), float(point[1]), float(point[2]))

    def is_seen(self, position: tuple[float, float, float]) -> bool:
        """Tell whether a point is not behind the surface, give or take 2 % of the model's distance."""
        x, y = self.pixel_of(position)
        there = self.point_at(x, y)
        if there is None:
            return True
        depths = transform_points(self.camera_from_asset, np.array([position, there]))[:, 2]
        return bool(depths[0] <= depths[1] * 1.004)


def picture_of(model: Model, angles: Angles, size_px: int) -> ModelPicture:
    """Draw a model into a square."""
    low, high = (np.array(corner) for corner in model.bounds)
    center, radius = (low + high) / 2, max(float(np.linalg.norm(high - low)) / 2, 1e-6)
    azimuth, elevation = math.radians(angles.azimuth_deg), math.radians(angles.elevation_deg)
    across = math.cos(elevation)
    away = np.array([across * math.cos(azimuth), across * math.sin(azimuth), math.sin(elevation)])
    eye = center + away * radius * _DISTANCE
    pose = pose_matrix(eye, look_at(_vector(eye), _vector(center), 0.0))
    focal = size_px / 2 / 1.08 * math.sqrt(_DISTANCE**2 - 1)
    intrinsics = Intrinsics(size_px, size_px, focal, focal, size_px / 2, size_px / 2)
    camera = inverse(pose)
    triangles = [part.positions.astype(np.float64)[part.triangles] for part in model.parts]
    normals = np.concatenate([part.normals[part.triangles] for part in model.parts])
    tints = np.concatenate([np.tile(_tint(part.material), (len(part.triangles), 1)) for part in model.parts])
    corners = np.concatenate(triangles)
    placed = transform_points(camera, corners.reshape(-1, 3)).reshape(-1, 3, 3)
    seen = nearest(size_px, size_px, hits(intrinsics, placed, radius, radius * 2 * _DISTANCE))
    points = np.full((size_px, size_px, 3), np.nan, np.float32)
    shade = np.zeros((size_px, size_px, 4), np.uint8)
    here = (seen.row, seen.column)
    points[here] = np.einsum("kc,kcx->kx", seen.weights, corners[seen.triangle])
    normal = np.einsum("kc,kcx->kx", seen.weights, normals[seen.triangle])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    light = np.abs(normal @ (away + np.array([0, 0, 0.4])) / np.linalg.norm(away + np.array([0, 0, 0.4])))
    linear = np.clip(tints[seen.triangle], 0.04, 0.85) * (_AMBIENT + (1 - _AMBIENT) * light[:, None])
    shade[here] = np.concatenate([np.clip(linear, 0, 1) ** (1 / 2.2) * 255, np.full((len(linear), 1), 255)], axis=1)
    return ModelPicture(angles, intrinsics, camera, shade, points)


def _tint(material: Material) -> tuple[float, float, float]:
    """Return a material's colour, linear; of a picture its mean."""
    if material.base_color_map is None:
        return material.base_color
    pixels = material.base_color_map.pixels[::8, ::8, :3].reshape(-1, 3) / 255
    return _vector((pixels**2.2).mean(axis=0))


def _vector(values: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
