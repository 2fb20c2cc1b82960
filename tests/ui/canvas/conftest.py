"""A canvas on a small cup project, with the engine that needs no graphics adapter."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.canvas.canvas import make_canvas
from scenewright.ui.document import ProjectDocument
from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.preview.preview import Preview
from scenewright.ui.selection import Selection
from scenewright.ui.session import Session, undo_group_of
from scenewright.ui.settings import Settings
from scenewright.ui.theme.theme import Theme

PATIENCE_MS = 60_000


@pytest.fixture
def small():
    """A shipped project with small pictures: views are what is tested, not the engine."""

    def of(preset):
        spec = load_project(shipped("presets") / f"{preset}.yaml").spec
        return spec.replace(cameras=tuple(c.replace(width_px=256, height_px=192) for c in spec.cameras))

    return of


@pytest.fixture
def canvas_of(qtbot, tmp_path, small):
    """Make a canvas of a preset; all is ended with the test."""
    opened = []

    def of(preset="cup_detection"):
        document = ProjectDocument(small(preset), tmp_path / "project.yaml")
        theme = Theme(QApplication.instance(), "light")
        jobs = JobList(tmp_path / "jobs", document)
        preview = Preview(document, engine="flat")
        settings = Settings(tmp_path / "settings.ini", document)
        undo_group = undo_group_of(document)
        session = Session(document, Selection(document), preview, jobs, settings, theme, bool, undo_group)
        canvas = make_canvas(session)
        qtbot.addWidget(canvas)
        canvas.resize(1000, 760)
        canvas.show()
        opened.append((session, canvas))
        return session, canvas

    yield of
    for session, canvas in opened:
        canvas.close()
        session.preview.close()
        session.jobs.close()


@pytest.fixture
def drag(qtbot):
    """Drag with the left button held: real events, one for each point, as fast as a mouse sends them."""

    def over(widget, *points, modifiers=Qt.KeyboardModifier.NoModifier):
        def send(kind, at, button, buttons):
            where = QPointF(at)
            event = QMouseEvent(kind, where, widget.mapToGlobal(where), button, buttons, modifiers)
            QApplication.sendEvent(widget, event)

        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        send(QEvent.Type.MouseMove, points[0], none, none)
        send(QEvent.Type.MouseButtonPress, points[0], left, left)
        for point in points[1:]:
            qtbot.wait(12)  # plots look at no more than a hundred moves a second
            send(QEvent.Type.MouseMove, point, none, left)
        send(QEvent.Type.MouseButtonRelease, points[-1], left, none)

    return over
