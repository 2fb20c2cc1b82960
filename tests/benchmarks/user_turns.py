"""How long the window is busy at a time while a user makes the example from an empty project to its certificate.

    python tests/benchmarks/user_turns.py

The session is that of `tests/end_to_end/test_designer_user.py`, by mouse and keyboard alone, each click and key
followed by a moment, as a quick hand leaves it. What the test itself looks for between them is not counted. Goal: no
turn over 50 ms.
"""

import os
from contextlib import ExitStack
from pathlib import Path

SESSION = Path(__file__).resolve().parents[1] / "end_to_end" / "test_designer_user.py"
PAUSE_MS = 20


def main() -> None:
    """Let the user work, and print the table."""
    import pytest  # noqa: PLC0415  (only here: the preview's process imports this module anew)
    from event_loop import print_turns  # noqa: PLC0415

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    hand = Hand()
    code = pytest.main([str(SESSION), "-q", "-p", "no:xdist", "-p", "no:cacheprovider"], plugins=[hand])
    print_turns([hand.times])
    os._exit(int(code))


class Hand:
    """Pytest's plugin: puts a pause after each touch, and measures."""

    def __init__(self):
        from event_loop import BusyTimes  # noqa: PLC0415

        self.times = BusyTimes()
        self._measuring = ExitStack()

    def pytest_sessionstart(self):
        """Take the place of what the session touches the window by, before it is imported."""
        from PySide6 import QtTest  # noqa: PLC0415
        from pytestqt.qtbot import QtBot  # noqa: PLC0415

        plain, wait, hand = QtTest.QTest, QtBot.wait, self

        def touch(act, widget, *given):
            hand.times.doing = f"{act.__name__} {widget.objectName() or type(widget).__name__}"
            hand.times.begin()
            act(widget, *given)
            plain.qWait(PAUSE_MS)

        class Touch:
            mouseClick = staticmethod(lambda widget, *given: touch(plain.mouseClick, widget, *given))  # noqa: N815
            keyClick = staticmethod(lambda widget, *given: touch(plain.keyClick, widget, *given))  # noqa: N815
            keyClicks = staticmethod(lambda widget, words: [Touch.keyClick(widget, letter) for letter in words])  # noqa: N815

        def wait_anew(bot, milliseconds):
            hand.times.begin()
            wait(bot, milliseconds)

        QtTest.QTest, QtBot.wait = Touch, wait_anew

    def pytest_pyfunc_call(self):
        """Measure from here on."""
        from event_loop import busy_times  # noqa: PLC0415

        self.times = self._measuring.enter_context(busy_times())

    def pytest_runtest_teardown(self):
        """Measure no more: what the test deletes, a user's program would only end with."""
        self._measuring.close()


if __name__ == "__main__":
    main()
