"""The certificate on clips and on images of whole objects: silent about correct labels, and it finds wrong ones."""

from dataclasses import replace

import numpy as np
import pytest

from scenewright.annotate.certificate import SENTENCES, certify
from scenewright.jobs.drawing import start_drawing
from scenewright.spec.yaml_io import load_project

CLIP = """\
name: Clip
classes: [cube, person]
floor: {size_m: [9, 9], textures: [wood_oak]}
environment: {kind: color}
objects:
- name: cubes
  class_name: cube
  assets: [shape_cube, shape_cone]
  count: 4
  placement: {kind: grid, columns: 4, origin_m: {x: -1.2, y: 0.5, z: 0.3}, spacing_m: [0.8, 1, 1]}
  rotation_deg: {z: {kind: uniform, low: 0, high: 360}}
  scale: {kind: uniform, low: 3, high: 6}
  motion: {kind: drift, velocity_m_s: {x: {kind: uniform, low: -1, high: 1}}, spin_deg_s: {z: 40}}
- name: people
  class_name: person
  assets: [person_man_01]
  poses: [walk]
  position_m: {x: 0.3, y: -0.6}
  motion: {kind: walk}
cameras:
- position_m: {y: -4, z: 1.3}
  look_at_m: {z: 0.8}
  motion: {kind: drift, velocity_m_s: {x: 0.4, y: 0.3}}
  width_px: 320
  height_px: 240
labels: [instance_mask, distance_to_image_plane, normals, camera_normals, amodal_mask, part_mask, object_coordinates,
  forward_flow, backward_flow, scene_flow]
clip: {length: 4, rate_hz: 10}
output: {frames: 4, seed: 3}
"""


@pytest.fixture(scope="module")
def views(tmp_path_factory):
    path = tmp_path_factory.mktemp("clip") / "clip.yaml"
    path.write_text(CLIP)
    drawing = start_drawing(load_project(path).spec, path.parent)
    return [drawing.labelled(frame)[0] for frame in drawing.frames(range(4))]


def found(views):
    return {violation.relation for violation in certify(views).violations}


def changed(views, **makers):
    """The two views in the middle, which have neighbours on both sides, with some channels made anew."""
    return [
        replace(view, channels={**view.channels, **{name: make(view) for name, make in makers.items()}})
        for view in views[1:3]
    ]


def test_a_correct_clip_holds_every_relation(views):
    certificate = certify(views)
    assert certificate.violations == ()
    counted = {name for name, count in certificate.checked.items() if count > 0}
    lacking = {"semantic_is_class_of_instance", "depths_agree", "oriented_boxes_hold_masks"}
    lacking |= {"keypoints_follow_depth", "keypoints_are_the_assets"}
    lacking |= {"parts_are_the_assets", "boxes_3d_are_the_assets"}
    assert counted == set(SENTENCES) - lacking
    assert [certificate.checked[name] for name in ("flows_are_inverse", "flow_lands_on_itself")] == [3, 3]


def flow_of(view):
    return view.channels["forward_flow"]


@pytest.mark.parametrize(
    ("wrong", "relations"),
    [
        (lambda view: -flow_of(view), {"flows_are_inverse", "flow_lands_on_itself"}),
        (lambda view: flow_of(view)[..., ::-1], {"flows_are_inverse"}),
        (lambda view: flow_of(view) * (1, -1), {"flows_are_inverse"}),
        (lambda view: 2 * flow_of(view), {"flows_are_inverse"}),
        (lambda view: 0 * flow_of(view), {"flows_are_inverse"}),
        (lambda view: np.roll(flow_of(view), 16, axis=1), {"flows_are_inverse"}),
        (lambda view: flow_of(view) + 2.5, {"flows_are_inverse"}),
        (lambda view: flow_of(view) + np.array([0.5, 0.0]), {"flows_are_inverse"}),
        (lambda view: flow_of(view) + np.array([0.0, -0.25]), {"flows_are_inverse"}),
    ],
    ids=[
        "sign",
        "x for y",
        "y up",
        "twice",
        "zero",
        "shifted",
        "off by pixels",
        "half a pixel",
        "a quarter of a pixel",
    ],
)
def test_wrong_flow_is_found(views, wrong, relations):
    assert relations <= found(changed(views, forward_flow=lambda view: wrong(view).astype(np.float32)))


def test_wrong_flow_of_one_object_is_found_and_the_object_is_named(views):
    item = max(views[0].record.instances, key=lambda item: item.visible_px)

    def wrong(view):
        own = view.channels["instance_mask"] == item.instance_id
        return np.where(own[..., None], flow_of(view) + 0.4, flow_of(view)).astype(np.float32)

    messages = [v.message for v in certify(changed(views, forward_flow=wrong)).violations]
    assert any(f"object {item.instance_id} " in message for message in messages)


