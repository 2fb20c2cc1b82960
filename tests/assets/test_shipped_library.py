"""What ships is whole: valid by OpenUSD's own rules, described, measured, seamless."""

from pathlib import Path

import numpy as np
import PIL.Image
import pytest
from pxr import Sdf, Usd, UsdGeom, UsdValidation

from scenewright.assets.entries import entries
from scenewright.assets.keypoints import FILE_NAME as KEYPOINTS_FILE
from scenewright.assets.library import KINDS
from scenewright.assets.loading import AssetLoader
from scenewright.assets.posing import posed

OBJECTS = entries("object")
COCO = [
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
]


@pytest.fixture(scope="module")
def validators():
    return UsdValidation.ValidationContext(UsdValidation.ValidationRegistry().GetOrLoadAllValidators())


@pytest.fixture(scope="module")
def assets():
    return AssetLoader(Path())


@pytest.mark.parametrize("entry", OBJECTS, ids=lambda entry: entry.name)
def test_an_object_is_valid_metric_and_z_up(entry, validators):
    stage = Usd.Stage.Open(str(entry.path))
    found = [
        error.GetMessage()
        for error in validators.Validate(stage)
        if error.GetType() != UsdValidation.ValidationErrorType.Info
    ]
    assert found == []
    assert UsdGeom.GetStageUpAxis(stage) == UsdGeom.Tokens.z
    assert UsdGeom.GetStageMetersPerUnit(stage) == 1.0
    assert stage.GetDefaultPrim()


@pytest.mark.parametrize("entry", OBJECTS, ids=lambda entry: entry.name)
def test_an_object_brings_its_own_textures_and_names_them_relatively(entry):
    stage = Usd.Stage.Open(str(entry.path))
    for prim in stage.Traverse():
        for value in (attribute.Get() for attribute in prim.GetAttributes()):
            if isinstance(value, Sdf.AssetPath):
                assert not Path(value.path).is_absolute()
                assert Path(value.resolvedPath).parent == entry.folder


@pytest.mark.parametrize("kind", KINDS)
def test_every_entry_is_described_and_has_a_thumbnail(kind):
    for entry in entries(kind):
        assert entry.title, entry.name
        assert entry.tags, entry.name
        assert "Scenewright" in entry.licence, entry.name
        assert entry.thumbnail is not None, entry.name
        assert bool(entry.class_name) == (kind == "object"), entry.name


def test_the_measures_of_objects_are_theirs(assets):
    for entry in OBJECTS:
        model = assets.model(entry.name)
        shown = assets.posed(entry.name)
        assert entry.triangles == model.triangle_count, entry.name
        assert np.subtract(*shown.bounds[::-1]) == pytest.approx(entry.size_m, abs=2e-4), entry.name
        assert entry.poses == (() if model.rig is None else tuple(model.rig.clips)), entry.name


def test_there_is_enough_to_choose_from():
    assert len(OBJECTS) >= 60
    assert len(entries("floor")) >= 12
    assert len(entries("wall")) >= 4
    assert len(entries("environment")) >= 10
    assert sum(entry.class_name == "person" for entry in OBJECTS) >= 2


@pytest.mark.parametrize("entry", [*entries("floor"), *entries("wall")], ids=lambda entry: f"{entry.kind}-{entry.name}")
def test_surfaces_are_seamless_at_a_stated_size(entry):
    assert 0.05 < entry.size_m[0] < 20
    for name in ("base_color", "normal", "roughness"):
        pixels = np.asarray(PIL.Image.open(entry.folder / f"{name}.jpg").convert("RGB"), float)
        for axis in (0, 1):
            across = np.abs(np.diff(pixels, axis=axis)).mean(axis=(1 - axis, 2))
            border = np.abs(np.take(pixels, 0, axis) - np.take(pixels, -1, axis)).mean()
            # Lines of a pattern may run along the border: it is no worse than the worst inside.
            assert border <= 1.25 * across.max() + 2, (name, axis)


@pytest.mark.parametrize("entry", entries("environment"), ids=lambda entry: entry.name)
def test_surroundings_know_their_sun(entry):
    sun = entry.details["sun"]
    assert np.linalg.norm(sun["direction"]) == pytest.approx(1, abs=1e-3)
    assert sun["irradiance"] is None or sun["irradiance"] > 0


@pytest.mark.parametrize("name", [entry.name for entry in OBJECTS if entry.class_name == "person"])
def test_people_have_cocos_keypoints_poses_and_a_walk_with_planted_feet(name, assets):
    model = assets.model(name)
    assert model.keypoints.names == tuple(COCO)
    assert model.keypoints.skeleton == "coco-17"
    held = [pose for pose, clip in model.rig.clips.items() if clip.seconds == 0]
    assert len(held) >= 6
    walk = model.rig.clips["walk"]
    assert 0.8 < walk.seconds < 1.5
    for sample in range(len(walk.matrices)):
        low, high = posed(model, "walk", sample).bounds
        assert abs(low[2]) < 0.015, "one foot is always on the ground"
        assert 1.5 < high[2] < 1.95


@pytest.mark.parametrize("name", [entry.name for entry in OBJECTS if entry.class_name == "robot_arm"])
def test_the_robots_poses_stay_above_its_floor_and_within_its_limits(name, assets):
    model = assets.model(name)
    assert len(model.rig.clips) >= 6
    for pose in model.rig.clips:  # a pose beyond a limit would not have been read
        assert posed(model, pose, 0).bounds[0][2] > -0.01


@pytest.mark.parametrize(
    "entry", [entry for entry in OBJECTS if (entry.folder / KEYPOINTS_FILE).exists()], ids=lambda entry: entry.name
)
def test_keypoints_lie_in_or_on_the_body(entry, assets):
    assert assets.model(entry.name).keypoints.depths_m.max() < 0.16
