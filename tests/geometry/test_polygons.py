"""Masks as polygons, drawn again by code that nobody here wrote."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as run_lengths
from scipy.ndimage import label

from scenewright.geometry.polygons import joined, mask_parts, oriented_box, ring_area

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept a copy:DeprecationWarning")

MASKS = arrays(bool, st.tuples(st.integers(1, 9), st.integers(1, 9)))


def drawn(rings, shape):
    """Draw polygons by COCO's own code, one over the other."""
    runs = run_lengths.frPyObjects([ring.ravel().tolist() for ring in rings], *shape)
    return run_lengths.decode(run_lengths.merge(runs)).astype(bool)


def disc(radius, size=64, at=(32, 32)):
    y, x = np.mgrid[:size, :size]
    return (x - at[0]) ** 2 + (y - at[1]) ** 2 <= radius**2


def net_area(part):
    return ring_area(part.outer) - sum(ring_area(hole) for hole in part.holes)


@settings(max_examples=300, deadline=None)
@given(MASKS)
def test_a_mask_comes_back_from_its_polygons_bit_for_bit(mask):
    parts = mask_parts(mask)
    if not parts:
        assert not mask.any()
        return
    np.testing.assert_array_equal(drawn([joined([p.outer, *p.holes]) for p in parts], mask.shape), mask)


@settings(max_examples=300, deadline=None)
@given(MASKS)
def test_one_polygon_holds_any_mask(mask):
    rings = [ring for part in mask_parts(mask) for ring in (part.outer, *part.holes)]
    if rings:
        np.testing.assert_array_equal(drawn([joined(rings)], mask.shape), mask)


@settings(max_examples=200, deadline=None)
@given(MASKS)
def test_areas_are_pixel_counts_and_parts_are_those_that_hang_together(mask):
    parts = mask_parts(mask)
    numbers, count = label(mask)
    assert sorted(net_area(part) for part in parts) == sorted(np.bincount(numbers.ravel())[1:].tolist())
    assert len(parts) == count


def test_sides_are_horizontal_and_vertical_in_turn_without_corners_that_are_none():
    for part in mask_parts(disc(20) & ~disc(9) | disc(4)):
        for ring in (part.outer, *part.holes):
            steps = np.roll(ring, -1, axis=0) - ring
            assert ((steps == 0).sum(axis=1) == 1).all()
            assert ((steps[:, 0] == 0) != (np.roll(steps, 1, axis=0)[:, 0] == 0)).all()


def test_a_ring_and_what_lies_in_its_hole_are_two_parts():
    outer, inner = mask_parts(disc(20) & ~disc(9) | disc(4))
    assert (len(outer.holes), len(inner.holes)) == (1, 0)
    assert net_area(inner) == disc(4).sum()


def test_an_empty_mask_has_no_parts():
    assert mask_parts(np.zeros((4, 5), bool)) == []


@settings(max_examples=150, deadline=None)
@given(st.floats(0, 180), st.floats(6, 30), st.floats(4, 20))
def test_the_oriented_box_is_no_larger_than_opencvs(angle, length, width):
    corners = cv2.boxPoints(((50.0, 50.0), (length, width), angle))
    mask = cv2.fillPoly(np.zeros((100, 100), np.uint8), [np.round(corners).astype(np.int32)], 1).astype(bool)
    points = np.concatenate([part.outer for part in mask_parts(mask)])
    box = oriented_box(points, 100, 100)
    (_, (side, other), _) = cv2.minAreaRect(points.astype(np.float32))
    assert ring_area(box) == pytest.approx(side * other, rel=1e-4)
    sides = np.roll(box, -1, axis=0) - box
    assert sides[0] @ sides[1] == pytest.approx(0, abs=1e-6)
    assert np.linalg.det(sides[:2]) > 0, "clockwise as seen"
    assert box[0, 1] == pytest.approx(box[:, 1].min())


@settings(max_examples=150, deadline=None)
@given(arrays(bool, (12, 16)))
def test_an_oriented_box_holds_the_mask_and_stays_in_the_image(mask):
    if not mask.any():
        return
    points = np.concatenate([part.outer for part in mask_parts(mask)])
    box = oriented_box(points, 16, 12)
    assert (box >= 0).all()
    assert (box <= (16, 12)).all()
    for corner, following in zip(box, np.roll(box, -1, axis=0), strict=True):
        side, away = following - corner, points - corner
        assert (side[0] * away[:, 1] - side[1] * away[:, 0] > -1e-6).all()


def test_large_masks_with_many_holes_are_exact_too():
    rng = np.random.default_rng(1)
    mask = disc(230, 480, (240, 240)) & (rng.random((480, 480)) > 0.004)
    np.testing.assert_array_equal(drawn([joined([p.outer, *p.holes]) for p in mask_parts(mask)], mask.shape), mask)
