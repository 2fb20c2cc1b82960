"""The bar that chooses the frame outlives its project for a moment: a closed page is deleted part by part."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QToolButton

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.canvas.frame_bar import FrameBar
from scenewright.ui.document import ProjectDocument
from scenewright.ui.selection import Selection


def test_a_clip_that_plays_stops_when_its_project_is_closed(qtbot, qapp, tmp_path):
    spec = load_project(shipped("presets") / "robot_drive_clips.yaml").spec
    document = ProjectDocument(spec, tmp_path / "clips.yaml")
    selection = Selection(document)
    bar = FrameBar(document, selection)
    qtbot.addWidget(bar)
    bar.findChild(QToolButton, "play_clip").click()
    qtbot.waitUntil(lambda: selection.frame > 0)
    document.deleteLater()
    QCoreApplication.sendPostedEvents(document, QEvent.Type.DeferredDelete)
    assert not bar._clock.isActive()
