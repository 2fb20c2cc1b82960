"""What a depth sensor measures: errors as the formula says, and losses where real ones have them."""

from dataclasses import replace

import numpy as np
import pytest
from plans import ALONG_Y, FLOOR, camera, frame, pinhole, thing

from scenewright.geometry.transforms import about_axis, multiply
from scenewright.render.depth_sensor import measured_depth
from scenewright.sampling.plan import DepthSensorPlan

PERFECT = DepthSensorPlan(0.05, 0.0, 0.0, 0.0, 0.1, 20.0, 90.0, 0.0, 7)
LENS = pinhole(320, 240, 300.0)


@pytest.fixture
def wall(flat):
    """A wall that fills the image, `distance` metres away."""

    def at(distance):
        plan = frame([thing(1, "cube", (0.0, distance - 3.0 + 25.0, 0.0), scale=50.0)], [camera(LENS)])
        return next(flat.render([plan])).views[0]

    return at


def test_without_errors_it_measures_the_truth(wall):
    view = wall(2.0)
    seen = measured_depth(view, PERFECT)
    inner = slice(20, None)  # the second eye stands to the right: what is at the left border leaves its image
    assert np.abs(seen[:, inner] - 2.0).max() < 1e-5
    assert seen.dtype == np.float32


@pytest.mark.parametrize("distance", [1.0, 2.0, 4.0])
def test_errors_grow_with_the_square_of_the_distance(wall, distance):
    seen = measured_depth(wall(distance), replace(PERFECT, noise_px=0.1))[:, 20:]
    expected = distance**2 * 0.1 / (300.0 * 0.05)
    assert np.std(seen[seen > 0]) == pytest.approx(expected, rel=0.05)


def test_depth_comes_in_steps_of_disparity(wall):
    plain = measured_depth(wall(3.1), replace(PERFECT, step_px=0.25, noise_px=0.3))
    disparity = 300.0 * 0.05 / plain[plain > 0]
    assert np.abs(disparity / 0.25 - np.round(disparity / 0.25)).max() < 1e-3
    assert len(np.unique(plain)) < 30


def test_nothing_is_measured_out_of_range_or_in_the_sky(wall, flat):
    assert (measured_depth(wall(2.0), replace(PERFECT, nearest_m=2.5)) == 0).all()
    assert (measured_depth(wall(2.0), replace(PERFECT, farthest_m=1.5)) == 0).all()
    sky = next(flat.render([frame([], [camera(LENS)])])).views[0]
    assert (measured_depth(sky, PERFECT) == 0).all()


def test_beside_something_near_lies_its_shadow_as_wide_as_the_disparities_differ(flat):
    plan = frame(
        [thing(1, "cube", (0.0, -1.5, 0.0), scale=0.5), thing(2, "cube", (0.0, 27.0, 0.0), scale=50.0)], [camera(LENS)]
    )
    view = next(flat.render([plan])).views[0]
    seen = measured_depth(view, PERFECT)
    row = 120
    near, far = 1.25, 5.0
    left = np.flatnonzero(view.instance_ids[row] == 1)[0]
    lost = np.flatnonzero((seen[row] == 0) & (np.arange(320) > 40))
    wide = 300 * 0.05 * (1 / near - 1 / far)
    assert len(lost) == pytest.approx(wide, abs=2)
    assert lost.max() < left <= lost.max() + 2, "the second eye looks past the left side"


def test_flat_angles_are_lost(flat):
    rotation = multiply(ALONG_Y, about_axis(0, -0.2))
    view = next(flat.render([frame([], [camera(LENS, (0.0, -4.0, 0.5), rotation)], FLOOR)])).views[0]
    seen = measured_depth(view, replace(PERFECT, steepest_deg=75.0))
    rays = np.hypot(1.0, (np.arange(240) + 0.5 - 120) / 300)
    down = ((np.arange(240) + 0.5 - 120) / 300 * np.cos(0.2) + np.sin(0.2)) / rays
    flat_rows = down < np.cos(np.radians(75.0)) - 0.01
    assert (seen[flat_rows][:, 160] == 0).all()
    steep_rows = (down > np.cos(np.radians(75.0)) + 0.01) & np.isfinite(view.depth[:, 160])
    assert (seen[steep_rows][:, 160] > 0).all()


def test_the_share_that_is_lost_is_as_asked(wall):
    seen = measured_depth(wall(2.0), replace(PERFECT, lost=0.1))[:, 20:]
    assert (seen == 0).mean() == pytest.approx(0.1, abs=0.01)


def test_the_errors_are_those_of_the_seed(wall):
    noisy, view = replace(PERFECT, noise_px=0.1, noise_size_px=3.0), wall(2.0)
    assert np.array_equal(measured_depth(view, noisy), measured_depth(view, noisy))
    assert not np.array_equal(measured_depth(view, noisy), measured_depth(view, replace(noisy, seed=8)))
