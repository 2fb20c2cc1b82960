"""Lens distortion, as OpenCV has it: where a ray meets the image, and which ray a pixel sees.

Formulas: OpenCV's camera calibration documentation ("pinhole camera model" with rational and tangential terms; "fisheye
camera model"). Points are normalised: x / z and y / z in the optical frame.
"""

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

_STEPS = 40
_CLOSE = 1e-12
_WIDEST_RAD = math.radians(80.0)


@dataclass(frozen=True, slots=True)
class Lens:
    """How a lens bends the image.

    Attributes:
        model: `opencv` (k1, k2, p1, p2, k3, k4, k5, k6; the last ones may be left out) or `fisheye` (k1, k2, k3, k4).
        coefficients: In that order, which is OpenCV's.
    """

    model: Literal["opencv", "fisheye"]
    coefficients: tuple[float, ...]


def distorted(lens: Lens, points: NDArray[Any]) -> NDArray[np.float64]:
    """Return where normalised points (N, 2) appear, normalised.

    Beyond the last ray at which the lens is one to one (polynomials turn back there) the image goes on evenly outwards.
    """
    points = np.asarray(points, np.float64)
    limit = radius_limit(lens)
    radius = np.hypot(points[:, 0], points[:, 1])
    beyond = np.maximum(radius / limit, 1.0)[:, None]
    result: NDArray[np.float64] = _bent(lens, points / beyond) * beyond
    return result


def undistorted(lens: Lens, points: NDArray[Any]) -> NDArray[np.float64]:
    """Return the normalised points (N, 2) that appear at some normalised points, by Newton's method.

    NaN where no ray does.
    """
    wanted = np.asarray(points, np.float64)
    found = _undistorted_fisheye(lens, wanted) if lens.model == "fisheye" else _undistorted_opencv(lens, wanted)
    wrong = ~(np.abs(_bent(lens, found) - wanted).max(axis=1, initial=0.0) < 1e-7)
    wrong |= np.hypot(found[:, 0], found[:, 1]) > radius_limit(lens)
    found[wrong] = np.nan
    return found


@lru_cache(64)
def radius_limit(lens: Lens) -> float:
    """Return the largest radius up to which a lens is one to one, at most that of a ray 80 degrees off the axis."""
    radii = np.tan(np.linspace(0.0, _WIDEST_RAD, 4000))
    if lens.model == "fisheye":
        bent = _bent(lens, np.stack([radii, 0 * radii], axis=1))[:, 0]
    else:
        bent = radii * _radial(lens, radii**2)
    # Nothing is told by what only just grows: there the image would be smeared without end.
    slope = np.gradient(bent, np.arctan(radii))
    falls = np.flatnonzero(~(slope > 0.02))
    return float(radii[-1] if len(falls) == 0 else radii[max(falls[0] - 1, 1)])


def _bent(lens: Lens, points: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = points[:, 0], points[:, 1]
    square = x * x + y * y
    if lens.model == "fisheye":
        k1, k2, k3, k4 = lens.coefficients
        radius = np.sqrt(square)
        angle = np.arctan(radius)
        even = angle * angle
        bent = angle * (1 + even * (k1 + even * (k2 + even * (k3 + even * k4))))
        return points * np.divide(bent, radius, out=np.ones_like(radius), where=radius > 1e-12)[:, None]
    p1, p2 = lens.coefficients[2:4]
    radial = _radial(lens, square)
    return np.stack(
        [
            x * radial + 2 * p1 * x * y + p2 * (square + 2 * x * x),
            y * radial + p1 * (square + 2 * y * y) + 2 * p2 * x * y,
        ],
        axis=1,
    )


def _radial(lens: Lens, square: NDArray[np.float64]) -> NDArray[np.float64]:
    k1, k2, _, _, k3, k4, k5, k6 = (*lens.coefficients, 0.0, 0.0, 0.0, 0.0)[:8]
    above = 1 + square * (k1 + square * (k2 + square * k3))
    below = 1 + square * (k4 + square * (k5 + square * k6))
    return above / below


def _undistorted_fisheye(lens: Lens, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    k1, k2, k3, k4 = lens.coefficients
    bent = np.hypot(wanted[:, 0], wanted[:, 1])
    angle = np.minimum(bent, _WIDEST_RAD)
    for _ in range(_STEPS):
        even = angle * angle
        value = angle * (1 + even * (k1 + even * (k2 + even * (k3 + even * k4)))) - bent
        slope = 1 + even * (3 * k1 + even * (5 * k2 + even * (7 * k3 + even * 9 * k4)))
        step = value / np.where(np.abs(slope) < 1e-3, 1e-3, slope)
        angle = np.clip(angle - step, 0.0, _WIDEST_RAD)
        if np.abs(step).max(initial=0.0) < _CLOSE:
            break
    scale = np.divide(np.tan(angle), bent, out=np.ones_like(bent), where=bent > 1e-12)
    result: NDArray[np.float64] = wanted * scale[:, None]
    return result


def _undistorted_opencv(lens: Lens, wanted: NDArray[np.float64]) -> NDArray[np.float64]:
    found = wanted.copy()
    limit = radius_limit(lens)
    delta = 1e-7
    for _ in range(_STEPS):
        at = _bent(lens, found)
        along_x = (_bent(lens, found + np.array([delta, 0.0])) - at) / delta
        along_y = (_bent(lens, found + np.array([0.0, delta])) - at) / delta
        miss = at - wanted
        det = along_x[:, 0] * along_y[:, 1] - along_x[:, 1] * along_y[:, 0]
        det = np.where(np.abs(det) < 1e-3, 1e-3, det)
        step = np.stack(
            [
                (miss[:, 0] * along_y[:, 1] - miss[:, 1] * along_y[:, 0]) / det,
                (along_x[:, 0] * miss[:, 1] - along_x[:, 1] * miss[:, 0]) / det,
            ],
            axis=1,
        )
        found = found - step
        radius = np.hypot(found[:, 0], found[:, 1])
        found = found * np.minimum(limit / np.maximum(radius, 1e-12), 1.0)[:, None]  # stays where it is one to one
        if np.abs(step).max(initial=0.0) < 1e-11:
            break
    return found
