"""What a source's name in a project means."""

import difflib
from pathlib import Path
from typing import Literal

from scenewright.assets.usd_stage import USD_SUFFIXES
from scenewright.errors import Problem, UserError
from scenewright.paths import shipped
from scenewright.spec.project import references
from scenewright.spec.yaml_io import ProjectFile

Kind = Literal["object", "floor", "environment"]

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")

_SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "object": USD_SUFFIXES,
    "floor": PICTURE_SUFFIXES,
    "environment": (".exr", *PICTURE_SUFFIXES),
}


def resolve(kind: Kind, source: str, base: Path) -> Path:
    """Return the file (or, for a floor, the folder or picture) that a source names.

    Args:
        kind: What it is a source of.
        source: A library entry's name, or a path, which has a slash or a suffix.
        base: The project's folder, where relative paths start.

    Raises:
        UserError: There is no such file or entry, or it is of a kind that cannot be read.
    """
    if _is_path(source):
        return _file(kind, source, base)
    known = library(kind)
    if source in known:
        return known[source]
    raise UserError(f"there is no {kind} '{source}' in the library: {_advice(kind, source, base, list(known))}")


def library(kind: Kind) -> dict[str, Path]:
    """Return the library's entries of a kind, by name and in its order, as `resolve` returns them."""
    folder = shipped("resources") / "library" / f"{kind}s"
    if kind == "environment":
        return {path.stem: path for path in sorted(folder.glob("*.exr"))}
    entries = [path for path in sorted(folder.glob("*")) if path.is_dir()]
    if kind == "floor":
        return {path.name: path for path in entries}
    return {path.name: model for path in entries if (model := _model_in(path)) is not None}


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


def _file(kind: Kind, source: str, base: Path) -> Path:
    path = base / Path(source).expanduser()
    if not path.exists():
        raise UserError(f"{path} does not exist: check the path; it starts from the project's folder.")
    if path.is_dir():
        if kind == "floor":
            return path
        raise UserError(f"{path} is a folder: name the file inside it.")
    if path.suffix.lower() not in _SUFFIXES[kind]:
        usable = ", ".join(_SUFFIXES[kind])
        raise UserError(f"{path} cannot be read as {kind}: convert it to one of {usable}.")
    return path


def _model_in(folder: Path) -> Path | None:
    candidates = (folder / f"{folder.name}{suffix}" for suffix in USD_SUFFIXES)
    return next((path for path in candidates if path.is_file()), None)


def _advice(kind: Kind, source: str, base: Path, known: list[str]) -> str:
    if (base / source).exists():
        return f"for the one in the project's folder write './{source}'."
    close = difflib.get_close_matches(source, known, n=3, cutoff=0.5)
    if close:
        return f"did you mean {' or '.join(map(repr, close))}?"
    names = f"choose one of {', '.join(known)}, or " if known else ""
    return f"{names}write the path of a file, such as './{source}{_SUFFIXES[kind][0]}'."
