"""Corners to indexed vertices."""

import numpy as np

from scenewright.assets import welding
from scenewright.assets.welding import weld


def test_equal_rows_become_one_in_the_order_they_appear():
    rows = np.array([[3, 1], [0.0, 1], [3, 1], [-0.0, 1], [2, 2]], np.float32)
    vertices, place = weld(rows)
    assert vertices.tolist() == [[3, 1], [0, 1], [2, 2]]
    assert place.tolist() == [0, 1, 0, 1, 2]


def test_many_rows_come_back_as_they_were():
    rows = np.random.default_rng(5).integers(0, 9, (5000, 4)).astype(np.float32)
    vertices, place = weld(rows)
    assert np.array_equal(vertices[place], rows)
    assert len(vertices) == len(np.unique(rows, axis=0))


def test_rows_that_share_a_hash_stay_apart(monkeypatch):
    monkeypatch.setattr(welding, "_hashes", lambda rows: np.zeros(len(rows), np.uint64))
    rows = np.array([[3, 1], [0, 1], [3, 1]], np.float32)
    vertices, place = weld(rows)
    assert np.array_equal(vertices[place], rows)
    assert len(vertices) == 2
