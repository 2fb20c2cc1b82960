"""Labels over pictures: in colours that belong to ids, at any size, and only what is there."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.colors import UNKNOWN, class_color, flow_colors, id_color, id_colors
from scenewright.annotate.overlay import LAYERS, drawable, overlay
from scenewright.annotate.overlay_style import LEFT_OUT, Style
from scenewright.datasets.records import KeypointRecord
from scenewright.datasets.skeletons import Skeleton, Skeletons
from scenewright.spec.project import LabelName

DERIVED = {"panoptic", "pose", "bounding_box_2d_oriented", "forward_occlusion", "backward_occlusion"}


@pytest.fixture(scope="module")
def view(shapes):
    """The view that shows most, with made-up flow, parts, amodal bits and keypoints."""
    view = max(shapes, key=lambda view: sum(item.visible_px > 100 for item in view.record.instances))
    ids = view.channels["instance_mask"]
    flow = np.dstack([np.full(ids.shape, 4.0), np.full(ids.shape, -3.0)]).astype(np.float32)
    more = {
        "camera_normals": view.channels["normals"],
        "object_coordinates": np.full((*ids.shape, 3), 0.5, np.float32),
        "scene_flow": np.full((*ids.shape, 3), 0.5, np.float32),
        "forward_flow": flow,
        "backward_flow": -flow,
        "forward_occlusion": np.ones(ids.shape, np.uint8),
        "backward_occlusion": np.ones(ids.shape, np.uint8),
        "part_mask": (ids > 0).astype(np.uint8),
        "amodal_mask": (np.uint32(1) << np.maximum(ids, 1).astype(np.uint32) - 1)[..., None] * (ids > 0)[..., None],
        "sensor_depth": view.channels["distance_to_image_plane"],
    }
    item = largest(view)
    x, y = middle(item.box_tight)
    points = (
        KeypointRecord("a", x, y, 2, (0.0, 0.0, 0.0), 0.0),
        KeypointRecord("b", x + 20, y, 1, (0.0, 0.0, 0.0), 0.0),
    )
    items = tuple(
        replace(one, skeleton="bar", keypoints=points) if one == item else one for one in view.record.instances
    )
    return replace(view, record=replace(view.record, instances=items), channels={**view.channels, **more})


def largest(view):
    return max(view.record.instances, key=lambda item: item.visible_px)


def middle(box):
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def drawn(view, *layers, picture=None, **style):
    rgb = np.zeros_like(view.channels["rgb"]) if picture is None else picture
    return overlay(rgb, view.record, view.channels, layers, Style(**style))


def test_there_is_a_layer_for_every_label_of_a_project():
    assert set(LAYERS) >= set(LabelName.__args__)


def test_every_layer_draws_something_at_every_size(view):
    assert set(drawable(view.record, view.channels)) == set(LAYERS)
    for name in LAYERS:
        for width in (64, 160, 500):
            picture = drawn(view, name, width_px=width)
            assert picture.shape == (round(width * 0.75), width, 3), name
            assert picture.dtype == np.uint8
            assert picture.any(), name


def test_what_is_not_there_is_left_out(view):
    bare = replace(view.record, instances=())
    picture = view.channels["rgb"]
    assert drawable(bare, {}) == ()
    np.testing.assert_array_equal(overlay(picture, bare, {}, LAYERS), picture)


def test_a_layer_that_nobody_knows_is_an_error(view):
    with pytest.raises((KeyError, ValueError)):
        drawn(view, "boxes")


def test_the_picture_that_was_given_stays_as_it_was(view):
    before = view.channels["rgb"].copy()
    drawn(view, *LAYERS, picture=view.channels["rgb"])
    np.testing.assert_array_equal(view.channels["rgb"], before)


def test_an_object_has_its_own_colour_in_every_layer_and_frame(shapes):
    for view in shapes[:6]:
        ids = view.channels["instance_mask"]
        picture = drawn(view, "instance_mask", mask_opacity=1.0)
        np.testing.assert_array_equal(picture[ids > 0], id_colors(ids)[ids > 0])
        box = drawn(view, "bounding_box_2d_tight", only=frozenset({largest(view).instance_id}), names=False)
        assert tuple(box.reshape(-1, 3)[box.sum(axis=2).argmax()]) == id_color(largest(view).instance_id)


def test_objects_may_have_the_colour_of_their_class(view):
    ids = view.channels["instance_mask"]
    classes = np.array([0, *(item.class_id for item in view.record.instances)])
    picture = drawn(view, "instance_mask", mask_opacity=1.0, color_by="class")
    np.testing.assert_array_equal(picture[ids > 0], id_colors(classes[ids].astype(np.uint16))[ids > 0])


def test_a_class_has_its_chosen_colour_in_every_layer_and_others_keep_theirs(view):
    item = largest(view)
    chosen = {item.class_id: (1, 2, 250)}
    ids, classes = view.channels["instance_mask"], view.channels["semantic_mask"]
    mine = classes == item.class_id
    assert mine.any()
    for layer in ("instance_mask", "semantic_mask"):
        plain = drawn(view, layer, mask_opacity=1.0)
        picture = drawn(view, layer, mask_opacity=1.0, chosen=chosen)
        assert (picture[mine] == (1, 2, 250)).all()
        np.testing.assert_array_equal(picture[~mine & (ids > 0)], plain[~mine & (ids > 0)])
    alone = {"only": frozenset({item.instance_id}), "names": False, "chosen": chosen, "line_px": 4.0}
    for layer in ("bounding_box_2d_tight", "bounding_box_3d", "keypoints", "bounding_box_2d_loose"):
        assert (drawn(view, layer, **alone) == (1, 2, 250)).all(axis=2).any(), layer
    assert class_color(item.class_id + 1, chosen) == id_color(item.class_id + 1)


def test_neighbouring_ids_have_colours_that_differ():
    colors = np.array([id_color(number) for number in range(600)], int)
    assert np.abs(np.diff(colors, axis=0)).sum(axis=1).min() > 100
    assert len({tuple(color) for color in colors.tolist()}) > 590


def test_a_box_is_drawn_around_what_it_holds(view):
    item = largest(view)
    x0, y0, x1, y1 = (int(value) for value in item.box_tight)
    picture = drawn(view, "bounding_box_2d_tight", only=frozenset({item.instance_id}), names=False)
    assert not picture[y0 + 2 : y1 - 2, x0 + 2 : x1 - 2].any()
    assert picture[(y0 + y1) // 2, max(x0 - 1, 0)].any()
    assert picture[(y0 + y1) // 2, min(x1, 159)].any()


def test_lines_are_as_thick_in_a_thumbnail_as_in_a_large_picture(view):
    item = largest(view)
    for width in (80, 160, 640):
        picture = drawn(view, "bounding_box_2d_tight", only=frozenset({item.instance_id}), names=False, width_px=width)
        scale = width / 160
        row = picture[int(middle(item.box_tight)[1] * scale)]
        left = row[: int(middle(item.box_tight)[0] * scale)]
        assert 1 <= np.count_nonzero(left.any(axis=1)) <= 4


def test_small_pictures_have_no_words_and_large_ones_have(view):
    for width, has_words in ((120, False), (400, True)):
        plain = drawn(view, "bounding_box_2d_tight", names=False, width_px=width)
        assert (drawn(view, "bounding_box_2d_tight", width_px=width) != plain).any() == has_words


def test_only_chosen_objects_are_drawn(view):
    item = largest(view)
    alone = drawn(view, "instance_mask", mask_opacity=1.0, only=frozenset({item.instance_id}))
    np.testing.assert_array_equal(alone.any(axis=2), view.channels["instance_mask"] == item.instance_id)
    for name in ("bounding_box_3d", "bounding_box_2d_loose", "bounding_box_2d_tight", "pose", "keypoints"):
        assert not drawn(view, name, only=frozenset()).any(), name


def test_what_a_rule_left_out_is_grey_and_nameless(view):
    items = tuple(replace(item, verdict="drop", reason="small") for item in view.record.instances)
    judged = replace(view, record=replace(view.record, instances=items))
    picture = drawn(judged, "instance_mask", "bounding_box_2d_tight", mask_opacity=1.0, width_px=400)
    assert np.ptp(picture, axis=2).max() == 0
    assert tuple(picture.reshape(-1, 3).max(axis=0)) == LEFT_OUT


def test_a_3d_box_that_reaches_behind_the_camera_is_drawn_as_far_as_it_is_seen(view):
    item = largest(view)
    wide = replace(item, extent_low=(-9.0, -9.0, -9.0), extent_high=(9.0, 9.0, 9.0))
    inside = replace(view, record=replace(view.record, instances=(wide,)))
    assert drawn(inside, "bounding_box_3d", names=False).any()


def test_keypoints_are_filled_where_seen_and_joined(view):
    skeletons = Skeletons({"bar": Skeleton(("a", "b"), (("a", "b"),))}, {})
    item = largest(view)
    x, y = middle(item.box_tight)
    points = drawn(view, "keypoints", skeletons=skeletons, width_px=640)
    assert points[int(4 * y), int(4 * x)].min() == 255
    assert points[int(4 * y), int(4 * x + 80)].min() < 255
    halfway = points[int(4 * y), int(4 * x + 40)]
    assert tuple(halfway) == id_color(item.instance_id)
    assert not drawn(view, "keypoints", width_px=640)[int(4 * y), int(4 * x + 40)].any(), "no skeleton, no line"


def test_hidden_parts_of_objects_are_hatched(view):
    ids = view.channels["instance_mask"]
    item = largest(view)
    bit = np.uint32(1 << (item.instance_id - 1))
    everywhere = replace(view, channels={**view.channels, "amodal_mask": np.full((*ids.shape, 1), bit, np.uint32)})
    picture = drawn(everywhere, "amodal_mask", only=frozenset({item.instance_id})).sum(axis=2)
    assert len(np.unique(picture[ids != item.instance_id])) >= 2
    assert len(np.unique(picture[ids == item.instance_id])) == 1


def test_flow_is_white_where_nothing_moves_and_has_a_hue_by_direction():
    flow = np.array([[[0, 0], [5, 0], [-5, 0], [np.nan, 0]]], np.float32)
    white, right, left, unknown = flow_colors(flow)[0].tolist()
    assert white == [255, 255, 255]
    assert (right[0], left[0]) == (255, 0)
    assert tuple(unknown) == UNKNOWN


def test_labels_are_drawn_over_pictures_of_another_size_than_the_cameras(view):
    larger = np.zeros((240, 320, 3), np.uint8)
    picture = drawn(view, "instance_mask", picture=larger, mask_opacity=1.0)
    ids = view.channels["instance_mask"].repeat(2, axis=0).repeat(2, axis=1)
    np.testing.assert_array_equal(picture.any(axis=2), ids > 0)
