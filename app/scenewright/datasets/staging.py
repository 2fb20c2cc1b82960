"""The folder of an export: it appears whole or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scenewright.datasets.files import PART_SUFFIX, told_in_words
from scenewright.datasets.images import encode_png
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import ViewRecord
from scenewright.errors import UserError


@contextmanager
def export_folder(dataset: Dataset, out: Path) -> Iterator[Path]:
    """Give a temporary folder beside `out` to fill; it becomes `out` at the end, or vanishes where something fails.

    Raises:
        UserError: The dataset has no frames, or `out` is in use or cannot be written.
    """
    refuse_empty(dataset)
    place = out.resolve()
    with told_in_words("write the export", place):
        _refuse_used(place)
        place.parent.mkdir(parents=True, exist_ok=True)
        part = place.with_name(place.name + PART_SUFFIX)
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir()
        try:
            yield part
            if place.exists():
                place.rmdir()
            part.rename(place)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise


def place_file(source: Path, target: Path, *, link: bool) -> None:
    """Put a file into an export: as a hard link, which takes no space, or as a copy where that cannot be."""
    if link:
        try:
            os.link(source, target)
        except OSError:
            # Another disk, or a file system without hard links.
            pass
        else:
            return
    shutil.copyfile(source, target)


def place_png(dataset: Dataset, view: ViewRecord, target: Path, *, link: bool) -> None:
    """Put a view's picture into an export whose format wants PNG, whatever the dataset holds."""
    source = dataset.folder / view.files["rgb"]
    if source.suffix == ".png":
        place_file(source, target, link=link)
    else:
        target.write_bytes(encode_png(dataset.load(view, "rgb")))


def refuse_empty(dataset: Dataset) -> None:
    """Refuse a dataset without frames; raises UserError."""
    if not dataset.indices:
        raise UserError(f"{dataset.folder} holds no finished frame: generate it first.")


def refuse_without(label: str, dataset: Dataset, who: str) -> None:
    """Refuse a dataset that was made without a label.

    Args:
        label: The project's name for it.
        dataset: What is to be exported.
        who: What cannot be made without it, as "COCO's masks".

    Raises:
        UserError: It was.
    """
    if label not in dataset.spec.labels:
        raise UserError(
            f"{who} need the label {label}, which {dataset.folder} does not hold: add {label} to the project's labels "
            "and generate again."
        )


def _refuse_used(place: Path) -> None:
    if place.exists() and not place.is_dir():
        raise UserError(f"{place} is a file, not a folder: choose another place for the export.")
    if place.is_dir() and any(place.iterdir()):
        raise UserError(f"{place} is not empty: choose another folder for the export, or empty it.")
