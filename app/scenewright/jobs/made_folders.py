"""What `make` puts into its folder: the dataset, its export, and the training run; and of which state they are."""

import hashlib
from pathlib import Path

from scenewright.datasets.curation import read_curation
from scenewright.datasets.files import FRAMES_TABLE, INSTANCES_TABLE, PROJECT_FILE, told_in_words
from scenewright.jobs.training_report import read_json

DATASET_FOLDER, EXPORT_FOLDER, RUN_FOLDER = "dataset", "coco", "run"
_STATE_SUFFIX = ".sha256"


def tables_hash(dataset: Path) -> str:
    """Return the SHA-256 of a dataset's project and tables, which is what a training notes of a dataset of ours.

    Raises:
        UserError: They cannot be read.
    """
    return _tables(dataset).hexdigest()


def labels_hash(dataset: Path) -> str:
    """Return the SHA-256 of what an export of a dataset depends on: project, tables, and what was set aside.

    Raises:
        UserError: They cannot be read.
    """
    digest = _tables(dataset)
    digest.update(repr(sorted(read_curation(dataset).set_aside)).encode())
    return digest.hexdigest()


def _tables(dataset: Path) -> "hashlib._Hash":
    digest = hashlib.sha256()
    with told_in_words("read the dataset", dataset):
        for name in (PROJECT_FILE, FRAMES_TABLE, INSTANCES_TABLE):
            digest.update((dataset / name).name.encode() + (dataset / name).read_bytes())
    return digest


def has_changed(dataset: Path, run: Path) -> bool:
    """Return whether a dataset of ours is another than when a run was trained on it, as after more frames."""
    before = read_json(run / "run.json").get("dataset_hash")
    is_whole = all((dataset / name).is_file() for name in (PROJECT_FILE, FRAMES_TABLE, INSTANCES_TABLE))
    return before is not None and is_whole and before != tables_hash(dataset)


def free_beside(folder: Path) -> Path:
    """Return a name beside a folder that is free: "run_2", "run_3", ..."""
    return next(place for k in range(2, 10_000) if not (place := folder.with_name(f"{folder.name}_{k}")).exists())


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
