"""Floor, walls and ceiling are seen where the plan has them, and nothing behind them."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import certify
from scenewright.annotate.planned_models import planned_models
from scenewright.assets.loading import AssetLoader
from scenewright.geometry.camera import ray_lengths
from scenewright.jobs.drawing import start_drawing
from scenewright.spec.yaml_io import load_project

ROOM = """\
name: Room
classes: [cube]
floor: {size_m: [6, 5], textures: [wood_oak]}
room: {height_m: 3, walls: [plaster_white]}
environment: {kind: color}
objects:
- {name: cubes, class_name: cube, assets: [shape_cube], position_m: {x: 0.4, z: 0.3}, scale: 6}
- {name: balls, role: distractor, assets: [shape_sphere], position_m: {x: -0.8, z: 0.4}, scale: 6}
cameras:
- {name: wide, position_m: {x: 1, y: -2, z: 1.6}, look_at_m: {z: 1, x: -0.5}, width_px: 160, height_px: 120,
   focal_length_mm: 14}
- {name: bent, position_m: {x: 1, y: -2, z: 1.6}, look_at_m: {z: 0.2}, width_px: 160, height_px: 120,
   lens: {kind: opencv, k1: -0.2, k2: 0.03}}
labels: [instance_mask, distance_to_image_plane, distance_to_camera, normals]
output: {frames: 1, seed: 3}
"""
RELATION = "background_follows_plan"


@pytest.fixture(scope="module", params=["flat", "embedded"])
def views(request, tmp_path_factory):
    """A room with a labelled cube and a ball without label, by two cameras, one of them with a lens."""
    path = tmp_path_factory.mktemp("room") / "room.yaml"
    path.write_text(ROOM)
    drawing = start_drawing(load_project(path).spec, path.parent, request.param)
    [frame] = drawing.frames([0])
    models = planned_models(frame.plan, AssetLoader(path.parent), 2**63)
    return [replace(view, models=models) for view in drawing.labelled(frame)]


def _found(views):
    return {item.relation for item in certify(views).violations}


def _with_depth(view, changed):
    depth = view.channels["distance_to_image_plane"].astype(np.float64)
    along = changed(depth, view.channels["instance_mask"]).astype(np.float32)
    both = {"distance_to_image_plane": along, "distance_to_camera": along * ray_lengths(view.record.intrinsics)}
    return replace(view, channels={**view.channels, **both})


def test_a_correct_room_holds(views):
    certificate = certify(views)
    assert certificate.violations == ()
    assert certificate.checked[RELATION] == 2


def test_a_scene_without_floor_says_nothing(views):
    [certificate] = [certify([replace(views[0], plan=replace(views[0].plan, floor=None, room=None))])]
    assert certificate.checked[RELATION] == 0


@pytest.mark.parametrize("factor", [1.3, 1.02, np.inf])
def test_a_floor_and_walls_that_are_too_far_are_found(views, factor):
    for view in views:
        wrong = _with_depth(view, lambda depth, ids: np.where(ids == 0, factor * depth, depth))
        assert RELATION in _found([wrong])


@pytest.mark.parametrize("factor", [0.7, 0.99, 0.998])
def test_a_floor_and_walls_that_are_too_near_are_found(views, factor):
    wrong = _with_depth(views[0], lambda depth, ids: np.where(ids == 0, factor * depth, depth))
    assert RELATION in _found([wrong])


def test_a_floor_that_is_too_far_is_found_though_the_walls_are_right(views):
    view = views[0]
    floor = view.channels["normals"][..., 2] > 0.9
    wrong = _with_depth(view, lambda depth, ids: np.where((ids == 0) & floor, 1.3 * depth, depth))
    assert RELATION in _found([wrong])


def test_depth_shifted_by_a_pixel_is_found(views):
    wrong = _with_depth(views[0], lambda depth, ids: np.where(ids == 0, np.roll(depth, 1, axis=0), depth))
    assert RELATION in _found([wrong])


def test_an_object_behind_a_wall_is_found(views):
    wrong = _with_depth(views[0], lambda depth, ids: np.where(ids > 0, depth + 8, depth))
    assert RELATION in _found([wrong])


@pytest.mark.parametrize("wrong", [lambda n: -n, lambda n: n[..., [0, 2, 1]], lambda n: n * (1, 1, 0)])
def test_normals_of_the_walls_that_are_not_the_plans_are_found(views, wrong):
    view = views[0]
    told = wrong(view.channels["normals"]).astype(np.float32)
    assert RELATION in _found([replace(view, channels={**view.channels, "normals": told})])


def test_objects_without_label_are_not_taken_for_the_floor_where_nobody_knows_them(views):
    unknown = [replace(view, models=()) for view in views]
    assert certify(unknown).violations == ()
    wrong = _with_depth(unknown[0], lambda depth, ids: np.where(ids == 0, 1.3 * depth, depth))
    assert RELATION in _found([wrong])
