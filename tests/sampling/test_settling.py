"""What drops comes to rest: on something, not in something, and the same every time."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.geometry.transforms import rotation_matrix
from scenewright.sampling.bodies import Body
from scenewright.sampling.sampler import sample_frame
from scenewright.sampling.settling import PATIENCE_S, settled

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import SOLIDS, Assets
from test_placement import corners, deepest_overlap_m, frames, group

BIN = group("bins", "bin", position_m={}, rotation_deg={})
INTO = {"kind": "inside", "of": "bins"}
DROPPED = group("bricks", "brick", 8, placement=INTO, rotation={"kind": "any"}, collisions="avoid", settle=True)


def heap(project, count=4):
    return frames(project, BIN, DROPPED, count=count)


def test_settled_objects_do_not_sink_into_each_other(project):
    for plan in heap(project):
        assert len(plan.objects) + len(plan.left_out) == 9
        assert len(plan.objects) >= 8
        assert deepest_overlap_m(plan) <= 0.001


def test_settled_objects_lie_in_the_bin_they_were_dropped_into(project):
    for plan in heap(project):
        for number in range(1, len(plan.objects)):
            points = corners(plan, number)
            assert (np.abs(points[:, :2]) < [0.31, 0.21]).all()
            assert points[:, 2].min() > 0.008


def test_nothing_floats(project):
    """Moved down by 3 mm, every object runs into something."""
    for plan in heap(project, 3):
        for number in range(1, len(plan.objects)):
            lowered = corners(plan, number) - [0, 0, 0.003]
            others = [k for k in range(len(plan.objects)) if k != number]
            assert any(_touches(plan, number, k) for k in others) or lowered[:, 2].min() < 0.001


def _touches(plan, number, other):
    item = plan.objects[number]
    x, y, z = item.position
    moved = replace(item, position=(x, y, z - 0.003))
    pair = replace(plan, objects=(plan.objects[other], moved))
    return deepest_overlap_m(pair) > 0


def test_the_same_drop_ends_the_same_way(project):
    spec = project(objects=[project.group(**BIN), project.group(**DROPPED)])
    assert sample_frame(spec, 5, Assets()) == sample_frame(spec, 5, Assets())


def test_a_box_dropped_on_the_floor_lies_flat_on_it(project):
    high = {"kind": "volume", "low_m": [-0.1, -0.1, 0.3], "high_m": [0.1, 0.1, 0.5]}
    dropped = group("cubes", "cube", placement=high, rotation={"kind": "any"}, settle=True)
    for plan in frames(project, dropped, count=5):
        up = np.abs(rotation_matrix(plan.objects[0].rotation)[2]).max()
        assert up > 0.9995
        assert corners(plan)[:, 2].min() == pytest.approx(0, abs=0.001)


def test_what_falls_off_the_floor_is_left_out(project):
    beyond = {"kind": "volume", "low_m": [3, 3, 0.3], "high_m": [3.1, 3.1, 0.5]}
    dropped = group("cubes", "cube", placement=beyond, settle=True)
    [plan] = frames(project, dropped, count=1, floor={"textures": ["oak"], "size_m": [2, 2]})
    assert plan.objects == ()
    assert plan.left_out[0].reason == "fell off the floor"


def test_what_does_not_settle_stays_where_it_is(project):
    on = group("cubes", "cube", 2, placement={"kind": "on", "of": "tables"}, collisions="avoid", settle=True)
    table = group("tables", "table", position_m={}, rotation_deg={})
    for plan in frames(project, table, on, count=3):
        assert plan.objects[0].position == (0, 0, 0)
        assert all(corners(plan, k)[:, 2].min() == pytest.approx(0.74, abs=0.001) for k in (1, 2))
    assert SOLIDS["table"].boards[0].height_m == pytest.approx(0.74)


def test_what_still_moves_when_patience_ends_did_not_come_to_rest():
    """It is dropped again, which is quicker than to wait; a drop that ends in time is not cut short."""
    falling = Body("bricks", SOLIDS["brick"], (0.0, 0.0, 1.5), (1.0, 0.0, 0.0, 0.0), 1.0)
    lying = Body("bricks", SOLIDS["brick"], (0.5, 0.0, 0.05), (1.0, 0.0, 0.0, 0.0), 1.0)
    hasty = settled([falling, lying], [True, True], (4.0, 4.0), 0.4)
    patient = settled([falling, lying], [True, True], (4.0, 4.0), 3.0)
    assert hasty[0] == "did not come to rest"
    assert not isinstance(hasty[1], str)
    assert not any(isinstance(end, str) for end in patient)


def test_hollow_things_in_a_heap_lie_still_though_they_are_made_of_flat_pieces(tmp_path):
    """Cups roll from piece to piece: a heap of them crept on for seconds before turning and rolling were held."""
    assets = AssetLoader(tmp_path)
    cup = assets.solid("cup_espresso")
    at = [(0.11 * (k % 3) - 0.11, 0.11 * (k // 3 % 3) - 0.11, 0.25 + 0.11 * (k // 9)) for k in range(12)]
    tote = Body("totes", assets.solid("tote_grey"), (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), 1.0)
    restless = 0
    for seed in range(4):
        turns = np.random.default_rng(seed).normal(size=(12, 4))
        turns /= np.linalg.norm(turns, axis=1, keepdims=True)
        cups = [Body("cups", cup, place, tuple(turn), 1.0) for place, turn in zip(at, turns, strict=True)]
        ends = settled([tote, *cups], [False] + [True] * 12, (4.0, 4.0), PATIENCE_S)
        restless += sum(isinstance(end, str) for end in ends)
    assert restless <= 2
