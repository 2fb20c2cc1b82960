import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from scenewright.datasets.dope import read_dope, write_dope
from scenewright.errors import UserError
from scenewright.geometry.transforms import rotation_matrix


@pytest.fixture(scope="session")
def exported(rendered, tmp_path_factory):
    out = tmp_path_factory.mktemp("dope") / "out"
    assert write_dope(rendered, out) == ""
    return out


@pytest.fixture(scope="session")
def pairs(exported, rendered):
    """Every object that was written with its frame's JSON, its view and its record."""
    found = []
    for frame in rendered.frames():
        view = frame.views[0]
        data = json.loads((exported / f"{frame.index:06d}.json").read_text(encoding="utf-8"))
        in_view = [item for item in view.instances if item.box_loose]
        found += [(data, view, *both) for both in zip(data["objects"], in_view, strict=True)]
    assert len(found) > 15
    return found


def test_the_training_loader_finds_a_json_beside_every_picture_and_nothing_else(exported, rendered):
    """DOPE's loader lists *.png for which the same name with .json is there."""
    pictures = [path for path in exported.glob("*.png") if Path(str(path).replace("png", "json")).exists()]
    assert sorted(path.stem for path in pictures) == [f"{index:06d}" for index in rendered.indices]
    for path in pictures:
        for item in json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["objects"]:
            assert isinstance(item["class"], str)
            assert 0 <= item["visibility"] <= 1
            assert np.shape(item["projected_cuboid"]) == (9, 2)


def test_poses_are_what_opencv_finds_from_the_projected_cuboid(pairs):
    for data, _, item, _ in pairs:
        numbers = data["camera_data"]["intrinsics"]
        k = np.array([[numbers["fx"], 0, numbers["cx"]], [0, numbers["fy"], numbers["cy"]], [0, 0, 1.0]])
        local, seen = np.array(item["local_cuboid"]), np.array(item["projected_cuboid"])
        _, turn, place = cv2.solvePnP(local, seen, k, None)
        np.testing.assert_allclose(place.ravel(), item["location"], atol=1e-3)
        x, y, z, w = item["quaternion_xyzw"]
        np.testing.assert_allclose(cv2.Rodrigues(turn)[0], rotation_matrix((w, x, y, z)), atol=1e-2)


def test_corners_are_in_dopes_order(pairs):
    """Front top right, front top left, front bottom left, front bottom right, the same behind, middle."""
    for _, _, item, record in pairs:
        local = np.array(item["local_cuboid"])
        assert (local[[0, 3, 4, 7], 0] > 0).all()  # right is +x
        assert (local[[0, 1, 4, 5], 1] < 0).all()  # up is -y
        assert (local[:4, 2] > 0).all()  # the front is +z
        np.testing.assert_allclose(local[8], 0, atol=1e-12)
        world = np.array(item["local_to_world_matrix"])
        corners = local @ world[:3, :3].T + world[:3, 3]
        own = np.reshape(record.world_from_object, (4, 4))
        scale = np.linalg.norm(own[:3, 0])
        front, up = corners[:4].mean(axis=0) - corners[8], corners[[0, 1, 4, 5]].mean(axis=0) - corners[8]
        size = np.subtract(record.extent_high, record.extent_low) * scale
        np.testing.assert_allclose(front, -own[:3, 1] / scale * size[1] / 2, atol=1e-6)
        np.testing.assert_allclose(up, own[:3, 2] / scale * size[2] / 2, atol=1e-6)


def test_the_camera_looks_where_it_says(pairs):
    for data, view, _, _ in pairs:
        camera, pose = data["camera_data"], np.reshape(view.world_from_camera, (4, 4))
        np.testing.assert_allclose(np.array(camera["camera_view_matrix"]) @ pose, np.eye(4), atol=1e-9)
        look = camera["camera_look_at"]
        np.testing.assert_allclose(look["eye"], pose[:3, 3])
        np.testing.assert_allclose(np.subtract(look["at"], look["eye"]), pose[:3, 2], atol=1e-12)
        assert np.dot(look["up"], (0, 0, 1)) > 0.9
        x, y, z, w = camera["quaternion_world_xyzw"]
        np.testing.assert_allclose(rotation_matrix((w, x, y, z)), pose[:3, :3], atol=1e-9)


def test_reading_gives_back_boxes_in_space(exported, rendered, box_corners, same_points):
    for view in read_dope(exported):
        truth = rendered.frame(view.index).views[0]
        in_view = [item for item in truth.instances if item.box_loose]
        for item, wanted in zip(view.record.instances, in_view, strict=True):
            assert (item.instance_id, item.class_name) == (wanted.instance_id, wanted.class_name)
            assert item.box_tight == wanted.box_tight
            assert same_points(box_corners(item), box_corners(wanted), within=1e-6)
            assert item.occlusion_ratio == pytest.approx(wanted.occlusion_ratio)
        np.testing.assert_array_equal(view.channels["instance_mask"], rendered.load(truth, "instance_mask"))


def test_objects_that_reach_behind_the_camera_are_left_out_and_counted(made_up):
    with made_up(["cup"], [3]) as (dataset, out):
        path = dataset.folder / "records" / "000000.json"
        data = json.loads(path.read_bytes())
        camera = np.reshape(data["views"][0]["world_from_camera"], (4, 4))
        pose = np.eye(4)
        pose[:3, 3] = camera[:3, 3]
        data["views"][0]["instances"][1]["world_from_object"] = pose.ravel().tolist()
        path.write_text(json.dumps(data))
        assert write_dope(dataset, out) == "1 objects reach behind the camera and were left out."
        assert len(json.loads((out / "000000.json").read_bytes())["objects"]) == 2


def test_files_of_another_generator_are_read(made_up):
    """The least that the training code asks for, with a pose."""
    with made_up(["cup"], [1]) as (dataset, out):
        write_dope(dataset, out)
        path = out / "000000.json"
        data = json.loads(path.read_bytes())
        kept = ("class", "visibility", "projected_cuboid", "location", "quaternion_xyzw")
        data["objects"] = [{name: item[name] for name in kept} for item in data["objects"]]
        data["camera_data"] = {name: data["camera_data"][name] for name in ("width", "height", "intrinsics")}
        path.write_text(json.dumps(data))
        (view,) = read_dope(out)
        (item,) = view.record.instances
        assert item.box_tight is None
        assert item.extent_low == item.extent_high
        np.testing.assert_allclose(np.reshape(item.world_from_object, (4, 4))[:3, 3], data["objects"][0]["location"])


@pytest.mark.parametrize("text", ["{", "[]", '{"camera_data": {}, "objects": []}'])
def test_damaged_files_are_named(made_up, text):
    with made_up(["cup"], [1]) as (dataset, out):
        write_dope(dataset, out)
        (out / "000000.json").write_text(text)
        with pytest.raises(UserError, match=r"000000\.json is damaged"):
            list(read_dope(out))
