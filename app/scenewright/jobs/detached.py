"""Starting a run that outlives the window or terminal that starts it."""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scenewright.jobs.events import Finished, decode


@dataclass(frozen=True, slots=True)
class DetachedRun:
    """A run on its own.

    Attributes:
        process: Its number.
        output: The file with its events, one a line; needed only where a run ends before it comes to its own folder.
        log: The file with what it wrote to its standard error.
    """

    process: int
    output: Path
    log: Path


def start_detached(arguments: Sequence[str]) -> DetachedRun:
    """Start the command line in a session of its own, and leave it alone; `run_state` finds it again by its dataset.

    Args:
        arguments: Such as `generate project.yaml --out dataset --workers auto`; how events are told is added.

    Raises:
        OSError: It cannot be started.
    """
    place = Path(tempfile.mkdtemp(prefix="scenewright-run-"))
    output, log = place / "events.jsonl", place / "log.txt"
    command = [sys.executable, "-m", "scenewright", *arguments, "--detached", "--events", "json"]
    with output.open("wb") as out, log.open("wb") as err:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True, close_fds=True
        )
    process.returncode = 0  # it is nobody's child to be waited for
    return DetachedRun(process.pid, output, log)


def ended(run: DetachedRun) -> Finished | None:
    """Return how a detached run ended, as far as it said so."""
    try:
        lines = run.output.read_text("utf-8", "replace").splitlines()
    except OSError:
        return None
    last = decode(lines[-1]) if lines else None
    return last if isinstance(last, Finished) else None
