"""What the window's tests share: a project, and sessions on it, with real jobs and a real preview or without."""

import gc
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QObject, QThreadPool, Signal
from PySide6.QtWidgets import QLayout, QLayoutItem
from shiboken6 import Shiboken

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.app import make_window
from scenewright.ui.background import wait_until_written
from scenewright.ui.document import ProjectDocument
from scenewright.ui.growth import Growth
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.selection import Selection
from scenewright.ui.session import open_session
from scenewright.ui.settings import LINE as SETTINGS
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme


def pytest_runtest_teardown():
    """No layout keeps Python objects for its items: Qt frees those untold, see `ui.layouts`."""
    wait_until_written(SETTINGS)  # what another thread is just about to delete must not be looked at
    items = [one for one in Shiboken.getAllValidWrappers() if isinstance(one, QLayoutItem)]
    items = [one for one in items if not isinstance(one, QLayout)]
    keepers = [one for one in gc.get_referrers(*items) if isinstance(one, QLayout)] if items else []
    # Those that have a name are pyqtgraph's, whose widgets live as long as they.
    assert [one for one in keepers if not one.objectName()] == []


@pytest.fixture(scope="session")
def cup_spec():
    return load_project(shipped("presets") / "cup_detection.yaml").spec


@pytest.fixture
def theme(qapp):
    theme = Theme(qapp, "light")
    yield theme
    theme.deleteLater()


@pytest.fixture
def session(qtbot, tmp_path, cup_spec, theme):
    """A session on a copy of the cup preset, in a folder of its own."""
    document = ProjectDocument(cup_spec, tmp_path / "cups.yaml")
    jobs = JobList(tmp_path / "jobs", document)
    session = open_session(document, jobs, Settings(tmp_path / "settings.ini", document), theme)
    yield session
    jobs.close()
    close = getattr(session.preview, "close", None)
    if callable(close):
        close()
    document.deleteLater()


@pytest.fixture
def window(qtbot, qapp, tmp_path, monkeypatch):
    """The window, not yet shown, with projects and state in a folder of its own."""
    monkeypatch.setenv("SCENEWRIGHT_PROJECTS", str(tmp_path / "projects"))
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    yield window
    window.close_for_good()
    window.theme.deleteLater()


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
    """Return a session without processes: what is drawn is given by the test."""
    document = ProjectDocument(spec, path, parent)
    return SimpleNamespace(
        document=document,
        selection=Selection(document),
        preview=GivenDraws(document),
        jobs=QObject(document),
        growth=Growth(parent=document),
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
