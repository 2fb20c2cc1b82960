"""Folders of maps, as texture sites give them, and single pictures, to floors and walls.

Namings: ambientCG (``Bricks076_1K-JPG_NormalGL.jpg``), Poly Haven (``brown_mud_nor_gl_1k.png``), and others in use.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image
import yaml
from numpy.typing import NDArray

from scenewright.assets.images import LONGEST_EDGE_PX, decoded
from scenewright.assets.importing.formats import PICTURE_SUFFIXES
from scenewright.assets.importing.panoramas import read_radiance
from scenewright.errors import UserError

Pixels = NDArray[np.uint8]

_WORDS: Mapping[str, str] = {
    "base_color": "color|colour|col|diff|diffuse|albedo|basecolor|base_color|base color|alb",
    "normal_gl": "normalgl|nor_gl|normal_gl|normal_ogl|normal_opengl|normal|nor|nrm|norm|normalmap",
    "normal_dx": "normaldx|nor_dx|normal_dx|normal_directx",
    "roughness": "roughness|rough|rgh",
    "gloss": "gloss|glossiness|smoothness",
    "metallic": "metalness|metallic|metal|met",
    "packed": "arm|orm",
    "other": "ambientocclusion|ao|occlusion|displacement|disp|height|bump|opacity|mask|preview|thumbnail|specular|spec",
}
_SIZE = r"(?:[_\-. ]*\d+k(?:[-_](?:jpg|png|exr))?)?"
_PATTERNS = {role: re.compile(rf"(?:^|[_\-. ])(?:{words}){_SIZE}$", re.IGNORECASE) for role, words in _WORDS.items()}
_ROLES = ("base_color", "normal_gl", "normal_dx", "roughness", "gloss", "metallic", "packed")


@dataclass(frozen=True)
class Surface:
    """Maps that belong together, by role; `base_color` is among them."""

    maps: Mapping[str, Path]


def surface_in(place: Path) -> Surface | None:
    """Return the surface that a folder of maps, or one picture, shows; None where there is none.

    Of several pictures for one role the one with the most common prefix, then the first by name, is taken.
    """
    if place.is_file():
        return Surface({"base_color": place}) if place.suffix.lower() in PICTURE_SUFFIXES else None
    maps: dict[str, Path] = {}
    files = sorted(path for path in place.iterdir() if path.is_file() and not path.name.startswith("."))
    for path in files:
        role = _role(path)
        if role in _ROLES:
            maps.setdefault(role, path)
    return Surface(maps) if "base_color" in maps and len(maps) > 1 else None


def write_surface(surface: Surface, folder: Path, size_m: float) -> tuple[str, ...]:
    """Write the maps as the library has them, and say what was done to them.

    Args:
        surface: The maps.
        folder: An empty folder.
        size_m: Edge length that one copy of the maps covers, metres.

    Raises:
        UserError: A map cannot be read.
        OSError: The folder cannot be written.
    """
    said: list[str] = []
    colors = _pixels(surface.maps["base_color"], is_color=True)
    height, width = colors.shape[:2]
    found = {"normal": _normal(surface, said), **_numbers(surface, said)}
    _save(colors, folder / "base_color.jpg", 90)
    for name, pixels in found.items():
        if pixels is not None:
            if pixels.shape[:2] != (height, width):
                said.append(f"The {name} map was scaled to {width} x {height}, the size of the colours.")
            _save(_resized(pixels, width, height), folder / f"{name}.jpg", 92)
    if width != height:
        said.append(f"It is {width} x {height}: a pattern covers a square, so it is drawn squeezed.")
    (folder / "material.yaml").write_text(yaml.safe_dump({"size_m": float(size_m)}), encoding="utf-8")
    return tuple(said)


def _role(path: Path) -> str:
    if path.suffix.lower() not in PICTURE_SUFFIXES:
        return ""
    stem = path.stem
    return next((role for role in ("normal_dx", *_PATTERNS) if _PATTERNS[role].search(stem)), "")


def _normal(surface: Surface, said: list[str]) -> Pixels | None:
    if "normal_gl" in surface.maps:
        return _pixels(surface.maps["normal_gl"])
    if "normal_dx" not in surface.maps:
        return None
    pixels = _pixels(surface.maps["normal_dx"]).copy()
    pixels[..., 1] = 255 - pixels[..., 1]
    said.append("The normal map was DirectX's: its green was turned round.")
    return pixels


def _numbers(surface: Surface, said: list[str]) -> dict[str, Pixels | None]:
    maps = surface.maps
    roughness = _pixels(maps["roughness"])[..., :1] if "roughness" in maps else None
    metallic = _pixels(maps["metallic"])[..., :1] if "metallic" in maps else None
    if roughness is None and "gloss" in maps:
        roughness = 255 - _pixels(maps["gloss"])[..., :1]
        said.append("Its gloss map was turned into roughness.")
    if "packed" in maps:
        packed = _pixels(maps["packed"])
        roughness = packed[..., 1:2] if roughness is None else roughness
        metallic = packed[..., 2:3] if metallic is None else metallic
        said.append("Roughness and metalness were taken out of one packed picture.")
    if metallic is not None and not metallic.any():
        metallic = None  # nothing of it is metal
    return {"roughness": roughness, "metallic": metallic}


def _pixels(path: Path, *, is_color: bool = False) -> Pixels:
    """Return a map (H, W, 3); numbers of an EXR are taken as they are, its colours are coded as sRGB."""
    if path.suffix.lower() not in (".exr", ".hdr"):
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UserError(f"{path} cannot be opened ({error.strerror}): check the path.") from error
        return np.ascontiguousarray(decoded(data, str(path))[..., :3])
    values = np.clip(np.nan_to_num(read_radiance(path)), 0, 1)
    if is_color:
        values = np.where(values <= 0.0031308, values * 12.92, 1.055 * values ** (1 / 2.4) - 0.055)
    pixels = np.rint(values * 255).astype(np.uint8)
    height, width = pixels.shape[:2]
    share = min(1.0, LONGEST_EDGE_PX / max(height, width))
    return _resized(pixels, max(1, round(width * share)), max(1, round(height * share)))


def _resized(pixels: Pixels, width: int, height: int) -> Pixels:
    if pixels.shape[:2] == (height, width):
        return pixels
    grey = pixels.shape[2] == 1
    picture = PIL.Image.fromarray(pixels[..., 0] if grey else pixels)
    scaled = np.asarray(picture.resize((width, height), PIL.Image.Resampling.BOX), np.uint8)
    return scaled[..., None] if grey else scaled


def _save(pixels: Pixels, path: Path, quality: int) -> None:
    PIL.Image.fromarray(pixels[..., 0] if pixels.shape[2] == 1 else pixels).save(path, quality=quality, subsampling=0)
