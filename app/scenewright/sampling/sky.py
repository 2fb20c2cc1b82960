"""A clear sky and its sun: Preetham, Shirley and Smits, "A Practical Analytic Model for Daylight" (1999).

The sky is Perez's distribution of luminance and chromaticity (the paper's appendix A), the sun is sunlight dimmed by
air and haze (Rayleigh and Angstrom, the paper's appendix B). Below the horizon there is even ground. Where the model
ends, with the sun near the horizon and below it, the sky of a sun 2 degrees high is dimmed by half for each 1.5
degrees.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenewright.geometry.transforms import Matrix
from scenewright.sampling.plan import Rgb, SkyPlan

_LOWEST_RAD = math.radians(2.0)
_HALVES_RAD = math.radians(1.5)
_SUN_KLX = 127.5
"""Sunlight above the air."""
_WAVELENGTHS_UM = np.array([0.650, 0.550, 0.455])
_XYZ_TO_RGB = np.array([[3.2406, -1.5372, -0.4986], [-0.9689, 1.8758, 0.0415], [0.0557, -0.2040, 1.0570]])
_NOON = 0.9
"""Irradiance over pi of level ground under a high sun: what a camera exposes for."""
_ADAPTED = 0.25
"""The eye and the camera follow the light: only this power of it is left."""

# Perez's A to E for luminance, x and y, each as slope and offset over turbidity.
_PEREZ = (
    ((0.1787, -1.4630), (-0.3554, 0.4275), (-0.0227, 5.3251), (0.1206, -2.5771), (-0.0670, 0.3703)),
    ((-0.0193, -0.2592), (-0.0665, 0.0008), (-0.0004, 0.2125), (-0.0641, -0.8989), (-0.0033, 0.0452)),
    ((-0.0167, -0.2608), (-0.0950, 0.0092), (-0.0079, 0.2102), (-0.0441, -1.6537), (-0.0109, 0.0529)),
)
_ZENITH_X = (
    (0.00166, -0.00375, 0.00209, 0.0),
    (-0.02903, 0.06377, -0.03202, 0.00394),
    (0.11693, -0.21196, 0.06052, 0.25886),
)
_ZENITH_Y = (
    (0.00275, -0.00610, 0.00317, 0.0),
    (-0.04214, 0.08970, -0.04153, 0.00516),
    (0.15346, -0.26756, 0.06670, 0.26688),
)


def sun_place(hour: float, day: float, latitude_deg: float) -> tuple[float, float]:
    """Return the sun's elevation and its bearing (from north by east), radians (Cooper 1969, sun time)."""
    declination = math.radians(23.45) * math.sin(2 * math.pi * (284 + day) / 365)
    angle, latitude = math.radians(15 * (hour - 12)), math.radians(latitude_deg)
    up = math.sin(latitude) * math.sin(declination) + math.cos(latitude) * math.cos(declination) * math.cos(angle)
    north = math.cos(latitude) * math.sin(declination) - math.sin(latitude) * math.cos(declination) * math.cos(angle)
    east = -math.cos(declination) * math.sin(angle)
    return math.asin(max(-1.0, min(1.0, up))), math.atan2(east, north)


@lru_cache(256)
def sun_irradiance(sky: SkyPlan) -> Rgb:
    """Return what a surface that faces the sun receives from it, in the unit of `sky_radiance`; 0 below the horizon."""
    if sky.elevation_rad <= 0:
        return (0.0, 0.0, 0.0)
    red, green, blue = (float(part) for part in _sun_klx(sky) * _scale(sky))
    return red, green, blue


def sky_radiance(sky: SkyPlan, directions: Matrix) -> NDArray[np.float32]:
    """Return linear RGB (N, 3) from unit directions (N, 3), the sun over +y, without the sun's own disk."""
    up = directions[:, 2]
    light = _sky_klx(sky, directions) * _scale(sky)
    ground = np.asarray(sky.ground) * (_level_klx(sky) * _scale(sky) / math.pi)
    # The horizon is hazy: over a degree the ground turns into sky.
    share = np.clip(up / math.radians(1.0) + 0.5, 0.0, 1.0)[:, None]
    result: NDArray[np.float32] = (ground + (light - ground) * share).astype(np.float32)
    return result


