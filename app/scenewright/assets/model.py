"""A 3D model as plain arrays, whatever file it came from.

Positions are metres in the asset's own frame: right-handed, Z up, as USD's default prim has it once its file's unit and
up-axis are applied. Texture coordinates are USD's: (0, 0) is the image's lower left corner.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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
class Skin:
    """Which joints carry each vertex, and how much; weights sum to 1.

    Attributes:
        joints: int32 (V, K), places in `Rig.joints`.
        weights: float32 (V, K).
    """

    joints: NDArray[np.int32]
    weights: NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Clip:
    """A movement, or a pose that is held.

    Attributes:
        seconds: How long it takes; 0 for a held pose.
        matrices: float64 (S, J, 4, 4): for each sample and joint, from where a point of the joint rests to where it is,
            both in the asset's frame. Samples are evenly spread over the length.
    """

    seconds: float
    matrices: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Rig:
    """What moves a model: a skeleton's joints, or the links of a machine.

    Attributes:
        joints: Their names; the last one, "", never moves and carries what hangs on nothing.
        clips: Poses and movements by name.
        default: The one that is shown where none is asked for; empty for the model at rest.
    """

    joints: tuple[str, ...]
    clips: Mapping[str, Clip]
    default: str = ""


@dataclass(frozen=True, eq=False)
class Keypoints:
    """Named points on a model.

    Attributes:
        skeleton: The set's name, as "coco-17".
        names: K names.
        positions: float64 (K, 3), in the asset's frame.
        depths_m: float64 (K,), how deep each lies below the surface.
        joints: The joint each follows; empty where it does not move.
        edges: Pairs of names to draw lines between.
        symmetry: Pairs of names that change places in a mirror image.
        sigmas: How far off each may be, for object keypoint similarity; none for the usual one of its name.
    """

    skeleton: str
    names: tuple[str, ...]
    positions: NDArray[np.float64]
    depths_m: NDArray[np.float64]
    joints: tuple[str, ...]
    edges: tuple[tuple[str, str], ...] = ()
    symmetry: tuple[tuple[str, str], ...] = ()
    sigmas: tuple[float | None, ...] = ()


@dataclass(frozen=True, eq=False)
class Part:
    """Triangles of one material.

    Attributes:
        positions: float32 (V, 3), metres.
        normals: float32 (V, 3), unit length.
        uvs: float32 (V, 2).
        triangles: uint32 (T, 3), counter-clockwise seen from outside.
        material: Their surface.
        skin: What moves them, in a model with a rig.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    uvs: NDArray[np.float32]
    triangles: NDArray[np.uint32]
    material: Material
    skin: Skin | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """A whole model; `source` names it uniquely. With a rig it is at rest; `posing.posed` moves it."""

    source: str
    parts: tuple[Part, ...]
    rig: Rig | None = None
    keypoints: Keypoints | None = None

    @cached_property
    def bounds(self) -> tuple[Vector, Vector]:
        """The lowest and the highest corner of the axis-aligned box around all vertices that a triangle uses."""
        used = [part.positions[used_vertices(part.triangles, len(part.positions))] for part in self.parts]
        low = np.min([points.min(axis=0) for points in used], axis=0).astype(float)
        high = np.max([points.max(axis=0) for points in used], axis=0).astype(float)
        return (float(low[0]), float(low[1]), float(low[2])), (float(high[0]), float(high[1]), float(high[2]))

    @property
    def triangle_count(self) -> int:
        """How many triangles all parts have together."""
        return sum(len(part.triangles) for part in self.parts)


def used_vertices(triangles: NDArray[np.integer[Any]], count: int) -> NDArray[np.bool_]:
    """Return which of `count` vertices a triangle uses."""
    used = np.zeros(count, bool)
    used[triangles.ravel()] = True
    return used


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
