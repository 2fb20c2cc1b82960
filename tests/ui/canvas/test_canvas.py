"""The canvas: what the views show, and what the hand does in them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QToolButton

from scenewright.sampling.sampler import sample_frame
from scenewright.spec.distributions import Fixed, Uniform
from scenewright.spec.places import value_at, with_value

PATIENCE_MS = 60_000
CUPS = ("objects", 0, "position_m")


def wait_for_picture(qtbot, picture, preview):
    def is_there():
        frame = picture.frame
        return frame is not None and frame.is_full and frame.serial == preview.serial

    qtbot.waitUntil(is_there, timeout=PATIENCE_MS)


def point_of(picture, owner):
    """A point of the widget where an object is seen."""
    rows, columns = np.nonzero(picture.frame.owners == owner)
    middle = len(rows) // 2
    rect, (height, width) = picture.picture_rect(), picture.frame.ids.shape
    x = rect.x() + (columns[middle] + 0.5) / width * rect.width()
    y = rect.y() + (rows[middle] + 0.5) / height * rect.height()
    return QPoint(int(x), int(y))


def test_what_is_clicked_in_the_picture_is_selected_and_read(qtbot, canvas_of):
    session, canvas = canvas_of()
    picture = canvas.live.picture
    session.selection.show_frame(16)
    wait_for_picture(qtbot, picture, session.preview)
    at = point_of(picture, 0)
    qtbot.mouseMove(picture, at + QPoint(1, 0))
    qtbot.mouseMove(picture, at)
    reading = canvas.findChild(object, "pixel_reading")
    qtbot.waitUntil(lambda: "cup 1" in reading.text())
    assert " m deep" in reading.text()
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at)
    assert session.selection.place == ("objects", 0)
    corner = picture.picture_rect().topLeft().toPoint() + QPoint(3, 3)
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=corner)
    assert session.selection.place == ()


def test_the_wheel_enlarges_around_the_pointer_and_a_double_click_fits(qtbot, canvas_of):
    session, canvas = canvas_of()
    picture = canvas.live.picture
    wait_for_picture(qtbot, picture, session.preview)
    at = QPointF(picture.width() * 0.6, picture.height() * 0.4)
    before = picture.pixel_at(at)
    for _ in range(6):
        event = QWheelEvent(
            at, picture.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(picture, event)
    assert picture.zoom > 3
    assert np.abs(np.subtract(picture.pixel_at(at), before)).max() <= 1
    qtbot.mouseDClick(picture, Qt.MouseButton.LeftButton)
    assert picture.zoom == 1


def test_a_label_is_derived_once_its_chip_is_pressed_and_painted(qtbot, canvas_of):
    session, canvas = canvas_of()
    picture = canvas.live.picture
    wait_for_picture(qtbot, picture, session.preview)
    plain = picture.grab_image()
    canvas.findChild(QToolButton, "label_instance_mask").click()
    qtbot.waitUntil(lambda: "instance_mask" in picture.frame.layers and picture.frame.is_full, timeout=PATIENCE_MS)
    assert picture.grab_image() != plain


def test_masks_and_boxes_have_the_colour_that_was_chosen_for_the_class(qtbot, canvas_of):
    session, canvas = canvas_of()
    picture = canvas.live.picture
    place = ("classes", 0, "color")
    session.document.edit(with_value(session.document.spec, place, "#01fa02"), "Colour")
    session.selection.show_frame(16)
    canvas.findChild(QToolButton, "label_instance_mask").click()
    wait_for_picture(qtbot, picture, session.preview)
    qtbot.waitUntil(lambda: "instance_mask" in picture.frame.layers, timeout=PATIENCE_MS)
    image = picture.grab_image()
    shown = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 3)}
    assert "#01fa02" in shown
    session.document.undo_stack.undo()
    wait_for_picture(qtbot, picture, session.preview)
    image = picture.grab_image()
    again = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(0, image.height(), 3)}
    assert "#01fa02" not in again


def test_rules_colour_what_they_leave_out(qtbot, canvas_of):
    session, canvas = canvas_of()
    rules = ({"least_px": 1_000_000, "then": "drop"},)
    spec = type(session.document.spec).model_validate(session.document.spec.model_dump() | {"visibility": rules})
    session.document.edit(spec, "Rules")
    wait_for_picture(qtbot, canvas.live.picture, session.preview)
    assert {item.verdict for item in canvas.live.picture.frame.instances if item.visible_px} == {"drop"}
    before = canvas.live.picture.grab_image()
    canvas.findChild(QToolButton, "by_rules").click()
    qtbot.waitUntil(lambda: "instance_mask" in canvas.live.picture.frame.layers, timeout=PATIENCE_MS)
    assert canvas.live.picture.grab_image() != before


def test_a_region_is_dragged_on_the_plan_and_that_is_one_step_back(qtbot, canvas_of, drag, monkeypatch):
    session, canvas = canvas_of()
    canvas.findChild(QToolButton, "view_plan").click()
    plot = canvas.view("plan").above
    qtbot.waitUntil(lambda: bool(session.preview.traces), timeout=PATIENCE_MS)

    def on_screen(x, y):
        return plot.mapFromScene(plot.box.mapViewToScene(QPointF(x, y)))

    start, end = on_screen(0.5, 0.5), on_screen(1.0, 0.2)
    steps = [start + (end - start) * k / 8 for k in range(9)]
    monkeypatch.setattr("scenewright.ui.document._MERGE_S", 0.0)  # a hand so slow that typing would be many steps
    drag(plot.viewport(), *steps)
    spec = session.document.spec
    assert value_at(spec, (*CUPS, "x")).low == pytest.approx(-0.4, abs=0.03)
    assert value_at(spec, (*CUPS, "y")).high == pytest.approx(0.5, abs=0.03)
    assert value_at(spec, (*CUPS, "z")) == Uniform(low=0.2, high=0.95)
    assert session.selection.place == ("objects", 0)
    assert session.document.undo_stack.count() == 1
    session.document.undo_stack.undo()
    assert value_at(session.document.spec, (*CUPS, "x")) == Uniform(low=-0.9, high=0.9)


def test_a_region_that_changes_its_kind_while_it_is_dragged_is_let_go_first(qtbot, canvas_of, drag):
    session, canvas = canvas_of()
    canvas.show_view("plan")
    plot = canvas.view("plan").above
    qtbot.waitUntil(lambda: bool(session.preview.traces), timeout=PATIENCE_MS)
    at = plot.mapFromScene(plot.box.mapViewToScene(QPointF(0.5, 0.5)))
    place = (*CUPS, "x")

    def become_fixed():
        session.document.edit(with_value(session.document.spec, place, Fixed(value=0.2)), "Another way")

    # In the midst of the drag the range becomes a number, as by an undo: its handle is a point from then on.
    QTimer.singleShot(30, plot, become_fixed)
    drag(plot.viewport(), *[at + QPoint(3 * k, 2 * k) for k in range(8)])
    qtbot.waitUntil(lambda: {h.shape for h in plot._handles.values() if h.region.place == CUPS} == {"point"})
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    assert isinstance(value_at(session.document.spec, place), Fixed)


def test_arrow_keys_move_what_is_chosen_from_the_list(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("plan")
    view = canvas.view("plan")
    choice = view._choice
    row = next(k for k in range(choice.count()) if choice.itemData(k) == ("cameras", 0, "position_m"))
    choice.setCurrentIndex(row)
    choice.activated.emit(row)
    qtbot.keyClick(view.above, Qt.Key.Key_Right)
    qtbot.keyClick(view.above, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert value_at(session.document.spec, ("cameras", 0, "position_m", "x")) == Fixed(value=0.01)
    assert value_at(session.document.spec, ("cameras", 0, "position_m", "y")) == Fixed(value=-2.9)


def test_ghosts_follow_the_project(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("plan")
    plot = canvas.view("plan").above
    qtbot.waitUntil(lambda: len(session.preview.traces) == 50, timeout=PATIENCE_MS)
    session.document.edit(with_value(session.document.spec, (*CUPS, "x"), Fixed(value=3)), "x")

    def are_there():
        xs, _ = plot._ghosts.getData()
        return len(xs) > 20 and set(xs) == {3.0}

    qtbot.waitUntil(are_there, timeout=PATIENCE_MS)


def test_the_contact_sheet_fills_and_a_new_roll_keeps_what_is_pinned(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("sheet")
    sheet = canvas.view("sheet")
    qtbot.waitUntil(lambda: len(sheet.tiles) == 9 and all(t.frame for t in sheet.tiles), timeout=PATIENCE_MS)
    before = list(sheet.frames)
    assert len(set(before)) == 9
    assert [tile.frame.plan.index for tile in sheet.tiles] == before
    qtbot.keyClick(sheet.tiles[4], Qt.Key.Key_P)
    assert sheet.frames == before
    qtbot.mouseClick(canvas.findChild(QToolButton, "sheet_roll"), Qt.MouseButton.LeftButton)
    assert sheet.frames[4] == before[4]
    assert sum(a == b for a, b in zip(before, sheet.frames, strict=True)) < 4
    qtbot.keyClick(sheet.tiles[2], Qt.Key.Key_Return)
    assert session.selection.frame == sheet.frames[2]
    assert canvas.live.isVisible()


def test_extremes_of_a_setting_are_in_rising_order(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("sheet")
    sheet, box = canvas.view("sheet"), canvas.view("sheet")._setting
    qtbot.waitUntil(lambda: len(session.preview.traces) == 50 and box.findText("cups: Scale") > 0, timeout=PATIENCE_MS)
    box.setCurrentIndex(box.findText("cups: Scale"))
    box.activated.emit(box.currentIndex())
    spec = session.document.spec
    values = {i: [item.scale for item in sample_frame(spec, i, None).objects] for i in session.preview.traces}
    lowest = min(values, key=lambda i: min(values[i]))
    highest = max(values, key=lambda i: max(values[i]))
    assert sheet.frames[0] == lowest
    assert sheet.frames[-1] == highest
    assert list(sheet._values.values()) == sorted(sheet._values.values())


def test_before_and_after_an_edit_are_side_by_side(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("sheet")
    sheet = canvas.view("sheet")
    qtbot.waitUntil(lambda: len(sheet.tiles) == 9 and all(t.frame for t in sheet.tiles), timeout=PATIENCE_MS)
    canvas.findChild(QToolButton, "sheet_compare").click()
    old = [tile.frame for tile in sheet.tiles]
    session.document.edit(with_value(session.document.spec, ("objects", 0, "scale"), Fixed(value=5)), "Scale")
    qtbot.waitUntil(lambda: all(t.frame is not o for t, o in zip(sheet.tiles, old, strict=True)), timeout=PATIENCE_MS)
    assert [tile._before[0] for tile in sheet.tiles] == old


def test_the_free_view_gives_its_place_to_the_camera(qtbot, canvas_of, drag):
    session, canvas = canvas_of()
    revealed = []
    session.selection.revealed.connect(revealed.append)
    canvas.show_view("orbit")
    view = canvas.view("orbit")
    qtbot.waitUntil(lambda: view.orbit is not None and view.picture.frame is not None, timeout=PATIENCE_MS)
    assert np.allclose(view.orbit.position, (0, -3, 2), atol=1e-6)
    drag(view.picture, QPoint(300, 300), QPoint(340, 310), QPoint(400, 320))
    here = view.orbit.position
    assert np.linalg.norm(np.subtract(here, (0, -3, 2))) > 0.3
    canvas.findChild(object, "set_camera_from_view").click()
    camera = session.document.spec.cameras[0]
    at = [getattr(camera.position_m, axis).value for axis in "xyz"]
    assert np.allclose(at, here, atol=1e-3)
    assert revealed == [("cameras", 0)]


def test_a_value_of_the_frame_leads_to_its_setting(qtbot, canvas_of):
    session, canvas = canvas_of()
    revealed = []
    session.selection.revealed.connect(revealed.append)
    canvas.findChild(QToolButton, "why_button").click()
    panel = canvas.findChild(object, "why_panel")
    qtbot.waitUntil(lambda: panel._tree.topLevelItemCount() > 3, timeout=PATIENCE_MS)
    qtbot.keyClicks(panel._filter, "cups scale")
    group = panel._tree.topLevelItem(0)
    first = sample_frame(session.document.spec, 0, None).objects[0]
    assert group.child(0).text(1) == f"{first.scale:.4g}"
    where = panel._tree.visualItemRect(group.child(0)).center()
    qtbot.mouseClick(panel._tree.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert revealed == [("objects", 0, "scale")]


def test_a_clip_plays_and_begins_anew_at_its_end(qtbot, canvas_of):
    session, canvas = canvas_of("robot_drive_clips")
    length = session.document.spec.clip.length
    shown = []
    session.selection.frame_changed.connect(shown.append)
    canvas.findChild(QToolButton, "play_clip").click()
    qtbot.waitUntil(lambda: len(shown) > length, timeout=PATIENCE_MS)
    canvas.findChild(QToolButton, "play_clip").click()
    assert shown[: length + 1] == [*range(1, length), 0, 1]


def test_a_polygon_has_a_handle_for_each_corner_that_follows_the_project(qtbot, canvas_of):
    session, canvas = canvas_of()
    canvas.show_view("plan")
    plot = canvas.view("plan").above
    place, document = ("objects", 0, "placement"), session.document
    for points in (((0, 0), (1, 0), (0, 1)), ((0, 0), (1, 0), (1, 2), (0, 1))):
        group = document.spec.objects[0].model_dump() | {
            "position_m": {},
            "placement": {"kind": "surface", "area": {"kind": "polygon", "points_m": points}},
        }
        changed = type(document.spec.objects[0]).model_validate(group)
        document.edit(with_value(document.spec, ("objects", 0), changed), "Polygon")
        qtbot.waitUntil(lambda: (place, "polygon") in plot._handles, timeout=5000)
        item = plot._handles[place, "polygon"].item
        corners = [(point.x(), point.y()) for _, point in item.getLocalHandlePositions()]
        assert corners == list(points)


def test_without_a_usable_project_the_picture_says_why(qtbot, canvas_of):
    session, canvas = canvas_of()
    wait_for_picture(qtbot, canvas.live.picture, session.preview)
    document = session.document
    one = with_value(document.spec, ("floor", "textures"), document.spec.floor.textures[:1])
    document.edit(with_value(one, ("floor", "textures", 0, "source"), "no_such_floor"), "Floor")
    qtbot.waitUntil(lambda: "no_such_floor" in canvas.live.picture.message, timeout=PATIENCE_MS)
    document.undo_stack.undo()
    wait_for_picture(qtbot, canvas.live.picture, session.preview)
    assert canvas.live.picture.message == ""
