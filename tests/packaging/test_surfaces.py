"""The floors and walls that ship: they load, tile without a seam, and their normals are normals."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from scenewright.assets.entries import entries
from scenewright.assets.floors import read_floor

ENTRIES = {f"{entry.kind}/{entry.name}": entry for kind in ("floor", "wall") for entry in entries(kind)}
TOLERANCE = 1.5
"""A joint that lies on the wrap meets the pixel grid, where it is sharper than elsewhere."""

MAPS = ("base_color_map", "normal_map", "roughness_map")


@cache
def surface(path: Path):
    return read_floor(path)


def seam(pixels):
    """How much greater the step across the wrap is than the greatest step between neighbouring lines inside.

    Seen at full size, where a line shows, and in blocks of 8 pixels, where a jump in tone shows that grain hides.
    """
    planes = [np.ascontiguousarray(pixels[..., channel], np.float32) for channel in (0, 1)]
    planes += [_blocks(plane) for plane in planes]
    return max(_seam(lines) for plane in planes for lines in (plane, np.ascontiguousarray(plane.T)))


def _blocks(plane):
    height, width = (edge // 8 for edge in plane.shape)
    return plane[: height * 8, : width * 8].reshape(height, 8, width, 8).mean((1, 3))


def _seam(lines):
    inside = np.abs(lines[1:] - lines[:-1]).mean(axis=1).max()
    return (np.abs(lines[0] - lines[-1]).mean() + 0.1) / (inside + 0.1)


def normals(pixels):
    return pixels.astype(np.float32) / 127.5 - 1


@pytest.mark.parametrize("name", ENTRIES)
def test_a_shipped_surface_wraps_without_a_seam(name):
    material = surface(ENTRIES[name].path).material
    for each in MAPS:
        assert seam(getattr(material, each).pixels) < TOLERANCE, f"{each} shows where it repeats"


def test_a_gradient_has_a_seam():
    ramp = np.repeat(np.linspace(100, 140, 256)[None, :, None], 256, axis=0)
    assert seam(np.repeat(ramp, 3, axis=2)) > 5
    assert seam(np.repeat(ramp.swapaxes(0, 1), 3, axis=2)) > 5


@pytest.mark.parametrize(
    "name", ["floor/concrete_polished", "floor/terrazzo", "floor/wood_walnut", "wall/plaster_warm"]
)
def test_a_part_of_a_surface_has_a_seam(name):
    pixels = surface(ENTRIES[name].path).material.base_color_map.pixels
    assert seam(pixels[:700, :700]) > TOLERANCE


@pytest.mark.parametrize("name", ENTRIES)
def test_normals_of_a_shipped_surface_are_unit_and_upright_on_average(name):
    normal = normals(surface(ENTRIES[name].path).material.normal_map.pixels[::2, ::2])
    length = np.linalg.norm(normal, axis=-1)
    assert abs(length.mean() - 1) < 0.03
    assert np.quantile(np.abs(length - 1), 0.99) < 0.3
    assert np.abs(normal[..., :2].mean(axis=(0, 1))).max() < 0.005
    assert normal[..., 2].mean() > 0.85
    assert np.quantile(normal[..., 2], 0.0001) > 0


@pytest.mark.parametrize("name", ENTRIES)
def test_a_shipped_surface_is_described(name):
    entry = ENTRIES[name]
    assert entry.size_m == (surface(entry.path).size_m, surface(entry.path).size_m)
    assert entry.title
    assert entry.tags
    assert entry.licence


def test_bare_metal_is_metallic():
    for name in ("floor/steel_checker_plate", "wall/corrugated_metal"):
        assert surface(ENTRIES[name].path).material.metallic_map.pixels.min() > 250
