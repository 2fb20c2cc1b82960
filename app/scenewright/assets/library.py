"""The shelves that a project can name assets from: what ships with the program, and what the user imported.

Both are folders of the same layout, `objects/NAME/`, `floors/NAME/`, `walls/NAME/` and `environments/NAME/`, with the
entry's files and an `entry.yaml` that describes it (`scenewright.assets.entries`).
"""

import os
from pathlib import Path
from typing import Literal, get_args

import platformdirs

from scenewright.paths import shipped

Kind = Literal["object", "floor", "wall", "environment"]

KINDS: tuple[Kind, ...] = get_args(Kind)

USD_SUFFIXES = (".usdc", ".usda", ".usd", ".usdz")

PICTURE_SUFFIXES = (".jpg", ".jpeg", ".png")

SUFFIXES: dict[Kind, tuple[str, ...]] = {
    "object": USD_SUFFIXES,
    "floor": PICTURE_SUFFIXES,
    "wall": PICTURE_SUFFIXES,
    "environment": (".exr", *PICTURE_SUFFIXES),
}
"""What a file of each kind may end in."""


def shipped_library() -> Path:
    """Return the folder of the library that ships with the program."""
    return shipped("resources") / "library"


def user_library() -> Path:
    """Return the folder of the user's own assets; it need not exist.

    The variable SCENEWRIGHT_LIBRARY names another one, as for a library that a team shares.
    """
    given = os.environ.get("SCENEWRIGHT_LIBRARY")
    return Path(given) if given else platformdirs.user_data_path("Scenewright", appauthor=False) / "library"


def library(kind: Kind) -> dict[str, Path]:
    """Return what a project can name, by name: first what ships, then the user's own, which never hides a shipped one.

    A path is the file to read or, for floors and walls, the folder.
    """
    ours = folder_entries(shipped_library(), kind)
    return ours | {name: path for name, path in folder_entries(user_library(), kind).items() if name not in ours}


def decals() -> dict[str, Path]:
    """Return the stickers that ship, by name."""
    return {path.stem: path for path in sorted((shipped_library() / "decals").glob("*.png"))}


def folder_entries(root: Path, kind: Kind) -> dict[str, Path]:
    """Return the entries of one library folder, by name; folders that lack the file they are named after are left out.

    A folder whose name begins with a dot is being written.
    """
    folders = sorted(path for path in (root / f"{kind}s").glob("[!.]*") if path.is_dir())
    found = ((folder.name, _file(kind, folder)) for folder in folders)
    return {name: path for name, path in found if path is not None}


def _file(kind: Kind, folder: Path) -> Path | None:
    if kind in ("floor", "wall"):
        return folder
    candidates = (folder / f"{folder.name}{suffix}" for suffix in SUFFIXES[kind])
    return next((path for path in candidates if path.is_file()), None)
