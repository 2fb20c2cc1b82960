"""Ending a worker with everything that it started."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import monotonic

from scenewright.render.isaac.environment import JOB_MARK

_WAIT_S = 10.0
_POLL_S = 0.02


def end_tree(process: "subprocess.Popen[bytes]", mark: str, container: list[str] | None = None) -> None:
    """End a process, its group, and whatever else carries the job's mark.

    Args:
        process: What was started, in a group of its own.
        mark: The job's.
        container: The command that removes its container, if it runs in one.
    """
    if container is not None:
        with suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(container, check=False, timeout=60, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if sys.platform == "win32":
        subprocess.run(
            ["taskkill", "/T", "/F", "/PID", str(process.pid)],
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)  # the group may outlive the process that led it
        _end_marked(mark)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_WAIT_S)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def _end_marked(mark: str) -> None:
    """End every process with a mark, and wait until they are gone: those that are no children of ours take a moment."""
    pause, ends = Event(), monotonic() + _WAIT_S
    while pids := marked(mark):
        for pid in pids:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        if monotonic() > ends:
            return
        pause.wait(_POLL_S)


def marked(mark: str) -> list[int]:
    """Return the processes whose environment carries a job's mark; Linux only, elsewhere none are known."""
    wanted = f"{JOB_MARK}={mark}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*") if sys.platform == "linux" else ():
        with suppress(OSError):
            if wanted in (folder / "environ").read_bytes().split(b"\0") and int(folder.name) != os.getpid():
                found.append(int(folder.name))
    return found
