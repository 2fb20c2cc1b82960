"""The pinhole camera: where points fall, and where pixels look."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scenewright.geometry.camera import (
    Intrinsics,
    clip_matrix,
    corner_ray_length,
    pixel_rays,
    project,
    ray_lengths,
)
from scenewright.geometry.transforms import CAMERA_AXES_FLIP

cameras = st.builds(
    Intrinsics,
    width=st.integers(1, 40),
    height=st.integers(1, 40),
    fx=st.floats(5.0, 500.0),
    fy=st.floats(5.0, 500.0),
    cx=st.floats(-10.0, 50.0),
    cy=st.floats(-10.0, 50.0),
)
points = st.tuples(st.floats(-5.0, 5.0), st.floats(-5.0, 5.0), st.floats(0.1, 50.0))


@given(cameras, st.floats(0.1, 100.0))
def test_a_point_on_a_pixels_ray_projects_to_the_pixels_centre(camera, depth):
    pixels = project(camera, depth * pixel_rays(camera).reshape(-1, 3)).reshape(camera.height, camera.width, 2)
    columns, rows = np.meshgrid(np.arange(camera.width) + 0.5, np.arange(camera.height) + 0.5)
    np.testing.assert_allclose(pixels, np.stack([columns, rows], axis=-1), rtol=1e-9, atol=1e-9)


@given(cameras, points)
def test_projecting_is_multiplying_by_k(camera, point):
    u, v, w = camera.matrix() @ point
    np.testing.assert_allclose(project(camera, np.array([point]))[0], (u / w, v / w), rtol=1e-12, atol=1e-9)


def test_the_optical_axis_meets_the_image_at_the_principal_point_with_y_down():
    camera = Intrinsics(640, 480, 600.0, 610.0, 320.0, 240.0)
    found = project(camera, np.array([[0.0, 0.0, 2.0], [0.2, 0.1, 2.0]]))
    np.testing.assert_allclose(found, [[320.0, 240.0], [380.0, 270.5]])


@given(cameras)
def test_ray_lengths_are_the_lengths_of_the_rays(camera):
    lengths = np.linalg.norm(pixel_rays(camera), axis=-1)
    assert ray_lengths(camera).dtype == np.float32
    np.testing.assert_allclose(ray_lengths(camera), lengths, rtol=1e-6)


@given(st.integers(1, 99), st.integers(1, 99), st.floats(5.0, 500.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_no_pixels_ray_is_longer_than_the_corners(width, height, focal, across, along):
    camera = Intrinsics(width, height, focal, 1.1 * focal, across * width, along * height)
    corners = np.array([(x, y) for x in (0, width) for y in (0, height)], float)
    rays = (corners - (camera.cx, camera.cy)) / (camera.fx, camera.fy)
    longest = np.sqrt((rays**2).sum(axis=1) + 1).max()
    np.testing.assert_allclose(corner_ray_length(camera), longest, rtol=1e-12)
    assert ray_lengths(camera).max() <= longest * (1 + 1e-6)


@given(cameras, points)
def test_the_clip_matrix_puts_a_point_on_the_pixel_that_k_says(camera, point):
    x, y, _, w = clip_matrix(camera, 0.05, 100.0) @ CAMERA_AXES_FLIP @ (*point, 1.0)
    pixel = ((x / w + 1) / 2 * camera.width, (1 - y / w) / 2 * camera.height)  # WebGPU's viewport: y up, row 0 on top
    np.testing.assert_allclose(pixel, project(camera, np.array([point]))[0], rtol=1e-9, atol=1e-7)


@given(cameras, st.floats(0.001, 1.0), st.floats(2.0, 1000.0))
def test_the_clip_matrix_maps_near_to_0_and_far_to_1(camera, near, far):
    clip = clip_matrix(camera, near, far) @ CAMERA_AXES_FLIP
    for depth, expected in ((near, 0.0), (far, 1.0)):
        _, _, z, w = clip @ (0.0, 0.0, depth, 1.0)
        np.testing.assert_allclose((z / w, w), (expected, depth), atol=1e-9)
