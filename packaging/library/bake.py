"""Bakes surface recipes, which are functions of position, into textures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image
from scipy import ndimage

if TYPE_CHECKING:
    from pathlib import Path

    from mesh import Mesh
    from noise import Array


@dataclass(frozen=True)
class Sample:
    """Places on a surface.

    Attributes:
        position: Positions (n, 3) in metres.
        normal: Unit normals (n, 3).
        along: The mesh's `Mesh.along` (n,) in metres.
        tangent: Unit direction (n, 3) in which texture u grows.
    """

    position: Array
    normal: Array
    along: Array
    tangent: Array


@dataclass(frozen=True)
class Surface:
    """What a recipe says about places on a surface.

    Attributes:
        colour: Base colour (n, 3), sRGB 0..1.
        roughness: Roughness (n,) 0..1.
        height: Relief (n,) in metres.
    """

    colour: Array
    roughness: Array
    height: Array


Recipe = Callable[[Sample], Surface]


def sample_atlas(mesh: Mesh, size: int) -> Sample:
    """Finds the place on the surface of every texel of a ``size`` by ``size`` texture, row 0 at v = 1.

    Texels outside all islands take the nearest island's values, which keeps filtered look-ups clean at borders.
    """
    triangle, uv, _ = mesh.triangles()
    packed = np.concatenate([mesh.points, mesh.normals, mesh.along[:, None]], 1)[triangle]
    edge, uv_edge = packed[:, 1:, :3] - packed[:, :1, :3], uv[:, 1:] - uv[:, :1]
    area = uv_edge[:, 0, 0] * uv_edge[:, 1, 1] - uv_edge[:, 0, 1] * uv_edge[:, 1, 0]
    safe = np.where(np.abs(area) > 1e-14, area, 1.0)
    tangent = (edge[:, 0] * uv_edge[:, 1, 1:] - edge[:, 1] * uv_edge[:, 0, 1:]) / safe[:, None]

    values = np.zeros((size, size, 10))
    covered = np.zeros((size, size), dtype=bool)
    pixel = np.stack([uv[..., 0] * size, (1.0 - uv[..., 1]) * size], -1)
    for t in np.flatnonzero(np.abs(area) > 1e-14):
        (x0, y0), (x1, y1), (x2, y2) = pixel[t]
        left, right = int(np.floor(min(x0, x1, x2))), int(np.ceil(max(x0, x1, x2)))
        top, bottom = int(np.floor(min(y0, y1, y2))), int(np.ceil(max(y0, y1, y2)))
        yy, xx = np.mgrid[max(top, 0) : min(bottom, size), max(left, 0) : min(right, size)] + 0.5
        twice = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        b1 = ((xx - x0) * (y2 - y0) - (x2 - x0) * (yy - y0)) / twice
        b2 = ((x1 - x0) * (yy - y0) - (xx - x0) * (y1 - y0)) / twice
        inside = (b1 >= -1e-6) & (b2 >= -1e-6) & (b1 + b2 <= 1.0 + 1e-6)
        rows, columns = (yy[inside] - 0.5).astype(int), (xx[inside] - 0.5).astype(int)
        w1, w2 = b1[inside][:, None], b2[inside][:, None]
        values[rows, columns, :7] = packed[t, 0] * (1.0 - w1 - w2) + packed[t, 1] * w1 + packed[t, 2] * w2
        values[rows, columns, 7:] = tangent[t]
        covered[rows, columns] = True
    nearest = ndimage.distance_transform_edt(~covered, return_distances=False, return_indices=True)
    values = values[tuple(nearest)].reshape(-1, 10)
    normal = values[:, 3:6] / np.maximum(np.linalg.norm(values[:, 3:6], axis=1, keepdims=True), 1e-12)
    flat = values[:, 7:] - normal * (values[:, 7:] * normal).sum(1, keepdims=True)
    return Sample(
        position=values[:, :3],
        normal=normal,
        along=values[:, 6],
        tangent=flat / np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-12),
    )


def relief_normals(place: Sample, recipe: Recipe, step: float = 0.00015) -> Array:
    """Tangent-space normals (n, 3), encoded 0..1, of a recipe's relief, by differences over ``step`` metres."""
    bitangent = np.cross(place.normal, place.tangent)
    slope = []
    for direction in (place.tangent, bitangent):
        ahead, behind = (
            recipe(Sample(place.position + direction * d, place.normal, place.along, place.tangent)).height
            for d in (step, -step)
        )
        slope.append((ahead - behind) / (2.0 * step))
    normal = np.stack([-slope[0], -slope[1], np.ones_like(slope[0])], -1)
    return normal / np.linalg.norm(normal, axis=1, keepdims=True) * 0.5 + 0.5


def bake(mesh: Mesh, recipe: Recipe, directory: Path, name: str, maps: dict[str, int]) -> dict[str, str]:
    """Writes the textures of a recipe.

    Args:
        mesh: Mesh with packed coordinates.
        recipe: The surface.
        directory: Where the files go.
        name: Beginning of the file names.
        maps: Edge length in pixels of each wanted map: ``base_color``, ``roughness``, ``normal``.

    Returns:
        File name of each map.
    """
    files = {}
    for size in sorted(set(maps.values())):
        place = sample_atlas(mesh, size)
        surface = recipe(place)
        for kind in (kind for kind, wanted in maps.items() if wanted == size):
            if kind == "normal":
                values = relief_normals(place, recipe).reshape(size, size, 3)
            elif kind == "roughness":
                values = surface.roughness.reshape(size, size)
            else:
                values = surface.colour.reshape(size, size, 3)
            pixels = (np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
            files[kind] = f"{name}_{kind}.jpg"
            Image.fromarray(pixels).save(directory / files[kind], quality=90, subsampling=0, optimize=True)
    return files
