"""Calibration files of three makers give the camera that they describe."""

import numpy as np
import pytest
import yaml
from scipy.spatial.transform import Rotation
from typer.testing import CliRunner

from scenewright.cli.commands import app
from scenewright.errors import UserError
from scenewright.spec.calibration import read_calibration
from scenewright.spec.cameras import CameraSpec

ROS_FILE = """
image_width: 640
image_height: 480
camera_name: narrow_stereo
camera_matrix: {rows: 3, cols: 3, data: [438.783, 0.0, 305.593, 0.0, 437.302, 243.738, 0.0, 0.0, 1.0]}
distortion_model: plumb_bob
distortion_coefficients: {rows: 1, cols: 5, data: [-0.36, 0.11, 0.0012, -0.0002, 0.0]}
rectification_matrix: {rows: 3, cols: 3, data: [1, 0, 0, 0, 1, 0, 0, 0, 1]}
"""
ROS_MESSAGE = """
header: {frame_id: camera}
height: 480
width: 640
distortion_model: plumb_bob
D: [-0.36, 0.11, 0.0012, -0.0002, 0.0]
K: [438.783, 0.0, 305.593, 0.0, 437.302, 243.738, 0.0, 0.0, 1.0]
"""
OPENCV = """%YAML:1.0
---
calibration_time: "Mon Nov 23"
image_width: 640
image_height: 480
camera_matrix: !!opencv-matrix
   rows: 3
   cols: 3
   dt: d
   data: [ 4.38783e+02, 0., 3.05593e+02, 0., 4.37302e+02, 2.43738e+02, 0., 0., 1. ]
distortion_coefficients: !!opencv-matrix
   rows: 5
   cols: 1
   dt: d
   data: [ -0.36, 0.11, 0.0012, -0.0002, 0. ]
"""
KALIBR = """
cam0:
  camera_model: pinhole
  intrinsics: [438.783, 437.302, 305.593, 243.738]
  distortion_model: radtan
  distortion_coeffs: [-0.36, 0.11, 0.0012, -0.0002]
  resolution: [640, 480]
  rostopic: /cam0
cam1:
  camera_model: pinhole
  intrinsics: [440.0, 441.0, 300.0, 240.0]
  resolution: [752, 480]
"""
RIG = (
    KALIBR
    + """  T_cn_cnm1:
  - [0.9998, -0.01, 0.0173, -0.11]
  - [0.0103, 0.9998, -0.0172, 0.001]
  - [-0.0171, 0.0174, 0.9997, 0.003]
  - [0.0, 0.0, 0.0, 1.0]
"""
)


@pytest.mark.parametrize("text", [ROS_FILE, ROS_MESSAGE, OPENCV, KALIBR], ids=["ros", "message", "opencv", "kalibr"])
def test_the_same_camera_is_read_from_every_kind(tmp_path, text):
    (tmp_path / "c.yaml").write_text(text)
    first = read_calibration(tmp_path / "c.yaml")[0]
    assert (first.width_px, first.height_px) == (640, 480)
    assert (first.fx_px, first.fy_px) == pytest.approx((438.783, 437.302))
    assert (first.cx_px, first.cy_px) == pytest.approx((306.093, 244.238)), "half a pixel further than in the file"
    assert first.distortion[:4] == pytest.approx((-0.36, 0.11, 0.0012, -0.0002))


def test_a_point_falls_on_the_pixel_that_the_files_maker_means(tmp_path):
    # OpenCV's model: u = fx x/z + cx, integers at pixel centres. Ours: the centre of pixel i is at i + 0.5.
    (tmp_path / "c.yaml").write_text(ROS_FILE)
    [camera] = read_calibration(tmp_path / "c.yaml")
    point = np.array([0.11, -0.07, 0.9])
    theirs = np.array([438.783 * point[0] / point[2] + 305.593, 437.302 * point[1] / point[2] + 243.738])
    ours = np.array(
        [camera.fx_px * point[0] / point[2] + camera.cx_px, camera.fy_px * point[1] / point[2] + camera.cy_px]
    )
    assert np.floor(ours) == pytest.approx(np.floor(theirs + 0.5))
    assert ours - 0.5 == pytest.approx(theirs)


def test_all_cameras_of_a_chain_are_printed_for_a_project(tmp_path):
    (tmp_path / "chain.yaml").write_text(KALIBR)
    printed = CliRunner().invoke(app, ["camera", str(tmp_path / "chain.yaml")], catch_exceptions=False).stdout
    cameras = yaml.safe_load(printed)
    assert [camera["name"] for camera in cameras] == ["cam0", "cam1"]
    assert cameras[0]["lens"] == {"kind": "opencv", "k1": -0.36, "k2": 0.11, "p1": 0.0012, "p2": -0.0002}
    for fields in cameras:
        spec = CameraSpec.model_validate(fields | {"position_m": {"z": 1}, "look_at_m": {"y": 1}})
        assert spec.intrinsics.fx_px == fields["intrinsics"]["fx_px"]


def test_the_second_camera_of_a_rig_is_mounted_where_kalibr_has_it(tmp_path):
    (tmp_path / "chain.yaml").write_text(RIG)
    printed = CliRunner().invoke(app, ["camera", str(tmp_path / "chain.yaml")], catch_exceptions=False).stdout
    first, second = yaml.safe_load(printed)
    assert "mount" not in first
    mount = CameraSpec.model_validate(second).mount
    assert mount.on == "cam0"
    offset, turn = ([axis.value for axis in (each.x, each.y, each.z)] for each in (mount.offset_m, mount.turn_deg))
    from_first = Rotation.from_euler("xyz", turn, degrees=True)
    # Kalibr's matrix takes a point of the first camera to the second: its own centre to the origin.
    kalibr = np.array(yaml.safe_load(RIG)["cam1"]["T_cn_cnm1"])
    point = np.array([0.3, -0.2, 1.5])
    assert from_first.inv().apply(point - offset) == pytest.approx((kalibr @ [*point, 1])[:3], abs=2e-3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "a: 1",
        "camera_matrix: 3",
        KALIBR.replace("pinhole", "omni"),
        RIG.replace("- [0.0, 0.0, 0.0, 1.0]", ""),
        ROS_FILE.replace("438.783", "-1"),
        "{",
        "\x00",
    ],
)
def test_what_is_no_calibration_is_told_in_words(tmp_path, text):
    (tmp_path / "c.yaml").write_text(text)
    with pytest.raises(UserError, match=r"c\.yaml"):
        read_calibration(tmp_path / "c.yaml")


def test_a_missing_file_is_told_in_words(tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        read_calibration(tmp_path / "none.yaml")