@lru_cache(256)
def _scale(sky: SkyPlan) -> float:
    """Return what turns kilolux into the unit of pictures: noon is well exposed, evenings are darker, not black."""
    now = float(_level_klx(sky)[1])
    noon = float(_level_klx(SkyPlan(math.radians(60), sky.turbidity, sky.ground))[1])
    return _NOON * math.pi / now * math.pow(now / noon, _ADAPTED)


@lru_cache(256)
def _level(sky: SkyPlan) -> tuple[float, float, float]:
    """Return the irradiance of level ground, sun and sky, kilolux."""
    rows, columns = 24, 48
    polar = (np.arange(rows) + 0.5) / rows * math.pi / 2
    around = (np.arange(columns) + 0.5) / columns * 2 * math.pi
    across, height = np.sin(polar)[:, None], np.broadcast_to(np.cos(polar)[:, None], (rows, columns))
    toward = np.stack([across * np.sin(around), across * np.cos(around), height], axis=-1).reshape(-1, 3)
    cell = math.pi / 2 / rows * 2 * math.pi / columns
    weights = (np.cos(polar) * np.sin(polar))[:, None] * np.full(columns, cell)
    total = (_sky_klx(sky, toward) * weights.reshape(-1, 1)).sum(axis=0)
    if sky.elevation_rad > 0:
        total = total + _sun_klx(sky) * math.sin(sky.elevation_rad)
    red, green, blue = (float(part) for part in total)
    return red, green, blue


def _level_klx(sky: SkyPlan) -> Matrix:
    return np.array(_level(sky))


def _sun_klx(sky: SkyPlan) -> Matrix:
    """Return sunlight after its way through the air, linear RGB."""
    degrees_up = math.degrees(max(sky.elevation_rad, 0.0))
    air_mass = 1 / (math.sin(math.radians(degrees_up)) + 0.15 * (degrees_up + 3.885) ** -1.253)
    haze = 0.04608 * sky.turbidity - 0.04586
    passed: Matrix = np.exp(-air_mass * (0.008735 * _WAVELENGTHS_UM**-4.08 + haze * _WAVELENGTHS_UM**-1.3))
    return _SUN_KLX * passed


def _sky_klx(sky: SkyPlan, directions: Matrix) -> Matrix:
    """Return the sky's luminance, kcd/m2, as linear RGB."""
    elevation = max(sky.elevation_rad, _LOWEST_RAD)
    sun = np.array([0.0, math.cos(elevation), math.sin(elevation)])
    polar_sun = math.pi / 2 - elevation
    cosine = np.maximum(directions[:, 2], 0.02)
    apart = np.arccos(np.clip(directions @ sun, -1.0, 1.0))
    t = sky.turbidity
    chi = (4 / 9 - t / 120) * (math.pi - 2 * polar_sun)
    zenith = (
        (4.0453 * t - 4.9710) * math.tan(chi) - 0.2155 * t + 2.4192,
        _chromaticity(_ZENITH_X, t, polar_sun),
        _chromaticity(_ZENITH_Y, t, polar_sun),
    )
    luminance, x, y = (
        top * _perez(rows, t, cosine, apart) / _perez(rows, t, np.ones(1), np.full(1, polar_sun))
        for rows, top in zip(_PEREZ, zenith, strict=True)
    )
    luminance = np.maximum(luminance, 0.0)
    if sky.elevation_rad < _LOWEST_RAD:
        luminance = luminance * 0.5 ** ((_LOWEST_RAD - sky.elevation_rad) / _HALVES_RAD)
    xyz = np.stack([x / y * luminance, luminance, (1 - x - y) / y * luminance], axis=1)
    result: Matrix = np.maximum(xyz @ _XYZ_TO_RGB.T, 0.0)
    return result


def _perez(rows: tuple[tuple[float, float], ...], turbidity: float, cosine: Matrix, apart: Matrix) -> Matrix:
    a, b, c, d, e = (slope * turbidity + offset for slope, offset in rows)
    result: Matrix = (1 + a * np.exp(b / cosine)) * (1 + c * np.exp(d * apart) + e * np.cos(apart) ** 2)
    return result


def _chromaticity(rows: tuple[tuple[float, ...], ...], t: float, polar_sun: float) -> float:
    powers = (polar_sun**3, polar_sun**2, polar_sun, 1.0)
    square, line, offset = (sum(c * p for c, p in zip(row, powers, strict=True)) for row in rows)
    return square * t * t + line * t + offset
