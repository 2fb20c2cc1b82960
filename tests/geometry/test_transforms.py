"""Rotations and poses, with scipy as the second opinion."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from scenewright.geometry.transforms import (
    CAMERA_AXES_FLIP,
    about_axis,
    from_euler,
    inverse,
    look_at,
    multiply,
    pose_matrix,
    quaternion,
    rotation_matrix,
    transform_points,
)

angles = st.floats(-10.0, 10.0)
coordinates = st.floats(-50.0, 50.0)
vectors = st.tuples(coordinates, coordinates, coordinates)
part = st.floats(-1.0, 1.0)
quaternions = (
    st.tuples(part, part, part, part)
    .filter(lambda q: math.hypot(*q) > 1e-3)
    .map(lambda q: tuple(value / math.hypot(*q) for value in q))
)


def scipy_matrix(rotation):
    return Rotation.from_quat(rotation, scalar_first=True).as_matrix()


def same_rotation(a, b):
    return abs(abs(float(np.dot(a, b))) - 1) < 1e-12


@given(quaternions)
def test_a_quaternions_matrix_is_scipys(rotation):
    np.testing.assert_allclose(rotation_matrix(rotation), scipy_matrix(rotation), atol=1e-14)


@given(quaternions, st.floats(0.1, 10.0))
def test_a_quaternions_length_does_not_matter(rotation, length):
    longer = tuple(length * value for value in rotation)
    np.testing.assert_allclose(rotation_matrix(longer), rotation_matrix(rotation), atol=1e-14)


@given(quaternions)
def test_a_quaternion_survives_its_matrix(rotation):
    back = quaternion(rotation_matrix(rotation))
    assert back[0] >= 0
    assert math.hypot(*back) == pytest.approx(1, abs=1e-12)
    assert same_rotation(back, rotation)


@pytest.mark.parametrize("axis", range(3))
def test_half_turns_survive_their_matrix(axis):
    half = about_axis(axis, math.pi)
    assert same_rotation(quaternion(rotation_matrix(half)), half)


@given(quaternions, quaternions)
def test_a_product_does_the_second_rotation_first(a, b):
    np.testing.assert_allclose(rotation_matrix(multiply(a, b)), scipy_matrix(a) @ scipy_matrix(b), atol=1e-13)


@given(angles, angles, angles)
def test_euler_angles_turn_about_the_worlds_axes_in_turn(x, y, z):
    expected = Rotation.from_euler("xyz", [x, y, z]).as_matrix()  # lower case: fixed axes
    np.testing.assert_allclose(rotation_matrix(from_euler(x, y, z)), expected, atol=1e-13)


@given(vectors, quaternions, st.floats(0.01, 100.0), vectors)
def test_a_pose_scales_then_rotates_then_moves(position, rotation, scale, point):
    moved = transform_points(pose_matrix(position, rotation, scale), np.array([point]))[0]
    expected = scipy_matrix(rotation) @ np.multiply(scale, point) + position
    np.testing.assert_allclose(moved, expected, rtol=1e-12, atol=1e-9)


@given(vectors, quaternions, st.floats(0.1, 10.0))
def test_an_inverse_pose_undoes_the_pose(position, rotation, scale):
    pose = pose_matrix(position, rotation, scale)
    np.testing.assert_allclose(inverse(pose) @ pose, np.eye(4), atol=1e-9)


@given(vectors, vectors)
def test_a_camera_that_looks_at_a_point_has_it_straight_ahead_and_stays_level(position, target):
    distance = math.dist(position, target)
    assume(distance > 1e-3)
    pose = pose_matrix(position, look_at(position, target, 0.0))
    np.testing.assert_allclose(transform_points(inverse(pose), np.array([target]))[0], (0, 0, distance), atol=1e-6)
    right, down, forward = pose[:3, :3].T
    np.testing.assert_allclose(np.cross(right, down), forward, atol=1e-9)
    # Where the line of sight is all but vertical, rounding tilts the horizon by that little.
    assert right[2] == pytest.approx(0, abs=1e-6)  # the horizon is level
    assert down[2] <= 1e-6  # the world's up is up in the image


def test_a_camera_along_y_has_x_to_its_right_and_z_up():
    turn = rotation_matrix(look_at((0.0, -3.0, 1.0), (0.0, 0.0, 1.0), 0.0))
    np.testing.assert_allclose(turn.T, [[1, 0, 0], [0, 0, -1], [0, 1, 0]], atol=1e-12)


@pytest.mark.parametrize(("target", "forward"), [((0.0, 0.0, 0.0), -1), ((0.0, 0.0, 9.0), 1)], ids=["down", "up"])
def test_a_camera_that_looks_straight_up_or_down_has_y_up(target, forward):
    turn = rotation_matrix(look_at((0.0, 0.0, 4.0), target, 0.0))
    np.testing.assert_allclose(turn[:, 2], (0, 0, forward), atol=1e-12)
    np.testing.assert_allclose(turn[:, 1], (0, -1, 0), atol=1e-12)


def test_a_positive_roll_turns_the_camera_clockwise_seen_from_behind():
    level = rotation_matrix(look_at((0.0, -3.0, 0.0), (0.0, 0.0, 0.0), 0.0))
    rolled = rotation_matrix(look_at((0.0, -3.0, 0.0), (0.0, 0.0, 0.0), math.radians(90)))
    np.testing.assert_allclose(rolled[:, 2], level[:, 2], atol=1e-12)
    np.testing.assert_allclose(rolled[:, 0], (0, 0, -1), atol=1e-12)  # its right side now points down


def test_a_camera_cannot_look_at_its_own_position():
    with pytest.raises(ValueError, match="where it should look"):
        look_at((1.0, 2.0, 3.0), (1.0, 2.0, 3.0), 0.0)


def test_the_two_camera_conventions_are_one_flip_apart():
    np.testing.assert_array_equal(CAMERA_AXES_FLIP @ CAMERA_AXES_FLIP, np.eye(4))
    np.testing.assert_array_equal(CAMERA_AXES_FLIP @ (0, 0, 1, 1), (0, 0, -1, 1))
