"""Stickers and dirt on objects: pictures made of an object's own maps, which any engine can show.

A sticker lies where a point drawn evenly over the object's surface lies on its texture map, at its true size there. It
is cut off where the map has a seam. Parts whose map repeats over the surface get none: it would be there many times.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import PIL.Image
from numpy.typing import NDArray
from scipy import ndimage

from scenewright.assets.images import linear_from_srgb, srgb_from_linear
from scenewright.assets.model import Image, Material, Model, Part
from scenewright.sampling.plan import DecalPlan, DirtPlan, LookPlan, Rgb

_LEAST_PX, _MOST_PX = 512, 1024
_DIRT_ROUGHNESS = 0.95
_DIRT_OPACITY = 0.6
_SOFT = 1.3

MADE = "worn:"
"""Begins the source of a picture made here: there may be many, so caches need not keep them."""

Rgba = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Sticker:
    """A sticker on one part's texture map.

    Attributes:
        decal: What the plan says of it.
        part: The part's place in the model.
        uv: Its middle.
        along_m: Metres along u and v for each whole map.
        mirrored: Whether the map lies on the surface as in a mirror.
    """

    decal: DecalPlan
    part: int
    uv: tuple[float, float]
    along_m: tuple[float, float]
    mirrored: bool


def stickers(model: Model, decals: Sequence[DecalPlan], scale: float) -> list[Sticker]:
    """Return where stickers lie on a model that is shown at a scale."""
    areas = [_areas(part) for part in model.parts]
    ends = np.cumsum(
        [0.0 if _repeats(part) else float(area.sum()) for part, area in zip(model.parts, areas, strict=True)]
    )
    found = []
    if ends[-1] == 0:
        return []
    for decal in decals:
        at = decal.place * ends[-1]
        number = min(int(np.searchsorted(ends, at, side="right")), len(areas) - 1)
        within = at - (ends[number - 1] if number else 0.0)
        triangle = min(int(np.searchsorted(np.cumsum(areas[number]), within)), len(areas[number]) - 1)
        uv, along_m, mirrored = _on_map(model.parts[number], triangle)
        found.append(Sticker(decal, number, uv, (along_m[0] * scale, along_m[1] * scale), mirrored))
    return found


def stained(
    material: Material, tint: Rgb, look: LookPlan, on_part: Sequence[Sticker], read: Callable[[str], Rgba]
) -> Material:
    """Return a material with its stickers, and dirt over them.

    Args:
        material: What the object wears, its tint not yet in its map.
        tint: Multiplies the map.
        look: The plan's.
        on_part: Stickers on this part.
        read: Gives a sticker's picture, uint8 (H, W, 4), sRGB.
    """
    if look.dirt is None and not on_part:
        return material
    pictures = [read(sticker.decal.image) for sticker in on_part]
    name = f"{MADE}{_digest(material, tint, look.dirt, on_part, pictures)}"
    if name in _KEPT:
        _KEPT.move_to_end(name)
        return _KEPT[name]
    colors = _tinted_map(material, tint)
    for sticker, picture in zip(on_part, pictures, strict=True):
        _paste(colors, sticker, picture)
    worn = replace(material, base_color=(1.0, 1.0, 1.0), base_color_map=Image(f"{name}/color", colors))
    _KEPT[name] = worn if look.dirt is None else _dirty(worn, look.dirt, name)
    if len(_KEPT) > _MOST_KEPT:
        _KEPT.popitem(last=False)
    return _KEPT[name]


_KEPT: OrderedDict[str, Material] = OrderedDict()
_MOST_KEPT = 32


def _areas(part: Part) -> NDArray[np.float64]:
    a, b, c = (part.positions[part.triangles[:, k]].astype(np.float64) for k in range(3))
    areas: NDArray[np.float64] = np.linalg.norm(np.cross(b - a, c - a), axis=1) / 2
    return areas


@lru_cache(512)
def _repeats(part: Part) -> bool:
    """Tell whether places far from each other on a surface share a place of its map."""
    areas = _areas(part)
    if areas.sum() == 0:
        return True
    luck = np.random.Generator(np.random.PCG64(1))
    chosen = part.triangles[luck.choice(len(areas), _SAMPLES, p=areas / areas.sum())]
    shares = luck.dirichlet((1.0, 1.0, 1.0), _SAMPLES)
    points = np.einsum("ki,kij->kj", shares, part.positions[chosen].astype(np.float64))
    uvs = np.einsum("ki,kij->kj", shares, part.uvs[chosen].astype(np.float64))
    cells = np.floor((uvs % 1.0) * _CELLS).astype(np.int64) @ (1, _CELLS)
    order = np.argsort(cells, kind="stable")
    beside = cells[order][1:] == cells[order][:-1]
    apart = np.linalg.norm(np.diff(points[order], axis=0), axis=1)[beside]
    far = 0.2 * float(np.linalg.norm(np.ptp(points, axis=0)))
    return len(apart) > 0 and float((apart > far).mean()) > _MOST_SHARED


_SAMPLES, _CELLS, _MOST_SHARED = 8000, 48, 0.25


def _on_map(part: Part, triangle: int) -> tuple[tuple[float, float], tuple[float, float], bool]:
    """Return a triangle's middle on the map, how many metres one map is there along u and v, and whether mirrored."""
    corners = part.triangles[triangle]
    points, uvs = part.positions[corners].astype(np.float64), part.uvs[corners].astype(np.float64)
    edges, steps = (
        np.stack([points[1] - points[0], points[2] - points[0]], 1),
        np.stack([uvs[1] - uvs[0], uvs[2] - uvs[0]], 1),
    )
    middle = uvs.mean(axis=0)
    if abs(np.linalg.det(steps)) < 1e-12:
        return (float(middle[0]), float(middle[1])), (1.0, 1.0), False
    per_uv = np.linalg.norm(edges @ np.linalg.inv(steps), axis=0)
    return (float(middle[0]), float(middle[1])), (float(per_uv[0]), float(per_uv[1])), bool(np.linalg.det(steps) < 0)


