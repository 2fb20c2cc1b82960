"""Boxes of masks and of bits, against the slowest way to find them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from scenewright.geometry.boxes import bit_boxes, bit_counts, corners, id_boxes, mask_box

sizes = st.tuples(st.integers(1, 9), st.integers(1, 9))
masks = sizes.flatmap(lambda size: arrays(bool, size))
ids = sizes.flatmap(lambda size: arrays(np.uint16, size, elements=st.integers(0, 5)))


def slow_box(mask):
    seen = [(row, column) for row, column in np.ndindex(mask.shape) if mask[row, column]]
    if not seen:
        return None
    rows, columns = zip(*seen, strict=True)
    return (min(columns), min(rows), max(columns) + 1, max(rows) + 1)


@given(masks)
def test_a_masks_box_is_the_smallest_around_its_pixels(mask):
    assert mask_box(mask) == slow_box(mask)


def test_a_single_pixel_has_a_box_of_width_one():
    mask = np.zeros((20, 30), bool)
    mask[7, 12] = True
    assert mask_box(mask) == (12.0, 7.0, 13.0, 8.0)


@given(ids)
def test_the_boxes_of_ids_are_those_of_their_masks(image):
    assert id_boxes(image, 5) == [slow_box(image == number) for number in range(1, 6)]


@given(sizes, st.integers(0, 70), st.randoms(use_true_random=False))
def test_the_boxes_and_counts_of_bits_are_those_of_their_masks(size, count, random):
    found = np.random.default_rng(random.randrange(2**32)).random((count, *size)) < 0.2
    bits = np.zeros(((count + 31) // 32, *size), np.uint32)
    for number in range(count):
        bits[number // 32] |= found[number].astype(np.uint32) << np.uint32(number % 32)
    assert bit_boxes(bits, count) == [slow_box(mask) for mask in found]
    assert bit_counts(bits, count).tolist() == [mask.sum() for mask in found]


def test_the_boxes_of_no_instances_are_none():
    assert id_boxes(np.zeros((4, 5), np.uint16), 0) == []
    assert bit_boxes(np.zeros((0, 4, 5), np.uint32), 0) == []
    assert bit_counts(np.zeros((0, 4, 5), np.uint32), 0).tolist() == []


def test_corners_go_through_x_first_then_y_then_z():
    box = corners((-1.0, -2.0, -3.0), (1.0, 2.0, 3.0))
    assert box.tolist() == [[x, y, z] for z in (-3, 3) for y in (-2, 2) for x in (-1, 1)]


def test_a_box_may_be_flat():
    assert corners((0.0, 0.0, 1.0), (2.0, 2.0, 1.0))[:, 2] == pytest.approx(np.ones(8))
