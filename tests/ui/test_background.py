"""Short reads beside the window: results come to those who still live, errors come to the window."""

from PySide6.QtCore import QObject, QThread
from shiboken6 import delete

from scenewright.ui.background import in_background


def test_a_result_comes_on_the_windows_thread(qtbot):
    owner, came = QObject(), []
    in_background(QThread.currentThread, lambda thread: came.append((thread, QThread.currentThread())), owner)
    qtbot.waitUntil(lambda: bool(came))
    worker, here = came[0]
    assert worker is not here
    assert here is QThread.currentThread()


def test_a_result_for_an_owner_that_is_gone_goes_nowhere(qtbot):
    owner, other, came = QObject(), QObject(), []
    in_background(lambda: 1, came.append, owner)
    in_background(lambda: 2, came.append, other)
    delete(owner)
    qtbot.waitUntil(lambda: came == [2])


def test_an_error_is_raised_where_the_window_sees_it(qtbot):
    owner = QObject()
    with qtbot.captureExceptions() as raised:
        in_background(lambda: 1 / 0, lambda _: None, owner)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError
