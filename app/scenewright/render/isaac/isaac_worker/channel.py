"""What the worker tells its parent: one JSON object a line on the standard output that it started with.

Kit and everything it loads writes to the standard output, too, also from C++. So the original one is kept for events
before Kit starts, and whatever is printed afterwards goes to standard error.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any, TextIO

from .memory import resident_bytes

_BEAT_S = 2.0


class Channel:
    """Events to the parent, and its wish to stop."""

    def __init__(self, grace_s: float, *, watch_stdin: bool) -> None:
        """Take the standard output.

        Args:
            grace_s: So long after the parent is gone the process ends, whatever it is doing.
            watch_stdin: Whether the end of standard input means that the parent is gone; on clusters there is none.
        """
        self._events = _taken_stdout()
        self._lock = threading.Lock()
        self._grace_s = grace_s
        self.cancelled = threading.Event()
        self.phase = "starting"
        for target in (self._watch_stdin, self._beat) if watch_stdin else (self._beat,):
            threading.Thread(target=target, daemon=True).start()

    def tell(self, kind: str, **values: Any) -> None:
        """Write an event; begins a new line, so that half a line of somebody else's does no harm."""
        line = json.dumps({"type": kind, **values}, separators=(",", ":"))
        with self._lock:
            try:
                self._events.write(f"\n{line}\n")
                self._events.flush()
            except OSError:
                self.cancelled.set()  # nobody listens

    def enter(self, phase: str) -> None:
        """Say what is done now."""
        self.phase = phase
        self.tell("phase", phase=phase)

    def _watch_stdin(self) -> None:
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            return  # there is no standard input whose end could tell anything
        self.cancelled.set()
        time.sleep(self._grace_s)
        os._exit(3)  # the main thread is stuck, and the parent is gone

    def _beat(self) -> None:
        while True:
            self.tell("beat", phase=self.phase, memory=resident_bytes())
            time.sleep(_BEAT_S)


def write_status(path: Path, outcome: str, message: str = "") -> None:
    """Write how the work went, whole or not at all. This is the truth, whatever the exit code says."""
    partial = path.with_name(path.name + ".partial")
    partial.write_text(json.dumps({"outcome": outcome, "message": message}), encoding="utf-8")
    partial.replace(path)


def _taken_stdout() -> TextIO:
    sys.stdout.flush()
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return events
