"""Checks that what came out is what was asked for."""

from collections.abc import Iterator

import numpy as np

from scenewright.inspection.asked import place_name
from scenewright.inspection.findings.finding import Evidence, Finding

_SELDOM = 0.2


def off(evidence: Evidence) -> Iterator[Finding]:
    """Find settings whose values came out otherwise than asked for."""
    for item in evidence.asked:
        if item.is_off:
            sentence = (
                f"{place_name(item.place)} came out otherwise than asked for (distance {item.distance:.2f}, by luck at "
                f"most {item.by_luck:.2f}, of {item.draws} values): rules or collisions turned some values down."
            )
            yield Finding("asked", "warning", sentence, np.empty(0, np.int64), item.place)


def rejected(evidence: Evidence) -> Iterator[Finding]:
    """Find groups that seldom find a place, whose objects stand elsewhere than asked for, or that are left out."""
    for item in evidence.rejected:
        moved = max(item.moved)
        if item.acceptance < _SELDOM or moved > 0.15 or item.left_out > 0.05 * max(1, item.kept):
            sentence = (
                f"Of the places tried for {place_name(item.place)} {item.acceptance:.0%} were free, and "
                f"{item.left_out} objects were left out; those kept lie {moved:.2f} from all tried (0 to 1): "
                "give them more room, or ask for fewer."
            )
            yield Finding("rejected", "warning", sentence, np.empty(0, np.int64), (*item.place, "placement"))
