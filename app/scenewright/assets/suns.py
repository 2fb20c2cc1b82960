"""Where the strongest light of a surrounding picture comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.geometry.transforms import Vector

_BELL = np.radians(7.0)
_NEAR = np.cos(np.radians(15.0))
_BRIGHT = 0.5
_LOWEST = 0.05
_COARSE_COLUMNS = 128
_ROUNDS = 5

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # linear sRGB, IEC 61966-2-1


@dataclass(frozen=True)
class Sun:
    """The strongest light of a surrounding picture, sun or lamp.

    Attributes:
        direction: Unit vector towards it, in the picture's own frame (`model.EnvironmentImage`).
        color: Linear RGB, the largest 1.
        irradiance: What a surface that faces it receives from it, in the picture's unit.
    """

    direction: Vector
    color: tuple[float, float, float]
    irradiance: float


def recorded_sun(details: Mapping[str, Any], where: str) -> Sun | None:
    """Return the sun that a library entry's description records; None where it records none in full.

    Raises:
        UserError: It is no sun.
    """
    data = details.get("sun")
    if data is None or data.get("irradiance") is None:
        return None
    try:
        direction = np.array([float(value) for value in data["direction"]])
        red, green, blue = (float(value) for value in data["color"])
        x, y, z = (float(value) for value in direction / np.linalg.norm(direction))
        return Sun((x, y, z), (red, green, blue), float(data["irradiance"]))
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"{where} does not describe a sun: it needs a direction and a color of three numbers, and an irradiance."
        ) from error


def strongest_light(radiance: NDArray[np.float32]) -> Sun:
    """Find from where above the horizon most light comes within a few degrees, and how much it is.

    The light is gathered through a bell of 7 degrees around every direction of a coarse grid, so that a spark does not
    win over a window, nor the middle of two lamps over either; then the pixels within 15 degrees that are more than
    half as bright as the brightest there are averaged, until their centre stays. They are the light: its irradiance is
    what they give a surface that faces it, in the channel that gets most; times the colour it is that of each channel.

    Args:
        radiance: (H, W, 3), as `model.EnvironmentImage` has it.
    """
    radiance = np.asarray(radiance, np.float64)
    height, width = radiance.shape[:2]
    look, solid = _directions(width, height), _solid_angles(width, height)
    luminance = radiance @ _LUMINANCE
    direction = _most_gathered(luminance * solid)
    for _ in range(_ROUNDS):
        near = look @ direction > _NEAR
        bright = near & (luminance > _BRIGHT * np.percentile(luminance[near], 99.5))
        weights = np.where(bright, luminance * solid, 0.0)
        moved = (look * weights[..., None]).sum((0, 1))
        if not moved.any():
            return Sun((0.0, 0.0, 1.0), (1.0, 1.0, 1.0), 0.0)
        direction = moved / np.linalg.norm(moved)
    facing = np.where(bright, np.clip(look @ direction, 0.0, None) * solid, 0.0)
    arriving = (radiance * facing[..., None]).sum((0, 1))
    x, y, z = (float(value) for value in direction)
    red, green, blue = (float(value) for value in arriving / arriving.max())
    return Sun((x, y, z), (red, green, blue), float(arriving.max()))


def _most_gathered(power: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the direction above the horizon around which most of a picture's light (H, W) comes."""
    step = max(1, power.shape[1] // _COARSE_COLUMNS)
    rows, columns = power.shape[0] // step, power.shape[1] // step
    blocks = power[: rows * step, : columns * step].reshape(rows, step, columns, step).sum((1, 3)).ravel()
    coarse = _directions(columns, rows).reshape(-1, 3)
    gathered = np.exp((coarse @ coarse.T - 1.0) / _BELL**2) @ blocks
    best: NDArray[np.float64] = coarse[np.argmax(np.where(coarse[:, 2] > _LOWEST, gathered, 0.0))]
    return best


def _directions(width: int, height: int) -> NDArray[np.float64]:
    """Return the unit directions (H, W, 3) of the pixels' centres."""
    azimuth = ((np.arange(width) + 0.5) / width - 0.5) * 2.0 * np.pi
    polar = (np.arange(height) + 0.5) / height * np.pi
    flat = np.sin(polar)[:, None]
    z = np.broadcast_to(np.cos(polar)[:, None], (height, width))
    return np.stack([flat * np.sin(azimuth), flat * np.cos(azimuth), z], -1)


def _solid_angles(width: int, height: int) -> NDArray[np.float64]:
    """Return the solid angle (H, 1) of the pixels of each row."""
    edge = np.cos(np.arange(height + 1) / height * np.pi)
    solid: NDArray[np.float64] = ((edge[:-1] - edge[1:]) * 2.0 * np.pi / width)[:, None]
    return solid
