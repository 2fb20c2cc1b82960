"""Checks of files and pictures: unreadable, black, of another size, there twice."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.findings.finding import Evidence, Finding
from scenewright.inspection.pictures import MEASURED, UNREADABLE

_FLAT_CONTRAST = 0.004
"""A standard deviation of one step of 255: nothing can be seen."""
_DARK, _BRIGHT = 0.08, 0.92


def unreadable(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures that cannot be read."""
    if evidence.pictures is None:
        return
    rows = np.flatnonzero(evidence.pictures["measured"] == UNREADABLE)
    if len(rows):
        sentence = f"{evidence.of_pictures(len(rows))} cannot be read: generate their frames again."
        yield Finding("unreadable", "error", sentence, rows)


def other_size(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures whose size is not what their record says."""
    if evidence.pictures is None:
        return
    known = evidence.pictures["measured"] == MEASURED
    told = evidence.columns.images.size_px
    found = np.stack([evidence.pictures["width"], evidence.pictures["height"]], axis=1)
    rows = np.flatnonzero(known & (told[:, 0] > 0) & (found != told).any(axis=1))
    if len(rows):
        sentence = (
            f"{evidence.of_pictures(len(rows))} have another size than their labels say: their boxes "
            "and masks do not fit. Generate them again."
        )
        yield Finding("other_size", "error", sentence, rows)


def blank(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures of one colour."""
    if evidence.pictures is None:
        return
    flat = (evidence.pictures["measured"] == MEASURED) & (evidence.pictures["contrast"] < _FLAT_CONTRAST)
    rows = np.flatnonzero(flat)
    if len(rows):
        dark = int((evidence.pictures["brightness"][rows] < 0.02).sum())
        sentence = (
            f"{evidence.of_pictures(len(rows))} are of one colour, {dark} of them black: look at the "
            "lights, the exposure and where the camera stands."
        )
        yield Finding("blank", "error", sentence, rows, ("lights",))


def repeated(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures that are there more than once, pixel for pixel."""
    rows = _repeats(evidence)
    if len(rows):
        sentence = (
            f"{evidence.of_pictures(len(rows))} are there more than once, pixel for pixel: nothing new "
            "is learned from them, and a copy in another split would flatter the result."
        )
        yield Finding("repeated", "error", sentence, rows, ("output", "seed"))


def _repeats(evidence: Evidence) -> NDArray[np.int64]:
    """Return the images whose pixels were there before; blank ones are told of elsewhere."""
    if evidence.pictures is None:
        return np.empty(0, np.int64)
    usable = (evidence.pictures["measured"] == MEASURED) & (evidence.pictures["contrast"] >= _FLAT_CONTRAST)
    rows = np.flatnonzero(usable)
    _, first = np.unique(evidence.pictures["pixels"][rows], return_index=True)
    return np.setdiff1d(rows, rows[first])


def alike(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures that look nearly the same as one before them (one of 64 bits differs), in another scene."""
    if evidence.pictures is None:
        return
    pictures, images = evidence.pictures, evidence.columns.images
    usable = np.flatnonzero((pictures["measured"] == MEASURED) & (pictures["contrast"] >= 4 * _FLAT_CONTRAST))
    usable = np.setdiff1d(usable, _repeats(evidence))
    found: set[int] = set()
    by_print: dict[int, list[int]] = {}
    for row in usable.tolist():
        print_ = int(pictures["look"][row])
        near = (print_, *(print_ ^ (1 << bit) for bit in range(64)))
        for other in (other for key in near for other in by_print.get(key, ())):
            is_as_bright = abs(pictures["brightness"][row] - pictures["brightness"][other]) < 0.01
            if images.scene[other] != images.scene[row] and is_as_bright and images.camera[other] == images.camera[row]:
                found.add(row)
                break
        by_print.setdefault(print_, []).append(row)
    rows = np.array(sorted(found), np.int64)
    if len(rows) > max(1, 0.01 * evidence.measured):
        sentence = (
            f"{evidence.of_pictures(len(rows))} look nearly the same as another: widen what is random, "
            "such as positions, floors, light and the camera."
        )
        yield Finding("alike", "warning", sentence, rows, ("objects",))


def light(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures that are very dark or very bright."""
    if evidence.pictures is None:
        return
    pictures = evidence.pictures
    seen = (pictures["measured"] == MEASURED) & (pictures["contrast"] >= _FLAT_CONTRAST)
    for name, rows, remedy in (
        ("dark", np.flatnonzero(seen & (pictures["brightness"] < _DARK)), "raise the lights or the exposure"),
        ("bright", np.flatnonzero(seen & (pictures["brightness"] > _BRIGHT)), "lower the lights or the exposure"),
    ):
        if len(rows) > 0.02 * evidence.measured:
            sentence = f"{evidence.of_pictures(len(rows))} are very {name}: {remedy}."
            yield Finding(name, "warning", sentence, rows, ("lights",))


def outliers(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures whose light, colour or sharpness is far from all others' (8 robust standard deviations)."""
    if evidence.pictures is None:
        return
    known = evidence.pictures["measured"] == MEASURED
    if known.sum() < 30:
        return
    far = np.zeros(evidence.images, bool)
    for name in ("brightness", "contrast", "saturation", "sharpness"):
        values = evidence.pictures[name].astype(np.float64)
        values = np.log(values + 1) if name == "sharpness" else values
        middle = np.median(values[known])
        spread = 1.4826 * np.median(np.abs(values[known] - middle)) + 1e-3
        far |= known & (np.abs(values - middle) > 8 * spread)
    rows = np.flatnonzero(far)
    if len(rows):
        sentence = f"{evidence.of_pictures(len(rows))} are unlike all others in light, colour or sharpness."
        yield Finding("outliers", "warning", sentence, rows)
