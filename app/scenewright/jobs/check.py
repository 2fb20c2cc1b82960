"""Proving a dataset: every relation on every view that is on disk, and the certificate that says so."""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from scenewright import __version__
from scenewright.annotate.certificate import SENTENCES, Certificate, Violation, certify
from scenewright.annotate.labelled_view import LabelledView
from scenewright.datasets.files import RECORDS_FOLDER, told_in_words, write_files
from scenewright.datasets.store import Dataset, read_dataset
from scenewright.errors import UserError
from scenewright.jobs.events import Emit, Finished, Progress, Started
from scenewright.jobs.sheet import labelled_views

JSON_FILE, PAGE_FILE = "certificate.json", "certificate.html"
_SHOWN = 200
_READABLE = "files_are_readable"
_DAMAGED = "its record or one of its files is missing or damaged: generate it again"


def check(folder: Path, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Check a dataset and write its certificate beside it.

    Raises:
        UserError: The folder is no dataset or has no frame, or the certificate cannot be written.
    """
    dataset = read_dataset(folder)
    indices = dataset.indices
    unreadable = [Violation(_READABLE, index, "", _DAMAGED) for index in _damaged_frames(dataset)]
    if not indices and not unreadable:
        raise UserError(f"{folder} holds no finished frame: generate it first.")
    emit(Started(len(indices)))

    def views() -> Iterator[LabelledView]:
        for done, index in enumerate(indices, start=1):
            if stop():
                return
            try:
                yield from labelled_views(dataset, index)
            except UserError as error:
                unreadable.append(Violation(_READABLE, index, "", str(error)))
            emit(Progress(done, len(indices)))

    found = certify(views())
    certificate = Certificate(found.frames, found.checked, (*unreadable, *found.violations))
    _write(folder, certificate, dataset.spec.name)
    if stop():
        return Finished("cancelled", f"Stopped after {certificate.frames} frames; the certificate covers those.")
    if certificate.violations:
        first = certificate.violations[0]
        return Finished(
            "failed",
            f"{len(certificate.violations)} contradictions in {certificate.frames} frames; the first is in frame "
            f"{first.frame}: {first.message}. See {folder / PAGE_FILE}",
        )
    relations = sum(count > 0 for count in certificate.checked.values())
    return Finished(
        "succeeded", f"{certificate.frames} frames hold all {relations} relations. See {folder / PAGE_FILE}"
    )


def _damaged_frames(dataset: Dataset) -> list[int]:
    """Return the frames that were finished once and are not whole any more."""
    names = [path.stem for path in (dataset.folder / RECORDS_FOLDER).glob("*.json")]
    return sorted({int(name) for name in names if name.isdecimal()} - set(dataset.indices))


def _write(folder: Path, certificate: Certificate, project: str) -> None:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    data = {"program": f"scenewright {__version__}", "made": made, **asdict(certificate)}
    data["relations"] = dict(SENTENCES)
    pages = {JSON_FILE: json.dumps(data, indent=1), PAGE_FILE: _page(certificate, project, made)}
    with told_in_words("write the certificate", folder):
        write_files({folder / name: text.encode() for name, text in pages.items()})


def _page(certificate: Certificate, project: str, made: str) -> str:
    failed = {violation.relation for violation in certificate.violations}
    verdict = "Labels proved exact" if not failed else f"{len(certificate.violations)} contradictions found"
    rows = "\n".join(
        f"<tr><td class={'bad' if name in failed else 'good' if count else 'none'}>"
        f"{'✗' if name in failed else '✓' if count else '·'}</td>"
        f"<td>{escape(SENTENCES[name])}</td><td class=n>{count or 'not in this dataset'}</td></tr>"
        for name, count in certificate.checked.items()
    )
    findings = "\n".join(
        f"<li>Frame {item.frame} {escape(item.camera)}: {escape(item.message)} <small>({item.relation})</small></li>"
        for item in certificate.violations[:_SHOWN]
    )
    more = f"<p>and {len(certificate.violations) - _SHOWN} more, all in {JSON_FILE}</p>"
    return _PAGE.format(
        project=escape(project),
        verdict=verdict,
        tone="bad" if failed else "good",
        frames=certificate.frames,
        made=made,
        version=__version__,
        rows=rows,
        findings=f"<h2>Contradictions</h2><ul>{findings}</ul>" if findings else "",
        more=more if len(certificate.violations) > _SHOWN else "",
    )


_PAGE = """<!doctype html><html lang=en><meta charset=utf-8><title>Certificate: {project}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1d2026 }}
h1 {{ margin-bottom: 0 }} h1 + p {{ margin-top: .2rem; color: #667 }}
.verdict {{ font-size: 1.3rem; padding: .8rem 1rem; border-radius: .5rem; margin: 1.5rem 0 }}
.verdict.good {{ background: #e4f5e9; color: #14532d }} .verdict.bad {{ background: #fde8e8; color: #7f1d1d }}
table {{ border-collapse: collapse; width: 100% }} td, th {{ padding: .45rem .6rem; border-bottom: 1px solid #e4e6ea }}
th {{ text-align: left }} td.n {{ text-align: right; color: #667 }}
td.good {{ color: #15803d }} td.bad {{ color: #b91c1c }} td.none {{ color: #99a }}
</style>
<h1>Certificate</h1><p>{project} · {frames} frames · checked {made} by Scenewright {version}</p>
<div class="verdict {tone}">{verdict}</div>
<table><tr><th></th><th>Relation between the channels, read back from disk</th><th>Views checked</th></tr>
{rows}</table>
{findings}{more}
</html>
"""
