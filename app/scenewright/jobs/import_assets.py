"""Bringing a user's own assets onto the shelf: each is converted once, looked over, and appears whole or not at all."""

import hashlib
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import yaml

from scenewright.assets.entries import Entry, find_entry, write_entry
from scenewright.assets.importing.convert import Converter, Stopped
from scenewright.assets.importing.converting import Converted, Task
from scenewright.assets.importing.items import Item, entry_name, items_in
from scenewright.assets.library import Kind, folder_entries, library, user_library
from scenewright.errors import UserError, os_error_sentence
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.jobs.events import Item as ItemEvent

RECORD = "import.yaml"
"""Beside an imported asset: where it came from, and what the doctor said and did."""
_MANY_TRIANGLES = 200_000


@dataclass(frozen=True)
class ImportWish:
    """What to import and how; what is None is found out.

    Attributes:
        paths: Files, or folders of them.
        name: What to call it, where it is one asset.
        class_name: What it is.
        unit: The files' unit of length, a key of UNITS_M.
        up_axis: The files' up axis.
        most_triangles: Simplify what has more.
        allow_outside: Let files name others outside their folder.
        library: The library folder; the user's own if None.
        surface_kind: What pictures become.
        size_m: Edge length of a surface's pattern.
        licence: Under which terms it may be used; empty if not known.
        tags: What to find it by.
        thumbnails: Whether to draw a small picture of each.
    """

    paths: tuple[Path, ...]
    name: str | None = None
    class_name: str | None = None
    unit: str | None = None
    up_axis: Literal["x", "y", "z"] | None = None
    most_triangles: int | None = None
    allow_outside: bool = False
    library: Path | None = None
    surface_kind: Kind = "floor"
    size_m: float = 1.0
    licence: str = ""
    tags: tuple[str, ...] = ()
    thumbnails: bool = True


def import_assets(wish: ImportWish, emit: Emit, stop: Callable[[], bool]) -> Finished:
    """Import all that was wished; what cannot be imported is told and left out.

    Raises:
        UserError: There is nothing to import, or the library cannot be written.
    """
    items = [item for path in wish.paths for item in items_in(path.resolve(), wish.surface_kind)]
    if wish.name is not None and len(items) > 1:
        raise UserError(f"--name is for one asset, and these are {len(items)}: leave it out.")
    root = wish.library or user_library()
    emit(Started(len(items)))
    imported: list[Path] = []
    refused = 0
    with Converter() as converter:
        for number, item in enumerate(items):
            try:
                folder, converted = _imported(item, wish, root, converter, stop)
            except Stopped:
                return Finished("cancelled", f"Stopped: {len(imported)} of {len(items)} assets are imported.")
            except UserError as error:
                refused += 1
                emit(Log("warning", str(error)))
            else:
                imported.append(folder)
                emit(ItemEvent(number, str(folder)))
                _report(folder, converted, emit)
            emit(Progress(number + 1, len(items)))
    if not imported:
        return Finished("failed", "Nothing was imported.")
    if wish.thumbnails:
        _draw(imported, emit, stop)
    left_out = f" {refused} could not be imported; the reasons are above." if refused else ""
    names = ", ".join(folder.name for folder in imported[:5]) + (" ..." if len(imported) > 5 else "")
    return Finished("succeeded", f"Imported {len(imported)} into {root}: {names}.{left_out}")


def _draw(folders: Sequence[Path], emit: Emit, stop: Callable[[], bool]) -> None:
    """Draw a thumbnail of each entry; without one an entry is as usable."""
    from scenewright.jobs.portraits import studio, thumbnail  # noqa: PLC0415  starts the engine

    try:
        with studio() as place:
            for folder in folders:
                if stop():
                    return
                entry = find_entry(folder.name)
                if entry.folder == folder:
                    thumbnail(place, entry).save(folder / "thumbnail.jpg", quality=86, optimize=True)
    except (UserError, OSError) as error:
        emit(Log("warning", f"Thumbnails could not be drawn: {error}"))


def _imported(
    item: Item, wish: ImportWish, root: Path, converter: Converter, stop: Callable[[], bool]
) -> tuple[Path, Converted]:
    title = wish.name or _title(item.source)
    name = _free_name(entry_name(title), item, root)
    shelf = root / f"{item.kind}s"
    staging = shelf / f".{name}.{os.getpid()}"
    task = Task(
        source=str(item.source),
        root=str(item.root),
        target=str(staging),
        name=name,
        kind=item.kind,
        title=title,
        class_name=wish.class_name or "",
        unit=wish.unit,
        up_axis=wish.up_axis,
        most_triangles=wish.most_triangles,
        allow_outside=wish.allow_outside,
        size_m=wish.size_m,
    )
    try:
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir(parents=True)
        converted = converter.convert(task, stop)
        _describe(task, converted, wish, staging)
        _swap(staging, shelf / name)
    except OSError as error:
        raise UserError(os_error_sentence("write into the library", shelf / name, error)) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return shelf / name, converted


def _describe(task: Task, converted: Converted, wish: ImportWish, folder: Path) -> None:
    tags = (*wish.tags, *(tag.casefold() for tag in converted.tags if task.kind == "object"), "imported")
    entry = Entry(
        kind=task.kind,
        name=task.name,
        path=folder,
        title=task.title,
        class_name=task.class_name if task.kind == "object" else "",
        tags=tuple(dict.fromkeys(tags)),
        licence=wish.licence,
        size_m=converted.size_m,
        triangles=converted.triangles,
        poses=converted.poses,
        details=converted.details,
    )
    write_entry(folder, entry)
    record = {
        "source": task.source,
        "sha256": _digest(Path(task.source)),
        "imported": datetime.now(UTC).isoformat(timespec="seconds"),
        "unit": task.unit,
        "up_axis": task.up_axis,
        "source_triangles": converted.source_triangles,
        "findings": [dict(vars(finding)) for finding in converted.findings],
    }
    text = yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=110)
    (folder / RECORD).write_text(text, encoding="utf-8")


def _report(folder: Path, converted: Converted, emit: Emit) -> None:
    size = " x ".join(f"{length:.3g}" for length in converted.size_m)
    triangles = f", {converted.triangles:,} triangles" if converted.triangles else ""
    emit(Log("info", f"{folder.name}: {size} m{triangles}"))
    for finding in converted.findings:
        mark = "mended: " if finding.mended else ""
        emit(Log("info" if finding.severity == "note" else "warning", f"  {mark}{finding.sentence}"))


def _free_name(wished: str, item: Item, root: Path) -> str:
    """Return a name that nothing has, or the name that the same source had when it was imported before."""
    taken = {name for kind in ("object", "floor", "wall", "environment") for name in library(kind)}
    own = folder_entries(root, item.kind)
    name, number = wished, 2
    while name in taken or name in own:
        if name in own and _source_of(root / f"{item.kind}s" / name) == str(item.source):
            return name
        name, number = f"{wished}_{number}", number + 1
    return name


def _source_of(folder: Path) -> str:
    try:
        record = yaml.safe_load((folder / RECORD).read_text(encoding="utf-8"))
        return str(record["source"])
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        return ""


def _swap(made: Path, place: Path) -> None:
    """Put a finished folder in its place; what was there goes only once the new one is whole."""
    before = made.with_name(f"{made.name}.before")
    if place.exists():
        place.rename(before)
    made.rename(place)
    shutil.rmtree(before, ignore_errors=True)


def _title(source: Path) -> str:
    return source.stem.replace("_", " ").replace("-", " ").strip().capitalize() if source.is_file() else source.name


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
