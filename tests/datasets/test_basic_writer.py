import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from scenewright.datasets import basic_writer_arrays as arrays
from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.coco import write_coco
from scenewright.datasets.formats import FORMATS
from scenewright.datasets.images import read_array
from scenewright.datasets.store import read_dataset, write_frame
from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics, project

_NAMES = [
    "rgb.png",
    "bounding_box_2d_tight.npy",
    "bounding_box_2d_tight_labels.json",
    "bounding_box_2d_tight_prim_paths.json",
    "bounding_box_2d_loose.npy",
    "bounding_box_2d_loose_labels.json",
    "bounding_box_2d_loose_prim_paths.json",
    "bounding_box_3d.npy",
    "bounding_box_3d_labels.json",
    "bounding_box_3d_prim_paths.json",
    "semantic_segmentation.png",
    "semantic_segmentation_labels.json",
    "instance_id_segmentation.png",
    "instance_id_segmentation_mapping.json",
    "instance_segmentation.png",
    "instance_segmentation_mapping.json",
    "instance_segmentation_semantics_mapping.json",
    "distance_to_camera.npy",
    "distance_to_image_plane.npy",
    "normals.png",
    "occlusion.npy",
    "camera_params.json",
    "pointcloud.npy",
    "pointcloud_rgb.npy",
    "pointcloud_normals.npy",
    "pointcloud_semantic.npy",
    "pointcloud_instance.npy",
]


@pytest.fixture
def exported(dataset, tmp_path):
    write_basic_writer(dataset, tmp_path / "out")
    return tmp_path / "out"


@pytest.fixture
def pairs(exported, dataset):
    """Every exported view with the record it came from."""
    views = [view for frame in dataset.frames() for view in frame.views]
    return list(zip(read_basic_writer(exported), views, strict=True))


def test_files_are_named_as_replicator_names_them(exported):
    wanted = {f"{stem}_000{k}.{suffix}" for k in range(3) for stem, suffix in (name.split(".") for name in _NAMES)}
    ours = {"conventions.json", *(f"sensor_depth_000{k}.npy" for k in range(3))}
    assert {path.name for path in exported.iterdir()} == wanted | ours | {"metadata.txt"}
    metadata = json.loads((exported / "metadata.txt").read_text())
    assert metadata == {"name": "BasicWriter", "version": "0.0.2", "replicator_global_seed:": 7}


def test_several_cameras_have_folders_of_their_own(write_dataset, spec_of, tmp_path):
    write_basic_writer(write_dataset(spec_of(cameras=("left", "right"))), tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir() if path.is_dir()} == {"left", "right"}
    assert (tmp_path / "out/left/rgb/rgb_0002.png").is_file()
    assert (tmp_path / "out/right/bounding_box_2d_tight/bounding_box_2d_tight_labels_0000.json").is_file()
    assert [view.camera for view in read_basic_writer(tmp_path / "out")] == ["left"] * 3 + ["right"] * 3


def test_frame_numbers_past_four_digits_grow(write_dataset, spec, tmp_path):
    write_basic_writer(write_dataset(spec, frames=[12345]), tmp_path / "out")
    assert (tmp_path / "out/rgb_12345.png").is_file()
    assert [view.index for view in read_basic_writer(tmp_path / "out")] == [12345]


def test_box_types_are_replicators(pairs):
    box = [("semanticId", "<u4"), ("x_min", "<i4"), ("y_min", "<i4"), ("x_max", "<i4"), ("y_max", "<i4")]
    space = [("semanticId", "<u4"), *((name, "<f4") for name in ("x_min", "y_min", "z_min", "x_max", "y_max", "z_max"))]
    ratio = ("occlusionRatio", "<f4")
    view, _ = pairs[0]
    assert view.array("bounding_box_2d_tight").dtype == np.dtype([*box, ratio])
    assert view.array("bounding_box_2d_loose").dtype == np.dtype([*box, ratio])
    assert view.array("bounding_box_3d").dtype == np.dtype([*space, ("transform", "<f4", (4, 4)), ratio])
    assert view.array("occlusion").dtype == np.dtype([("instanceId", "<u4"), ("semanticId", "<u4"), ratio])


@pytest.mark.parametrize(("annotator", "field"), [("2d_tight", "box_tight"), ("2d_loose", "box_loose")])
def test_boxes_come_back(pairs, annotator, field):
    name = f"bounding_box_{annotator}"
    for view, record in pairs:
        items = [item for item in record.instances if getattr(item, field) is not None]
        rows = view.array(name)
        assert [tuple(row)[1:5] for row in rows.tolist()] == [getattr(item, field) for item in items]
        np.testing.assert_allclose(rows["occlusionRatio"], [item.occlusion_ratio for item in items], atol=1e-6)
        assert view.class_names(name) == [item.class_name for item in items]
        assert view.labels(f"{name}_prim_paths") == [arrays.prim_path(item) for item in items]


