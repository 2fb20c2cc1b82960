"""Locks on files: the operating system takes them back from a process that has ended, however it ended."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from filelock import FileLock, Timeout

from scenewright.errors import UserError

PATIENCE_S = 2.0
"""One who only looks whether a lock is held, holds it for an instant."""


def hold(path: Path, patience_s: float = 0.0) -> FileLock | None:
    """Hold a lock until it is released, or the process ends.

    Args:
        path: The lock's file.
        patience_s: How long to wait for one who holds it.

    Returns:
        The lock, which must be kept; nothing where another process holds it, or where its file cannot be locked.
    """
    lock = FileLock(path, thread_local=False)  # another thread may release it
    try:
        lock.acquire(timeout=patience_s)
    except (Timeout, OSError, NotImplementedError):
        return None
    return lock


@contextmanager
def held(path: Path, dataset: Path) -> Iterator[None]:
    """Hold a dataset's lock while the block runs: one run at a time in a folder.

    Raises:
        UserError: Another process holds it.
        OSError: Its file cannot be made.
    """
    lock = FileLock(path)
    try:
        lock.acquire(timeout=PATIENCE_S)
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


def is_held(path: Path, process: int | None = None, host: str = "") -> bool:
    """Tell whether a lock is held by a living process.

    Args:
        path: The lock's file.
        process: Who took it, for file systems without locks; where nobody knows, it counts as free there.
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
        return process is not None and host == socket.gethostname() and psutil.pid_exists(process)
    lock.release()
    return False
