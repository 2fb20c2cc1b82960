import pytest
import trimesh
from PySide6.QtCore import QMimeData, QPointF, Qt, QThreadPool, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel

from scenewright.ui.jobs.job_list import JobList
from scenewright.ui.library.import_again import for_the_window
from scenewright.ui.library.importing import ImportCard
from scenewright.ui.pages.objects import make_page


@pytest.fixture
def page(session, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_LIBRARY", str(tmp_path / "library"))
    session.jobs = JobList(tmp_path / "jobs", session.document)
    page = make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    yield page
    session.jobs.close()
    QThreadPool.globalInstance().waitForDone()


def drop(page, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(50, 50), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    page.dropEvent(event)
    assert event.isAccepted()
    return page.findChildren(ImportCard)[-1]


def said(card):
    return " ".join(label.text() for label in card.findChildren(QLabel))


@pytest.mark.long
def test_a_dropped_model_becomes_a_group_with_what_the_doctor_found_in_sight(page, session, qtbot, tmp_path):
    trimesh.creation.capsule(height=90, radius=30).export(tmp_path / "valve.stl")
    (tmp_path / "broken.glb").write_bytes(b"not a model")
    card = drop(page, tmp_path / "valve.stl", tmp_path / "broken.glb")
    qtbot.waitUntil(lambda: session.document.spec.objects[-1].name == "valve", timeout=90_000)
    assert session.document.spec.objects[-1].class_name == "valve"
    assert "broken.glb" in said(card)
    assert "mm is assumed" in said(card)
    assert "--unit" not in said(card)
    card._again._unit.setCurrentIndex(card._again._unit.findData("cm"))
    qtbot.mouseClick(card._again.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card._job is None and "is in your library" in said(card), timeout=90_000)
    assert "mm is assumed" not in said(card)
    assert [group.name for group in session.document.spec.objects].count("valve") == 1


def test_the_doctors_advice_speaks_of_the_windows_controls():
    assert for_the_window("If that is wrong, import it with --unit.") == "If that is wrong, set Unit below."
    assert for_the_window("it lies: try --up y.") == "it lies: set Up to y below."
    assert for_the_window("plain. Import it with --allow-outside.") == "plain. Set Files outside below."
    assert for_the_window("which slows it: import it with --decimate 50000.").endswith("set Fewer triangles below.")
