"""Pictures of surroundings to environments, and the linear pictures that OpenEXR and Radiance HDR files hold."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import OpenEXR
from numpy.typing import NDArray

from scenewright.assets.environments import read_environment
from scenewright.assets.importing.picture_checks import MOST_PIXELS, check_picture
from scenewright.assets.suns import strongest_light
from scenewright.errors import UserError

_TOLERANCE = 0.02
"""How far the proportions may be from 2 to 1; `read_environment` has the same."""


def write_environment(path: Path, target: Path, *, allow_outside: bool = False) -> dict[str, Any]:
    """Write an equirectangular picture as half-float OpenEXR, at most 2048 wide, and return its sun for the entry.

    Args:
        path: An .exr, .hdr, .jpg or .png; the last two are decoded from sRGB, and have no light brighter than white.
        target: The .exr to write.
        allow_outside: Let it be a link to a file outside its folder.

    Raises:
        UserError: It cannot be read, or does not show all directions.
        OSError: It cannot be written.
    """
    check_picture(path, allow_outside=allow_outside)
    source = path
    if path.suffix.lower() == ".hdr":
        linear = _read_hdr(path)
        height, width = linear.shape[:2]
        if abs(width / height / 2 - 1) > _TOLERANCE:
            raise UserError(
                f"{path} is {width} x {height} pixels, but surroundings are twice as wide as high: choose an "
                "equirectangular (360 x 180 degrees) picture."
            )
        _write_exr(linear, target)
        source = target
    radiance = read_environment(source).radiance
    _write_exr(radiance, target)
    sun = strongest_light(radiance)
    return {
        "sun": {
            "direction": [round(value, 4) for value in sun.direction],
            "color": [round(value, 4) for value in sun.color],
            "irradiance": round(sun.irradiance, 4),
        }
    }


def read_radiance(path: Path) -> NDArray[np.float32]:
    """Return the numbers of an .exr or a .hdr file that `check_picture` has let through, (H, W, 3).

    A picture without R, G and B is grey: its luminance, or else its first channel that is no opacity.

    Raises:
        UserError: It cannot be read.
    """
    if path.suffix.lower() == ".hdr":
        return _read_hdr(path)
    try:
        with OpenEXR.File(str(path), separate_channels=True) as file:
            channels = {name: np.asarray(item.pixels, np.float32) for name, item in file.channels().items()}
    except Exception as error:  # the package raises several kinds for a damaged file
        raise UserError(f"{path} cannot be read as OpenEXR: it is damaged; save it again.") from error
    grey = "Y" if "Y" in channels else next((name for name in channels if name != "A"), "A")
    names = ("R", "G", "B") if {"R", "G", "B"} <= set(channels) else (grey,) * 3
    if any(name not in channels or channels[name].ndim != 2 for name in names):
        raise UserError(f"{path} has no channels that can be shown: save it as an RGB picture.")
    return np.stack([channels[name] for name in names], axis=-1)


def _write_exr(radiance: NDArray[np.float32], target: Path) -> None:
    half = np.ascontiguousarray(np.clip(np.nan_to_num(radiance), 0, 65504), np.float16)
    header = {"compression": OpenEXR.ZIP_COMPRESSION, "type": OpenEXR.scanlineimage}
    with OpenEXR.File(header, {"RGB": half}) as file:
        file.write(str(target))


def _read_hdr(path: Path) -> NDArray[np.float32]:
    """Read Radiance's picture format: RGBE pixels, run-length coded by scanline (Ward, Real Pixels, 1991)."""
    data = path.read_bytes()
    header, _, rest = data.partition(b"\n\n")
    size, _, packed = rest.partition(b"\n")
    found = re.fullmatch(rb"-Y (\d{1,5}) \+X (\d{1,5})", size.strip())
    if not data.startswith(b"#?") or found is None or b"32-bit_rle_rgbe" not in header:
        raise UserError(f"{path} is no Radiance picture of the usual orientation: save it again as .hdr or .exr.")
    height, width = int(found[1]), int(found[2])
    if not 0 < height * width <= MOST_PIXELS or len(packed) < height * 4:
        raise UserError(f"{path} claims to be {width} x {height} pixels in {len(data):,} bytes: it is damaged.")
    try:
        rgbe = _scanlines(np.frombuffer(packed, np.uint8), width, height)
    except (IndexError, ValueError) as error:
        raise UserError(f"{path} is cut off or damaged: save it again.") from error
    scale = np.ldexp(np.float32(1), rgbe[..., 3].astype(np.int32) - 136)
    radiance: NDArray[np.float32] = np.where(rgbe[..., 3:] > 0, (rgbe[..., :3] + np.float32(0.5)) * scale[..., None], 0)
    return radiance.astype(np.float32)


def _scanlines(packed: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    rows = np.empty((height, 4, width), np.uint8)
    place = 0
    for row in rows:
        start = packed[place : place + 4].tolist()
        if not 8 <= width < 32768 or start[:2] != [2, 2] or start[2] << 8 | start[3] != width:
            flat = packed[place:]
            if len(flat) < height * width * 4 or place:
                raise ValueError("neither flat nor run-length coded")
            return flat[: height * width * 4].reshape(height, width, 4)
        place += 4
        for channel in row:
            place = _unrolled(packed, place, channel)
    return rows.transpose(0, 2, 1)


def _unrolled(packed: NDArray[np.uint8], place: int, channel: NDArray[np.uint8]) -> int:
    """Fill one channel of one line; a count above 128 repeats the next byte, else so many bytes follow."""
    done = 0
    while done < len(channel):
        count = int(packed[place])
        if count > 128:
            count -= 128
            values = packed[place + 1]
            place += 2
        else:
            values = packed[place + 1 : place + 1 + count]
            place += 1 + count
        if count == 0 or done + count > len(channel):
            raise ValueError("a run that leaves its line")
        channel[done : done + count] = values
        done += count
    return place
