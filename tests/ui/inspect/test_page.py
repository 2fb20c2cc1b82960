"""The step that looks through a dataset, by mouse and keyboard."""

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QTabWidget, QToolButton

from scenewright.datasets.curation import read_curation
from scenewright.datasets.images import encode_png
from scenewright.ui.inspect.bars import BarsView
from scenewright.ui.inspect.cell_map_view import CellMapView
from scenewright.ui.inspect.page import InspectPage
from scenewright.ui.inspect.small_pictures import small_picture, with_mask

FRAMES = 8


def find(page, name, kind=QPushButton):
    return page.findChild(kind, name)


def test_a_filter_that_is_typed_narrows_the_grid_and_one_that_cannot_be_meant_is_told(qtbot, page):
    page.tools.filter.setFocus()
    qtbot.keyClicks(page.tools.filter, "objects>=3")
    qtbot.keyClick(page.tools.filter, Qt.Key.Key_Return)
    few = page.grid.grid_model.rowCount()
    assert 0 < few < FRAMES
    page.tools.filter.clear()
    qtbot.keyClicks(page.tools.filter, "colour=red")
    qtbot.keyClick(page.tools.filter, Qt.Key.Key_Return)
    assert page.grid.grid_model.rowCount() == few
    assert "Nothing is called 'colour'" in page.tools.trouble


def test_images_are_filtered_by_their_tags(qtbot, page):
    page.dataset.tag([2, 5], "odd one")
    assert page.dataset.show_filter('tag="odd one"') == ""
    assert page.dataset.rows.tolist() == [2, 5]
    assert page.dataset.show_filter('tag!="odd one" frame<4') == ""
    assert page.dataset.rows.tolist() == [0, 1, 3]
    page.dataset.show_filter('tag="odd one"')
    page.dataset.undo_stack.undo()
    assert page.dataset.rows.tolist() == []
    assert "No image has the tag" in page.dataset.show_filter("tag=odd")


def test_a_cell_of_the_map_of_places_shows_its_images(qtbot, page):
    page.findChild(QTabWidget, "inspect_tabs").setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.findChild(CellMapView, "map_places") is not None, timeout=10_000)
    view = page.findChild(CellMapView, "map_places")
    view.resize(240, view.heightForWidth(240))
    row, column = np.argwhere(view.drawn.counts)[0].tolist()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.centre_of(row, column).toPoint())
    assert page.dataset.filter.startswith("class=cup x>=")
    assert 0 < page.grid.grid_model.rowCount() < FRAMES


def test_the_cells_of_the_view_sphere_are_read_and_shown_by_keys(qtbot, opened, dataset):
    page = opened(dataset)
    page.findChild(QTabWidget, "inspect_tabs").setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.findChild(CellMapView, "map_directions") is not None, timeout=10_000)
    view = page.findChild(CellMapView, "map_directions")
    assert "cells are empty" in view.accessibleDescription()
    bands, sectors = view.drawn.counts.shape
    row, column = np.argwhere(view.drawn.counts)[-1].tolist()
    for _ in range(row):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    for _ in range(column + sectors):  # once around, and on
        qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.marked == (row, column)
    assert 0 < row < bands
    assert view.accessibleDescription() == view.told(row, column)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "azimuth>=" in page.dataset.filter
    assert 0 < page.grid.grid_model.rowCount() < FRAMES


def test_a_bar_that_is_clicked_shows_its_images(qtbot, page):
    page.findChild(QTabWidget, "inspect_tabs").setCurrentIndex(1)
    qtbot.waitUntil(lambda: page.findChild(BarsView, "bars_objects") is not None, timeout=10_000)
    bars = page.findChild(BarsView, "bars_objects")
    bars.resize(200, 74)
    qtbot.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.rect().center() - bars.rect().center() / 2)
    assert page.dataset.filter.startswith("objects>=")
    assert page.grid.grid_model.rowCount() < FRAMES


def test_bars_are_gone_through_and_chosen_by_keys(qtbot, theme):
    bars = BarsView(theme, "Size", [3, 0, 7], ["1 to 2 px", "2 to 3 px", "3 to 4 px"])
    qtbot.addWidget(bars)
    chosen = []
    bars.chosen.connect(chosen.append)
    assert bars.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert (bars.accessibleName(), bars.accessibleDescription()) == ("Size", "1 to 2 px: 3; 3 to 4 px: 7")
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert chosen == []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right):
        qtbot.keyClick(bars, key)
    assert (bars.marked, bars.accessibleDescription()) == (1, "2 to 3 px: 0")
    qtbot.keyClick(bars, Qt.Key.Key_End)
    qtbot.keyClick(bars, Qt.Key.Key_Right)
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    qtbot.keyClick(bars, Qt.Key.Key_Home)
    qtbot.keyClick(bars, Qt.Key.Key_Space)
    assert chosen == [2, 0]