def test_boxes_in_space_come_back_with_the_translation_in_the_last_row(pairs):
    for view, record in pairs:
        items = [item for item in record.instances if item.box_loose is not None]
        rows = view.array("bounding_box_3d")
        for row, item in zip(rows, items, strict=True):
            pose = arrays.matrix(item.world_from_object)
            np.testing.assert_allclose(row["transform"][3, :3], pose[:3, 3], rtol=1e-6)
            np.testing.assert_allclose(row["transform"].T, pose, rtol=1e-5, atol=1e-6)
            assert tuple(row[f"{axis}_min"] for axis in "xyz") == item.extent_low
            assert tuple(row[f"{axis}_max"] for axis in "xyz") == item.extent_high


def test_the_hidden_are_in_loose_but_not_in_tight(pairs):
    for view, record in pairs:
        assert record.instances[3].visible_px == 0
        hidden = arrays.prim_path(record.instances[3])
        assert hidden in view.labels("bounding_box_2d_loose_prim_paths")
        assert hidden not in view.labels("bounding_box_2d_tight_prim_paths")
        row = view.array("occlusion")[view.array("occlusion")["instanceId"] == 4]
        assert row["occlusionRatio"].tolist() == [1.0]


def test_segmentation_colours_name_what_they_show(pairs, dataset):
    for view, record in pairs:
        semantic, instance = dataset.load(record, "semantic_mask"), dataset.load(record, "instance_mask")
        classes = view.masks("semantic_segmentation", "semantic_segmentation_labels")
        objects = view.masks("instance_segmentation", "instance_segmentation_mapping")
        np.testing.assert_array_equal(classes.pop('{"class": "BACKGROUND"}'), semantic == 0)
        np.testing.assert_array_equal(objects.pop("BACKGROUND"), instance == 0)
        assert not classes.pop('{"class": "UNLABELLED"}').any()
        assert not objects.pop("UNLABELLED").any()
        seen = [item for item in record.instances if item.visible_px]
        assert set(classes) == {json.dumps({"class": item.class_name}) for item in seen}
        assert set(objects) == {arrays.prim_path(item) for item in seen}
        for item in seen:
            np.testing.assert_array_equal(classes[json.dumps({"class": item.class_name})], semantic == item.class_id)
            np.testing.assert_array_equal(objects[arrays.prim_path(item)], instance == item.instance_id)


def test_segmentation_keys_are_replicators(exported):
    mapping = json.loads((exported / "instance_segmentation_mapping_0000.json").read_text())
    semantics = json.loads((exported / "instance_segmentation_semantics_mapping_0000.json").read_text())
    assert list(mapping)[:2] == ["(0, 0, 0, 0)", "(0, 0, 0, 255)"]
    assert semantics["(0, 0, 0, 0)"] == {"class": "BACKGROUND"}
    assert semantics["(0, 0, 0, 255)"] == {"class": "UNLABELLED"}
    assert list(mapping) == list(semantics)


def test_no_two_ids_share_a_colour():
    assert len({arrays.color(number) for number in range(65_536)} | {arrays.UNLABELLED_COLOR}) == 65_537


def test_images_come_back(pairs, dataset):
    for view, record in pairs:
        rgb = view.array("rgb")
        np.testing.assert_array_equal(rgb[..., :3], dataset.load(record, "rgb"))
        assert (rgb[..., 3] == 255).all()
        for name in ("distance_to_camera", "distance_to_image_plane"):
            assert view.array(name).dtype == np.float32
            np.testing.assert_array_equal(view.array(name), dataset.load(record, name))
        assert np.isinf(view.array("distance_to_camera")).any()
        normals = view.array("normals")
        assert normals.shape == (*rgb.shape[:2], 4)
        np.testing.assert_allclose(normals[..., :3] / 255 * 2 - 1, dataset.load(record, "normals"), atol=2 / 255 + 1e-3)
        assert (normals[dataset.load(record, "instance_mask") == 0][:, :3] == 127).all()


def test_the_camera_comes_back(pairs):
    for view, record in pairs:
        assert asdict(view.intrinsics()) == pytest.approx(asdict(record.intrinsics))
        np.testing.assert_allclose(view.world_from_camera(), arrays.matrix(record.world_from_camera), atol=1e-12)


