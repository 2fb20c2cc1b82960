"""The jobs of this user: running, and ended a short while ago."""

import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from scenewright.errors import UserError, os_error_sentence
from scenewright.jobs.keeping import KeptJob, read_job, write_job
from scenewright.ui.jobs.job import Job

_TICK_MS = 250
_LOOK_AROUND_TICKS = 8
_KEPT_DAYS = 14


class JobList(QObject):
    """All jobs, whether this window started them or another did; the newest first."""

    changed = Signal(object)
    """A job of which something is new."""
    added = Signal(object)
    """A job that was not in the list."""
    removed = Signal(object)
    """A job that was dismissed."""
    ended = Signal(object)
    """A job that ran a moment ago and has ended."""

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._jobs: list[Job] = []
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._find()
        self._timer.start()

    @property
    def jobs(self) -> tuple[Job, ...]:
        """All of them, the newest first."""
        return tuple(self._jobs)

    @property
    def running(self) -> tuple[Job, ...]:
        """Those that a process works on."""
        return tuple(job for job in self._jobs if job.is_running)

    def start(self, title: str, arguments: Sequence[str], folder: Path | None = None) -> Job:
        """Start a command of our own command line, which goes on when the window closes.

        Args:
            title: What people call it, as "Rendering cups".
            arguments: As `["generate", "project.yaml", "--out", "cups"]`; `--events` is added.
            folder: Where its result goes.

        Raises:
            UserError: It did not start.
        """
        now = time.time()
        place = self._folder / f"{time.strftime('%Y%m%d-%H%M%S', time.localtime(now))}-{time.time_ns() % 1_000_000:06d}"
        kept = KeptJob(title, tuple(arguments), "" if folder is None else str(folder.absolute()), now)
        try:
            write_job(place, kept)
        except OSError as error:
            raise UserError(os_error_sentence("start a job", place, error)) from error
        job = self._add(place, kept)
        job.launch()
        self.added.emit(job)
        return job

    def dismiss(self, job: Job) -> None:
        """Take an ended job off the list; its result stays."""
        if job.is_running or job not in self._jobs:
            return
        self._jobs.remove(job)
        shutil.rmtree(job.place, ignore_errors=True)
        self.removed.emit(job)
        job.deleteLater()

    def close(self) -> None:
        """Look no more: what runs goes on, what has ended well has been seen."""
        self._timer.stop()
        for job in [job for job in self._jobs if job.state in ("succeeded", "cancelled")]:
            self.dismiss(job)

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks % _LOOK_AROUND_TICKS == 0:
            self._find()
        for job in list(self._jobs):
            if job.is_running or self._ticks % _LOOK_AROUND_TICKS == 0:
                was_running = job.is_running
                job.read()
                if was_running and not job.is_running:
                    self.ended.emit(job)

    def _find(self) -> None:
        known = {job.place for job in self._jobs}
        places = sorted(self._folder.glob("*/job.json")) if self._folder.is_dir() else []
        for place in (path.parent for path in places):
            if place in known:
                continue
            kept = read_job(place)
            if kept is None:
                continue
            job = self._add(place, kept)
            job.read()
            if not job.is_running and time.time() - job.started > _KEPT_DAYS * 86_400:
                self._jobs.remove(job)
                shutil.rmtree(place, ignore_errors=True)
                continue
            self.added.emit(job)
        gone = [job for job in self._jobs if not (job.place / "job.json").exists()]
        for job in gone:
            self._jobs.remove(job)
            self.removed.emit(job)

    def _add(self, place: Path, kept: KeptJob) -> Job:
        job = Job(place, kept, self)
        job.changed.connect(lambda: self.changed.emit(job))
        self._jobs.insert(0, job)
        return job
