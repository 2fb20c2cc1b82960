"""Procedural noise and small image operators, periodic so that every texture tiles.

Two families live here. Two-dimensional fields on an ``n`` by ``n`` pixel torus serve the floors; three-dimensional
fields evaluated at positions in metres serve the objects, whose textures are baked from object space and therefore
show neither seams nor stretch.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

Array = NDArray[np.float64]


def hex_colours(*codes: str) -> Array:
    """Converts ``rrggbb`` codes to an (n, 3) array of display-referred sRGB values in 0..1."""
    return np.array([[int(code[i : i + 2], 16) / 255.0 for i in (0, 2, 4)] for code in codes])


def smoothstep(low: float, high: float, value: Array) -> Array:
    """Hermite step from 0 at ``low`` to 1 at ``high``; ``low`` may exceed ``high`` for a falling step."""
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def mix(first: Array, second: Array, weight: Array) -> Array:
    """Blends colours (..., 3) by a scalar weight field (...)."""
    return first + (second - first) * np.asarray(weight)[..., None]


def ramp(colours: Array, t: Array) -> Array:
    """Looks ``t`` in 0..1 up in evenly spaced ``colours`` (k, 3) with linear interpolation."""
    position = np.clip(t, 0.0, 1.0) * (len(colours) - 1)
    index = np.clip(position.astype(int), 0, len(colours) - 2)
    return mix(colours[index], colours[index + 1], position - index)


def spectral(
    n: int,
    exponent: float,
    rng: np.random.Generator,
    stretch: tuple[float, float] = (1.0, 1.0),
    low: float = 0.0,
    high: float = np.inf,
) -> Array:
    """Periodic Gaussian noise with a power-law spectrum.

    Args:
        n: Edge length in pixels.
        exponent: Power spectral exponent; larger is smoother.
        rng: Source of the phases.
        stretch: Frequency multipliers (along x, along y). A large value along one axis makes features short
            in frequency there, which means long streaks across the other.
        low: Lowest kept frequency in cycles per tile.
        high: Highest kept frequency in cycles per tile.

    Returns:
        An (n, n) field of mean 0 and standard deviation 1.
    """
    fy = np.fft.fftfreq(n)[:, None] * n * stretch[1]
    fx = np.fft.rfftfreq(n)[None] * n * stretch[0]
    frequency = np.hypot(fx, fy)
    frequency[0, 0] = 1.0
    amplitude = frequency ** (-exponent / 2.0) * ((frequency >= low) & (frequency <= high))
    amplitude[0, 0] = 0.0
    field = np.fft.irfft2(amplitude * np.exp(2j * np.pi * rng.random(frequency.shape)), s=(n, n))
    return (field - field.mean()) / field.std()


def cells(n: int, points: Array, nearest: int = 2) -> tuple[Array, NDArray[np.intp]]:
    """Distances (pixels) and indices of the ``nearest`` feature points of every pixel, on the torus."""
    tree = cKDTree(points, boxsize=n)
    rows, columns = np.mgrid[:n, :n]
    distance, index = tree.query(np.c_[rows.ravel(), columns.ravel()], k=nearest)
    return distance.reshape(n, n, nearest), index.reshape(n, n, nearest)


def cells_at(n: int, points: Array, y: Array, x: Array, nearest: int = 2) -> tuple[Array, NDArray[np.intp]]:
    """As ``cells``, at pixel positions (n, n) of one's own choice, such as bent ones."""
    tree = cKDTree(points % n, boxsize=n)
    distance, index = tree.query(np.c_[y.ravel() % n, x.ravel() % n], k=nearest)
    return distance.reshape(n, n, nearest), index.reshape(n, n, nearest)


def scattered(n: int, across: int, rng: np.random.Generator, jitter: float = 0.5) -> Array:
    """Feature points (across squared, 2) in pixels: a square grid, every point moved by up to ``jitter`` of a cell."""
    grid = np.stack(np.mgrid[:across, :across], -1).reshape(-1, 2) + 0.5
    return (grid + rng.uniform(-jitter, jitter, grid.shape)) * (n / across) % n


def lookup(field: Array, y: Array, x: Array) -> Array:
    """Samples a periodic field at fractional pixel positions, bilinearly."""
    return ndimage.map_coordinates(field, [y, x], order=1, mode="grid-wrap")


def normal_map(height: Array, strength: float) -> Array:
    """Tangent-space normals (OpenGL, Y up, encoded 0..1) of a periodic height field given in pixels."""
    dy = (np.roll(height, -1, 0) - np.roll(height, 1, 0)) / 2.0
    dx = (np.roll(height, -1, 1) - np.roll(height, 1, 1)) / 2.0
    normal = np.stack([-dx * strength, dy * strength, np.ones_like(height)], -1)
    return normal / np.linalg.norm(normal, axis=-1, keepdims=True) * 0.5 + 0.5


class SolidNoise:
    """Smooth periodic noise in space, sampled at positions in metres.

    A volume of spectral noise is made once; ``__call__`` samples it with cubic interpolation, so that octaves
    cost only look-ups.
    """

    def __init__(self, seed: int, size: int = 48, exponent: float = 3.4) -> None:
        """Builds the volume.

        Args:
            seed: Seed of the phases.
            size: Edge length of the volume in cells.
            exponent: Power spectral exponent; larger is smoother.
        """
        rng = np.random.default_rng(seed)
        f = np.fft.fftfreq(size) * size
        frequency = np.sqrt(f[:, None, None] ** 2 + f[None, :, None] ** 2 + np.fft.rfftfreq(size) ** 2 * size**2)
        frequency[0, 0, 0] = 1.0
        amplitude = frequency ** (-exponent / 2.0) * (frequency < size / 3.0)
        amplitude[0, 0, 0] = 0.0
        volume = np.fft.irfftn(
            amplitude * np.exp(2j * np.pi * rng.random(frequency.shape)), s=(size,) * 3, axes=(0, 1, 2)
        )
        self._size = size
        self._volume = ndimage.spline_filter((volume - volume.mean()) / volume.std(), order=3, mode="grid-wrap")

    def __call__(self, position: Array, period: float | tuple[float, float, float]) -> Array:
        """Samples the noise.

        Args:
            position: Positions (..., 3) in metres.
            period: Length in metres after which the pattern repeats, one for all axes or one per axis.

        Returns:
            Values (...) of about unit standard deviation.
        """
        scaled = np.moveaxis(position / np.asarray(period) * self._size, -1, 0)
        flat = scaled.reshape(3, -1)
        value = ndimage.map_coordinates(self._volume, flat, order=3, mode="grid-wrap", prefilter=False)
        return value.reshape(position.shape[:-1])


def speckles(position: Array, seed: int, spacing: float, radius: tuple[float, float]) -> Array:
    """Round specks scattered in space.

    Args:
        position: Positions (..., 3) in metres.
        seed: Seed of the scatter.
        spacing: Mean distance between specks in metres.
        radius: Smallest and largest speck radius in metres; small specks are far commoner.

    Returns:
        Coverage (...) in 0..1 with soft edges.
    """
    rng = np.random.default_rng(seed)
    flat = position.reshape(-1, 3)
    low, high = flat.min(0) - spacing, flat.max(0) + spacing
    count = int(np.prod((high - low) / spacing))
    centres = rng.uniform(low, high, (count, 3))
    sizes = radius[0] + (radius[1] - radius[0]) * rng.random(count) ** 3.0
    distance, index = cKDTree(centres).query(flat, k=3, workers=1)
    reach = sizes[index]
    coverage = smoothstep(1.15, 0.75, distance / reach).max(-1)
    return coverage.reshape(position.shape[:-1])
