"""A user who has never seen the program: mouse, keyboard, and eyes that find what has a name."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDoubleSpinBox,
    QLineEdit,
    QListView,
    QMenu,
    QScrollArea,
    QToolButton,
    QWidget,
)

from scenewright.ui.app import make_window

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class User:
    """Mouse and keyboard, and eyes that find what has a name."""

    def __init__(self, qtbot, window):
        self._qtbot, self._window = qtbot, window

    def see(self, name, kind=QWidget, inside=None):
        """Wait until something with a name is on the screen."""
        place = inside or self._window
        found = []

        def is_there():
            found[:] = [w for w in place.findChildren(kind, name) if w.isVisible()]
            return bool(found)

        self._qtbot.waitUntil(is_there, timeout=30_000)
        return found[0]

    def click(self, widget, at=None):
        """Scroll to a widget and click on it."""
        parent = widget.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(widget)
            self._qtbot.wait(1)
        QTest.mouseClick(widget, LEFT, PLAIN, at or widget.rect().center())

    def go_to(self, step):
        """Open a step by the rail."""
        self.click(self.see(f"step_{step}"))

    def type_into(self, line, words):
        """Replace what stands in a line."""
        self.click(line, QPoint(line.width() // 4, line.height() // 2))
        QTest.keyClick(line, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return)

    def number(self, field, value):
        """Type the number of a setting."""
        self._qtbot.waitUntil(lambda: bool(self._boxes(field)), timeout=10_000)
        self.type_into(self._boxes(field)[0].findChild(QLineEdit), f"{value:g}")

    def _boxes(self, field):
        return [box for box in self.see(f"field:{field}").findChildren(QDoubleSpinBox) if box.isVisible()]

    def vary(self, field, low, high):
        """Make a setting a range, by the button beside it, and type its ends."""
        self.pick(self.see("kind", QToolButton, self.see(f"field:{field}")), "range")
        self._qtbot.waitUntil(lambda: len(self._boxes(field)) == 2, timeout=10_000)
        # The lower end may not pass the upper one, so who goes up begins above.
        order = (1, 0) if low > self._boxes(field)[1].value() else (0, 1)
        for k in order:
            self.type_into(self._boxes(field)[k].findChild(QLineEdit), f"{(low, high)[k]:g}")

    def pick(self, button, word):
        """Press a button that opens a menu, and click on the entry with a word."""

        def choose():
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            action = next(a for a in menu.actions() if word in a.text().lower())
            QTest.mouseClick(menu, LEFT, PLAIN, menu.actionGeometry(action).center())

        # The menu runs an event loop of its own until something in it is chosen.
        QTimer.singleShot(200, self._window, choose)
        self.click(button)

    def take_from_library(self, field, names, *, instead=True):
        """Open the library below a setting, take things from it, and take out what was there before."""
        editor = self.see(f"field:{field}")
        button = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Library")
        self.click(button)
        self._qtbot.waitUntil(lambda: any(v.isVisible() for v in editor.findChildren(QListView)), timeout=10_000)
        view = next(v for v in editor.findChildren(QListView) if v.isVisible())
        lines = [line for line in editor.findChildren(QLineEdit) if line.isVisible()]
        search = next(line for line in lines if not isinstance(line.parent(), QDoubleSpinBox))
        for name in names:
            self.type_into(search, name)

            def row_of(name=name):
                rows = [view.model().index(row, 0) for row in range(view.model().rowCount())]
                return next((row for row in rows if row.data(Qt.ItemDataRole.UserRole).name == name), None)

            self._qtbot.waitUntil(lambda: row_of() is not None, timeout=10_000)
            row = row_of()
            view.scrollTo(row)
            QTest.mouseClick(view.viewport(), LEFT, PLAIN, view.visualRect(row).center())
        if instead:
            out = next(b for b in editor.findChildren(QToolButton) if b.accessibleName() == "Take out entry 1")
            self.click(out)
        self.click(button)


@pytest.fixture
def window(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("SCENEWRIGHT_PROJECTS", str(tmp_path / "projects"))
    monkeypatch.chdir(tmp_path)
    window = make_window(QApplication.instance(), tmp_path / "state")
    window.resize(1280, 900)
    window.show()
    yield window
    for job in window.jobs.running:
        job.cancel()
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=60_000)
    window.close_for_good()
    window.deleteLater()


@pytest.fixture
def user(qtbot, window):
    return User(qtbot, window)
