"""Objects go where the project says, and not into each other; fcl and trimesh look at it independently."""

import itertools
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import trimesh
from pydantic import ValidationError
from scipy import stats

from scenewright.assets.solid import rests
from scenewright.geometry.transforms import pose_matrix, rotation_matrix
from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import SOLIDS, Assets

ASSETS = Assets()


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


def frames(project, *groups, count=30, **fields):
    spec = project(objects=[project.group(**group) for group in groups], **fields)
    return [sample_frame(spec, index, ASSETS) for index in range(count)]


def group(name, asset, count=1, **fields):
    return {"name": name, "assets": [asset], "count": count, **fields}


def meshes(plan):
    """Each object's convex pieces in the world."""
    found = []
    for item in plan.objects:
        pose = pose_matrix(item.position, item.rotation, item.scale)
        pieces = [trimesh.Trimesh(p.vertices, p.triangles).apply_transform(pose) for p in SOLIDS[item.asset].pieces]
        found.append(pieces)
    return found


def deepest_overlap_m(plan):
    """How far the worst pair of objects is inside each other, by trimesh's own collision manager."""
    worst = 0.0
    for one, other in itertools.combinations(meshes(plan), 2):
        manager, second = trimesh.collision.CollisionManager(), trimesh.collision.CollisionManager()
        for k, piece in enumerate(one):
            manager.add_object(str(k), piece)
        for k, piece in enumerate(other):
            second.add_object(str(k), piece)
        hit, contacts = manager.in_collision_other(second, return_data=True)
        if hit:
            worst = max([worst, *(contact.depth for contact in contacts)])
    return worst


def corners(plan, number=0):
    item = plan.objects[number]
    return SOLIDS[item.asset].points @ rotation_matrix(item.rotation).T * item.scale + item.position


CROWD = {"kind": "surface", "area": {"kind": "rectangle", "size_m": [0.7, 0.7]}}


def test_objects_that_avoid_collisions_do_not_overlap(project):
    plans = frames(
        project, group("bricks", "brick", 12, placement=CROWD, collisions="avoid", rotation={"kind": "upright"})
    )
    assert max(deepest_overlap_m(plan) for plan in plans) == 0
    assert np.mean([len(plan.objects) for plan in plans]) > 11


def test_without_the_wish_they_may(project):
    plans = frames(project, group("bricks", "brick", 12, placement=CROWD), count=5)
    assert max(deepest_overlap_m(plan) for plan in plans) > 0.01


def test_spacing_is_kept(project):
    plans = frames(project, group("cubes", "cube", 8, placement=CROWD, collisions="avoid", spacing_m=0.05), count=15)
    for plan in plans:
        for one, other in itertools.combinations(meshes(plan), 2):
            manager = trimesh.collision.CollisionManager()
            manager.add_object("one", one[0])
            assert manager.min_distance_single(other[0]) > 0.0499


def test_what_finds_no_place_is_left_out_with_the_reason(project):
    tight = {"kind": "surface", "area": {"kind": "rectangle", "size_m": [0.2, 0.2]}}
    [plan] = frames(project, group("cubes", "cube", 20, placement=tight, collisions="avoid"), count=1)
    assert 1 <= len(plan.objects) <= 9
    assert len(plan.objects) + len(plan.left_out) == 20
    assert plan.left_out[-1].reason == "50 x runs into 'cubes'"
    assert [item.instance_id for item in plan.objects] == list(range(1, len(plan.objects) + 1))
    assert plan_from_json(plan_json(plan)) == plan


def test_one_more_object_moves_none_before_it(project):
    def crowd(count):
        return frames(project, group("bricks", "brick", count, placement=CROWD, collisions="avoid"), count=5)

    for fewer, more in zip(crowd(4), crowd(9), strict=True):
        assert more.objects[: len(fewer.objects)] == fewer.objects


def test_standing_objects_touch_the_surface_from_above(project):
    any_way = {"kind": "any"}
    for plan in frames(project, group("bricks", "brick", 1, placement={**CROWD, "height_m": 0.3}, rotation=any_way)):
        assert corners(plan)[:, 2].min() == pytest.approx(0.3005, abs=1e-6)


