"""A sensor in a project changes pictures, and no label."""

import numpy as np
import pytest
import yaml

from scenewright.jobs.drawing import start_drawing
from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.spec.project import ProjectSpec

PROJECT = {
    "name": "sensor",
    "classes": ["cup"],
    "floor": {"textures": ["wood_oak"]},
    "environment": {"kind": "color", "brightness": 0.6},
    "objects": [{"name": "cups", "class_name": "cup", "assets": ["mug_classic"], "count": 2}],
    "cameras": [
        {"position_m": {"x": 0, "y": -0.6, "z": 0.3}, "look_at_m": {"z": 0.05}, "width_px": 64, "height_px": 48}
    ],
    "labels": ["instance_mask", "distance_to_camera"],
}
SENSOR = yaml.safe_load(
    """
white_balance_k: {kind: uniform, low: 4500, high: 8000}
vignetting: 0.3
blur_px: 0.6
motion_blur_px: {kind: uniform, low: 0, high: 4}
chromatic_aberration_px: 1
shot_noise: 0.02
read_noise: 0.005
contrast: 1.1
saturation: 0.9
jpeg_quality: {kind: uniform, low: 60, high: 95}
"""
)


def drawn(tmp_path, **camera):
    spec = ProjectSpec.model_validate(PROJECT | {"cameras": [PROJECT["cameras"][0] | camera]})
    return list(start_drawing(spec, tmp_path, "flat").frames(range(2)))


def test_labels_are_the_same_and_pictures_differ(tmp_path):
    for plain, worn in zip(drawn(tmp_path), drawn(tmp_path, sensor=SENSOR), strict=True):
        assert not np.array_equal(plain.views[0].rgb, worn.views[0].rgb)
        for name in ("instance_ids", "depth", "normals", "amodal_bits"):
            assert np.array_equal(getattr(plain.views[0], name), getattr(worn.views[0], name), equal_nan=True), name
        assert plain.plan.objects == worn.plan.objects


def test_frames_have_luck_of_their_own_and_can_be_made_again(tmp_path):
    first, second = drawn(tmp_path, sensor=SENSOR)
    again, _ = drawn(tmp_path, sensor=SENSOR)
    assert np.array_equal(first.views[0].rgb, again.views[0].rgb)
    assert first.plan.cameras[0].sensor.seed != second.plan.cameras[0].sensor.seed
    assert first.plan.cameras[0].sensor.gains != second.plan.cameras[0].sensor.gains


def test_the_eyes_of_a_stereo_camera_have_noise_of_their_own(tmp_path):
    frame, _ = drawn(tmp_path, sensor={"shot_noise": 0.05}, stereo_baseline_m=0.06)
    left, right = frame.plan.cameras
    assert left.sensor.seed != right.sensor.seed
    assert left.sensor.gains == right.sensor.gains


def test_a_plan_with_a_sensor_is_kept_whole(tmp_path):
    plan = drawn(tmp_path, sensor=SENSOR)[0].plan
    assert plan_from_json(plan_json(plan)) == plan


@pytest.mark.parametrize("field", [{"shot_noise": 2}, {"jpeg_quality": 0}, {"white_balance_k": 100}, {"blur_px": -1}])
def test_numbers_beyond_their_limits_are_told(field):
    with pytest.raises(ValueError, match="must stay"):
        ProjectSpec.model_validate(PROJECT | {"cameras": [PROJECT["cameras"][0] | {"sensor": field}]})
