"""Where cameras are, what they look at, and which views are usable."""

import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError
from scipy import stats
from scipy.spatial.transform import Rotation

from scenewright.geometry.camera import project as projected
from scenewright.geometry.transforms import CAMERA_AXES_FLIP, inverse, pose_matrix, rotation_matrix, transform_points
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.camera_models import CAMERA_MODELS

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import Assets

EYE = {"name": "eye", "width_px": 200, "height_px": 100}
CUBES = {
    "name": "cubes",
    "assets": ["cube"],
    "count": 3,
    "position_m": {"x": {"kind": "uniform", "low": -3, "high": 3}},
}


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


def frames(project, camera, count=30, objects=(CUBES,), **fields):
    groups = [project.group(**group) for group in objects]
    spec = project(cameras=[EYE | camera], objects=groups, **fields)
    return [sample_frame(spec, index, Assets()) for index in range(count)]


def pixel(camera, point):
    local = transform_points(inverse(pose_matrix(camera.position, camera.rotation)), np.array([point]))
    assert local[0, 2] > 0
    return projected(camera.intrinsics, local)[0]


def test_an_orbit_is_a_shell_around_what_is_looked_at(project):
    orbit = {"distance_m": uniform(1, 2), "azimuth_deg": uniform(0, 360), "elevation_deg": uniform(10, 80)}
    plans = frames(project, {"orbit": orbit, "look_at_m": {"x": 5, "z": 1}}, 500, output={"coverage": "random"})
    away = np.array([plan.cameras[0].position for plan in plans]) - [5, 0, 1]
    distances = np.linalg.norm(away, axis=1)
    elevations = np.degrees(np.arcsin(away[:, 2] / distances))
    azimuths = np.degrees(np.arctan2(away[:, 1], away[:, 0])) % 360
    assert stats.kstest(distances, stats.uniform(1, 1).cdf).pvalue > 1e-3
    assert stats.kstest(elevations, stats.uniform(10, 70).cdf).pvalue > 1e-3
    assert stats.kstest(azimuths, stats.uniform(0, 360).cdf).pvalue > 1e-3
    for plan in plans[:10]:
        assert pixel(plan.cameras[0], (5, 0, 1)) == pytest.approx((100, 50), abs=1e-4)


def test_it_looks_at_the_middle_of_the_objects_that_count(project):
    far = {"name": "far", "assets": ["cube"], "count": 1, "position_m": {"y": 50}}
    look = {"orbit": {"distance_m": 9}, "look_at": {"groups": ["cubes"]}}
    for plan in frames(project, look, objects=(CUBES, far)):
        cubes = [item for item in plan.objects if item.group == "cubes"]
        middle = np.mean([rotation_matrix(c.rotation) @ [0, 0, 0.05 * c.scale] + c.position for c in cubes], axis=0)
        assert pixel(plan.cameras[0], middle) == pytest.approx((100, 50), abs=1e-4)


def test_it_looks_at_one_of_the_objects_in_turn(project):
    look = {"position_m": {"y": -9, "z": 4}, "look_at": {"which": "one"}}
    looked_at = set()
    for plan in frames(project, look, 60):
        middles = [rotation_matrix(c.rotation) @ [0, 0, 0.05 * c.scale] + c.position for c in plan.objects]
        errors = [np.abs(pixel(plan.cameras[0], middle) - (100, 50)).max() for middle in middles]
        assert min(errors) < 1e-4
        looked_at.add(int(np.argmin(errors)))
    assert looked_at == {0, 1, 2}


def test_a_view_is_drawn_anew_until_nothing_is_too_near_and_enough_is_in_view(project):
    orbit = {"distance_m": uniform(0.1, 4), "azimuth_deg": uniform(0, 360)}
    rules = {"nearest_m": 0.8, "least_in_view": 3, "tries": 200}
    near = {"x": uniform(-0.6, 0.6)}
    small = {**CUBES, "scale": 1, "rotation_deg": {}, "position_m": near}
    for plan in frames(project, {"orbit": orbit, "look_at": {}, "rules": rules}, objects=(small,)):
        assert plan.troubles == ()
        camera = plan.cameras[0]
        for item in plan.objects:
            local = np.array(camera.position) - item.position
            gap = local - np.clip(local, [-0.05, -0.05, 0], [0.05, 0.05, 0.1])
            assert np.linalg.norm(gap) >= 0.8 - 1e-9
            x, y = pixel(camera, np.add(item.position, (0, 0, 0.05)))
            assert 0 < x < 200
            assert 0 < y < 100


