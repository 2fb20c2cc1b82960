"""One finding, and what findings are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.asked import Asked, Rejected
from scenewright.inspection.columns import Columns
from scenewright.inspection.measures import Source
from scenewright.inspection.pictures import NOT_YET, Pictures
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec


@dataclass(frozen=True, eq=False)
class Finding:
    """Something that is wrong (an error: do not train on this) or odd (a warning: look at it).

    Attributes:
        check: The check's name.
        level: How bad.
        sentence: What was found, with its figures, and what to do.
        rows: Images that show it, the worst first.
        place: The setting that causes it, where there is one.
    """

    check: str
    level: Literal["error", "warning"]
    sentence: str
    rows: NDArray[np.int64]
    place: Place | None = None


@dataclass(frozen=True, eq=False)
class Evidence:
    """What checks look at.

    Attributes:
        source: The dataset and what is measured of it.
        spec: Its project; nothing of other programs' datasets.
        violations: The certificate's contradictions, as (frame, camera, relation, sentence); none where it was not
            checked.
        asked: Every randomised setting, asked beside got; nothing of other programs' datasets.
        rejected: What rejection did.
        is_finished: Whether all pictures are measured that were to be.
    """

    source: Source
    spec: ProjectSpec | None = None
    violations: Sequence[tuple[int, str, str, str]] = ()
    asked: tuple[Asked, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    is_finished: bool = True

    @property
    def columns(self) -> Columns:
        """The dataset's images and objects."""
        return self.source.columns

    @property
    def pictures(self) -> Pictures | None:
        """What is measured of the pictures."""
        return self.source.pictures

    @property
    def images(self) -> int:
        """How many images there are."""
        return len(self.columns.images)

    @property
    def measured(self) -> int:
        """How many pictures were looked at, readable or not: shares of pictures are of these."""
        return 0 if self.pictures is None else int(np.count_nonzero(self.pictures["measured"] != NOT_YET))

    @property
    def measurable(self) -> int:
        """How many pictures could be looked at: those that are files."""
        return int(np.count_nonzero(self.columns.images.path != ""))

    def of_pictures(self, part: int) -> str:
        """Return a share of the pictures for people, as 3 of 40 (8 %) pictures."""
        kind = "measured pictures" if self.measured < self.images else "pictures"
        return f"{share_text(part, self.measured)} {kind}"


def sample_text(evidence: Evidence) -> str:
    """Return in words that not all pictures were measured; nothing where all were."""
    if evidence.pictures is None or evidence.measured >= evidence.images:
        return ""
    if evidence.measurable == 0:
        return "No picture was measured, for they lie in archives: unpack them to have them looked at."
    return (
        f"A sample: {evidence.measured:,} of {evidence.images:,} pictures were measured, evenly spread. What is said "
        "of light, colour and alike pictures is of these, and copies are found among these only."
    )


def frames_of(columns: Columns, rows: NDArray[np.int64]) -> list[int]:
    """Return the numbers of the frames that images belong to, each once, in the order of the rows."""
    return list(dict.fromkeys(columns.images.index[rows].tolist()))


def share_text(part: int, whole: int) -> str:
    """Return a share for people, as 3 of 40 (8 %)."""
    percent = 100 * part / max(1, whole)
    return f"{part} of {whole} ({percent:.0f} %)" if percent >= 1 or part == 0 else f"{part} of {whole}"
