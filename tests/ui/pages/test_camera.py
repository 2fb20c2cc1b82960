import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from scenewright.spec.cameras import CameraSpec
from scenewright.spec.following import with_camera_name
from scenewright.spec.yaml_io import load_project, save_project
from scenewright.ui.pages.camera import field_of_view_deg, make_page

ROS = """
image_width: 640
image_height: 480
camera_name: wrist
camera_matrix: {rows: 3, cols: 3, data: [600, 0, 320, 0, 600, 240, 0, 0, 1]}
distortion_model: plumb_bob
distortion_coefficients: {rows: 1, cols: 5, data: [0.05, -0.02, 0, 0, 0]}
"""

KALIBR = """
cam0: {camera_model: pinhole, intrinsics: [438, 437, 305, 243], resolution: [640, 480]}
cam1:
  {camera_model: pinhole, intrinsics: [440, 441, 300, 240], resolution: [640, 480],
   T_cn_cnm1: [[1, 0, 0, -0.11], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]]}
"""


@pytest.fixture
def page(session, qtbot):
    page = make_page(session)
    qtbot.addWidget(page)
    page.resize(400, 900)
    page.show()
    return page


def test_a_calibration_file_gives_the_chosen_camera_its_lens_and_the_result_loads(page, session, tmp_path):
    (tmp_path / "wrist.yaml").write_text(ROS)
    page.read_file(tmp_path / "wrist.yaml")
    camera = session.document.spec.cameras[0]
    assert (camera.width_px, camera.intrinsics.fx_px, camera.intrinsics.cx_px) == (640, 600, 320.5)
    assert camera.lens.k1 == 0.05
    save_project(tmp_path / "made.yaml", session.document.spec)
    assert load_project(tmp_path / "made.yaml").spec == session.document.spec


def test_a_rigs_second_camera_is_mounted_on_the_first(page, session, tmp_path):
    (tmp_path / "rig.yaml").write_text(KALIBR)
    page.read_file(tmp_path / "rig.yaml")
    first, second = session.document.spec.cameras
    assert second.mount.on == first.name
    assert second.mount.offset_m.x.value == pytest.approx(0.11)
    assert page.findChild(QWidget, "field:cameras.0.mount") is None
    page.parts.list.setCurrentRow(1)
    heading = next(b for b in page.findChildren(QAbstractButton) if b.text() == "Mounted on another camera")
    heading.click()
    assert page.findChild(QWidget, "field:cameras.1.mount.offset_m.x") is not None


def test_a_camera_that_others_are_mounted_on_takes_them_along_to_its_new_name(page, session, tmp_path):
    (tmp_path / "rig.yaml").write_text(KALIBR)
    page.read_file(tmp_path / "rig.yaml")
    session.document.edit(with_camera_name(session.document.spec, ("cameras", 0, "name"), "left"), "Rename")
    assert session.document.spec.cameras[1].mount.on == "left"


def test_a_file_that_is_no_calibration_is_told_and_changes_nothing(page, session, tmp_path):
    (tmp_path / "notes.yaml").write_text("just: text\n")
    before = session.document.spec
    page.read_file(tmp_path / "notes.yaml")
    assert session.document.spec == before
    assert "notes.yaml" in page.parts._problem.text()


def test_a_camera_that_looks_at_nothing_named_looks_at_the_origin(page, session, qtbot):
    page.parts.add(CameraSpec(name="second", orbit={"distance_m": 1.0}))
    chooser = page.findChild(QWidget, "field:cameras.1.look_at")
    assert chooser.combo.currentText() == "The world's origin"
    chooser.combo.setFocus()
    qtbot.keyClick(chooser.combo, Qt.Key.Key_Home)
    assert session.document.spec.cameras[1].look_at_m is not None
    assert page.findChild(QWidget, "field:cameras.1.look_at_m.x") is not None


def test_the_field_of_view_is_that_of_the_lens():
    camera = CameraSpec.model_validate({"model": "realsense_d455", "orbit": {"distance_m": 1.0}})
    assert field_of_view_deg(camera)[0] == pytest.approx(90, abs=0.01)


def test_choosing_a_camera_looks_through_it(page, session):
    page.parts.add(CameraSpec(name="second", orbit={"distance_m": 1.0}))
    assert session.selection.camera == 1
