"""BasicWriter's point clouds, skeletons, motion vectors and lenses, and its files read as neutral records."""

import json
from dataclasses import replace

import numpy as np
import pytest

from scenewright.datasets import basic_writer_arrays as arrays
from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.basic_writer_skeletons import parents, skeleton_data
from scenewright.datasets.basic_writer_views import read_basic_writer_views
from scenewright.datasets.images import encode_npz
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.errors import UserError
from scenewright.geometry.camera import project
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import inverse, transform_points
from scenewright.spec.project import ProjectSpec

SKELETONS = Skeletons({"arm": Skeleton(("base", "elbow", "hand", "lamp"), (("hand", "elbow"), ("base", "elbow")))}, {})


def test_each_point_of_a_cloud_is_seen_at_its_pixel_and_depth(dataset, tmp_path):
    write_basic_writer(dataset, tmp_path / "out")
    for view, frame in zip(read_basic_writer(tmp_path / "out"), dataset.frames(), strict=True):
        record = frame.views[0]
        ids, depth = dataset.load(record, "instance_mask"), dataset.load(record, "distance_to_image_plane")
        rows, columns = np.nonzero(ids)
        cloud = view.array("pointcloud")
        assert cloud.dtype == np.float32
        camera = np.reshape(record.world_from_camera, (4, 4))
        seen = transform_points(inverse(camera), cloud.astype(np.float64))
        np.testing.assert_allclose(project(record.intrinsics, seen), np.c_[columns, rows] + 0.5, atol=1e-3)
        np.testing.assert_allclose(seen[:, 2], depth[rows, columns], rtol=1e-5)
        np.testing.assert_array_equal(view.array("pointcloud_instance"), ids[rows, columns])
        np.testing.assert_array_equal(
            view.array("pointcloud_semantic"), dataset.load(record, "semantic_mask")[rows, columns] - 1
        )
        np.testing.assert_array_equal(view.array("pointcloud_rgb")[:, :3], dataset.load(record, "rgb")[rows, columns])
        assert (view.array("pointcloud_rgb")[:, 3] == 255).all()
        normals = view.array("pointcloud_normals")
        assert (normals.dtype, normals.shape) == (np.float32, (len(cloud), 4))
        np.testing.assert_array_equal(normals[:, :3], dataset.load(record, "normals")[rows, columns])


def test_a_point_that_moved_right_and_up_has_negative_x_and_y_positive(dataset, tmp_path):
    """Replicator's documentation: x is positive where it moved left, y where it moved up."""
    flow = np.full((32, 48, 2), np.nan, np.float32)
    flow[4:9, 10:20] = (-3.0, 2.0)  # where it was, minus where it is: 3 px further left, 2 px further down
    content = encode_npz(flow)
    (dataset.folder / "backward_flow").mkdir()
    (dataset.folder / "backward_flow" / "000000.npz").write_bytes(content)
    path = dataset.folder / "records" / "000000.json"
    record = json.loads(path.read_bytes())
    record["views"][0]["files"]["backward_flow"] = "backward_flow/000000.npz"
    record["views"][0]["file_bytes"]["backward_flow"] = len(content)
    path.write_text(json.dumps(record))
    write_basic_writer(read_dataset(dataset.folder), tmp_path / "out")
    first, second, _ = read_basic_writer(tmp_path / "out")
    vectors = first.array("motion_vectors")
    assert (vectors.dtype, vectors.shape) == (np.float32, (32, 48, 4))
    assert vectors[5, 12].tolist() == [-3.0, 2.0, 0.0, 0.0]
    assert not vectors[0].any()
    assert "motion_vectors" not in second.places
    neutral = next(read_basic_writer_views(tmp_path / "out"))
    np.testing.assert_array_equal(neutral.channels["backward_flow"], np.nan_to_num(flow))


def test_skeletons_hold_the_joints_as_the_camera_sees_them(dataset, tmp_path):
    points = (
        KeypointRecord("base", 3.0, 4.5, 2, (0.0, 1.0, 2.0), 0.01),
        KeypointRecord("elbow", 9.0, 5.5, 1, (0.5, 1.0, 2.0), 0.01),
        KeypointRecord("hand", 99.0, 5.5, 0, (0.5, 1.0, 3.0), 0.01),
        KeypointRecord("lamp", None, None, 0, (0.5, 9.0, 2.0), 0.01),
    )
    spec = ProjectSpec.model_validate({**dataset.spec.model_dump(), "labels": [*dataset.spec.labels, "keypoints"]})
    open_for_writing(tmp_path / "people", spec, SKELETONS)
    frame = dataset.frame(0)
    view = frame.views[0]
    images = {name: dataset.load(view, name) for name in view.files}
    jointed = [replace(item, skeleton="arm", keypoints=points) if item.instance_id in (2, 6) else item
               for item in view.instances]  # fmt: skip
    write_frame(tmp_path / "people", 0, frame.plan, [(replace(view, instances=tuple(jointed)), images)])
    told = write_basic_writer(read_dataset(tmp_path / "people"), tmp_path / "out")
    (read,) = read_basic_writer(tmp_path / "out")
    data = read.labels("skeleton")
    assert list(data) == ["skeleton_0"]  # object 6 is out of view
    wanted = "skel_name skel_path asset_path animation_variant skeleton_parents rest_global_translations "
    wanted += "rest_local_translations rest_local_rotations global_translations local_rotations translations_2d "
    wanted += "skeleton_joints joint_occlusions occlusion_types in_view"
    assert list(data["skeleton_0"]) == wanted.split()
    joints = data["skeleton_0"]
    assert joints["skel_path"] == arrays.prim_path(jointed[1]) + "/skeleton"
    assert joints["skeleton_joints"] == ["base", "elbow", "hand", "lamp"]
    assert joints["skeleton_parents"] == [-1, 0, 1, -1]
    assert joints["translations_2d"] == [[3.0, 4.5], [9.0, 5.5], [99.0, 5.5], None]
    assert joints["joint_occlusions"] == [False, True, True, True]
    assert joints["occlusion_types"] == ["None", "Occluded", "OutOfView", "OutOfView"]
    assert joints["global_translations"][3] == [0.5, 9.0, 2.0]
    assert joints["in_view"] is False, "as Replicator has it: not every joint is in the image"
    assert joints["rest_global_translations"] == joints["local_rotations"] == [], "nobody knows the asset"
    assert told == "1 skeletons have no rest pose and no rotations, since their assets are gone or have changed."
    assert skeleton_data([], SKELETONS, {}) == {}


