"""Coverage against the rasteriser that finds every hit."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenewright.geometry import coverage
from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.coverage import covered
from scenewright.geometry.raster import hits

CAMERA = Intrinsics(120, 90, 80.0, 82.0, 61.0, 44.5)


def all_hits(triangles):
    found = np.zeros((CAMERA.height, CAMERA.width), bool)
    for batch in hits(CAMERA, triangles, 0.1, 20.0):
        found[batch.row, batch.column] = True
    return found


@given(seed=st.integers(0, 10_000), count=st.integers(0, 40), share=st.floats(0, 1))
@settings(max_examples=40, deadline=None)
def test_what_is_covered_is_what_is_hit_among_what_is_asked_for(seed, count, share):
    rng = np.random.default_rng(seed)
    centers = rng.uniform((-3, -3, -1), (3, 3, 8), (count, 1, 3))
    sizes = rng.choice([0.05, 0.5, 4.0], (count, 1, 1))
    triangles = centers + rng.normal(size=(count, 3, 3)) * sizes  # some behind the camera, some across its plane
    asked = rng.random((CAMERA.height, CAMERA.width)) < share
    np.testing.assert_array_equal(covered(CAMERA, triangles, asked, 0.1, 20.0), all_hits(triangles) & asked)


@pytest.mark.parametrize("large_px", [0, 10**9])
def test_large_and_small_triangles_are_treated_alike(monkeypatch, large_px):
    monkeypatch.setattr(coverage, "_LARGE_PX", large_px)
    rng = np.random.default_rng(3)
    triangles = rng.uniform((-2, -2, 1), (2, 2, 6), (30, 3, 3))
    everywhere = np.ones((CAMERA.height, CAMERA.width), bool)
    found = covered(CAMERA, triangles, everywhere, 0.1, 20.0)
    np.testing.assert_array_equal(found, all_hits(triangles))
    assert 0 < found.sum() < found.size


def test_nothing_is_covered_by_nothing():
    everywhere = np.ones((CAMERA.height, CAMERA.width), bool)
    assert not covered(CAMERA, np.zeros((0, 3, 3)), everywhere, 0.1, 20.0).any()
