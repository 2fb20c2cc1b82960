"""Folders of maps, as texture sites give them, and single pictures, to floors and walls."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import PIL.Image
import yaml
from numpy.typing import NDArray

from scenewright.assets.images import LONGEST_EDGE_PX, decoded, srgb_from_linear
from scenewright.assets.importing.formats import PICTURE_SUFFIXES
from scenewright.assets.importing.map_names import role_of
from scenewright.assets.importing.panoramas import read_radiance
from scenewright.assets.importing.picture_checks import check_picture
from scenewright.errors import UserError

Pixels = NDArray[np.uint8]

_LARGEST_M = 1000.0


@dataclass(frozen=True)
class Surface:
    """Maps that belong together, by role; `base_color` is among them.

    Attributes:
        maps: The files by what they are: base_color, normal_gl, normal_dx, roughness, gloss, metallic, packed.
        left_out: What the maps of other surfaces in the same folder have in common in their names.
    """

    maps: Mapping[str, Path]
    left_out: tuple[str, ...] = ()


def surface_in(place: Path) -> Surface | None:
    """Return the surface that a folder of maps, or one picture, shows; None where there is none.

    Only names are looked at (`map_names`). Maps of one surface have the rest of their names in common; of several
    surfaces in one folder the one with the most maps, then the first by name, is taken. Of several files for one map
    it is the first by name.
    """
    if place.is_file():
        return Surface({"base_color": place}) if place.suffix.lower() in PICTURE_SUFFIXES else None
    found = _found(place)
    whole = sorted((prefix for prefix, maps in found.items() if "base_color" in maps), key=lambda p: -len(found[p]))
    if not whole:
        return None
    maps = found[whole[0]]
    if len(whole) == 1:  # maps of nearly its name can only be its own, as rock_mixed_ao.png beside rock_color.png
        for name, others in found.items():
            if name.startswith(whole[0]) or whole[0].startswith(name):
                maps = others | maps
    if len(maps) < 2:
        return None  # one picture of a colour among others may be anything
    return Surface({role: path for role, path in maps.items() if role != "other"}, tuple(whole[1:]))


def write_surface(
    surface: Surface, folder: Path, size_m: float = 1.0, *, allow_outside: bool = False
) -> tuple[str, ...]:
    """Write the maps as the library has them, and say what was done to them.

    All maps get the size of the colours, at most `LONGEST_EDGE_PX`.

    Args:
        surface: The maps.
        folder: An empty folder.
        size_m: Edge length that one copy of the maps covers, metres.
        allow_outside: Let maps be links to files outside their folder.

    Raises:
        UserError: A map cannot be read, or the edge length cannot be.
        OSError: The folder cannot be written.
    """
    if not 0 < size_m < _LARGEST_M:
        raise UserError(f"A pattern cannot cover {size_m} m: state an edge length above 0 and below 1000 m, as 1.0.")
    for path in surface.maps.values():
        check_picture(path, allow_outside=allow_outside)
    said: list[str] = []
    if surface.left_out:
        others = ", ".join(f"'{name}'" for name in surface.left_out[:5])
        said.append(f"The folder holds maps of other surfaces too ({others}): give each a folder to import them.")
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


def _found(folder: Path) -> dict[str, dict[str, Path]]:
    """Return the maps in a folder by the rest of their names, and by role."""
    found: dict[str, dict[str, Path]] = defaultdict(dict)
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in PICTURE_SUFFIXES and path.is_file() and not path.name.startswith("."):
            named = role_of(path.stem)
            if named is not None:
                prefix, role = named
                found[prefix].setdefault(role, path)
    return found


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
        return np.ascontiguousarray(decoded(path.read_bytes(), str(path))[..., :3])
    values = np.clip(np.nan_to_num(read_radiance(path)), 0, 1)
    if is_color:
        values = srgb_from_linear(values)
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
