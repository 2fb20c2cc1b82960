"""Pictures of other programs' materials as this program's images."""

from typing import Any

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from scenewright.assets.images import LONGEST_EDGE_PX, linear_from_srgb, srgb_from_linear
from scenewright.assets.model import Image
from scenewright.errors import UserError

_MOST_PIXELS = 8192 * 8192


def image_of(picture: PIL.Image.Image, name: str) -> Image:
    """Return a picture as RGB, scaled down to what the engine can use.

    Raises:
        UserError: It is damaged or has too many pixels.
    """
    if picture.width * picture.height > _MOST_PIXELS:
        raise UserError(f"'{name}' has too many pixels: scale it down to at most 8192 x 8192.")
    try:
        rgb = picture.convert("RGB")
    except Exception as error:  # Pillow's plug-ins raise nearly anything for a damaged file
        raise UserError(f"'{name}' cannot be read as a picture: save it again as PNG or JPEG.") from error
    edge = max(rgb.size)
    if edge > LONGEST_EDGE_PX:
        width, height = (max(1, round(side * LONGEST_EDGE_PX / edge)) for side in rgb.size)
        rgb = rgb.resize((width, height), PIL.Image.Resampling.BOX)
    return Image(name, np.asarray(rgb, np.uint8))


def tinted(image: Image, factor: tuple[float, float, float]) -> Image:
    """Return a colour map times a linear factor, as this program has no factor beside a map."""
    if max(abs(part - 1) for part in factor) < 1e-3:
        return image
    linear = linear_from_srgb(image.pixels.astype(np.float32) / np.float32(255)) * np.array(factor, np.float32)
    return Image(f"{image.source}*", _bytes(srgb_from_linear(linear)))


def channel(image: Image, place: int, factor: float = 1.0) -> Image:
    """Return one channel of a data map times a factor, as grey."""
    values = image.pixels[..., place].astype(np.float32) * np.float32(factor / 255)
    return Image(f"{image.source}/{place}", np.repeat(_bytes(values)[..., None], 3, axis=2))


def flipped_green(image: Image) -> Image:
    """Return a DirectX normal map as an OpenGL one: its green points the other way."""
    pixels = image.pixels.copy()
    pixels[..., 1] = 255 - pixels[..., 1]
    return Image(f"{image.source}/gl", pixels)


def _bytes(values: NDArray[Any]) -> NDArray[np.uint8]:
    stored: NDArray[np.uint8] = (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
    return stored
