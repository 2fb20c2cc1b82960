"""Spot and area lights: as bright as the formulas say, measured against a light of known irradiance."""

import numpy as np
import pytest
from plans import ALONG_Y, GREY, camera, frame, pinhole, thing

from scenewright.geometry.transforms import about_axis, multiply
from scenewright.render.embedded.lights import area_samples
from scenewright.sampling.plan import EnvironmentPlan, FloorPlan, LightPlan

DARK = EnvironmentPlan(None, 0.0, (0.0, 0.0, 0.0))
FLOOR = FloorPlan((4.0, 4.0), "plain", 1.0, 0.0, (0.0, 0.0))
DOWN = multiply(ALONG_Y, about_axis(0, -np.pi / 2))
EYE = camera(pinhole(121, 121, 120.0), (0.0, 0.0, 3.0), DOWN)


def brightness(engine, light, things=()):
    """The floor from above: its light (H, W), as the picture codes it."""
    view = next(engine.render([frame(things, [EYE], FLOOR, [light], DARK)])).views[0]
    return view.rgb.mean(axis=-1)


def known(engine, irradiance_over_pi):
    """How bright the floor looks under light of a known strength from straight above."""
    light = LightPlan("directional", "key", (0.0, 0.0, 1.0), (irradiance_over_pi,) * 3, False)
    return brightness(engine, light)[60, 60]


def meters(pixel):
    return (np.asarray(pixel) + 0.5 - 60.5) / 120.0 * 3.0


@pytest.mark.parametrize("height", [1.0, 2.0])
def test_a_spot_is_as_bright_as_a_point_along_its_middle(embedded, height):
    light = LightPlan("spot", "s", (0, 0, height), (0.8,) * 3, False, (0, 0, 0), np.radians(20), 0.2)
    assert brightness(embedded, light)[60, 60] == pytest.approx(known(embedded, 0.8 / height**2), abs=2)


def test_a_spot_ends_where_its_beam_ends(embedded):
    light = LightPlan("spot", "s", (0, 0, 2.0), (2.0,) * 3, False, (0, 0, 0), np.radians(20), 0.0)
    row = brightness(embedded, light)[60]
    lit = np.abs(meters(np.arange(121)))[row > row[60] * 0.3].max()
    assert lit == pytest.approx(2.0 * np.tan(np.radians(20)), abs=0.04)
    assert row[np.abs(meters(np.arange(121))) > 2.0 * np.tan(np.radians(22))].max() == 0


def test_a_soft_spot_fades_out_within_its_beam(embedded):
    def seen(softness):
        light = LightPlan("spot", "s", (0, 0, 2.0), (1.0,) * 3, False, (0, 0, 0), np.radians(20), softness)
        row = brightness(embedded, light)[60]
        return row[60], row[60 + round(0.7 * 2.0 * np.tan(np.radians(20)) / 3.0 * 120)]

    (hard_middle, hard_side), (soft_middle, soft_side) = seen(0.0), seen(1.0)
    assert soft_middle == pytest.approx(hard_middle, abs=1)
    assert soft_side < 0.8 * hard_side


@pytest.mark.parametrize("size", [0.1, 0.8])
def test_an_area_light_is_as_bright_as_the_sum_of_its_points(embedded, size):
    # Each point of a matt emitter shines with the cosine of the angle to its normal.
    area = LightPlan("area", "a", (0, 0, 1.0), (0.7,) * 3, False, (0, 0, 0), size_m=(size, size))
    seen = brightness(embedded, area)
    at = (np.arange(4) + 0.5) / 4 * size - size / 2
    for column in (60, 80, 100):
        x = float(meters(column))
        points = []
        for u in at:
            for v in at:
                cosine = 1 / np.sqrt((u - x) ** 2 + v**2 + 1)
                points.append(LightPlan("point", "p", (u, v, 1.0), (0.7 / 16 * cosine,) * 3, False))
        summed = next(embedded.render([frame([], [EYE], FLOOR, points, DARK)])).views[0].rgb.mean(axis=-1)
        assert seen[60, column] == pytest.approx(summed[60, column], rel=0.08)


