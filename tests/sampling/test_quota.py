"""Exact mixes: shares over the whole dataset, and nothing else moves."""

from collections import Counter

import pytest

from scenewright.sampling.quota import quota_share
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec

WEIGHTS = {"mug_classic": 1, "mug_latte": 2, "cup_paper": 1}


def spec(count=4, frames=50, mix="exact", seed=1):
    assets = [{"source": name, "weight": weight} for name, weight in WEIGHTS.items()]
    return ProjectSpec.model_validate(
        {
            "name": "quota",
            "classes": ["cup"],
            "environment": {"kind": "color"},
            "objects": [{"name": "cups", "class_name": "cup", "assets": assets, "count": count, "mix": mix}],
            "cameras": [{"position_m": {"y": -1, "z": 1}, "look_at_m": {}}],
            "labels": ["instance_mask"],
            "output": {"frames": frames, "seed": seed},
        }
    )


def counted(project, frames):
    return Counter(item.asset for index in frames for item in sample_frame(project, index, None).objects)


@pytest.mark.parametrize("seed", range(5))
def test_over_the_whole_dataset_shares_are_exact(seed):
    found = counted(spec(seed=seed), range(50))
    assert found == {"mug_classic": 50, "mug_latte": 100, "cup_paper": 50}


def test_parts_of_the_dataset_keep_them_nearly():
    found = counted(spec(frames=1000), range(100, 150))
    assert found["mug_latte"] == pytest.approx(100, abs=4)


def test_with_a_random_count_they_are_near():
    found = counted(spec(count={"kind": "uniform", "low": 1, "high": 5}, frames=300), range(300))
    total = sum(found.values())
    assert found["mug_latte"] / total == pytest.approx(0.5, abs=0.03)


def test_every_draw_is_there_once():
    for total in (1, 2, 7, 100, 144, 999):
        shares = sorted(quota_share(serial, total, 3, "x") for serial in range(total))
        assert shares == pytest.approx([(k + 0.5) / total for k in range(total)])


def test_frames_do_not_look_alike():
    project = spec()
    first = [tuple(item.asset for item in sample_frame(project, index, None).objects) for index in range(50)]
    assert len(set(first)) > 5


def test_an_exact_mix_moves_nothing_else():
    one, other = (sample_frame(spec(mix=mix), 7, None) for mix in ("exact", "random"))
    assert [item.rotation for item in one.objects] == [item.rotation for item in other.objects]
    assert one.cameras == other.cameras
