"""Search, problems and the why panel bring any setting of a project into sight."""

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication

from scenewright.spec.base import SpecModel
from scenewright.ui.pages import camera, labels, lights, objects, scene
from scenewright.ui.reveal import reveal_in
from scenewright.ui.steps import step_of

PAGES = {"scene": scene, "objects": objects, "lights": lights, "camera": camera, "labels": labels}


def places(part, place=()):
    if isinstance(part, SpecModel):
        for name, value in part:
            yield from places(value, (*place, name))
    elif isinstance(part, tuple) and part and isinstance(part[0], SpecModel):
        for number, value in enumerate(part):
            yield from places(value, (*place, number))
    else:
        yield place


@pytest.mark.parametrize("preset", ["robot_drive_clips", "structured_tabletop"])
def test_every_setting_of_a_project_is_brought_into_sight(preset, make_session, qtbot):
    session = make_session(preset)
    pages, lost = {}, []
    for place in places(session.document.spec):
        step = step_of(place)
        if step not in PAGES or place == ("schema_version",):
            continue
        if step not in pages:
            pages[step] = PAGES[step].make_page(session)
            qtbot.addWidget(pages[step])
            pages[step].show()
        session.selection.select(place)
        QApplication.processEvents()  # as the window does, before it reveals
        if not reveal_in(pages[step], place):
            lost.append(place)
    QThreadPool.globalInstance().waitForDone()
    assert lost == []
