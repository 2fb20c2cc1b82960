"""Proving a dataset: every relation on every view that is on disk, and the certificate that says so."""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from scenewright import __version__
from scenewright.annotate.certificate import Certificate, Violation
from scenewright.datasets.files import told_in_words, write_files
from scenewright.datasets.reading import recorded_frames
from scenewright.datasets.store import Dataset, finished_frames, read_dataset, read_skeletons
from scenewright.errors import UserError
from scenewright.jobs.certificate_page import bounded_only, page, place, worst_figures
from scenewright.jobs.events import Emit, Finished, Progress, Started
from scenewright.jobs.frames_to_check import not_looked_at, sampled
from scenewright.jobs.proving import DATASET_SENTENCES, READABLE, Checked, checked, together

JSON_FILE, PAGE_FILE = "certificate.json", "certificate.html"
_DAMAGED = "its record or one of its files is missing or damaged: generate it again"
_FEW = 100
"""So few frames are checked before other processes have started."""


def check(
    folder: Path,
    emit: Emit,
    stop: Callable[[], bool] = lambda: False,
    *,
    sample: int | None = None,
    workers: int | None = None,
) -> Finished:
    """Check a dataset and write its certificate beside it.

    Args:
        folder: The dataset.
        emit: Told of the progress.
        stop: Whether to stop; what was checked by then is certified.
        sample: Look at so many frames only, evenly spread; of clips in pairs of neighbours.
        workers: Processes; as many as there are cores if left out, where there are many frames.

    Raises:
        UserError: The folder is no dataset or has no frame, or the certificate cannot be written.
    """
    dataset = read_dataset(folder)
    clip = dataset.spec.clip
    indices = sampled(dataset.indices, sample, 1 if clip is None else clip.length)
    damaged = tuple(Violation(READABLE, index, "", _DAMAGED) for index in _damaged_frames(dataset))
    if not indices and not damaged:
        raise UserError(f"{folder} holds no finished frame: generate it first.")
    emit(Started(len(indices)))
    parts: list[Checked] = []
    done = 0
    for part in checked(dataset, indices, workers or (1 if len(indices) <= _FEW else os.cpu_count() or 1), stop):
        parts.append(part)
        done += part.frames
        emit(Progress(done, len(indices)))
    certificate = together(parts) if parts else Certificate(0, dict.fromkeys(DATASET_SENTENCES, 0), ())
    certificate = replace(
        certificate,
        violations=(*damaged, *certificate.violations),
        not_looked_at=not_looked_at(
            certificate, _labels_there(dataset), is_sample=certificate.frames < len(dataset.indices)
        ),
    )
    _write(dataset, certificate)
    return finished(folder, certificate, stopped=stop())


def finished(folder: Path, certificate: Certificate, *, stopped: bool, noun: str = "frames") -> Finished:
    """Return how a check went, in words; `noun` says what was counted."""
    if stopped:
        return Finished("cancelled", f"Stopped after {certificate.frames} {noun}; the certificate covers those.")
    if certificate.violations:
        first = certificate.violations[0]
        return Finished(
            "failed",
            f"{len(certificate.violations)} contradictions in {certificate.frames} {noun}; the first is in "
            f"{place(first)}: {first.message}. See {folder / PAGE_FILE}",
        )
    relations = sum(count > 0 for count in certificate.checked.values())
    told = "".join(f"; {name} was {why}" for name, why in certificate.not_looked_at.items())
    return Finished(
        "succeeded", f"{certificate.frames} {noun} hold all {relations} relations{told}. See {folder / PAGE_FILE}"
    )


def _labels_there(dataset: Dataset) -> set[str]:
    """Return the labels that a dataset has; keypoints only where one of its classes has any."""
    labels: set[str] = set(dataset.spec.labels)
    return labels if read_skeletons(dataset).by_name else labels - {"keypoints"}


def _damaged_frames(dataset: Dataset) -> list[int]:
    """Return the frames that were finished once and are not whole any more."""
    return sorted(recorded_frames(dataset.folder) - finished_frames(dataset.folder))


def _write(dataset: Dataset, certificate: Certificate) -> None:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    data = {"program": f"scenewright {__version__}", "made": made, **asdict(certificate)}
    data["relations"] = dict(DATASET_SENTENCES)
    data["bounded_only"] = bounded_only(certificate)
    figures = worst_figures(dataset, certificate.violations)
    pages = {
        JSON_FILE: json.dumps(data, indent=1),
        PAGE_FILE: page(certificate, dataset.spec.name, made, figures, DATASET_SENTENCES),
    }
    with told_in_words("write the certificate", dataset.folder):
        write_files({dataset.folder / name: text.encode() for name, text in pages.items()})
