"""What is measured of pictures: light, colour, sharpness, and prints by which alike ones are found.

Prints: of the pixels (BLAKE2b, 64 bits), and of the difference between neighbours in a 9 x 8 thumbnail (dHash, Krawetz
2013), which changes little where the picture does.
"""

from hashlib import blake2b
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

_WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Luma of ITU-R BT.709."""


PICTURE = np.dtype(
    [
        ("measured", np.int8),
        ("brightness", np.float32),
        ("contrast", np.float32),
        ("saturation", np.float32),
        ("red", np.float32),
        ("green", np.float32),
        ("blue", np.float32),
        ("sharpness", np.float32),
        ("spectrum", np.float32),
        ("width", np.int32),
        ("height", np.int32),
        ("pixels", np.uint64),
        ("look", np.uint64),
    ]
)
"""What is measured of a picture.

measured: NOT_YET, MEASURED or UNREADABLE; all else is NaN or 0 unless it is MEASURED.
brightness: mean luma, 0 to 1.
contrast: standard deviation of luma, 0 to 0.5.
saturation: mean of (max - min) / max over the colours, 0 to 1.
red, green, blue: means, 0 to 1.
sharpness: variance of the Laplacian of luma (0 to 255): low where a picture is blurred.
spectrum: by how many powers the spectrum falls with frequency; about 1 to 1.5 of natural pictures.
width, height: of the file's picture, pixels.
pixels: print of the exact pixels.
look: print of the look.
"""

Pictures = NDArray[np.void]
"""(N,) of PICTURE, one for each image of a dataset."""

NOT_YET, MEASURED, UNREADABLE = 0, 1, 2


def unmeasured(count: int, measured: int = NOT_YET) -> Pictures:
    """Return rows of which nothing is known, (count,)."""
    rows = np.zeros(count, PICTURE)
    for name in PICTURE.names or ():
        if PICTURE[name].kind == "f":
            rows[name] = np.nan
    rows["measured"] = measured
    return rows


def measure_file(path: Path) -> Pictures:
    """Return what is measured of a picture file, (1,)."""
    try:
        with Image.open(path) as image:
            rgb = np.asarray(image.convert("RGB"))
    except (OSError, UnidentifiedImageError, ValueError, SyntaxError, Image.DecompressionBombError):
        return unmeasured(1, UNREADABLE)
    return measure_picture(rgb)


def measure_picture(rgb: NDArray[np.uint8]) -> Pictures:
    """Return what is measured of a picture (H, W, 3), sRGB, (1,)."""
    colors = rgb.astype(np.float32)
    luma = colors @ _WEIGHTS
    highest, lowest = rgb.max(axis=2).astype(np.float32), rgb.min(axis=2)
    row = np.zeros(1, PICTURE)
    row["measured"] = MEASURED
    row["brightness"] = luma.mean() / 255
    row["contrast"] = luma.std() / 255
    row["saturation"] = np.mean((highest - lowest) / np.maximum(highest, 1))
    for number, name in enumerate(("red", "green", "blue")):
        row[name] = colors[..., number].mean() / 255
    row["sharpness"] = _sharpness(luma)
    row["spectrum"] = _spectrum(luma)
    row["height"], row["width"] = rgb.shape[:2]
    row["pixels"] = int.from_bytes(blake2b(rgb.tobytes(), digest_size=8, key=str(rgb.shape).encode()).digest())
    row["look"] = _look(luma)
    return row


def _sharpness(luma: NDArray[np.float32]) -> float:
    if min(luma.shape) < 3:
        return float("nan")
    inner = luma[1:-1, 1:-1]
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * inner
    return float(laplacian.var())


def _spectrum(luma: NDArray[np.float32]) -> float:
    """Return the slope of log amplitude over log frequency, from 1/32 to 1/4 cycles a pixel, sign turned."""
    side = 1 << (min(luma.shape).bit_length() - 1)
    if side < 64:
        return float("nan")
    side = min(side, 256)
    top, left = (luma.shape[0] - side) // 2, (luma.shape[1] - side) // 2
    window = np.hanning(side).astype(np.float32)
    part = luma[top : top + side, left : left + side]
    amplitude = np.abs(np.fft.rfft2((part - part.mean()) * window[:, None] * window))
    radius = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side))
    rings = np.geomspace(1 / 32, 1 / 4, 9)
    middles = [float(amplitude[(radius >= a) & (radius < b)].mean()) for a, b in pairwise(rings)]
    if min(middles) <= 1e-6:
        return float("nan")
    slope = np.polyfit(np.log(np.sqrt(rings[:-1] * rings[1:])), np.log(middles), 1)[0]
    return float(-slope)


def _look(luma: NDArray[np.float32]) -> int:
    small = np.asarray(Image.fromarray(luma).resize((9, 8), Image.Resampling.BOX))
    bits = (small[:, 1:] > small[:, :-1]).ravel()
    return int.from_bytes(np.packbits(bits).tobytes())
