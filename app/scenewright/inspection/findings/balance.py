"""Checks of the whole: classes, sizes, places, poses and visibility in a balance that can be learned from."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.findings.finding import Evidence, Finding, share_text
from scenewright.inspection.histograms import two_ways
from scenewright.inspection.measures import measure_named

_MOST_TO_LEAST = 10
_FEW = 50
_TINY_PX = 12.0
_MANY = 0.25
_ENOUGH = 200
"""So many objects before anything is said about where they are and how they are seen."""


def imbalance(evidence: Evidence) -> Iterator[Finding]:
    """Find classes that are rare beside the others, or not there at all."""
    columns = evidence.columns
    labelled = columns.objects.class_id[columns.labelled] - 1
    counts = np.bincount(labelled[labelled >= 0], minlength=len(columns.class_names))[: len(columns.class_names)]
    for number, (name, count) in enumerate(zip(columns.class_names, counts.tolist(), strict=True)):
        place = _groups_place(evidence, name)
        if count == 0 and counts.sum() > 0:
            sentence = f"Class '{name}' is in no image: add objects of it, or remove it from the classes."
            yield Finding("absent_class", "warning", sentence, np.empty(0, np.int64), place or ("classes", number))
        elif 0 < count < counts.max() / _MOST_TO_LEAST:
            sentence = (
                f"Class '{name}' has {count} objects, the most frequent one {counts.max()}: a detector learns it "
                "worse. Raise its count or weight."
            )
            yield Finding("imbalance", "warning", sentence, _with_class(evidence, number), place)
        elif 0 < count < _FEW <= evidence.images:
            sentence = f"Class '{name}' has {count} objects only: make more frames, or raise its count."
            yield Finding("few", "warning", sentence, _with_class(evidence, number), place)


def tiny(evidence: Evidence) -> Iterator[Finding]:
    """Find many objects too small to be learned."""
    columns = evidence.columns
    size = measure_named(evidence.source, "size").values(evidence.source)
    small = columns.labelled & (size < _TINY_PX)
    if small.sum() > 0.1 * max(1, columns.labelled.sum()):
        sentence = (
            f"{share_text(int(small.sum()), int(columns.labelled.sum()))} objects are smaller than {_TINY_PX:.0f} "
            "pixels: move the camera nearer, raise the resolution, or leave them out by a visibility rule."
        )
        order = np.argsort(size[small], kind="stable")
        yield Finding("tiny", "warning", sentence, _unique(columns.objects.image[small][order]), ("visibility",))


def hidden(evidence: Evidence) -> Iterator[Finding]:
    """Find many objects that are mostly hidden, or mostly outside the image."""
    columns = evidence.columns
    total = max(1, int(columns.labelled.sum()))
    for name, values, words, place in (
        ("occluded", columns.objects.occlusion, "are hidden by more than nine tenths", ("visibility",)),
        ("truncated", columns.objects.truncation, "lie more than three quarters outside the image", ("visibility",)),
    ):
        much = columns.labelled & (values > (0.9 if name == "occluded" else 0.75))
        if much.sum() > _MANY * total:
            sentence = (
                f"{share_text(int(much.sum()), total)} labelled objects {words}: add a visibility rule, or place "
                "them wider apart and nearer to the middle."
            )
            order = np.argsort(-values[much], kind="stable")
            yield Finding(name, "warning", sentence, _unique(columns.objects.image[much][order]), place)


def middle(evidence: Evidence) -> Iterator[Finding]:
    """Find objects that are nearly always in the middle of the image."""
    columns = evidence.columns
    if columns.labelled.sum() < _ENOUGH:
        return
    source = evidence.source
    counts = two_ways(source, measure_named(source, "x"), measure_named(source, "y"), (5, 5), (0, 1, 0, 1))
    share = counts[2, 2] / max(1, counts.sum())
    border = 1 - counts[1:4, 1:4].sum() / max(1, counts.sum())
    if share > 0.5 or border < 0.03:
        sentence = (
            f"{share:.0%} of the objects lie in the middle twenty-fifth of the image, {border:.0%} near its border: a "
            "detector may learn the place. Let the camera look past the objects, or spread them."
        )
        yield Finding("middle", "warning", sentence, np.empty(0, np.int64), ("cameras", 0))


def pose_gaps(evidence: Evidence) -> Iterator[Finding]:
    """Find classes that are never seen from some sides, though they turn freely."""
    columns = evidence.columns
    azimuth = columns.objects.azimuth_deg
    for number, name in enumerate(columns.class_names):
        mine = columns.labelled & (columns.objects.class_id == number + 1) & np.isfinite(azimuth)
        if mine.sum() < _ENOUGH:
            continue
        counts, _ = np.histogram(azimuth[mine], bins=12, range=(-180, 180))
        empty = int((counts == 0).sum())
        if 0 < empty < 9:  # with fewer than three sides seen the pose is fixed on purpose
            sentence = (
                f"Class '{name}' is never seen from {empty} of 12 directions around it: turn it by any yaw, or let the "
                "camera go round."
            )
            yield Finding("pose_gaps", "warning", sentence, np.empty(0, np.int64), _groups_place(evidence, name))


def _with_class(evidence: Evidence, number: int) -> NDArray[np.int64]:
    columns = evidence.columns
    return np.unique(columns.objects.image[columns.labelled & (columns.objects.class_id == number + 1)])


def _groups_place(evidence: Evidence, class_name: str) -> tuple[str | int, ...] | None:
    """Return the count of the first group that has a class."""
    if evidence.spec is None:
        return None
    for number, group in enumerate(evidence.spec.objects):
        if class_name in group.class_names:
            return ("objects", number, "count")
    return None


def _unique(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows each once, in their order."""
    return np.array(list(dict.fromkeys(rows.tolist())), np.int64)
