"""Targets, distractors and scenery; several classes and several places in one group."""

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scenewright.sampling.sampler import sample_frame

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import Assets

BOX = {"kind": "volume", "low_m": [-3, -3, 0], "high_m": [-1, 3, 1]}
ROOM = {"kind": "volume", "low_m": [1, -3, 0], "high_m": [3, 3, 1]}


def cubes(**fields):
    return {"name": "cubes", "class_name": "thing", "assets": ["cube"], **fields}


def balls(**fields):
    return {"name": "balls", "assets": ["ball"], **fields}


def objects_of(project, *groups, frames=1, **fields):
    spec = project(objects=list(groups), **fields)
    return [item for index in range(frames) for item in sample_frame(spec, index, Assets()).objects]


def test_scenery_has_no_label_and_leaves_no_gap_in_the_ids(project):
    objects = objects_of(project, cubes(count=2), balls(role="scenery", count=2), cubes(name="more", count=1))
    assert [(item.instance_id, item.class_id, item.class_name) for item in objects] == [
        (1, 2, "thing"),
        (2, 2, "thing"),
        (0, 0, ""),
        (0, 0, ""),
        (3, 2, "thing"),
    ]


def test_a_distractor_may_have_a_class_of_its_own_or_none(project):
    objects = objects_of(
        project, cubes(), balls(role="distractor"), balls(name="named", role="distractor", class_name="other")
    )
    assert [item.instance_id for item in objects] == [1, 0, 2]


@pytest.mark.parametrize(
    ("target", "distractor", "what"),
    [
        ({}, {"class_name": "thing"}, "class 'thing'"),
        ({}, {"assets": ["ball", "cube"]}, "asset 'cube'"),
        ({"look": {"textures": ["oak"]}}, {"look": {"textures": ["tile", "oak"]}}, "texture 'oak'"),
        ({"look": {"color": "#ff0000"}}, {"look": {"color": "#ff0000"}}, "colour '#ff0000'"),
    ],
)
def test_a_distractor_shares_nothing_with_a_target_unless_it_may(project, target, distractor, what):
    groups = [cubes(**target), balls(role="distractor", **distractor)]
    with pytest.raises(ValidationError, match=f"distractors 'balls' share the {what}"):
        project(objects=groups)
    assert project(objects=[groups[0], groups[1] | {"may_share": True}])


def test_a_target_without_a_class_is_told_what_to_do(project):
    with pytest.raises(ValidationError, match="targets need a class_name; if these are not to be labelled"):
        project(objects=[cubes(class_name=None)])
    with pytest.raises(ValidationError, match="scenery is part of the background"):
        project(objects=[cubes(), balls(role="scenery", class_name="other")])


def test_the_assets_of_a_group_may_have_classes_of_their_own_by_their_weights(project):
    mixed = cubes(assets=["cube", {"source": "ball", "weight": 3, "class_name": "other"}], count=10)
    objects = objects_of(project, mixed, frames=100)
    counts = Counter((item.asset, item.class_name) for item in objects)
    assert set(counts) == {("cube", "thing"), ("ball", "other")}
    assert counts["ball", "other"] == pytest.approx(750, abs=40)


def test_places_are_chosen_by_weight_and_exactly_so_where_the_mix_is_exact(project):
    places = {"kind": "one_of", "places": [{"placement": BOX, "weight": 1}, {"placement": ROOM, "weight": 3}]}
    for mix, leeway in (("random", 40), ("exact", 1)):
        objects = objects_of(project, cubes(placement=places, count=4, mix=mix), frames=100, output={"frames": 100})
        left = np.array([item.position[0] < 0 for item in objects])
        assert left.sum() == pytest.approx(100, abs=leeway)


def test_a_place_in_several_may_not_go_by_a_group_below(project):
    places = {"kind": "one_of", "places": [{"placement": BOX}, {"placement": {"kind": "on", "of": "balls"}}]}
    with pytest.raises(ValidationError, match="which is no group above it"):
        project(objects=[cubes(placement=places), balls(role="scenery")])
