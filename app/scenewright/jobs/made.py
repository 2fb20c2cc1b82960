"""What a run has made, and what it says of it in the end."""

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import median
from time import monotonic
from typing import Any

from scenewright import __version__
from scenewright.datasets.layout import block_of
from scenewright.jobs.events import Finished
from scenewright.jobs.recorded_run import cost_per_image
from scenewright.jobs.run_history import this_host
from scenewright.jobs.wish import Wish
from scenewright.jobs.workers import SetAside
from scenewright.jobs.writing import Stages

_LAST = 2000
"""The medians are of so many frames: enough to be sure, few enough that a long run needs no more memory."""


@dataclass(eq=False)
class Made:
    """The frames of a run.

    Attributes:
        wish: What was wished.
        started: When.
        missing: How many frames were missing then.
        engine: Filled with what draws.
        count: Frames made so far.
        blocks: Those that have new frames.
        set_aside: The frames that ended their drawing process twice.
    """

    wish: Wish
    started: datetime
    missing: int
    engine: dict[str, str] = field(default_factory=dict)
    count: int = 0
    blocks: set[int] = field(default_factory=set)
    set_aside: list[SetAside] = field(default_factory=list)
    _stages: deque[Stages] = field(default_factory=lambda: deque(maxlen=_LAST))
    _first_at: float = 0.0
    _last_at: float = 0.0

    def add(self, index: int, seconds: Stages) -> None:
        """Take note of a frame that is on disk."""
        self._last_at = monotonic()
        if self.count == 0:
            self._first_at = self._last_at
        self.count += 1
        self.blocks.add(block_of(index))
        self._stages.append(seconds)

    @property
    def frames_per_second(self) -> float:
        """The rate since the first frame; 0 where there are too few."""
        spent = self._last_at - self._first_at
        return (self.count - 1) / spent if spent > 0 else 0.0

    def run_record(self) -> dict[str, Any]:
        """Return what `run.json` says of the run."""
        names = dict.fromkeys(name for seconds in self._stages for name in seconds)
        cost = cost_per_image(self.wish.price_per_hour, self.frames_per_second)
        return {
            "program": "scenewright",
            "version": __version__,
            "project_file": str(self.wish.file.path.absolute()),
            "engine": self.engine,
            "host": this_host(),
            "workers": self.wish.workers,
            "started": self.started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "frames_wanted": [self.wish.frames.start, self.wish.frames.stop],
            "frames_made": self.count,
            "frames_set_aside": [item.index for item in self.set_aside],
            "frames_per_second": round(self.frames_per_second, 3),
            **({} if cost is None else {"price_per_hour": self.wish.price_per_hour, "cost_per_image": cost}),
            "median_seconds": {n: round(median(s.get(n, 0.0) for s in self._stages), 6) for n in names},
        }

    def finished(self, *, stopped: bool) -> Finished:
        """Return how the run went, in words."""
        left = self.missing - self.count
        if stopped and left > len(self.set_aside):
            again = "The same command goes on where this one stopped."
            return Finished("cancelled", f"Stopped; {left} frames are left. {again}")
        if left:
            which = ", ".join(str(item.index) for item in self.set_aside[:10])
            reason = f" (frame {which}: {self.set_aside[0].reason})" if self.set_aside else ""
            return Finished(
                "failed",
                f"{left} frames could not be made{reason}; all others are in {self.wish.folder}. Why is told in "
                f"{self.wish.folder / 'run/set_aside'}. The same command tries them again.",
            )
        return Finished("succeeded", f"{len(self.wish.frames)} frames are in {self.wish.folder}{self._rate_in_words()}")

    def _rate_in_words(self) -> str:
        if not self.frames_per_second:
            return ""
        cost = cost_per_image(self.wish.price_per_hour, self.frames_per_second)
        return f", at {self.frames_per_second:.1f} frames/s" + ("" if cost is None else f" and {cost:.2g} an image")
