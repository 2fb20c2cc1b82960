"""Normals that are wrong are found, whichever way they are wrong."""

import re
from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.transform import Rotation

from scenewright.annotate.certificate import check_view
from scenewright.annotate.normal_relations import turn_deg
from scenewright.annotate.planned_models import planned_models
from scenewright.assets.loading import AssetLoader
from scenewright.paths import shipped


def _found(view):
    return {violation.relation for violation in check_view(view)[1]}


def _in_camera(view):
    return view.channels["normals"] @ view.world_from_camera[:3, :3]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda view: -view.channels["normals"],
        _in_camera,
        lambda view: _in_camera(view) * (1, -1, -1),
        lambda view: view.channels["normals"][..., [0, 2, 1]],
        lambda view: view.channels["normals"] * (-1, 1, 1),
        lambda view: view.channels["normals"] * (1, 1, -1),
        lambda view: np.roll(view.channels["normals"], 40, 1),
    ],
    ids=["flipped", "camera frame", "OpenGL camera frame", "y up", "mirrored x", "mirrored z", "shifted"],
)
def test_wrong_normals_are_found(wrong, view, changed):
    assert "normals_follow_depth" in _found(changed.channel(view, normals=wrong(view).astype(np.float32)))


def _with_models(view):
    return replace(view, models=planned_models(view.plan, AssetLoader(shipped("presets")), 2**63))


def _turned(normals, axis, degrees):
    turn = Rotation.from_rotvec(np.radians(degrees) * np.eye(3)[axis]).as_matrix()
    return (normals.astype(np.float64) @ turn.T).astype(np.float32)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("degrees", [2, 5, -10, 18])
def test_normals_turned_by_a_few_degrees_are_found_and_measured(degrees, axis, view, changed):
    view = _with_models(view)
    ids = view.channels["instance_mask"]
    normals = _turned(view.channels["normals"], axis, degrees)
    of_objects = np.where(ids[..., None] > 0, normals, view.channels["normals"])  # so that no floor tells
    told = [v.message for v in check_view(changed.channel(view, normals=of_objects))[1]]
    turns = [float(re.search(r"turned by ([0-9.]+) degrees", text)[1]) for text in told if "turned by" in text]
    assert any(abs(turn - abs(degrees)) < 0.1 * abs(degrees) for turn in turns), told


def test_normals_of_one_object_that_are_turned_are_found_and_the_object_is_named(shapes, changed):
    named = []
    for view in map(_with_models, shapes):
        item = max(view.record.instances, key=lambda item: item.visible_px)
        if item.visible_px < 800:
            continue
        own = (view.channels["instance_mask"] == item.instance_id)[..., None]
        normals = np.where(own, _turned(view.channels["normals"], 2, 15), view.channels["normals"])
        told = [v.message for v in check_view(changed.channel(view, normals=normals))[1]]
        named += [text for text in told if text.startswith(f"object {item.instance_id}: its normals are turned by")]
    assert len(named) > 5


def test_flipped_and_turned_normals_of_the_background_are_found(view, changed):
    normals, floor = view.channels["normals"], (view.channels["instance_mask"] == 0)[..., None]
    assert "normals_follow_depth" in _found(changed.channel(view, normals=np.where(floor, -normals, normals)))
    for degrees in (2, 10):
        wrong = np.where(floor, _turned(normals, 0, degrees), normals)
        assert "background_follows_plan" in _found(changed.channel(view, normals=wrong))


def test_the_turn_between_vectors_is_found_though_half_of_them_are_rounded_off():
    rng = np.random.default_rng(4)
    slopes = rng.normal(size=(3000, 3))
    slopes /= np.linalg.norm(slopes, axis=1, keepdims=True)
    normals = _turned(slopes, 1, 7).astype(np.float64)
    normals[::2] += rng.normal(scale=0.3, size=(1500, 3))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True)
    turned, left = turn_deg(slopes, normals)
    assert turned == pytest.approx(7, abs=0.3)
    assert left < 1


def _rounded(model):
    """The model as many tools save it: each corner with the mean normal of all faces that meet there."""
    parts = []
    for part in model.parts:
        away = part.positions - part.positions.mean(axis=0)
        away /= np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9)
        parts.append(replace(part, normals=away.astype(np.float32)))
    return replace(model, parts=tuple(parts))


def test_objects_whose_corners_are_shaded_round_are_not_said_to_be_turned(shapes, changed):
    for view in map(_with_models, shapes):
        normals = _turned(view.channels["normals"], 1, 6)
        of_objects = np.where((view.channels["instance_mask"] > 0)[..., None], normals, view.channels["normals"])
        wrong = changed.channel(view, normals=of_objects)
        rounded = replace(wrong, models=tuple(map(_rounded, view.models)))
        cubes = {item.instance_id for item in view.record.instances if item.asset == "shape_cube"}
        told = [v.message for v in check_view(rounded)[1]]
        assert not [text for text in told if any(text.startswith(f"object {number}:") for number in cubes)]


def test_normals_that_are_no_unit_vectors_are_found(view, changed):
    normals = view.channels["normals"]
    for wrong in (normals * 0.99, normals * 0.5 + 0.5, np.zeros_like(normals), np.ones_like(normals), normals * np.nan):
        assert "normals_are_unit" in _found(changed.channel(view, normals=wrong))
    one_pixel = normals.copy()
    one_pixel[60, 80] = 0
    assert "normals_are_unit" in _found(changed.channel(view, normals=one_pixel))