def test_frames_are_set_aside_and_come_back_by_undo(qtbot, page, dataset):
    index = page.grid.grid_model.index(2)
    spot = page.grid.visualRect(index).center()
    qtbot.mouseClick(page.grid.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseClick(find(page, "inspect_aside"), Qt.MouseButton.LeftButton)
    assert list(read_curation(dataset).set_aside) == [2]
    page.dataset.undo_stack.undo()
    assert not read_curation(dataset).set_aside
    page.dataset.undo_stack.redo()
    qtbot.mouseClick(find(page, "inspect_take_back"), Qt.MouseButton.LeftButton)
    assert not read_curation(dataset).set_aside


def test_an_image_opens_large_with_its_labels_and_steps_to_the_next(qtbot, page):
    page.grid.setCurrentIndex(page.grid.grid_model.index(1))
    qtbot.keyClick(page.grid, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.frame.frame is not None and page.frame.frame.row == 1, timeout=20_000)
    assert {"bounding_box_2d_tight", "instance_mask", "normals"} <= set(page.frame.frame.layers)
    qtbot.keyClick(page.frame, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.frame.frame.row == 2, timeout=20_000)
    qtbot.keyClick(page.frame, Qt.Key.Key_Escape)
    assert page.grid.isVisible()


def test_a_folder_that_is_no_dataset_is_told(qtbot, session, tmp_path):
    page = InspectPage(session)
    qtbot.addWidget(page)
    (tmp_path / "empty").mkdir()
    page.open_folder(tmp_path / "empty")
    qtbot.waitUntil(lambda: "holds no dataset" in page.note, timeout=10_000)
    page.close_readings()


def test_masks_are_laid_over_the_pictures_of_the_grid_and_taken_off_again(qtbot, page):
    def painted():
        qtbot.waitUntil(lambda: page.grid.thumbnails.waiting == 0, timeout=20_000)
        return page.grid.viewport().grab().toImage()

    qtbot.mouseClick(find(page, "inspect_boxes", QToolButton), Qt.MouseButton.LeftButton)
    page.grid.viewport().grab()
    plain = painted()
    qtbot.mouseClick(find(page, "inspect_masks", QToolButton), Qt.MouseButton.LeftButton)
    page.grid.viewport().grab()
    assert painted() != plain
    qtbot.mouseClick(find(page, "inspect_masks", QToolButton), Qt.MouseButton.LeftButton)
    assert painted() == plain


def test_a_mask_colours_its_own_pixels_only_and_most_at_its_edge(tmp_path):
    ids = np.zeros((60, 80), np.uint16)
    ids[15:45, 20:60] = 300
    (tmp_path / "ids.png").write_bytes(encode_png(ids))
    picture = QImage(160, 120, QImage.Format.Format_RGB32)
    picture.fill(0)
    drawn = with_mask(picture, tmp_path / "ids.png", {300: (255, 0, 0)})
    assert drawn.pixelColor(5, 5).red() == drawn.pixelColor(130, 60).red() == 0
    assert 80 < drawn.pixelColor(80, 60).red() < 140
    assert drawn.pixelColor(40, 60).red() > 200
    assert with_mask(drawn, tmp_path / "gone.png", {300: (0, 255, 0)}) is drawn


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tif"])
def test_a_small_picture_looks_like_the_large_one_whatever_its_format(tmp_path, suffix):
    across = np.tile(np.linspace(0, 255, 640).astype(np.uint8), (480, 1))
    Image.fromarray(np.stack([across, across[:, ::-1], across // 2], axis=2)).save(tmp_path / f"wide.{suffix}")
    small = small_picture(tmp_path / f"wide.{suffix}", 160)
    assert (small.width(), small.height()) == (160, 120)
    assert small.pixelColor(40, 60).getRgb()[:3] == pytest.approx((64, 191, 32), abs=8)
    assert small_picture(tmp_path / "gone.png", 160).isNull()
    (tmp_path / "words.png").write_text("no picture")
    assert small_picture(tmp_path / "words.png", 160).isNull()


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp"])
def test_a_small_picture_is_what_its_content_says_and_never_a_drawing(tmp_path, suffix):
    """Qt's reader of drawings can wait for the window, and the window for it."""
    Image.new("RGB", (640, 480), (255, 0, 0)).save(tmp_path / f"red.{suffix}")
    (tmp_path / f"red.{suffix}").rename(tmp_path / "red.svg")
    assert small_picture(tmp_path / "red.svg", 160).pixelColor(80, 60).red() > 240
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="64" height="48"/></svg>'
    (tmp_path / "drawing.png").write_text(drawing)
    assert small_picture(tmp_path / "drawing.png", 160).isNull()