def test_an_area_light_shines_to_one_side(embedded):
    light = LightPlan("area", "a", (0, 0, 1.0), (2.0,) * 3, False, (0, 0, 5.0), size_m=(0.5, 0.5))
    assert brightness(embedded, light).max() <= 12


def test_the_samples_of_an_area_light_lie_on_it_and_share_its_strength():
    light = LightPlan("area", "a", (1.0, 2.0, 3.0), (4.0, 2.0, 1.0), True, (1.0, 5.0, 3.0), size_m=(0.6, 0.2))
    samples = area_samples(light)
    at = np.array([sample.vector for sample in samples])
    assert np.allclose(at.mean(axis=0), (1, 2, 3))
    assert np.allclose(at[:, 1], 2.0)
    assert np.allclose(np.ptp(at, axis=0), (0.6 / np.sqrt(3), 0, 0.2 / np.sqrt(3)))
    assert np.allclose(np.sum([sample.radiance for sample in samples], axis=0), (4, 2, 1))


@pytest.mark.parametrize("kind", ["spot", "area"])
def test_a_thing_in_the_beam_casts_a_shadow_where_the_geometry_says(embedded, kind):
    size = (0.02, 0.02) if kind == "area" else (0.0, 0.0)

    def seen(shadow):
        light = LightPlan(kind, "s", (1.0, 0, 1.0), (1.5,) * 3, shadow, (0, 0, 0.0), np.radians(50), 0.2, size)
        return brightness(embedded, light, [thing(1, "cube", (0.0, 0.0, 0.5), scale=0.1)])

    with_shadow, without = seen(True), seen(False)
    darker = with_shadow < 0.5 * without
    # From (1, 0, 1) the cube's middle at height 0.5 falls onto x = -1.
    rows, columns = np.nonzero(darker & (meters(np.arange(121))[None, :] < -0.5))
    assert len(rows) > 20
    assert meters(columns.mean()) == pytest.approx(-1.0, abs=0.08)
    assert meters(rows.mean()) == pytest.approx(0.0, abs=0.05)


def test_changing_numbers_of_lights_are_drawn_like_fresh_ones(embedded):
    spot = LightPlan("spot", "s", (0, 0, 2.0), (1.0,) * 3, False, (0, 0, 0), np.radians(20), 0.2)
    area = LightPlan("area", "a", (0, 0, 1.0), (0.7,) * 3, False, (0, 0, 0), size_m=(0.3, 0.3))
    first = brightness(embedded, spot)
    brightness(embedded, area)
    assert np.array_equal(brightness(embedded, spot), first)


@pytest.mark.parametrize("spots", [1, 2])
@pytest.mark.parametrize("points", [0, 1, 2])
def test_lights_of_all_kinds_shine_together(embedded, spots, points):
    # Mesa's driver for processors ended the process at some of these mixes.
    sun = LightPlan("directional", "sun", (0.0, 0.0, 1.0), (0.1,) * 3, True)
    lamps = [LightPlan("point", f"p{k}", (0.3 * k, 0.0, 2.0), (0.4,) * 3, True) for k in range(points)]
    beams = [
        LightPlan("spot", f"s{k}", (0.0, 0.3 * k, 2.0), (0.4,) * 3, True, (0, 0, 0), np.radians(30), 0.2)
        for k in range(spots)
    ]
    lights, things = [sun, *lamps, *beams], [thing(1, "cup", (-0.6, 0.0, 0.05))]
    view = next(embedded.render([frame(things, [EYE], FLOOR, lights, GREY)])).views[0]
    alone = next(embedded.render([frame(things, [EYE], FLOOR, [sun], GREY)])).views[0]
    assert view.rgb[60, 75].mean() > alone.rgb[60, 75].mean() + 10
