"""Run one set-up step quietly, or stop with a sentence that says what to do.

Standard library only, and readable by Python 3.9, like everything `environment.py` imports.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NEEDS_A_PERSON = 2
TAIL_LINES = 15


def stop(sentence: str, remedy: str, code: int = 1) -> NoReturn:
    """Say what is wrong and what to do about it, and leave.

    Args:
        sentence: What is wrong.
        remedy: What the reader can do now.
        code: The exit code; `NEEDS_A_PERSON` when only a person can go on.
    """
    sys.stdout.flush()
    print(f"\n{sentence}\n{remedy}", file=sys.stderr)
    raise SystemExit(code)


def children_environment(**extra: str) -> dict[str, str]:
    """Return the environment for child processes: ours, without paths into other Python installations."""
    ours = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    return {**ours, **extra}


def run_quietly(status: str, *commands: Sequence[str]) -> tuple[bool, str]:
    """Run commands under one status line; what they print is kept back.

    Args:
        status: What is being done, for the status line.
        *commands: Run in this order, all of them; only the last one's success counts.

    Returns:
        Whether the last command succeeded, and everything that was printed.
    """
    print(f"{status} ...", end="", flush=True)
    began = time.monotonic()
    output, code = "", 0
    for command in commands:
        finished = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=children_environment(),
            check=False,
        )
        output += finished.stdout.decode(errors="replace")
        code = finished.returncode
    print(f" {'done' if code == 0 else 'failed'} ({time.monotonic() - began:.0f} s)", flush=True)
    return code == 0, output


def show_tail(output: str) -> None:
    """Print the last lines a failed command wrote, in letters every terminal can show."""
    for line in output.strip().splitlines()[-TAIL_LINES:]:
        print("  | " + line.encode("ascii", "replace").decode(), file=sys.stderr)


def run_main(main: Callable[[], int]) -> NoReturn:
    """Leave with what `main` returns; a failure of the machine becomes a sentence.

    Args:
        main: The program, which returns its exit code.
    """
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:
        stop("Stopped.", "Run the same command again to go on.", 130)
    except PermissionError as error:
        stop(f"No permission to use {error.filename}.", "Make it yours, or set SCENEWRIGHT_VENV to a folder that is.")
    except OSError as error:
        where = f" at {error.filename}" if error.filename else ""
        stop(
            f"The machine refused: {error.strerror or error}{where}.", "Put that right and run the same command again."
        )
