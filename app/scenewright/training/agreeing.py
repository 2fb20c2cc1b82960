"""Whether an exported model finds the same as the model that it came from: boxes, scores, masks and keypoints."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from torch import Tensor, nn

from scenewright.training.exporting import Outputs, run_torch
from scenewright.training.mistakes import overlaps
from scenewright.training.samples import Task

_SURE = 0.05
"""Finds below this are not compared: among hundreds of guesses, any may swap places with the next."""
_OVERLAP, _NEAR_PX = 0.95, 1.0
_FEW_PX = 20
"""Masks of fewer pixels overlap by chance: they are not compared."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How well an exported model agrees with its original.

    Attributes:
        pictures: Compared on so many.
        found: So many finds of the original.
        share: Share of them, or of pixels for class maps, that the export has too: of the same class, overlapping by
            at least 0.95.
        score_difference: Largest between the two.
        box_difference_px: Largest between two corners.
        details: How many masks or keypoints of these finds were compared.
        details_share: Share of them that agree: masks that overlap by 0.95, keypoints less than a pixel apart.
    """

    pictures: int
    found: int
    share: float
    score_difference: float
    box_difference_px: float
    details: int = 0
    details_share: float = 1.0

    @property
    def is_shown(self) -> bool:
        """Whether there was anything to compare."""
        return self.found > 0

    @property
    def holds(self) -> bool:
        """Whether the two were shown to find the same."""
        is_same = self.is_shown and self.share >= 0.99 and self.details_share >= 0.99
        return is_same and self.score_difference < 0.01 and self.box_difference_px < 1.0

    def sentence(self) -> str:
        """Return it in words."""
        if not self.is_shown:
            return f"Neither finds anything in {self.pictures} pictures, so that they agree is not shown."
        details = (
            f" {100 * self.details_share:.1f} % of {self.details} masks or keypoints agree." if self.details else ""
        )
        return (
            f"{100 * self.share:.1f} % of {self.found} finds in {self.pictures} pictures agree; scores differ by at "
            f"most {self.score_difference:.1e}, corners by {self.box_difference_px:.1e} pixels.{details}"
        )


def agreement(
    model: nn.Module, task: Task, exported: Callable[[Tensor], Outputs], pictures: Iterable[Tensor]
) -> Agreement:
    """Return how well an exported model agrees with its original on pictures (3, H, W).

    Finds are matched by their boxes: tied scores may change the order of two finds, which is no difference. Of a model
    that is sure of nothing, what it is half as sure of as of its best find is compared.
    """
    both = [(run_torch(model, task, picture), exported(picture)) for picture in pictures]
    if task == "semantic":
        pixels = sum(one["classes"].size for one, _ in both)
        same = sum(int((one["classes"] == other["classes"]).sum()) for one, other in both)
        return Agreement(len(both), pixels, same / max(1, pixels), 0.0, 0.0)
    best = max((float(one["scores"].max()) for one, _ in both if one["scores"].size), default=0.0)
    sure = _SURE if best >= _SURE else best / 2
    found = matched = 0
    scores, corners, details = [0.0], [0.0], list[bool]()
    for one, other in both:
        places = np.flatnonzero((one["scores"].ravel() >= sure) & (one["scores"].ravel() > 0))
        found += len(places)
        for place, twin in _matches(one, other, places):
            matched += 1
            scores.append(abs(float(one["scores"].ravel()[place]) - float(other["scores"].ravel()[twin])))
            corners.append(
                float(np.abs(one["boxes"].reshape(-1, 4)[place] - other["boxes"].reshape(-1, 4)[twin]).max())
            )
            details += _details(one, other, place, twin)
    share = sum(details) / max(1, len(details)) if details else 1.0
    return Agreement(len(both), found, matched / max(1, found), max(scores), max(corners), len(details), share)


def _matches(one: Outputs, other: Outputs, places: np.ndarray) -> Iterator[tuple[int, int]]:
    """Yield the finds of the original that the export has too, and where it has them."""
    boxes, others = one["boxes"].reshape(-1, 4)[places], other["boxes"].reshape(-1, 4)
    if len(others) == 0:
        return
    same_class = one["labels"].ravel()[places][:, None] == other["labels"].ravel()[None]
    overlap = overlaps(boxes, others) * same_class
    gap = np.abs(one["scores"].ravel()[places][:, None] - other["scores"].ravel()[None])
    for k, place in enumerate(places.tolist()):
        # Two finds of one place: the one whose score is nearer is meant.
        near = np.where(overlap[k] >= _OVERLAP, overlap[k] - gap[k], -1)
        twin = int(np.argmax(near))
        if near[twin] > 0:
            yield place, twin


def _details(one: Outputs, other: Outputs, place: int, twin: int) -> list[bool]:
    """Return for a find's mask, or for each of its keypoints, whether the export has the same."""
    if "masks" in one:
        mine, its = one["masks"][place] > 0.5, other["masks"][twin] > 0.5
        union = int((mine | its).sum())
        return [] if union < _FEW_PX else [int((mine & its).sum()) >= _OVERLAP * union]
    if "keypoints" in one:
        gaps = np.abs(one["keypoints"][place][:, :2] - other["keypoints"][twin][:, :2]).max(axis=1)
        # Where the model sees no such point, the place of its highest value is one of chance.
        known = one["keypoints_scores"][place] > 0
        return [bool(gap < _NEAR_PX) for gap in gaps[known]]
    return []
