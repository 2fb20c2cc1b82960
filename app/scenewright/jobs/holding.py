"""Files that say whether a process lives: the system lets go of them when it ends, however it ends.

Standard library only.
"""

import os
import sys
from pathlib import Path
from typing import IO


def hold(path: Path) -> IO[bytes] | None:
    """Hold a file until what is returned is closed, or the process ends; nothing where another process holds it."""
    try:
        file = path.open("ab")
    except OSError:
        return None
    if _lock(file):
        return file
    file.close()
    return None


def is_held(path: Path) -> bool:
    """Tell whether a living process holds a file."""
    if not path.exists():
        return False
    try:
        with path.open("ab") as file:
            return not _lock(file)
    except OSError:
        return False


def _lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415

            os.lseek(file.fileno(), 0, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
