"""Triangles to pixels in float64 numpy: where the ray through each pixel's centre meets each triangle."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.camera import Intrinsics, project
from scenewright.geometry.transforms import Matrix

_BATCH_PX = 1 << 18
_SLIVER_PX = 1e-6
_Whole = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """Where rays through pixel centres meet triangles.

    Attributes:
        triangle: (K,) index of the triangle.
        row: (K,) row of the pixel.
        column: (K,) column of the pixel.
        depth: (K,) metres along the optical axis.
        weights: (K, 3) shares of the triangle's corners in the point, perspective included; they sum to 1.
    """

    triangle: _Whole
    row: _Whole
    column: _Whole
    depth: Matrix
    weights: Matrix

    def at(self, index: NDArray[np.bool_] | _Whole) -> "Hits":
        """Return some of the hits."""
        return Hits(self.triangle[index], self.row[index], self.column[index], self.depth[index], self.weights[index])


def hits(intrinsics: Intrinsics, triangles: Matrix, near_m: float, far_m: float) -> Iterator[Hits]:
    """Yield all hits between the near and the far plane, in batches; each triangle's hits come row by row.

    A ray r and the corners a, b, c give the shares r . (b x c), r . (c x a), r . (a x b), of one sign inside; behind
    the camera needs no clipping (Olano and Greer, "Triangle Scan Conversion using 2D Homogeneous Coordinates", 1997).
    Two triangles that share an edge both hit a ray through it.

    Args:
        intrinsics: The camera.
        triangles: Corners (T, 3, 3) in the OpenCV camera frame.
        near_m: Nothing nearer is hit.
        far_m: Nothing farther is hit.
    """
    a, b, c = triangles[:, 0], triangles[:, 1], triangles[:, 2]
    planes = np.stack([np.cross(b, c), np.cross(c, a), np.cross(a, b)], axis=1)
    normals = np.cross(b - a, c - a)
    offsets = np.einsum("ij,ij->i", normals, a)
    left, top, right, bottom = pixel_boxes(intrinsics, triangles, near_m)
    owner, row = _expanded(top, bottom)
    for part in _batches(right[owner] - left[owner]):
        span, column = _expanded(left[owner[part]], right[owner[part]])
        triangle, rows = owner[part][span], row[part][span]
        rays = np.ones((len(column), 3))
        rays[:, 0] = (column + 0.5 - intrinsics.cx) / intrinsics.fx
        rays[:, 1] = (rows + 0.5 - intrinsics.cy) / intrinsics.fy
        shares = np.einsum("kij,kj->ki", planes[triangle], rays)
        steepness = np.einsum("ki,ki->k", normals[triangle], rays)
        inside = np.all(shares * np.sign(steepness)[:, None] >= 0, axis=1) & (steepness != 0)
        triangle, shares = triangle[inside], shares[inside]
        depth = offsets[triangle] / steepness[inside]
        found = Hits(triangle, rows[inside], column[inside], depth, shares / shares.sum(axis=1, keepdims=True))
        yield found.at((depth >= near_m) & (depth <= far_m))


def nearest(width: int, height: int, batches: Iterable[Hits]) -> Hits:
    """Return the nearest hit of each pixel that is hit at all; of equal ones, the first."""
    depth = np.full(width * height, np.inf)
    place = np.full(width * height, -1)
    kept: list[Hits] = []
    count = 0
    for batch in batches:
        pixel = batch.row * width + batch.column
        order = np.lexsort((batch.depth, pixel))
        first = order[np.diff(pixel[order], prepend=-1) != 0]
        first = first[batch.depth[first] < depth[pixel[first]]]
        depth[pixel[first]] = batch.depth[first]
        place[pixel[first]] = count + np.arange(len(first))
        kept.append(batch.at(first))
        count += len(first)
    return _joined(kept).at(place[place >= 0])


def _joined(parts: list[Hits]) -> Hits:
    none = np.zeros(0, np.int64)
    parts = [Hits(none, none, none, np.zeros(0), np.zeros((0, 3))), *parts]
    return Hits(
        np.concatenate([part.triangle for part in parts]),
        np.concatenate([part.row for part in parts]),
        np.concatenate([part.column for part in parts]),
        np.concatenate([part.depth for part in parts]),
        np.concatenate([part.weights for part in parts]),
    )


def pixel_boxes(intrinsics: Intrinsics, triangles: Matrix, near_m: float) -> tuple[_Whole, _Whole, _Whole, _Whole]:
    """Return the half-open pixel box (left, top, right, bottom) of each triangle's part beyond the near plane."""
    after = np.roll(triangles, -1, axis=1)
    z, z_after = triangles[..., 2], after[..., 2]
    crosses = (z < near_m) != (z_after < near_m)
    share = np.divide(near_m - z, z_after - z, out=np.zeros_like(z), where=crosses)
    cuts = triangles + share[..., None] * (after - triangles)
    points = np.concatenate([triangles, cuts], axis=1)
    seen = np.concatenate([z >= near_m, crosses], axis=1)
    points = np.where(seen[..., None], points, (0.0, 0.0, 1.0))
    pixels = project(intrinsics, points.reshape(-1, 3)).reshape(-1, 6, 2)
    low = np.where(seen[..., None], pixels, np.inf).min(axis=1)
    high = np.where(seen[..., None], pixels, -np.inf).max(axis=1)
    size = np.array([intrinsics.width, intrinsics.height])
    # Pixels whose centres the box holds; the sliver more is for rounding.
    start = np.clip(np.ceil(np.clip(low, -1, size + 1) - 0.5 - _SLIVER_PX).astype(np.int64), 0, size)
    stop = np.clip(np.floor(np.clip(high, -1, size + 1) + 0.5 + _SLIVER_PX).astype(np.int64), 0, size)
    stop = np.where(np.any(stop <= start, axis=1, keepdims=True), start, stop)
    return start[:, 0], start[:, 1], stop[:, 0], stop[:, 1]


def _expanded(start: _Whole, stop: _Whole) -> tuple[_Whole, _Whole]:
    """Return, for all whole numbers of all half-open ranges, the index of the range and the number itself."""
    counts = stop - start
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts - start, counts)


def _batches(sizes: _Whole) -> Iterator[slice]:
    """Yield slices that cover all items, each of about the same summed size."""
    number = np.cumsum(sizes) // _BATCH_PX
    ends = [*(np.flatnonzero(np.diff(number)) + 1), len(sizes)]
    start = 0
    for end in ends:
        yield slice(start, int(end))
        start = int(end)
