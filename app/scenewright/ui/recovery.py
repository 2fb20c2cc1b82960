"""What is said about edits that a crash left unsaved."""

from PySide6.QtCore import QDateTime, QLocale

from scenewright.spec.changes import changed_places
from scenewright.spec.project import ProjectSpec
from scenewright.ui.journal import Journalled
from scenewright.ui.language import translate
from scenewright.ui.outside import places_in_words


def lost_words(entry: Journalled) -> str:
    """Return what is offered at the start."""
    words = translate(
        "recovery", "“{name}” was not saved when Scenewright ended. Its edits up to {time} are kept ({path})."
    )
    return words.format(name=entry.spec.name, time=_time(entry), path=entry.path)


def recovered_words(entry: Journalled, saved: ProjectSpec | None) -> str:
    """Return what was recovered, and that at most two seconds of edits may be missing."""
    if saved is None:
        words = translate("recovery", "Recovered the whole project as it was at {time}; it has no file yet: save it.")
        return words.format(time=_time(entry))
    words = translate(
        "recovery",
        "Recovered the edits up to {time}: {places}. What was changed in the two seconds after that may be missing. "
        "Undo goes back to the file as it was saved.",
    )
    return words.format(time=_time(entry), places=places_in_words(changed_places(saved, entry.spec), entry.spec))


def _time(entry: Journalled) -> str:
    moment = QDateTime.fromSecsSinceEpoch(int(entry.time_s))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)
