"""The sky: where the sun stands, what it sheds, and what the model must never do."""

import math

import numpy as np
import pytest

from scenewright.sampling.plan import SkyPlan, plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.sampling.sky import sky_radiance, sun_irradiance, sun_place

GROUND = (0.2, 0.2, 0.2)


def sphere(count=4000):
    luck = np.random.default_rng(3).normal(size=(count, 3))
    return luck / np.linalg.norm(luck, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("day", "latitude", "elevation"),
    [(172, 48.0, 90 - 48 + 23.45), (355, 48.0, 90 - 48 - 23.45), (81, 0.0, 90.0), (355, -23.45, 90.0)],
)
def test_at_noon_the_sun_is_as_high_as_the_season_says(day, latitude, elevation):
    height, bearing = sun_place(12.0, day, latitude)
    assert math.degrees(height) == pytest.approx(elevation, abs=0.3)
    if elevation < 89:
        assert abs(math.degrees(bearing)) == pytest.approx(180.0, abs=0.5)


def test_it_rises_in_the_east_and_sets_in_the_west():
    height, bearing = sun_place(6.0, 81, 48.0)
    assert (math.degrees(height), math.degrees(bearing)) == pytest.approx((0.0, 90.0), abs=0.5)
    height, bearing = sun_place(18.0, 81, 48.0)
    assert (math.degrees(height), math.degrees(bearing)) == pytest.approx((0.0, -90.0), abs=0.5)


@pytest.mark.parametrize("turbidity", [2.0, 3.0, 6.0, 10.0])
@pytest.mark.parametrize("degrees", [-15, -3, 0, 1, 5, 30, 60, 89, 90])
def test_light_is_finite_and_never_below_nothing(degrees, turbidity):
    sky = SkyPlan(math.radians(degrees), turbidity, GROUND)
    light = sky_radiance(sky, sphere())
    assert np.isfinite(light).all()
    assert (light >= 0).all()
    assert light.max() > 0
    assert all(part >= 0 for part in sun_irradiance(sky))


def test_a_clear_sky_is_blue_overhead_and_brightest_around_the_sun():
    sky = SkyPlan(math.radians(40), 2.5, GROUND)
    red, _, blue = sky_radiance(sky, np.array([[0.0, -0.3, 0.95]]))[0]
    assert blue > 1.5 * red
    directions = sphere()
    directions = directions[directions[:, 2] > 0.1]
    light = sky_radiance(sky, directions).sum(axis=1)
    sun = np.array([0.0, math.cos(math.radians(40)), math.sin(math.radians(40))])
    assert math.degrees(math.acos(directions[np.argmax(light)] @ sun)) < 10


def test_a_low_sun_is_red_and_a_high_one_nearly_white():
    red, _, blue = sun_irradiance(SkyPlan(math.radians(3), 3.0, GROUND))
    assert red > 4 * blue
    red, _, blue = sun_irradiance(SkyPlan(math.radians(70), 3.0, GROUND))
    assert red < 1.5 * blue
    assert sun_irradiance(SkyPlan(math.radians(-1), 3.0, GROUND)) == (0.0, 0.0, 0.0)


def test_level_ground_under_a_high_sun_is_well_exposed():
    sky = SkyPlan(math.radians(60), 3.0, GROUND)
    directions = sphere(60_000)
    directions[:, 2] = np.abs(directions[:, 2])
    level = (sky_radiance(sky, directions) * directions[:, 2:]).mean(axis=0) * 2 * math.pi
    total = level + np.array(sun_irradiance(sky)) * math.sin(math.radians(60))
    assert total[1] / math.pi == pytest.approx(0.9, rel=0.03)


def test_evenings_are_darker_than_noon_but_not_black():
    def overhead(degrees):
        return sky_radiance(SkyPlan(math.radians(degrees), 3.0, GROUND), np.array([[0.0, 0.0, 1.0]]))[0].sum()

    ground = [
        sky_radiance(SkyPlan(math.radians(d), 3.0, GROUND), np.array([[0.0, 0.0, -1.0]]))[0, 1] for d in (60, 2, -6)
    ]
    assert ground[0] > ground[1] > ground[2] > 0.03 * ground[0]
    assert overhead(-10) > 0


def test_a_projects_sky_turns_with_the_suns_place_and_lights_with_it(project):
    environment = {"kind": "sky", "sun_azimuth_deg": 0, "sun_elevation_deg": 30}
    spec = project(environment=environment, lights=[{"kind": "sun", "name": "sun"}])
    plan = sample_frame(spec, 0, None)
    [sun] = plan.lights
    assert sun.vector == pytest.approx((math.cos(math.radians(30)), 0, 0.5), abs=1e-8)
    assert sun.cast_shadow
    assert min(sun.radiance) > 0
    assert plan_from_json(plan_json(plan)) == plan


def test_the_time_of_day_places_the_sun(project):
    time = {"hour": 18, "day": 81, "latitude_deg": 48, "north_deg": 90}
    spec = project(environment={"kind": "sky", "time": time}, lights=[{"kind": "sun", "name": "sun"}])
    [sun] = sample_frame(spec, 0, None).lights
    assert sun.vector[0] == pytest.approx(-1.0, abs=1e-3), "in the west, with north along +y"