def test_camera_matrices_project_as_ours_do(dataset):
    """Through row-vector view and projection, a point lands on the pixel that K gives, with reversed depth."""
    view = dataset.frame(0).views[0]
    intrinsics = Intrinsics(48, 32, 50.0, 52.0, 20.0, 17.5)
    params = arrays.camera_params(replace(view, intrinsics=intrinsics), 20.955)
    in_camera = np.array([[0.1, -0.2, 2.0], [-0.4, 0.3, 5.0]])
    pose = arrays.matrix(view.world_from_camera)
    world = np.c_[in_camera @ pose[:3, :3].T + pose[:3, 3], np.ones(2)]
    clip = world @ np.reshape(params["cameraViewTransform"], (4, 4)) @ np.reshape(params["cameraProjection"], (4, 4))
    x, y, depth = (clip[:, :3] / clip[:, 3:]).T
    np.testing.assert_allclose(np.c_[(x + 1) / 2 * 48, (1 - y) / 2 * 32], project(intrinsics, in_camera))
    np.testing.assert_allclose(depth, view.near_m / in_camera[:, 2])
    assert np.reshape(params["cameraProjection"], (4, 4))[2, 3] == -1


def test_an_off_centre_camera_comes_back(write_dataset, spec, tmp_path, frame_of):
    dataset = write_dataset(spec, frames=[])
    index, plan, [(view, images)] = frame_of(0, spec)
    intrinsics = Intrinsics(48, 32, 50.0, 52.0, 20.0, 17.5)
    write_frame(dataset.folder, index, plan, [(replace(view, intrinsics=intrinsics), images)])
    write_basic_writer(read_dataset(dataset.folder), tmp_path / "out")
    (read,) = read_basic_writer(tmp_path / "out")
    assert asdict(read.intrinsics()) == pytest.approx(asdict(intrinsics))


def test_camera_keys_are_replicators(pairs):
    params = pairs[0][0].labels("camera_params")
    fisheye = "LensP LensS MaxFOV NominalHeight NominalWidth OpticalCentre Polynomial"
    own = "Aperture ApertureOffset FocalLength FocusDistance FStop Model NearFar Projection ViewTransform"
    wanted = {f"cameraFisheye{name}" for name in fisheye.split()} | {f"camera{name}" for name in own.split()}
    assert set(params) == wanted | {"metersPerSceneUnit", "renderProductResolution", "openCVFx", "openCVFy"}
    assert params["cameraAperture"] == pytest.approx([20.955, 20.955 * 32 / 48])
    assert params["renderProductResolution"] == [48, 32]


def test_labels_the_dataset_lacks_are_left_out_and_said(write_dataset, spec_of, tmp_path):
    write_basic_writer(write_dataset(spec_of(labels=("bounding_box_2d_tight",))), tmp_path / "out")
    (view, *_) = read_basic_writer(tmp_path / "out")
    assert {name.removesuffix("_labels").removesuffix("_prim_paths") for name in view.places} == {
        "rgb",
        "bounding_box_2d_tight",
        "occlusion",
        "camera_params",
    }
    left_out = json.loads((tmp_path / "out/conventions.json").read_text())[
        "left_out_because_the_dataset_does_not_hold_it"
    ]
    assert "normals" in left_out
    assert "bounding_box_3d" in left_out
    assert "pointcloud" in left_out
    assert "bounding_box_2d_tight" not in left_out
    with pytest.raises(UserError, match="has no normals"):
        view.array("normals")


def test_a_prim_path_is_an_identifier(dataset):
    item = dataset.frame(0).views[0].instances[0]
    assert arrays.prim_path(replace(item, group="2nd cup-grün")) == "/World/_2nd_cup_gr_n_0001"


def test_files_that_cannot_be_read_are_named(exported):
    (view, *_) = read_basic_writer(exported)
    view.places["rgb"].write_bytes(b"")
    view.places["camera_params"].write_text("{")
    view.places["normals"].unlink()
    view.places["occlusion_labels"] = exported / "gone.json"
    with pytest.raises(UserError, match=r"rgb_0000.png is damaged"):
        view.array("rgb")
    with pytest.raises(UserError, match=r"camera_params_0000.json is damaged"):
        view.intrinsics()
    with pytest.raises(UserError, match="Could not read the export"):
        view.array("normals")
    with pytest.raises(UserError, match="Could not read the export"):
        view.labels("occlusion_labels")


def test_a_folder_without_such_files_is_refused(tmp_path):
    with pytest.raises(UserError, match="holds no BasicWriter files"):
        read_basic_writer(tmp_path)


def test_every_format_is_found_by_name(dataset, tmp_path):
    assert (FORMATS["coco"], FORMATS["basicwriter"]) == (write_coco, write_basic_writer)
    for name in ("coco", "basicwriter"):
        FORMATS[name](dataset, tmp_path / name)
        assert any((tmp_path / name).iterdir())
    assert read_array(tmp_path / "basicwriter" / "distance_to_camera_0001.npy").shape == (32, 48)
