"""The state of every step: what is done, what needs a look, what runs."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from scenewright.assets.sources import SourceKind, resolve
from scenewright.errors import UserError
from scenewright.spec.problems import misfit_classes
from scenewright.spec.project import ProjectSpec, references
from scenewright.ui.background import in_background
from scenewright.ui.language import translate
from scenewright.ui.rail import Badge, StepRail
from scenewright.ui.session import Session
from scenewright.ui.steps import step_of
from scenewright.ui.train.wish import remembered_training

_SOON_MS = 300
_STEPS = {"generate": ("generate",), "deliver": ("generate",), "train": ("train",), "make": ("generate", "train")}
"""Which steps a command of the command line is the work of."""


class Badges(QObject):
    """Keeps the rail's badges true, a moment after something changed."""

    def __init__(self, session: Session, rail: StepRail) -> None:
        super().__init__(rail)
        self._session = session
        self._rail = rail
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)
        session.document.changed.connect(self._soon.start)
        session.jobs.changed.connect(self._soon.start)
        session.jobs.added.connect(self._soon.start)
        session.jobs.removed.connect(self._soon.start)
        self._soon.start()

    def refresh(self) -> None:
        """Find out how all steps stand, and show it; the library is looked at off the window's thread."""
        spec, folder = self._session.document.spec, self._session.document.folder
        jobs = _job_badges(self._session)
        in_background(lambda: design_badges(spec, folder) | jobs, self._show, self)

    def _show(self, badges: dict[str, Badge]) -> None:
        for key, badge in badges.items():
            if self._rail.badge(key) != badge:
                self._rail.set_badge(key, badge)


def design_badges(spec: ProjectSpec, folder: Path) -> dict[str, Badge]:
    """Return the state of each step of the design."""
    badges = {key: Badge("done") for key in ("scene", "objects", "lights", "camera", "labels")}
    known: dict[tuple[str, str], str] = {}
    for kind, place, source in references(spec):
        key = step_of(place)
        if (kind, source) not in known:
            known[kind, source] = _trouble(kind, source, folder)
        if badges[key].kind == "done" and known[kind, source]:
            badges[key] = Badge("attention", known[kind, source])
    if not spec.labels:
        badges["labels"] = Badge("attention", translate("badges", "No label is chosen: there would be pictures only."))
    for sentence in misfit_classes(spec):
        badges["labels"] = Badge("attention", sentence)
    return badges


def _job_badges(session: Session) -> dict[str, Badge]:
    badges = {key: Badge() for key in ("generate", "inspect", "train")}
    path = session.document.path
    run = remembered_training(session.settings, path).run
    for job in reversed(session.jobs.jobs):
        # A training names no project: it is this one's if it goes where the page's next would go.
        if str(path) not in job.arguments and not (job.arguments[0] == "train" and run in job.arguments):
            continue
        for key in _STEPS.get(job.arguments[0], ()):
            kind = {"running": "running", "stopping": "running", "succeeded": "done", "failed": "attention"}
            badges[key] = Badge(kind.get(job.state, "none"), job.message)  # type: ignore[arg-type]  # the words are kinds
    if badges["generate"].kind == "done":
        badges["inspect"] = Badge("done")
    return badges


def _trouble(kind: SourceKind, source: str, folder: Path) -> str:
    try:
        resolve(kind, source, folder)
    except UserError as error:
        return str(error)
    return ""
