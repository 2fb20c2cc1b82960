"""The two engines give the same labels."""

import numpy as np
import pytest
from plans import random_frame
from ray_casting import degrees_between
from scipy.ndimage import maximum_filter, minimum_filter

from scenewright.geometry.boxes import bit_counts


def is_even(image):
    return maximum_filter(image, 3) == minimum_filter(image, 3)


@pytest.mark.parametrize("seed", range(300, 306))
def test_both_engines_give_the_same_labels(embedded, flat, seed):
    plan = random_frame(seed, 160, 120, 10)
    gpu, plain = (next(renderer.render([plan])).views[0] for renderer in (embedded, flat))
    same = gpu.instance_ids == plain.instance_ids
    assert same[is_even(plain.instance_ids)].all()
    assert (~same).sum() <= 2
    hit = np.isfinite(plain.depth)
    assert (hit != np.isfinite(gpu.depth)).sum() <= 2
    both = hit & np.isfinite(gpu.depth) & same
    # A pixel within a hair of an edge between two facets may show either; all others agree.
    depth = np.abs(gpu.depth[both] / plain.depth[both].astype(np.float64) - 1)
    angle = degrees_between(gpu.normals[both], plain.normals[both])
    assert (depth > 1e-5).sum() <= 2
    assert (angle > 0.1).sum() <= 2
    assert np.median(depth) < 2e-7
    assert np.median(angle) < 0.02
    assert np.abs(gpu.amodal_total_px - plain.amodal_total_px).max() <= 2
    assert np.abs(bit_counts(gpu.amodal_bits, 10) - bit_counts(plain.amodal_bits, 10)).max() <= 2