def test_wrong_backward_flow_is_found(views):
    wrong = changed(views, backward_flow=lambda view: -view.channels["backward_flow"])
    assert "flows_are_inverse" in found(wrong)


def test_flow_that_calls_everything_visible_is_found(views):
    wrong = changed(views, forward_occlusion=lambda view: 0 * view.channels["forward_occlusion"])
    assert found(wrong) & {"flow_lands_on_itself", "flows_are_inverse", "flow_follows_depth"}


def _called(direction, value, share=1.0):
    """What calls so much of the known pixels hidden or visible."""

    def changed(view):
        mask = view.channels[f"{direction}_occlusion"]
        rows = np.arange(len(mask))[:, None] < share * len(mask)
        return np.where((mask != 255) & rows, value, mask).astype(np.uint8)

    return {f"{direction}_occlusion": changed}


@pytest.mark.parametrize("direction", ["forward", "backward"])
def test_flow_that_calls_everything_hidden_is_found(views, direction):
    for share in (1.0, 0.6):
        assert "occlusion_follows_depth" in found(changed(views, **_called(direction, 1, share)))


def test_hidden_and_visible_taken_for_each_other_are_found(views):
    assert "occlusion_follows_depth" in found(
        changed(
            views, forward_occlusion=lambda view: np.array([1, 0] + 254 * [255])[view.channels["forward_occlusion"]]
        )
    )


def test_hidden_points_called_visible_are_found_by_the_depth(views):
    wrong = [violation.message for violation in certify(changed(views, **_called("forward", 0))).violations]
    assert any("visible wrongly, by the depth there" in message for message in wrong)


def test_flow_that_is_called_unknown_is_found(views):
    wrong = changed(views, forward_occlusion=lambda view: np.full_like(view.channels["forward_occlusion"], 255))
    assert "occlusion_follows_depth" in found(wrong)


@pytest.mark.parametrize(
    "wrong", [lambda flow: flow[..., [0, 2, 1]], lambda flow: flow + np.array([0, 0.3, 0]), lambda flow: -9 * flow]
)
def test_wrong_scene_flow_is_found(views, wrong):
    told = changed(views, scene_flow=lambda view: wrong(view.channels["scene_flow"]).astype(np.float32))
    assert "flow_follows_depth" in found(told)


def test_frames_of_a_clip_in_the_wrong_order_are_found(views):
    first, second, third, fourth = views
    swapped = replace(second, channels=third.channels), replace(third, channels=second.channels)
    assert found([first, swapped[0], swapped[1], fourth]) & {"flows_are_inverse", "flow_lands_on_itself"}


def test_a_wrong_amodal_mask_is_found(views):
    def missing(view):
        return view.channels["amodal_mask"] & ~np.uint32(1)

    def only_visible(view):
        bits = np.uint32(1) << (view.channels["instance_mask"].astype(np.uint32) - 1)
        return np.where(view.channels["instance_mask"] > 0, bits, 0).astype(np.uint32)[..., None]

    for wrong in (missing, only_visible, lambda view: np.roll(view.channels["amodal_mask"], 1, axis=0)):
        assert "amodal_masks_are_recorded" in found(changed(views, amodal_mask=wrong))


@pytest.mark.parametrize("wrong", [lambda n: -n, lambda n: n[..., [0, 2, 1]], lambda n: n * (1, -1, -1)])
def test_normals_in_another_frame_than_the_cameras_are_found(views, wrong):
    told = changed(views, camera_normals=lambda view: wrong(view.channels["camera_normals"]).astype(np.float16))
    assert "camera_normals_turn" in found(told)


@pytest.mark.parametrize("wrong", [lambda c: 1 - c, lambda c: c[..., ::-1], lambda c: np.clip(c + 0.05, 0, 1)])
def test_wrong_object_coordinates_are_found(views, wrong):
    told = changed(views, object_coordinates=lambda view: wrong(view.channels["object_coordinates"]).astype(np.float32))
    assert "coordinates_follow_depth" in found(told)


def test_a_part_mask_of_another_frame_is_found(views):
    assert "parts_cover_objects" in found(
        changed(views, part_mask=lambda view: np.roll(view.channels["part_mask"], 2, 1))
    )


def test_a_verdict_without_a_reason_is_found(views):
    record = views[0].record
    items = (replace(record.instances[0], verdict="drop"), *record.instances[1:])
    assert found([replace(views[0], record=replace(record, instances=items))]) == {"verdicts_have_reasons"}
