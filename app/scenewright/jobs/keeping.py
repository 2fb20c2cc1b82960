"""A job that outlives the window: a small process keeps it, and a folder tells of it.

The folder holds `job.json` (what runs), `events.jsonl` (what it says), `log.txt` (its standard error), `lock` (held by
the keeper while it lives) and, once somebody asks, `stop`. It imports little, so that a keeper is light.
"""

import json
import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from scenewright.jobs.events import Finished, decode, encode
from scenewright.jobs.locks import PATIENCE_S, hold, is_held

_TICK_S = 0.2


@dataclass(frozen=True)
class KeptJob:
    """What a keeper is to run.

    Attributes:
        title: What people call it.
        arguments: Of our own command line, without `--events`.
        folder: Where its result goes; empty for nowhere.
        started: When it was last started, in seconds since 1970.
        run: How often it was started before: 1 after the first resume.
    """

    title: str
    arguments: tuple[str, ...]
    folder: str
    started: float
    run: int = 0


def write_job(place: Path, job: KeptJob) -> None:
    """Write down what is to run, in a new folder or for another run of the same.

    Raises:
        OSError: It cannot be written.
    """
    place.mkdir(parents=True, exist_ok=True)
    partial = place / "job.json.part"
    partial.write_text(json.dumps(asdict(job)), encoding="utf-8")
    partial.replace(place / "job.json")
    (place / "stop").unlink(missing_ok=True)


def read_job(place: Path) -> KeptJob | None:
    """Return what a folder says is to run, or nothing where it says nothing that can be understood."""
    try:
        data = json.loads((place / "job.json").read_text(encoding="utf-8"))
        return KeptJob(
            str(data["title"]),
            tuple(map(str, data["arguments"])),
            str(data["folder"]),
            float(data["started"]),
            int(data["run"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def ask_to_stop(place: Path, word: str) -> None:
    """Ask the job to stop; `word` is kept, so that others know whether it is only a pause.

    Raises:
        OSError: The folder cannot be written.
    """
    (place / "stop").write_text(word, encoding="utf-8")


def stop_word(place: Path) -> str:
    """Return the word it was asked to stop with; empty when it was not asked."""
    try:
        return (place / "stop").read_text(encoding="utf-8")
    except OSError:
        return ""


def keep(place: Path, command: Sequence[str], grace_s: float = 10.0) -> None:
    """Run a folder's job to its end, and see to it that its last event is there.

    Args:
        place: The job's folder.
        command: What runs our command line, before the job's own arguments.
        grace_s: How long the job may take to stop when asked, before it is ended.
    """
    job = read_job(place)
    lock = hold(place / "lock", PATIENCE_S)
    if job is None or lock is None:
        return
    try:
        _run(job, place, command, grace_s)
    finally:
        lock.release()


def _run(job: KeptJob, place: Path, command: Sequence[str], grace_s: float) -> None:
    events = place / "events.jsonl"
    with events.open("ab") as said, (place / "log.txt").open("ab") as log:
        try:
            child = subprocess.Popen(
                [*command, *job.arguments, "--events", "json"], stdin=subprocess.PIPE, stdout=said, stderr=log
            )
        except OSError as error:
            said.write(_line(Finished("failed", f"The job did not start: {error}")))
            return
        start = events.stat().st_size
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: ask_to_stop(place, "cancel"))
        code = _watch(child, place, start, grace_s)
    if not _has_finished(events, start):
        words = f"The process ended early (exit code {code}). What is done is kept."
        made_up = Finished("cancelled", "Stopped.") if stop_word(place) else Finished("failed", words)
        with events.open("ab") as said:
            said.write(b"\n" + _line(made_up))  # the line before it may be torn


def is_kept(place: Path) -> bool:
    """Tell whether a keeper still lives."""
    return is_held(place / "lock")


def _watch(child: "subprocess.Popen[bytes]", place: Path, start: int, grace_s: float) -> int:
    """Wait for the child; ask, then make it stop when somebody wants that or it hangs after its last event."""
    deadline = None
    while True:
        with suppress(subprocess.TimeoutExpired):
            return child.wait(_TICK_S)
        if deadline is None and (stop_word(place) or _has_finished(place / "events.jsonl", start)):
            deadline = time.monotonic() + grace_s
            with suppress(OSError):
                if child.stdin is not None:
                    child.stdin.close()
        elif deadline is not None and time.monotonic() > deadline:
            (child.terminate if time.monotonic() < deadline + grace_s else child.kill)()


def _has_finished(events: Path, start: int) -> bool:
    with suppress(OSError), events.open("rb") as file:
        file.seek(max(start, events.stat().st_size - 4096))
        return any(isinstance(decode(line.decode(errors="replace")), Finished) for line in file)
    return False


def _line(event: Finished) -> bytes:
    return encode(event).encode() + b"\n"
