"""Impossible wishes are told before anything is rendered, with the line of the setting."""

import pytest

from scenewright.errors import UserError
from scenewright.jobs.generate import Wish, generate
from scenewright.spec.yaml_io import load_project

PROJECT = """\
name: trial
classes: [cube]
floor: {{textures: [wood_oak]}}
environment: {{kind: color}}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube]
  {objects}
cameras:
- {{position_m: {{y: -1, z: 1}}, look_at_m: {{}}, width_px: 32, height_px: 24, {camera}}}
labels: [instance_mask]
output: {{frames: 4, seed: 1}}
"""
AREA = "placement: {kind: surface, area: {kind: rectangle, size_m: [0.3, 0.3]}}, collisions: avoid"


def run(tmp_path, objects="count: 1", camera="far_m: 50"):
    lines = (
        objects.replace("}, collisions", "}\n  collisions")
        .replace(", scale", "\n  scale")
        .replace(", count", "\n  count")
    )
    (tmp_path / "p.yaml").write_text(PROJECT.format(objects=lines, camera=camera))
    events = []
    file = load_project(tmp_path / "p.yaml")
    return generate(Wish(file, tmp_path / "out", range(4), engine="flat"), events.append), events


def test_a_box_that_cannot_hold_the_objects_is_told(tmp_path):
    with pytest.raises(UserError, match=r"line 6: objects.0: objects 'cubes' never found a place") as caught:
        run(tmp_path, "keep_out: [{low_m: [-9, -9, -9], high_m: [9, 9, 9]}]")
    assert "keep-out zone" in str(caught.value)
    assert not list((tmp_path / "out").glob("rgb/*"))


def test_a_camera_that_can_never_see_the_target_is_told(tmp_path):
    camera = "rules: {least_in_view: 1, tries: 3}"
    with pytest.raises(UserError, match=r"line 11: cameras.0: camera 'camera' found no usable view"):
        run(tmp_path, "position_m: {x: 500}", camera)


def test_what_seldom_fits_is_a_warning(tmp_path):
    finished, events = run(tmp_path, AREA + ", count: {kind: uniform, low: 1, high: 40}")
    assert finished.outcome == "succeeded"
    assert any("found a place in trial frames" in getattr(event, "text", "") for event in events)


def test_what_fits_is_no_word_worth(tmp_path):
    finished, events = run(tmp_path, "count: 2")
    assert finished.outcome == "succeeded"
    assert not any(getattr(event, "level", "") == "warning" for event in events)


def test_a_grid_that_is_too_small_is_told_when_the_file_is_read(tmp_path):
    with pytest.raises(UserError, match="the grid has 4 places, but count can be 9"):
        run(tmp_path, "count: 9\n  placement: {kind: grid, columns: 2, rows: 2}")


def test_a_count_that_never_fits_is_told_with_the_most_that_did(tmp_path):
    area = "placement: {kind: surface, area: {kind: rectangle, size_m: [0.2, 0.2]}}, collisions: avoid"
    with pytest.raises(
        UserError, match=r"objects.0: count asks for at least 30 objects 'cubes', but never more than \d"
    ):
        run(tmp_path, area + ", count: 30")


def test_a_camera_that_looks_past_everything_is_told_even_without_rules(tmp_path):
    with pytest.raises(UserError, match=r"line 11: cameras.0: camera 'camera' has no object that is labelled in view"):
        run(tmp_path, "position_m: {x: 500}")


def test_a_far_plane_before_the_objects_is_told(tmp_path):
    with pytest.raises(UserError, match="check far_m and near_m"):
        run(tmp_path, camera="far_m: 0.3")


def test_one_blind_camera_of_two_is_a_warning(tmp_path):
    second = "- {name: rear, position_m: {y: -1}, look_at_m: {y: -9}, width_px: 32, height_px: 24}\n"
    (tmp_path / "p.yaml").write_text(
        PROJECT.format(objects="count: 1", camera="far_m: 50").replace("labels:", second + "labels:")
    )
    events = []
    file = load_project(tmp_path / "p.yaml")
    assert generate(Wish(file, tmp_path / "out", range(4), engine="flat"), events.append).outcome == "succeeded"
    assert any("Camera 'rear' has nothing labelled in view" in getattr(event, "text", "") for event in events)


@pytest.mark.parametrize(
    ("objects", "words"),
    [
        ("settle: true\n  position_m: {x: 40, z: 1}", "fell off the floor"),
        ("scale: 9\n  placement: {kind: inside, of: cubes}", "no group above it"),
        ("placement: {kind: surface, area: {kind: circle, radius_m: 30}}", "reaches 24 m beyond the floor"),
        ("scale: {kind: normal, mean: 9, standard_deviation: 1, low: 1, high: 2}", "more than 5 standard deviations"),
        ("count: {kind: choice, values: [1, 2], weights: [0, 0]}", "weights sum to zero"),
        ("scale: {kind: expression, formula: height, low: 1, high: 2}", "no variable"),
        ("keep_out: [{low_m: [-9, -9, -9], high_m: [9, 9, 9]}]", "in a keep-out zone"),
        ("rotation: {kind: face_camera}\n  placement: {kind: frustum, distance_m: 0}", "must stay above 0"),
    ],
)
def test_impossible_wishes_are_told_before_anything_is_drawn(objects, words, tmp_path):
    with pytest.raises(UserError) as caught:
        run(tmp_path, objects)
    assert words in str(caught.value)
    assert "line" in str(caught.value)
    assert not list((tmp_path / "out").glob("rgb/*"))
