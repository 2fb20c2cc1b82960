"""How much of an object lies outside the image: which tiles around it the object may touch, and its pixels there."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.boxes import bit_counts
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix, inverse, transform_points

_BORDER_PX = 1.0
TILES = tuple((column, row) for row in (-1, 0, 1) for column in (-1, 0, 1) if (column, row) != (0, 0))
"""Offsets, in whole images, of the eight tiles around the image."""


def tiles_touched(
    intrinsics: Intrinsics, world_from_camera: Matrix, near_m: float, boxes: Sequence[Matrix]
) -> list[list[tuple[int, int]]]:
    """Return, for each object, the tiles around the image that it may cover.

    Args:
        intrinsics: The camera.
        world_from_camera: Its pose.
        near_m: Its near plane.
        boxes: The eight corners (8, 3) of each object's box, in the world.
    """
    camera_from_world = inverse(world_from_camera)
    return [_tiles(intrinsics, transform_points(camera_from_world, box), near_m) for box in boxes]


def total_pixels(bits: NDArray[np.uint32], outside: Sequence[NDArray[np.uint32]], count: int) -> NDArray[np.int64]:
    """Return how many pixels each of the instances 1..count covers in the image and in the tiles around it together.

    Args:
        bits: Amodal bits (words, H, W) of the image.
        outside: The same of each tile.
        count: Number of instances.
    """
    totals = np.zeros(count, np.int64)
    for image in (bits, *outside):
        totals += bit_counts(image, count)
    return totals


def _tiles(intrinsics: Intrinsics, points: Matrix, near_m: float) -> list[tuple[int, int]]:
    in_front = points[:, 2] > near_m
    if not in_front.any():
        return []
    if not in_front.all():
        return list(TILES)  # it reaches behind the camera: it may project anywhere
    pixels = project(intrinsics, points)
    low, high = pixels.min(axis=0) - _BORDER_PX, pixels.max(axis=0) + _BORDER_PX
    size = np.array([intrinsics.width, intrinsics.height])
    return [tile for tile in TILES if np.all(high > np.multiply(tile, size)) and np.all(low < np.add(tile, 1) * size)]
