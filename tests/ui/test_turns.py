"""Turns of the event loop are shared out: to each who asks in turn, and to nobody while others need them."""

from time import perf_counter

import pytest
from PySide6.QtCore import QTimer

from scenewright.ui.turns import SpareTurns


@pytest.fixture
def turns(qapp):
    turns = SpareTurns()
    yield turns
    turns.deleteLater()


def test_those_who_ask_are_called_in_turn_until_they_have_done_all(turns, qtbot):
    called, left = [], {"long": 3, "short": 1}

    def work(name):
        called.append(name)
        left[name] -= 1
        return left[name] > 0

    works = {name: (lambda name=name: work(name)) for name in left}
    for name in left:
        turns.ask(works[name])
    turns.ask(works["long"])  # once more: it waits already
    qtbot.waitUntil(lambda: len(called) == 4)
    assert called == ["long", "short", "long", "long"]
    qtbot.waitUntil(lambda: not turns._timer.isActive())


def test_what_the_user_waits_for_comes_first(turns, qtbot):
    called = []
    for name, is_first in (("one", False), ("other", False), ("urgent", True)):
        turns.ask(lambda name=name: called.append(name), is_first=is_first)
    qtbot.waitUntil(lambda: len(called) == 3)
    assert called == ["urgent", "one", "other"]


def test_work_that_fails_once_goes_on_and_does_not_keep_others_waiting(turns, qtbot):
    called = []

    def fail_once():
        called.append("failing")
        if called.count("failing") == 1:
            raise ValueError("once")
        return False

    turns.ask(fail_once)
    turns.ask(lambda: called.append("other"))
    with qtbot.captureExceptions() as caught:
        qtbot.waitUntil(lambda: len(called) == 3)
    assert called == ["failing", "other", "failing"]
    assert len(caught) == 1


def test_what_was_taken_back_is_not_called(turns, qtbot):
    called = []
    work = lambda: called.append("work")  # noqa: E731
    turns.ask(work)
    turns.cancel(work)
    turns.ask(lambda: called.append("other"))
    qtbot.waitUntil(lambda: bool(called))
    assert called == ["other"]


def test_a_turn_that_was_long_is_not_made_longer_but_work_does_not_wait_for_ever(turns, qtbot):
    order, left = [], [None] * 3

    def be_busy():
        order.append("busy")
        end = perf_counter() + 0.01
        while perf_counter() < end:
            pass

    busy = QTimer(interval=0)
    busy.timeout.connect(be_busy)
    busy.start()
    turns.ask(lambda: bool((order.append("work"), left.pop())[1]) or bool(left))
    qtbot.waitUntil(lambda: not left)
    busy.stop()
    between = "".join(word[0] for word in order).split("w")[:3]
    assert all(len(turn) > 5 for turn in between)
