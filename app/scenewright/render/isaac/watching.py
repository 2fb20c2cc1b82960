"""One worker process as its parent sees it: what it says, how far it is, and whether it is stuck."""

import json
import subprocess
from collections import deque
from collections.abc import Callable
from pathlib import Path
from statistics import median
from threading import Thread
from time import monotonic
from typing import Any

from scenewright.render.isaac.budgets import Budgets

_KINDS = {"beat", "phase", "started", "warm_up", "unsteady", "frame", "looked_back", "failed"}
_MEDIAN_OF = 50


class WatchedProcess:
    """A running worker."""

    def __init__(
        self, process: "subprocess.Popen[bytes]", budgets: Budgets, hear: Callable[[dict[str, Any]], None]
    ) -> None:
        """Watch a process.

        Args:
            process: With events on its standard output.
            budgets: What it may take.
            hear: Told of every event but heartbeats, in another thread.
        """
        self.process, self._budgets, self._hear = process, budgets, hear
        self.phase, self.memory, self.frames = "starting", 0, 0
        self._progress_at = self._heard_at = monotonic()
        self._seconds: deque[float] = deque(maxlen=_MEDIAN_OF)
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def trouble(self) -> str:
        """Return why the process must be ended; empty while all is well."""
        now = monotonic()
        allowed = self._budgets.allowed_s(self.phase, median(self._seconds) if self._seconds else None)
        if self.phase != "waiting" and now - self._progress_at > allowed:
            return f"made no progress in {allowed:.0f} s while {self.phase}"
        if now - self._heard_at > self._budgets.silence_s:
            return f"was silent for {self._budgets.silence_s:.0f} s"
        if self.memory > 1.25 * self._budgets.most_memory:
            return f"held {self.memory / 1e9:.1f} GB of memory"
        return ""

    def has_ended(self) -> bool:
        """Tell whether the process is gone."""
        return self.process.poll() is not None

    def ended_within(self, seconds: float) -> bool:
        """Wait for the process to end by itself; tell whether it did."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self) -> None:
        """Ask the worker to end after its frame, by closing its standard input."""
        if self.process.stdin is not None:
            try:
                self.process.stdin.close()
            except OSError:
                return

    def _read(self) -> None:
        """Take events until the output ends; whatever else comes along it is no event."""
        assert self.process.stdout is not None
        try:
            for line in self.process.stdout:
                event = parsed(line)
                if event is not None:
                    self._take(event)
        except (OSError, ValueError):
            return  # closed under us

    def _take(self, event: dict[str, Any]) -> None:
        self._heard_at = monotonic()
        kind = str(event["type"])
        match kind:
            case "beat":
                if event.get("phase") != self.phase and "waiting" in (event.get("phase"), self.phase):
                    self._progress_at = self._heard_at
                self.phase, self.memory = str(event.get("phase", self.phase)), int(event.get("memory", 0))
                return
            case "phase":
                self.phase = str(event.get("phase"))
            case "frame":
                self.frames += 1
                self.phase = "drawing"
                self._seconds.append(float(event.get("seconds", 0.0)))
            case _:
                pass
        self._progress_at = self._heard_at
        self._hear(event)


def parsed(line: bytes) -> dict[str, Any] | None:
    """Return the event that a line holds; none for noise and halves of lines."""
    try:
        data = json.loads(line)
    except ValueError:
        return None
    return data if isinstance(data, dict) and data.get("type") in _KINDS else None


def read_status(path: Path) -> tuple[str, str]:
    """Return the outcome and the message that a worker recorded; ("", "") where it did not."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return str(data["outcome"]), str(data["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return "", ""
