"""What the user can mend."""

import errno
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a file, and where.

    Attributes:
        message: One sentence: what is wrong and what to do.
        line: 1-based line in the file, where it is known.
    """

    message: str
    line: int | None = None

    def __str__(self) -> str:
        return self.message if self.line is None else f"line {self.line}: {self.message}"


class UserError(Exception):
    """Something the user can mend; everything else that is raised is a bug.

    The message is shown as it is: what happened, where, and what to do.
    """

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__("\n".join([message, *(f"  {problem}" for problem in problems)]))
        self.problems = tuple(problems)


def os_error_sentence(action: str, path: Path, error: OSError) -> str:
    """Return one sentence for a failed file operation, with the remedy for the usual causes.

    Args:
        action: What was tried, as "write the dataset".
        path: The file or folder it was tried on.
        error: What the operating system said.
    """
    remedies = {
        "ENOSPC": "The disk is full: free some space, then run the same command again; it goes on where it stopped.",
        "EDQUOT": "Your disk quota is used up: free some space, then run the same command again.",
        "EACCES": "You may not write there: choose another folder, or change its permissions.",
        "EPERM": "You may not write there: choose another folder, or change its permissions.",
        "EROFS": "That place is read-only: choose another folder.",
        "ENOENT": "It does not exist: check the path.",
        "ENOTDIR": "A part of that path is a file, not a folder: choose another folder.",
        "EISDIR": "That is a folder, not a file: check the path.",
    }
    reason = error.strerror or type(error).__name__
    remedy = remedies.get(_errno_name(error), "Check the path and the disk.")
    return f"Could not {action}: {path}: {reason}. {remedy}"


def _errno_name(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, "")
