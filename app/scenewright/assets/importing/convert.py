"""Converting in a child process: whatever a file does to its reader, the program lives on."""

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self

from scenewright.assets.importing.converting import Converted, Task, from_plain
from scenewright.errors import UserError

LONGEST_S = 300.0
_LOOK_EVERY_S = 0.1


class Stopped(Exception):  # noqa: N818  no error: the user wished it
    """The user stopped the conversion."""


class Converter:
    """A child process that converts one asset after another; it is started anew after one that broke it."""

    def __init__(self, longest_s: float = LONGEST_S) -> None:
        """Give each asset at most so many seconds."""
        self._longest_s = longest_s
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def convert(self, task: Task, stop: Callable[[], bool] = lambda: False) -> Converted:
        """Convert one asset into its target folder.

        Raises:
            UserError: It cannot be converted.
            Stopped: `stop` said so; the target folder may hold a part.
        """
        if stop():
            raise Stopped
        answer = self._asked(json.dumps(asdict(task)), task, stop)
        if "error" in answer:
            raise UserError(answer["error"])
        return from_plain(answer["converted"])

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.communicate()

    def _asked(self, line: str, task: Task, stop: Callable[[], bool]) -> dict[str, Any]:
        child = self._running()
        assert child.stdin is not None
        with suppress(OSError):  # it died: the missing answer tells
            child.stdin.write(line + "\n")
            child.stdin.flush()
        ends = time.monotonic() + self._longest_s
        while True:
            try:
                answer = self._answers.get(timeout=_LOOK_EVERY_S)
            except queue.Empty:
                if stop():
                    self.close()
                    raise Stopped from None
                if time.monotonic() > ends:
                    self.close()
                    sentence = f"{task.source} was not read within {self._longest_s:.0f} s: it is damaged or too large."
                    raise UserError(sentence) from None
                continue
            if answer:
                found: dict[str, Any] = json.loads(answer)
                return found
            self.close()
            raise UserError(f"{task.source} made its reader crash: it is damaged; export it again.")

    def _running(self) -> "subprocess.Popen[str]":
        if self._child is None:
            command = [sys.executable, "-m", "scenewright.assets.importing.child"]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, encoding="utf-8"
            )
            self._answers = queue.Queue()
            threading.Thread(target=_listen, args=(self._child, self._answers), daemon=True).start()
        return self._child


def _listen(child: "subprocess.Popen[str]", answers: "queue.Queue[str]") -> None:
    """Pass a child's answers on; an empty one says that there are no more."""
    assert child.stdout is not None
    for line in child.stdout:
        answers.put(line)
    answers.put("")
