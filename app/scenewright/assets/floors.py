"""Floor materials."""

from pathlib import Path
from typing import Any

import yaml

from scenewright.assets.images import read_image
from scenewright.assets.library import PICTURE_SUFFIXES
from scenewright.assets.model import FloorMaterial, Image, Material
from scenewright.errors import Problem, UserError
from scenewright.spec.yaml_text import parse_yaml

_USUAL_ROUGHNESS = 0.6
"""Of a floor that brings no map: between polished stone and carpet."""


def read_floor(path: Path) -> FloorMaterial:
    """Read a floor: a folder with base_color, normal, roughness and metallic pictures, or one picture of its colour.

    In a folder all but base_color may be missing, and `material.yaml` may say `size_m`, the edge length that the
    pictures cover; else it is 1 m.

    Raises:
        UserError: It cannot be used; all that is wrong with it is listed.
    """
    if not path.is_dir():
        colors = Material(name=path.stem, roughness=_USUAL_ROUGHNESS, base_color_map=read_image(path))
        return FloorMaterial(colors, 1.0)
    problems: list[Problem] = []
    maps = {name: _map(path, name, problems) for name in ("base_color", "normal", "roughness", "metallic")}
    size_m = _size(path / "material.yaml", problems)
    if problems:
        raise UserError(f"{path} cannot be used as a floor:", problems)
    material = Material(
        name=path.name,
        base_color_map=maps["base_color"],
        normal_map=maps["normal"],
        roughness=_USUAL_ROUGHNESS,
        roughness_map=maps["roughness"],
        metallic_map=maps["metallic"],
    )
    return FloorMaterial(material, size_m)


def _map(folder: Path, name: str, problems: list[Problem]) -> Image | None:
    candidates = (folder / f"{name}{suffix}" for suffix in PICTURE_SUFFIXES)
    path = next((path for path in candidates if path.is_file()), None)
    if path is None:
        if name == "base_color":
            problems.append(Problem("it has no base_color.jpg or base_color.png: put the floor's colours there."))
        return None
    try:
        return read_image(path)
    except UserError as error:
        problems.append(Problem(str(error)))
        return None


def _size(path: Path, problems: list[Problem]) -> float:
    """Return `size_m` of a material file, 1 m where nothing says it."""
    if not path.is_file():
        return 1.0
    try:
        data: Any = parse_yaml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        problems.append(Problem("material.yaml cannot be read as YAML: write 'size_m: 1.0' into it, or remove it."))
        return 1.0
    size = data.get("size_m", 1.0) if isinstance(data, dict) else None
    if isinstance(size, bool) or not isinstance(size, int | float) or not 0 < size < 1000:
        problems.append(Problem("material.yaml must say size_m, metres above 0, for example 'size_m: 1.0'."))
        return 1.0
    return float(size)
