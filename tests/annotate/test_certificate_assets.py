"""3D boxes and parts are held against the assets that the plan shows."""

import os
from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import certify
from scenewright.datasets.store import read_dataset
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.sheet import labelled_views
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Parts
classes: [drill, person, cube]
floor: {size_m: [9, 9], textures: [wood_oak]}
environment: {kind: color}
objects:
- {name: drills, class_name: drill, assets: [drill_cordless], position_m: {x: 0.6, z: 1}, scale: 4,
   rotation_deg: {x: {kind: uniform, low: 0, high: 360}, z: {kind: uniform, low: 0, high: 360}}}
- {name: people, class_name: person, assets: [person_woman_01], poses: [walk], position_m: {x: -0.4}}
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {x: -1.4, z: 0.5}, scale: 6}
cameras: [{position_m: {y: -4, z: 1}, look_at_m: {z: 0.9}, width_px: 200, height_px: 150}]
labels: [instance_mask, distance_to_image_plane, part_mask]
output: {frames: 4, seed: 5}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A dataset with parts; its shelf of own assets is beside it."""
    folder = tmp_path_factory.mktemp("parts")
    (folder / "project.yaml").write_text(PROJECT)
    wish = Wish(load_project(folder / "project.yaml"), folder / "data", range(4), 1, "flat")
    assert generate(wish, lambda _: None).outcome == "succeeded"
    return folder


@pytest.fixture(scope="module")
def views(folder):
    return _views(folder)


def _views(folder):
    drawing = start_drawing(load_project(folder / "project.yaml").spec, folder, "flat")
    dataset = read_dataset(folder / "data")
    return [view for index in dataset.indices for view in labelled_views(dataset, index, drawing.assets)]


def _messages(view, relation):
    found = certify([view]).violations
    assert {item.relation for item in found} <= {relation}
    return [item.message for item in found]


def _with_parts(view, changed, *ids):
    mask, instances = view.channels["part_mask"], view.channels["instance_mask"]
    wrong = np.where(np.isin(instances, ids), changed(mask), mask).astype(mask.dtype)
    return replace(view, channels={**view.channels, "part_mask": wrong})


def test_correct_parts_and_boxes_hold(views):
    certificate = certify(views)
    assert certificate.violations == ()
    assert certificate.checked["parts_are_the_assets"] == certificate.checked["boxes_3d_are_the_assets"] == 4


def test_a_part_number_that_the_asset_does_not_have_is_found(views):
    [message] = _messages(_with_parts(views[0], lambda mask: 0 * mask + 2, 3), "parts_are_the_assets")
    assert message == "object 3: its part mask says part 2, but its asset has 1"


@pytest.mark.parametrize("number", [1, 2])
def test_parts_that_are_all_one_are_found(views, number):
    for view in views:
        messages = _messages(_with_parts(view, lambda mask: 0 * mask + number, 1, 2), "parts_are_the_assets")
        assert {message.split(":")[0] for message in messages} == {"object 1", "object 2"}


def test_parts_in_another_order_are_found(views):
    for view in views:
        for number, (_, model) in enumerate(list(view.recorded_models())[:2], start=1):
            count = len(model.parts)
            for changed in (lambda mask, count=count: count + 1 - mask, lambda mask, count=count: mask % count + 1):
                assert len(_messages(_with_parts(view, changed, number), "parts_are_the_assets")) == 1


def test_parts_of_the_frame_before_are_found(views):
    stale = replace(views[1], channels={**views[1].channels, "part_mask": views[0].channels["part_mask"]})
    assert {"parts_are_the_assets", "parts_cover_objects"} == {item.relation for item in certify([stale]).violations}


@pytest.mark.parametrize("factor", [1.001, 1.5, 100])
def test_a_3d_box_that_is_too_large_is_found_without_object_coordinates(views, factor):
    record = views[0].record
    for k, item in enumerate(record.instances):
        low, high = (tuple(factor * side for side in corner) for corner in (item.extent_low, item.extent_high))
        items = list(record.instances)
        items[k] = replace(item, extent_low=low, extent_high=high)
        wrong = replace(views[0], record=replace(record, instances=tuple(items)))
        told = {found.relation: found.message for found in certify([wrong]).violations}
        assert told["boxes_3d_are_the_assets"].startswith(f"object {item.instance_id}: its 3D box of ")


def test_a_3d_box_of_another_pose_is_found(views):
    record, other = views[0].record, views[2].record
    items = list(record.instances)
    items[1] = replace(items[1], extent_low=other.instances[0].extent_low, extent_high=other.instances[0].extent_high)
    wrong = replace(views[0], record=replace(record, instances=tuple(items)))
    assert "boxes_3d_are_the_assets" in {item.relation for item in certify([wrong]).violations}


def test_an_asset_that_changed_since_or_is_gone_says_nothing_about_the_labels(folder, views):
    project = folder / "data" / "project.yaml"
    begun = project.stat().st_mtime_ns
    os.utime(project, ns=(0, 0))  # before any asset was written
    try:
        old = certify(_views(folder))
    finally:
        os.utime(project, ns=(begun, begun))
    gone = certify([replace(view, models=(None,) * len(view.models)) for view in views])
    for certificate in (old, gone):
        assert certificate.violations == ()
        assert certificate.checked["parts_are_the_assets"] == certificate.checked["boxes_3d_are_the_assets"] == 0
