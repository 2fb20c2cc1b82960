"""Which setting to widen next? Pairs of trainings that differ in one randomisation, measured on the same pictures.

For each setting that varies, a dataset is made in which it stands still, everything else being the same draw by draw; a
model is trained on each with the same seeds, and the difference is measured on the hold-out. Its confidence interval
comes from the bootstrap over pictures and seeds (Efron and Tibshirani 1993, percentile intervals).
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from scenewright.datasets.files import told_in_words, write_json
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.learning_curve import trained_score
from scenewright.jobs.training_report import KNOBS_FILE, read_json
from scenewright.sampling.draw import Shape, quantile
from scenewright.spec.base import SpecModel
from scenewright.spec.distributions import Choice, Fixed, Histogram, LogUniform, Mixture, Normal, Uniform
from scenewright.spec.places import Place, value_at, with_value
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import ProjectFile

_VARYING = (Uniform, LogUniform, Normal, Choice, Histogram, Mixture)
_LISTS = ("textures", "images")
_REPEATS = 2000


@dataclass(frozen=True)
class KnobWish:
    """What is to be found out.

    Attributes:
        file: The project.
        out: A folder for datasets, runs and the result; gone on with where it stopped.
        hold_out: What is measured on: real pictures if possible, or a set of another look.
        places: The settings, as written in problems: "lights.0.intensity"; all that vary if empty.
        frames: Frames of each dataset.
        seeds: Pairs of trainings.
        engine: 'embedded' or 'flat'.
        training: What `TrainWish` takes besides dataset and out.
    """

    file: ProjectFile
    out: Path
    hold_out: Path
    places: tuple[str, ...] = ()
    frames: int = 200
    seeds: int = 3
    engine: str = "embedded"
    training: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What a setting's variation brings: the score with it less the score without, and its 95 % interval."""

    place: str
    gain: float
    low: float
    high: float

    def sentence(self) -> str:
        """Return it in words."""
        said = f"{self.place}: {self.gain:+.3f} ({self.low:+.3f} to {self.high:+.3f})"
        if self.low > 0:
            return f"{said}; its variation helps: widen it"
        return f"{said}; its variation hurts: narrow it" if self.high < 0 else f"{said}; no clear effect"


