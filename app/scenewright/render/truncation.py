"""How much of an object lies outside the image: which tiles around it the object may touch, and its pixels there."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.boxes import bit_counts
from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix, inverse, transform_points

Tile = tuple[int, int]
"""Where a tile beside the image lies, in whole images: (1, 0) is to the right of it, (0, 1) below."""
Rows = tuple[int, int]
"""Rows of a tile, half-open."""

_BORDER_PX = 1.0
TILES: tuple[Tile, ...] = tuple((column, row) for row in (-1, 0, 1) for column in (-1, 0, 1) if (column, row) != (0, 0))


def tiles_touched(
    intrinsics: Intrinsics, world_from_camera: Matrix, near_m: float, boxes: Sequence[Matrix]
) -> list[dict[Tile, Rows]]:
    """Return, for each object, the tiles around the image that it may cover, and in which rows.

    Args:
        intrinsics: The camera.
        world_from_camera: Its pose.
        near_m: Its near plane.
        boxes: The eight corners (8, 3) of each object's box, in the world.
    """
    camera_from_world = inverse(world_from_camera)
    return [_tiles(intrinsics, transform_points(camera_from_world, box), near_m) for box in boxes]


def outside_pixels(tiles: Iterable[NDArray[np.uint32]], count: int) -> NDArray[np.int64]:
    """Return how many pixels each of the instances 1..count covers in amodal bits (words, rows, W) of all tiles."""
    return sum((bit_counts(bits, count) for bits in tiles), np.zeros(count, np.int64))


def merged(touched: Sequence[Mapping[Tile, Rows]]) -> dict[Tile, Rows]:
    """Return every tile that some object touches, with rows enough for all of them."""
    found: dict[Tile, Rows] = {}
    for tiles in touched:
        for tile, (first, last) in tiles.items():
            before = found.get(tile, (first, last))
            found[tile] = (min(before[0], first), max(before[1], last))
    return found


def _tiles(intrinsics: Intrinsics, points: Matrix, near_m: float) -> dict[Tile, Rows]:
    in_front = points[:, 2] > near_m
    if not in_front.any():
        return {}
    if not in_front.all():
        return dict.fromkeys(TILES, (0, intrinsics.height))  # it reaches behind the camera: it may project anywhere
    pixels = project(intrinsics, points)
    low, high = pixels.min(axis=0) - _BORDER_PX, pixels.max(axis=0) + _BORDER_PX
    if low[0] >= 0 and low[1] >= 0 and high[0] <= intrinsics.width and high[1] <= intrinsics.height:
        return {}
    return {
        (column, row): rows
        for column, row in TILES
        if (rows := _overlap(low[1], high[1], row, intrinsics.height)) is not None
        and _overlap(low[0], high[0], column, intrinsics.width) is not None
    }


def _overlap(low: float, high: float, tile: int, size: int) -> Rows | None:
    first, last = max(int(low) - 1 - tile * size, 0), min(int(high) + 2 - tile * size, size)
    return (first, last) if first < last else None
