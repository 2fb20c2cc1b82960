"""A surrounding picture as a cube texture, prefiltered for every roughness.

Level 0 is the picture itself (mirrors and background); level k up to `ROUGHEST_LEVEL` is what a surface of roughness
k / ROUGHEST_LEVEL reflects; the next level is the cosine-weighted mean radiance, which lights matt surfaces.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from scenewright.assets.model import EnvironmentImage
from scenewright.sampling.plan import SkyPlan
from scenewright.sampling.sky import sky_radiance

EDGE = 256
ROUGHEST_LEVEL = 5
_FILTER_ROWS = 64
_BRIGHTEST_SEEN = 4.0
"""Radiance that is white on every picture, also on those taken two stops darker."""

Latlong = NDArray[np.float32]
"""Radiance (H, 2H, 3) over the sphere; see `assets.model.EnvironmentImage` for where it points."""

Lobe = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""How much light counts, by the cosine of its angle from the lobe's middle."""


def cube_levels(environment: EnvironmentImage) -> list[NDArray[np.float16]]:
    """Return the cube's mip levels, each (6, edge, edge, 4) in linear RGBA, all down to one texel."""
    image = _shrunk(environment.radiance, 2 * EDGE)
    small = _shrunk(environment.radiance, _FILTER_ROWS)
    levels = [_cube(image, EDGE)]
    levels += [
        _cube(_filtered(small, _ggx_lobe((level / ROUGHEST_LEVEL) ** 2)), EDGE >> level)
        for level in range(1, ROUGHEST_LEVEL + 1)
    ]
    irradiance = _filtered(small, lambda cosine: np.maximum(cosine, 0.0))
    levels += [_cube(irradiance, EDGE >> level) for level in range(ROUGHEST_LEVEL + 1, EDGE.bit_length())]
    return levels


def sky_cube(environment: EnvironmentImage) -> NDArray[np.float16]:
    """Return the cube (6, edge, edge, 4) that is seen behind the scene, its lamps no brighter than a picture can show.

    A lamp is hundreds of times as bright as what is next to it: blended between texels, all of a border's texels would
    be white, and it would end in steps.
    """
    return _cube(_shrunk(np.minimum(environment.radiance, _BRIGHTEST_SEEN), 2 * EDGE), EDGE)


def flat_environment(color: tuple[float, float, float]) -> EnvironmentImage:
    """Return surroundings of one linear colour."""
    radiance = np.broadcast_to(np.asarray(color, np.float32), (_FILTER_ROWS, 2 * _FILTER_ROWS, 3))
    return EnvironmentImage(source=f"color:{color}", radiance=np.ascontiguousarray(radiance))


@lru_cache(8)
def sky_environment(sky: SkyPlan) -> EnvironmentImage:
    """Return a sky as a surrounding picture."""
    rows, columns = EDGE, 2 * EDGE
    polar = (np.arange(rows) + 0.5) / rows * np.pi
    around = ((np.arange(columns) + 0.5) / columns - 0.5) * 2 * np.pi
    across = np.sin(polar)[:, None]
    height = np.broadcast_to(np.cos(polar)[:, None], (rows, columns))
    toward = np.stack([across * np.sin(around), across * np.cos(around), height], axis=-1)
    radiance = sky_radiance(sky, toward.reshape(-1, 3)).reshape(rows, columns, 3)
    return EnvironmentImage(source=f"sky:{sky}", radiance=radiance)


def _shrunk(radiance: Latlong, rows: int) -> Latlong:
    """Return the picture at most `rows` high, by averaging whole blocks of pixels."""
    factor = max(radiance.shape[0] // rows, 1)
    height = radiance.shape[0] // factor
    cut = radiance[: height * factor, : 2 * height * factor]
    width = cut.shape[1] // factor
    blocks = cut[:, : width * factor].reshape(height, factor, width, factor, 3)
    shrunk: Latlong = blocks.mean(axis=(1, 3), dtype=np.float32)
    return shrunk


def _ggx_lobe(alpha: float) -> Lobe:
    """Return the weight of light by its cosine from the mirror direction, seen head-on (GGX; Karis 2013)."""

    def weight(cosine: NDArray[np.float64]) -> NDArray[np.float64]:
        half = np.sqrt((1 + cosine) / 2)
        spread = half**2 * (alpha**2 - 1) + 1
        return np.maximum(cosine, 0.0) / spread**2

    return weight


def _filtered(image: Latlong, lobe: Lobe) -> Latlong:
    """Return the image convolved with a lobe about each direction.

    Between two rows the lobe depends on the difference of longitudes alone, so that each pair of rows is a circular
    convolution, done for all frequencies at once.
    """
    rows, columns, _ = image.shape
    polar = (np.arange(rows) + 0.5) * np.pi / rows
    longitude = np.arange(columns) * 2 * np.pi / columns
    across = np.sin(polar)[:, None, None] * np.sin(polar)[None, :, None] * np.cos(longitude)
    cosine = np.cos(polar)[:, None, None] * np.cos(polar)[None, :, None] + across
    kernel = lobe(np.clip(cosine, -1.0, 1.0)) * np.sin(polar)[None, :, None]
    kernel /= kernel.sum(axis=(1, 2), keepdims=True)
    spectrum = np.einsum("oif,ifc->ofc", np.fft.rfft(kernel, axis=2), np.fft.rfft(image, axis=1), optimize=True)
    return np.fft.irfft(spectrum, n=columns, axis=1).astype(np.float32)


def _cube(image: Latlong, edge: int) -> NDArray[np.float16]:
    """Return the six faces (+x, -x, +y, -y, +z, -z) of a cube around the viewer, row 0 at the top of each."""
    at = (np.arange(edge) + 0.5) / edge * 2 - 1
    u, v = np.meshgrid(at, at)
    one = np.ones_like(u)
    faces = ((one, -v, -u), (-one, -v, u), (u, one, v), (u, -one, -v), (u, -v, one), (-u, -v, -one))
    cube = np.ones((6, edge, edge, 4), np.float16)
    for face, (x, y, z) in enumerate(faces):
        cube[face, ..., :3] = np.minimum(_sampled(image, x, y, z), 6e4)
    return cube


def _sampled(image: Latlong, x: NDArray[np.float64], y: NDArray[np.float64], z: NDArray[np.float64]) -> Latlong:
    """Return the image's radiance in some directions, blended between its pixels."""
    rows, columns, _ = image.shape
    column = (0.5 + np.arctan2(x, y) / (2 * np.pi)) * columns - 0.5
    row = np.arccos(z / np.sqrt(x * x + y * y + z * z)) / np.pi * rows - 0.5
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right_share = (column - left)[..., None].astype(np.float32)
    low_share = (row - top)[..., None].astype(np.float32)
    rows_at = np.clip(top, 0, rows - 1), np.clip(top + 1, 0, rows - 1)
    columns_at = left % columns, (left + 1) % columns
    high = image[rows_at[0], columns_at[0]] * (1 - right_share) + image[rows_at[0], columns_at[1]] * right_share
    low = image[rows_at[1], columns_at[0]] * (1 - right_share) + image[rows_at[1], columns_at[1]] * right_share
    blended: Latlong = high * (1 - low_share) + low * low_share
    return blended
