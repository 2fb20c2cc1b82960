"""What `make` puts into its folder: the dataset, its export, and the training run; and of which state they are."""

import hashlib
from pathlib import Path

from scenewright.datasets.curation import read_curation
from scenewright.datasets.files import FRAMES_TABLE, INSTANCES_TABLE, PROJECT_FILE, told_in_words

DATASET_FOLDER, EXPORT_FOLDER, RUN_FOLDER = "dataset", "coco", "run"
_STATE_SUFFIX = ".sha256"


def labels_hash(dataset: Path) -> str:
    """Return the SHA-256 of what an export of a dataset depends on: project, tables, and what was set aside.

    Raises:
        UserError: They cannot be read.
    """
    digest = hashlib.sha256()
    with told_in_words("read the dataset", dataset):
        for name in (PROJECT_FILE, FRAMES_TABLE, INSTANCES_TABLE):
            digest.update(name.encode() + (dataset / name).read_bytes())
        digest.update(repr(sorted(read_curation(dataset).set_aside)).encode())
    return digest.hexdigest()


def exported_hash(export: Path) -> str:
    """Return of which state of its dataset an export is; empty where nobody noted it."""
    try:
        return export.with_name(export.name + _STATE_SUFFIX).read_text(encoding="utf-8").strip()
    except OSError:
        return ""


def note_exported(export: Path, state: str) -> None:
    """Note of which state of its dataset an export is, beside it: the export itself holds its format alone.

    Raises:
        UserError: It cannot be written.
    """
    place = export.with_name(export.name + _STATE_SUFFIX)
    with told_in_words("write the state of the export", place):
        place.write_text(state + "\n", encoding="utf-8")


def put_aside(folder: Path) -> Path | None:
    """Give a folder, if it is there, the first free name "<name>_before_<k>", and return that.

    Raises:
        UserError: It cannot be renamed.
    """
    if not folder.exists():
        return None
    numbers = range(1, 10_000)
    kept = next(place for k in numbers if not (place := folder.with_name(f"{folder.name}_before_{k}")).exists())
    with told_in_words("keep the earlier result", folder):
        folder.rename(kept)
    return kept
