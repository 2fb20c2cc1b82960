"""Opening a folder as a dataset, whatever program made it."""

from collections.abc import Iterator
from pathlib import Path

from scenewright.datasets.files import PROJECT_FILE
from scenewright.datasets.readers import READERS
from scenewright.errors import UserError
from scenewright.inspection import boxed
from scenewright.inspection.columns import PHOTOS, Columns
from scenewright.inspection.foreign import foreign_columns
from scenewright.inspection.native import native_columns
from scenewright.inspection.photos import SUFFIXES, photo_columns
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project

_SIGNS: dict[str, tuple[str, ...]] = {
    "bop": ("*/scene_gt.json", "*/*/scene_gt.json"),
    "kitti": ("training/label_2", "label_2"),
    "basicwriter": ("bounding_box_2d_tight_*.npy", "*/bounding_box_2d_tight/bounding_box_2d_tight_*.npy", "rgb_*.png"),
    "yolo": ("data.yaml", "labels/*.txt", "*/labels/*.txt", "labels/*/*.txt", "*.txt", "*/*.txt"),
    "voc": ("Annotations/*.xml", "*.xml", "*/*.xml", "*/*/*.xml"),
    "webdataset": ("*.tar",),
    "hdf5": ("*.hdf5", "*.h5"),
    "coco": ("annotations/*.json", "*.json", "*/*.json"),
    "dope": ("*.json", "*/*.json"),
}
"""What a folder in each format holds, the surest signs first."""


def recognised(folder: Path) -> str:
    """Return a folder's format: empty for our own datasets.

    Raises:
        UserError: It is none that is known.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} is no folder: choose the folder that holds the dataset.")
    if (folder / PROJECT_FILE).is_file():
        return ""
    for name, signs in _SIGNS.items():
        if any(next(folder.glob(sign), None) for sign in signs) and _is_read_as(folder, name):
            return name
    if next((path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES), None):
        return PHOTOS
    known = ", ".join(sorted([*READERS, *boxed.FORMATS]))
    raise UserError(f"{folder} holds no dataset that is known: it may be Scenewright's own, photos, or one of {known}.")


def project_of(folder: Path) -> ProjectSpec:
    """Return the project that one of our own datasets was made from.

    Raises:
        UserError: It cannot be read.
    """
    return load_project(folder / PROJECT_FILE).spec


def _is_read_as(folder: Path, format_name: str) -> bool:
    if format_name in boxed.FORMATS:
        return boxed.is_read_as(folder, format_name)
    try:
        return next(READERS[format_name](folder), None) is not None
    except (UserError, ValueError, KeyError):
        return False


def open_columns(folder: Path, format_name: str | None = None) -> Iterator[Columns]:
    """Yield a dataset's columns, more each time; the last ones are all.

    Args:
        folder: The dataset.
        format_name: Its format; found out by what is in it if left out.

    Raises:
        UserError: It cannot be read.
    """
    name = recognised(folder) if format_name is None else format_name
    if name == PHOTOS:
        return photo_columns(folder)
    if name in boxed.FORMATS:
        return boxed.boxed_columns(folder, name)
    if name and name not in READERS:
        raise UserError(f"'{name}' cannot be read: choose one of {', '.join(sorted([*READERS, *boxed.FORMATS]))}.")
    return native_columns(folder, project_of(folder)) if not name else foreign_columns(folder, name)
