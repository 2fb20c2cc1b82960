"""Surrounding pictures."""

from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from scenewright.assets.images import content_name, linear_from_srgb, read_image
from scenewright.assets.model import EnvironmentImage
from scenewright.errors import UserError

_WIDEST_PX = 2048
_BRIGHTEST = 65504.0
"""The largest number of half floats, which the engine keeps radiance in."""


def read_environment(path: Path) -> EnvironmentImage:
    """Read an equirectangular picture: linear .exr, or .jpg or .png, which is decoded from sRGB.

    What is no number or negative becomes 0, and what is above 65504 (infinity too) becomes 65504. Pictures wider than
    2048 pixels are scaled down by area, so that their light stays what it was.

    Raises:
        UserError: It cannot be read, or is not twice as wide as high within 2 %.
    """
    if path.suffix.lower() == ".exr":
        radiance = _read_exr(path)
    else:
        radiance = linear_from_srgb(read_image(path).pixels.astype(np.float32) / np.float32(255))
    height, width = radiance.shape[:2]
    if abs(width / height / 2 - 1) > 0.02:
        raise UserError(
            f"{path} is {width} x {height} pixels, but a surrounding picture shows all directions and is twice as wide "
            "as high: choose an equirectangular (360 x 180 degrees) one."
        )
    usable = np.clip(np.nan_to_num(radiance, nan=0.0, posinf=_BRIGHTEST, neginf=0.0), 0.0, _BRIGHTEST)
    return EnvironmentImage(
        content_name(str(path.resolve()), path.read_bytes()), np.ascontiguousarray(_shrunk(usable), np.float32)
    )


def _read_exr(path: Path) -> NDArray[np.float32]:
    try:
        with OpenEXR.File(str(path), separate_channels=True) as file:
            channels: dict[str, NDArray[Any]] = {name: item.pixels for name, item in file.channels().items()}
    except Exception as error:  # the package raises several kinds for a damaged file
        raise UserError(
            f"{path} cannot be read as OpenEXR: it is damaged or of another format; save it again."
        ) from error
    names = ("R", "G", "B") if "R" in channels else ("Y", "Y", "Y")
    if any(name not in channels or channels[name].ndim != 2 for name in names):
        raise UserError(f"{path} has no R, G and B channels (it has {', '.join(channels)}): save it as an RGB picture.")
    return np.stack([channels[name].astype(np.float32) for name in names], axis=-1)


def _shrunk(radiance: NDArray[np.float32]) -> NDArray[np.float32]:
    height, width = radiance.shape[:2]
    if width <= _WIDEST_PX:
        return radiance
    rows = max(1, round(height * _WIDEST_PX / width))
    layers = [_averaged(_averaged(radiance[..., k].T, _WIDEST_PX).T, rows) for k in range(3)]
    return np.stack(layers, axis=-1)


def _averaged(rows: NDArray[np.float32], count: int) -> NDArray[np.float32]:
    """Return rows (N, M) averaged to (count, M), each by its exact share: a sun of one pixel keeps its light."""
    given = len(rows)
    sums = np.zeros((given + 1, rows.shape[1]))
    np.cumsum(rows, axis=0, dtype=float, out=sums[1:])
    edges = np.linspace(0, given, count + 1)
    below = np.minimum(edges.astype(int), given - 1)
    share = (edges - below)[:, None]
    at_edges = sums[below] * (1 - share) + sums[below + 1] * share
    averages: NDArray[np.float32] = (np.diff(at_edges, axis=0) * (count / given)).astype(np.float32)
    return averages
