"""A clip with every channel a dataset can hold: nothing of it is lost, or it is said what is."""

import json

import numpy as np
import pytest
from PIL import Image

from scenewright.datasets.basic_writer import write_basic_writer
from scenewright.datasets.basic_writer_reading import read_basic_writer
from scenewright.datasets.bop.writing import write_bop
from scenewright.datasets.files import CHANNELS
from scenewright.datasets.formats import FORMATS
from scenewright.datasets.hdf5 import read_hdf5, write_hdf5
from scenewright.datasets.readers import READERS
from scenewright.datasets.store import open_for_writing, read_dataset, write_frame
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Moving
classes: [ball, box]
clip: {length: 3, rate_hz: 10}
floor: {size_m: [3, 3], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: balls, class_name: ball, assets: [shape_sphere], scale: 2, position_m: {x: -0.1, y: -0.3, z: 0.1},
   motion: {kind: drift, velocity_m_s: {x: 0.5}}}
- {name: boxes, class_name: box, assets: [shape_cube], scale: 3, position_m: {x: 0, y: 0.1, z: 0.15}}
lights: [{name: key, kind: directional}]
cameras: [{position_m: {y: -1, z: 0.3}, look_at_m: {z: 0.1}, width_px: 80, height_px: 60, depth_sensor: {}}]
labels: [bounding_box_2d_tight, bounding_box_2d_loose, bounding_box_3d, semantic_mask, instance_mask, amodal_mask,
         part_mask, distance_to_camera, distance_to_image_plane, sensor_depth, normals, camera_normals,
         object_coordinates, forward_flow, backward_flow, scene_flow]
output: {frames: 3, seed: 2}
"""


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    place = tmp_path_factory.mktemp("clip")
    (place / "moving.yaml").write_text(PROJECT)
    wish = Wish(load_project(place / "moving.yaml"), place / "dataset", range(3), 0, "flat")
    assert generate(wish, lambda event: None).outcome == "succeeded"
    dataset = read_dataset(place / "dataset")
    assert {name for view in dataset.frame(1).views for name in view.files} == set(CHANNELS)
    return dataset


@pytest.mark.parametrize("name", ["hdf5", "webdataset"])
def test_formats_that_hold_everything_do(clip, tmp_path, name):
    FORMATS[name](clip, tmp_path / "out")
    for found in READERS[name](tmp_path / "out"):
        view = clip.frame(found.index).views[0]
        assert set(found.channels) == set(view.files)
        for channel in view.files:
            truth = clip.load(view, channel)
            assert found.channels[channel].dtype == truth.dtype
            np.testing.assert_array_equal(found.channels[channel], truth)


@pytest.mark.parametrize("name", sorted({*FORMATS} - {"coco_keypoints"}))
def test_no_format_stumbles_over_a_channel(clip, tmp_path, name):
    FORMATS[name](clip, tmp_path / "out")
    assert any((tmp_path / "out").iterdir())


def test_motion_vectors_are_the_backward_flow(clip, tmp_path):
    """The ball moves right: its points were further left in the frame before, so x is negative."""
    write_basic_writer(clip, tmp_path / "out")
    first, second, _ = read_basic_writer(tmp_path / "out")
    assert not first.array("motion_vectors").any()
    flow = clip.load(clip.frame(1).views[0], "backward_flow")
    vectors = second.array("motion_vectors")
    np.testing.assert_array_equal(vectors[..., :2], np.nan_to_num(flow))
    ball = clip.load(clip.frame(1).views[0], "instance_mask") == 1
    assert np.median(vectors[ball][:, 0]) < -1
    stated = json.loads((tmp_path / "out" / "conventions.json").read_bytes())
    assert stated["left_out_because_basicwriter_has_no_file_for_it"] == sorted(
        ["amodal_mask", "camera_normals", "forward_flow", "object_coordinates", "part_mask", "scene_flow"]
    )
    assert "motion_vectors" not in stated["left_out_because_the_dataset_does_not_hold_it"]


def test_bop_takes_whole_masks_from_the_dataset(clip, tmp_path):
    write_bop(clip, tmp_path / "out")
    hidden = 0
    for frame in clip.frames():
        bits = clip.load(frame.views[0], "amodal_mask")[..., 0]
        ids = clip.load(frame.views[0], "instance_mask")
        for k in range(2):
            place = tmp_path / "out" / "train_pbr" / "000000" / "mask" / f"{frame.index:06d}_{k:06d}.png"
            with Image.open(place) as image:
                np.testing.assert_array_equal(np.array(image) == 255, (bits >> k) & 1 == 1)
            hidden += ((bits >> k) & 1 == 1).sum() > (ids == k + 1).sum()
    assert hidden


def test_amodal_masks_of_few_and_of_many_objects_fit_one_file(made_up, tmp_path):
    with made_up(["cup"], [0, 5, 40]) as (dataset, _):
        spec = dataset.spec.replace(labels=(*dataset.spec.labels, "amodal_mask"))
        open_for_writing(tmp_path / "data", spec)
        for frame in dataset.frames():
            view = frame.views[0]
            images = {name: dataset.load(view, name) for name in view.files}
            words = (len(view.instances) + 31) // 32
            rng = np.random.default_rng(frame.index)
            images["amodal_mask"] = rng.integers(0, 2**32, (40, 64, words), np.uint32)
            write_frame(tmp_path / "data", frame.index, frame.plan, [(view, images)])
    mixed = read_dataset(tmp_path / "data")
    write_hdf5(mixed, tmp_path / "out")
    for found in read_hdf5(tmp_path / "out"):
        truth = mixed.load(mixed.frame(found.index).views[0], "amodal_mask")
        np.testing.assert_array_equal(found.channels["amodal_mask"], truth)
    assert {found.channels["amodal_mask"].shape[2] for found in read_hdf5(tmp_path / "out")} == {0, 1, 2}
