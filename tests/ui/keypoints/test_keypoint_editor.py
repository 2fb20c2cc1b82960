import shutil

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt, QThreadPool
from PySide6.QtWidgets import QLineEdit

from scenewright.assets.keypoints import FILE_NAME, with_keypoints
from scenewright.assets.library import shipped_library
from scenewright.assets.point_sets import NamedPoint, PointSet, read_point_set, trouble_of, write_point_set
from scenewright.assets.usd_model import read_model
from scenewright.ui.keypoints.keypoint_editor import KeypointEditor
from scenewright.ui.keypoints.model_picture import Angles, picture_of
from scenewright.ui.keypoints.targets import Target


@pytest.fixture
def mug(tmp_path):
    folder = tmp_path / "my_mug"
    shutil.copytree(shipped_library() / "objects" / "mug_classic", folder)
    path = (folder / "mug_classic.usdc").rename(folder / "my_mug.usdc")
    return Target("my_mug", "My mug", path, is_own=True)


@pytest.fixture
def editor(mug, qtbot):
    editor = KeypointEditor(mug)
    editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitUntil(lambda: editor.view.picture is not None, timeout=20000)
    yield editor
    QThreadPool.globalInstance().waitForDone()


def click(editor, qtbot, across, down):
    view = editor.view
    qtbot.mouseClick(
        view, Qt.MouseButton.LeftButton, pos=QPoint(round(view.width() * across), round(view.height() * down))
    )


def name_it(editor, qtbot, name):
    line = editor.table.findChildren(QLineEdit)[-1]
    line.selectAll()
    qtbot.keyClicks(line, name)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.points.names[-1] == name)


def test_points_set_by_clicks_are_on_the_surface_and_the_asset_reads_them(editor, mug, qtbot):
    for across, down, name in ((0.5, 0.5, "front"), (0.4, 0.6, "left"), (0.56, 0.6, "right")):
        click(editor, qtbot, across, down)
        name_it(editor, qtbot, name)
    editor.symmetry.one.setCurrentText("left")
    editor.symmetry.other.setCurrentText("right")
    qtbot.mouseClick(editor.symmetry.add, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(editor.edges.add, Qt.MouseButton.LeftButton)
    editor.save()
    keypoints = with_keypoints(read_model(mug.path), mug.folder / FILE_NAME).keypoints
    assert keypoints.names == ("front", "left", "right")
    assert keypoints.symmetry == (("left", "right"),)
    assert len(keypoints.edges) == 1
    assert keypoints.depths_m.max() < 1e-3


def test_a_point_is_dragged_removed_and_every_step_undone(editor, qtbot):
    click(editor, qtbot, 0.5, 0.5)
    name_it(editor, qtbot, "front")
    before = editor.points
    place = editor.view.place_of(0).toPoint()
    qtbot.mousePress(editor.view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(editor.view, place + QPoint(-8, 4))
    qtbot.mouseMove(editor.view, place + QPoint(-16, 8))
    qtbot.mouseRelease(editor.view, Qt.MouseButton.LeftButton, pos=place + QPoint(-16, 8))
    moved = editor.points.points[0].position
    assert moved != before.points[0].position
    qtbot.keyClick(editor.table, Qt.Key.Key_Delete)
    assert editor.points.points == ()
    editor.undo()
    assert editor.points.points[0].position == moved
    editor.undo()
    assert editor.points == before


def test_two_points_of_one_name_are_not_saved_and_the_window_says_so(editor, mug, qtbot):
    for across in (0.45, 0.55):
        click(editor, qtbot, across, 0.5)
        name_it(editor, qtbot, "rim")
    editor.save()
    assert not (mug.folder / FILE_NAME).exists()
    assert "called 'rim'" in editor._problem.text()


def test_a_shipped_model_is_shown_with_its_points_and_not_changed(qtbot):
    path = shipped_library() / "objects" / "person_man_01" / "person_man_01.usdc"
    editor = KeypointEditor(Target("person_man_01", "Man", path, is_own=False, why_not="It ships."))
    editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.waitUntil(lambda: editor.view.picture is not None, timeout=20000)
    click(editor, qtbot, 0.5, 0.5)
    assert len(editor.points.points) == 17
    assert not editor.table.isEnabled()
    QThreadPool.globalInstance().waitForDone()


def test_a_pixel_of_the_picture_is_where_its_point_of_the_surface_is_seen():
    model = read_model(shipped_library() / "objects" / "mug_classic" / "mug_classic.usdc")
    picture = picture_of(model, Angles(-50, 25), 200)
    rows, columns = np.nonzero(~np.isnan(picture.points[..., 0]))
    for k in range(0, len(rows), 500):
        x, y = picture.pixel_of(tuple(map(float, picture.points[rows[k], columns[k]])))
        assert (x, y) == (pytest.approx(columns[k] + 0.5, abs=0.01), pytest.approx(rows[k] + 0.5, abs=0.01))


def test_a_file_of_points_is_read_as_it_was_written(tmp_path):
    points = PointSet(
        "gripper",
        (NamedPoint("tip", (0.1, 0.0, 0.25), sigma=0.03), NamedPoint("base", (0.0, 0.0, 0.0), joint="link_1")),
        edges=(("tip", "base"),),
        symmetry=(("base", "tip"),),
    )
    write_point_set(tmp_path / FILE_NAME, points)
    assert read_point_set(tmp_path / FILE_NAME) == points
    write_point_set(tmp_path / FILE_NAME, PointSet("gripper"))
    assert read_point_set(tmp_path / FILE_NAME) is None


def test_pairs_follow_a_point_that_is_renamed_and_go_with_one_that_is_removed():
    points = PointSet("set", (NamedPoint("a", (0, 0, 0)), NamedPoint("b", (1, 0, 0))), edges=(("a", "b"),))
    assert points.with_change(0, name="c").edges == (("c", "b"),)
    assert points.without(1).edges == ()
    assert trouble_of(points.with_change(0, sigma=2.0)) != ""
