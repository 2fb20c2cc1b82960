"""Where the strongest light of a surrounding picture comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.errors import UserError
from scenewright.geometry.transforms import Vector

_BRIGHT_SHARE = 0.002
"""Of the whole sphere: about as much as a large window or soft box covers."""

_NEAR = np.cos(np.radians(25))
_MOST_PLACES = 256

_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])  # linear sRGB, IEC 61966-2-1


@dataclass(frozen=True)
class Sun:
    """The strongest light of a surrounding picture, sun or lamp.

    Attributes:
        direction: Unit vector towards it, in the picture's own frame (`model.EnvironmentImage`).
        color: Linear RGB, the largest 1.
        irradiance: What a surface that faces it receives from it in its strongest colour, in the picture's unit.
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


def brightest_light(radiance: np.ndarray[Any, np.dtype[np.float32]]) -> Sun:
    """Find the strongest light in a picture (H, W, 3): the centre of its brightest region.

    The region is the brightest 0.2 % of the sphere's solid angle, and only its part around the brightest place: two
    lamps do not make a sun between them.
    """
    height, width = radiance.shape[:2]
    polar = (np.arange(height) + 0.5) / height * np.pi
    around = ((np.arange(width) + 0.5) / width - 0.5) * 2 * np.pi
    across = np.sin(polar)[:, None]
    toward = np.stack(
        [across * np.sin(around), across * np.cos(around), np.broadcast_to(np.cos(polar)[:, None], (height, width))], -1
    )
    solid = np.broadcast_to(across * (np.pi / height) * (2 * np.pi / width), (height, width))
    luminance = radiance @ _LUMINANCE
    order = np.argsort(luminance, axis=None)[::-1]
    count = int(np.searchsorted(np.cumsum(solid.ravel()[order]), _BRIGHT_SHARE * 4 * np.pi)) + 1
    bright = order[:count]
    vectors, weights = toward.reshape(-1, 3)[bright], solid.ravel()[bright] * luminance.ravel()[bright]
    seed = _most_gathered(vectors, weights)
    for _ in range(3):
        near = vectors @ (seed / max(float(np.linalg.norm(seed)), 1e-9)) > _NEAR
        seed = (vectors[near] * weights[near, None]).sum(axis=0)
    length = float(np.linalg.norm(seed))
    x, y, z = (float(value) for value in (seed / length if length > 0 else (0.0, 0.0, 1.0)))
    near = vectors @ np.array([x, y, z]) > _NEAR
    flux = (radiance.reshape(-1, 3)[bright][near] * solid.ravel()[bright][near, None]).sum(axis=0)
    brightest = max(float(flux.max()), 1e-9)
    red, green, blue = (float(value) for value in flux / brightest)
    return Sun((x, y, z), (red, green, blue), float(flux.max()))


def _most_gathered(vectors: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the direction that most of the bright pixels' light is near to, of a sample of their own directions."""
    places = vectors[:: max(1, len(vectors) // _MOST_PLACES)]
    gathered = [float(weights[vectors @ place > _NEAR].sum()) for place in places]
    best: NDArray[np.float64] = places[int(np.argmax(gathered))]
    return best
