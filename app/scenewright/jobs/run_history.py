"""Who made which frames: every run that added some, with program, engine, driver and host; kept in run/runs.json."""

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from scenewright import __version__
from scenewright.datasets.files import write_files
from scenewright.datasets.number_ranges import from_ranges, joined
from scenewright.jobs.run_state import run_path

HISTORY_FILE = "runs.json"

_MATTERS = ("engine", "engine_version", "pygfx", "wgpu", "adapter", "driver", "interface")


@dataclass(frozen=True, slots=True)
class MadeBy:
    """A run that added frames.

    Attributes:
        started: ISO 8601 in UTC.
        ended: The same; empty while it runs, and where it was killed.
        version: Of the program.
        engine: What drew, as the engine describes itself.
        host: On what machine.
        workers: How many processes.
        frames: The frames it made, as ranges of first and last.
        synced: Those of them that were brought to the disk for sure.
    """

    started: str
    ended: str = ""
    version: str = __version__
    engine: Mapping[str, str] = field(default_factory=dict)
    host: Mapping[str, Any] = field(default_factory=dict)
    workers: int = 0
    frames: Sequence[Sequence[int]] = ()
    synced: Sequence[Sequence[int]] = ()


def this_host() -> dict[str, Any]:
    """Return what is worth knowing of this machine."""
    return {
        "name": platform.node(),
        "system": platform.platform(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }


def read_history(dataset: Path) -> list[MadeBy]:
    """Return the runs that added frames to a dataset, oldest first; none where nothing is known."""
    try:
        data: Any = json.loads(run_path(dataset, HISTORY_FILE).read_bytes())
        known = {item.name for item in fields(MadeBy)}
        return [MadeBy(**{name: value for name, value in entry.items() if name in known}) for entry in data["runs"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []


def write_history(dataset: Path, runs: Sequence[MadeBy]) -> None:
    """Keep the runs of a dataset, such that they outlast a loss of power; raises OSError."""
    text = json.dumps({"runs": [asdict(run) for run in runs]}, separators=(",", ":"))
    write_files({run_path(dataset, HISTORY_FILE): text.encode()}, sync=True)


def synced_frames(runs: Iterable[MadeBy]) -> set[int]:
    """Return the frames that were brought to the disk for sure."""
    return {index for run in runs for index in from_ranges(run.synced)}


def maker_of(runs: Sequence[MadeBy], index: int) -> MadeBy | None:
    """Return the run that made a frame last; nothing where none is known to."""
    for run in reversed(runs):
        if any(first <= index <= last for first, last in run.frames):
            return run
    return None


def with_orphans(runs: Sequence[MadeBy], whole: set[int]) -> list[MadeBy]:
    """Return the runs, the last of them with the frames that nobody else made: it was killed before it could say so."""
    if not runs or runs[-1].ended:
        return list(runs)
    orphans = whole - {index for run in runs for index in from_ranges(run.frames)}
    return [*runs[:-1], replace(runs[-1], frames=joined(runs[-1].frames, orphans))]


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """Return in what two engines differ that may show in colours, in words."""
    names = [name for name in _MATTERS if name in one or name in other]
    return [
        f"{name.replace('_', ' ')}: {one.get(name, 'unknown')}, now {other.get(name, 'unknown')}"
        for name in names
        if one.get(name) != other.get(name)
    ]
