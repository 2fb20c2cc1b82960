"""What is not saved yet, kept on disk at most two seconds behind, and what of it is found after a crash."""

import errno
import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock
from PySide6.QtCore import QObject, QTimer

from scenewright.datasets.files import sync_path
from scenewright.errors import UserError
from scenewright.jobs.locks import hold, is_held
from scenewright.spec.migrations import upgrade
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project
from scenewright.ui.background import write_later
from scenewright.ui.document import ProjectDocument

LINE = "journals"
"""In which their writes wait for one another."""
_FULL_OR_BROKEN = (errno.EIO, errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_DELAY_MS = 900
"""From the first edit that is not on disk: with the time to write it stays well below two seconds."""


@dataclass(frozen=True)
class Journalled:
    """Edits that were never saved.

    Attributes:
        journal: The file they are in.
        path: The project file they belong to; it need not be there.
        spec: The project with them.
        time_s: When they were written down, in seconds since 1970.
    """

    journal: Path
    path: Path
    spec: ProjectSpec
    time_s: float


class Journal(QObject):
    """Writes a document's spec to a file of its own while it is not saved; it only reads, so undo is safe."""

    def __init__(self, document: ProjectDocument, folder: Path) -> None:
        super().__init__(document)
        self._document = document
        folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.sha256(f"{document.path} {os.getpid()} {time.time_ns()}".encode()).hexdigest()[:16]
        self._path = folder / f"{name}.json"
        self._lock = hold(self._path.with_suffix(".lock"))
        self._timer = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._timer.timeout.connect(self.write)
        document.changed.connect(self._expect)
        document.undo_stack.cleanChanged.connect(self._follow_clean)
        if not document.undo_stack.isClean():
            self._expect()

    def write(self) -> None:
        """Write down the project as it is now, or that there is nothing to keep."""
        self._timer.stop()
        project, journal = self._document.path, self._path
        if self._document.undo_stack.isClean():
            write_later(lambda: _drop(journal, project), LINE)
            return
        data = {"path": str(project), "time": time.time()}
        text = f'{json.dumps(data)[:-1]}, "spec": {self._document.spec.model_dump_json()}}}'
        write_later(lambda: write_through(journal, text), LINE)

    def stop(self) -> None:
        """Follow the document no more; what was written down stays."""
        self._timer.stop()
        self._document.changed.disconnect(self._expect)
        self._document.undo_stack.cleanChanged.disconnect(self._follow_clean)

    def close(self) -> None:
        """End it, and forget what is in it: the project was saved, or its changes are not wanted."""
        self.stop()
        project, journal, lock = self._document.path, self._path, self._lock
        write_later(lambda: _end(journal, project, lock), LINE)

    def _expect(self, *_: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _follow_clean(self, is_clean: bool) -> None:
        if is_clean:
            self.write()


def find_journalled(folder: Path) -> list[Journalled]:
    """Return what windows that did not end well left behind, the newest first.

    What the project files hold too is cleared away.
    """
    found = []
    for journal in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if is_held(journal.with_suffix(".lock")):
            continue
        entry = _read(journal)
        if entry is None:
            continue
        if _saved(entry.path) == entry.spec:
            forget(entry)
        else:
            found.append(entry)
    return sorted(found, key=lambda entry: -entry.time_s)


def forget(entry: Journalled) -> None:
    """Clear away what was recovered, or is not wanted."""
    with suppress(OSError):
        entry.journal.unlink(missing_ok=True)
        entry.journal.with_suffix(".lock").unlink(missing_ok=True)


def write_through(path: Path, text: str) -> None:
    """Write a file, all or nothing, so that it outlives even a loss of power; a full disk keeps the one before."""
    partial = path.with_name(path.name + ".part")
    with suppress(OSError):
        with partial.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)


def _drop(journal: Path, project: Path) -> None:
    """Clear away what the project file holds, once that is safe from a loss of power as far as the disk can tell."""
    try:
        sync_path(project)
        sync_path(project.parent)
    except OSError as error:  # a preset that nobody changed has no file, and not every disk can tell
        if error.errno in _FULL_OR_BROKEN:
            return
    with suppress(OSError):
        journal.unlink(missing_ok=True)


def _end(journal: Path, project: Path, lock: FileLock | None) -> None:
    _drop(journal, project)
    with suppress(OSError):
        journal.unlink(missing_ok=True)
    if lock is not None:
        lock.release()
    with suppress(OSError):
        journal.with_suffix(".lock").unlink(missing_ok=True)


def _read(journal: Path) -> Journalled | None:
    try:
        data: Any = json.loads(journal.read_text(encoding="utf-8"))
        spec = ProjectSpec.model_validate(upgrade(data["spec"]))
        return Journalled(journal, Path(data["path"]), spec, float(data["time"]))
    except (OSError, ValueError, KeyError, TypeError, UserError):
        return None  # another version's, or none of ours: it stays where it is


def _saved(path: Path) -> ProjectSpec | None:
    try:
        return load_project(path).spec if path.is_file() else None
    except UserError:
        return None
