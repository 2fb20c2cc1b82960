"""How a job stands, in words."""

from pathlib import Path

from PySide6.QtCore import QLocale

from scenewright.ui.jobs.job import Job
from scenewright.ui.language import translate


def state_words(job: Job) -> str:
    """Return how a job stands, in one line."""
    if job.state == "stopping":
        return translate("jobs", "Stopping after the frame at hand…")
    if job.state == "running":
        return _running_words(job)
    names = {
        "paused": translate("jobs", "Paused"),
        "cancelled": translate("jobs", "Cancelled; what is done is kept"),
        "succeeded": translate("jobs", "Done"),
        "failed": translate("jobs", "Failed"),
    }
    done = _done_words(job)
    parts = [names[job.state], done if job.state in ("paused", "cancelled") else first_line(job.message)]
    return " · ".join(part for part in parts if part)


def first_line(text: str) -> str:
    """Return the first line of a message."""
    return text.split("\n", 1)[0]


def unopened_words(folder: Path) -> str:
    """Return where a folder is, for a desktop that cannot show it."""
    return translate("jobs", "Nothing on this desktop opens folders. It is at {folder}").format(folder=folder)


def duration_words(seconds: float) -> str:
    """Return a duration as people say it."""
    if seconds < 90:
        return translate("jobs", "{count} s").format(count=round(seconds))
    if seconds < 90 * 60:
        return translate("jobs", "{count} min").format(count=round(seconds / 60))
    if seconds < 48 * 3600:
        return translate("jobs", "{count} h").format(count=_number(seconds / 3600))
    return translate("jobs", "{count} days").format(count=_number(seconds / 86_400))


def size_words(count: float) -> str:
    """Return a number of bytes as people say it."""
    return QLocale().formattedDataSize(int(count), 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _running_words(job: Job) -> str:
    parts = [_done_words(job)]
    if job.rate > 0:
        parts.append(translate("jobs", "{rate} per second").format(rate=_number(job.rate)))
    if job.remaining_s is not None:
        parts.append(translate("jobs", "{time} left").format(time=duration_words(job.remaining_s)))
    return " · ".join(part for part in parts if part) or translate("jobs", "Starting…")


def _done_words(job: Job) -> str:
    if not job.total:
        return ""
    locale = QLocale()
    words = translate("jobs", "{done} of {total}")
    return words.format(done=locale.toString(job.done), total=locale.toString(job.total))


def _number(value: float) -> str:
    return QLocale().toString(value, "f", 1 if value < 20 else 0)
