"""What of the files and folders that a user dropped is one asset."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scenewright.assets.importing.formats import MODEL_SUFFIXES, PICTURE_SUFFIXES
from scenewright.assets.importing.surfaces import surface_in
from scenewright.assets.library import Kind
from scenewright.errors import UserError

_PANORAMAS = (".exr", ".hdr")
_MOST_FILES = 100_000
_TEXTURE_FOLDERS = ("textures", "texture", "maps", "materials", "images")
_MATERIAL_SHEET = re.compile(r"_\d+K-(JPG|PNG)$")  # ambientCG describes a surface in USD beside its maps


@dataclass(frozen=True)
class Item:
    """One asset to be: its file (or a surface's folder), what may be read for it, and what becomes of it."""

    source: Path
    root: Path
    kind: Kind


def items_in(path: Path, surface_kind: Kind = "floor") -> list[Item]:
    """Return the assets that a file or a folder holds.

    A folder of maps is one surface. In any other folder each model is an object; where robots are described, the meshes
    beside the descriptions are their parts, and pictures beside models are the models' textures.

    Args:
        path: What the user dropped; models in a folder may draw in all that it holds.
        surface_kind: What pictures become, "floor" or "wall", or "environment".

    Raises:
        UserError: There is nothing to import.
    """
    if not path.exists():
        raise UserError(f"{path} does not exist: check the path.")
    if path.is_file():
        kind = _kind(path, surface_kind)
        if kind is None:
            known = ", ".join((*MODEL_SUFFIXES, *PICTURE_SUFFIXES))
            raise UserError(f"{path} is no model and no picture: the formats are {known}.")
        return [Item(path, path.parent, kind)]
    items = list(_inside(path, path, surface_kind))
    if not items:
        raise UserError(f"{path} holds nothing to import: no model, no folder of maps, no picture of surroundings.")
    return items


def entry_name(text: str) -> str:
    """Return a name as the library has them, from a title or a file's name."""
    plain = re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
    return plain[:60].strip("_") or "asset"


def _inside(folder: Path, root: Path, surface_kind: Kind) -> Iterator[Item]:
    if surface_in(folder) is not None and not _models(folder):
        yield Item(folder, folder, surface_kind)
        return
    robots = sorted(_found(folder, (".urdf",)))
    if robots:
        yield from (Item(path, root, "object") for path in robots)
        return
    models = _models(folder)
    yield from (Item(path, root, "object") for path in models)
    files = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    if not models:
        panoramas = [path for path in files if path.suffix.lower() in _PANORAMAS]
        yield from (Item(path, folder, "environment") for path in panoramas)
    for path in files:
        is_textures = bool(models) and path.name.casefold() in _TEXTURE_FOLDERS
        if path.is_dir() and not path.is_symlink() and not is_textures:
            yield from _inside(path, root, surface_kind)


def _models(folder: Path) -> list[Path]:
    files = (path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    models = (path for path in files if path.suffix.lower() in MODEL_SUFFIXES)
    return sorted(path for path in models if not _MATERIAL_SHEET.search(path.stem))


def _found(folder: Path, suffixes: tuple[str, ...]) -> list[Path]:
    found = []
    for number, path in enumerate(folder.rglob("*")):
        if number > _MOST_FILES:
            raise UserError(f"{folder} holds more than {_MOST_FILES:,} files: name the folder of the assets in it.")
        if path.suffix.lower() in suffixes and path.is_file():
            found.append(path)
    return found


def _kind(path: Path, surface_kind: Kind) -> Kind | None:
    suffix = path.suffix.lower()
    if suffix in MODEL_SUFFIXES:
        return "object"
    if suffix in _PANORAMAS:
        return "environment"
    return surface_kind if suffix in PICTURE_SUFFIXES else None
