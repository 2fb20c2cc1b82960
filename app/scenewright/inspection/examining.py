"""A whole dataset looked at: read, measured, traced; in steps, so that the first figures are there at once."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scenewright.datasets.curation import read_curation
from scenewright.datasets.reading import Dataset
from scenewright.errors import UserError
from scenewright.inspection.asked import Asked, Rejected, asked_and_got, drawn_by_frame, what_rejection_did
from scenewright.inspection.columns import Columns, without_frames
from scenewright.inspection.findings import Evidence
from scenewright.inspection.measures import Source
from scenewright.inspection.measuring import measured
from scenewright.inspection.opening import open_columns, project_of, recognised
from scenewright.inspection.traces import traced
from scenewright.sampling.trace import Trace
from scenewright.spec.project import ProjectSpec

_CERTIFICATE = "certificate.json"


@dataclass(frozen=True)
class Effort:
    """How much is looked at.

    Attributes:
        pictures: So many pictures are measured, evenly spread; None: all.
        traces: So many frames are traced again.
        workers: Processes that measure.
    """

    pictures: int | None = 2000
    traces: int = 200
    workers: int = 1


@dataclass(frozen=True, eq=False)
class Examined:
    """What is known of a dataset so far.

    Attributes:
        evidence: What findings are made from.
    """

    evidence: Evidence

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Every randomised setting, asked beside got; nothing of other programs' datasets."""
        return self.evidence.asked

    @property
    def rejected(self) -> tuple[Rejected, ...]:
        """What rejection did."""
        return self.evidence.rejected

    @property
    def source(self) -> Source:
        """The dataset and what is measured of it."""
        return self.evidence.source


def examined(
    folder: Path,
    format_name: str | None = None,
    effort: Effort = Effort(),
    stop: Callable[[], bool] = lambda: False,
    *,
    with_aside: bool = False,
) -> Iterator[Examined]:
    """Yield what is known of a dataset, more each time.

    Args:
        folder: The dataset.
        format_name: Its format; found out if left out.
        effort: How much is looked at.
        stop: Asked between steps.
        with_aside: Whether frames that are set aside are among what is looked at; they are traced in no case.

    Raises:
        UserError: It cannot be read, or it holds no image.
    """
    name = recognised(folder) if format_name is None else format_name
    spec = project_of(folder) if not name else None
    found: Examined | None = None
    aside = frozenset() if with_aside else frozenset(read_curation(folder).set_aside)
    for columns in open_columns(folder, name):
        found = Examined(evidence_of(without_frames(columns, aside)[0], spec))
        yield found
        if stop():
            return
    if found is None:
        raise UserError(f"{folder} holds no image yet: generate it first.")
    if not len(found.source.columns.images):
        raise UserError(f"All frames of {folder} are set aside: take some back first.")
    for pictures in measured(found.source.columns, effort.pictures, effort.workers, stop):
        source = replace(found.source, pictures=pictures)
        found = replace(found, evidence=replace(found.evidence, source=source, is_finished=False))
        yield found
    found = replace(found, evidence=replace(found.evidence, is_finished=not stop()))
    yield found if spec is None or effort.traces == 0 else _traced(found, spec, effort.traces, stop)


def evidence_of(columns: Columns, spec: ProjectSpec | None) -> Evidence:
    """Return what a dataset's columns and its certificate tell; `spec` is its project, if it is one of our own."""
    if spec is None:
        return Evidence(Source(columns))
    return Evidence(Source(columns), spec, tuple(_violations(columns.folder)))


def _violations(folder: Path) -> Iterator[tuple[int, str, str, str]]:
    try:
        data = json.loads((folder / _CERTIFICATE).read_bytes())
        for item in data["violations"]:
            yield int(item["frame"]), str(item["camera"]), str(item["relation"]), str(item["message"])
    except (OSError, ValueError, KeyError, TypeError):
        return  # never checked, or by another program


def _traced(found: Examined, spec: ProjectSpec, most: int, stop: Callable[[], bool]) -> Examined:
    columns = found.source.columns
    with suppress(UserError):  # what was decided cannot be read: then nothing is known to be set aside
        columns = without_frames(columns, read_curation(columns.folder).set_aside)[0]
    dataset = Dataset(columns.folder, spec, tuple(np.unique(columns.images.index).tolist()))
    traces: list[Trace] = list(traced(dataset, most, stop))
    if not traces:
        return found
    source = replace(found.source, drawn=_drawn(found.source.columns, traces))
    asked, rejected = asked_and_got(spec, traces), what_rejection_did(spec, traces)
    return Examined(replace(found.evidence, source=source, asked=asked, rejected=rejected))


def _drawn(columns: Columns, traces: list[Trace]) -> dict[str, NDArray[np.float64]]:
    by_frame = drawn_by_frame(traces)
    names = dict.fromkeys(name for values in by_frame.values() for name in values)
    index = columns.images.index.tolist()
    return {
        name: np.array([by_frame.get(frame, {}).get(name, np.nan) for frame in index], np.float64) for name in names
    }
