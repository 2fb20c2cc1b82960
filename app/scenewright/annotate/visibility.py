"""The project's visibility rules, applied to what a camera sees."""

from collections.abc import Iterable
from dataclasses import replace

from scenewright.datasets.records import InstanceRecord
from scenewright.spec.visibility import VisibilityRule

_STRICTEST = ("drop", "ignore", "flag")


def judged(records: Iterable[InstanceRecord], rules: Iterable[VisibilityRule]) -> tuple[InstanceRecord, ...]:
    """Return records with what the rules make of them, and why; of several rules the strictest counts.

    What is not seen at all has no annotation anyway, and is left as it is.
    """
    every = tuple(rules)
    return tuple(_judged(record, every) for record in records)


def missed(record: InstanceRecord, rule: VisibilityRule) -> str:
    """Return in words what of a rule an object misses; empty where it holds."""
    if rule.classes and record.class_name not in rule.classes:
        return ""
    reasons = []
    if record.visible_px < rule.least_px:
        reasons.append(f"{record.visible_px} visible pixels, fewer than {rule.least_px}")
    if (record.occlusion_ratio or 0.0) > rule.most_occlusion:
        reasons.append(f"{record.occlusion_ratio:.0%} hidden, more than {rule.most_occlusion:.0%}")
    if (record.truncation_ratio or 0.0) > rule.most_truncation:
        reasons.append(f"{record.truncation_ratio:.0%} outside the image, more than {rule.most_truncation:.0%}")
    return "; ".join(reasons)


def _judged(record: InstanceRecord, rules: tuple[VisibilityRule, ...]) -> InstanceRecord:
    if record.visible_px == 0:
        return record
    found = [(_STRICTEST.index(rule.then), words) for rule in rules if (words := missed(record, rule))]
    if not found:
        return record
    place, words = min(found)
    return replace(record, verdict=_STRICTEST[place], reason=words)
