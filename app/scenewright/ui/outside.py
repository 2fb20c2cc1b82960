"""Changes that other programs make to the open project's file."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer

from scenewright.errors import UserError
from scenewright.spec.changes import changed_places
from scenewright.spec.places import Place
from scenewright.spec.project import ProjectSpec
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.help import explain
from scenewright.ui.language import translate
from scenewright.ui.notices import Kind, Remedy

Tell = Callable[[str, str, Kind, Sequence[Remedy]], None]

_SETTLE_MS = 250
_KEY = "outside"


class OutsideChanges(QObject):
    """Loads the file anew when another program wrote it, as an undo step; where both changed, the user decides."""

    def __init__(self, document: ProjectDocument, tell: Tell) -> None:
        super().__init__(document)
        self._document = document
        self._tell = tell
        self._known = digest(document.path)
        self._watcher = QFileSystemWatcher(self)
        self._soon = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._soon.timeout.connect(self.look)
        self._watcher.fileChanged.connect(self._soon.start)
        self._watcher.directoryChanged.connect(self._soon.start)
        document.moved.connect(self.expect)
        self._watch()

    def expect(self, *_: object) -> None:
        """Take the file as it is now for what the window has written itself."""
        self._known = digest(self._document.path)
        self._watch()

    def is_as_known(self) -> bool:
        """Whether the file is still as the window last read or wrote it."""
        return digest(self._document.path) in ("", self._known)

    def look(self) -> None:
        """See whether another program wrote the file, and act on it."""
        self._watch()
        path, now = self._document.path, digest(self._document.path)
        if now == self._known or not now:
            return  # a file that is gone comes back with the next save
        try:
            theirs = load_project(path).spec
        except UserError as error:
            words = translate("outside", "Another program changed the file, and it cannot be read now: {error}")
            self._tell(_KEY, words.format(error=error), "warning", ())
            return
        self._known = now
        if theirs == self._document.spec:
            self._document.undo_stack.setClean()
        elif self._document.undo_stack.isClean():
            places = places_in_words(changed_places(self._document.spec, theirs), theirs)
            self._load(theirs)
            words = translate("outside", "Another program changed {places}; the file was loaded anew.")
            self._tell(_KEY, words.format(places=places), "info", ())
        else:
            self._ask(theirs)

    def _ask(self, theirs: ProjectSpec) -> None:
        words = translate(
            "outside",
            "Another program changed the file while you have unsaved changes here. It differs in {places}. Loading it "
            "is one step of the history, which you can undo.",
        )
        places = places_in_words(changed_places(self._document.spec, theirs), self._document.spec)
        remedies = (
            Remedy(translate("outside", "Load the file"), lambda: self._load(theirs)),
            Remedy(translate("outside", "Keep mine"), lambda: None),
        )
        self._tell(_KEY, words.format(places=places), "warning", remedies)

    def _load(self, theirs: ProjectSpec) -> None:
        self._document.edit(theirs, translate("outside", "Changed by another program"))
        self._document.undo_stack.setClean()

    def _watch(self) -> None:
        path = self._document.path
        wanted = [str(place) for place in (path, path.parent) if place.exists()]
        watched = [*self._watcher.files(), *self._watcher.directories()]
        old = [place for place in watched if place not in wanted]
        new = [place for place in wanted if place not in watched]
        if old:
            self._watcher.removePaths(old)
        if new:
            self._watcher.addPaths(new)


def digest(path: Path) -> str:
    """Return what tells a file's contents from others; empty where there is no file to read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def places_in_words(places: Sequence[Place], spec: ProjectSpec, most: int = 3) -> str:
    """Return settings as the user knows them, as "Objects / cups / Count and 2 more"."""
    names = [_name(place, spec) for place in places[:most]]
    text = ", ".join(names)
    if len(places) > most:
        text = translate("outside", "{settings} and {count} more").format(settings=text, count=len(places) - most)
    return text


def _name(place: Place, spec: ProjectSpec) -> str:
    found = explain(place, spec)
    return " / ".join([*found.path, found.title])
