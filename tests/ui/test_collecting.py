"""Garbage is collected where and when widgets may be deleted."""

import gc
import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from scenewright.ui.collecting import Collector


class _Cycle:
    """Only the collector frees it, and it notes on which thread."""

    freed_on: list[str] = []  # noqa: RUF012 (one for all of them)

    def __init__(self):
        self.itself = self

    def __del__(self):
        self.freed_on.append(threading.current_thread().name)


def test_what_another_thread_makes_is_collected_by_the_windows_own(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    collector = Collector(window)
    _Cycle.freed_on.clear()

    def work():
        _Cycle()
        kept = [[] for _ in range(100_000)]
        kept.clear()

    thread = threading.Thread(target=work, name="reader")
    thread.start()
    thread.join()
    assert _Cycle.freed_on == []
    kept = [[] for _ in range(5000)]
    collector.collect()
    assert _Cycle.freed_on == ["MainThread"]
    kept.clear()


def test_nothing_is_collected_in_the_middle_of_a_widgets_end(qtbot):
    gc.enable()
    window = QWidget()
    Collector(window)
    child = QWidget(window)
    _Cycle.freed_on.clear()
    freed = []

    def work():
        _Cycle()
        kept = [[] for _ in range(100_000)]
        freed.append(list(_Cycle.freed_on))
        kept.clear()

    child.destroyed.connect(work)
    window.deleteLater()
    qtbot.waitUntil(lambda: bool(freed))
    assert freed == [[]]


@pytest.mark.parametrize(
    "use",
    [
        lambda window: QTest.keyClick(window, Qt.Key.Key_A),
        lambda window: QTest.mouseMove(window, QPoint(5, 12)),
        lambda window: QTest.mouseClick(window, Qt.MouseButton.LeftButton),
    ],
)
def test_old_objects_wait_until_the_window_is_not_used(qtbot, monkeypatch, use):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    collector = Collector(window)
    clock = [100.0]
    monkeypatch.setattr("scenewright.ui.collecting.monotonic", lambda: clock[0])
    collector.collect()
    use(window.windowHandle())
    looked = []
    monkeypatch.setattr(gc, "get_count", lambda: (10, 0, 50))
    monkeypatch.setattr(gc, "collect", lambda *which: looked.append(which))
    clock[0] += 4
    collector.collect()
    assert looked == []
    clock[0] += 2
    collector.collect()
    assert looked == [()]
