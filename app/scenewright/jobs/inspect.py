"""Looking through a dataset from the command line: statistics, findings, and a page of both."""

import json
import os
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scenewright import __version__
from scenewright.datasets.files import told_in_words, write_files
from scenewright.inspection.advice import advice
from scenewright.inspection.asked import place_name
from scenewright.inspection.comparing import compared
from scenewright.inspection.examining import Effort, Examined, examined
from scenewright.inspection.findings import Finding, frames_of, look, sample_text
from scenewright.inspection.histograms import histogram
from scenewright.inspection.maps import KINDS, CellMap, class_maps
from scenewright.inspection.measures import Measure, measures_of
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.jobs.inspection_page import page


@dataclass(frozen=True)
class Look:
    """What is looked at, and how closely.

    Attributes:
        folder: The dataset.
        format_name: Its format; found out if None.
        effort: How closely.
        beside: Another dataset, or photos, to compare with.
    """

    folder: Path
    format_name: str | None = None
    effort: Effort = field(default_factory=lambda: Effort(workers=os.cpu_count() or 1))
    beside: Path | None = None


def measuring_all(wish: Look) -> Look:
    """Return a wish in which all pictures are measured, not a sample."""
    return replace(wish, effort=replace(wish.effort, pictures=None))


def look_through(wish: Look, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Examined:
    """Return all that is known of a dataset, telling the progress.

    Raises:
        UserError: It cannot be read.
    """
    emit(Started(1))
    found = deque(examined(wish.folder, wish.format_name, wish.effort, stop), maxlen=1).pop()
    emit(Progress(1, 1))
    return found


def findings_data(found: Examined, findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Return findings as plain data."""
    columns = found.source.columns
    return [
        {
            "check": item.check,
            "level": item.level,
            "sentence": item.sentence,
            "frames": frames_of(columns, item.rows),
            "setting": None if item.place is None else place_name(item.place),
        }
        for item in findings
    ]


def dataset_data(found: Examined) -> dict[str, Any]:
    """Return which dataset was looked at, and how closely, as plain data."""
    columns, evidence = found.source.columns, found.evidence
    return {
        "program": f"scenewright {__version__}",
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "dataset": str(columns.folder),
        "format": columns.format_name or "scenewright",
        "images": len(columns.images),
        "objects": int(columns.labelled.sum()),
        "pictures": {
            "measured": evidence.measured,
            "of": evidence.images,
            "is_sample": evidence.measured < evidence.images,
            "note": sample_text(evidence),
        },
    }


def statistics_data(found: Examined) -> dict[str, Any]:
    """Return a dataset's figures as plain data."""
    return {
        **dataset_data(found),
        "maps": [_map_data(drawn) for kind in KINDS for drawn in class_maps(found.source, kind)],
        "measures": [_measure_data(found, measure) for measure in measures_of(found.source)],
        "asked_and_got": [
            {
                "setting": place_name(item.place),
                "draws": item.draws,
                "distance": round(item.distance, 4),
                "by_luck": round(item.by_luck, 4),
                "edges": item.edges.tolist(),
                "asked": item.asked.tolist(),
                "got": item.got.tolist(),
            }
            for item in found.asked
        ],
        "rejected": [
            {
                "group": place_name(item.place),
                "tried": item.tried,
                "kept": item.kept,
                "left_out": item.left_out,
                "moved": item.moved,
                "inward_m": item.inward_m,
            }
            for item in found.rejected
        ],
    }


def _map_data(drawn: CellMap) -> dict[str, Any]:
    return {
        "kind": drawn.kind,
        "class": drawn.class_name,
        "x_edges": drawn.x_edges.round(4).tolist(),
        "y_edges": drawn.y_edges.round(4).tolist(),
        "counts": drawn.counts.tolist(),
        "height": drawn.height,
    }


def _measure_data(found: Examined, measure: Measure) -> dict[str, Any]:
    counted = histogram(found.source, measure)
    return {
        "name": measure.name,
        "title": measure.title,
        "of": measure.of,
        "unit": measure.unit,
        "names": list(counted.names),
        "edges": [] if counted.names else counted.edges.tolist(),
        "counts": counted.counts.tolist(),
        "unknown": counted.unknown,
    }


def comparison_data(found: Examined, other: Examined) -> list[dict[str, Any]]:
    """Return how two datasets differ, the most different measure first, as plain data."""
    return [
        {
            "measure": item.measure.name,
            "title": item.measure.title,
            "distance": round(item.distance, 4),
            "medians": item.medians,
            "names": list(item.one.names),
            "edges": item.one.edges.tolist(),
            "one": item.one.counts.tolist(),
            "other": item.other.counts.tolist(),
        }
        for item in compared(found.source, other.source)
    ]


def report(wish: Look, out: Path, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Write a dataset's figures and findings as JSON and as a page.

    Args:
        wish: What is looked at.
        out: Where, without an ending: `.json` and `.html` are added.
        emit: Told of the progress.
        stop: Whether to stop.

    Raises:
        UserError: The dataset cannot be read, or the report not be written.
    """
    found = look_through(wish, emit, stop)
    findings = look(found.evidence)
    data = {**statistics_data(found), "findings": findings_data(found, findings)}
    if wish.beside is not None:
        other = look_through(Look(wish.beside, None, wish.effort), emit, stop)
        data["beside"] = str(wish.beside)
        data["comparison"] = comparison_data(found, other)
        data["advice"] = [
            {"measure": item.measure, "sentence": item.sentence, "setting": place_name(item.place)}
            for item in advice(compared(found.source, other.source))
        ]
    tell(found, findings, emit)
    _write_report(data, out.with_suffix(".json"), out.with_suffix(".html"))
    return _ended(found, findings, f" See {out.with_suffix('.html')}", stopped=stop())


def tell_findings(
    wish: Look,
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
    *,
    as_json: Path | None = None,
    as_html: Path | None = None,
) -> Finished:
    """Tell what is wrong or odd with a dataset.

    Args:
        wish: What is looked at.
        emit: Told of each finding.
        stop: Whether to stop.
        as_json: Where to write them as JSON: of each its check, level, sentence, frames and setting.
        as_html: Where to write them as a page.

    Raises:
        UserError: The dataset cannot be read, or a file not be written.
    """
    found = look_through(wish, emit, stop)
    findings = look(found.evidence)
    tell(found, findings, emit)
    _write_report({**dataset_data(found), "findings": findings_data(found, findings)}, as_json, as_html)
    return _ended(found, findings, "".join(f" See {path}." for path in (as_json, as_html) if path), stopped=stop())


def _write_report(data: dict[str, Any], as_json: Path | None, as_html: Path | None) -> None:
    files = {} if as_json is None else {as_json: json.dumps(data, indent=1).encode()}
    if as_html is not None:
        files[as_html] = page(data).encode()
    for path, content in files.items():
        with told_in_words("write the report", path):
            write_files({path: content})


def tell(found: Examined, findings: Sequence[Finding], emit: Emit) -> None:
    """Say each finding, and whether all pictures were looked at."""
    for item in findings:
        emit(Log("warning" if item.level == "error" else "info", item.sentence))
    if note := sample_text(found.evidence):
        can_measure = found.evidence.measured < found.evidence.measurable
        emit(Log("info", f"{note} Measure all with --all." if can_measure else note))


def _ended(found: Examined, findings: Sequence[Finding], more: str, *, stopped: bool) -> Finished:
    errors = sum(item.level == "error" for item in findings)
    images = len(found.source.columns.images)
    words = f"{errors} errors and {len(findings) - errors} warnings in {images} images.{more}"
    return Finished("cancelled" if stopped else "failed" if errors else "succeeded", words)