def which_knob(wish: KnobWish, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Measure what each setting's variation brings, and say which to change next.

    Raises:
        UserError: A setting does not vary, or something cannot be generated or trained.
    """
    spec = wish.file.spec
    places = _wanted(spec, wish.places)
    emit(Started((len(places) + 1) * wish.seeds))
    done = 0
    counts: dict[str, list[NDArray[np.int64]]] = {}
    for name, still in [("as_it_is", spec), *((dotted(place), standing_still(spec, place)) for place in places)]:
        for seed in range(wish.seeds):
            found = _measured(wish, name, still, seed, emit, stop)
            if found is None:
                return Finished("cancelled", "Stopped; the same command goes on where this one stopped.")
            counts.setdefault(name, []).append(found)
            if len(found) != len(counts["as_it_is"][0]):
                raise UserError(
                    f"{wish.hold_out} holds frames of this very project, which some models were trained on: "
                    "measure on pictures that none has seen."
                )
            done += 1
            emit(Progress(done, (len(places) + 1) * wish.seeds))
        if name != "as_it_is":
            emit(Log("info", effect(name, counts["as_it_is"], counts[name]).sentence()))
    effects = sorted((effect(dotted(p), counts["as_it_is"], counts[dotted(p)]) for p in places), key=lambda e: -e.gain)
    with told_in_words("write the result", wish.out):
        write_json(wish.out / KNOBS_FILE, {"hold_out": str(wish.hold_out), "effects": [asdict(e) for e in effects]})
    clear = [item for item in effects if item.low > 0 or item.high < 0]
    said = clear[0].sentence() if clear else "No setting has a clear effect: use more frames or seeds."
    return Finished("succeeded", said)


def dotted(place: Place) -> str:
    """Return a place as text."""
    return ".".join(map(str, place))


def varying_places(spec: ProjectSpec) -> list[Place]:
    """Return every setting that varies from frame to frame, and that can stand still."""
    return [place for place in _walk(spec, ()) if _can_stand_still(spec, place)]


def _walk(part: Any, place: Place) -> Iterator[Place]:
    if isinstance(part, _VARYING):
        yield place
    elif isinstance(part, SpecModel):
        for name in type(part).model_fields:
            inner = getattr(part, name)
            if name in _LISTS and isinstance(inner, tuple) and len(inner) > 1:
                yield (*place, name)
            else:
                yield from _walk(inner, (*place, name))
    elif isinstance(part, tuple):
        for number, inner in enumerate(part):
            yield from _walk(inner, (*place, number))


def _can_stand_still(spec: ProjectSpec, place: Place) -> bool:
    try:
        standing_still(spec, place)
    except (ValidationError, ValueError):
        return False
    return True


def standing_still(spec: ProjectSpec, place: Place) -> ProjectSpec:
    """Return the project with one setting fixed: a number at its median, a list at its first.

    Raises:
        ValueError: It does not vary, or the project does not allow it.
    """
    value = value_at(spec, place)
    if isinstance(value, tuple):
        fixed: Any = value[:1]
    elif isinstance(value, _VARYING):
        shape: Shape = value
        fixed = Fixed(value=quantile(shape, 0.5))
    else:
        raise ValueError(f"{dotted(place)} does not vary")  # noqa: TRY004 (a setting, not a type)
    changed: ProjectSpec = with_value(spec, place, fixed)
    return changed


def _wanted(spec: ProjectSpec, names: tuple[str, ...]) -> list[Place]:
    known = {dotted(place): place for place in varying_places(spec)}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise UserError(f"{', '.join(unknown)} does not vary in this project: choose of {', '.join(known)}.")
    if not known:
        raise UserError("Nothing varies in this project: give a setting a range first.")
    return [known[name] for name in names] if names else list(known.values())


def _measured(
    wish: KnobWish, name: str, spec: ProjectSpec, seed: int, emit: Emit, stop: Callable[[], bool]
) -> NDArray[np.int64] | None:
    """Generate, train and measure one of a pair; return hits, false finds and misses of each picture (N, 3)."""
    from scenewright.training.preparing import TrainWish  # noqa: PLC0415

    folder = wish.out / name
    file = replace(wish.file, spec=spec.replace(output=spec.output.replace(frames=wish.frames)))
    made = generate(Wish(file, folder / "dataset", range(wish.frames), 1, wish.engine), _quiet, stop)
    if made.outcome == "cancelled":
        return None
    if made.outcome != "succeeded":  # pairs of trainings on different frames would say nothing
        raise UserError(
            f"The frames of {folder / 'dataset'} could not all be made, so nothing is compared: {made.message}"
        )
    run = folder / f"run_{seed}"
    training = TrainWish(folder / "dataset", run, **{**(wish.training or {}), "seed": seed})
    if trained_score(training, wish.hold_out, emit, stop) is None:
        return None
    [place] = run.glob("evaluations/*/counts.json")
    return np.array(read_json(place)["counts"], np.int64)


def _quiet(_: Any) -> None:
    """Say nothing: the whole tells how far it is."""


def effect(
    place: str, varied: list[NDArray[np.int64]], still: list[NDArray[np.int64]], repeats: int = _REPEATS
) -> Effect:
    """Return the difference of two lists of results in F1, with its interval.

    Args:
        place: The setting.
        varied: For each seed int64 (N, 3): hits, false finds and misses by picture, of models that saw it vary.
        still: The same for models that saw it stand still, on the same pictures.
        repeats: Resamplings, of pictures and of seeds.
    """
    one, other = np.stack(varied), np.stack(still)
    luck = np.random.default_rng(0)
    seeds, pictures = one.shape[:2]
    gains = np.empty(repeats)
    for k in range(repeats):
        chosen = np.ix_(luck.integers(seeds, size=seeds), luck.integers(pictures, size=pictures))
        gains[k] = f1(one[chosen]) - f1(other[chosen])
    low, high = np.percentile(gains, [2.5, 97.5])
    return Effect(place, f1(one) - f1(other), float(low), float(high))


def f1(counts: NDArray[np.int64]) -> float:
    """Return the mean over seeds of F1, from counts (seeds, pictures, 3) of hits, false finds and misses."""
    hits, false, missed = counts.sum(axis=1).T.astype(float)
    return float(np.mean(2 * hits / np.maximum(2 * hits + false + missed, 1)))