def test_parents_are_a_tree_even_where_edges_go_round():
    ring = Skeleton(("a", "b", "c", "d"), (("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")))
    assert parents(ring) == [-1, 0, 0, 2]


def test_a_lens_is_stated(dataset):
    view = dataset.frame(0).views[0]
    lens = Lens("fisheye", (0.1, 0.2, 0.3, 0.4))
    params = arrays.camera_params(replace(view, intrinsics=replace(view.intrinsics, lens=lens)), 20.0)
    assert params["cameraModel"] == "opencvFisheye"
    assert params["openCVDistortion"] == [0.1, 0.2, 0.3, 0.4]


def test_a_second_eye_has_the_sensor_of_the_first(spec_of, tmp_path, frame_of):
    spec = spec_of(cameras=("eye", "eyes"))
    open_for_writing(tmp_path / "data", spec)
    index, plan, views = frame_of(0, spec)
    write_frame(
        tmp_path / "data",
        index,
        plan,
        [(replace(view, camera=view.camera + "-right"), images) for view, images in views],
    )
    write_basic_writer(read_dataset(tmp_path / "data"), tmp_path / "out")
    assert {view.camera for view in read_basic_writer(tmp_path / "out")} == {"eye-right", "eyes-right"}


def test_neutral_records_say_what_the_files_say(dataset, tmp_path):
    write_basic_writer(dataset, tmp_path / "out")
    for found, frame in zip(read_basic_writer_views(tmp_path / "out"), dataset.frames(), strict=True):
        view = frame.views[0]
        assert found.index == frame.index
        assert {"box_tight", "box_loose", "extent_low", "visible_px", "occlusion_ratio"} <= found.holds
        assert "amodal_px" not in found.holds
        in_view = [item for item in view.instances if item.box_loose]
        for item, truth in zip(found.record.instances, in_view, strict=True):
            assert (item.instance_id, item.class_name) == (truth.instance_id, truth.class_name)
            assert (item.box_tight, item.box_loose) == (truth.box_tight, truth.box_loose)
            assert item.visible_px == truth.visible_px
            np.testing.assert_allclose(item.world_from_object, truth.world_from_object, atol=1e-6)
        np.testing.assert_array_equal(found.channels["instance_mask"], dataset.load(view, "instance_mask"))
        ours = dataset.load(view, "semantic_mask")
        numbers = {item.class_id: truth.class_id for item, truth in zip(found.record.instances, in_view, strict=True)}
        named = np.array([0, *(numbers.get(k, 0) for k in range(1, 4))])[found.channels["semantic_mask"]]
        np.testing.assert_array_equal(named, ours)


def test_what_replicator_could_not_tell_is_unknown(dataset, tmp_path):
    """Replicator writes -1 for objects of several meshes, 0 for no distance, and paths that end in no number."""
    write_basic_writer(dataset, tmp_path / "out")
    for name in ("bounding_box_2d_loose", "bounding_box_3d", "bounding_box_2d_tight"):
        rows = np.load(tmp_path / "out" / f"{name}_0000.npy")
        rows["occlusionRatio"] = -1
        np.save(tmp_path / "out" / f"{name}_0000.npy", rows)
        path = tmp_path / "out" / f"{name}_prim_paths_0000.json"
        path.write_text(path.read_text().replace("_000", "_part"))
    for path in (tmp_path / "out").glob("instance_segmentation*mapping_0000.json"):
        path.write_text(path.read_text().replace("_000", "_part"))
    distance = np.load(tmp_path / "out" / "distance_to_camera_0000.npy")
    np.save(tmp_path / "out" / "distance_to_camera_0000.npy", np.where(np.isinf(distance), 0, distance))
    found = next(read_basic_writer_views(tmp_path / "out"))
    assert [item.instance_id for item in found.record.instances] == [1, 2, 3, 4, 5]
    assert {item.occlusion_ratio for item in found.record.instances} == {None}
    np.testing.assert_array_equal(found.channels["distance_to_camera"], distance)


def test_an_export_without_cameras_is_refused(dataset, tmp_path):
    write_basic_writer(dataset, tmp_path / "out")
    (tmp_path / "out" / "camera_params_0000.json").write_text('{"cameraNearFar": [1, 2]}')
    with pytest.raises(UserError, match=r"Frame 0 of .* is no BasicWriter output: KeyError"):
        next(read_basic_writer_views(tmp_path / "out"))
    (tmp_path / "out" / "camera_params_0000.json").unlink()
    with pytest.raises(UserError, match="has no camera_params"):
        next(read_basic_writer_views(tmp_path / "out"))
