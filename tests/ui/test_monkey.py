"""A monkey at the keyboard: whatever it does, nothing breaks."""

import os
import random
import signal
from collections import Counter, defaultdict
from contextlib import suppress

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QThreadPool, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLineEdit, QMenu, QMenuBar, QWidget
from shiboken6 import Shiboken, isValid

from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.app import make_window
from scenewright.ui.background import wait_until_written
from scenewright.ui.journal import LINE as JOURNALS
from scenewright.ui.settings import LINE as SETTINGS

LEFT, NONE, PLAIN = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
KEYS = [
    *(Qt.Key(code) for code in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1)),
    Qt.Key.Key_A, Qt.Key.Key_P, Qt.Key.Key_Minus, Qt.Key.Key_Period, Qt.Key.Key_Backspace, Qt.Key.Key_Delete,
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Space, Qt.Key.Key_Left,
    Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown,
]  # fmt: skip
SHORTCUTS = "zyzycvxdhks"
"""With Ctrl: undo, redo, copy, paste, cut, duplicate, history, search, save."""
PATIENCE = 100
"""Events after which a job is cancelled."""
LEAVING = ("Quit", "Close project", "New from preset", "Open", "Save as")
"""Other windows and other projects: the monkey stays in its own."""


class Monkey(QObject):
    """Sends an event at a time, each from the event loop, so that a menu or a dialog cannot stop it."""

    def __init__(self, window, seed, events, kills):
        super().__init__()
        self._window, self._chance, self._left = window, random.Random(seed), events
        self._kill_at = set(self._chance.sample(range(events // 10, events), kills))  # time is left for those put off
        self._owed = 0
        self.did, self.killed = Counter(), 0
        QTimer.singleShot(0, self, self._act)

    @property
    def is_done(self):
        return self._left <= 0

    def _act(self):
        if self.is_done:
            _close_all()  # a message that runs an event loop of its own would keep the test for ever
            return
        # Before it acts: a menu that opens runs an event loop of its own, in which the monkey must go on.
        QTimer.singleShot(0, self, self._act)
        self._left -= 1
        self._owed += self._left in self._kill_at
        if self._owed:
            self._kill()
        if self._left % PATIENCE == 0:
            for job in self._window.jobs.running:  # a monkey waits for none, and a run takes what the window needs
                job.cancel()
        if self._leave_file_dialog():
            return
        # Qt's own dialogs have no other Python object: when it goes, those of everything in it are of no use any more.
        top = self._top()
        widget = self._inside(top)
        what = self._chance.choices(
            [self._click, self._key, self._drag, self._wheel, self._shortcut, self._step], [40, 25, 12, 8, 6, 3]
        )[0]
        self.did[what.__name__] += 1
        what(widget)

    def _kill(self):
        """Kill the preview; where none is running, the one that comes next."""
        pid = self._window.session.preview.pid
        if pid is not None:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.killed, self._owed = self.killed + 1, self._owed - 1

    def _leave_file_dialog(self):
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QFileDialog) and widget.isVisible():
                widget.reject()
                return True
        return False

    def _top(self):
        dialogs = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
        return QApplication.activePopupWidget() or (dialogs[-1] if dialogs else self._window)

    def _inside(self, top):
        inside = [w for w in top.findChildren(QWidget) if w.isVisible() and w.isEnabled() and w.width() > 2]
        # What lies deep inside is what a pointer meets.
        leaves = [w for w in inside if not any(c.isVisible() for c in w.findChildren(QWidget))]
        return self._chance.choice(leaves or inside or [top])

    def _point(self, widget):
        return QPoint(self._chance.randrange(max(1, widget.width())), self._chance.randrange(max(1, widget.height())))

    def _click(self, widget):
        at = self._point(widget)
        if isinstance(widget, QMenu | QMenuBar) and _leaves(widget.actionAt(at)):
            return
        button = Qt.MouseButton.RightButton if self._chance.random() < 0.08 else LEFT
        (QTest.mouseDClick if self._chance.random() < 0.05 else QTest.mouseClick)(widget, button, PLAIN, at)

    def _key(self, widget):
        target = QApplication.focusWidget() or widget
        key = self._chance.choice(KEYS)
        if isinstance(QApplication.activePopupWidget(), QMenu):
            key = Qt.Key.Key_Escape
        QTest.keyClick(target, key, Qt.KeyboardModifier.ShiftModifier if self._chance.random() < 0.1 else PLAIN)
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and self._chance.random() < 0.3:
            self._type(focus, self._chance.choice(["0.5", "-3", "1e9", "nan", "cup", "Ünïcode ☕", "'#\"{", ""]))

    def _type(self, field, text):
        for letter in text:  # QTest knows the keys of Latin letters only, and ends the process at any other
            if isValid(field):
                QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter))

    def _shortcut(self, _widget):
        key = getattr(Qt.Key, f"Key_{self._chance.choice(SHORTCUTS).upper()}")
        QTest.keyClick(QApplication.focusWidget() or self._window, key, Qt.KeyboardModifier.ControlModifier)

    def _drag(self, widget):
        def send(kind, at, button, held):
            if not isValid(widget):
                return  # the event before it took the widget away
            where = QPointF(at)
            QApplication.sendEvent(widget, QMouseEvent(kind, where, widget.mapToGlobal(where), button, held, PLAIN))

        start, end = self._point(widget), self._point(widget)
        if isinstance(widget, QMenu | QMenuBar):
            return
        send(QEvent.Type.MouseButtonPress, start, LEFT, LEFT)
        for k in range(1, 5):
            send(QEvent.Type.MouseMove, start + (end - start) * k / 4, NONE, LEFT)
        send(QEvent.Type.MouseButtonRelease, end, LEFT, NONE)

    def _wheel(self, widget):
        at = QPointF(self._point(widget))
        turn = QPoint(0, self._chance.choice([-240, -120, 120, 240]))
        event = QWheelEvent(
            at, widget.mapToGlobal(at), QPoint(), turn, NONE, PLAIN, Qt.ScrollPhase.NoScrollPhase, False
        )
        QApplication.sendEvent(widget, event)

    def _step(self, _widget):
        if self._window.workspace is not None:
            self._window.go_to(self._chance.choice(self._window.workspace.step_keys))


