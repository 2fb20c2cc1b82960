"""A dataset that cannot be looked at to the end: that is said, and never that nothing was found."""

import multiprocessing

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from scenewright.inspection.examining import Effort
from scenewright.inspection.marking import judged
from scenewright.ui.inspect.findings_panel import FindingsPanel
from scenewright.ui.inspect.reading import examine_for


def words_of(panel):
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def measuring():
    """Return the processes that measure, those that earlier tests have not quite ended among them."""
    return {process for process in multiprocessing.active_children() if process.name == "measuring"}


def test_a_measuring_process_that_is_killed_is_told_and_can_be_started_again(qtbot, opened, undecided):
    earlier = measuring()
    page = opened(undecided, is_awaited=False)
    qtbot.waitUntil(lambda: bool(measuring() - earlier) and page.dataset.examined is not None, timeout=60_000)
    with qtbot.waitSignal(page.dataset.failed, timeout=60_000):
        next(iter(measuring() - earlier)).kill()
    failure = page.findChild(QLabel, "inspect_failure")
    assert "ended early (exit code -9)" in failure.text()
    assert failure.isVisible()
    qtbot.waitUntil(lambda: bool(words_of(page.findings)), timeout=20_000)
    assert "Nothing odd was found." not in words_of(page.findings)
    with qtbot.waitSignal(page.dataset.finished, timeout=120_000):
        qtbot.mouseClick(page.findChild(QPushButton, "inspect_failure_remedy"), Qt.MouseButton.LeftButton)
    assert not failure.isVisible()
    assert (page.dataset.examined.source.pictures["measured"] == 1).all()


@pytest.mark.parametrize(
    ("format_name", "effort", "words"),
    [("nonsense", Effort(), "'nonsense' cannot be read"), ("", None, "could not be measured to the end")],
)
def test_what_the_measuring_process_raises_is_passed_on_in_a_sentence(undecided, format_name, effort, words):
    ours, theirs = multiprocessing.Pipe()
    examine_for(undecided, format_name, effort, theirs)
    theirs.close()
    told = []
    while ours.poll(5) and not (told and isinstance(told[-1], str)):
        told.append(ours.recv())
    assert words in told[-1]


def test_a_sample_is_called_one_and_all_can_be_measured(qtbot, opened, undecided):
    page = opened(undecided)
    panel = page.findings
    found = judged(page.dataset.examined, page.dataset.curation)
    pictures = page.dataset.examined.source.pictures.copy()
    pictures["measured"][2:] = 0
    page.dataset.examined.source.pictures["measured"][:] = pictures["measured"]
    assert isinstance(panel, FindingsPanel)
    page.findings.show_judged(judged(page.dataset.examined, page.dataset.curation), is_finished=True)
    assert "A sample: 2 of 8 pictures" in words_of(panel)
    assert "A sample" not in str(found.findings)
    with qtbot.waitSignal(page.dataset.finished, timeout=120_000):
        qtbot.mouseClick(panel.findChild(QPushButton, "findings_measure_all"), Qt.MouseButton.LeftButton)
    assert np.count_nonzero(page.dataset.examined.source.pictures["measured"]) == 8
    qtbot.waitUntil(lambda: "A sample" not in words_of(panel), timeout=20_000)
