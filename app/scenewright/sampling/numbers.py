"""Numbers as plans hold them."""

import math

from scenewright.geometry.transforms import Quaternion, Vector
from scenewright.sampling.plan import Rgb


def rounded(value: float) -> float:
    """Return a number with nine decimals, and no negative zero."""
    return round(value, 9) + 0.0


def rounded_vector(values: Vector) -> Vector:
    """Return three such numbers."""
    return (rounded(values[0]), rounded(values[1]), rounded(values[2]))


def rounded_quaternion(values: Quaternion) -> Quaternion:
    """Return four such numbers."""
    return (rounded(values[0]), rounded(values[1]), rounded(values[2]), rounded(values[3]))


def radians(degrees: float) -> float:
    """Return an angle in radians."""
    return rounded(math.radians(degrees))


def radiance(color: str, intensity: float) -> Rgb:
    """Return linear RGB of an sRGB colour '#rrggbb' (IEC 61966-2-1) times an intensity."""
    red, green, blue = (linear_rgb(int(color[start : start + 2], 16) / 255) * intensity for start in (1, 3, 5))
    return rounded_vector((red, green, blue))


def linear_rgb(srgb: float) -> float:
    """Return the linear light of an sRGB value, both 0 to 1."""
    return float(srgb / 12.92) if srgb <= 0.04045 else float(((srgb + 0.055) / 1.055) ** 2.4)