@pytest.mark.parametrize(
    ("area", "inside"),
    [
        (
            {"kind": "rectangle", "center_m": [1, 2], "size_m": [2, 1]},
            lambda x, y: abs(x - 1) <= 1 and abs(y - 2) <= 0.5,
        ),
        ({"kind": "circle", "center_m": [1, 0], "radius_m": 0.5}, lambda x, y: (x - 1) ** 2 + y**2 <= 0.25),
        (
            {"kind": "polygon", "points_m": [[0, 0], [2, 0], [2, 2], [1, 0.5]]},
            lambda x, y: y <= 2 and (x >= 1 or y <= x / 2),
        ),
    ],
)
def test_places_lie_in_their_area(project, area, inside):
    plans = frames(project, group("balls", "ball", 3, placement={"kind": "surface", "area": area}))
    assert all(inside(item.position[0], item.position[1]) for plan in plans for item in plan.objects)


def test_a_circle_is_filled_evenly(project):
    area = {"kind": "surface", "area": {"kind": "circle", "radius_m": 2}}
    plans = frames(project, group("balls", "ball", 1, placement=area), count=1000, output={"coverage": "random"})
    radii = [np.hypot(*plan.objects[0].position[:2]) for plan in plans]
    assert stats.kstest(radii, lambda r: (r / 2) ** 2).pvalue > 1e-3


def test_a_shell_is_filled_evenly(project):
    shell = {"kind": "sphere", "radius_m": 2, "inner_radius_m": 1, "center_m": {"z": 5}}
    plans = frames(project, group("balls", "ball", 1, placement=shell), count=1000, output={"coverage": "random"})
    places = np.array([plan.objects[0].position for plan in plans]) - [0, 0, 5]
    radii = np.linalg.norm(places, axis=1)
    assert stats.kstest(radii, lambda r: (r**3 - 1) / 7).pvalue > 1e-3
    assert stats.kstest(places[:, 2] / radii, stats.uniform(-1, 2).cdf).pvalue > 1e-3


def test_a_volume_is_a_box_in_the_air(project):
    volume = {"kind": "volume", "low_m": [-1, 0, 1], "high_m": [1, 2, 3]}
    places = np.array([p.objects[0].position for p in frames(project, group("b", "ball", placement=volume), count=64)])
    assert (places.min(axis=0) >= [-1, 0, 1]).all()
    assert (places.max(axis=0) <= [1, 2, 3]).all()
    assert np.ptp(places, axis=0).min() > 1.9


def test_keep_out_zones_stay_empty(project):
    zone = {"low_m": [-0.2, -0.2, 0], "high_m": [0.2, 0.2, 1]}
    for plan in frames(project, group("cubes", "cube", 4, placement=CROWD, keep_out=[zone])):
        for number in range(len(plan.objects)):
            low, high = corners(plan, number).min(axis=0), corners(plan, number).max(axis=0)
            assert (low[:2] >= 0.2).any() or (high[:2] <= -0.2).any()


TABLE = group("tables", "table", placement={"kind": "surface", "area": {"kind": "rectangle", "size_m": [2, 2]}})
TURNED = {"kind": "upright", "yaw_deg": uniform(0, 360)}


def test_things_stand_on_the_top_of_a_turned_table_and_not_over_its_edge(project):
    cups = group("cubes", "cube", 3, placement={"kind": "on", "of": "tables"}, rotation=TURNED)
    for plan in frames(project, {**TABLE, "rotation": TURNED}, cups):
        table = plan.objects[0]
        for number in (1, 2, 3):
            local = (corners(plan, number) - table.position) @ rotation_matrix(table.rotation)
            assert local[:, 2].min() == pytest.approx(0.74, abs=0.002)
            assert np.abs(local[:, 0]).max() <= 0.6 + 1e-9
            assert np.abs(local[:, 1]).max() <= 0.4 + 1e-9


def test_what_stands_on_a_table_keeps_its_spacing_from_its_neighbours_and_not_from_the_table(project):
    on = {"kind": "on", "of": "tables"}
    cubes = group("cubes", "cube", 4, placement=on, collisions="avoid", spacing_m=0.05)
    plans = frames(project, TABLE, cubes)
    assert all(plan.left_out == () for plan in plans)
    for plan in plans:
        places = np.array([item.position for item in plan.objects[1:]])
        gaps = np.maximum(np.abs(places[:, None, :2] - places[None, :, :2]) - 0.1, 0)
        assert (np.linalg.norm(gaps, axis=2) + np.eye(4)).min() >= 0.05 - 1e-4


