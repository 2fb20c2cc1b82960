"""Image and array files: small, lossless, fast, and readable by everybody.

Pictures and masks are PNG, float images are NPZ (a ZIP of one .npy, which `numpy.load` reads). Both are compressed by
ISA-L, about nine times as fast as zlib for nearly the same size; it lets other threads run meanwhile. A project may ask
for JPEG or WebP pictures, and depth as TIFF or uncompressed (`spec.storage`); Pillow's libraries write these.
"""

import io
import struct
import zipfile
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from isal import isal_zlib
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from scenewright.arrays import load_arrays
from scenewright.spec.project import OutputSpec
from scenewright.spec.storage import JpegPicture, PngPicture, WebpPicture

DEPTHS = frozenset({"distance_to_image_plane", "distance_to_camera", "sensor_depth"})
"""The channels whose format `output.depth` chooses."""

_PREDICTOR_TAG, _OF_FLOATS = 317, 3
_TIFF: dict[str, Any] = {"compression": "tiff_adobe_deflate", "tiffinfo": {_PREDICTOR_TAG: _OF_FLOATS}}

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_COLOR_TYPES = {1: 0, 3: 2, 4: 6}
"""Channels to the colour type of the PNG specification, section 11.2.1."""
_PNG_PALETTE = 3
_FILTER_UP = 2
_MEMBER = b"image.npy"
_EARLIEST_ZIP_DATE = 0x0021
"""1 January 1980: the same image always gives the same bytes."""


def encode_png(pixels: NDArray[Any], level: int = 1, palette: NDArray[np.uint8] | None = None) -> bytes:
    """Return pixels as a PNG file, unchanged.

    Every row is stored as its difference to the row above (filter UP), which measured well for pictures and masks.

    Args:
        pixels: uint8 (H, W), (H, W, 3) or (H, W, 4), or uint16 (H, W).
        level: Effort from 0 to 3; beyond 1 it hardly helps.
        palette: Colours (256, 3), where uint8 (H, W) pixels are places in it.
    """
    height, width = pixels.shape[:2]
    channels = 1 if pixels.ndim == 2 else pixels.shape[2]
    if pixels.dtype not in (np.uint8, np.uint16) or (pixels.dtype == np.uint16 and channels != 1):
        raise TypeError(f"cannot store {pixels.dtype} {pixels.shape} as PNG")
    samples = _packed(pixels).astype(pixels.dtype.newbyteorder(">"), copy=False)
    rows = samples.view(np.uint8).reshape(height, -1)
    filtered = np.empty((height, rows.shape[1] + 1), np.uint8)
    filtered[:, 0] = _FILTER_UP
    filtered[0, 1:] = rows[0]
    np.subtract(rows[1:], rows[:-1], out=filtered[1:, 1:])
    color_type = _PNG_COLOR_TYPES[channels] if palette is None else _PNG_PALETTE
    header = struct.pack(">IIBBBBB", width, height, 8 * pixels.itemsize, color_type, 0, 0, 0)
    colors = () if palette is None else ((b"PLTE", palette.tobytes()),)
    chunks = ((b"IHDR", header), *colors, (b"IDAT", isal_zlib.compress(filtered, level)), (b"IEND", b""))
    return _PNG_SIGNATURE + b"".join(_png_chunk(kind, data) for kind, data in chunks)


def encode_npz(array: NDArray[Any]) -> bytes:
    """Return an array as an NPZ file of one member, unchanged."""
    values = np.ascontiguousarray(array)
    buffer = io.BytesIO()
    np.lib.format.write_array_header_1_0(buffer, np.lib.format.header_data_from_array_1_0(values))
    header = buffer.getvalue()
    # Header and values one after the other: joining them first would copy megabytes while other threads wait.
    deflate = isal_zlib.compressobj(1, wbits=-15)
    data = b"".join((deflate.compress(header), deflate.compress(values), deflate.flush()))
    checksum = isal_zlib.crc32(values, isal_zlib.crc32(header))
    sizes = len(data), len(header) + values.nbytes, len(_MEMBER), 0
    common = struct.pack("<HHHHHIIIHH", 20, 0, zipfile.ZIP_DEFLATED, 0, _EARLIEST_ZIP_DATE, checksum, *sizes)
    local = b"PK\x03\x04" + common + _MEMBER
    central = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + _MEMBER
    end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local) + len(data), 0)
    return b"".join((local, data, central, end))


