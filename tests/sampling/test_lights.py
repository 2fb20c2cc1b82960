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