def _close_all():
    """Close what is open over the window, the uppermost first."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()
    for dialog in [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()][::-1]:
        dialog.reject()


def _seen_twice():
    """Return what Python has two objects for, which crashes the program when it goes."""
    # An object that another thread is just about to delete must not be looked at: that crashes by itself.
    QThreadPool.globalInstance().waitForDone()
    for line in (JOURNALS, SETTINGS):
        wait_until_written(line)
    objects = defaultdict(list)
    for item in Shiboken.getAllValidWrappers():
        objects[Shiboken.getCppPointer(item)[0]].append(item)
    return [items for items in objects.values() if len(items) > 1]


def _leaves(action):
    return action is not None and any(word in action.text().replace("&", "") for word in LEAVING)


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    """The whole window on a copy of the cup preset, with all that it remembers in a folder of its own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    spec = load_project(shipped("presets") / "cup_detection.yaml").spec
    small = spec.cameras[0].replace(width_px=160, height_px=120)
    project = tmp_path / "cups.yaml"
    save_project(project, spec.replace(cameras=(small,), output=spec.output.replace(frames=4)))
    window = make_window(QApplication.instance(), tmp_path / "state")
    window.settings.set("tour_seen", True)
    window.resize(1280, 800)
    window.show()
    window.files.open_dropped(project)
    monkeypatch.setattr(window.files, "may_leave", lambda _then: False)  # whatever way it finds: menu, keys or search
    qtbot.waitUntil(lambda: window.workspace is not None and window.workspace._canvas is not None, timeout=30_000)
    yield window
    for job in window.jobs.running:
        job.cancel()
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=60_000)
    window.close_for_good()
    window.deleteLater()


@pytest.mark.parametrize(
    ("seed", "events", "kills"),
    [
        pytest.param(7, 1_000, 3),
        *(pytest.param(seed, 1_000, 5, marks=pytest.mark.long) for seed in range(10)),
        pytest.param(7, 10_000, 50, marks=pytest.mark.long),
    ],
)
def test_whatever_a_monkey_does_nothing_breaks_and_the_project_loads(qtbot, tmp_path, window, seed, events, kills):
    monkey = Monkey(window, seed=seed, events=events, kills=kills)
    qtbot.waitUntil(lambda: monkey.is_done, timeout=3_600_000)
    _close_all()
    assert sum(monkey.did.values()) > 0.9 * events
    assert monkey.killed == kills
    assert _seen_twice() == []
    assert window.session is not None
    path = tmp_path / "after.yaml"
    save_project(path, window.session.document.spec)
    assert load_project(path).spec == window.session.document.spec
    window.go_to("objects")
    canvas = window.workspace._canvas
    canvas.show_view("live")
    preview = window.session.preview
    qtbot.waitUntil(
        lambda: (
            bool(preview.problems)
            or (canvas.live.picture.frame is not None and canvas.live.picture.frame.serial == preview.serial)
        ),
        timeout=90_000,
    )
