"""Where cameras are as time goes on."""

import math

import numpy as np
from scipy.interpolate import CubicSpline

from scenewright.geometry.transforms import Matrix, Quaternion, Vector, from_euler, multiply, rotation_matrix
from scenewright.sampling.named import Named
from scenewright.spec.motion import CameraDrift, CameraMotion, CameraPath, HandHeldSpec, OrbitMotion

_SWINGS = (0.62, 1.0, 1.73)
"""Frequencies of a hand's sway, relative to the main one: no two of them ever meet again."""


def orbit_moved(
    frame: Named, name: str, motion: CameraMotion | None, distance_m: float, azimuth_deg: float, elevation_deg: float
) -> tuple[float, float, float]:
    """Return distance, azimuth and elevation at the frame's time; it stops short of the poles and of the target."""
    if not isinstance(motion, OrbitMotion) or frame.time_s == 0:
        return distance_m, azimuth_deg, elevation_deg
    rates = (
        frame.number(f"{name}/motion/{part}", rate)
        for part, rate in (
            ("away", motion.distance_m_s),
            ("round", motion.azimuth_deg_s),
            ("up", motion.elevation_deg_s),
        )
    )
    away, around, up = (rate * frame.time_s for rate in rates)
    return max(distance_m + away, 0.1 * distance_m), azimuth_deg + around, min(max(elevation_deg + up, -89.0), 89.0)


def way(frame: Named, name: str, motion: CameraMotion | None) -> tuple[Vector, Vector | None]:
    """Return how far a camera has come since the start, and the unit direction it goes in; None where it stands."""
    match motion:
        case CameraDrift():
            velocity = np.array(frame.vector(f"{name}/motion/velocity", motion.velocity_m_s))
            return _vector(velocity * frame.time_s), _direction(velocity)
        case CameraPath():
            return _on_path(motion, frame.number(f"{name}/motion/seconds", motion.seconds), frame.time_s)
        case OrbitMotion() | None:
            return (0.0, 0.0, 0.0), None


def swayed(
    frame: Named, name: str, hand: HandHeldSpec, position: Vector, rotation: Quaternion
) -> tuple[Vector, Quaternion]:
    """Return a camera's pose in a hand that sways about it."""
    rate = frame.number(f"{name}/hand/rate", hand.rate_hz)
    sway_m = frame.number(f"{name}/hand/sway", hand.sway_m)
    turn = math.radians(frame.number(f"{name}/hand/turn", hand.turn_deg))
    dx, dy, dz = (sway_m * _swing(frame, f"{name}/hand/phase", axis, rate) for axis in range(3))
    tilt = (turn * _swing(frame, f"{name}/hand/phase", axis, rate) for axis in range(3, 6))
    return (position[0] + dx, position[1] + dy, position[2] + dz), multiply(rotation, from_euler(*tilt))


def _swing(frame: Named, name: str, axis: int, rate_hz: float) -> float:
    """Return a smooth number of mean 0 and standard deviation 1: sines of three frequencies, each with its phase."""
    phases = (2 * math.pi * frame.uniform(f"{name}/{axis}", k) for k in range(len(_SWINGS)))
    angles = (2 * math.pi * rate_hz * swing * frame.time_s for swing in _SWINGS)
    return sum(math.sin(angle + phase) for angle, phase in zip(angles, phases, strict=True)) * math.sqrt(2 / 3)


def _on_path(motion: CameraPath, seconds: float, time_s: float) -> tuple[Vector, Vector | None]:
    """Follow a cubic spline through the points, each stretch taking time in proportion to its length."""
    points = np.array([(0.0, 0.0, 0.0), *motion.points_m])
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    points, lengths = points[np.concatenate([[True], lengths > 0])], lengths[lengths > 0]
    if len(lengths) == 0:
        return (0.0, 0.0, 0.0), None
    marks = np.concatenate([[0.0], np.cumsum(lengths)]) / lengths.sum() * seconds
    curve = CubicSpline(marks, points, bc_type="natural" if len(points) > 2 else "not-a-knot")
    at = min(time_s, seconds)
    return _vector(curve(at)), _direction(curve(at, 1))


def _direction(velocity: Matrix) -> Vector | None:
    speed = float(np.linalg.norm(velocity))
    return _vector(velocity / speed) if speed > 0 else None


def _vector(values: Matrix) -> Vector:
    return float(values[0]), float(values[1]), float(values[2])


def ahead_of(rotation: Quaternion) -> Vector:
    """Return the unit vector a camera looks along."""
    return _vector(rotation_matrix(rotation)[:, 2])
