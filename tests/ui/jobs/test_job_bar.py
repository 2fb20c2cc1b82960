"""The bar of jobs, what is told at their end, and how they are put in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from scenewright.jobs.events import Finished, Progress, Started, encode
from scenewright.jobs.keeping import KeptJob, write_job
from scenewright.ui.app import make_window
from scenewright.ui.jobs.words import duration_words


@pytest.fixture
def place(tmp_path):
    """A job that ended while no window was open."""
    place = tmp_path / "state" / "jobs" / "20261128-120000-000001"
    (tmp_path / "out").mkdir()
    write_job(place, KeptJob("Rendering cups", ("generate", "cups.yaml"), str(tmp_path / "out"), 4e9))
    return place


@pytest.fixture
def window(qtbot, qapp, tmp_path, place):
    window = make_window(qapp, tmp_path / "state")
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    return window


def say(place, *events):
    with (place / "events.jsonl").open("a") as file:
        file.writelines(encode(event) + "\n" for event in events)


def test_a_job_shows_how_far_it_is(window, place, qtbot):
    say(place, Started(1000), Progress(412, 1000))
    qtbot.waitUntil(lambda: "412" in window.job_bar.findChild(QLabel, "job_state").text(), timeout=10_000)
    assert window.job_bar.isVisibleTo(window)
    assert window.job_bar.findChild(QToolButton, "job_pause").isVisibleTo(window)


def test_a_job_that_ends_is_told_with_what_comes_next(window, place, qtbot):
    say(place, Started(2), Progress(2, 2), Finished("succeeded", "2 frames are in out"))
    qtbot.waitUntil(lambda: bool(window.start_page.notices.sentences), timeout=10_000)
    assert window.start_page.notices.sentences == ["Rendering cups: 2 frames are in out"]
    texts = [button.text() for button in window.start_page.notices.findChildren(QPushButton)]
    assert texts == ["Open the folder", "Inspect"]
    qtbot.mouseClick(window.job_bar.findChild(QToolButton, "job_close"), Qt.MouseButton.LeftButton)
    assert window.jobs.jobs == ()
    assert not window.job_bar.isVisibleTo(window)
    assert not place.exists()
    assert window.start_page.notices.sentences == [], "its buttons are of a job that is gone"


def test_where_a_folder_is_is_told_on_a_desktop_that_cannot_show_it(window, place, qtbot):
    """The offscreen platform is one."""
    say(place, Started(2), Progress(2, 2), Finished("succeeded", "2 frames are in out"))
    qtbot.waitUntil(lambda: bool(window.start_page.notices.sentences), timeout=10_000)
    (show, *_) = window.start_page.notices.findChildren(QPushButton)
    qtbot.mouseClick(show, Qt.MouseButton.LeftButton)
    assert str(window.jobs.jobs[0].folder) in window.start_page.notices.sentences[-1]


def test_a_job_that_failed_can_go_on(window, place, qtbot):
    say(place, Started(2), Finished("failed", "The disk is full."))
    qtbot.waitUntil(lambda: "The disk is full." in window.job_bar.findChild(QLabel, "job_state").text(), timeout=10_000)
    assert window.job_bar.findChild(QToolButton, "job_play").isVisibleTo(window)


@pytest.mark.parametrize(
    ("seconds", "words"), [(12, "12 s"), (600, "10 min"), (3 * 3600, "3.0 h"), (30 * 3600, "30 h"), (5e5, "5.8 days")]
)
def test_a_duration_is_said_as_people_say_it(qapp, seconds, words):
    assert duration_words(seconds) == words
