"""A session without processes: what is drawn is given by the test."""

from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QThreadPool, Signal

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.selection import Selection


class GivenDraws(QObject):
    """A preview that says what the test put into it."""

    draws_changed = Signal()

    def __init__(self, parent):
        super().__init__(parent)
        self.numbers = {}

    def choices(self, place):
        return {}

    def draws(self, place):
        return self.numbers.get(place, np.empty(0))


def session_for(spec, path, parent=None):
    document = ProjectDocument(spec, path, parent)
    return SimpleNamespace(
        document=document, selection=Selection(document), preview=GivenDraws(document), jobs=QObject(document)
    )


@pytest.fixture
def make_session(qapp, tmp_path):
    """Make a session on a preset by name, or on a spec."""
    made = []

    def make(wanted):
        spec = load_project(shipped("presets") / f"{wanted}.yaml").spec if isinstance(wanted, str) else wanted
        made.append(session_for(spec, tmp_path / "project.yaml"))
        return made[-1]

    yield make
    QThreadPool.globalInstance().waitForDone()
    for session in made:
        session.document.deleteLater()


@pytest.fixture
def session(make_session):
    return make_session("cup_detection")
