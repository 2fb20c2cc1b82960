"""Lens distortion against OpenCV's own functions."""

import cv2
import numpy as np
import pytest

from scenewright.geometry.camera import Intrinsics, lens_trouble, pixel_rays, project
from scenewright.geometry.lens import Lens, distorted, radius_limit, undistorted

LENSES = [
    Lens("opencv", (-0.36, 0.11, 0.0012, -0.0002)),
    Lens("opencv", (-0.28, 0.07, 0.0003, 0.0001, -0.008)),
    Lens("opencv", (0.12, -0.05, -0.002, 0.003, 0.01)),
    Lens("opencv", (2.1, 0.9, 0.0001, -0.0002, 0.04, 2.4, 1.5, 0.2)),
    Lens("fisheye", (-0.013, 0.022, -0.02, 0.006)),
    Lens("fisheye", (0.05, 0.01, -0.003, 0.0005)),
]
K = np.array([[410.0, 0, 321.5], [0, 405.0, 238.0], [0, 0, 1]])


def camera(lens, width=640, height=480):
    return Intrinsics(width, height, K[0, 0], K[1, 1], K[0, 2], K[1, 2], lens)


def theirs(lens, points):
    """Where OpenCV projects points in the camera's frame."""
    none, coefficients = np.zeros(3), np.array(lens.coefficients)
    if lens.model == "fisheye":
        return cv2.fisheye.projectPoints(points[:, None], none, none, K, coefficients)[0][:, 0]
    return cv2.projectPoints(points, none, none, K, coefficients)[0].reshape(-1, 2)


@pytest.mark.parametrize("lens", LENSES)
def test_points_project_where_opencv_projects_them(lens):
    rng = np.random.default_rng(1)
    flat = rng.uniform(-1, 1, (500, 2)) * 0.6
    points = np.concatenate([flat, np.ones((500, 1))], axis=1) * rng.uniform(0.2, 9, (500, 1))
    assert np.hypot(*flat.T).max() < radius_limit(lens)
    assert np.abs(project(camera(lens), points) - theirs(lens, points)).max() < 1e-9


@pytest.mark.parametrize("lens", LENSES)
def test_every_pixels_ray_projects_back_onto_its_centre(lens):
    rays = pixel_rays(camera(lens)).reshape(-1, 3)
    seen = np.isfinite(rays[:, 0])
    assert seen.mean() > 0.95
    rows, columns = np.divmod(np.arange(640 * 480), 640)
    centres = np.stack([columns + 0.5, rows + 0.5], axis=1)
    assert np.abs(theirs(lens, rays[seen]) - centres[seen]).max() < 1e-6


def test_a_fisheye_bends_by_its_own_formula():
    lens = Lens("fisheye", (0.1, -0.02, 0.003, -0.0001))
    angle = np.radians(50)
    point = np.array([[np.tan(angle) * np.cos(0.3), np.tan(angle) * np.sin(0.3)]])
    bent = angle * (1 + 0.1 * angle**2 - 0.02 * angle**4 + 0.003 * angle**6 - 0.0001 * angle**8)
    assert distorted(lens, point)[0] == pytest.approx((bent * np.cos(0.3), bent * np.sin(0.3)))


def test_what_no_ray_reaches_is_not_a_number():
    lens = Lens("opencv", (-0.4, 0.0, 0.0, 0.0))  # turns back at a radius of 1 / sqrt(1.2)
    assert radius_limit(lens) < 1 / np.sqrt(1.2)
    assert np.isnan(undistorted(lens, np.array([[0.9, 0.0]]))).all()


@pytest.mark.parametrize("lens", LENSES)
def test_far_outside_the_image_points_still_project_outwards(lens):
    radii = np.linspace(0.1, 30, 400)
    points = np.stack([radii * 0.8, radii * 0.6, np.ones(400)], axis=1)
    away = np.hypot(*(project(camera(lens), points) - (K[0, 2], K[1, 2])).T)
    assert (np.diff(away) > 0).all()


def test_a_lens_that_folds_the_image_is_told_in_words():
    assert lens_trouble(camera(None), LENSES[0]) == ""
    assert "fold the picture" in lens_trouble(camera(None), Lens("opencv", (-0.9, 0.0, 0.0, 0.0)))
    short = Intrinsics(640, 480, 100.0, 100.0, 320.0, 240.0)
    assert "80 degrees" in lens_trouble(short, Lens("fisheye", (0.0, 0.0, 0.0, 0.0)))
