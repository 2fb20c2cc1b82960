"""Label images as they are shown."""

import numpy as np

from scenewright.ui.preview.layers import shown


def test_depth_is_told_from_near_to_far_with_its_range():
    depth = np.array([[1.0, 2.0], [3.0, np.inf]], np.float32)
    layer = shown("distance_to_image_plane", depth)
    near, middle, far, none = layer.pixels.ravel()
    assert near == 1
    assert far == 255
    assert abs(int(middle) - 128) <= 1
    assert none == 0
    assert 1.0 <= layer.low < 1.1
    assert 2.9 < layer.high <= 3.0


def test_ids_beyond_the_colours_go_round_and_never_become_nothing():
    ids = np.array([[0, 1, 255, 256, 511]], np.uint16)
    assert shown("instance_mask", ids).pixels.tolist() == [[0, 1, 255, 1, 1]]


def test_flow_to_the_right_is_red_and_its_longest_is_told():
    flow = np.array([[[4.0, 0.0], [-4.0, 0.0], [0.0, 0.0], [np.nan, np.nan]]], np.float32)
    layer = shown("forward_flow", flow)
    right, left, still, _ = layer.pixels[0].tolist()
    assert right == [255, 0, 0]
    assert left == [0, 255, 255]
    assert still == [255, 255, 255]
    assert layer.high == 4.0


def test_amodal_masks_tell_how_many_objects_lie_over_each_other():
    words = np.zeros((1, 3, 2), np.uint32)
    words[0, 1, 0] = 0b101
    words[0, 2] = (0b1, 0x80000000)
    assert shown("amodal_mask", words).pixels.tolist() == [[0, 2, 2]]


def test_where_nothing_is_hit_normals_are_black():
    normals = np.zeros((1, 2, 3), np.float16)
    normals[0, 1] = (0, 0, 1)
    assert shown("normals", normals).pixels.tolist() == [[[0, 0, 0], [127, 127, 255]]]
