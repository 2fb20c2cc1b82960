"""Looks: what is drawn for each object, and that nothing else moves."""

import colorsys

import numpy as np
import pytest
from scipy import stats

from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec


def spec(look, count=4):
    group = {"name": "cups", "class_name": "cup", "assets": ["mug_classic"], "count": count, "look": look}
    return ProjectSpec.model_validate(
        {
            "name": "looks",
            "classes": ["cup"],
            "environment": {"kind": "color"},
            "objects": [group],
            "cameras": [{"position_m": {"y": -1, "z": 1}, "look_at_m": {}}],
            "labels": ["instance_mask"],
        }
    )


def looks(look, frames=50, count=4):
    return [item.look for index in range(frames) for item in sample_frame(spec(look, count), index, None).objects]


def srgb(linear):
    linear = np.asarray(linear)
    return np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)


def test_colours_of_a_palette_are_as_likely():
    drawn = [
        look.color for look in looks({"color": {"kind": "palette", "colors": ["#ff0000", "#00ff00", "#0000ff"]}}, 300)
    ]
    counts = [drawn.count(color) for color in ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))]
    assert sum(counts) == len(drawn)
    assert stats.chisquare(counts).pvalue > 0.001


def test_colours_by_hue_have_the_hue_saturation_and_value_that_were_asked_for():
    wish = {"kind": "hsv", "hue_deg": {"kind": "uniform", "low": 350, "high": 400}, "saturation": 0.6, "value": 0.9}
    for look in looks({"color": wish}):
        hue, saturation, value = colorsys.rgb_to_hsv(*srgb(look.color))
        assert saturation == pytest.approx(0.6, abs=1e-3)
        assert value == pytest.approx(0.9, abs=1e-3)
        assert hue * 360 > 349.9 or hue * 360 < 40.1


def test_a_share_of_the_objects_is_changed():
    drawn = looks({"color": "#ff0000", "share": 0.3}, 400)
    assert np.mean([look is not None for look in drawn]) == pytest.approx(0.3, abs=0.04)


def test_numbers_and_textures_are_drawn_for_each_object():
    look = {"roughness": {"kind": "uniform", "low": 0.2, "high": 0.8}, "textures": ["wood_oak", "brick_red"]}
    drawn = looks(look, 100)
    assert stats.kstest([item.roughness for item in drawn], stats.uniform(0.2, 0.6).cdf).pvalue > 0.001
    assert {item.texture for item in drawn} == {"wood_oak", "brick_red"}
    assert all(item.metallic is None and item.color is None for item in drawn)


def test_a_look_moves_no_other_choice():
    with_look, without = (sample_frame(spec(look), 5, None) for look in ({"color": "#ff0000"}, None))
    for one, other in zip(with_look.objects, without.objects, strict=True):
        assert (one.asset, one.position, one.rotation, one.scale) == (
            other.asset,
            other.position,
            other.rotation,
            other.scale,
        )


def test_looks_are_kept_in_the_plan():
    plan = sample_frame(spec({"color": "#12ab34", "metallic": 1, "textures": ["wood_oak"]}), 0, None)
    assert plan_from_json(plan_json(plan)) == plan


@pytest.mark.parametrize(
    "look", [{"color": "red"}, {"color": {"kind": "palette", "colors": []}}, {"roughness": 2}, {"share": -1}]
)
def test_impossible_looks_are_told(look):
    with pytest.raises(ValueError, match="look"):
        spec(look)
