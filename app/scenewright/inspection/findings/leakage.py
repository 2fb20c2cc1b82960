"""Checks that what is for testing was not trained on."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.findings.finding import Evidence, Finding
from scenewright.inspection.pictures import MEASURED


def scenes_in_two_splits(evidence: Evidence) -> Iterator[Finding]:
    """Find scenes whose frames are in more than one split."""
    images = evidence.columns.images
    if len(evidence.columns.splits) < 2:
        return
    rows = _keys_in_two_splits(images.scene, images.split)
    if len(rows):
        scenes = len(np.unique(images.scene[rows]))
        sentence = f"{scenes} scenes are in more than one split: what is tested was trained on. Split by scene."
        yield Finding("leaking_scenes", "error", sentence, rows, ("output", "validation_share"))


def pictures_in_two_splits(evidence: Evidence) -> Iterator[Finding]:
    """Find pictures that are in more than one split, pixel for pixel."""
    if evidence.pictures is None or len(evidence.columns.splits) < 2:
        return
    known = np.flatnonzero(evidence.pictures["measured"] == MEASURED)
    split = evidence.columns.images.split
    rows = known[_keys_in_two_splits(evidence.pictures["pixels"][known].astype(np.uint64), split[known])]
    if len(rows):
        sentence = f"{len(rows)} pictures are in more than one split, pixel for pixel: remove the copies."
        yield Finding("leaking_pictures", "error", sentence, rows, ("output", "seed"))


def held_out_assets(evidence: Evidence) -> Iterator[Finding]:
    """Find assets that the project holds out for validation, and that training frames show."""
    columns, spec = evidence.columns, evidence.spec
    if spec is None or "train" not in columns.splits:
        return
    held = {asset.source for group in spec.objects for asset in group.assets if asset.split == "validation"}
    numbers = [number for number, name in enumerate(columns.assets) if name in held]
    training = columns.images.split[columns.objects.image] == columns.splits.index("train")
    shown = np.isin(columns.objects.asset, numbers) & training & columns.labelled
    if shown.any():
        names = sorted({columns.assets[number] for number in columns.objects.asset[shown].tolist()})
        sentence = (
            f"{', '.join(names)} should be held out, but training frames show it: generate them again with this "
            "project."
        )
        yield Finding("leaking_assets", "error", sentence, np.unique(columns.objects.image[shown]), ("objects",))


def _keys_in_two_splits(keys: NDArray[Any], split: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the rows whose key comes with more than one split."""
    _, number = np.unique(keys, return_inverse=True)
    groups = int(number.max(initial=-1)) + 1
    least, most = np.full(groups, np.iinfo(np.int64).max), np.full(groups, -1)
    np.minimum.at(least, number, split)
    np.maximum.at(most, number, split)
    return np.flatnonzero((least != most)[number])
