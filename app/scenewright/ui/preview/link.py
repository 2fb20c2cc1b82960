"""The preview process from the window's side: started, talked to and heard without ever making the window wait."""

import os
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from threading import Condition, Thread

from PySide6.QtCore import QObject, Signal

from scenewright.ui.preview.wishes import Wishes
from scenewright.ui.preview.worker import serve

_GRACE_S = 5.0
_NICENESS = 10
"""Of the process: the window's own thread comes first where cores are few."""


class Link(QObject):
    """One process and the two threads that talk to it."""

    answered = Signal(int, object)
    """The link's number and an `Answer`."""
    ended = Signal(int, int)
    """The process is gone: the link's number and the exit code."""

    def __init__(self, engine: str, number: int, parent: QObject | None = None) -> None:
        """Start a process that draws with an engine, 'embedded' or 'flat'.

        Its signals carry the number: they wait in line, and may come when another link has taken this one's place.
        """
        super().__init__(parent)
        self._engine, self.number = engine, number
        self._ours, self._theirs = get_context("spawn").Pipe()
        self._process: SpawnProcess | None = None
        self._is_closing = False
        self._changed = Condition()
        self._newest: Wishes | None = None
        Thread(target=self._listen, daemon=True, name="preview-listen").start()
        Thread(target=self._speak, daemon=True, name="preview-speak").start()

    @property
    def pid(self) -> int | None:
        """The process's number, once it is started."""
        return None if self._process is None else self._process.pid

    def say(self, wishes: Wishes) -> None:
        """Tell the process what is wanted now; what was not sent yet is forgotten."""
        with self._changed:
            self._newest = wishes
            self._changed.notify()

    def kill(self) -> None:
        """End the process at once; `ended` follows."""
        if self._process is not None and self._process.pid is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process, and hear no more of it; its threads see to its end, for which nobody waits."""
        with self._changed:
            self._is_closing = True
            self._changed.notify()
        with suppress(OSError):
            self.kill()

    def _listen(self) -> None:
        # Starting takes tens of milliseconds, too long for the window's own thread.
        process = get_context("spawn").Process(target=serve, args=(self._theirs, self._engine), daemon=True)
        process.start()
        if hasattr(os, "setpriority") and process.pid is not None:
            with suppress(OSError):  # at once: the process itself could do so only after a second of imports
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        self._process = process
        self._theirs.close()
        if self._is_closing:
            process.kill()
        with suppress(EOFError, OSError):
            while True:
                answer = self._ours.recv()
                with self._changed:  # who closes it may let Qt delete it right after
                    if self._is_closing:
                        break
                    with suppress(RuntimeError):  # the window is being taken down
                        self.answered.emit(self.number, answer)
        process.join(_GRACE_S)
        if process.is_alive():
            process.kill()
            process.join()
        with self._changed:
            self._newest = None
            self._is_closing, was_closing = True, self._is_closing
            self._changed.notify()
            if not was_closing:
                with suppress(RuntimeError):
                    self.ended.emit(self.number, process.exitcode or 0)

    def _speak(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._newest is not None or self._is_closing)
                wishes, self._newest = self._newest, None
                if self._is_closing or wishes is None:
                    return
            # Blocks while the process hangs, so never in the window's thread.
            with suppress(OSError):
                self._ours.send(wishes)
