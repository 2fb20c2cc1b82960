"""All checks, in one table."""

from collections.abc import Callable, Iterator, Mapping

from scenewright.inspection.findings import balance, files, labels, leakage, wishes
from scenewright.inspection.findings.finding import Evidence, Finding

CHECKS: Mapping[str, Callable[[Evidence], Iterator[Finding]]] = {
    "certificate": labels.certificate,
    "unreadable": files.unreadable,
    "other_size": files.other_size,
    "blank": files.blank,
    "geometry": labels.geometry,
    "classes": labels.classes,
    "missing": labels.missing,
    "repeated": files.repeated,
    "scenes_in_two_splits": leakage.scenes_in_two_splits,
    "pictures_in_two_splits": leakage.pictures_in_two_splits,
    "held_out_assets": leakage.held_out_assets,
    "nothing_labelled": labels.nothing_labelled,
    "imbalance": balance.imbalance,
    "tiny": balance.tiny,
    "hidden": balance.hidden,
    "middle": balance.middle,
    "pose_gaps": balance.pose_gaps,
    "light": files.light,
    "alike": files.alike,
    "outliers": files.outliers,
    "asked": wishes.off,
    "rejected": wishes.rejected,
}


def look(evidence: Evidence) -> tuple[Finding, ...]:
    """Return what all checks find: errors first, then warnings, each by how many images show it."""
    found = [finding for check in CHECKS.values() for finding in check(evidence)]
    return tuple(sorted(found, key=lambda finding: (finding.level != "error", -len(finding.rows))))
