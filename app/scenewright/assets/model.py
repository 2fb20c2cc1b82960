"""A 3D model as plain arrays, whatever file it came from.

Positions are metres in the asset's own frame: right-handed, Z up, as USD's default prim has it once its file's unit and
up-axis are applied. Texture coordinates are USD's: (0, 0) is the image's lower left corner.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Vector


@dataclass(frozen=True, eq=False)
class Image:
    """A picture in memory.

    Attributes:
        source: Where it came from, unique for its content; caches go by it.
        pixels: uint8 (H, W, 3) as stored: sRGB for colours, plain numbers for data; row 0 is the top.
    """

    source: str
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Material:
    """A metallic-roughness surface (UsdPreviewSurface's metalness workflow). Colours are linear RGB.

    A map multiplies nothing: where there is one, it replaces the number beside it.
    """

    name: str = "default"
    base_color: tuple[float, float, float] = (0.5, 0.5, 0.5)
    base_color_map: Image | None = None
    roughness: float = 0.5
    roughness_map: Image | None = None
    metallic: float = 0.0
    metallic_map: Image | None = None
    normal_map: Image | None = None
    emissive: tuple[float, float, float] = (0.0, 0.0, 0.0)
    opacity: float = 1.0
    clearcoat: float = 0.0
    clearcoat_roughness: float = 0.01


@dataclass(frozen=True, eq=False)
class Part:
    """Triangles of one material.

    Attributes:
        positions: float32 (V, 3), metres.
        normals: float32 (V, 3), unit length.
        uvs: float32 (V, 2).
        triangles: uint32 (T, 3), counter-clockwise seen from outside.
        material: Their surface.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    uvs: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    material: Material


@dataclass(frozen=True, eq=False)
class Model:
    """A whole model; `source` names it uniquely."""

    source: str
    parts: tuple[Part, ...]

    @cached_property
    def bounds(self) -> tuple[Vector, Vector]:
        """The lowest and the highest corner of the axis-aligned box around all vertices that a triangle uses."""
        used = [part.positions[np.unique(part.triangles)] for part in self.parts]
        low = np.min([points.min(axis=0) for points in used], axis=0).astype(float)
        high = np.max([points.max(axis=0) for points in used], axis=0).astype(float)
        return (float(low[0]), float(low[1]), float(low[2])), (float(high[0]), float(high[1]), float(high[2]))

    @property
    def triangle_count(self) -> int:
        """How many triangles all parts have together."""
        return sum(len(part.triangles) for part in self.parts)


@dataclass(frozen=True, eq=False)
class FloorMaterial:
    """A floor's surface and the edge length, in metres, that one copy of its maps covers."""

    material: Material
    size_m: float


@dataclass(frozen=True, eq=False)
class EnvironmentImage:
    """A surrounding picture.

    Attributes:
        source: Where it came from.
        radiance: float32 (H, W, 3), linear RGB, equirectangular: the centre column looks along +Y, right of it is +X,
            the top row looks up (+Z): u = 0.5 + atan2(x, y) / 2 pi, v = acos(z) / pi.
    """

    source: str
    radiance: NDArray[np.float32]
