"""What is known about an entry of the library: its `entry.yaml`."""

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, get_args

import yaml

from scenewright.assets.library import KINDS, Kind, library, shipped_library
from scenewright.errors import UserError, os_error_sentence
from scenewright.spec.choices import Split
from scenewright.spec.yaml_text import parse_yaml

FILE_NAME = "entry.yaml"


@dataclass(frozen=True)
class Entry:
    """One entry of the library.

    Attributes:
        kind: What it is.
        name: What a project calls it.
        path: The file to read, or for floors and walls the folder.
        title: What people call it.
        class_name: What labels call it, unless the project says otherwise; empty for what is no object.
        tags: What it is found by.
        licence: Under which terms it may be used and passed on.
        size_m: Extent along x, y and z of an object; edge lengths of one pattern of a floor or wall; else empty.
        triangles: How many an object has; 0 for what is no object.
        split: Which frames may show it.
        poses: Names of an object's poses and clips.
        details: Everything else that the file says, such as an environment's sun.
    """

    kind: Kind
    name: str
    path: Path
    title: str
    class_name: str = ""
    tags: tuple[str, ...] = ()
    licence: str = ""
    size_m: tuple[float, ...] = ()
    triangles: int = 0
    split: Split = "any"
    poses: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """Its folder."""
        return self.path if self.path.is_dir() else self.path.parent

    @property
    def thumbnail(self) -> Path | None:
        """A small picture of it, where there is one."""
        path = self.folder / "thumbnail.jpg"
        return path if path.is_file() else None

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program."""
        return self.path.is_relative_to(shipped_library())


def entries(kind: Kind) -> list[Entry]:
    """Return all entries of a kind, by name.

    Raises:
        UserError: The description of one cannot be read.
    """
    return [read_entry(kind, name, path) for name, path in sorted(library(kind).items())]


def read_entry(kind: Kind, name: str, path: Path) -> Entry:
    """Return what is known about an entry; without an `entry.yaml` little more than its name.

    Args:
        kind: What it is.
        name: What a project calls it.
        path: As `library` gives it.

    Raises:
        UserError: The description is not as `write_entry` writes it.
    """
    file = (path if path.is_dir() else path.parent) / FILE_NAME
    data = _read(file)
    known = {key: data.pop(key, None) for key in ("title", "class_name", "licence", "triangles", "split")}
    split: Any = known["split"] or "any"
    if split not in get_args(Split):
        raise UserError(f"{file}: split is {split!r}: write any, train or validation.")
    try:
        return Entry(
            kind=kind,
            name=name,
            path=path,
            title=str(known["title"] or name.replace("_", " ").capitalize()),
            class_name=str(known["class_name"] or ""),
            tags=tuple(str(tag) for tag in data.pop("tags", None) or ()),
            licence=str(known["licence"] or ""),
            size_m=_size(data.pop("size_m", None)),
            triangles=int(known["triangles"] or 0),
            split=split,
            poses=tuple(str(pose["name"]) for pose in data.get("poses") or ()),
            details=data,
        )
    except (TypeError, ValueError, KeyError) as error:
        raise UserError(
            f"{file} does not describe a library entry ({error}): delete it, or import the asset again."
        ) from error


def find_entry(name: str) -> Entry:
    """Return the entry of any kind that has a name.

    Raises:
        UserError: There is none, or its description cannot be read.
    """
    names: list[str] = []
    for kind in KINDS:
        known = library(kind)
        if name in known:
            return read_entry(kind, name, known[name])
        names += known
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.5)
    advice = f"did you mean {' or '.join(map(repr, close))}?" if close else "see 'scenewright assets list'."
    raise UserError(f"There is nothing called '{name}' in the library: {advice}")


def is_found(entry: Entry, words: str) -> bool:
    """Tell whether each of some words is part of an entry's name, title, class or tags."""
    text = " ".join((entry.name, entry.title, entry.class_name, *entry.tags)).casefold()
    return all(word in text for word in words.casefold().split())


def described(entry: Entry) -> dict[str, Any]:
    """Return all that is known about an entry, for JSON."""
    data = asdict(entry)
    details = data.pop("details")
    thumbnail = None if entry.thumbnail is None else str(entry.thumbnail)
    return {**data, "path": str(entry.path), "thumbnail": thumbnail, "shipped": entry.is_shipped, **details}


def mark_split(name: str, split: Split) -> None:
    """Say which frames may show one of the user's own entries.

    Raises:
        UserError: There is no such entry, it ships with the program, or its description cannot be written.
    """
    entry = find_entry(name)
    if entry.is_shipped:
        raise UserError(
            f"'{name}' ships with the program and stays as it is: write 'split: {split}' beside it in the project."
        )
    try:
        write_entry(entry.folder, replace(entry, split=split))
    except OSError as error:
        raise UserError(os_error_sentence("mark the entry", entry.folder / FILE_NAME, error)) from error


def write_entry(folder: Path, entry: Entry) -> None:
    """Write an entry's description into its folder.

    Raises:
        OSError: It cannot be written.
    """
    data: dict[str, Any] = {"title": entry.title}
    for key in ("class_name", "tags", "licence", "size_m", "triangles"):
        value = getattr(entry, key)
        if value:
            data[key] = list(value) if isinstance(value, tuple) else value
    if entry.split != "any":
        data["split"] = entry.split
    if entry.poses and "poses" not in entry.details:
        data["poses"] = [{"name": name} for name in entry.poses]
    text = yaml.safe_dump(data | dict(entry.details), sort_keys=False, allow_unicode=True, default_flow_style=None)
    (folder / FILE_NAME).write_text(text, encoding="utf-8")


def _size(value: Any) -> tuple[float, ...]:
    if value is None:
        return ()
    return tuple(float(length) for length in value) if isinstance(value, list) else (float(value),)


def _read(file: Path) -> dict[str, Any]:
    try:
        data = parse_yaml(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(os_error_sentence("read the description of a library entry", file, error)) from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UserError(f"{file} is no YAML: delete it, or import the asset again.") from error
    if not isinstance(data, dict):
        raise UserError(f"{file} does not describe a library entry: delete it, or import the asset again.")
    return data
