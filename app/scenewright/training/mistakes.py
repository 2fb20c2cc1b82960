"""Which objects a model misses, invents or takes for others: what the error browser shows and Inspect filters by."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.training.predictions import Found
from scenewright.training.samples import VOID, SampleTable, Task
from scenewright.training.targets import class_map

OVERLAP = 0.5
"""From so much intersection over union on, a box is taken to mean an object."""

_POOR_IOU = 0.5


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in one picture.

    Attributes:
        kind: "miss": an object was not found; "false_positive": something was found where nothing is; "confusion": an
            object was found as another class; "poor_map": a class's pixels overlap by less than half.
        box: XYXY pixels.
        class_name: The object's class, or what was said to be there.
        taken_for: What it was confused with.
        score: The model's; 0 for a miss.
        instance_id: The object's number in its frame; 0 where there is none.
    """

    kind: str
    box: tuple[float, float, float, float]
    class_name: str
    taken_for: str = ""
    score: float = 0.0
    instance_id: int = 0


def best_threshold(table: SampleTable, found: Mapping[int, Found]) -> float:
    """Return the score from which on counting a find as one gives the best F1 (harmonic mean of precision, recall)."""
    scores, hits, wanted = [], [], 0
    for image, one in found.items():
        span = table.objects(image)
        wanted += int((~table.ignored[span]).sum())
        match, _ = matched(one, table, image, threshold=0.0)
        kept = match != _IGNORED
        scores.append(one.scores[kept])
        hits.append(match[kept] >= 0)
    flat = np.concatenate(scores) if scores else np.zeros(0)
    if wanted == 0 or len(flat) == 0:
        return 0.5
    order = np.argsort(-flat, kind="stable")
    true = np.cumsum(np.concatenate(hits)[order])
    f1 = 2 * true / (np.arange(1, len(order) + 1) + wanted)
    return float(np.clip(flat[order][int(np.argmax(f1))], 0.05, 0.95))


_NOTHING, _IGNORED = -1, -2


def matched(
    one: Found, table: SampleTable, image: int, threshold: float, *, any_class: bool = False
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return for each find the object (its place in the picture) that it means, and which objects are found.

    Best finds choose first; -1: no object, -2: one that is to be ignored, or a score below the threshold.
    """
    span = table.objects(image)
    boxes, labels, ignored = table.boxes[span], table.labels[span], table.ignored[span]
    overlap = overlaps(one.boxes, boxes)
    if not any_class:
        overlap *= one.labels[:, None] == labels[None]
    match = np.full(len(one.boxes), _NOTHING, np.int64)
    taken = np.zeros(len(boxes), bool)
    for k in np.argsort(-one.scores, kind="stable"):
        if one.scores[k] < threshold:
            match[k] = _IGNORED
            continue
        free = np.where(taken | ignored, 0.0, overlap[k])
        if len(free) and free.max() >= OVERLAP:
            match[k] = int(np.argmax(free))
            taken[match[k]] = True
        elif (ignored & (overlap[k] >= OVERLAP)).any():
            match[k] = _IGNORED
    return match, taken


def overlaps(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the intersection over union (N, M) of boxes (N, 4) and (M, 4)."""
    low = np.maximum(one[:, None, :2], other[None, :, :2])
    high = np.minimum(one[:, None, 2:], other[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=-1).astype(np.float64)
    areas = [(boxes[:, 2:] - boxes[:, :2]).prod(axis=-1) for boxes in (one, other)]
    union = areas[0][:, None] + areas[1][None] - shared
    return shared / np.maximum(union, 1e-9)


def mistakes_of(table: SampleTable, image: int, one: Found, threshold: float, task: Task) -> list[Mistake]:
    """Return a picture's mistakes: of finds whose score is at least the threshold."""
    if task == "semantic":
        return _map_mistakes(table, image, one)
    span = table.objects(image)
    match, found = matched(one, table, image, threshold)
    missed = ~found & ~table.ignored[span]
    overlap = overlaps(one.boxes, table.boxes[span])
    mistakes: list[Mistake] = []
    for k in np.flatnonzero(match == _NOTHING):
        said = table.classes[int(one.labels[k]) - 1]
        candidates = np.where(missed, overlap[k], 0.0)
        if len(candidates) and candidates.max() >= OVERLAP:
            place = int(np.argmax(candidates))
            missed[place] = False
            mistakes.append(_of_object(table, span.start + place, "confusion", said, float(one.scores[k])))
        else:
            mistakes.append(Mistake("false_positive", _box(one.boxes[k]), said, "", float(one.scores[k])))
    return mistakes + [_of_object(table, span.start + int(k), "miss") for k in np.flatnonzero(missed)]


def _of_object(table: SampleTable, place: int, kind: str, taken_for: str = "", score: float = 0.0) -> Mistake:
    name = table.classes[int(table.labels[place]) - 1]
    return Mistake(kind, _box(table.boxes[place]), name, taken_for, score, int(table.instance_ids[place]))


def _box(values: NDArray[np.float32]) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (round(float(value), 2) for value in values)
    return x0, y0, x1, y1


def _map_mistakes(table: SampleTable, image: int, one: Found) -> list[Mistake]:
    width, height = int(table.sizes[image, 0]), int(table.sizes[image, 1])
    truth, said = class_map(table, image, (width, height)), one.classes
    mistakes = []
    for label, name in enumerate(table.classes, 1):
        mine, its = truth == label, (said == label) & (truth != VOID)
        union = int((mine | its).sum())
        if union and (mine & its).sum() / union < _POOR_IOU:
            share = float((mine & its).sum() / union)
            mistakes.append(Mistake("poor_map", (0.0, 0.0, float(width), float(height)), name, "", share))
    return mistakes


def mistakes_json(table: SampleTable, mistakes: Mapping[int, list[Mistake]], threshold: float) -> dict[str, Any]:
    """Return all mistakes as JSON-able data: by picture, with its frame, camera and file, worst pictures first."""
    order = sorted((image for image in mistakes if mistakes[image]), key=lambda image: (-len(mistakes[image]), image))
    counts: dict[str, int] = {}
    for image in order:
        for mistake in mistakes[image]:
            counts[mistake.kind] = counts.get(mistake.kind, 0) + 1
    return {
        "dataset": str(table.source),
        "threshold": round(threshold, 4),
        "overlap": OVERLAP,
        "counts": counts,
        "images": [
            {
                "frame": int(table.frames[image]),
                "camera": table.cameras[image],
                "picture": str(table.pictures[image]),
                "mistakes": [asdict(mistake) for mistake in mistakes[image]],
            }
            for image in order
        ],
    }
