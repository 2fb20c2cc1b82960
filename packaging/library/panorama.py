"""Equirectangular panoramas: the mapping, exposure, the strongest light, and the files.

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
from scipy import ndimage

if TYPE_CHECKING:
    from pathlib import Path

    from noise import Array

WIDTH, HEIGHT = 1024, 512
DARKEST = 0.004
"""Lowest radiance that is written: lossy compression makes darker pixels negative."""
UP_IRRADIANCE = 0.85
"""Irradiance over pi that every panorama gives a plane that faces up."""


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


def expose(radiance: Array) -> Array:
    """Scales a panorama so that an up-facing plane receives `UP_IRRADIANCE` times pi (mean of the channels)."""
    height, width = radiance.shape[:2]
    cosine = np.clip(directions(width, height)[..., 2], 0.0, None) * solid_angles(width, height)
    irradiance = (radiance.mean(-1) * cosine).sum() / np.pi
    return radiance * (UP_IRRADIANCE / irradiance)


def strongest_light(radiance: Array) -> tuple[Array, Array]:
    """Unit direction towards the strongest light, and its linear colour with a maximum of 1.

    The panorama is blurred to find where most light comes from; the bright pixels within 35 degrees of there are
    then averaged.
    """
    height, width = radiance.shape[:2]
    look, weight = directions(width, height), solid_angles(width, height)
    luminance = radiance @ np.array([0.2126, 0.7152, 0.0722])
    sigma = width / 50.0
    blurred = ndimage.gaussian_filter(luminance * (look[..., 2] > 0.05), sigma, mode=("nearest", "wrap"))
    row, column = np.unravel_index(int(np.argmax(blurred * np.sqrt(weight / weight.max()))), luminance.shape)
    near = (look @ look[row, column] > np.cos(np.radians(35.0))) * weight
    near = near * np.clip(luminance - 0.5 * luminance[near > 0].max(), 0.0, None)
    direction = (look * near[..., None]).sum((0, 1))
    colour = (radiance * near[..., None]).sum((0, 1))
    return direction / np.linalg.norm(direction), colour / colour.max()


def write_panorama(directory: Path, name: str, title: str, tags: tuple[str, ...], radiance: Array) -> None:
    """Exposes a panorama and writes ``name.exr`` (half float, linear) and ``name.yaml``."""
    directory.mkdir(parents=True, exist_ok=True)
    exposed = np.maximum(expose(radiance), DARKEST)
    header = {"compression": OpenEXR.DWAA_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, {"RGB": np.ascontiguousarray(exposed.astype(np.float16))}) as file:
        file.write(str(directory / f"{name}.exr"))
    direction, colour = strongest_light(exposed)
    record = {
        "title": title,
        "tags": list(tags),
        "licence": LICENCE,
        "sun_direction": [round(float(value), 4) for value in direction],
        "sun_color": [round(float(value), 4) for value in colour],
    }
    (directory / f"{name}.yaml").write_text(yaml.safe_dump(record, sort_keys=False), encoding="utf-8")


def shrink(image: Array, factor: int) -> Array:
    """Averages blocks of ``factor`` by ``factor`` pixels."""
    height, width = image.shape[0] // factor, image.shape[1] // factor
    return image.reshape(height, factor, width, factor, 3).mean((1, 3))
