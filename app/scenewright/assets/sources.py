"""What a source's name in a project means."""

import difflib
from pathlib import Path
from typing import Literal

from scenewright.assets.library import PICTURE_SUFFIXES, SUFFIXES, Kind, decals, library
from scenewright.errors import Problem, UserError
from scenewright.spec.project import references
from scenewright.spec.yaml_io import ProjectFile

Picture = Literal["decal", "backdrop"]
SourceKind = Kind | Literal["texture"] | Picture
"""What a project can name.

A texture is a floor's or a wall's material, worn by an object; a decal is a sticker on it; a backdrop is a picture, or
a folder of pictures, behind everything.
"""


def resolve(kind: SourceKind, source: str, base: Path) -> Path:
    """Return the file (or, for a floor, the folder or picture) that a source names.

    Args:
        kind: What it is a source of.
        source: A library entry's name, or a path, which has a slash or a suffix.
        base: The project's folder, where relative paths start.

    Raises:
        UserError: There is no such file or entry, or it is of a kind that cannot be read.
    """
    if kind == "texture":
        own = {} if _is_path(source) else library("wall")
        return own[source] if source in own else resolve("floor", source, base)
    if _is_path(source):
        return _file(kind, source, base)
    if kind == "backdrop":
        if (base / source).is_dir():
            return _file(kind, source, base)
        raise UserError(f"there is no picture '{source}' and no folder: check the path from the project's folder.")
    known = decals() if kind == "decal" else library(kind)
    if source in known:
        return known[source]
    raise UserError(f"there is no {kind} '{source}' in the library: {_advice(kind, source, base, list(known))}")


def missing(file: ProjectFile) -> list[Problem]:
    """Return every source of a project that names nothing, with its line."""
    problems = []
    for kind, location, source in references(file.spec):
        try:
            resolve(kind, source, file.path.parent)
        except UserError as error:
            problems.append(file.problem(location, str(error)))
    return problems


def _is_path(source: str) -> bool:
    return "/" in source or "\\" in source or Path(source).suffix != ""


def _file(kind: Kind | Picture, source: str, base: Path) -> Path:
    path = base / Path(source).expanduser()
    if not path.exists():
        raise UserError(f"{path} does not exist: check the path; it starts from the project's folder.")
    if path.is_dir():
        if kind in ("floor", "wall", "backdrop"):
            return path
        raise UserError(f"{path} is a folder: name the file inside it.")
    suffixes = PICTURE_SUFFIXES if kind == "decal" or kind == "backdrop" else SUFFIXES[kind]
    if path.suffix.lower() not in suffixes:
        usable = ", ".join(suffixes)
        raise UserError(f"{path} cannot be read as {kind}: convert it to one of {usable}.")
    return path


def _advice(kind: Kind | Picture, source: str, base: Path, known: list[str]) -> str:
    if (base / source).exists():
        return f"for the one in the project's folder write './{source}'."
    close = difflib.get_close_matches(source, known, n=3, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    suffix = PICTURE_SUFFIXES[-1] if kind == "decal" or kind == "backdrop" else SUFFIXES[kind][0]
    names = f"choose one of {', '.join(known)}, or " if known else ""
    return f"{names}write the path of a file, such as './{source}{suffix}'."
