"""What is opened next is imported beforehand, beside the window."""

import subprocess
import sys
from threading import Event

from PySide6.QtWidgets import QWidget

from scenewright.ui import warming
from scenewright.ui.steps import CANVAS, steps
from scenewright.ui.warming import is_imported, modules, once_imported, warm_up

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
print("still at work:", QThreadPool.globalInstance().activeThreadCount())
sys.exit(code)
"""


def test_preview_canvas_and_pages_are_there_a_moment_later(qtbot, qapp):
    window = QWidget()
    qtbot.addWidget(window)
    warm_up(window)
    qtbot.waitUntil(lambda: all(map(is_imported, modules())), timeout=60_000)


def test_what_is_opened_meanwhile_waits_for_what_it_needs_and_for_nothing_else(monkeypatch, qtbot, qapp):
    free, order = Event(), []

    def imported(name):
        assert free.wait(20)
        order.append(name)

    monkeypatch.setattr(warming, "_import", imported)
    monkeypatch.setattr(warming, "_IMPORTED", set())
    monkeypatch.setattr(warming, "_REST_MS", 300)
    window = QWidget()
    qtbot.addWidget(window)
    warm_up(window)
    once_imported("labels", lambda: order.append("open labels"), window)
    once_imported("train", lambda: order.append("open train"), window)
    qtbot.wait(50)
    assert order == []
    free.set()
    qtbot.waitUntil(lambda: "open labels" in order)
    pages = {step.key: step.page for step in steps()}
    assert order == [modules()[0], pages["train"], CANVAS, "open train", pages["labels"], "open labels"]
    once_imported("lights", lambda: order.append("open lights"), window)
    qtbot.waitUntil(lambda: "open lights" in order)
    assert order[-2:] == [pages["lights"], "open lights"]
    assert len(order) < len(modules()), "nothing else is imported just then"
    once_imported("labels", lambda: order.append("open labels again"), window)
    assert order[-1] == "open labels again"
    qtbot.waitUntil(lambda: set(modules()) <= set(order), timeout=10_000)
    once_imported("lights", lambda: order.append("open at once"), window)
    assert order[-1] == "open at once"


def test_a_window_that_is_closed_meanwhile_ends_well(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", CLOSED_AT_ONCE], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["still", "at", "work:", "0"]
