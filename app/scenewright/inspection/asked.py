"""What was asked for beside what came out: every randomised setting, and what rejection did to it.

A setting's draws are those of frames that are traced again (`sampling.trace`), each of which must give the very plan
that the dataset holds. Distances are Kolmogorov-Smirnov's: the largest gap between the shares of values up to a point.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.histograms import distance
from scenewright.sampling.draw import quantile, whole_quantile
from scenewright.sampling.trace import Trace
from scenewright.spec.distributions import AnyDistribution, Curriculum, Expression, Fixed
from scenewright.spec.distributions import Sequence as ValueSequence
from scenewright.spec.places import Place, value_at
from scenewright.spec.project import ProjectSpec

_GRID = 2000
_BINS = 24
_FIXED_OR_DRAWN = (Fixed, Expression)
_AXES = ("x", "y", "z")

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Asked:
    """One randomised number: asked, and got.

    Attributes:
        place: The setting.
        edges: (B + 1,) of the bars.
        asked: (B,) shares that were asked for.
        got: (B,) shares that came out.
        draws: How many values came out.
        distance: Between the two, 0 to 1.
        by_luck: So far apart are they in one of a hundred datasets of this size by luck alone.
    """

    place: Place
    edges: Values
    asked: Values
    got: Values
    draws: int
    distance: float
    by_luck: float

    @property
    def is_off(self) -> bool:
        """Whether what came out is something else than what was asked for."""
        return self.draws >= 20 and self.distance > max(0.05, self.by_luck)


@dataclass(frozen=True)
class Rejected:
    """What rejection did to where a group's objects stand.

    Attributes:
        place: The group.
        tried: Places that were tried.
        kept: Those that were taken.
        left_out: Objects that found none.
        moved: For x, y and z, how far the kept places are from all tried ones (distance, 0 to 1).
        inward_m: By how much nearer to the middle the kept places are than all tried ones; below 0: pushed out.
    """

    place: Place
    tried: int
    kept: int
    left_out: int
    moved: tuple[float, float, float]
    inward_m: float

    @property
    def acceptance(self) -> float:
        """The share of tried places that were taken."""
        return self.kept / max(1, self.tried)


def asked_and_got(spec: ProjectSpec, traces: Sequence[Trace]) -> tuple[Asked, ...]:
    """Return every randomised number of a project that some frame drew, the farthest off first."""
    drawn: dict[Place, list[float]] = {}
    for trace in traces:
        for draw in trace.draws:
            if isinstance(draw.value, (int, float)):
                drawn.setdefault(draw.place, []).append(float(draw.value))
    found = []
    for place, values in drawn.items():
        wanted = _distribution_at(spec, place)
        asked = None if wanted is None else asked_values(wanted, whole=place[-1] == "count")
        if asked is not None:
            found.append(_compared(place, asked, np.array(values)))
    return tuple(sorted(found, key=lambda item: (not item.is_off, -item.distance)))


def asked_values(wanted: AnyDistribution, *, whole: bool = False) -> Values | None:
    """Return evenly likely values of a distribution; None of formulas, which depend on other draws."""
    shares = (np.arange(_GRID) + 0.5) / _GRID
    match wanted:
        case Expression():
            return None
        case ValueSequence(values=values):
            return np.array(values, np.float64)
        case Curriculum(start=start, end=end):
            few = shares[:: _GRID // 50]
            first = np.array([quantile(start, u) for u in few])
            last = np.array([quantile(end, u) for u in few])
            return np.concatenate([first + progress * (last - first) for progress in few])
        case _ if whole:
            return np.array([whole_quantile(wanted, u) for u in shares], np.float64)
        case _:
            return np.array([quantile(wanted, u) for u in shares])


def what_rejection_did(spec: ProjectSpec, traces: Sequence[Trace]) -> tuple[Rejected, ...]:
    """Return, for each group of which a place was rejected, what that did; the most rejected first."""
    found = []
    for number, group in enumerate(spec.objects):
        place: Place = ("objects", number)
        rejected = [item.position for trace in traces for item in trace.rejections if item.owner == place]
        if not rejected:
            continue
        kept = [
            draw.value
            for trace in traces
            for draw in trace.draws
            if draw.owner == place and draw.name.endswith("/place")  # before it settles
        ]
        left_out = sum(item.group == group.name for trace in traces for item in trace.plan.left_out)
        found.append(_rejected(place, np.array(kept, np.float64).reshape(-1, 3), np.array(rejected), left_out))
    return tuple(sorted(found, key=lambda item: item.acceptance))


def drawn_by_frame(traces: Iterable[Trace]) -> Mapping[int, Mapping[str, float]]:
    """Return each traced frame's drawn numbers by their settings' names; of several objects, the mean."""
    return {trace.plan.index: _means(trace) for trace in traces}


def place_name(place: Place) -> str:
    """Return a setting's name, as objects.0.scale."""
    return ".".join(map(str, place))


def _means(trace: Trace) -> dict[str, float]:
    values: dict[str, list[float]] = {}
    for draw in trace.draws:
        if isinstance(draw.value, (int, float)):
            values.setdefault(place_name(draw.place), []).append(float(draw.value))
    return {name: float(np.mean(numbers)) for name, numbers in values.items()}


def _distribution_at(spec: ProjectSpec, place: Place) -> AnyDistribution | None:
    try:
        wanted = value_at(spec, place)
    except LookupError:
        return None
    is_random = isinstance(wanted, AnyDistribution) and not isinstance(wanted, _FIXED_OR_DRAWN)
    return wanted if is_random else None


def _compared(place: Place, asked: Values, got: Values) -> Asked:
    low, high = min(asked.min(), got.min()), max(asked.max(), got.max())
    edges = np.linspace(low, high, _BINS + 1) if high > low else np.array([low - 0.5, low + 0.5])
    shares = [np.histogram(values, edges)[0] / len(values) for values in (asked, got)]
    # 1.63 / sqrt(n): the one-sample Kolmogorov-Smirnov test's critical value at 1 % for many values.
    return Asked(place, edges, shares[0], shares[1], len(got), distance(asked, got), 1.63 / math.sqrt(len(got)))


def _rejected(place: Place, kept: Values, rejected: Values, left_out: int) -> Rejected:
    tried = np.concatenate([kept, rejected])
    middle = tried[:, :2].mean(axis=0)
    reach = [
        float(np.linalg.norm(places[:, :2] - middle, axis=1).mean()) if len(places) else 0.0 for places in (tried, kept)
    ]
    moved = [distance(kept[:, axis], tried[:, axis]) if len(kept) else 1.0 for axis in range(len(_AXES))]
    return Rejected(place, len(tried), len(kept), left_out, (moved[0], moved[1], moved[2]), reach[0] - reach[1])
