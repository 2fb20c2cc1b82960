"""Records and label images of hand-made views, whose answers can be counted by hand."""

import math

import numpy as np
import pytest

from scenewright.annotate.annotate import annotate
from scenewright.annotate.channels import semantic_mask
from scenewright.annotate.instances import instance_records
from scenewright.assets.model import Material, Model, Part
from scenewright.geometry.camera import Intrinsics
from scenewright.render.renderer import RenderedFrame, View
from scenewright.sampling.plan import CameraPlan, EnvironmentPlan, FramePlan, ObjectPlan

BOUNDS = ((-0.1, -0.2, 0.0), (0.1, 0.2, 0.5))
CORNERS = np.array(BOUNDS, np.float32)
BOTH = ["distance_to_camera", "distance_to_image_plane"]
FLAT = Part(
    CORNERS[[0, 1, 1]], np.ones((3, 3), np.float32), np.zeros((3, 2), np.float32), np.array([[0, 1, 2]]), Material()
)
THING = Model("thing", (FLAT,))
UPRIGHT = (1.0, 0.0, 0.0, 0.0)


def _plan(count, intrinsics, class_ids=None):
    return FramePlan(
        index=7,
        seed=1,
        floor=None,
        environment=EnvironmentPlan(None, 0.0, (1.0, 1.0, 1.0)),
        lights=(),
        cameras=(CameraPlan("eye", (0.0, 0.0, 0.0), UPRIGHT, intrinsics, 0.1, 10.0, 0.0),),
        objects=tuple(
            ObjectPlan(k, "group", class_id, f"class {class_id}", "thing", (0.0, float(k), 0.0), UPRIGHT, 2.0)
            for k, class_id in enumerate(class_ids or [1] * count, start=1)
        ),
    )