def test_a_view_that_cannot_be_had_is_told_in_the_plan(project):
    rules = {"nearest_m": 50, "tries": 5}
    [plan] = frames(project, {"position_m": {"y": -3}, "rules": rules}, 1)
    assert plan.troubles == ("camera 'eye' found no usable view in 5 tries",)
    assert len(plan.cameras) == 1


def test_a_stereo_cameras_right_eye_is_a_baseline_to_the_right(project):
    [plan] = frames(project, {"position_m": {"y": -3}, "stereo_baseline_m": 0.12}, 1)
    left, right = plan.cameras
    assert (left.name, right.name) == ("eye", "eye-right")
    assert np.subtract(right.position, left.position) == pytest.approx((0.12, 0, 0), abs=1e-9)
    assert (right.rotation, right.intrinsics) == (left.rotation, left.intrinsics)
    # A point 3 m away moves by fx * baseline / depth.
    disparity = pixel(left, (0, 0, 0))[0] - pixel(right, (0, 0, 0))[0]
    assert disparity == pytest.approx(left.intrinsics.fx * 0.12 / 3)


def test_a_calibrations_k_is_used_as_it_is(project):
    intrinsics = {"fx_px": 150, "fy_px": 151, "cx_px": 90.5, "cy_px": 52}
    [plan] = frames(project, {"position_m": {"y": -3}, "intrinsics": intrinsics}, 1)
    given = plan.cameras[0].intrinsics
    assert (given.fx, given.fy, given.cx, given.cy) == (150, 151, 90.5, 52)


@pytest.mark.parametrize("name", CAMERA_MODELS)
def test_a_known_camera_has_its_field_of_view(project, name):
    spec = project(cameras=[{"name": "eye", "model": name, "position_m": {"y": -3}}])
    lens = sample_frame(spec, 0, Assets()).cameras[0].intrinsics
    model = CAMERA_MODELS[name]
    assert (lens.width, lens.height) == (model.width_px, model.height_px)
    angle = 2 * np.degrees(np.arctan(lens.width / 2 / lens.fx))
    assert angle == pytest.approx(model.horizontal_fov_deg, abs=0.01)


def test_what_the_project_says_goes_before_the_model(project):
    spec = project(
        cameras=[{"name": "eye", "model": "oak_d", "width_px": 320, "height_px": 180, "position_m": {"y": -3}}]
    )
    assert sample_frame(spec, 0, Assets()).cameras[0].intrinsics.width == 320


def test_shaking_moves_the_camera_by_as_much_as_wanted(project):
    plans = frames(project, {"position_m": {"y": -3}, "shake_m": 0.1}, 200)
    away = np.array([plan.cameras[0].position for plan in plans]) - [0, -3, 0]
    assert np.linalg.norm(away, axis=1) == pytest.approx(np.full(200, 0.1), abs=1e-8)
    assert np.abs(away.mean(axis=0)).max() < 0.02


@pytest.mark.parametrize(
    ("camera", "words"),
    [
        ({}, "a position_m or an orbit, or mount it"),
        ({"position_m": {"y": 1}, "orbit": {"distance_m": 1}}, "position_m and orbit both say"),
        ({"position_m": {"y": 1}, "look_at_m": {}, "look_at": {}}, "remove one"),
        ({"position_m": {}}, "looks at its own position"),
        ({"position_m": {"y": 1}, "model": "realsense_d999"}, "no camera model 'realsense_d999'"),
        ({"position_m": {"y": 1}, "look_at": {"groups": ["nobody"]}}, "looks for 'nobody'"),
        ({"position_m": {"y": 1}, "rules": {"groups": ["nobody"]}}, "looks for 'nobody'"),
    ],
)
def test_cameras_that_cannot_be_are_refused_in_words(project, camera, words):
    with pytest.raises(ValidationError, match=words):
        project(cameras=[EYE | camera], objects=[project.group(**CUBES)])