def test_pieces_that_bulge_over_a_board_do_not_keep_things_off_it(project, monkeypatch):
    # CoACD's pieces reach a few millimetres beyond the true surface: here the whole table does.
    table = SOLIDS["table"]
    bulging = [replace(piece, vertices=np.add(piece.vertices, (0, 0, 0.004))) for piece in table.pieces]
    monkeypatch.setitem(SOLIDS, "table", replace(table, pieces=tuple(bulging)))
    cubes = group("cubes", "cube", 2, placement={"kind": "on", "of": "tables"}, collisions="avoid")
    assert all(plan.left_out == () for plan in frames(project, TABLE, cubes))


def test_any_board_of_a_shelf_carries(project):
    shelf = group("shelves", "shelf")
    on = {"kind": "on", "of": "shelves", "levels": "any"}
    plans = frames(
        project, shelf | {"position_m": {}, "rotation_deg": {}, "scale": 1}, group("cubes", "cube", 2, placement=on)
    )
    heights = {round(corners(plan, number)[:, 2].min(), 2) for plan in plans for number in (1, 2)}
    assert heights == {0.12, 0.52, 0.92}


def test_what_is_larger_than_its_place_is_left_out_in_words(project):
    cups = group("tables2", "table", placement={"kind": "on", "of": "cubes"})
    [plan] = frames(project, group("cubes", "cube", position_m={}, rotation_deg={}), cups, count=1)
    assert "is larger than the place on 'cubes'" in plan.left_out[0].reason


def test_without_its_carrier_nothing_is_placed(project):
    [plan] = frames(
        project, {**TABLE, "count": 0}, group("c", "cube", placement={"kind": "on", "of": "tables"}), count=1
    )
    assert plan.left_out[0].reason == "50 x there is no 'tables' in this frame"


def test_things_lie_inside_a_bin(project):
    bin_ = group("bins", "bin", position_m={}, rotation_deg={})
    balls = group("balls", "ball", 3, placement={"kind": "inside", "of": "bins"}, collisions="avoid")
    for plan in frames(project, bin_, balls):
        for number in range(1, len(plan.objects)):
            low, high = corners(plan, number).min(axis=0), corners(plan, number).max(axis=0)
            assert (np.abs([low[:2], high[:2]]) < [0.29, 0.19]).all()
            assert low[2] == pytest.approx(0.0105, abs=1e-6)


def test_a_neighbour_stands_at_its_gap(project):
    beside = {"kind": "next_to", "of": "bricks", "gap_m": 0.03, "azimuth_deg": 0}
    brick = group("bricks", "brick", position_m={"z": 0}, rotation_deg={})
    [plan] = frames(project, brick, group("cubes", "cube", placement=beside), count=1)
    assert corners(plan, 1)[:, 0].min() == pytest.approx(0.1 + 0.03)
    assert corners(plan, 1)[:, 2].min() == pytest.approx(0.0)


def test_a_grid_is_filled_place_by_place(project):
    grid = {"kind": "grid", "columns": 3, "rows": 2, "layers": 2, "spacing_m": [0.2, 0.3, 0.15]}
    [plan] = frames(project, group("cubes", "cube", 12, placement=grid), count=1)
    places = {tuple(np.round(item.position, 2)) for item in plan.objects}
    assert places == {(x, y, z) for x in (0.0, 0.2, 0.4) for y in (0.0, 0.3) for z in (0.0, 0.15)}


def test_a_grid_may_have_gaps(project):
    grid = {"kind": "grid", "columns": 10, "filled": 0.5, "spacing_m": [0.2, 0.2, 0.2]}
    plans = frames(project, group("cubes", "cube", 10, placement=grid))
    assert all(len(plan.objects) == 5 for plan in plans)
    assert len({tuple(sorted(round(item.position[0], 1) for item in plan.objects)) for plan in plans}) > 10


def test_a_stack_rises_without_gaps_or_overlap(project):
    [plan] = frames(project, group("bricks", "brick", 5, placement={"kind": "stack", "base_m": {"x": 1}}), count=1)
    bottoms = [corners(plan, k)[:, 2].min() for k in range(5)]
    assert np.diff(bottoms) == pytest.approx([0.0505] * 4, abs=1e-4)


