"""One image of a dataset: side by side, in space, and pixel by pixel."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton

from scenewright.ui.inspect.cloud_panel import cloud_colors
from scenewright.ui.inspect.image_view import ImageView
from scenewright.ui.inspect.splat import eye_at, seen, splat


@pytest.fixture
def frame(qtbot, page):
    page.show_row(1)
    qtbot.waitUntil(lambda: page.frame.frame is not None and page.frame.frame.row == 1, timeout=20_000)
    return page.frame


def choose(qtbot, frame, mode):
    qtbot.mouseClick(frame.findChild(QToolButton, f"view_{mode}"), Qt.MouseButton.LeftButton)


def pixels(view):
    return view.grab().toImage()


def test_panes_show_labels_side_by_side_and_are_enlarged_together(qtbot, frame):
    choose(qtbot, frame, "side_by_side")
    assert len(frame.panes.views) == 2
    frame.findChild(QComboBox, "panes_count").setCurrentIndex(2)
    assert len(frame.panes.views) == 4
    names = [frame.findChild(QComboBox, f"pane_{number}").currentText() for number in range(4)]
    assert names == ["Picture", "Depth", "Instances", "Normals"]
    one, other = frame.panes.views[0], frame.panes.views[3]
    qtbot.waitUntil(lambda: not other._image.isNull(), timeout=20_000)
    middle = QPointF(one.rect().center())
    turn = QWheelEvent(
        middle, middle, QPoint(), QPoint(0, 480), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(one, turn)
    assert (other._zoom, other._middle) == (one._zoom, one._middle)
    assert one._place().width() > 2 * one.width()
    qtbot.mouseDClick(other, Qt.MouseButton.LeftButton)
    assert one._place().width() <= one.width()


def test_the_pixel_under_the_pointer_is_shown_and_told_in_every_pane(qtbot, frame):
    choose(qtbot, frame, "side_by_side")
    frame.findChild(QComboBox, "panes_count").setCurrentIndex(2)
    one, other = frame.panes.views[0], frame.panes.views[1]
    qtbot.waitUntil(lambda: not other._image.isNull(), timeout=20_000)
    before = pixels(other)
    qtbot.mouseMove(one, one.rect().center())
    assert pixels(other) != before
    depth = frame.frame.channels["distance_to_image_plane"]
    told = frame.findChild(QLabel, "pane_value_1").text()
    height, width = depth.shape
    assert float(told.split()[0]) == pytest.approx(depth[height // 2, width // 2], rel=0.02)
    words = frame.findChild(QLabel, "inspect_pixel").text()
    assert "RGB" in words
    assert "world" in words


def test_what_a_pane_shows_stays_for_the_next_image(qtbot, frame):
    choose(qtbot, frame, "side_by_side")
    pane = frame.findChild(QComboBox, "pane_1")
    pane.setCurrentIndex(pane.findText("Normals"))
    pane.activated.emit(pane.currentIndex())
    frame.step(1)
    qtbot.waitUntil(lambda: frame.frame.row == 2, timeout=20_000)
    assert pane.currentText() == "Normals"


def test_points_turn_with_the_mouse_and_come_back_by_a_double_click(qtbot, frame):
    choose(qtbot, frame, "points")
    view = frame.cloud.view
    # At rest: a view that was just laid out is drawn once more at its size.
    qtbot.waitUntil(lambda: view.orbit is not None and not view._still.isActive(), timeout=20_000)
    first, at = pixels(view), view.orbit.azimuth
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=view.rect().center())
    qtbot.mouseMove(view, view.rect().center() + QPoint(80, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton)
    assert view.orbit.azimuth != at
    qtbot.waitUntil(lambda: not view._still.isActive(), timeout=5000)
    assert pixels(view) != first
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert pixels(view) == first


def test_a_point_under_the_pointer_is_told_as_its_pixel(qtbot, frame):
    choose(qtbot, frame, "points")
    view = frame.cloud.view
    qtbot.waitUntil(lambda: view.orbit is not None, timeout=20_000)
    with qtbot.waitSignal(view.pointed) as told:
        qtbot.mouseMove(view, view.rect().center() + QPoint(3, 3))
    column, row = told.args
    height, width = frame.frame.picture.shape[:2]
    assert abs(column - width / 2) < width / 8
    assert abs(row - height / 2) < height / 8


def test_points_take_the_colours_of_picture_class_and_instance(qtbot, frame):
    choose(qtbot, frame, "points")
    qtbot.waitUntil(lambda: frame.cloud._cloud is not None, timeout=20_000)
    cloud, shown = frame.cloud._cloud, frame.frame
    rows, columns = cloud.pixels.T
    assert (cloud_colors(shown, cloud, "picture", None) == shown.picture[rows, columns]).all()
    ids = shown.channels["instance_mask"][rows, columns]
    instance = cloud_colors(shown, cloud, "instance", None)
    several = [instance[ids == number] for number in np.unique(ids[ids > 0])]
    assert all(len(np.unique(colors, axis=0)) == 1 for colors in several)
    assert len({tuple(colors[0]) for colors in several}) == len(several)
    by_class = cloud_colors(shown, cloud, "class", None)
    assert len(np.unique(by_class[ids > 0], axis=0)) == 1  # all are cups
    chosen = int(ids[ids > 0][0])
    dimmed = cloud_colors(shown, cloud, "picture", frozenset({chosen}))
    assert (dimmed[ids == chosen] == shown.picture[rows, columns][ids == chosen]).all()
    assert dimmed[ids != chosen].max() <= 255 // 4


def test_a_dataset_without_depth_says_why_there_is_nothing_in_space(qtbot, page, frame):
    choose(qtbot, frame, "points")
    frame._take(type(frame.frame)(1, frame.frame.picture, frame.frame.record, {}))
    button = frame.findChild(QToolButton, "view_points")
    assert not button.isEnabled()
    assert "no depth" in button.toolTip()
    assert frame.findChild(ImageView, "inspect_image").isVisible()


def test_the_nearest_of_points_on_one_ray_is_seen():
    eye = eye_at(np.array([0.0, -5.0, 0.0]), np.zeros(3), 200.0, (100, 80))
    points = np.array([[0, 3, 0], [0, -1, 0], [0, 0, 0], [0.5, 0, 0.2], [0, -9, 0]], np.float32).T
    shown = splat(eye, points, 0.05)
    assert shown[40, 50] == 1
    assert shown[int(40 - 0.2 * 200 / 5), int(50 + 0.5 * 200 / 5)] == 3
    assert set(np.unique(shown)) <= {-1, 1, 3}
    x, y, depth = seen(eye, points)
    assert depth.tolist() == pytest.approx([8, 4, 5, 5, -4])
    assert np.isnan(x[4])
    assert np.isnan(y[4])


def test_points_at_the_rim_are_cut_off_and_none_wraps_around():
    eye = eye_at(np.array([0.0, -5.0, 0.0]), np.zeros(3), 200.0, (100, 80))
    right = np.array([[1.2437], [0], [0]], np.float32)  # the last column
    shown = splat(eye, right, 0.1)
    assert np.flatnonzero((shown == 0).any(axis=0)).min() >= 96
    assert not (splat(eye, np.zeros((3, 0), np.float32), 0.1) >= 0).any()
