"""What is opened next is imported beforehand, beside the window."""

import subprocess
import sys

from PySide6.QtWidgets import QWidget

from scenewright.ui.warming import is_imported, modules, warm_up

CLOSED_AT_ONCE = """
import sys
from PySide6.QtCore import QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from scenewright.ui import app, warming

def warm_up(window):
    warming.warm_up(window)
    QTimer.singleShot(0, window, window.close_for_good)

app.warm_up = warm_up
code = app.run_designer(None)
assert set(warming.modules()) <= set(sys.modules), "nobody waited for what was being imported"
print("still at work:", QThreadPool.globalInstance().activeThreadCount())
sys.exit(code)
"""


def test_preview_canvas_and_pages_are_there_a_moment_later(qtbot, qapp):
    window = QWidget()
    qtbot.addWidget(window)
    warm_up(window)
    qtbot.waitUntil(lambda: all(map(is_imported, modules())), timeout=60_000)


def test_a_window_that_is_closed_meanwhile_ends_well(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", CLOSED_AT_ONCE], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["still", "at", "work:", "0"]
