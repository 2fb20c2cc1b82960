"""What is opened next is imported beforehand, beside the window."""

import subprocess
import sys
from importlib.machinery import ExtensionFileLoader
from threading import Event

from PySide6.QtWidgets import QWidget

from scenewright.ui import reading_ahead, warming
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
    free, imported, opened = Event(), [], []

    def import_(name):
        assert free.wait(20)
        imported.append(name)

    def open_(step):
        once_imported(step, lambda: opened.append((step, set(imported))), window)

    monkeypatch.setattr(warming, "_import", import_)
    monkeypatch.setattr(warming, "_IMPORTED", set())
    monkeypatch.setattr(warming, "_REST_MS", 2000)
    window = QWidget()
    qtbot.addWidget(window)
    warm_up(window)
    pages = {step.key: step.page for step in steps()}
    open_("labels")
    open_("train")
    qtbot.wait(50)
    assert opened == []
    free.set()
    qtbot.waitUntil(lambda: len(opened) == 2)
    assert imported == [modules()[0], pages["train"], CANVAS, pages["labels"]]
    assert [step for step, _ in opened] == ["train", "labels"]
    assert all({modules()[0], pages[step], CANVAS} <= there for step, there in opened)
    open_("lights")
    qtbot.waitUntil(lambda: len(opened) == 3)
    assert imported[4:] == [pages["lights"]], "nothing else is imported just then"
    open_("labels")
    assert len(opened) == 4, "it is there already"
    qtbot.waitUntil(lambda: set(imported) == set(modules()), timeout=10_000)
    open_("lights")
    assert len(opened) == 5


def test_libraries_are_read_before_they_are_loaded(monkeypatch, tmp_path):
    happened = []
    monkeypatch.setattr(ExtensionFileLoader, "create_module", lambda _loader, _spec: happened.append("load"))
    monkeypatch.setattr(reading_ahead, "_read", lambda path: happened.append(path.name))
    plain = ExtensionFileLoader.create_module
    for name in ("liblarge.so.3", "first.so", "second.so"):
        (tmp_path / name).touch()
    with reading_ahead.reading_ahead():
        for name in ("first", "second"):
            ExtensionFileLoader(name, str(tmp_path / f"{name}.so")).create_module(None)
    assert happened == ["liblarge.so.3", "first.so", "load", "second.so", "load"]
    assert ExtensionFileLoader.create_module is plain


def test_a_window_that_is_closed_meanwhile_ends_well(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    ended = subprocess.run([sys.executable, "-c", CLOSED_AT_ONCE], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.split() == ["still", "at", "work:", "0"]
