"""One run at a time in a folder: a lock that the operating system takes back from a process that has ended."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from scenewright.errors import UserError

_PATIENCE_S = 2.0
"""One who only looks whether the lock is held, holds it for an instant."""


@contextmanager
def held(path: Path, dataset: Path) -> Iterator[None]:
    """Hold a lock while the block runs.

    Raises:
        UserError: Another process holds it.
        OSError: Its file cannot be made.
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=_PATIENCE_S)
    except Timeout as error:
        raise UserError(
            f"Another run is at work in {dataset}: wait until it has ended, or stop it with "
            f"`scenewright stop {dataset}`."
        ) from error
    except NotImplementedError:
        # A file system without locks: what two runs write there is the same, so that only time is lost.
        yield
        return
    try:
        yield
    finally:
        lock.release()


def is_held(path: Path, process: int, host: str) -> bool:
    """Tell whether a lock is held by a living process.

    Args:
        path: The lock's file.
        process: Who took it, for file systems without locks.
        host: On which machine.
    """
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except (OSError, NotImplementedError):
        return host == socket.gethostname() and psutil.pid_exists(process)
    lock.release()
    return False
