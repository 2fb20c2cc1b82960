"""How a floor's or wall's files are written: its maps, `material.yaml` and `entry.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import yaml
from licence import LICENCE
from noise import Array
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LEAST_QUALITY = 60
"""JPEG quality below which blocks show; a map that needs less than this to fit is drawn too busily."""

COARSE = (1024, 512, 512)
"""Map sizes where the relief is coarse, or so fine that it only makes the surface dull."""


@dataclass(frozen=True)
class Surface:
    """One floor or wall material.

    Attributes:
        title: Name shown to people.
        tags: Search words.
        size_m: Physical edge length of one tile of the texture in metres.
        make: Function of the edge length in pixels that returns base colour, normal map and roughness.
        sizes_px: Edge lengths of the three maps in pixels; all are made at the first and scaled down.
        limits_kb: Sizes of the three files that are not exceeded.
        metallic: Whether it is bare metal all over.
    """

    title: str
    tags: tuple[str, ...]
    size_m: float
    make: Callable[[int], tuple[Array, Array, Array]]
    sizes_px: tuple[int, int, int] = (1024, 1024, 512)
    limits_kb: tuple[int, int, int] = (260, 230, 60)
    metallic: bool = False


def write_surface(surface: Surface, folder: Path) -> None:
    """Writes the maps, ``material.yaml`` and ``entry.yaml`` of one surface into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    maps = surface.make(surface.sizes_px[0])
    # Normals keep full resolution in all channels: they are no colours.
    settings = (("base_color", 88, 2), ("normal", 84, 0), ("roughness", 82, 2))
    for values, size, limit, (name, quality, subsampling) in zip(
        maps, surface.sizes_px, surface.limits_kb, settings, strict=True
    ):
        scaled = shrunk(values, size)
        if name == "normal" and scaled is not values:
            scaled = with_unit_length(scaled)
        save_within(folder / f"{name}.jpg", scaled, quality, subsampling, limit)
    if surface.metallic:
        save_within(folder / "metallic.jpg", np.ones((16, 16)), 90, 2, 10)
    (folder / "material.yaml").write_text(f"size_m: {surface.size_m}\n", encoding="utf-8")
    entry = {"title": surface.title, "tags": list(surface.tags), "licence": LICENCE, "size_m": surface.size_m}
    text = yaml.safe_dump(entry, sort_keys=False, default_flow_style=None, width=120)
    (folder / "entry.yaml").write_text(text, encoding="utf-8")


def shrunk(values: Array, size: int) -> Array:
    """Averages blocks of pixels so that the map (n, n, ...) has edge length ``size``, a divisor of n."""
    factor = len(values) // size
    if factor == 1:
        return values
    return values.reshape(size, factor, size, factor, *values.shape[2:]).mean((1, 3))


def with_unit_length(encoded: Array) -> Array:
    """Normalizes normals that are encoded as 0..1."""
    normal = encoded * 2.0 - 1.0
    return normal / np.linalg.norm(normal, axis=-1, keepdims=True) * 0.5 + 0.5


def save_within(path: Path, values: Array, quality: int, subsampling: int, limit_kb: int) -> None:
    """Writes values in 0..1 as an 8-bit JPEG of at most ``limit_kb``, at ``quality`` or as little less as that takes.

    Raises:
        ValueError: Not even the least quality fits.
    """
    picture = Image.fromarray((np.clip(values, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8))
    for lower in range(quality, LEAST_QUALITY - 1, -2):
        buffer = BytesIO()
        picture.save(buffer, "jpeg", quality=lower, subsampling=subsampling, optimize=True)
        if buffer.tell() <= limit_kb * 1000:
            path.write_bytes(buffer.getvalue())
            return
    raise ValueError(f"{path}: more than {limit_kb} kB at quality {LEAST_QUALITY}: {buffer.tell() // 1000} kB")