def test_objects_placed_by_a_camera_that_looks_at_objects_are_refused(project):
    group = project.group("things", placement={"kind": "frustum", "distance_m": 2})
    with pytest.raises(ValidationError, match="are placed by camera 'eye', which looks at objects"):
        project(cameras=[EYE | {"position_m": {"y": 1}, "look_at": {}}], objects=[group])


def test_a_second_camera_named_as_a_right_eye_is_refused(project):
    eyes = [
        EYE | {"position_m": {"y": 1}, "stereo_baseline_m": 0.1},
        EYE | {"name": "eye-right", "position_m": {"y": 1}},
    ]
    with pytest.raises(ValidationError, match="more than once"):
        project(cameras=eyes)


RIG = {"name": "rig", "position_m": {"x": uniform(-1, 1), "y": -4, "z": 2}, "roll_deg": uniform(-40, 40)}


def rigs(project, mount, count=10, **fields):
    spec = project(
        cameras=[RIG, {"name": "second", "mount": {"on": "rig"} | mount} | fields], objects=[project.group(**CUBES)]
    )
    return [sample_frame(spec, index, Assets()).cameras for index in range(count)]


def from_the_rig(rig, camera):
    """Return the camera's pose (4, 4) in the optical axes of the rig, as a calibration has it."""
    poses = [pose_matrix(each.position, each.rotation) @ CAMERA_AXES_FLIP for each in (rig, camera)]
    return inverse(poses[0]) @ poses[1]


def test_a_mounted_camera_is_where_the_calibration_of_its_rig_says(project):
    turned = Rotation.from_euler("xyz", [3, -8, 1.5], degrees=True).as_matrix()
    mount = {"offset_m": {"x": 0.06, "y": 0.01, "z": -0.02}, "turn_deg": {"x": 3, "y": -8, "z": 1.5}}
    for rig, camera in rigs(project, mount):
        pose = from_the_rig(rig, camera)
        assert pose[:3, 3] == pytest.approx([0.06, 0.01, -0.02], abs=1e-6)
        assert pose[:3, :3] == pytest.approx(turned, abs=1e-6)


def test_a_mount_may_be_inexact_and_moves_no_other_choice(project):
    loose = {"offset_m": {"x": uniform(0.05, 0.07)}}
    across = [from_the_rig(*cameras)[0, 3] for cameras in rigs(project, loose)]
    assert len(set(across)) == len(across)
    assert 0.05 <= min(across) <= max(across) <= 0.07
    assert [rig for rig, _ in rigs(project, loose)] == [rig for rig, _ in rigs(project, {})]


def test_the_principal_point_may_be_off(project):
    for _, camera in rigs(project, {}, width_px=200, height_px=100, cx_shift_px=uniform(-4, 4), cy_shift_px=2):
        assert 96 <= camera.intrinsics.cx <= 104
        assert camera.intrinsics.cx != 100
        assert camera.intrinsics.cy == 52


def test_objects_may_stand_before_a_mounted_camera(project):
    group = project.group(
        name="cubes", assets=["cube"], placement={"kind": "frustum", "camera": "second", "distance_m": 1}
    )
    spec = project(cameras=[RIG, {"name": "second", "mount": {"on": "rig", "turn_deg": {"y": 50}}}], objects=[group])
    plan = sample_frame(spec, 3, Assets())
    assert pixel(plan.cameras[1], plan.objects[0].position)[0] == pytest.approx(320, abs=330)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"mount": {"on": "second"}}, "'second' is mounted on 'second', which is no camera above it: above it are rig"),
        ({"mount": {"on": "rig"}, "rules": {}}, "remove its rules or its mount"),
        ({"mount": {"on": "rig"}, "hand_held": {}}, "remove its hand_held or its mount"),
    ],
)
def test_mounts_that_cannot_be_are_refused_in_words(project, fields, message):
    with pytest.raises(ValidationError, match=message):
        project(cameras=[RIG, {"name": "second"} | fields], objects=[project.group(**CUBES)], clip={"length": 3})
