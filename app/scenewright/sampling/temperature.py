"""The colour of glowing things."""

from scenewright.sampling.plan import Rgb

_LEAST = 0.02
"""Of any channel: light below about 1900 K lies outside sRGB, its blue would be negative."""


def blackbody_rgb(kelvin: float) -> Rgb:
    """Return the linear sRGB colour of a black body, with luminance 1.

    Its chromaticity is the cubic spline of Kim et al. (US patent 7024034, 2002), good from 1667 K to 25000 K; beyond
    that the nearest is taken.
    """
    t = min(max(kelvin, 1667.0), 25000.0)
    if t <= 4000:
        x = -0.2661239e9 / t**3 - 0.2343589e6 / t**2 + 0.8776956e3 / t + 0.179910
    else:
        x = -3.0258469e9 / t**3 + 2.1070379e6 / t**2 + 0.2226347e3 / t + 0.240390
    if t <= 2222:
        y = -1.1063814 * x**3 - 1.34811020 * x**2 + 2.18555832 * x - 0.20219683
    elif t <= 4000:
        y = -0.9549476 * x**3 - 1.37418593 * x**2 + 2.09137015 * x - 0.16748867
    else:
        y = 3.0817580 * x**3 - 5.87338670 * x**2 + 3.75112997 * x - 0.37001483
    big_x, big_z = x / y, (1 - x - y) / y
    red = 3.2404542 * big_x - 1.5371385 - 0.4985314 * big_z
    green = -0.9692660 * big_x + 1.8760108 + 0.0415560 * big_z
    blue = 0.0556434 * big_x - 0.2040259 + 1.0572252 * big_z
    return max(red, _LEAST), max(green, _LEAST), max(blue, _LEAST)
