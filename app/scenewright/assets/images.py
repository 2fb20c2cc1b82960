"""Pictures to 8-bit arrays."""

import hashlib
import io
import warnings
from pathlib import Path

import numpy as np
import PIL.Image
from numpy.typing import NDArray

from scenewright.assets.model import Image
from scenewright.errors import UserError

LONGEST_EDGE_PX = 2048
"""Larger textures are scaled down: more cannot be seen in the images a dataset has, and the GPU's memory is finite."""


def decoded(data: bytes, name: str) -> NDArray[np.uint8]:
    """Return a picture as uint8 (H, W, 4), row 0 at the top, scaled down to `LONGEST_EDGE_PX`.

    Args:
        data: The file's bytes, in any format Pillow knows.
        name: What to call it in an error.

    Raises:
        UserError: It is no picture, is damaged, or has too many pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PIL.Image.DecompressionBombWarning)
            warnings.simplefilter("ignore", UserWarning)  # remarks on damaged metadata, which nobody needs
            with PIL.Image.open(io.BytesIO(data)) as picture:
                rgba = _in_rgba(picture)
    except (PIL.Image.DecompressionBombWarning, PIL.Image.DecompressionBombError) as error:
        raise UserError(f"{name} has too many pixels: scale it down to at most 8192 x 8192.") from error
    except Exception as error:  # Pillow's plug-ins raise nearly anything for a damaged file
        raise UserError(f"{name} cannot be read as a picture: save it again as PNG or JPEG.") from error
    edge = max(rgba.size)
    if edge > LONGEST_EDGE_PX:
        width, height = (max(1, round(side * LONGEST_EDGE_PX / edge)) for side in rgba.size)
        rgba = rgba.resize((width, height), PIL.Image.Resampling.BOX)
    return np.asarray(rgba, np.uint8)


def read_image(path: Path) -> Image:
    """Read a picture file as RGB.

    Raises:
        UserError: It cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be opened ({error.strerror}): check the path.") from error
    return Image(content_name(str(path.resolve()), data), np.ascontiguousarray(decoded(data, str(path))[..., :3]))


def content_name(source: str, data: bytes) -> str:
    """Return a name for what a file holds now: another once it has changed, so that no cache shows the old."""
    return f"{source}@{hashlib.blake2b(data, digest_size=8).hexdigest()}"


def linear_from_srgb(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return linear light for sRGB values, both 0..1 (IEC 61966-2-1)."""
    linear = np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    return linear.astype(np.float32)


def srgb_from_linear(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return sRGB values for linear light, both 0..1 (IEC 61966-2-1)."""
    encoded = np.where(values <= 0.0031308, values * 12.92, 1.055 * np.maximum(values, 0) ** (1 / 2.4) - 0.055)
    return encoded.astype(np.float32)


def _in_rgba(picture: PIL.Image.Image) -> PIL.Image.Image:
    if picture.mode.startswith("I"):  # 16 bits, which Pillow would cut off at 255
        sixteen = np.asarray(picture).astype(np.float64)
        return PIL.Image.fromarray(np.clip(sixteen / 257 + 0.5, 0, 255).astype(np.uint8)).convert("RGBA")
    return picture.convert("RGBA")
