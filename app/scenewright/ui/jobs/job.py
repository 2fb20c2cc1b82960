"""One long job that goes on without the window, as the window sees it."""

import time
from collections import deque
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, QProcess, Signal

from scenewright.errors import UserError, os_error_sentence
from scenewright.jobs.events import Event, Finished, Item, Log, Progress, Started, decode
from scenewright.jobs.keeping import KeptJob, ask_to_stop, is_kept, read_job, stop_word, write_job
from scenewright.jobs.own_command import own_command

State = Literal["running", "stopping", "paused", "cancelled", "succeeded", "failed"]

_WINDOW_S = 30.0
_FIRST_SIGN_S = 20.0
"""So long a keeper may take to show that it lives."""


class Job(QObject):
    """A job in its folder. `read` brings it up to date; all the rest is what was read."""

    changed = Signal()
    """Its state, its numbers or its newest item."""
    reported = Signal(object)
    """Every event, one by one."""

    def __init__(self, place: Path, kept: KeptJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.place = place
        self.state: State = "running"
        self.total = 0
        self.done = 0
        self.message = ""
        self.newest: Item | None = None
        self.warnings: list[str] = []
        self.note = ""
        self._kept = kept
        self._offset = 0
        self._finished: Finished | None = None
        self._times: deque[tuple[float, int]] = deque()

    @property
    def title(self) -> str:
        """What people call it."""
        return self._kept.title

    @property
    def arguments(self) -> list[str]:
        """What runs, of our own command line."""
        return list(self._kept.arguments)

    @property
    def folder(self) -> Path | None:
        """Where its result goes."""
        return Path(self._kept.folder) if self._kept.folder else None

    @property
    def started(self) -> float:
        """When it was last started, in seconds since 1970."""
        return self._kept.started

    @property
    def is_running(self) -> bool:
        """Whether a process works on it now."""
        return self.state in ("running", "stopping")

    @property
    def rate(self) -> float:
        """How many are done in a second, of late; 0 where that is not known yet."""
        if len(self._times) < 2:
            return 0.0
        (first_s, first), (last_s, last) = self._times[0], self._times[-1]
        return (last - first) / (last_s - first_s) if last_s > first_s else 0.0

    @property
    def remaining_s(self) -> float | None:
        """How long it still takes at this rate; None where that is not known yet."""
        return (self.total - self.done) / self.rate if self.is_running and self.rate > 0 else None

    @property
    def log(self) -> str:
        """The end of what it wrote to its log."""
        try:
            with (self.place / "log.txt").open("rb") as file:
                file.seek(0, 2)
                file.seek(max(0, file.tell() - 20_000))
                return file.read().decode(errors="replace")
        except OSError:
            return ""

    def launch(self) -> None:
        """Start a process for it, which goes on when the window closes.

        Raises:
            UserError: The system did not start it.
        """
        program, *first = own_command()
        started, _ = QProcess.startDetached(program, [*first, "keep", str(self.place)], str(Path.cwd()))
        if not started:
            raise UserError(f"{self.title} could not be started: {program} did not run. Install Scenewright anew.")

    def pause(self) -> None:
        """Stop after the frame at hand, to be resumed."""
        self._stop("pause")

    def cancel(self) -> None:
        """Stop after the frame at hand; what is done is kept."""
        if self.state == "paused":
            self._ask("cancel")
            self.read()
        else:
            self._stop("cancel")

    def resume(self) -> None:
        """Go on where it stopped.

        Raises:
            UserError: It cannot be started again.
        """
        if self.is_running:
            return
        kept = self._kept
        self._kept = KeptJob(kept.title, kept.arguments, kept.folder, time.time(), kept.run + 1)
        try:
            write_job(self.place, self._kept)
        except OSError as error:
            raise UserError(os_error_sentence("start the job again", self.place, error)) from error
        self._finished, self.message, self.state = None, "", "running"
        self._times.clear()
        self.launch()
        self.changed.emit()

    def read(self) -> None:
        """Read what it said since the last time; tells of changes by signals."""
        before = self._shown()
        kept = read_job(self.place)
        if kept is not None and kept.run > self._kept.run:  # another window resumed it
            self._kept, self._finished = kept, None
        for event in self._new_events():
            self._take(event)
        self.state = self._state_now()
        if before != self._shown():
            self.changed.emit()

    def _shown(self) -> tuple[object, ...]:
        return (
            self.state,
            self.total,
            self.done,
            self.message,
            self.note,
            self.newest,
            len(self.warnings),
            self._kept,
        )

    def _stop(self, word: str) -> None:
        if self.is_running:
            self._ask(word)
            self.state = "stopping"
            self.changed.emit()

    def _ask(self, word: str) -> None:
        try:
            ask_to_stop(self.place, word)
        except OSError as error:
            raise UserError(os_error_sentence("stop the job", self.place, error)) from error

    def _new_events(self) -> list[Event]:
        path = self.place / "events.jsonl"
        try:
            with path.open("rb") as file:
                file.seek(self._offset)
                text = file.read()
        except OSError:
            return []
        whole, _, _ = text.rpartition(b"\n")
        self._offset += len(whole) + 1 if whole else 0
        events = [decode(line.decode(errors="replace")) for line in whole.split(b"\n")]
        return [event for event in events if event is not None]

    def _take(self, event: Event) -> None:
        match event:
            case Started(total=total, done=done):
                self.total, self.done, self._finished = total, done, None
                self._times.clear()
            case Progress(done=done, total=total):
                self.total, self.done = total, done
                self._note_time(done)
            case Item():
                self.newest, self.note = event, ""
            case Log(level="info", text=text):
                self.note = text  # what it waits for, until the next item is there
            case Log(level="warning", text=text):
                self.warnings.append(text)
            case Finished():
                self._finished, self.message = event, event.message
            case _:
                pass
        self.reported.emit(event)

    def _note_time(self, done: int) -> None:
        now = time.monotonic()
        self._times.append((now, done))
        while now - self._times[0][0] > _WINDOW_S and len(self._times) > 2:
            self._times.popleft()

    def _state_now(self) -> State:
        word = stop_word(self.place)
        if self._finished is not None and not is_kept(self.place):
            outcome = self._finished.outcome
            if outcome == "cancelled" or (word and outcome == "failed"):
                return "paused" if word == "pause" else "cancelled"
            return outcome
        if is_kept(self.place) or time.time() - self.started < _FIRST_SIGN_S:
            return "stopping" if word else "running"
        self.message = self.message or "It ended without a word, as when the machine was switched off: resume it."
        return "paused" if word == "pause" else "failed"
