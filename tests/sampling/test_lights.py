"""The light that casts the shadows a surrounding picture promises."""

import math

import pytest

from scenewright.assets.suns import Sun
from scenewright.sampling.sampler import sample_frame

EASTERN = Sun((1.0, 0.0, 0.0), (1.0, 0.5, 0.25), 2 * math.pi)


class Assets:
    def __init__(self, sun):
        self._sun = sun

    def sun(self, source):
        assert source == "sky"
        return self._sun


def sunlight(project, rotation_deg=0, brightness=1.0, **light):
    environment = {"kind": "image", "images": ["sky"], "rotation_deg": rotation_deg, "brightness": brightness}
    spec = project(environment=environment, lights=[{"kind": "sun", "name": "sun", **light}])
    [planned] = sample_frame(spec, 0, Assets(EASTERN)).lights
    return planned


def test_the_sun_stands_where_the_picture_shows_it(project):
    assert sunlight(project).vector == (1.0, 0.0, 0.0)


def test_it_turns_with_the_picture(project):
    assert sunlight(project, rotation_deg=90).vector == pytest.approx((0, 1, 0), abs=1e-9)


def test_its_strength_follows_picture_brightness_and_wish(project):
    # Irradiance over pi is what `LightPlan.radiance` means.
    assert sunlight(project, brightness=0.5, intensity=3).radiance == pytest.approx((3.0, 1.5, 0.75))


def test_without_a_picture_it_stays_dark(project):
    spec = project(environment={"kind": "color"}, lights=[{"kind": "sun", "name": "sun"}])
    [planned] = sample_frame(spec, 0, Assets(None)).lights
    assert planned.radiance == (0.0, 0.0, 0.0)


def test_a_shadow_is_cast_only_if_wanted(project):
    assert sunlight(project).cast_shadow
    assert not sunlight(project, cast_shadow=False).cast_shadow


@pytest.mark.parametrize("kind", ["directional", "point"])
def test_a_temperature_tints_the_light_and_keeps_its_strength(project, kind):
    def radiance(**fields):
        light = {"kind": kind, "name": "lamp", "intensity": 2.0, **fields}
        [planned] = sample_frame(project(environment={"kind": "color"}, lights=[light]), 0, Assets(None)).lights
        return planned.radiance

    red, green, blue = radiance(temperature_k=2700)
    assert red > green > blue
    assert 0.2126 * red + 0.7152 * green + 0.0722 * blue == pytest.approx(2.0, rel=0.02)
    assert radiance(temperature_k=6500) == pytest.approx(radiance())
    assert radiance(temperature_k=12000)[2] > radiance(temperature_k=12000)[0]


def lamps(project, pictures=1, **light):
    spec = project(environment={"kind": "color"}, lights=[{"name": "lamp", **light}])
    return [sample_frame(spec, index, Assets(None)).lights for index in range(pictures)]


def test_as_many_lights_as_wanted_are_drawn_each_by_itself(project):
    wanted = {"kind": "uniform", "low": 0, "high": 3}
    hue = {"kind": "uniform", "low": 2500, "high": 9000}
    found = lamps(project, 200, kind="point", count=wanted, temperature_k=hue, position_m={"x": hue})
    assert {len(lights) for lights in found} == {0, 1, 2, 3}
    for lights in found:
        assert [light.name for light in lights] == [f"lamp-{k + 1}" for k in range(len(lights))]
        assert len({light.radiance for light in lights}) == len({light.vector for light in lights}) == len(lights)


def test_another_light_of_an_entry_moves_none_of_the_others(project):
    one, three = (
        lamps(project, kind="point", count=count, position_m={"x": {"kind": "uniform", "low": 0, "high": 1}})
        for count in (1, 3)
    )
    assert three[0][0].vector == one[0][0].vector


@pytest.mark.parametrize("kind", ["point", "spot", "area"])
def test_an_orbit_is_a_shell_around_the_target(project, kind):
    around = {} if kind == "point" else {"target_m": {"x": 2.0, "z": 1.0}}
    orbit = {"distance_m": 1.5, "azimuth_deg": {"kind": "uniform", "low": 0, "high": 360}, "elevation_deg": 40}
    for [light] in lamps(project, 50, kind=kind, orbit=orbit, **around):
        away = [a - b for a, b in zip(light.vector, light.target or (0.0, 0.0, 0.0), strict=True)]
        assert math.hypot(*away) == pytest.approx(1.5)
        assert away[2] == pytest.approx(1.5 * math.sin(math.radians(40)))


@pytest.mark.parametrize("kind", ["random", "mains"])
def test_flicker_changes_strength_between_pictures_and_not_on_average(project, kind):
    flicker = {"kind": kind, "depth": 0.3}
    strengths = [light.radiance[0] for [light] in lamps(project, 400, kind="point", flicker=flicker)]
    assert sum(strengths) / 400 == pytest.approx(1.0, abs=0.01)
    assert 0.7 <= min(strengths) < 0.72
    assert 1.28 < max(strengths) <= 1.3


def test_in_a_clip_mains_flicker_is_a_wave_in_time(project):
    flicker = {"kind": "mains", "depth": 0.5, "rate_hz": 100}
    spec = project(
        environment={"kind": "color"},
        lights=[{"name": "lamp", "kind": "point", "flicker": flicker}],
        clip={"length": 30, "rate_hz": 90},
    )
    strengths = [sample_frame(spec, index, Assets(None)).lights[0].radiance[0] for index in range(30)]
    phase = math.asin(min(1.0, max(-1.0, (strengths[0] - 1) / 0.5)))
    candidates = [
        [1 + 0.5 * math.sin(2 * math.pi * 100 * step / 90 + p) for step in range(30)] for p in (phase, math.pi - phase)
    ]
    assert any(strengths == pytest.approx(wave, abs=1e-6) for wave in candidates)


def test_a_light_in_two_places_is_refused(project):
    with pytest.raises(ValueError, match="position_m and orbit both say"):
        lamps(project, kind="point", position_m={"x": 1}, orbit={"distance_m": 1})


def test_a_drawn_colour_is_each_lamps_own_and_keeps_the_intensity(project):
    lamp = {"name": "lamp", "kind": "point", "count": 3, "intensity": 2}
    hues = {"kind": "hsv", "hue_deg": {"kind": "uniform", "low": 0, "high": 360}, "saturation": 0.5, "value": 1}
    plan = sample_frame(project(lights=[{**lamp, "drawn_color": hues}]), 0, None)
    colors = [light.radiance for light in plan.lights]
    assert len({*colors}) == 3
    assert all(max(color) == pytest.approx(2, abs=1e-6) and min(color) < 0.6 for color in colors)
