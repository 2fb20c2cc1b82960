"""How long each part of a worker's life may take."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import psutil


@dataclass(frozen=True)
class Budgets:
    """Seconds after the last sign of progress at which a worker counts as stuck, and bounds on what it holds.

    Attributes:
        start_s: Until Isaac Sim runs. Its first start compiles shaders, which takes minutes.
        load_s: Until the stage is open and between two steps of its warm-up.
        frame_s: Between two frames, or ten times what they took so far, whichever is longer.
        silence_s: Without even a heartbeat.
        close_s: Between the end of the work and that of the process.
        most_failures: So many processes in a row may end without a frame.
        most_memory: Bytes at which a process is replaced by a fresh one; a fourth more, and it is ended.
        most_waiting: Frames that may lie on disk until they are labelled.
    """

    start_s: float = 900.0
    load_s: float = 900.0
    frame_s: float = 180.0
    silence_s: float = 600.0
    close_s: float = 60.0
    most_failures: int = 3
    most_memory: int = 24 << 30
    most_waiting: int = 32

    def allowed_s(self, phase: str, median_s: float | None) -> float:
        """Return how long a phase may go without progress, once frames have taken `median_s`."""
        match phase:
            case "starting":
                return self.start_s
            case "closing":
                return self.close_s
            case "drawing" if median_s is not None:
                return max(self.frame_s, 10 * median_s)
            case _:
                return self.load_s


def budgets_with(changes: Mapping[str, float], processes: int = 1) -> Budgets:
    """Return the usual budgets but for some, by name; unknown names and numbers not above 0 are left out.

    Processes that are many share the machine's memory: each may hold an equal part of 70 % of it.
    """
    known = {item.name: type(getattr(Budgets(), item.name)) for item in fields(Budgets)}
    usable = {name: known[name](value) for name, value in changes.items() if name in known and value > 0}
    fair = int(0.7 * psutil.virtual_memory().total / processes)
    return Budgets(**{"most_memory": min(Budgets.most_memory, fair), **usable})
