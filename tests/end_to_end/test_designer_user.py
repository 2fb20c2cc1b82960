"""A user who has never seen the program makes the cup dataset: with mouse and keyboard alone, from an empty project."""

import json

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

from scenewright.datasets.store import finished_frames, read_dataset
from scenewright.paths import shipped
from scenewright.spec.yaml_io import load_project
from scenewright.ui.app import make_window

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
PATIENCE_MS = 180_000
FRAMES = 3


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


def test_the_cup_dataset_from_an_empty_project_to_its_certificate_by_mouse_and_keyboard(qtbot, tmp_path, window):
    user = User(qtbot, window)
    user.click(user.see("preset_empty_project"))
    user.click(user.see("tour_skip"))

    user.go_to("labels")
    user.type_into(user.see("field:classes.0.name").findChild(QLineEdit), "cup")
    for label in ("bounding_box_3d", "semantic_mask", "distance_to_image_plane", "normals"):
        user.click(user.see(f"label:{label}"))

    user.go_to("scene")
    user.take_from_library("floor.textures", ["wood_oak", "tile_white", "carpet_blue"])
    user.vary("floor.tile_scale", 0.8, 1.3)
    user.vary("environment.brightness", 0.45, 0.9)

    user.go_to("objects")
    user.type_into(user.see("field:objects.0.name").findChild(QLineEdit), "cups")
    user.take_from_library("objects.0.assets", ["mug_classic", "mug_latte", "cup_espresso"])
    user.vary("objects.0.count", 1, 5)
    for axis, low, high in (("x", -0.9, 0.9), ("y", -0.8, 0.8), ("z", 0.2, 0.95)):
        user.vary(f"objects.0.position_m.{axis}", low, high)
    for axis in "xyz":
        user.vary(f"objects.0.rotation_deg.{axis}", 0, 360)
    user.vary("objects.0.scale", 1.6, 2.6)

    user.go_to("camera")
    user.number("cameras.0.position_m.y", -3)
    user.number("cameras.0.position_m.z", 2)
    user.number("cameras.0.look_at_m.z", 0.5)
    user.number("cameras.0.focal_length_mm", 30)

    user.click(user.see("view_sheet"))
    canvas = window.workspace._canvas
    sheet = canvas.view("sheet")
    qtbot.waitUntil(
        lambda: (
            bool(sheet.tiles)
            and all(t.frame is not None and t.frame.serial == window.session.preview.serial for t in sheet.tiles)
        ),
        timeout=PATIENCE_MS,
    )
    user.click(user.see("view_live"))

    user.go_to("generate")
    user.number("output.frames", FRAMES)
    user.type_into(user.see("field:output.seed").findChild(QLineEdit), "42")
    user.type_into(user.see("run_folder", QLineEdit), str(tmp_path / "cups"))
    QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    user.click(user.see("generate"))
    qtbot.waitUntil(lambda: bool(window.jobs.jobs), timeout=30_000)
    qtbot.waitUntil(lambda: not window.jobs.running, timeout=PATIENCE_MS)
    assert window.jobs.jobs[0].state == "succeeded", window.jobs.jobs[0].message

    wanted = load_project(shipped("presets") / "cup_detection.yaml").spec
    made = load_project(tmp_path / "cups" / "project.yaml").spec
    group, like = made.objects[0], wanted.objects[0]
    assert (group.name, group.class_name, made.classes[0].name) == ("cups", "cup", "cup")
    assert [asset.source for asset in group.assets] == ["mug_classic", "mug_latte", "cup_espresso"]
    for name in ("count", "position_m", "rotation_deg", "scale"):
        assert getattr(group, name) == getattr(like, name), name
    for name in ("position_m", "look_at_m", "focal_length_mm", "sensor_width_mm", "width_px", "height_px"):
        assert getattr(made.cameras[0], name) == getattr(wanted.cameras[0], name), name
    assert [texture.source for texture in made.floor.textures] == ["wood_oak", "tile_white", "carpet_blue"]
    assert made.output.seed == 42
    assert sorted(finished_frames(tmp_path / "cups")) == list(range(FRAMES))
    assert read_dataset(tmp_path / "cups").frames
    certificate = json.loads((tmp_path / "cups" / "certificate.json").read_text())
    assert certificate["violations"] == []
