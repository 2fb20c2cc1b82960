"""A folder of photos without labels, as columns."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from scenewright.inspection.columns import PHOTOS, Columns, Images, no_objects

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})


def photo_files(folder: Path) -> list[Path]:
    """Return the pictures in a folder and the folders in it, by name."""
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def photo_columns(folder: Path) -> Iterator[Columns]:
    """Yield the photos as columns, without any object; what is no picture has no size, and is found unreadable."""
    files = photo_files(folder)
    count = len(files)
    nothing = np.zeros(count, np.int64)
    images = Images(
        index=np.arange(count),
        camera=nothing,
        split=nothing,
        scene=np.arange(count),
        size_px=np.array([_size(path) for path in files], np.int64).reshape(-1, 2),
        path=np.array([path.relative_to(folder).as_posix() for path in files], np.str_),
        mask=np.full(count, ""),
    )
    yield Columns(folder, PHOTOS, (), ("",), ("",), (), (), images, no_objects())


def _size(path: Path) -> tuple[int, int]:
    try:
        with Image.open(path) as image:
            return image.size
    except (OSError, ValueError, SyntaxError):
        return 0, 0
