"""Finding a run again: what a dataset's run folder says about the run that makes it, and asking that run to stop.

run/state.json      how far it is, written about once a second
run/events.jsonl    what it said: starts, warnings, progress about once a second, how it ended; one run after another
run/lock            held by the running process; free again as soon as that has ended, however it ended
run/stop            there as long as the run is asked to stop; holds 'cancel' or 'pause'
run/workers.log     what drawing processes wrote to their standard error
run/set_aside/      frames that ended or hung their drawing process twice, each with its plan and the reason
run/runs.json       every run that added frames: program, engine, host, times, frames

This module is for programs that watch: it takes no part in the run, and needs neither Qt nor an engine.
"""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from scenewright.datasets.files import RUN_FOLDER, told_in_words, write_files
from scenewright.jobs.events import Event, decode
from scenewright.jobs.locks import is_held

STATE_FILE, EVENTS_FILE, LOCK_FILE, STOP_FILE = "state.json", "events.jsonl", "lock", "stop"
SET_ASIDE_FOLDER, WORKERS_LOG = "set_aside", "workers.log"

Phase = Literal["none", "running", "stopping", "paused", "cancelled", "finished", "failed", "interrupted"]
"""'interrupted': the process was killed or lost its power; as after 'paused', 'cancelled' and 'failed', the same
command goes on. 'none': nothing was ever run here."""


@dataclass(frozen=True, slots=True)
class RunState:
    """How a run stands.

    Attributes:
        phase: What it is doing or how it ended.
        done: Frames on disk.
        total: Frames wanted.
        frames_per_second: Over the last minute; 0 where it is not known yet.
        seconds_left: At that rate; None where it is not known.
        newest: The newest frame's record, relative to the dataset; empty before the first.
        message: The last sentence: how it ended, or the last warning.
        set_aside: How many frames were set aside.
        cost_per_image: In the currency of the price; None without a price per hour.
        process: The process's number; 0 where there was none.
        host: On which machine it runs.
        started: When this run started, ISO 8601 in UTC.
        command: The command line that goes on with it.
    """

    phase: Phase
    done: int = 0
    total: int = 0
    frames_per_second: float = 0.0
    seconds_left: float | None = None
    newest: str = ""
    message: str = ""
    set_aside: int = 0
    cost_per_image: float | None = None
    process: int = 0
    host: str = ""
    started: str = ""
    command: tuple[str, ...] = ()


def run_path(dataset: Path, name: str) -> Path:
    """Return the place of a file in a dataset's run folder."""
    return dataset / RUN_FOLDER / name


def read_run_state(dataset: Path) -> RunState:
    """Return how the run of a dataset stands; never fails, since the folder may be anybody's."""
    try:
        data: Any = json.loads(run_path(dataset, STATE_FILE).read_bytes())
        known = {item.name for item in fields(RunState)}
        state = RunState(**{**{k: v for k, v in data.items() if k in known}, "command": tuple(data["command"])})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return RunState("none")
    if state.phase != "running":
        return state
    if not is_held(run_path(dataset, LOCK_FILE), state.process, state.host):
        return _in_phase(state, "interrupted")
    return _in_phase(state, "stopping") if run_path(dataset, STOP_FILE).exists() else state


def read_events(dataset: Path, offset: int = 0) -> tuple[list[Event], int]:
    """Return what the runs of a dataset said from a place in their log on, and the place to read on from.

    A line that is still being written is left for the next time.
    """
    try:
        with run_path(dataset, EVENTS_FILE).open("rb") as file:
            file.seek(offset)
            text = file.read()
    except OSError:
        return [], offset
    whole = text[: text.rfind(b"\n") + 1]
    events = (decode(line) for line in whole.decode("utf-8", "replace").splitlines())
    return [event for event in events if event is not None], offset + len(whole)


def ask_to_stop(dataset: Path, *, pause: bool = False) -> None:
    """Ask the run of a dataset to stop; it notices within a second, finishes the frames it has begun, and ends.

    Args:
        dataset: Its folder.
        pause: Whether the run shall end as 'paused' rather than as 'cancelled'; either can be gone on with.

    Raises:
        UserError: The request cannot be written.
    """
    with told_in_words("ask the run to stop", dataset):
        write_files({run_path(dataset, STOP_FILE): b"pause" if pause else b"cancel"})


def in_words(state: RunState) -> str:
    """Return how a run stands, as one sentence."""
    if state.phase == "none":
        return "Nothing was run there yet."
    rate = f" at {state.frames_per_second:.1f} frames/s" if state.frames_per_second else ""
    left = f", {state.seconds_left:.0f} s left" if state.seconds_left and state.phase == "running" else ""
    words = f"{state.phase}: {state.done} of {state.total} frames{rate}{left}"
    return f"{words}. {state.message}" if state.message else f"{words}."


def _in_phase(state: RunState, phase: Phase) -> RunState:
    values = {item.name: getattr(state, item.name) for item in fields(state)}
    return RunState(**{**values, "phase": phase})
