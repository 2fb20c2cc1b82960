"""Dividing a dataset into frames for training, validation and test, without leakage.

What belongs together stays together: all cameras of a frame always, all frames of a clip by scene, all frames that show
a held-out asset by asset. A division depends on the dataset alone: the same command gives it again.
"""

import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from scenewright.datasets.asset_splits import Shown, held_out_assets
from scenewright.datasets.reading import Dataset
from scenewright.datasets.records import FrameRecord
from scenewright.errors import UserError

SplitName = Literal["train", "val", "test"]
SPLITS: tuple[SplitName, ...] = ("train", "val", "test")

Splits = Mapping[SplitName, Dataset]
"""The splits that have frames, in the order of SPLITS: each a part of one dataset."""

SplitBy = Literal["frame", "scene", "asset"]

_GOLDEN = 0x9E3779B97F4A7C15
"""2**64 divided by the golden ratio: its multiples, modulo 2**64, are spread evenly however many there are."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much goes to each split; the three make 1."""

    train: float
    val: float
    test: float

    def of(self, split: SplitName) -> float:
        """Return the share of a split."""
        return {"train": self.train, "val": self.val, "test": self.test}[split]


def parsed_shares(text: str) -> Shares:
    """Return the shares that a text such as 80/10/10 or 80/20 means.

    Raises:
        UserError: It means none.
    """
    if not re.fullmatch(r"\s*\d+(\.\d+)?(\s*/\s*\d+(\.\d+)?){1,2}\s*", text, re.ASCII):
        raise UserError(f"{text!r} is no split: write shares of train, val and test such as 80/10/10, or 80/20.")
    parts = [float(part) for part in text.split("/")]
    total = sum(parts)
    if parts[0] == 0 or not math.isfinite(total):
        raise UserError(f"The split {text} leaves nothing to train on: write shares such as 80/10/10.")
    train, val, test = (part / total for part in [*parts, 0.0][:3])
    return Shares(train, val, test)


def project_splits(dataset: Dataset) -> Splits:
    """Return the frames as the project divides them: all for training unless it has a validation share."""
    names: dict[str, SplitName] = {"train": "train", "validation": "val"}
    return _splits(dataset, {frame.index: names[_plan_of(frame).get("split", "train")] for frame in dataset.frames()})


def divided(dataset: Dataset, shares: Shares, by: SplitBy) -> Splits:
    """Return a dataset's frames divided by shares.

    By frame and by scene, whether something is for training is a hash of its number, so it stays so when more frames
    are made. By asset, some assets are shown in val or test frames only: those that the project marks as for
    validation, or else as many as come nearest to the shares, taking every asset's turn by a hash of its name. Each
    class keeps an asset for training.

    Args:
        dataset: What to divide.
        shares: How much goes where: to within three frames or scenes; by asset, as near as the assets allow.
        by: What stays together.

    Raises:
        UserError: There is too little for what is wanted, or no asset can be held out.
    """
    if by == "frame":
        scenes = {index: index for index in dataset.indices}
    elif by == "scene":
        scenes = {frame.index: _scene_of(frame) for frame in dataset.frames()}
    else:
        return _divided_by_asset(dataset, shares)
    split_of_scene = _split_of_keys(set(scenes.values()), shares)
    found = _splits(dataset, {index: split_of_scene[scene] for index, scene in scenes.items()})
    _refuse_empty(found, shares, f"{dataset.folder} holds too few scenes ({len(split_of_scene)}): make more frames")
    return found


def _scene_of(frame: FrameRecord) -> int:
    """Return a frame's clip; a frame that is in none is a scene of its own."""
    clip = _plan_of(frame).get("clip")
    return frame.index if clip is None else int(clip["scene"])


def _split_of_keys(keys: Iterable[int], shares: Shares) -> dict[int, SplitName]:
    places = {key: (key * _GOLDEN + 2**63) % 2**64 / 2**64 for key in keys}
    ends = {"train": shares.train, "val": shares.train + shares.val, "test": math.inf}
    found: dict[int, SplitName] = {
        key: next(split for split in SPLITS if shares.of(split) > 0 and (place < ends[split] or split == _last(shares)))
        for key, place in places.items()
    }
    # Few scenes may miss a split by chance: it gets the training scene that comes nearest.
    for split in SPLITS:
        spare = [key for key, its in found.items() if its == "train"]
        if shares.of(split) > 0 and split not in found.values() and len(spare) > 1:
            middle = min(ends[split], 1.0) - shares.of(split) / 2
            found[min(spare, key=lambda key: (abs(places[key] - middle), key))] = split
    return found


def _last(shares: Shares) -> SplitName:
    return [split for split in SPLITS if shares.of(split) > 0][-1]


def _divided_by_asset(dataset: Dataset, shares: Shares) -> Splits:
    scenes: dict[int, int] = {}
    shown = Shown()
    for frame in dataset.frames():
        scenes[frame.index] = _scene_of(frame)
        for view in frame.views:
            for item in view.instances:
                if item.visible_px > 0:
                    shown.add(scenes[frame.index], item.asset, item.class_name)
    count = len(set(scenes.values()))
    marked = {asset.source for group in dataset.spec.objects for asset in group.assets if asset.split == "validation"}
    held = held_out_assets(shown, marked, round(shares.val * count), round(shares.test * count))
    in_test, in_val = shown.scenes_of(held.test), shown.scenes_of(held.val)
    found = _splits(
        dataset,
        {
            index: "test" if scene in in_test else "val" if scene in in_val else "train"
            for index, scene in scenes.items()
        },
    )
    _refuse_empty(
        found,
        shares,
        "no asset can be held out such that every split has frames: show fewer assets in a frame, give classes more "
        "assets, or split by scene",
    )
    return found


def _refuse_empty(splits: Splits, shares: Shares, reason: str) -> None:
    empty = [split for split in SPLITS if shares.of(split) > 0 and split not in splits]
    if empty:
        raise UserError(f"Nothing is left for {' and '.join(empty)}: {reason}.")


def _splits(dataset: Dataset, split_of: Mapping[int, SplitName]) -> Splits:
    parts = {split: tuple(index for index in dataset.indices if split_of[index] == split) for split in SPLITS}
    return {split: replace(dataset, indices=indices) for split, indices in parts.items() if indices}


def _plan_of(frame: FrameRecord) -> dict[str, Any]:
    plan: dict[str, Any] = json.loads(frame.plan)
    return plan
