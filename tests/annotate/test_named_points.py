"""Points that a user names on any asset, and joints whose sides were swapped."""

from dataclasses import replace

import numpy as np
import pytest
import yaml

from scenewright.annotate.certificate import certify
from scenewright.assets.keypoints import keypoints_beside
from scenewright.datasets.store import read_dataset
from scenewright.geometry.camera import project
from scenewright.geometry.transforms import inverse, transform_points
from scenewright.jobs.check import check
from scenewright.jobs.drawing import start_drawing
from scenewright.jobs.generate import Wish, generate
from scenewright.jobs.project_skeletons import project_skeletons
from scenewright.jobs.sheet import labelled_views
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: Handles
classes: [mug, person]
environment: {kind: color}
objects:
- {name: mugs, class_name: mug, assets: [mug_classic], position_m: {x: 0.4, z: 0.5}, scale: 3,
   rotation_deg: {z: {kind: uniform, low: 0, high: 360}}}
- {name: people, class_name: person, assets: [person_woman_01], poses: [walk], position_m: {x: -0.4}}
cameras: [{position_m: {y: -4, z: 1}, look_at_m: {z: 0.9}, width_px: 160, height_px: 120}]
labels: [instance_mask, distance_to_image_plane, keypoints]
output: {frames: 2, seed: 5}
"""
POINTS = {
    "points": [
        {"name": "rim", "position_m": [0.0, 0.0, 0.1]},
        {"name": "handle", "position_m": [0.06, 0.0, 0.05], "sigma": 0.03},
    ],
    "edges": [["rim", "handle"]],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("named")
    (folder / "project.yaml").write_text(PROJECT)
    (folder / "keypoints").mkdir()
    (folder / "keypoints" / "mug_classic.yaml").write_text(yaml.safe_dump(POINTS))
    wish = Wish(load_project(folder / "project.yaml"), folder / "data", range(2), 1, "flat")
    assert generate(wish, lambda _: None).outcome == "succeeded"
    return folder


def test_a_project_names_points_on_a_shipped_asset(folder):
    dataset = read_dataset(folder / "data")
    for index in range(2):
        [view] = labelled_views(dataset, index)
        mug = view.record.instances[0]
        assert [point.name for point in mug.keypoints] == ["rim", "handle"]
        assert mug.skeleton == "mug_classic"
        world = transform_points(view_pose(mug), [POINTS["points"][1]["position_m"]])
        pixel = project(view.record.intrinsics, transform_points(inverse(view.world_from_camera), world))[0]
        assert (mug.keypoints[1].x, mug.keypoints[1].y) == pytest.approx(tuple(pixel), abs=0.05)


def view_pose(item):
    return np.reshape(item.world_from_object, (4, 4))


def test_the_skeletons_tell_their_names_edges_and_sigmas(folder):
    file = load_project(folder / "project.yaml")
    drawing = start_drawing(file.spec, folder, "flat")
    mug = project_skeletons(file, drawing.assets).of("mug")
    assert mug.points == ("rim", "handle")
    assert mug.edges == (("rim", "handle"),)
    assert mug.sigmas[1] == 0.03


def test_in_a_folder_of_several_models_each_has_its_own(folder, tmp_path):
    (tmp_path / "keypoints.yaml").write_text("")
    (tmp_path / "cup.keypoints.yaml").write_text("")
    assert keypoints_beside(tmp_path / "cup.usda").name == "cup.keypoints.yaml"
    assert keypoints_beside(tmp_path / "box.usda").name == "keypoints.yaml"


def test_the_certificate_looks_the_assets_up(folder):
    assert check(folder / "data", lambda _: None).outcome == "succeeded"
    views = planned(folder)
    assert certify(views).checked["keypoints_are_the_assets"] == 2
    assert certify([replace(view, models=()) for view in views]).checked["keypoints_are_the_assets"] == 0


def planned(folder):
    file = load_project(folder / "project.yaml")
    drawing = start_drawing(file.spec, folder, "flat")
    dataset = read_dataset(folder / "data")
    return [view for index in range(2) for view in labelled_views(dataset, index, drawing.assets)]


def test_joints_whose_sides_were_swapped_are_found_though_each_lies_where_it_says(folder):
    view = planned(folder)[0]
    mug, person = view.record.instances

    def other_side(name):
        sides = {"left": "right", "right": "left"}
        side, _, rest = name.partition("_")
        return f"{sides[side]}_{rest}" if side in sides else name

    by_name = {point.name: point for point in person.keypoints}
    swapped = tuple(replace(by_name[other_side(point.name)], name=point.name) for point in person.keypoints)
    wrong = replace(view, record=replace(view.record, instances=(mug, replace(person, keypoints=swapped))))
    assert {violation.relation for violation in certify([wrong]).violations} == {"keypoints_are_the_assets"}


def test_missing_and_renamed_points_are_found(folder):
    view = planned(folder)[0]
    mug, person = view.record.instances
    for points in (mug.keypoints[:1], (), (replace(mug.keypoints[0], name="brim"), mug.keypoints[1])):
        wrong = replace(view, record=replace(view.record, instances=(replace(mug, keypoints=points), person)))
        found = {violation.relation for violation in certify([wrong]).violations}
        assert found == {"keypoints_are_the_assets"}