def test_in_front_of_the_camera_is_where_the_image_says(project):
    camera = {"name": "eye", "position_m": {"y": -4, "z": 1}, "look_at_m": {"z": 1}, "width_px": 640, "height_px": 480}
    placement = {"kind": "frustum", "distance_m": 3, "horizontal": 1, "vertical": 0}
    [plan] = frames(project, group("balls", "ball", placement=placement), count=1, cameras=[camera])
    # Half of 20.955 mm over 24 mm, at 3 m.
    assert plan.objects[0].position == pytest.approx((3 * 20.955 / 2 / 24, -1, 1), abs=1e-6)


def test_objects_can_face_the_camera(project):
    camera = {"name": "eye", "position_m": {"x": 3, "y": 3, "z": 1}, "look_at_m": {}}
    face = {"kind": "face_camera"}
    [plan] = frames(project, group("c", "cube", rotation=face, position_m={}), count=1, cameras=[camera])
    front = rotation_matrix(plan.objects[0].rotation) @ [0, -1, 0]
    assert front == pytest.approx([np.sqrt(0.5), np.sqrt(0.5), 0], abs=1e-6)


def rotations(project, rotation, asset="cube", count=2000):
    plans = frames(
        project, group("c", asset, rotation=rotation, position_m={}), count=count, output={"coverage": "random"}
    )
    return np.array([rotation_matrix(plan.objects[0].rotation) for plan in plans])


def test_any_rotation_is_uniform_over_all_orientations(project):
    turns = rotations(project, {"kind": "any"})
    for row, column in itertools.product(range(3), range(3)):
        assert stats.kstest(turns[:, row, column], stats.uniform(-1, 2).cdf).pvalue > 1e-3
    # The angle of a uniform rotation has the density (1 - cos a) / pi.
    angles = np.arccos(np.clip((np.trace(turns, axis1=1, axis2=2) - 1) / 2, -1, 1))
    assert stats.kstest(angles, lambda a: (a - np.sin(a)) / np.pi).pvalue > 1e-3


def test_tilted_objects_stay_within_the_cone_and_fill_it_evenly(project):
    turns = rotations(project, {"kind": "tilt", "most_deg": 30})
    cosines = turns[:, 2, 2]
    least = np.cos(np.radians(30))
    assert stats.kstest(cosines, stats.uniform(least, 1 - least).cdf).pvalue > 1e-3
    sides = np.arctan2(turns[:, 1, 2], turns[:, 0, 2])
    assert stats.kstest(sides, stats.uniform(-np.pi, 2 * np.pi).cdf).pvalue > 1e-3


def test_resting_objects_lie_on_their_faces_the_larger_the_likelier(project):
    turns = rotations(project, {"kind": "resting"}, "brick", 600)
    up = np.abs(turns[:, 2, :])  # which of the brick's own axes points up
    assert (up.max(axis=1) > 0.9999).all()
    on_axis = np.bincount(up.argmax(axis=1), minlength=3) / len(turns)
    assert on_axis[2] > on_axis[1] > on_axis[0]
    assert on_axis[2] > 0.6


def test_a_ball_of_thousands_of_faces_can_lie_on_all_of_them():
    ways = rests(trimesh.creation.icosphere(subdivisions=4).vertices)
    assert len(ways) > 1000
    assert sum(way.share for way in ways) == pytest.approx(1)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"placement": {"kind": "on", "of": "nobody"}}, "no group above it"),
        ({"placement": {"kind": "frustum", "camera": "third", "distance_m": 1}}, "which is no camera"),
        ({"placement": {"kind": "sphere", "radius_m": 1, "inner_radius_m": 2}}, "inner_radius_m must be below"),
        ({"placement": CROWD, "position_m": {"x": 1}}, "position_m and placement both"),
        ({"rotation": {"kind": "any"}, "rotation_deg": {"x": 1}}, "rotation_deg and rotation both"),
        ({"keep_out": [{"low_m": [0, 0, 0], "high_m": [1, 0, 1]}]}, "must be below"),
        (
            {"placement": {"kind": "surface", "area": {"kind": "polygon", "points_m": [[0, 0], [1, 1], [2, 2]]}}},
            "no area",
        ),
    ],
)
def test_impossible_wishes_are_refused_before_rendering(project, fields, words):
    with pytest.raises(ValidationError, match=words):
        project(objects=[project.group("things", **fields)])
