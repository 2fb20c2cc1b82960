"""Held-out assets and poses: who is shown in which frames."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from scenewright.assets.loading import AssetLoader
from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame, split_of

ASSETS = AssetLoader(Path())

SHOWN = [
    "mug_classic",
    {"source": "mug_latte", "split": "train"},
    {"source": "cup_paper", "split": "validation"},
]


def shown(spec, frames=200):
    by_split = {"train": set(), "validation": set()}
    for index in range(frames):
        plan = sample_frame(spec, index, ASSETS)
        by_split[plan.split] |= {item.asset for item in plan.objects if item.group == "held"}
    return by_split


def held_out(project, share=0.25, assets=SHOWN):
    return project(
        objects=[project.group("held", count=2, assets=assets)], output={"frames": 200, "validation_share": share}
    )


def test_a_held_out_asset_is_never_seen_in_training(project):
    assert shown(held_out(project)) == {
        "train": {"mug_classic", "mug_latte"},
        "validation": {"mug_classic", "cup_paper"},
    }


@pytest.mark.parametrize("share", [0, 0.1, 0.2, 0.25, 1 / 3, 0.5, 1])
def test_the_share_of_validation_frames_is_met_by_every_run_of_frames(share):
    splits = [split_of(index, share) == "validation" for index in range(1000)]
    for start, stop in ((0, 1000), (0, 10), (17, 240), (500, 507)):
        assert abs(sum(splits[start:stop]) - share * (stop - start)) <= 1


def test_marking_an_asset_changes_no_other_choice(project):
    plain, marked = held_out(project, 0, ["mug_classic"] * 3), held_out(project, 0.5, ["mug_classic", *SHOWN[1:]])
    for index in range(20):
        one, other = sample_frame(plain, index, ASSETS), sample_frame(marked, index, ASSETS)
        assert [(item.position, item.rotation, item.scale) for item in one.objects] == [
            (item.position, item.rotation, item.scale) for item in other.objects
        ]
        assert (one.cameras, one.lights) == (other.cameras, other.lights)


@pytest.mark.parametrize(
    ("share", "assets", "words"),
    [
        (0.0, [{"source": "mug_latte", "split": "validation"}], "no asset may be shown in train frames"),
        (0.5, [{"source": "mug_latte", "split": "train"}], "no asset may be shown in validation frames"),
        (1.0, [{"source": "mug_latte", "split": "train"}], "no asset may be shown in validation frames"),
    ],
)
def test_frames_that_nothing_may_be_shown_in_are_found_before_rendering(project, share, assets, words):
    with pytest.raises(ValidationError, match=words):
        held_out(project, share, assets)


def test_poses_are_chosen_by_weight_and_clips_at_any_moment(project):
    poses = ["walk", {"name": "stand", "weight": 3}, {"name": "never", "weight": 0}]
    spec = project(objects=[project.group("people", count=4, poses=poses)])
    items = [item for index in range(250) for item in sample_frame(spec, index, ASSETS).objects]
    walking = [item for item in items if item.pose == "walk"]
    assert {item.pose for item in items} == {"walk", "stand"}
    assert 0.2 < len(walking) / len(items) < 0.3
    assert min(item.phase for item in walking) < 0.05
    assert max(item.phase for item in walking) > 0.95


def test_without_poses_nothing_is_chosen(project):
    [item] = sample_frame(project(objects=[project.group("things", count=1)]), 0, ASSETS).objects
    assert (item.pose, item.phase) == ("", 0.0)


def test_a_plan_keeps_split_pose_and_phase(project):
    spec = project(objects=[project.group("people", count=1, poses=["walk"])], output={"validation_share": 1})
    plan = sample_frame(spec, 3, ASSETS)
    assert plan.split == "validation"
    assert plan_from_json(plan_json(plan)) == plan
