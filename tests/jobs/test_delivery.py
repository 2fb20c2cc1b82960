"""A render, its proof and its exports in one go."""

import pytest

from scenewright.errors import UserError
from scenewright.jobs.delivery import deliver, export_place
from scenewright.jobs.events import Log
from scenewright.jobs.generate import Wish
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Shapes
classes: [cube]
floor: {size_m: [6, 6], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {z: 0.5}, scale: 4}
cameras:
- {position_m: {y: -3, z: 2}, look_at_m: {z: 0.3}, width_px: 64, height_px: 48}
labels: [instance_mask, bounding_box_2d_tight]
output: {frames: 4}
"""


@pytest.fixture
def wish(tmp_path):
    path = tmp_path / "project.yaml"
    path.write_text(PROJECT)
    return Wish(load_project(path), tmp_path / "out", range(4), 1, "flat")


def test_a_dataset_its_proof_and_its_exports_are_there_at_the_end(wish):
    finished = deliver(wish, ["coco", "voc"], None, lambda _: None)
    assert finished.outcome == "succeeded", finished.message
    assert (wish.folder / "certificate.html").exists()
    assert list(export_place(wish.folder, "coco").rglob("*.json"))
    assert export_place(wish.folder, "voc").is_dir()


def test_the_same_again_leaves_what_is_there(wish):
    deliver(wish, ["coco"], None, lambda _: None)
    finished = deliver(wish, ["coco"], None, lambda _: None)
    assert finished.outcome == "succeeded"
    assert "was there already" in finished.message


def test_an_export_that_fails_keeps_no_other_from_being_written(wish):
    said = []
    finished = deliver(wish, ["yolo_pose", "coco"], None, said.append)
    assert finished.outcome == "failed"
    assert "yolo_pose" in finished.message
    assert export_place(wish.folder, "coco").is_dir()
    assert [event for event in said if isinstance(event, Log) and "keypoints" in event.text]


def test_a_format_that_is_none_is_told_before_anything_is_rendered(wish):
    with pytest.raises(UserError, match="no format 'cocoa'"):
        deliver(wish, ["cocoa"], None, lambda _: None)
    assert not wish.folder.exists()


def test_a_run_that_is_stopped_exports_nothing(wish):
    finished = deliver(wish, ["coco"], None, lambda _: None, lambda: True)
    assert finished.outcome == "cancelled"
    assert not export_place(wish.folder, "coco").exists()
