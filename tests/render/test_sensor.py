"""Sensor effects: each does what its numbers say, and nothing to labels."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.render.sensor import beside_labels_px, through_sensor
from scenewright.sampling.plan import SensorPlan
from scenewright.sampling.sensor import _gains
from scenewright.sampling.temperature import blackbody_rgb

PERFECT = SensorPlan((1.0, 1.0, 1.0), 0.0, 0.0, (0.0, 0.0), 0.0, 0.0, 0.0, 1.0, 1.0, None, 7)
LUCK = np.random.default_rng(5)
PICTURE = LUCK.integers(0, 256, (60, 80, 3), dtype=np.uint8)


def grey(value=128, size=(200, 300)):
    return np.full((*size, 3), value, np.uint8)


def linear(pixels):
    values = np.asarray(pixels, float) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def dot(size=61):
    picture = np.zeros((size, size, 3), np.uint8)
    picture[size // 2, size // 2] = 255
    return picture


def test_a_perfect_sensor_changes_nothing():
    assert np.array_equal(through_sensor(PICTURE, PERFECT), PICTURE)


def test_noise_has_the_variance_that_it_says():
    sensor = replace(PERFECT, shot_noise=0.03, read_noise=0.01)
    for value in (60, 128, 220):
        light = linear(through_sensor(grey(value), sensor))
        assert light.mean() == pytest.approx(linear(value), abs=0.002)
        expected = 0.03**2 * linear(value) + 0.01**2
        assert light.var() == pytest.approx(expected, rel=0.05)


def test_noise_is_that_of_its_seed():
    noisy = replace(PERFECT, shot_noise=0.03)
    assert np.array_equal(through_sensor(PICTURE, noisy), through_sensor(PICTURE, noisy))
    assert not np.array_equal(through_sensor(PICTURE, noisy), through_sensor(PICTURE, replace(noisy, seed=8)))


def test_blur_keeps_light_and_has_its_width():
    light = linear(
        through_sensor(np.where(dot() > 0, 255, 0).astype(np.uint8).repeat(1, 0), replace(PERFECT, blur_px=1.5))
    )
    y, x = np.mgrid[-30:31, -30:31]
    weights = light[..., 0]
    assert weights.sum() == pytest.approx(1, abs=0.1)
    assert (weights * x**2).sum() / weights.sum() == pytest.approx(1.5**2, rel=0.15)
    assert (weights * y**2).sum() / weights.sum() == pytest.approx(1.5**2, rel=0.15)


def test_motion_smears_along_its_way_only():
    light = linear(through_sensor(dot(), replace(PERFECT, motion_px=(10.0, 0.0))))[..., 0]
    assert light.sum() == pytest.approx(1, abs=0.05)
    assert (light[30] > 0.03).sum() == pytest.approx(11, abs=1)
    assert light[29].max() < 0.01


def test_vignetting_takes_its_share_from_the_corners():
    light = linear(through_sensor(grey(200, (401, 401)), replace(PERFECT, vignetting=0.4)))[..., 0]
    assert light[200, 200] == pytest.approx(linear(200), abs=0.005)
    assert light[0, 0] / light[200, 200] == pytest.approx(0.6, abs=0.01)
    assert light[200, 0] > light[0, 0]


def test_chromatic_aberration_parts_red_and_blue_in_the_corners():
    picture = np.zeros((201, 301, 3), np.uint8)
    picture[:, 260:264] = 255
    light = linear(through_sensor(picture, replace(PERFECT, aberration_px=4.0)))
    columns = np.arange(301)
    red, green, blue = ((light[100, :, k] * columns).sum() / light[100, :, k].sum() for k in range(3))
    # In the corner, at 181 px from the middle, it is 4 px: here, at 111 px, the share of that.
    assert red - blue == pytest.approx(4 * (green - 150) / 180.9, rel=0.1)
    assert red > green > blue


def test_white_balance_keeps_luminance_and_turns_light_of_that_temperature_grey():
    gains = np.array(_gains(3000.0))
    assert gains @ [0.2126, 0.7152, 0.0722] == pytest.approx(1)
    seen = np.array(blackbody_rgb(3000.0)) / blackbody_rgb(6500.0) * gains
    assert seen == pytest.approx(seen.mean())
    assert _gains(6500.0) == pytest.approx((1, 1, 1))
    assert gains[2] > gains[0], "less than 6500 K makes pictures bluer"


@pytest.mark.parametrize(
    ("kelvin", "srgb"),  # Charity's table of black bodies by CIE 1931 2 degrees, largest channel 255
    [(2000, (255, 137, 14)),
     (3000, (255, 180, 107)), (5000, (255, 228, 206)), (6500, (255, 249, 253)), (10000, (202, 218, 255))],
)  # fmt: skip
def test_black_bodies_have_the_colours_of_tables(kelvin, srgb):
    light = np.array(blackbody_rgb(kelvin))
    light = light / light.max()
    assert light == pytest.approx(linear(srgb), abs=0.035)


def test_contrast_and_saturation_are_about_middle_grey():
    low = through_sensor(PICTURE, replace(PERFECT, contrast=0.5)).astype(float)
    assert low == pytest.approx(127.5 + (PICTURE.astype(float) - 127.5) * 0.5, abs=1)
    dull = through_sensor(PICTURE, replace(PERFECT, saturation=0.0)).astype(int)
    assert np.ptp(dull, axis=2).max() <= 1


def test_compression_leaves_its_traces():
    y, x = np.mgrid[0:96, 0:128]
    smooth = np.stack([128 + 90 * np.sin(x / 9), 128 + 90 * np.cos(y / 7), 128 + 0 * x], axis=-1).astype(np.uint8)
    rough = through_sensor(smooth, replace(PERFECT, jpeg_quality=10))
    fine = through_sensor(smooth, replace(PERFECT, jpeg_quality=98))
    error = [np.abs(made.astype(int) - smooth).mean() for made in (rough, fine)]
    assert error[0] > 2 * error[1] > 0


def test_out_of_focus_a_point_spreads_over_the_thin_lenss_disk():
    sensor = replace(PERFECT, aperture_m=0.02, focus_m=1.0)
    picture = dot(121)
    for depth in (0.5, 4.0):
        seen = linear(through_sensor(picture, sensor, np.full(picture.shape[:2], depth, np.float32), 600.0))[..., 0]
        diameter = 600.0 * 0.02 * abs(1 / 1.0 - 1 / depth)
        columns = np.arange(121) - 60.0
        deviation = np.sqrt((seen.sum(axis=0) * columns**2).sum() / seen.sum())
        assert deviation == pytest.approx(diameter / 4, rel=0.12)  # of a disk, along one axis


def test_what_is_in_focus_stays_sharp_before_a_blurred_background():
    sensor = replace(PERFECT, aperture_m=0.02, focus_m=1.0)
    depth = np.full(PICTURE.shape[:2], 5.0, np.float32)
    depth[20:40, 20:60] = 1.0
    seen = through_sensor(PICTURE, sensor, depth, 600.0)
    assert np.abs(seen[20:40, 20:60].astype(int) - PICTURE[20:40, 20:60]).max() <= 1
    assert seen[:15].std() < 0.4 * PICTURE[:15].std()


def test_an_even_picture_is_even_however_it_is_blurred():
    depth = np.random.default_rng(2).uniform(0.3, 9, (60, 80)).astype(np.float32)
    seen = through_sensor(grey(128, (60, 80)), replace(PERFECT, aperture_m=0.02, focus_m=1.0), depth, 600.0)
    assert np.abs(seen.astype(int) - 128).max() <= 1


def test_a_rolling_shutter_skews_rows_about_the_middle_one():
    picture = grey(0, (101, 200))
    picture[:, 100] = 255
    rolled = through_sensor(picture, replace(PERFECT, rolling_px=(20.0, 0.0)))
    columns = linear(rolled)[..., 0] @ np.arange(200) / linear(rolled)[..., 0].sum(axis=1)
    assert columns[[0, 50, 100]] == pytest.approx([90.1, 100, 109.9], abs=0.1)
    assert np.diff(columns) == pytest.approx(np.full(100, 20 / 101), abs=0.15)


def test_a_rolling_shutter_while_the_picture_moves_down_stretches_it():
    picture = grey(0, (101, 30))
    picture[40] = picture[60] = 255
    light = linear(through_sensor(picture, replace(PERFECT, rolling_px=(0.0, 20.0))))[:, 15, 0]
    upper, lower = (
        float(light[part] @ np.arange(101)[part] / light[part].sum()) for part in (slice(0, 50), slice(51, 101))
    )
    assert lower - upper == pytest.approx(20 / (1 - 20 / 101), abs=0.3)


def test_colour_is_no_farther_beside_labels_than_is_told():
    picture = grey(0, (101, 200))
    picture[:, 185] = 255
    for effect in ({"rolling_px": (12.0, 5.0)}, {"motion_px": (6.0, 0.0)}, {"aberration_px": 4.0}):
        sensor = replace(PERFECT, **effect)
        [most] = beside_labels_px(sensor).values()
        lit = linear(through_sensor(picture, sensor)) > 0.05
        columns = np.flatnonzero(lit.any(axis=(0, 2)))
        assert most / 3 < np.abs(columns - 185).max() <= most + 1, effect
    assert beside_labels_px(replace(PERFECT, blur_px=3.0, aperture_m=0.01)) == {}
