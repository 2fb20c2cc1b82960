"""The certificate is silent about correct labels and finds every kind of wrong ones."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import SENTENCES, certify, check_view
from scenewright.annotate.flow_relations import PAIR_RELATIONS
from scenewright.annotate.labelled_view import matrix4
from scenewright.geometry.camera import ray_lengths

OBJECT_IMAGES = (
    "amodal_masks_are_recorded",
    "camera_normals_turn",
    "coordinates_follow_depth",
    "parts_cover_objects",
)
NOT_HERE = dict.fromkeys(
    (
        "keypoints_follow_depth",
        "keypoints_are_the_assets",
        "oriented_boxes_hold_masks",
        "parts_are_the_assets",
        "boxes_3d_are_the_assets",
        *OBJECT_IMAGES,
        *PAIR_RELATIONS,
    ),
    0,
)
"""What other tests are about: these views lack the channels."""


def _found(view):
    return {violation.relation for violation in check_view(view)[1]}


def _largest(view):
    """Return the record of the object that shows most."""
    return max(view.record.instances, key=lambda item: item.visible_px)


def _two(view):
    """Return the ids of the two objects that show most."""
    records = sorted(view.record.instances, key=lambda item: -item.visible_px)
    return records[0].instance_id, records[1].instance_id


def _swapped(mask, a, b):
    return np.where(mask == a, b, np.where(mask == b, a, mask)).astype(mask.dtype)


def _moved(matrix, metres):
    moved = matrix4(matrix)
    moved[0, 3] += metres
    return tuple(moved.ravel().tolist())


def _with_depth(view, depth, changed):
    """Replace both distances such that they still agree with each other."""
    along = depth.astype(np.float32)
    lengths = ray_lengths(view.record.intrinsics)
    return changed.channel(view, distance_to_image_plane=along, distance_to_camera=along * lengths)


def _with_camera(view, changed, intrinsics=None, position=None):
    """Move or change the camera in record and plan alike, as an engine would that draws with another one."""
    record, camera = view.record, view.plan.cameras[0]
    camera = replace(camera, intrinsics=intrinsics or camera.intrinsics, position=position or camera.position)
    plan = replace(view.plan, cameras=(camera,))
    pose = matrix4(record.world_from_camera)
    pose[:3, 3] = camera.position
    record = replace(record, intrinsics=camera.intrinsics, world_from_camera=tuple(pose.ravel().tolist()))
    view = replace(view, plan=plan, record=record)
    return _with_depth(view, view.channels["distance_to_image_plane"], changed)


def test_correct_views_hold_every_relation(shapes):
    certificate = certify(shapes)
    assert certificate.violations == ()
    assert certificate.checked == {**dict.fromkeys(SENTENCES, 30), **NOT_HERE}
    assert certificate.frames == 30


def test_correct_views_of_the_built_in_engine_hold_every_relation(cups):
    certificate = certify(cups)
    assert certificate.violations == ()
    assert certificate.checked == {**dict.fromkeys(SENTENCES, len(cups)), **NOT_HERE}


def test_the_correct_views_hold_what_the_relations_are_about(shapes):
    records = [item for view in shapes for item in view.record.instances]
    assert sum(0.05 < (item.occlusion_ratio or 0) < 0.95 for item in records) > 10
    assert sum(0.05 < (item.truncation_ratio or 0) < 0.95 for item in records) > 10


# Masks


def test_a_mask_shifted_by_one_pixel_is_found(view, changed):
    mask = view.channels["instance_mask"]
    for axis in (0, 1):
        found = _found(changed.channel(view, instance_mask=np.roll(mask, 1, axis)))
        assert {"tight_box_is_mask_bounds", "semantic_is_class_of_instance"} <= found


def test_masks_shifted_alike_by_one_pixel_are_found_by_their_box(view, changed):
    names = ("instance_mask", "semantic_mask")
    images = {name: np.roll(view.channels[name], 1, 1) for name in names}
    assert "tight_box_is_mask_bounds" in _found(changed.channel(view, **images))


def test_two_swapped_ids_are_found(view, changed):
    swapped = _swapped(view.channels["instance_mask"], *_two(view))
    assert {"ids_agree", "tight_box_is_mask_bounds"} <= _found(changed.channel(view, instance_mask=swapped))


def test_two_ids_swapped_in_mask_and_records_alike_are_found_by_depth(view, changed):
    a, b = _two(view)
    records = {item.instance_id: item for item in view.record.instances}
    fields = (
        "box_tight",
        "box_loose",
        "visible_px",
        "amodal_px",
        "amodal_total_px",
        "occlusion_ratio",
        "truncation_ratio",
    )
    mask = _swapped(view.channels["instance_mask"], a, b)
    classes = np.array([0, *(item.class_id for item in view.record.instances)])
    wrong = changed.channel(view, instance_mask=mask, semantic_mask=classes[mask])
    for one, other in ((a, b), (b, a)):
        wrong = changed.instance(wrong, one, **{name: getattr(records[other], name) for name in fields})
    assert _found(wrong) & {"depth_inside_3d_box", "box_3d_around_mask"}


def test_an_id_without_a_record_is_found(view, changed):
    mask = view.channels["instance_mask"].copy()
    mask[0, 0] = len(view.record.instances) + 1
    assert "ids_agree" in _found(changed.channel(view, instance_mask=mask))


def test_a_single_pixel_of_another_object_is_found(view, changed):
    a, b = _two(view)
    mask = view.channels["instance_mask"].copy()
    mask[tuple(np.argwhere(mask == a)[0])] = b
    assert "ids_agree" in _found(changed.channel(view, instance_mask=mask))


def test_a_wrong_class_in_the_semantic_mask_is_found_even_on_one_pixel(view, changed):
    mask = view.channels["semantic_mask"].copy()
    mask[0, 0] += 1
    assert _found(changed.channel(view, semantic_mask=mask)) == {"semantic_is_class_of_instance"}


def test_a_wrong_class_in_mask_and_record_alike_is_found_by_the_plan(view, changed):
    item = _largest(view)
    mask = view.channels["semantic_mask"].copy()
    mask[view.channels["instance_mask"] == item.instance_id] = 9
    wrong = changed.instance(changed.channel(view, semantic_mask=mask), item.instance_id, class_id=9)
    assert _found(wrong) == {"objects_are_complete"}


# Records


@pytest.mark.parametrize("edge", range(4))
@pytest.mark.parametrize("step", [-1.0, 1.0])
def test_a_tight_box_off_by_one_is_found(edge, step, view, changed):
    item = _largest(view)
    box = list(item.box_tight)
    box[edge] += step
    assert "tight_box_is_mask_bounds" in _found(changed.instance(view, item.instance_id, box_tight=tuple(box)))


@pytest.mark.parametrize("edge", range(4))
@pytest.mark.parametrize("step", [-1.0, 1.0])
def test_a_loose_box_off_by_one_is_found_where_nothing_hides_the_object(edge, step, view, changed):
    item = max((i for i in view.record.instances if i.occlusion_ratio == 0), key=lambda item: item.visible_px)
    box = list(item.box_loose)
    box[edge] += step
    assert "visible_inside_amodal" in _found(changed.instance(view, item.instance_id, box_loose=tuple(box)))


def test_a_missing_box_is_found(view, changed):
    item = _largest(view)
    assert "tight_box_is_mask_bounds" in _found(changed.instance(view, item.instance_id, box_tight=None))
    assert "visible_inside_amodal" in _found(changed.instance(view, item.instance_id, box_loose=None))


def test_wrong_pixel_counts_are_found(view, changed):
    item = _largest(view)
    for off in (-1, 1):
        assert "ids_agree" in _found(changed.instance(view, item.instance_id, visible_px=item.visible_px + off))
    assert "visible_inside_amodal" in _found(changed.instance(view, item.instance_id, amodal_px=item.visible_px - 1))
    assert "visible_inside_amodal" in _found(
        changed.instance(view, item.instance_id, amodal_total_px=item.amodal_px - 1)
    )
    assert "visible_inside_amodal" in _found(
        changed.instance(view, item.instance_id, amodal_px=10**7, amodal_total_px=10**7)
    )


@pytest.mark.parametrize("field", ["occlusion_ratio", "truncation_ratio"])
@pytest.mark.parametrize("wrong", [lambda ratio: ratio + 0.01, lambda ratio: 1 - ratio, lambda ratio: None])
def test_a_wrong_ratio_is_found(field, wrong, view, changed):
    item = _largest(view)
    value = wrong(getattr(item, field))
    assert _found(changed.instance(view, item.instance_id, **{field: value})) == {"ratios_follow_counts"}


def test_a_missing_a_doubled_and_a_misplaced_record_are_found(view, changed):
    records = view.record.instances
    for wrong in (records[:-1], records[1:], (*records, records[-1]), records[::-1], ()):
        assert "objects_are_complete" in _found(changed.record(view, instances=wrong))


def test_an_object_recorded_one_centimetre_off_is_found(view, changed):
    item = _largest(view)
    wrong = changed.instance(view, item.instance_id, world_from_object=_moved(item.world_from_object, 0.01))
    assert {"poses_follow_the_plan", "depth_inside_3d_box"} <= _found(wrong)


def test_a_camera_recorded_one_centimetre_off_is_found(view, changed):
    wrong = changed.record(view, world_from_camera=_moved(view.record.world_from_camera, 0.01))
    assert {"poses_follow_the_plan", "depth_inside_3d_box"} <= _found(wrong)


def test_a_camera_recorded_with_another_convention_is_found(view, changed):
    flipped = matrix4(view.record.world_from_camera) @ np.diag([1.0, -1.0, -1.0, 1.0])
    inverse = np.linalg.inv(matrix4(view.record.world_from_camera))
    for pose in (flipped, inverse, matrix4(view.record.world_from_camera).T):
        wrong = changed.record(view, world_from_camera=tuple(pose.ravel().tolist()))
        assert {"poses_follow_the_plan", "depth_inside_3d_box"} <= _found(wrong)


def test_a_picture_drawn_from_one_centimetre_beside_is_found_by_its_geometry(view, changed):
    x, y, z = view.plan.cameras[0].position
    assert "depth_inside_3d_box" in _found(_with_camera(view, changed, position=(x + 0.01, y, z)))


def test_intrinsics_other_than_planned_are_found(view, changed):
    k = view.record.intrinsics
    for wrong in (replace(k, fx=k.fx * 1.001), replace(k, cx=k.cy, cy=k.cx), replace(k, cx=k.cx - 0.5)):
        assert "poses_follow_the_plan" in _found(changed.record(view, intrinsics=wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        lambda k: replace(k, fx=k.fx * 1.01, fy=k.fy * 1.01),
        lambda k: replace(k, fy=k.fy * 1.02),
        lambda k: replace(k, cx=k.cy, cy=k.cx),
        lambda k: replace(k, cx=k.cx - 0.5, cy=k.cy - 0.5),
        lambda k: replace(k, cx=k.cx + 0.5),
    ],
    ids=["focal length", "pixel aspect", "transposed centre", "pixel centres at whole numbers", "half a pixel aside"],
)
def test_a_picture_drawn_with_other_intrinsics_is_found_by_its_geometry(wrong, view, changed):
    found = _found(_with_camera(view, changed, intrinsics=wrong(view.record.intrinsics)))
    assert "depth_inside_3d_box" in found


@pytest.mark.parametrize("factor", [0.9, 0.5, 0.01])
def test_a_3d_box_that_is_too_small_is_found(factor, view, changed):
    item = _largest(view)
    small = {name: tuple(value * factor for value in getattr(item, name)) for name in ("extent_low", "extent_high")}
    found = _found(changed.instance(view, item.instance_id, **small))
    assert "depth_inside_3d_box" in found
    assert factor > 0.5 or "box_3d_around_mask" in found


# Surfaces


@pytest.mark.parametrize("factor", [0.99, 1.01, 0.01, 1000])
def test_depth_scaled_alike_in_both_distances_is_found_by_the_3d_boxes(factor, view, changed):
    depth = view.channels["distance_to_image_plane"] * factor
    assert _found(_with_depth(view, depth, changed)) == {"depth_inside_3d_box", "background_follows_plan"}


def test_mirrored_or_shifted_depth_is_found(view, changed):
    depth = view.channels["distance_to_image_plane"]
    for wrong in (depth[:, ::-1], depth[::-1], np.roll(depth, 1, 0), np.roll(depth, 1, 1)):
        assert "depth_inside_3d_box" in _found(_with_depth(view, wrong, changed))


@pytest.mark.parametrize("name", ["distance_to_image_plane", "distance_to_camera"])
def test_one_distance_that_contradicts_the_other_is_found(name, view, changed):
    for factor in (0.999, 1.001):
        assert "depths_agree" in _found(changed.channel(view, **{name: view.channels[name] * np.float32(factor)}))
    one_pixel = view.channels[name].copy()
    one_pixel[60, 80] *= 1.001
    assert "depths_agree" in _found(changed.channel(view, **{name: one_pixel}))


def test_the_two_distances_taken_for_each_other_are_found(view, changed):
    a, b = view.channels["distance_to_image_plane"], view.channels["distance_to_camera"]
    assert "depths_agree" in _found(changed.channel(view, distance_to_image_plane=b, distance_to_camera=a))
    assert "depths_agree" in _found(changed.channel(view, distance_to_camera=a))


@pytest.mark.parametrize("value", [np.inf, np.nan, 0.0, -1.0])
def test_one_object_pixel_without_a_depth_is_found(value, view, changed):
    depth = view.channels["distance_to_image_plane"].copy()
    depth[tuple(np.argwhere(view.channels["instance_mask"] > 0)[0])] = value
    assert "depth_is_complete" in _found(_with_depth(view, depth, changed))


def test_wrong_distances_to_the_camera_are_found_where_they_are_the_only_ones(view, changed):
    channels = {name: image for name, image in view.channels.items() if name != "distance_to_image_plane"}
    alone = replace(view, channels=channels)
    checked, violations = check_view(alone)
    assert violations == []
    assert {"depth_inside_3d_box", "normals_follow_depth"} <= checked
    assert "depth_inside_3d_box" in _found(
        changed.channel(alone, distance_to_camera=channels["distance_to_camera"] * 1.01)
    )
    along = view.channels["distance_to_image_plane"]
    assert "depth_inside_3d_box" in _found(changed.channel(alone, distance_to_camera=along))


# Images


@pytest.mark.parametrize(
    "name", ["rgb", "instance_mask", "semantic_mask", "distance_to_image_plane", "distance_to_camera", "normals"]
)
@pytest.mark.parametrize(
    "wrong",
    [
        lambda a: a[1:],
        lambda a: a[:, 1:],
        lambda a: np.swapaxes(a, 0, 1),
        lambda a: np.repeat(a, 2, 0),
        lambda a: a[:0],
    ],
    ids=["a row less", "a column less", "transposed", "twice as high", "empty"],
)
def test_an_image_of_another_size_is_found(name, wrong, view, changed):
    assert "channels_have_one_size" in _found(changed.channel(view, **{name: wrong(view.channels[name])}))


def test_labels_of_another_frame_are_found(shapes, changed):
    view, other = shapes[0], shapes[1]
    for name in ("instance_mask", "semantic_mask", "distance_to_image_plane", "distance_to_camera", "normals"):
        assert _found(changed.channel(view, **{name: other.channels[name]})), name
    assert "poses_follow_the_plan" in _found(replace(view, record=other.record))


def test_relations_without_their_channels_count_as_unchecked_and_not_as_held(view):
    bare = replace(view, channels={"rgb": view.channels["rgb"]})
    certificate = certify([bare])
    assert certificate.violations == ()
    unchecked = {name for name, count in certificate.checked.items() if count == 0}
    assert unchecked == {
        "ids_agree",
        "tight_box_is_mask_bounds",
        "semantic_is_class_of_instance",
        "depth_is_complete",
        "depths_agree",
        "depth_inside_3d_box",
        "normals_are_unit",
        "normals_follow_depth",
        "background_follows_plan",
        *NOT_HERE,
    }


def test_a_violation_names_its_frame_camera_and_object(view, changed):
    item = _largest(view)
    [violation] = check_view(changed.instance(view, item.instance_id, occlusion_ratio=0.99))[1]
    assert (violation.relation, violation.frame) == ("ratios_follow_counts", view.plan.index)
    assert violation.camera == view.record.camera
    assert violation.message.startswith(f"object {item.instance_id}: occlusion ratio 0.99, its pixel counts say")
