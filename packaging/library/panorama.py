"""Equirectangular panoramas: the mapping, exposure, seam and poles, and the files.

Mapping (world z up): for a unit direction (x, y, z), ``u = 0.5 + atan2(x, y) / (2 pi)`` and ``v = acos(z) / pi``,
both 0..1 from the top left corner. Row 0 looks straight up, the centre column looks to +y, and to the right of it
lies +x.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import OpenEXR
import yaml
from licence import LICENCE

if TYPE_CHECKING:
    from pathlib import Path

    from noise import Array

    from scenewright.assets.suns import Sun

DARKEST = 0.002
"""Lowest radiance that is written: lossy compression makes darker pixels negative."""
BUDGET_BYTES = 960_000


def directions(width: int, height: int) -> Array:
    """Unit directions (height, width, 3) of the pixel centres."""
    azimuth = ((np.arange(width) + 0.5) / width - 0.5) * 2.0 * np.pi
    polar = (np.arange(height) + 0.5) / height * np.pi
    flat = np.sin(polar)[:, None]
    z = np.broadcast_to(np.cos(polar)[:, None], (height, width))
    return np.stack([flat * np.sin(azimuth), flat * np.cos(azimuth), z], -1)


def solid_angles(width: int, height: int) -> Array:
    """Solid angle (height, 1) in steradians of the pixels of each row."""
    edge = np.cos(np.arange(height + 1) / height * np.pi)
    return ((edge[:-1] - edge[1:]) * 2.0 * np.pi / width)[:, None]


def exposed(radiance: Array, level: float) -> tuple[Array, float]:
    """Scales a panorama so that an up-facing plane receives ``level`` times pi (mean of the channels).

    Returns:
        The panorama, and the factor.
    """
    height, width = radiance.shape[:2]
    cosine = np.clip(directions(width, height)[..., 2], 0.0, None) * solid_angles(width, height)
    factor = float(level * np.pi / (radiance.mean(-1) * cosine).sum())
    return radiance * factor, factor


def close_seam(radiance: Array, reach: int = 16) -> Array:
    """Makes the left and the right edge meet.

    The denoiser does not know that they are neighbours. Their difference is spread over ``reach`` columns on either
    side, except where it is so large that it must be an edge of something.
    """
    value = np.log(np.maximum(radiance, 1e-6))
    step = value[:, 0] - value[:, -1]
    step = np.where(np.abs(step) < 0.15, step, 0.0)
    share = 0.5 * (1.0 - np.arange(reach) / reach)[None, :, None]
    value[:, :reach] -= step[:, None] * share
    value[:, -reach:] += step[:, None] * share[:, ::-1]
    return np.exp(value)


def even_poles(radiance: Array) -> Array:
    """Blurs every row as much as its pixels are narrower than the equator's: nothing looks pinched at the poles."""
    height, width = radiance.shape[:2]
    sigma = 0.3 / np.sin((np.arange(height) + 0.5) / height * np.pi)
    sigma[sigma < 0.6] = 0.0
    frequency = np.arange(width // 2 + 1) * 2.0 * np.pi / width
    kept = np.exp(-0.5 * (sigma[:, None] * frequency) ** 2)
    blurred: Array = np.fft.irfft(np.fft.rfft(radiance, axis=1) * kept[..., None], width, axis=1)
    return blurred


def read_exr(path: Path) -> Array:
    """Radiance (height, width, 3) of an OpenEXR file."""
    with OpenEXR.File(str(path)) as file:
        pixels: Array = file.channels()["RGB"].pixels.astype(float)
    return pixels


def write_exr(path: Path, radiance: Array) -> None:
    """Writes half floats, linear, compressed as little as `BUDGET_BYTES` allows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.ascontiguousarray(np.clip(radiance, DARKEST, 60000.0).astype(np.float16))
    for level in (45.0, 65.0, 90.0, 125.0, 175.0, 250.0):
        header = {
            "compression": OpenEXR.DWAB_COMPRESSION,
            "dwaCompressionLevel": level,
            "type": OpenEXR.scanlineimage,
        }
        with OpenEXR.File(header, {"RGB": pixels}) as file:
            file.write(str(path))
        if path.stat().st_size <= BUDGET_BYTES:
            break


def write_entry(directory: Path, title: str, tags: tuple[str, ...], sun: Sun) -> None:
    """Writes ``entry.yaml``."""
    record = {
        "title": title,
        "tags": list(tags),
        "licence": LICENCE,
        "sun": {
            "direction": [round(float(value), 4) for value in sun.direction],
            "color": [round(float(value), 4) for value in sun.color],
            "irradiance": round(sun.irradiance, 3),
        },
    }
    text = yaml.safe_dump(record, sort_keys=False, default_flow_style=None, width=120)
    (directory / "entry.yaml").write_text(text, encoding="utf-8")


def shrink(image: Array, factor: int) -> Array:
    """Averages blocks of ``factor`` by ``factor`` pixels."""
    height, width = image.shape[0] // factor, image.shape[1] // factor
    return image.reshape(height, factor, width, factor, 3).mean((1, 3))
