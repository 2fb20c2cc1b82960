"""What a running job says, one JSON object a line.

This module uses the standard library only.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Started:
    """The job knows how much there is to do, and how much of it was done before."""

    total: int
    done: int = 0
    type: Literal["started"] = "started"


@dataclass(frozen=True, slots=True)
class Progress:
    """Some of it is done."""

    done: int
    total: int
    type: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing is finished and lies on disk."""

    index: int
    path: str
    type: Literal["item"] = "item"


@dataclass(frozen=True, slots=True)
class Metric:
    """Measured values, as the seconds that a frame's stages took."""

    step: int
    values: dict[str, float]
    type: Literal["metric"] = "metric"


@dataclass(frozen=True, slots=True)
class Log:
    """Something to know that stops nothing."""

    level: Literal["info", "warning"]
    text: str
    type: Literal["log"] = "log"


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of every job."""

    outcome: Literal["succeeded", "cancelled", "failed"]
    message: str = ""
    type: Literal["finished"] = "finished"


Event = Started | Progress | Item | Metric | Log | Finished
Emit = Callable[[Event], None]

_TYPES: dict[str, Callable[..., Event]] = {
    "started": Started,
    "progress": Progress,
    "item": Item,
    "metric": Metric,
    "log": Log,
    "finished": Finished,
}


def encode(event: Event) -> str:
    """Return the event as one line, without its end."""
    return json.dumps(asdict(event), separators=(",", ":"))


def decode(line: str) -> Event | None:
    """Return the event a line holds, or nothing where the line is only output."""
    try:
        data: Any = json.loads(line)
        return _TYPES[data["type"]](**data)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