def _tinted_map(material: Material, tint: Rgb) -> NDArray[np.uint8]:
    """Return the colours as a picture (H, W, 3), sRGB, the tint in it."""
    own = material.base_color_map
    if own is None:
        color = srgb_from_linear(np.asarray(material.base_color, np.float32)) * 255 + 0.5
        return np.broadcast_to(color.astype(np.uint8), (_LEAST_PX, _LEAST_PX, 3)).copy()
    height, width = (min(max(side, _LEAST_PX), _MOST_PX) for side in own.pixels.shape[:2])
    picture = PIL.Image.fromarray(np.ascontiguousarray(own.pixels)).resize(
        (width, height), PIL.Image.Resampling.BILINEAR
    )
    pixels = np.array(picture, np.uint8)
    if tint == (1.0, 1.0, 1.0):
        return pixels
    values = linear_from_srgb(np.linspace(0, 1, 256).astype(np.float32))
    tables = [np.clip(srgb_from_linear(values * part) * 255 + 0.5, 0, 255).astype(np.uint8) for part in tint]
    return np.stack([table[pixels[..., k]] for k, table in enumerate(tables)], axis=-1)


def _paste(colors: NDArray[np.uint8], sticker: Sticker, picture: Rgba) -> None:
    """Lay a sticker over the colours, in place; its ends go round the map's border."""
    height, width = colors.shape[:2]
    wide_m = sticker.decal.size_m
    high_m = wide_m * picture.shape[0] / picture.shape[1]
    across = max(2, min(round(wide_m / sticker.along_m[0] * width), width))
    down = max(2, min(round(high_m / sticker.along_m[1] * height), height))
    seen = np.ascontiguousarray(picture[:, ::-1] if sticker.mirrored else picture)
    shown = PIL.Image.fromarray(seen).resize((across, down), PIL.Image.Resampling.BOX)
    turned = np.asarray(shown.rotate(np.degrees(sticker.decal.angle_rad), PIL.Image.Resampling.BICUBIC, expand=True))
    turned = turned[:height, :width]
    row = (np.arange(turned.shape[0]) + round((1 - sticker.uv[1]) * height) - turned.shape[0] // 2) % height
    column = (np.arange(turned.shape[1]) + round(sticker.uv[0] * width) - turned.shape[1] // 2) % width
    share = turned[..., 3:].astype(np.float32) / 255
    under = colors[row[:, None], column[None, :]].astype(np.float32)
    colors[row[:, None], column[None, :]] = (under + (turned[..., :3] - under) * share + 0.5).astype(np.uint8)


def _dirty(material: Material, dirt: DirtPlan, name: str) -> Material:
    assert material.base_color_map is not None
    colors = material.base_color_map.pixels
    height, width = colors.shape[:2]
    share = _covered(dirt.pattern, dirt.amount, height, width)
    earth = srgb_from_linear(np.asarray(dirt.color, np.float32)) * 255
    dusty = colors + (earth - colors) * (share * _DIRT_OPACITY)[..., None]
    own = material.roughness_map
    smooth = (
        np.full((height, width), material.roughness, np.float32)
        if own is None
        else np.asarray(PIL.Image.fromarray(np.ascontiguousarray(own.pixels)).resize((width, height)))[..., 0]
        / np.float32(255)
    )
    rough = smooth + (_DIRT_ROUGHNESS - smooth) * share
    roughness = np.repeat((rough * 255 + 0.5).astype(np.uint8)[..., None], 3, axis=2)
    return replace(
        material,
        base_color_map=Image(f"{name}/color", (dusty + 0.5).astype(np.uint8)),
        roughness_map=Image(f"{name}/roughness", roughness),
    )


@lru_cache(64)
def _covered(pattern: int, amount: float, height: int, width: int) -> NDArray[np.float32]:
    """Return how much of the ground shows no more (H, W), 0 to 1: blotches that cover about `amount` of it."""
    blotches = _blotches(pattern)
    edge = float(np.quantile(blotches, 1 - amount))
    share = np.clip((blotches - edge) / _SOFT + 0.5, 0, 1).astype(np.float32)
    zoom = PIL.Image.fromarray((share * 255).astype(np.uint8)).resize((width, height), PIL.Image.Resampling.BILINEAR)
    return np.asarray(zoom, np.float32) / np.float32(255)


@lru_cache(16)
def _blotches(pattern: int) -> NDArray[np.float64]:
    """Return a field (512, 512) of mean 0 and deviation 1 that repeats at its borders: noise of many sizes."""
    luck = np.random.Generator(np.random.PCG64(pattern))
    field = np.zeros((512, 512))
    for size in (64.0, 28.0, 12.0, 5.0, 2.0, 0.8):
        layer = ndimage.gaussian_filter(luck.standard_normal(field.shape), size, mode="wrap")
        field += layer / layer.std() * size**0.5
    result: NDArray[np.float64] = (field - field.mean()) / field.std()
    return result


def _digest(
    material: Material, tint: Rgb, dirt: DirtPlan | None, on_part: Sequence[Sticker], pictures: Sequence[Rgba]
) -> str:
    """Return a name for all that a made picture depends on."""
    maps = [image and image.source for image in (material.base_color_map, material.roughness_map)]
    digest = hashlib.blake2b(digest_size=12)
    digest.update(repr((maps, material.base_color, material.roughness, tint, dirt, tuple(on_part))).encode())
    for picture in pictures:
        digest.update(picture.tobytes())
    return digest.hexdigest()
