"""More frames, or other frames? The same training on parts of a dataset, measured on the same pictures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, stdev
from typing import TYPE_CHECKING, Any

from scenewright.datasets.files import told_in_words, write_json
from scenewright.jobs.evaluation import evaluate
from scenewright.jobs.events import Emit, Event, Finished, Log, Progress, Started
from scenewright.jobs.training import train
from scenewright.jobs.training_report import CURVE_FILE, read_json

if TYPE_CHECKING:
    from scenewright.training.preparing import TrainWish

_WORTH_IT = 0.01
"""A gain that is worth as many frames again."""
_NOTHING = 0.05
_Z = 1.96


@dataclass(frozen=True, slots=True)
class Point:
    """The scores of trainings on so many frames, one for each seed."""

    frames: int
    scores: tuple[float, ...]

    @property
    def half_width(self) -> float:
        """Half of the 95 % confidence interval of their mean; 0 where there is one score only."""
        return _Z * stdev(self.scores) / len(self.scores) ** 0.5 if len(self.scores) > 1 else 0.0


def learning_curve(
    wish: "TrainWish",
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
    *,
    parts: int = 4,
    seeds: int = 2,
    hold_out: Path | None = None,
) -> Finished:
    """Train on an eighth, a fourth, a half and all of a dataset, and say what more frames would bring.

    Every training takes about as many steps, so that only the frames differ. What is done is not done again.

    Args:
        wish: The training; its `out` holds a folder for each of them and the result.
        emit: Told how far it is.
        stop: Whether to stop; the same wish goes on.
        parts: How many sizes.
        seeds: Trainings of each size.
        hold_out: What is measured on: real pictures best; the frames held back if None.

    Raises:
        UserError: The dataset cannot be trained on.
    """
    from scenewright.training.preparing import prepared  # noqa: PLC0415

    ready = prepared(wish, stop)
    whole, epochs = len(ready.training), ready.recipe.epochs
    sizes = sorted({max(1, whole >> k) for k in range(parts)})
    emit(Started(len(sizes) * seeds))
    points: list[Point] = []
    done = 0
    for size in sizes:
        scores = []
        for seed in range(seeds):
            changes = {**wish.changes, "epochs": max(1, round(epochs * whole / size)), "patience": 0}
            changes["measure_every"] = changes["epochs"]
            run = wish.out / f"{size}_frames_{seed}"
            score = trained_score(
                replace(wish, out=run, limit=size, seed=wish.seed + seed, changes=changes), hold_out, emit, stop
            )
            if score is None:
                return Finished("cancelled", "Stopped; the same command goes on where this one stopped.")
            scores.append(score)
            done += 1
            emit(Progress(done, len(sizes) * seeds))
        points.append(Point(size, tuple(scores)))
        emit(Log("info", f"{size} frames: {mean(scores):.3f} ± {points[-1].half_width:.3f}"))
    advice = advice_of(points)
    _write(wish.out, points, advice, hold_out)
    return Finished("succeeded", advice)


def trained_score(wish: "TrainWish", hold_out: Path | None, emit: Emit, stop: Callable[[], bool]) -> float | None:
    """Train and measure, unless that was done before; return the score, or nothing if it was stopped.

    Raises:
        UserError: It failed.
    """
    marker = wish.out / "score.json"
    known = read_json(marker)
    if "score" in known:
        return float(known["score"])
    finished = train(wish, _warnings_only(emit), stop)
    if finished.outcome == "cancelled":
        return None
    measured = hold_out or wish.dataset
    finished = evaluate(wish.out, measured, _warnings_only(emit), stop, device=wish.device)
    if finished.outcome != "succeeded":
        return None
    [scores] = (read_json(path) for path in wish.out.glob("evaluations/*/scores.json"))
    write_json(marker, {"score": scores["score"]})
    return float(scores["score"])


def advice_of(points: list[Point]) -> str:
    """Return what the curve says, in a sentence: it looks at what the last doubling of frames brought."""
    if len(points) < 2:
        return "There are too few frames to say anything: generate more."
    before, last = points[-2], points[-1]
    if mean(last.scores) < _NOTHING:
        return "These trainings found next to nothing, which says nothing about frames: train for more epochs."
    gain = mean(last.scores) - mean(before.scores)
    doubt = (before.half_width**2 + last.half_width**2) ** 0.5
    reached = mean(last.scores)
    said = f"From {before.frames} to {last.frames} frames the score rose by {gain:.3f} ± {doubt:.3f}, to {reached:.3f}."
    if gain > max(_WORTH_IT, doubt):
        return f"{said} More frames: as many again should bring somewhat less than that."
    if gain + doubt <= _WORTH_IT:
        return (
            f"{said} Other frames: more of the same will bring next to nothing; vary what the mistakes have in common."
        )
    return f"{said} That is too close to call: more seeds (--seeds) would tell."


def _warnings_only(emit: Emit) -> Emit:
    def told(event: Event) -> None:
        if isinstance(event, Log) and event.level == "warning":
            emit(event)

    return told


def _write(folder: Path, points: list[Point], advice: str, hold_out: Path | None) -> None:
    data: dict[str, Any] = {
        "measured_on": str(hold_out) if hold_out else "frames held back",
        "points": [{"frames": p.frames, "scores": list(p.scores), "half_width": p.half_width} for p in points],
        "advice": advice,
    }
    with told_in_words("write the learning curve", folder):
        write_json(folder / CURVE_FILE, data)
