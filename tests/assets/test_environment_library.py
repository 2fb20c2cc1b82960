"""The surroundings that ship: where their light comes from, that they close, and how bright they are."""

from functools import cache

import numpy as np
import pytest

from scenewright.assets.entries import entries
from scenewright.assets.environments import read_environment

ENTRIES = {entry.name: entry for entry in entries("environment")}
LOW_SUN = [name for name, entry in ENTRIES.items() if "evening" in entry.tags]
GRID = (32, 64)
"""Rows and columns of the coarse picture that light is gathered on."""


@cache
def radiance(name):
    return read_environment(ENTRIES[name].path).radiance


@cache
def coarse(name):
    """Luminance (rows, columns) and directions (rows, columns, 3), +y in the middle, +x to the right, +z on top."""
    rows, columns = GRID
    picture = radiance(name) @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    height, width = picture.shape
    luminance = picture.reshape(rows, height // rows, columns, width // columns).mean((1, 3))
    polar = (np.arange(rows)[:, None] + 0.5) / rows * np.pi
    azimuth = ((np.arange(columns)[None] + 0.5) / columns - 0.5) * 2 * np.pi
    look = np.stack(
        [np.sin(polar) * np.sin(azimuth), np.sin(polar) * np.cos(azimuth), np.cos(polar) + 0 * azimuth], axis=-1
    )
    return luminance, look


def solid_angle():
    rows, columns = GRID
    edges = np.cos(np.arange(rows + 1) / rows * np.pi)
    return (edges[:-1] - edges[1:])[:, None] * 2 * np.pi / columns


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in LOW_SUN])
def test_the_recorded_light_is_the_one_that_most_light_comes_from(name):
    luminance, look = coarse(name)
    power = luminance * solid_angle()
    flat = look.reshape(-1, 3)
    recorded = np.array(ENTRIES[name].details["sun"]["direction"])
    gathered = _bell(flat, flat) @ power.ravel()
    assert _bell(recorded, flat) @ power.ravel() > 0.9 * gathered[flat[:, 2] > 0].max()


@pytest.mark.parametrize("name", LOW_SUN)
def test_the_glow_over_the_horizon_is_brightest_where_a_low_sun_is_recorded(name):
    luminance, look = coarse(name)
    brightest = look.reshape(-1, 3)[np.where(look[..., 2] > 0.05, luminance, 0).argmax()]
    assert brightest @ np.array(ENTRIES[name].details["sun"]["direction"]) > np.cos(np.radians(10))


def _bell(towards, look):
    """Weights that fall to 1/e within 8.5 degrees. Of two equal lamps either will do; 10 degrees beside one fails."""
    return np.exp((towards @ look.T - 1) * 2 / np.radians(8.5) ** 2)


@pytest.mark.parametrize("name", ENTRIES)
def test_the_recorded_sun_is_a_direction_a_colour_and_an_irradiance(name):
    sun = ENTRIES[name].details["sun"]
    assert np.linalg.norm(sun["direction"]) == pytest.approx(1, abs=1e-3)
    assert sun["direction"][2] > 0
    assert max(sun["color"]) == pytest.approx(1)
    assert min(sun["color"]) > 0.1
    assert 0.05 < sun["irradiance"] < 8


@pytest.mark.parametrize("name", ENTRIES)
def test_the_left_and_the_right_edge_meet(name):
    value = np.log(radiance(name)[::4].mean(-1) + 0.02)
    usual = np.percentile(np.median(np.abs(np.diff(value, axis=1)), axis=0), 90)
    seam = np.median(np.abs(value[:, 0] - value[:, -1]))  # the median, as some rows have an edge of something there
    assert seam < max(usual, 0.015)


@pytest.mark.parametrize("name", ENTRIES)
def test_all_pixels_at_a_pole_are_alike(name):
    for row in (0, -1):
        pole = radiance(name)[row].mean(-1)
        assert np.ptp(pole) < 0.25 * pole.mean()


@pytest.mark.parametrize("name", ENTRIES)
def test_a_plane_that_faces_up_is_neither_black_nor_blown(name):
    luminance, look = coarse(name)
    level = (luminance * solid_angle() * np.clip(look[..., 2], 0, None)).sum() / np.pi
    low, high = (0.15, 0.3) if "night" in ENTRIES[name].tags else (0.45, 1.2)
    assert low < level < high


@pytest.mark.parametrize("name", ENTRIES)
def test_nothing_is_brighter_than_the_engine_keeps(name):
    assert radiance(name).max() < 5000


def test_there_are_at_least_ten_and_they_are_small():
    sizes = [entry.path.stat().st_size for entry in ENTRIES.values()]
    assert len(sizes) >= 10
    assert max(sizes) <= 1.1e6
    assert sum(sizes) <= 11e6
