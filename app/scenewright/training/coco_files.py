"""Which files of a folder are COCO annotations, where their pictures are, and which split each is of."""

import json
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

_ORDER = ("validation", "test", "train", "")
_USUAL = "annotations.json"


@dataclass(frozen=True, slots=True)
class CocoSource:
    """A file of annotations.

    Attributes:
        path: The file.
        images: Where its pictures are, from the dataset's folder.
        split: "train", "validation" or "test", from the name of the file or its folder; empty where neither says.
    """

    path: Path
    images: str
    split: str


def coco_files(folder: Path) -> list[CocoSource]:
    """Return a folder's COCO files: those of a split first, since one of all pictures may lie beside them.

    They are looked for beside the pictures, in `annotations/`, and in a folder for each split.
    """
    places = [folder / _USUAL, *sorted(folder.glob("*.json")), *sorted(folder.glob("*/*.json"))]
    found = []
    for path in dict.fromkeys(places):
        data = _content(path)
        if data is not None:
            found.append(CocoSource(path, _pictures(folder, path, data), _split(folder, path)))
    splits = {source.split for source in found}
    if "" in splits and splits != {""} and "train" not in splits:  # what is not held back is there to learn from
        found = [replace(source, split=source.split or "train") for source in found]
    return sorted(found, key=lambda source: _ORDER.index(source.split))


def _content(path: Path) -> dict[str, Any] | None:
    """Return what a file of annotations holds; nothing where it is none. A damaged one is left to its reader."""
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {} if path.name == _USUAL else None
    return data if isinstance(data, dict) and {"images", "annotations", "categories"} <= data.keys() else None


def _split(folder: Path, path: Path) -> str:
    words = re.split(r"[^a-z]+", path.relative_to(folder).with_suffix("").as_posix().lower())
    for name, split in (("val", "validation"), ("valid", "validation"), ("validation", "validation"), ("test", "test")):
        if name in words:
            return split
    return "train" if "train" in words or "training" in words else ""


def _pictures(folder: Path, path: Path, data: dict[str, Any]) -> str:
    """Return the first place that has the file's first picture."""
    images = data.get("images")
    first = images[0] if isinstance(images, list) and images else {}
    name = first.get("file_name") if isinstance(first, dict) else None
    beside = os.path.relpath(path.parent, folder)
    stem, split = path.stem, path.stem.rpartition("_")[2]
    places = ["images", f"{beside}/images", stem, split, f"images/{split}", "data", beside, "."]
    usual = next((place for place in places if (folder / place).is_dir()), ".")
    return next((place for place in places if isinstance(name, str) and (folder / place / name).is_file()), usual)
