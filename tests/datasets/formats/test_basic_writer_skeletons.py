"""BasicWriter's skeletons of a person who walks: rest pose and rotations against the skin, which knows neither."""

import json
import shutil

import numpy as np
import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.basic_writer_skeletons import JointPose, skeleton_data
from scenewright.datasets.store import read_dataset, read_skeletons
from scenewright.geometry.transforms import rotation_matrix, transform_points
from scenewright.jobs.generate import Wish, generate
from scenewright.sampling.plan import plan_from_json
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Walking
classes: [person]
environment: {kind: color}
objects:
- {name: people, class_name: person, assets: [person_man_01], poses: [walk, crouch], position_m: {x: 0.2},
   rotation_deg: {z: {kind: uniform, low: 0, high: 360}}, scale: 1.2}
lights: [{name: key, kind: directional}]
cameras: [{position_m: {y: -5, z: 1}, look_at_m: {z: 1}, width_px: 120, height_px: 90}]
labels: [bounding_box_2d_tight, bounding_box_2d_loose, instance_mask, keypoints]
output: {frames: 3, seed: 3}
"""


@pytest.fixture(scope="module")
def walking(tmp_path_factory):
    place = tmp_path_factory.mktemp("walking")
    (place / "walking.yaml").write_text(PROJECT)
    wish = Wish(load_project(place / "walking.yaml"), place / "dataset", range(3), 0, "flat")
    assert generate(wish, lambda event: None).outcome == "succeeded"
    return read_dataset(place / "dataset")


@pytest.fixture(scope="module")
def told(walking, tmp_path_factory):
    """Each frame's one skeleton, its object's record and its plan."""
    out = tmp_path_factory.mktemp("basicwriter") / "out"
    assert write_basic_writer(walking, out) == ""
    skeletons = [view.labels("skeleton")["skeleton_0"] for view in read_basic_writer(out)]
    frames = list(walking.frames())
    plans = [plan_from_json(frame.plan).labelled[0] for frame in frames]
    return list(zip(skeletons, [frame.views[0].instances[0] for frame in frames], plans, strict=True))


def test_every_list_has_an_entry_for_each_joint(told):
    for data, _, plan in told:
        lists = {name: value for name, value in data.items() if isinstance(value, list)}
        assert {len(value) for value in lists.values()} == {17}
        assert data["animation_variant"] == plan.pose
    assert {plan.pose for _, _, plan in told} == {"walk", "crouch"}


def test_the_rest_pose_adds_up_along_the_tree(told):
    for data, item, _ in told:
        world = np.reshape(item.world_from_object, (4, 4))
        own = np.array(data["rest_local_translations"])
        for k, parent in enumerate(data["skeleton_parents"]):
            assert parent < 17
            if parent >= 0:
                above = np.array(data["rest_global_translations"][parent])
                step = world[:3, :3] @ own[k]
                np.testing.assert_allclose(data["rest_global_translations"][k], above + step, atol=1e-9)
            else:
                start = transform_points(world, own[k][None])[0]
                np.testing.assert_allclose(data["rest_global_translations"][k], start, atol=1e-9)
        assert data["rest_local_rotations"] == [[1, 0, 0, 0]] * 17


def test_the_skin_around_a_joint_turns_as_the_joint_does(told, walking):
    assets = AssetLoader(walking.folder)
    turned, compared = 0.0, 0
    for data, item, plan in told:
        rest, now = assets.model(plan.asset), assets.posed(plan.asset, plan.pose, plan.phase)
        globals_ = whole_turns(data, np.reshape(item.world_from_object, (4, 4)))
        for k, joint in enumerate(rest.keypoints.joints):
            carrier = rest.rig.joints.index(joint)
            for part, moved in zip(rest.parts, now.parts, strict=True):
                alone = (part.skin.joints == carrier) & (part.skin.weights > 0.999)
                rigid = alone.any(axis=1)
                before = part.positions[rigid] - rest.keypoints.positions[k]
                after = moved.positions[rigid] - now.keypoints.positions[k]
                seen = after @ np.reshape(item.world_from_object, (4, 4))[:3, :3].T
                np.testing.assert_allclose(seen, before @ globals_[k].T * plan.scale, atol=1e-4)
                compared += len(before)
            turned = max(turned, np.abs(globals_[k] - globals_[0]).max())
    assert turned > 0.5, "somebody bends a knee"
    assert compared > 1000


def whole_turns(data, world):
    """Return each joint's rotation in the world, by going down the tree from its root."""
    local = [rotation_matrix(tuple(turn)) for turn in data["local_rotations"]]

    def whole(k):
        parent = data["skeleton_parents"][k]
        return (world[:3, :3] / np.linalg.norm(world[:3, 0]) if parent < 0 else whole(parent)) @ local[k]

    return [whole(k) for k in range(len(local))]


def test_joints_are_where_the_dataset_has_them(told):
    for data, item, _ in told:
        assert data["global_translations"] == [list(point.world) for point in item.keypoints]
        assert data["in_view"] == all(point.visibility > 0 for point in item.keypoints)


def test_points_that_are_elsewhere_now_have_no_rest_pose(walking, tmp_path):
    shutil.copytree(walking.folder, tmp_path / "moved")
    path = tmp_path / "moved" / "records" / "000000.json"
    data = json.loads(path.read_bytes())
    data["views"][0]["instances"][0]["keypoints"][3]["world"][0] += 0.01
    path.write_text(json.dumps(data))
    words = write_basic_writer(read_dataset(tmp_path / "moved"), tmp_path / "out")
    assert words == "1 skeletons have no rest pose and no rotations, since their assets are gone or have changed."
    first, second, _ = (view.labels("skeleton")["skeleton_0"] for view in read_basic_writer(tmp_path / "out"))
    assert first["rest_local_rotations"] == first["rest_global_translations"] == first["local_rotations"] == []
    assert len(second["rest_local_rotations"]) == 17


def test_a_root_is_turned_in_its_objects_frame(walking):
    item = walking.frame(0).views[0].instances[0]
    quarter = np.broadcast_to([[0.0, -1, 0], [1, 0, 0], [0, 0, 1]], (17, 3, 3))
    pose = JointPose("turned", np.zeros((17, 3)), quarter)
    data = skeleton_data([item], read_skeletons(walking), {item.instance_id: pose})["skeleton_0"]
    roots = [turn for turn, parent in zip(data["local_rotations"], data["skeleton_parents"], strict=True) if parent < 0]
    np.testing.assert_allclose(roots, [[0.5**0.5, 0, 0, 0.5**0.5]] * len(roots), atol=1e-12)
    assert data["local_rotations"].count([1.0, 0.0, 0.0, 0.0]) == 17 - len(roots)
