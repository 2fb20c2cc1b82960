"""What people decided about frames and what checks found of them, as marks of images: to filter and to sort by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.curation import Curation
from scenewright.inspection.columns import Columns, without_frames
from scenewright.inspection.examining import Examined
from scenewright.inspection.findings import Finding, look
from scenewright.inspection.measures import Marks


def marks_of(columns: Columns, curation: Curation, findings: Iterable[Finding] = ()) -> Marks:
    """Return which images are set aside, tagged, or shown by a finding.

    Args:
        columns: The dataset.
        curation: What was decided about its frames.
        findings: What was found, by rows of these columns.
    """
    index = columns.images.index
    frames_by_tag: dict[str, list[int]] = {}
    for frame, tags in curation.tags.items():
        for tag in tags:
            frames_by_tag.setdefault(tag, []).append(frame)
    found: dict[str, NDArray[np.bool_]] = {}
    for finding in findings:
        if len(finding.rows):
            found.setdefault(finding.check, np.zeros(len(index), bool))[finding.rows] = True
    tagged = {tag: np.isin(index, frames) for tag, frames in sorted(frames_by_tag.items())}
    here: Mapping[str, NDArray[np.bool_]] = {tag: images for tag, images in tagged.items() if images.any()}
    return Marks(np.isin(index, list(curation.set_aside)), here, found)


def kept_of(found: Examined, curation: Curation) -> tuple[Examined, NDArray[np.int64]]:
    """Return what is known of the frames that are not set aside, and the rows of their images in the whole, (n,)."""
    source = found.source
    columns, rows = without_frames(source.columns, curation.set_aside)
    if columns is source.columns:
        return found, rows
    pictures = None if source.pictures is None else source.pictures[rows]
    drawn = None if source.drawn is None else {name: values[rows] for name, values in source.drawn.items()}
    evidence = replace(
        found.evidence,
        source=replace(source, columns=columns, pictures=pictures, drawn=drawn),
        violations=[item for item in found.evidence.violations if item[0] not in curation.set_aside],
    )
    return Examined(evidence), rows


@dataclass(frozen=True, eq=False)
class Judged:
    """What is to be thought of a dataset.

    Attributes:
        kept: What is known of the frames that are not set aside.
        findings: What is wrong or odd with them; rows are those of the whole dataset.
    """

    kept: Examined
    findings: tuple[Finding, ...]


def judged(found: Examined, curation: Curation) -> Judged:
    """Return what is to be thought of a dataset, of which some frames may be set aside."""
    kept, rows = kept_of(found, curation)
    findings = look(kept.evidence)
    kept = marked(kept, marks_of(kept.source.columns, curation, findings))
    return Judged(kept, tuple(replace(item, rows=rows[item.rows]) for item in findings))


def marked(found: Examined, marks: Marks) -> Examined:
    """Return what is known of a dataset, with marks on its images."""
    return Examined(replace(found.evidence, source=replace(found.source, marks=marks)))
