"""Checks of labels one by one: what contradicts itself, and images without any."""

from collections.abc import Iterator

import numpy as np

from scenewright.inspection.columns import PHOTOS
from scenewright.inspection.findings.finding import Evidence, Finding, share_text

_MANY_EMPTY = 0.3


def certificate(evidence: Evidence) -> Iterator[Finding]:
    """Find what the certificate found: labels that contradict each other."""
    columns = evidence.columns
    by_relation: dict[str, list[tuple[int, str, str]]] = {}
    for frame, camera, relation, sentence in evidence.violations:
        by_relation.setdefault(relation, []).append((frame, camera, sentence))
    for relation, violations in by_relation.items():
        frames = np.unique([frame for frame, _, _ in violations])
        rows = np.flatnonzero(np.isin(columns.images.index, frames))
        sentence = (
            f"Labels contradict each other in {len(frames)} frames ({relation.replace('_', ' ')}); the first: frame "
            f"{violations[0][0]}: {violations[0][2]}. Generate these frames again."
        )
        yield Finding("certificate", "error", sentence, rows)


def geometry(evidence: Evidence) -> Iterator[Finding]:
    """Find boxes that are empty, outside of their image or no numbers."""
    columns = evidence.columns
    box = columns.objects.box_px
    stated = np.isfinite(box).any(axis=1)
    size = columns.images.size_px[columns.objects.image]
    slack = 1.0  # other programs round, some to whole pixels beyond the border
    with np.errstate(invalid="ignore"):
        whole = np.isfinite(box).all(axis=1)
        wide = (box[:, 2] > box[:, 0]) & (box[:, 3] > box[:, 1])
        inside = (box[:, :2] >= -slack).all(axis=1) & ((box[:, 2:] <= size + slack) | (size <= 0)).all(axis=1)
    wrong = stated & ~(whole & wide & inside)
    if wrong.any():
        sentence = (
            f"{share_text(int(wrong.sum()), len(box))} boxes are empty, reach out of their image or are no numbers: "
            "training would fail or learn nonsense. Make these labels again."
        )
        yield Finding("geometry", "error", sentence, np.unique(columns.objects.image[wrong]))


def classes(evidence: Evidence) -> Iterator[Finding]:
    """Find objects of a class that the dataset does not name."""
    columns = evidence.columns
    wrong = (columns.objects.class_id < 1) | (columns.objects.class_id > len(columns.class_names))
    if wrong.any():
        sentence = (
            f"{share_text(int(wrong.sum()), len(wrong))} objects have a class that the dataset's list does not hold: "
            "add it to the list, or make these labels again."
        )
        yield Finding("classes", "error", sentence, np.unique(columns.objects.image[wrong]), ("classes",))


def missing(evidence: Evidence) -> Iterator[Finding]:
    """Find objects that should be seen, as nothing hides them, and have no pixel."""
    objects = evidence.columns.objects
    unseen = ~np.isfinite(objects.box_px[:, 0]) & (objects.occlusion < 1) & (objects.visible_px == 0)
    if unseen.any():
        sentence = (
            f"{int(unseen.sum())} objects stand in view, and nothing hides them, but no pixel is theirs: the engine "
            "did not label them. Generate these frames again."
        )
        yield Finding("missing", "error", sentence, np.unique(objects.image[unseen]))


def nothing_labelled(evidence: Evidence) -> Iterator[Finding]:
    """Find datasets without any label, and many images in which nothing is labelled."""
    columns = evidence.columns
    if columns.format_name == PHOTOS:
        return
    count = np.bincount(columns.objects.image[columns.labelled], minlength=evidence.images)
    rows = np.flatnonzero(count == 0)
    if len(rows) == evidence.images:
        sentence = "No image has a label: nothing can be learned. Check the camera's aim and the visibility rules."
        yield Finding("nothing_labelled", "error", sentence, rows, ("cameras",))
    elif len(rows) > _MANY_EMPTY * evidence.images:
        sentence = (
            f"{share_text(len(rows), evidence.images)} images show no labelled object. A tenth helps against false "
            "alarms; more is wasted. Aim the camera at the objects, or raise their count."
        )
        yield Finding("nothing_labelled", "warning", sentence, rows, ("cameras",))
