"""What sampled frames have really drawn, setting by setting."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scenewright.sampling.trace import Trace, Value
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec

_FRAMES = 50
_MOST_SINGLE = 100
_ENOUGH = 12
"""With so many frames new values take the place of the old ones; a histogram of two would only flicker."""


def traced_frames(spec: ProjectSpec) -> tuple[int, ...]:
    """Return some fifty frames spread evenly over the dataset, each of another scene."""
    length = 1 if spec.clip is None else spec.clip.length
    scenes = -(-spec.output.frames // length)
    count = min(_FRAMES, scenes)
    return tuple(k * scenes // count * length for k in range(count))


class Draws:
    """Traces of the project's present state, and those of the one before until there are enough."""

    def __init__(self) -> None:
        self.expected: Sequence[int] = ()
        self._old: dict[int, Trace] = {}
        self._new: dict[int, Trace] = {}
        self._single: dict[int, Trace] = {}
        self._values: dict[Place, list[Value]] | None = None

    def expect(self, frames: Sequence[int]) -> None:
        """Begin anew: the project has changed, and these frames will tell of it."""
        self._old = dict(self.traces)
        self._new.clear()
        self._single.clear()
        self.expected = frames
        self._values = None

    def add(self, frame: int, trace: Trace) -> None:
        """Take in how a frame comes about; others than those expected say nothing about the whole."""
        self._single.pop(frame, None)
        self._single[frame] = trace
        while len(self._single) > _MOST_SINGLE:
            del self._single[next(iter(self._single))]
        if frame in self.expected:
            self._new[frame] = trace
            self._values = None

    def has(self, frame: int) -> bool:
        """Tell whether a frame's trace is there."""
        return self.trace(frame) is not None

    def trace(self, frame: int) -> Trace | None:
        """Return a frame's trace."""
        return self._new.get(frame) or self._single.get(frame)

    @property
    def traces(self) -> Mapping[int, Trace]:
        """The traces by frame."""
        return self._new if len(self._new) >= min(_ENOUGH, len(self.expected)) else self._old

    def numbers(self, place: Place) -> NDArray[np.float64]:
        """Return all numbers that a setting has drawn."""
        return np.array([v for v in self._of(place) if isinstance(v, int | float)], np.float64)

    def names(self, place: Place) -> Mapping[str, int]:
        """Return how often each name was chosen by a setting."""
        return Counter(value for value in self._of(place) if isinstance(value, str))

    def _of(self, place: Place) -> list[Value]:
        if self._values is None:
            values: dict[Place, list[Value]] = {}
            for trace in self.traces.values():
                for draw in trace.draws:
                    values.setdefault(draw.place, []).append(draw.value)
            self._values = values
        return self._values.get(place, [])
