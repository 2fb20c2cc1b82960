"""Label images as they are shown."""

import numpy as np

from scenewright.ui.preview.layers import shown

NO_IDS = np.zeros((1, 1), np.uint16)


def test_depth_is_told_from_near_to_far_with_its_range():
    depth = np.array([[1.0, 2.0], [3.0, np.inf]], np.float32)
    layer = shown("distance_to_image_plane", depth, NO_IDS)
    near, middle, far, none = layer.pixels.ravel()
    assert near == 1
    assert far == 255
    assert abs(int(middle) - 128) <= 1
    assert none == 0
    assert 1.0 <= layer.low < 1.1
    assert 2.9 < layer.high <= 3.0


def test_ids_beyond_the_colours_go_round_and_never_become_nothing():
    ids = np.array([[0, 1, 255, 256, 511]], np.uint16)
    assert shown("instance_mask", ids, NO_IDS).pixels.tolist() == [[0, 1, 255, 1, 1]]


def test_flow_to_the_right_is_red_and_its_longest_is_told():
    flow = np.array([[[4.0, 0.0], [-4.0, 0.0], [0.0, 0.0], [np.nan, np.nan]]], np.float32)
    layer = shown("forward_flow", flow, NO_IDS)
    right, left, still, _ = layer.pixels[0].tolist()
    assert right == [255, 0, 0]
    assert left == [0, 255, 255]
    assert still == [255, 255, 255]
    assert layer.high == 4.0


def test_what_is_hidden_is_striped_in_the_colour_of_the_hidden_object():
    ids = np.array([[0, 1, 1, 40]], np.uint16).repeat(8, axis=0)
    words = np.zeros((8, 4, 2), np.uint32)
    words[:, 1, 0] = 0b1  # seen, and nothing behind it
    words[:, 2, 0] = 0b101  # 1 hides 3
    words[:, 3, 1] = (1 << 7) | (1 << 8)  # 40 hides 41
    layer = shown("amodal_mask", words, ids)
    assert [set(layer.pixels[:, column].tolist()) for column in range(4)] == [{0}, {0}, {0, 3}, {0, 41}]


def test_things_have_an_outline():
    ids = np.zeros((5, 5), np.uint16)
    ids[1:4, 1:4] = 2
    edges = shown("instance_mask", ids, ids).edges
    assert edges.tolist()[2] == [0, 2, 0, 2, 0]


def test_where_nothing_is_hit_normals_are_black():
    normals = np.zeros((1, 2, 3), np.float16)
    normals[0, 1] = (0, 0, 1)
    assert shown("normals", normals, NO_IDS).pixels.tolist() == [[[0, 0, 0], [127, 127, 255]]]
