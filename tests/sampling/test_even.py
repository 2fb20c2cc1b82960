"""Even coverage: every power of two of frames has one value in each equal part of a range."""

import numpy as np
import pytest
from scipy import stats

from scenewright.sampling.even import even01
from scenewright.sampling.rng import uniform01

COUNTS = (8, 64, 1024)


def column(name, count, dimension=0, seed=5, first=0):
    return np.array([even01(seed, frame, name, dimension) for frame in range(first, first + count)])


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("dimension", [0, 1, 2])
def test_each_equal_part_of_a_range_is_hit_once(count, dimension):
    parts = np.floor(column("cameras/eye/position", count, dimension) * count).astype(int)
    assert sorted(parts) == list(range(count))


def test_any_later_run_is_as_even():
    parts = np.floor(column("x", 256, first=768) * 256).astype(int)
    assert sorted(parts) == list(range(256))


@pytest.mark.parametrize(("rows", "columns"), [(2, 128), (16, 16), (64, 4)])
def test_so_are_the_boxes_of_a_pair(rows, columns):
    one, other = column("p", 256, 0), column("p", 256, 1)
    boxes = {(int(a * rows), int(b * columns)) for a, b in zip(one, other, strict=True)}
    assert len(boxes) == 256


def test_a_triple_is_evener_than_luck():
    even = np.stack([column("p", 512, dimension) for dimension in range(3)], axis=1)
    lucky = np.array([[uniform01(5, frame, f"p/{d}") for d in range(3)] for frame in range(512)])
    assert stats.qmc.discrepancy(even) < stats.qmc.discrepancy(lucky) / 4


def test_different_choices_are_independent():
    names = ("floor/rotation", "lights/key/azimuth", "objects/cups/0/scale", "objects/cups/1/scale", "a", "b")
    columns = np.array([column(name, 2048) for name in names])
    correlations = np.corrcoef(columns) - np.eye(len(names))
    assert np.abs(correlations).max() < 0.08
    for one in range(len(names)):
        for other in range(one):
            counts = np.histogram2d(columns[one], columns[other], bins=4)[0]
            assert stats.chisquare(counts.ravel()).pvalue > 1e-4


def test_neighbouring_frames_are_not_alike():
    values = column("x", 4096)
    assert abs(np.corrcoef(values[:-1], values[1:])[0, 1]) < 0.6  # stratified, so it may alternate, but never repeats
    assert len(set(values)) == 4096


def test_another_seed_gives_other_values():
    assert not np.isin(column("x", 64, seed=6), column("x", 64, seed=5)).any()


def test_twenty_thousand_draws_are_uniform():
    values = column("objects/cups/0/scale", 20_000)
    assert stats.kstest(values, "uniform").pvalue > 1e-3
    assert values.min() >= 0
    assert values.max() < 1
