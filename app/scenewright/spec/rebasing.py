"""Projects that move to another folder, with the files they name by relative paths."""

import os
from pathlib import Path

from scenewright.spec.places import with_value
from scenewright.spec.project import ProjectSpec, references


def rebased(spec: ProjectSpec, before: Path, after: Path) -> ProjectSpec:
    """Return a project whose relative sources name the same files from another folder.

    Library names stay as they are, and so do paths to what is not there.

    Args:
        spec: The project.
        before: The folder that its relative sources start from.
        after: The folder that they are to start from.
    """
    if before.absolute() == after.absolute():
        return spec
    for _, place, source in references(spec):
        path = Path(source)
        is_path = "/" in source or "\\" in source or path.suffix != ""
        if is_path and not path.is_absolute() and not source.startswith("~") and (before / path).exists():
            spec = with_value(spec, place, _from(after, (before / path).absolute()))
    return spec


def _from(folder: Path, target: Path) -> str:
    try:
        relative = Path(os.path.relpath(target, folder)).as_posix()
    except ValueError:
        return target.as_posix()  # on another drive
    return relative if "/" in relative or Path(relative).suffix else f"./{relative}"
