"""How many objects there are: in all, of each class, in each place."""

import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import ValidationError

from scenewright.sampling.sampler import sample_frame

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import Assets

ASSETS = Assets()
CUBES = [{"source": "cube", "class_name": "other"}, {"source": "brick", "class_name": "thing"}, "ball"]
LEFT = {"kind": "volume", "low_m": [-9, -1, 0], "high_m": [-1, 1, 1]}
RIGHT = {"kind": "volume", "low_m": [1, -1, 0], "high_m": [9, 1, 1]}


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


def plans(project, frames=30, **fields):
    spec = project(objects=[project.group("things", **fields)])
    return [sample_frame(spec, index, ASSETS) for index in range(frames)]


def test_each_class_is_there_as_often_as_its_count_says(project):
    counts = [{"class_name": "other", "count": 2}, {"class_name": "thing", "count": uniform(0, 3)}]
    found = [Counter(o.class_name for o in p.objects) for p in plans(project, assets=CUBES, class_counts=counts)]
    assert {c["other"] for c in found} == {2}
    assert {c["thing"] for c in found} == {0, 1, 2, 3}


def test_each_place_gets_as_many_as_its_count_says(project):
    places = [{"placement": LEFT, "count": uniform(0, 2)}, {"placement": RIGHT, "count": 3}]
    found = plans(project, assets=["cube"], placement={"kind": "one_of", "places": places})
    sides = [Counter(o.position[0] > 0 for o in plan.objects) for plan in found]
    assert {side[True] for side in sides} == {3}
    assert {side[False] for side in sides} == {0, 1, 2}


def test_the_groups_count_is_of_what_has_no_count_of_its_own(project):
    counts = [{"class_name": "thing", "count": 2}]
    found = [
        Counter(o.class_name for o in p.objects) for p in plans(project, assets=CUBES, class_counts=counts, count=3)
    ]
    assert all(c == {"thing": 2, "other": 3} for c in found)
    places = [{"placement": LEFT}, {"placement": RIGHT, "count": 3}]
    for plan in plans(project, assets=["cube"], count=2, placement={"kind": "one_of", "places": places}):
        assert [o.position[0] > 0 for o in plan.objects] == [False, False, True, True, True]


def test_another_count_of_one_place_moves_no_object_of_the_others(project):
    def right(count):
        places = [
            {"placement": LEFT, "count": {**uniform(0, 4), "high": 4, "low": count}},
            {"placement": RIGHT, "count": 3},
        ]
        found = plans(project, assets=["cube"], placement={"kind": "one_of", "places": places})
        return [[o for o in plan.objects if o.position[0] > 0] for plan in found]

    strip = [[(o.position, o.rotation) for o in plan] for plan in right(0)]
    assert strip == [[(o.position, o.rotation) for o in plan] for plan in right(2)]


def test_a_grid_and_a_stack_in_one_group_fill_each_by_itself(project):
    places = [
        {"placement": {"kind": "stack", "base_m": {"x": 3}}, "count": 3},
        {"placement": {"kind": "grid", "columns": 2}, "count": 2},
    ]
    plan = plans(project, 1, assets=["cube"], placement={"kind": "one_of", "places": places})[0]
    assert plan.left_out == ()
    heights = sorted(o.position[2] for o in plan.objects if o.position[0] == 3)
    assert heights == pytest.approx([0.0005, 0.101, 0.2015], abs=1e-4)
    assert sorted(o.position[0] for o in plan.objects if o.position[0] != 3) == pytest.approx([0.0, 0.3])


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"class_counts": [{"class_name": "cup", "count": 1}]}, "no asset of the group has that class"),
        ({"class_counts": [{"class_name": "thing", "count": 1}] * 2}, "names a class twice"),
        (
            {
                "placement": {
                    "kind": "one_of",
                    "places": [{"placement": {"kind": "grid"}, "count": 2}, {"placement": RIGHT, "count": 1}],
                }
            },
            "the grid has 1 places, but count can be 2",
        ),
    ],
)
def test_counts_that_cannot_be_are_told(fields, words, project):
    with pytest.raises(ValidationError, match=words):
        project(objects=[project.group("things", **fields)])


def test_things_in_a_row_stand_a_gap_apart_whatever_their_size(project):
    row = {"kind": "row", "start_m": {"x": -1, "y": 2}, "azimuth_deg": 90, "gap_m": 0.03}
    for plan in plans(
        project, 10, assets=["cube", "brick", "ball"], count=5, placement=row, rotation={"kind": "upright"}
    ):
        assert len(plan.objects) == 5
        width = {"cube": 0.1, "brick": 0.1, "ball": 0.1}
        ends = [(o.position[1] - width[o.asset] / 2, o.position[1] + width[o.asset] / 2) for o in plan.objects]
        assert ends[0][0] == pytest.approx(2, abs=1e-3)
        gaps = [later[0] - earlier[1] for earlier, later in pairwise(ends)]
        assert gaps == pytest.approx([0.03] * 4, abs=1e-3)
        assert all(o.position[0] == pytest.approx(-1, abs=1e-6) for o in plan.objects)
