"""Checking a folder in another program's format, as far as the format states what the relations speak about."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from scenewright import __version__
from scenewright.annotate.certificate import SENTENCES, Certificate, Violation
from scenewright.annotate.read_views import check_read_view
from scenewright.datasets.files import told_in_words, write_files
from scenewright.datasets.formats import READERS
from scenewright.errors import UserError
from scenewright.jobs.certificate_page import page
from scenewright.jobs.check import JSON_FILE, PAGE_FILE, finished
from scenewright.jobs.events import Emit, Finished, Log


def check_export(folder: Path, format_name: str, emit: Emit, stop: Callable[[], bool] = lambda: False) -> Finished:
    """Check a folder of any maker, and write a certificate into it.

    Args:
        folder: What some program wrote.
        format_name: One of `datasets.formats.READERS`.
        emit: Told of the progress.
        stop: Whether to stop; what was checked by then is certified.

    Raises:
        UserError: The format is unknown, or the folder cannot be read as such.
    """
    if format_name not in READERS:
        raise UserError(f"'{format_name}' cannot be checked: choose one of {', '.join(sorted(READERS))}.")
    counts = dict.fromkeys(SENTENCES, 0)
    violations: list[Violation] = []
    images = 0
    for view in READERS[format_name](folder):
        if stop():
            break
        checked, found = check_read_view(view)
        images += 1
        violations += found
        for name in checked:
            counts[name] += 1
        if images % 100 == 0:
            emit(Log("info", f"{images} images checked"))
    if images == 0:
        raise UserError(f"{folder} holds no image in the format {format_name}: check the folder and --format.")
    certificate = Certificate(images, counts, tuple(violations))
    _write(folder, format_name, certificate)
    return finished(folder, certificate, stopped=stop())


def _write(folder: Path, format_name: str, certificate: Certificate) -> None:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    data = {"program": f"scenewright {__version__}", "made": made, "format": format_name, **asdict(certificate)}
    data["relations"] = dict(SENTENCES)
    pages = {JSON_FILE: json.dumps(data, indent=1), PAGE_FILE: page(certificate, folder.name, made, {})}
    with told_in_words("write the certificate", folder):
        write_files({folder / name: text.encode() for name, text in pages.items()})