def _view(ids, amodal, outside=None, depth=None):
    """Make a view from an id image and one amodal mask per object."""
    ids = np.array(ids, np.uint16)
    height, width = ids.shape
    bits = np.zeros((max(1, -(-len(amodal) // 32)), height, width), np.uint32)
    for k, mask in enumerate(amodal):
        bits[k // 32] |= np.where(np.array(mask, bool), np.uint32(1) << np.uint32(k % 32), np.uint32(0))
    intrinsics = Intrinsics(width, height, 4.0, 4.0, width / 2, height / 2)
    plan = _plan(len(amodal), intrinsics)
    view = View(
        camera=plan.cameras[0],
        rgb=np.zeros((height, width, 3), np.uint8),
        instance_ids=ids,
        depth=np.full((height, width), np.inf, np.float32) if depth is None else np.array(depth, np.float32),
        normals=np.zeros((height, width, 3), np.float16),
        amodal_bits=bits,
        amodal_outside_px=np.array(outside or [0] * len(amodal), np.int64),
    )
    return view, plan


def _records(*arguments):
    view, plan = _view(*arguments)
    return instance_records(view, plan, [THING] * len(plan.objects))


def test_an_object_in_full_view_has_equal_boxes_and_ratios_of_zero():
    mask = [[0, 0, 0, 0], [0, 1, 1, 0], [0, 1, 0, 0]]
    [record] = _records(mask, [mask])
    assert record.box_tight == record.box_loose == (1.0, 1.0, 3.0, 3.0)
    assert (record.visible_px, record.amodal_px, record.amodal_total_px) == (3, 3, 3)
    assert (record.occlusion_ratio, record.truncation_ratio) == (0.0, 0.0)


def test_one_pixel_has_a_box_of_one_pixel_on_pixel_edges():
    mask = np.zeros((3, 20), int)
    mask[1, 12] = 1
    [record] = _records(mask, [mask])
    assert record.box_tight == (12.0, 1.0, 13.0, 2.0)


def test_a_hidden_part_counts_for_the_loose_box_and_the_occlusion():
    front = [[0, 0, 1, 1], [0, 0, 1, 1]]
    behind = [[1, 1, 1, 0], [1, 1, 1, 0]]
    first, second = _records([[2, 2, 1, 1], [2, 2, 1, 1]], [front, behind])
    assert first.occlusion_ratio == 0.0
    assert (second.box_tight, second.box_loose) == ((0.0, 0.0, 2.0, 2.0), (0.0, 0.0, 3.0, 2.0))
    assert (second.visible_px, second.amodal_px) == (4, 6)
    assert second.occlusion_ratio == pytest.approx(1 / 3)


def test_a_wholly_hidden_object_has_a_loose_box_but_no_tight_one():
    _, hidden = _records([[1, 1, 1]], [[[1, 1, 1]], [[0, 1, 0]]])
    assert (hidden.box_tight, hidden.box_loose) == (None, (1.0, 0.0, 2.0, 1.0))
    assert (hidden.visible_px, hidden.occlusion_ratio, hidden.truncation_ratio) == (0, 1.0, 0.0)


def test_a_part_outside_the_image_counts_for_the_truncation_only():
    [record] = _records([[1, 1, 0]], [[[1, 1, 0]]], [6])
    assert (record.amodal_px, record.amodal_total_px, record.truncation_ratio) == (2, 8, 0.75)
    assert (record.occlusion_ratio, record.box_loose) == (0.0, (0.0, 0.0, 2.0, 1.0))


def test_an_object_beside_the_image_is_wholly_truncated_and_has_no_boxes():
    [record] = _records([[0, 0]], [[[0, 0]]], [5])
    assert (record.box_tight, record.box_loose) == (None, None)
    assert (record.visible_px, record.amodal_px, record.occlusion_ratio, record.truncation_ratio) == (0, 0, None, 1.0)


def test_an_object_behind_the_camera_has_no_ratios_at_all():
    [record] = _records([[0, 0]], [[[0, 0]]], [0])
    assert (record.occlusion_ratio, record.truncation_ratio) == (None, None)


def test_objects_beyond_the_thirty_second_are_counted_like_the_first():
    count = 70
    ids = np.arange(1, count + 1).reshape(7, 10)
    amodal = [(ids == k) | (ids == k + 1) for k in range(1, count + 1)]
    records = _records(ids, amodal)
    assert [record.instance_id for record in records] == list(range(1, count + 1))
    assert [record.visible_px for record in records] == [1] * count
    assert [record.amodal_px for record in records] == [2] * (count - 1) + [1]
    x, y = 69 % 10, 69 // 10
    assert records[69].box_tight == records[69].box_loose == (x, y, x + 1, y + 1)
    assert records[32].box_loose == (2.0, 3.0, 4.0, 4.0)


def test_a_frame_without_objects_has_no_records():
    assert _records([[0, 0]], []) == ()


def test_a_record_carries_pose_scale_and_extent_of_its_object():
    [record] = _records([[1]], [[[1]]])
    assert record.world_from_object == (2, 0, 0, 0, 0, 2, 0, 1, 0, 0, 2, 0, 0, 0, 0, 1)
    assert np.allclose([record.extent_low, record.extent_high], BOUNDS)
    assert (record.class_id, record.class_name, record.group, record.asset) == (1, "class 1", "group", "thing")


def test_distance_to_camera_is_the_length_of_the_ray_to_the_surface():
    # Focal length 4 px, principal point in the middle: the outermost of 5 columns is 2 px off the axis.
    view, plan = _view(np.ones((5, 5), int), [np.ones((5, 5), int)], None, np.full((5, 5), 3.0))
    [labelled] = annotate(
        RenderedFrame(plan, (view,)), lambda _: THING, ["distance_to_camera", "distance_to_image_plane"]
    )
    distance = labelled.channels["distance_to_camera"]
    assert distance[2, 2] == pytest.approx(3)
    assert distance[2, 0] == pytest.approx(3 * math.sqrt(1 + 0.25))
    assert distance[0, 4] == pytest.approx(3 * math.sqrt(1 + 0.25 + 0.25))
    assert labelled.channels["distance_to_image_plane"].tolist() == np.full((5, 5), 3.0).tolist()
    assert distance.dtype == np.float32


def test_nothing_hit_is_infinitely_far_in_both_distances():
    view, plan = _view([[0]], [])
    [labelled] = annotate(RenderedFrame(plan, (view,)), lambda _: THING, BOTH)
    assert np.isposinf(labelled.channels["distance_to_camera"]).all()
    assert np.isposinf(labelled.channels["distance_to_image_plane"]).all()


@pytest.mark.parametrize(("highest", "dtype"), [(1, np.uint8), (254, np.uint8), (255, np.uint16), (65_534, np.uint16)])
def test_a_semantic_mask_has_as_many_bits_as_its_classes_need(highest, dtype):
    view, _ = _view([[0, 1], [2, 2]], [[[0, 1], [0, 0]], [[0, 0], [1, 1]]])
    mask = semantic_mask(view, _plan(2, view.camera.intrinsics, [highest, 1]))
    assert mask.dtype == dtype
    assert mask.tolist() == [[0, highest], [1, 1]]


def test_only_the_label_images_asked_for_are_made_and_the_picture_always():
    view, plan = _view([[1]], [[[1]]])
    frame = RenderedFrame(plan, (view,))
    assert set(annotate(frame, lambda _: THING, [])[0].channels) == {"rgb"}
    assert set(annotate(frame, lambda _: THING, ["normals", "bounding_box_3d"])[0].channels) == {
        "rgb",
        "normals",
    }


def test_every_camera_has_a_labelled_view_with_its_parameters():
    view, plan = _view([[1]], [[[1]]])
    first, second = annotate(RenderedFrame(plan, (view, view)), lambda _: THING, [])
    assert first.record == second.record
    assert (first.record.camera, first.record.near_m, first.record.far_m) == ("eye", 0.1, 10.0)
    assert first.world_from_camera.tolist() == np.eye(4).tolist()
