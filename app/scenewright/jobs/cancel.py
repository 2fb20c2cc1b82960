"""Being asked to stop: Ctrl-C, a termination signal, or, for a child of another program, its closed standard input."""

import os
import signal
import sys
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType


def stop_on_request(*, watch_stdin: bool, detached: bool = False) -> Callable[[], bool]:
    """Return a function that tells whether the job was asked to stop.

    A second Ctrl-C ends the program at once.

    Args:
        watch_stdin: Whether the end of standard input asks, too.
        detached: Whether the end of the terminal session does not.
    """
    asked = Event()

    def ask(number: int, _: FrameType | None) -> None:
        if asked.is_set() and number == signal.SIGINT:
            raise KeyboardInterrupt
        asked.set()

    signal.signal(signal.SIGINT, ask)
    signal.signal(signal.SIGTERM, ask)
    if detached and hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
    if watch_stdin:
        Thread(target=_wait_for_end_of_input, args=(asked,), daemon=True).start()
    return asked.is_set


def _wait_for_end_of_input(asked: Event) -> None:
    if sys.stdin is None:
        return  # started without any: then nobody can close it
    # Read past Python's buffer, whose lock this thread would still hold when the program ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    asked.set()
