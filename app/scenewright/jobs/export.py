"""A dataset in another program's format."""

from pathlib import Path

from scenewright.datasets.formats import FORMATS
from scenewright.datasets.store import read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Finished


def export(folder: Path, format_name: str, out: Path) -> Finished:
    """Write a dataset in a format; all of it or nothing.

    Raises:
        UserError: The format is unknown, the dataset lacks what it needs, or the place cannot be written.
    """
    if format_name not in FORMATS:
        raise UserError(f"There is no format '{format_name}': choose one of {', '.join(sorted(FORMATS))}.")
    told = FORMATS[format_name](read_dataset(folder), out)
    return Finished("succeeded", " ".join(filter(None, (f"The {format_name} export is in {out}.", told))))
