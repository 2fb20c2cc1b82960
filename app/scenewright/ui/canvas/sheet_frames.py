"""Which frames a contact sheet shows: by chance, pinned ones kept, or those at the ends of one setting."""

from collections.abc import Iterator, Mapping, Sequence

from scenewright.sampling.rng import uniform01
from scenewright.sampling.trace import Trace
from scenewright.spec.places import Place


def chance_frames(frames: int, count: int, roll: int, pinned: Mapping[int, int]) -> list[int]:
    """Return different frames by chance: the same for the same roll, and pinned ones where they were.

    Args:
        frames: How many there are.
        count: How many are shown, fewer where there are fewer.
        roll: Which throw of the dice.
        pinned: Frames by their place on the sheet.
    """
    count = min(count, frames)
    kept = {place: frame for place, frame in pinned.items() if place < count and frame < frames}
    taken = set(kept.values())
    thrown = _thrown(frames, roll)
    found = []
    for place in range(count):
        # A pin must not move any other: each place has its own throw, and takes another only where that is pinned.
        frame = next(thrown)
        if place in kept:
            frame = kept[place]
        elif frame in taken:
            frame = next(other for other in range(frames) if other not in taken and other not in found)
        found.append(frame)
    return found


def _thrown(frames: int, roll: int) -> Iterator[int]:
    """Yield all frames in an order by chance."""
    seen: set[int] = set()
    for turn in range(frames):
        frame = int(uniform01(roll, turn, "canvas/sheet") * frames)
        while frame in seen:
            frame = (frame + 1) % frames
        seen.add(frame)
        yield frame


def extreme_frames(traces: Mapping[int, Trace], place: Place, count: int) -> list[tuple[int, float]]:
    """Return the frames with the lowest and the highest values of a setting, in rising order, each with its value."""
    values: list[tuple[float, int]] = []
    for index, trace in traces.items():
        drawn = [draw.value for draw in trace.draws if draw.place == place and isinstance(draw.value, int | float)]
        if drawn:
            values += [(float(min(drawn)), index), (float(max(drawn)), index)]
    rising = sorted(set(values))
    low = _first({}, rising, count // 2)
    both = _first(low, rising[::-1], count)
    return sorted(both.items(), key=lambda item: item[1])


def _first(found: Mapping[int, float], ranked: Sequence[tuple[float, int]], count: int) -> dict[int, float]:
    """Return what was found and the next other frames of a ranking, up to a count."""
    grown = dict(found)
    for value, index in ranked:
        if len(grown) >= count:
            break
        grown.setdefault(index, value)
    return grown


def numeric_places(traces: Sequence[Trace]) -> list[Place]:
    """Return the settings that draw numbers, in the project's order."""
    found = dict.fromkeys(d.place for trace in traces for d in trace.draws if isinstance(d.value, int | float))
    return list(found)
