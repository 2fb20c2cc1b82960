"""Where a picture's light comes from, and that shadows follow it."""

import math
from pathlib import Path

import numpy as np
import pytest

from scenewright.assets.library import library
from scenewright.assets.loading import AssetLoader
from scenewright.assets.suns import Sun, recorded_sun, strongest_light
from scenewright.errors import UserError

SIZE = (128, 256)


def lamp(direction, radius_deg=6.0, level=50.0):
    """A grey picture with a round lamp."""
    height, width = SIZE
    polar = (np.arange(height)[:, None] + 0.5) / height * np.pi
    around = ((np.arange(width)[None] + 0.5) / width - 0.5) * 2 * np.pi
    x, y, z = np.sin(polar) * np.sin(around), np.sin(polar) * np.cos(around), np.cos(polar) + 0 * around
    inside = np.stack([x, y, z], -1) @ (np.array(direction) / np.linalg.norm(direction)) > math.cos(
        math.radians(radius_deg)
    )
    return np.where(inside[..., None], level, 0.2).astype(np.float32) * np.ones(3, np.float32)


def degrees_between(one, other):
    one, other = np.array(one), np.array(other)
    return math.degrees(math.acos(min(1.0, float(one @ other / np.linalg.norm(one) / np.linalg.norm(other)))))


@pytest.mark.parametrize("direction", [(1, 0, 0.5), (0, -1, 0.3), (-1, 1, 2), (0, 0, 1), (0.001, -1, 0.2)])
def test_the_strongest_light_is_where_the_lamp_is(direction):
    assert degrees_between(strongest_light(lamp(direction)).direction, direction) < 1.5


def test_of_two_lamps_the_stronger_one_counts_and_not_the_middle():
    picture = np.maximum(lamp((1, 0, 0.4), level=60), lamp((-1, 0, 0.4), level=30))
    assert degrees_between(strongest_light(picture).direction, (1, 0, 0.4)) < 3


def test_its_color_and_strength_are_the_lamps():
    picture = lamp((1, 0, 0.5), radius_deg=3.0, level=100.0) * np.array([0.5, 1.0, 0.25], np.float32)
    sun = strongest_light(picture)
    solid_angle = 2 * math.pi * (1 - math.cos(math.radians(3)))
    assert sun.color == pytest.approx((0.5, 1, 0.25), rel=0.01)
    assert sun.irradiance == pytest.approx(100 * solid_angle, rel=0.1), "of the channel that gets most"


def test_a_sun_of_a_few_pixels_and_its_glow_give_all_their_light():
    height, width = 1024, 2048
    polar = (np.arange(height)[:, None] + 0.5) / height * np.pi
    around = ((np.arange(width)[None] + 0.5) / width - 0.5) * 2 * np.pi
    towards = (math.cos(0.7), 0.0, math.sin(0.7))
    cosine = np.sin(polar) * np.sin(around) * towards[0] + np.cos(polar) * towards[2]
    disc = cosine > math.cos(math.radians(0.27))
    solid = np.broadcast_to(np.sin(polar) * (np.pi / height) * (2 * np.pi / width), disc.shape)
    level = 5.0 / solid[disc].sum()
    picture = (np.where(disc, level, 0.3)[..., None] * np.array([1, 0.9, 0.7])).astype(np.float32)
    sun = strongest_light(picture)
    assert degrees_between(sun.direction, towards) < 0.3
    # What is more than half as bright as the sky around it counts: here all of the sky within 15 degrees.
    glow = 0.3 * math.pi * math.sin(math.radians(15)) ** 2
    assert sun.irradiance == pytest.approx(5.0 + glow, rel=0.02)


def test_a_black_picture_has_a_light_without_strength_from_above():
    sun = strongest_light(np.zeros((*SIZE, 3), np.float32))
    assert (sun.direction, sun.irradiance) == ((0.0, 0.0, 1.0), 0.0)


def test_a_recorded_sun_is_read_and_made_a_unit_vector():
    details = {"sun": {"direction": [0, 3, 4], "color": [1, 0.9, 0.8], "irradiance": 12.5}}
    assert recorded_sun(details, "here") == Sun((0.0, 0.6, 0.8), (1.0, 0.9, 0.8), 12.5)


@pytest.mark.parametrize("details", [{}, {"sun": {"direction": [0, 0, 1], "color": [1, 1, 1], "irradiance": None}}])
def test_what_is_not_recorded_is_looked_for(details):
    assert recorded_sun(details, "here") is None


def test_a_sun_that_is_none_is_refused():
    with pytest.raises(UserError, match="does not describe a sun"):
        recorded_sun({"sun": {"direction": [0, 1], "color": [1], "irradiance": 1}}, "here")


@pytest.mark.parametrize("name", library("environment"))
def test_every_shipped_environment_has_a_light(name):
    sun = AssetLoader(Path()).sun(name)
    assert np.linalg.norm(sun.direction) == pytest.approx(1)
    assert sun.irradiance > 0
    assert max(sun.color) == pytest.approx(1, abs=0.02)
