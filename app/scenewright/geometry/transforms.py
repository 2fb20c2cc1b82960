"""Rotations and rigid transforms. Angles are radians, quaternions (w, x, y, z), matrices act on column vectors."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Quaternion = tuple[float, float, float, float]
Vector = tuple[float, float, float]

CAMERA_AXES_FLIP: Matrix = np.diag([1.0, -1.0, -1.0, 1.0])
"""Between the OpenCV optical frame and the -Z-forward, +Y-up camera of USD and WebGPU; its own inverse."""


def multiply(a: Quaternion, b: Quaternion) -> Quaternion:
    """Return the rotation that does b first, then a (Hamilton product)."""
    aw, ax, ay, az = a
    bw, bx, by, bz = b
    return (
        aw * bw - ax * bx - ay * by - az * bz,
        aw * bx + ax * bw + ay * bz - az * by,
        aw * by - ax * bz + ay * bw + az * bx,
        aw * bz + ax * by - ay * bx + az * bw,
    )


def about_axis(axis: int, angle: float) -> Quaternion:
    """Return a turn about one of the world's axes (0, 1, 2 = x, y, z)."""
    parts = [math.cos(angle / 2), 0.0, 0.0, 0.0]
    parts[axis + 1] = math.sin(angle / 2)
    return (parts[0], parts[1], parts[2], parts[3])


def from_euler(x: float, y: float, z: float) -> Quaternion:
    """Return a turn about the world's x axis, then its y axis, then its z axis."""
    return multiply(about_axis(2, z), multiply(about_axis(1, y), about_axis(0, x)))


def rotation_matrix(rotation: Quaternion) -> Matrix:
    """Return the 3x3 matrix of a quaternion, which need not be exactly of unit length."""
    w, x, y, z = (part / math.sqrt(sum(p * p for p in rotation)) for part in rotation)
    return np.array(
        [
            [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
        ]
    )


def quaternion(matrix: Matrix) -> Quaternion:
    """Return the quaternion with w >= 0 of a 3x3 rotation matrix (Shepperd's method)."""
    m = matrix
    squares = (
        1 + m[0, 0] + m[1, 1] + m[2, 2],
        1 + m[0, 0] - m[1, 1] - m[2, 2],
        1 - m[0, 0] + m[1, 1] - m[2, 2],
        1 - m[0, 0] - m[1, 1] + m[2, 2],
    )
    largest = max(range(4), key=squares.__getitem__)
    s = 2 * math.sqrt(squares[largest])
    parts = (
        (s / 4, (m[2, 1] - m[1, 2]) / s, (m[0, 2] - m[2, 0]) / s, (m[1, 0] - m[0, 1]) / s),
        ((m[2, 1] - m[1, 2]) / s, s / 4, (m[0, 1] + m[1, 0]) / s, (m[0, 2] + m[2, 0]) / s),
        ((m[0, 2] - m[2, 0]) / s, (m[0, 1] + m[1, 0]) / s, s / 4, (m[1, 2] + m[2, 1]) / s),
        ((m[1, 0] - m[0, 1]) / s, (m[0, 2] + m[2, 0]) / s, (m[1, 2] + m[2, 1]) / s, s / 4),
    )[largest]
    sign = -1.0 if parts[0] < 0 else 1.0
    return (float(sign * parts[0]), float(sign * parts[1]), float(sign * parts[2]), float(sign * parts[3]))


def pose_matrix(position: Sequence[float], rotation: Quaternion, scale: float = 1.0) -> Matrix:
    """Return the 4x4 matrix that scales, then rotates, then moves."""
    matrix = np.eye(4)
    matrix[:3, :3] = rotation_matrix(rotation) * scale
    matrix[:3, 3] = position
    return matrix


def look_at(position: Vector, target: Vector, roll: float) -> Quaternion:
    """Return the rotation world_from_camera of an OpenCV camera that looks at a point.

    The image's up is the world's +Z; a camera that looks straight up or down has +Y up instead. A positive roll turns
    the camera clockwise about its line of sight as seen from behind it.

    Raises:
        ValueError: The two points are the same.
    """
    forward = np.subtract(target, position)
    distance = float(np.linalg.norm(forward))
    if distance < 1e-9:
        raise ValueError("the camera is where it should look")
    forward = forward / distance
    up = np.array([0.0, 1.0, 0.0]) if abs(forward[2]) > 1 - 1e-9 else np.array([0.0, 0.0, 1.0])
    right = np.cross(forward, up)
    right /= np.linalg.norm(right)
    upright = quaternion(np.column_stack([right, np.cross(forward, right), forward]))
    return multiply(upright, about_axis(2, roll))


def inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a 4x4 matrix."""
    return np.asarray(np.linalg.inv(matrix), np.float64)


def transform_points(matrix: Matrix, points: NDArray[Any]) -> Matrix:
    """Return points (N, 3) moved by a 4x4 matrix."""
    moved: Matrix = points @ matrix[:3, :3].T + matrix[:3, 3]
    return moved
