"""The newest picture of a dataset that is being made."""

import json
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageReader, QPixmap

from scenewright.ui.jobs.job import Job


def newest_picture(job: Job) -> Path | None:
    """Return the picture of the newest frame that a job told of; nothing where there is none."""
    if job.newest is None or job.folder is None:
        return None
    path = job.folder / job.newest.path
    if path.suffix.lower() in (".png", ".jpg", ".jpeg", ".webp"):
        return path
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        picture = job.folder / record["views"][0]["files"]["rgb"]
    except (OSError, ValueError, LookupError, TypeError):
        return None
    return picture if picture.is_file() else None


def thumbnail(path: Path, height: int) -> QPixmap:
    """Return a picture made small while it is read."""
    reader = QImageReader(str(path))
    size = reader.size()
    if size.isValid():
        reader.setScaledSize(size.scaled(QSize(4 * height, height), Qt.AspectRatioMode.KeepAspectRatio))
    return QPixmap.fromImage(reader.read())
