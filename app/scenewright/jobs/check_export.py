"""Checking a folder in another program's format, as far as the format states what the relations speak about."""

import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from scenewright import __version__
from scenewright.annotate.certificate import SENTENCES, Certificate, Violation
from scenewright.annotate.colors import Picture
from scenewright.annotate.export_checks import OPENED, look_at_view, shown
from scenewright.datasets.checks.folder import ImageFindings
from scenewright.datasets.files import told_in_words, write_files
from scenewright.datasets.readers import PICTURES, READERS
from scenewright.errors import UserError
from scenewright.jobs.certificate_page import WORST, Figure, page
from scenewright.jobs.check import JSON_FILE, PAGE_FILE, finished
from scenewright.jobs.events import Emit, Finished, Log, Progress, Started
from scenewright.jobs.proving import READABLE

CHECKABLE = (*READERS, *OPENED)
"""The formats that can be checked."""

_FEW = 100
"""So few images are checked before other processes have started."""
_WAITING = 4
"""Images under way for each process: bounds the memory."""
_WHOLE = "whole folder"


@dataclass(frozen=True, eq=False)
class _Work:
    """What there is to be looked at.

    Attributes:
        sentences: What each check says.
        total: How many images there are; 0 where nobody knows before they are read.
        whole: What was found before any image is looked at.
        items: One for each image.
        look: Looks at one.
        unreadable: Filled while the items are read.
    """

    sentences: Mapping[str, str]
    total: int
    whole: ImageFindings
    items: Iterable[Any]
    look: Callable[[Any], ImageFindings]
    unreadable: list[Violation]


def check_export(
    folder: Path, format_name: str, emit: Emit, stop: Callable[[], bool] = lambda: False, *, workers: int | None = None
) -> Finished:
    """Check a folder of any maker, and write a certificate into it.

    Args:
        folder: What some program wrote; for COCO, one of its files may be named instead.
        format_name: One of `CHECKABLE`.
        emit: Told of the progress.
        stop: Whether to stop; what was checked by then is certified.
        workers: Processes; as many as there are cores if left out, where there are many images.

    Raises:
        UserError: The format is unknown, or the folder cannot be read as such.
    """
    if format_name not in CHECKABLE:
        raise UserError(f"'{format_name}' cannot be checked: choose one of {', '.join(sorted(CHECKABLE))}.")
    work = _work(folder, format_name)
    emit(Started(work.total))
    found = _Found({name: int(name in work.whole.checked) for name in work.sentences}, [], {}, {})
    found.add(0, work.whole)
    images = 0
    count = workers or (1 if 0 < work.total <= _FEW else os.cpu_count() or 1)
    for findings in _looked_at(work, count, stop):
        images += 1
        found.add(images - 1, findings)
        if work.total:
            emit(Progress(images, work.total))
        elif images % 100 == 0:
            emit(Log("info", f"{images} images checked"))
    if images == 0 and not work.unreadable:
        raise UserError(f"{folder} holds no image in the format {format_name}: check the folder and --format.")
    certificate = Certificate(images + len(work.unreadable), found.counts, (*work.unreadable, *found.violations))
    place = folder if folder.is_dir() else folder.parent
    _write(place, format_name, certificate, work.sentences, found.figures())
    return finished(place, certificate, stopped=stop(), noun="images")


def _work(folder: Path, format_name: str) -> _Work:
    unreadable: list[Violation] = []
    if format_name in OPENED:
        opened = OPENED[format_name](folder)
        whole = ImageFindings(_WHOLE, opened.checked, opened.whole)
        return _Work(opened.sentences, opened.total, whole, opened.items, opened.look, unreadable)

    def damaged(name: str, error: UserError) -> None:
        unreadable.append(Violation(READABLE, len(unreadable), name, str(error)))

    views = READERS[format_name](folder, damaged)
    pattern = PICTURES.get(format_name)
    total = 0 if pattern is None else sum(1 for _ in folder.glob(pattern))
    return _Work(SENTENCES, total, ImageFindings(_WHOLE, frozenset(), ()), views, look_at_view, unreadable)


def _looked_at(work: _Work, workers: int, stop: Callable[[], bool]) -> Iterator[ImageFindings]:
    """Yield what is found in each image, in order; ends early once `stop` says so."""
    if workers == 1:
        for item in work.items:
            if stop():
                return
            yield work.look(item)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[ImageFindings]] = deque()
        for item in work.items:
            if stop():
                break
            waiting.append(pool.submit(work.look, item))
            if len(waiting) == _WAITING * workers:
                yield waiting.popleft().result()
        while waiting and not stop():
            yield waiting.popleft().result()
        pool.shutdown(cancel_futures=True)


@dataclass(eq=False)
class _Found:
    """What was found so far; of the worst images, how they look."""

    counts: dict[str, int]
    violations: list[Violation]
    looks: dict[str, tuple[int, Picture, tuple[str, ...]]]
    digests: dict[bytes, str]

    def add(self, place: int, findings: ImageFindings) -> None:
        """Take in one image."""
        first = self.digests.setdefault(findings.digest, findings.name) if findings.digest else findings.name
        if first != findings.name:
            again = ("no_picture_is_there_twice", f"is the same picture as {first}")
            findings = replace(findings, wrong=(*findings.wrong, again))
        for name in findings.checked:
            if findings.name != _WHOLE:
                self.counts[name] = self.counts.get(name, 0) + 1
        self.violations += [Violation(name, place, findings.name, words) for name, words in findings.wrong]
        if findings.view is not None and findings.wrong:
            words = tuple(text for _, text in findings.wrong)
            self.looks[findings.name] = (len(findings.wrong), shown(findings.view), words)
            if len(self.looks) > WORST:
                del self.looks[min(self.looks, key=lambda name: self.looks[name][0])]

    def figures(self) -> list[Figure]:
        """Return the pictures of the worst images, the worst first."""
        ordered = sorted(self.looks.items(), key=lambda pair: -pair[1][0])
        return [Figure(name, words, picture) for name, (_, picture, words) in ordered]


def _write(
    folder: Path, format_name: str, certificate: Certificate, sentences: Mapping[str, str], figures: list[Figure]
) -> None:
    made = datetime.now(UTC).isoformat(timespec="seconds")
    data = {"program": f"scenewright {__version__}", "made": made, "format": format_name, **asdict(certificate)}
    data["relations"] = dict(sentences)
    title = f"{folder.resolve().name} ({format_name})"
    pages = {
        JSON_FILE: json.dumps(data, indent=1),
        PAGE_FILE: page(certificate, title, made, figures, sentences, "images"),
    }
    with told_in_words("write the certificate", folder):
        write_files({folder / name: text.encode() for name, text in pages.items()})
