"""One finding, and what findings are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from scenewright.inspection.columns import Columns
from scenewright.inspection.measures import Source
from scenewright.inspection.pictures import Pictures
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
        is_finished: Whether all pictures are measured.
    """

    source: Source
    spec: ProjectSpec | None = None
    violations: Sequence[tuple[int, str, str, str]] = ()
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


def frames_of(columns: Columns, rows: NDArray[np.int64]) -> list[int]:
    """Return the numbers of the frames that images belong to, each once, in the order of the rows."""
    return list(dict.fromkeys(columns.images.index[rows].tolist()))


def share_text(part: int, whole: int) -> str:
    """Return a share for people, as 3 of 40 (8 %)."""
    percent = 100 * part / max(1, whole)
    return f"{part} of {whole} ({percent:.0f} %)" if percent >= 1 or part == 0 else f"{part} of {whole}"
