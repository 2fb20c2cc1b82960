"""A run as its folder tells it: the lock, what it said, its state about once a second, and being asked to stop.

`run_state` reads what this module writes.
"""

import json
import os
import socket
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from scenewright.datasets.files import told_in_words, write_files
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Event, Finished, Item, Log, Metric, Progress, Started, encode
from scenewright.jobs.locks import held
from scenewright.jobs.run_state import EVENTS_FILE, LOCK_FILE, STATE_FILE, STOP_FILE, Phase, RunState, run_path

_EVERY_S = 1.0
_LOOK_EVERY_S = 0.25
_RATE_OVER_S = 60.0


@contextmanager
def recorded_run(
    dataset: Path, emit: Emit, stop: Callable[[], bool], price_per_hour: float | None = None
) -> Iterator["RecordedRun"]:
    """Hold a dataset's run folder while the block runs, and record there what is said.

    Args:
        dataset: Its folder, which exists.
        emit: Told of everything, too.
        stop: Whether the job is asked to stop in another way.
        price_per_hour: Of the machine, in any currency.

    Raises:
        UserError: Another run is at work there, or nothing can be written.
    """
    with told_in_words("write the dataset", dataset):
        run_path(dataset, STATE_FILE).parent.mkdir(exist_ok=True)
        with held(run_path(dataset, LOCK_FILE), dataset):
            run_path(dataset, STOP_FILE).unlink(missing_ok=True)
            with run_path(dataset, EVENTS_FILE).open("a", encoding="utf-8") as log:
                log.write("\n")  # ends the line that a killed run may have left
            run = RecordedRun(dataset, emit, stop, price_per_hour)
            run.write_state()
            try:
                yield run
            except UserError as error:
                run.end(Finished("failed", str(error)))
                raise


@dataclass(eq=False)
class RecordedRun:
    """A run in its folder."""

    dataset: Path
    tell: Emit
    asked_elsewhere: Callable[[], bool]
    price_per_hour: float | None = None
    state: RunState = field(init=False)
    _times: deque[tuple[float, int]] = field(default_factory=deque)
    _written_at: float = -_EVERY_S
    _looked_at: float = -_LOOK_EVERY_S
    _wish: str = ""

    def __post_init__(self) -> None:
        """Begin."""
        started = datetime.now(UTC).isoformat(timespec="seconds")
        host = socket.gethostname()
        self.state = RunState("running", process=os.getpid(), host=host, started=started, command=tuple(sys.argv))

    def emit(self, event: Event) -> None:
        """Tell an event and keep what is worth keeping of it."""
        match event:
            case Started(total=total, done=done):
                self.state = replace(self.state, total=total, done=done)
                self._times.append((monotonic(), done))
                self._log(event)
            case Item(path=path):
                self.state = replace(self.state, newest=path)
            case Progress(done=done, total=total):
                self._progress(done, total)
            case Log(text=text):
                self.state = replace(self.state, message=text)
                self._log(event)
            case Metric() | Finished():
                pass
        self.tell(event)

    def stop(self) -> bool:
        """Tell whether the run is asked to stop, by whatever way."""
        if not self._wish and monotonic() - self._looked_at >= _LOOK_EVERY_S:
            self._looked_at = monotonic()
            with suppress(OSError):
                self._wish = run_path(self.dataset, STOP_FILE).read_text("utf-8") or "cancel"
        return bool(self._wish) or self.asked_elsewhere()

    def set_aside(self, count: int) -> None:
        """Count frames that were set aside."""
        self.state = replace(self.state, set_aside=self.state.set_aside + count)

    def end(self, finished: Finished) -> None:
        """Record how the run ended."""
        phases: dict[str, Phase] = {"succeeded": "finished", "failed": "failed", "cancelled": "cancelled"}
        phase: Phase = phases[finished.outcome]
        if phase == "cancelled" and self._wish == "pause":
            phase = "paused"
        self.state = replace(self.state, phase=phase, message=finished.message, seconds_left=None)
        self.write_state()
        self._log(finished)
        with suppress(OSError):
            run_path(self.dataset, STOP_FILE).unlink(missing_ok=True)

    def write_state(self) -> None:
        """Write the state; a disk that is full keeps the one before."""
        self._written_at = monotonic()
        with suppress(OSError):
            write_files({run_path(self.dataset, STATE_FILE): json.dumps(asdict(self.state), indent=1).encode()})

    def _progress(self, done: int, total: int) -> None:
        now = monotonic()
        self._times.append((now, done))
        if now - self._written_at < _EVERY_S and done < total:
            return
        while len(self._times) > 2 and now - self._times[0][0] > _RATE_OVER_S:
            self._times.popleft()
        rate = self.frames_per_second()
        self.state = replace(
            self.state,
            done=done,
            total=total,
            frames_per_second=round(rate, 3),
            seconds_left=(total - done) / rate if rate > 0 else None,
            cost_per_image=cost_per_image(self.price_per_hour, rate),
        )
        self.write_state()
        self._log(Progress(done, total))

    def frames_per_second(self) -> float:
        """Return the rate over the last minute; 0 where it is not known yet."""
        (begun, before), (now, done) = self._times[0], self._times[-1]
        return (done - before) / (now - begun) if now > begun else 0.0

    def _log(self, event: Event) -> None:
        with suppress(OSError), run_path(self.dataset, EVENTS_FILE).open("a", encoding="utf-8") as file:
            file.write(encode(event) + "\n")


def cost_per_image(price_per_hour: float | None, frames_per_second: float) -> float | None:
    """Return what an image costs, in the currency of the price; None where price or rate is not known."""
    if price_per_hour is None or frames_per_second <= 0:
        return None
    return price_per_hour / 3600 / frames_per_second
