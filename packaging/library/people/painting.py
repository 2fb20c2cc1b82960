"""Painting on bodies: every texel is painted by the place on the body that it shows."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import ndimage

from people.pieces import Piece, normals_of
from people.source import Array


def places(piece: Piece, edge: int) -> tuple[Array, Array, Array]:
    """Return for each texel the point (e, e, 3) and normal it shows, and whether it shows any; row 0 is the top."""
    points, normals = np.zeros((edge, edge, 3)), np.zeros((edge, edge, 3))
    covered = np.zeros((edge, edge), bool)
    texels = np.stack([piece.uv[:, 0] * edge - 0.5, (1 - piece.uv[:, 1]) * edge - 0.5], 1)
    outward = normals_of(piece)
    for triangle in piece.triangles:
        a, b, c = texels[triangle]
        area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
        if abs(area) < 1e-9:
            continue
        low = np.maximum(np.floor(np.min([a, b, c], 0)).astype(int) - 1, 0)
        high = np.minimum(np.ceil(np.max([a, b, c], 0)).astype(int) + 1, edge - 1)
        x, y = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
        v = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area
        w = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area
        slack = 1.0 / max(abs(area) ** 0.5, 1.0)
        inside = (v >= -slack) & (w >= -slack) & (v + w <= 1 + slack)
        rows, columns = y[inside], x[inside]
        shares = np.stack([1 - v[inside] - w[inside], v[inside], w[inside]], 1)
        points[rows, columns] = shares @ piece.points[triangle]
        normals[rows, columns] = shares @ outward[triangle]
        covered[rows, columns] = True
    return points, normals, covered


def finished(color: Array, covered: Array) -> Image.Image:
    """Return a picture; what nothing covers takes the nearest colour, so that no seam shows."""
    _, (rows, columns) = ndimage.distance_transform_edt(~covered, return_indices=True)
    spread = color[rows, columns]
    return Image.fromarray((np.clip(spread, 0, 1) * 255 + 0.5).astype(np.uint8))


def within(distance: Array, half_m: float, soft_m: float = 0.001) -> Array:
    """Return 1 where a distance is below `half_m` and 0 beyond, with a soft edge that never shows steps of texels."""
    return np.clip((half_m - np.abs(distance)) / soft_m + 0.5, 0.0, 1.0)


def mixed(color: Array, share: Array, paint: Array | tuple[float, float, float]) -> Array:
    """Return a colour (..., 3) with a share (...) of paint over it."""
    return color * (1 - share[..., None]) + share[..., None] * np.asarray(paint)


def darker(color: Array, share: Array) -> Array:
    """Return a colour (..., 3) with a share (...) of black over it."""
    return color * (1 - share[..., None])


def noise(points: Array, size_m: float, seed: int) -> Array:
    """Return smooth noise of the places, about -1..1: random values on a lattice, blended."""
    scaled = points / size_m
    base = np.floor(scaled).astype(np.int64)
    share = scaled - base
    share = share * share * (3 - 2 * share)
    total = np.zeros(points.shape[:-1])
    for corner in np.ndindex(2, 2, 2):
        place = base + corner
        mixed = (
            (place[..., 0] * 73856093) ^ (place[..., 1] * 19349663) ^ (place[..., 2] * 83492791) ^ (seed * 2654435761)
        )
        mixed = (mixed ^ (mixed >> 13)) * 1274126177 & 0xFFFFFFFF
        value = (mixed ^ (mixed >> 16)) % 65536 / 32768.0 - 1.0
        weight = np.prod(np.where(corner, share, 1 - share), axis=-1)
        total += weight * value
    return total
