"""Frames and their neighbours in a clip: each is drawn once, and none is kept longer than it is needed."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace

from scenewright.render.renderer import Moment, RenderedFrame

Neighbours = Callable[[int], tuple[int | None, int | None]]
"""The frames before and after a frame that it needs."""

_KEPT = 6


class Window:
    """Holds drawn frames back until those beside them are drawn, too."""

    def __init__(self, neighbours: Neighbours) -> None:
        self._neighbours = neighbours
        self._wanted: deque[int] = deque()
        self._asked: dict[int, RenderedFrame | None] = {}

    def want(self, index: int) -> Iterator[int]:
        """Want a frame; yield what must be drawn for it, in order."""
        self._wanted.append(index)
        before, after = self._neighbours(index)
        for needed in (before, index, after):
            if needed is not None and needed not in self._asked:
                self._asked[needed] = None
                yield needed

    def ready(self, frame: RenderedFrame) -> Iterator[RenderedFrame]:
        """Take a drawn frame; yield the wanted ones that are whole by now, with their neighbours."""
        self._asked[frame.plan.index] = frame
        yield from self.rest()

    def rest(self) -> Iterator[RenderedFrame]:
        """Yield the wanted frames that are whole: at the end, those for which nothing more had to be drawn."""
        while self._wanted:
            index = self._wanted[0]
            before, after = self._neighbours(index)
            own = self._asked.get(index)
            parts = [self._asked.get(number) if number is not None else None for number in (before, after)]
            waits = any(p is None and n is not None for p, n in zip(parts, (before, after), strict=True))
            if own is None or waits:
                return
            self._wanted.popleft()
            yield replace(own, before=_moment(parts[0]), after=_moment(parts[1]))
            self._forget()

    def _forget(self) -> None:
        drawn = [index for index, frame in self._asked.items() if frame is not None]
        needed = {n for index in self._wanted for n in (index, *self._neighbours(index))}
        for index in drawn[:-_KEPT]:
            if index not in needed:
                del self._asked[index]


def _moment(frame: RenderedFrame | None) -> Moment | None:
    return None if frame is None else Moment(frame.plan, tuple(view.depth for view in frame.views))
