"""The designer is killed at random moments: at most two seconds of edits are lost, and recovery says what it found."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scenewright.ui.app import make_window

SCRIPT = Path(__file__).with_name("killed_designer.py")
LOST_S = 2.0


def edits_of(state):
    """Return (time, frames) of every edit; the last line may be torn."""
    lines = (state / "edits.txt").read_text().splitlines(keepends=True)
    return [(float(t), int(n)) for t, n in (line.split() for line in lines if line.endswith("\n"))]


def killed_after(state, seconds):
    """Let a designer edit for so long, kill it, and return when, and its edits."""
    environment = {**os.environ, "SCENEWRIGHT_PROJECTS": str(state / "projects"), "QT_QPA_PLATFORM": "offscreen"}
    child = subprocess.Popen([sys.executable, str(SCRIPT), str(state)], env=environment, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not (state / "edits.txt").exists() or not (state / "edits.txt").read_text():
        assert child.poll() is None, "the designer did not start"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    time.sleep(seconds)
    child.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    child.wait(20)
    return time.time(), edits_of(state)


def check_recovery(qtbot, qapp, state, seconds):
    killed, edits = killed_after(state, seconds)
    window = make_window(qapp, state)
    window.settings.set("tour_seen", True)
    qtbot.addWidget(window)
    lost = window.files.lost()
    saved = list((state / "projects").glob("*.yaml"))
    promised = max((n for t, n in edits if t <= killed - LOST_S), default=None)
    if lost:
        [entry] = lost
        assert any("was not saved" in sentence for sentence in window.start_page.notices.sentences)
        window.files.recover(entry)
        document = window.session.document
        if promised is not None:
            assert document.spec.output.frames >= promised
        assert any(text.startswith("Recovered") for text in window.workspace.notices.sentences)
        document.undo_stack.undo()
        if saved:
            assert document.undo_stack.isClean()
        document.undo_stack.redo()
        assert window.files.save()
    elif promised is not None:
        # The kill fell upon a moment at which the file held everything.
        window.files.open(saved[0])
        assert window.session.document.spec.output.frames >= promised
    window.close_for_good()


@pytest.mark.parametrize("seconds", [0.3, 2.7])
def test_a_killed_designer_loses_two_seconds_of_edits_at_most(qtbot, qapp, tmp_path, seconds, monkeypatch):
    monkeypatch.setenv("SCENEWRIGHT_PROJECTS", str(tmp_path / "projects"))
    check_recovery(qtbot, qapp, tmp_path, seconds)


@pytest.mark.long
@pytest.mark.parametrize("number", range(30))
def test_a_designer_killed_at_a_random_moment_loses_two_seconds_of_edits_at_most(
    qtbot, qapp, tmp_path, number, monkeypatch
):
    monkeypatch.setenv("SCENEWRIGHT_PROJECTS", str(tmp_path / "projects"))
    check_recovery(qtbot, qapp, tmp_path, random.Random(number).uniform(0.0, 6.0))
