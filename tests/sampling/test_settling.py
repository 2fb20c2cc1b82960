"""What drops comes to rest: on something, not in something, and the same every time."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scenewright.geometry.transforms import rotation_matrix
from scenewright.sampling.sampler import sample_frame

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