def encode_array(array: NDArray[Any]) -> tuple[str, bytes]:
    """Return the file name suffix and the bytes that hold an image: PNG for integers of up to 16 bits, else NPZ."""
    fits = array.dtype.kind != "f" and array.dtype.itemsize <= 2
    return (".png", encode_png(array)) if fits else (".npz", encode_npz(array))


def encode_image(channel: str, image: NDArray[Any], output: OutputSpec) -> tuple[str, bytes]:
    """Return the file name suffix and the bytes that hold a channel's image, as a project wants them stored."""
    values = stored(channel, image)
    if channel == "rgb":
        return _encoded_picture(values, output)
    if output.depth != "npz" and channel in DEPTHS:
        return (".npy", _npy(values)) if output.depth == "npy" else (".tiff", _saved(values, "TIFF", **_TIFF))
    return encode_array(values)


def read_array(path: Path) -> NDArray[Any]:
    """Return the image in an .npz or .npy file, or a picture.

    Raises:
        OSError: The file cannot be read.
        ValueError: It holds no image.
    """
    # NumPy leaves a damaged file open unless it is ours to close.
    with path.open("rb") as file:
        return _read_from(file, path.suffix, str(path))


def array_from(content: bytes, suffix: str) -> NDArray[Any]:
    """Return the image in the bytes of a file whose name ends in .npz, .npy, .png or as another picture.

    Raises:
        ValueError: They are no image.
    """
    return _read_from(io.BytesIO(content), suffix, f"the {suffix} file")


def stored(channel: str, image: NDArray[Any]) -> NDArray[Any]:
    """Return an image in the type in which files hold it: normals in half precision.

    That is finer than what a normal is used for, and halves the largest file of a frame.
    """
    return image.astype(np.float16, copy=False) if channel.endswith("normals") else image


def in_full(image: NDArray[Any]) -> NDArray[Any]:
    """Return an image with its floats, if it has any, as float32."""
    return image.astype(np.float32, copy=False) if image.dtype.kind == "f" else image


def _encoded_picture(pixels: NDArray[Any], output: OutputSpec) -> tuple[str, bytes]:
    match output.picture:
        case JpegPicture(quality=quality):
            return ".jpg", _saved(pixels, "JPEG", quality=quality, subsampling=0)
        case WebpPicture(lossless=lossless, quality=quality):
            # Without a loss, Pillow's quality is the effort: 0 is many times as fast for a tenth more bytes.
            return ".webp", _saved(pixels, "WEBP", lossless=lossless, quality=0 if lossless else quality, method=0)
        case PngPicture(level=level):
            return ".png", encode_png(pixels, level)


def _saved(pixels: NDArray[Any], kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, kind, **options)
    return buffer.getvalue()


def _npy(values: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values)
    return buffer.getvalue()


def _read_from(file: BinaryIO, suffix: str, name: str) -> NDArray[Any]:
    if suffix not in (".npz", ".npy"):
        return _read_picture(file, name)
    try:
        return next(iter(load_arrays(file).values()))
    except (ValueError, StopIteration) as error:
        raise ValueError(f"{name} holds no array: {error}") from error


def _read_picture(file: BinaryIO, name: str) -> NDArray[Any]:
    try:
        with Image.open(file) as image:
            return np.array(image)
    except (UnidentifiedImageError, SyntaxError) as error:
        raise ValueError(f"{name} holds no picture: {error}") from error


def _packed(pixels: NDArray[Any]) -> NDArray[Any]:
    """Return pixels without gaps between them, as pictures from a graphics card have, where alpha was.

    Channel by channel: NumPy copies three bytes at a time four times as slowly.
    """
    if pixels.ndim == 2 or pixels.flags.c_contiguous:
        return np.ascontiguousarray(pixels)
    packed = np.empty(pixels.shape, pixels.dtype)
    for channel in range(pixels.shape[2]):
        packed[..., channel] = pixels[..., channel]
    return packed


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return b"".join(
        (struct.pack(">I", len(data)), kind, data, struct.pack(">I", isal_zlib.crc32(data, isal_zlib.crc32(kind))))
    )
