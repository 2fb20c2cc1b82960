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
    finished, events = run(tmp_path, AREA + ", count: 30")
    assert finished.outcome == "succeeded"
    assert any("found a place in trial frames" in getattr(event, "text", "") for event in events)


def test_what_fits_is_no_word_worth(tmp_path):
    finished, events = run(tmp_path, "count: 2")
    assert finished.outcome == "succeeded"
    assert not any(getattr(event, "level", "") == "warning" for event in events)


def test_a_grid_that_is_too_small_is_told_when_the_file_is_read(tmp_path):
    with pytest.raises(UserError, match="the grid has 4 places, but count can be 9"):
        run(tmp_path, "count: 9\n  placement: {kind: grid, columns: 2, rows: 2}")
