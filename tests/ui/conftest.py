"""What the window's tests share: a project, and a session on it with real jobs and a real preview."""

import pytest

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.document import ProjectDocument
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.session import open_session
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme


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
