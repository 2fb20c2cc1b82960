"""What Isaac draws is compared with the plan: what is another thing is found out, what is a border is not."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1]))

from plans import Assets, camera, frame, pinhole, thing

from scenewright.geometry.transforms import CAMERA_AXES_FLIP, inverse, pose_matrix
from scenewright.render.flat import FlatRenderer
from scenewright.render.isaac.backend_profile import BackendProfile
from scenewright.render.isaac.cross_check import check_depth, check_masks, check_poses
from scenewright.render.isaac.raw_frames import BadFrameError, RawView, instance_ids, read_raw, view_of
from scenewright.render.isaac.views import as_camera, isaac_camera, joined

PATHS = ["/World/objects/cube_0_0", "/World/objects/sphere_1_0"]
SIZE = (60, 80)


@pytest.fixture(scope="module")
def plan():
    things = [thing(1, "cube", (-0.4, 0, 0), scale=0.5), thing(2, "sphere", (0.5, 0, 0), scale=0.5)]
    return frame(things, [camera(pinhole(80, 60, 80))])


@pytest.fixture(scope="module")
def view(plan):
    return next(FlatRenderer(Assets()).render([plan])).views[0]


def test_the_same_view_passes(view, plan):
    check_masks(view, view, plan)
    check_depth(view, view)


def test_a_border_of_one_pixel_is_no_contradiction(view, plan):
    ids = view.instance_ids.copy()
    ids[:, 1:] = np.where((ids[:, 1:] == 0) & (ids[:, :-1] == 1), 1, ids[:, 1:])
    check_masks(view, replace(view, instance_ids=ids), plan)


@pytest.mark.parametrize("change", ["moved", "missing", "exchanged"])
def test_masks_that_show_another_thing_are_found_out(change, view, plan):
    ids = view.instance_ids.copy()
    if change == "moved":
        ids = np.roll(ids, 4, axis=1)
    if change == "missing":
        ids[ids == 2] = 0
    if change == "exchanged":
        ids = np.array([0, 2, 1], np.uint16)[ids]
    with pytest.raises(BadFrameError, match="where the plan has it in"):
        check_masks(view, replace(view, instance_ids=ids), plan)


@pytest.mark.parametrize("factor", [0.99, 1.01, 100.0, np.inf])
def test_depth_of_another_frame_or_unit_is_found_out(factor, view):
    with pytest.raises(BadFrameError, match="depths that are off"):
        check_depth(view, replace(view, depth=(view.depth * np.float32(factor)).astype(np.float32)))


def raw(plan, pose=None, look=None):
    cam = plan.cameras[0]
    looked = look if look is not None else inverse(pose_matrix(cam.position, cam.rotation) @ CAMERA_AXES_FLIP)
    boxes = np.zeros(1, [("transform", "<f4", (4, 4))])
    item = plan.objects[0]
    boxes[0]["transform"] = (pose if pose is not None else pose_matrix(item.position, item.rotation, item.scale)).T
    info = {
        "camera_params": {"cameraViewTransform": looked.T.ravel().tolist()},
        "bounding_box_3d": {"primPaths": PATHS[:1]},
    }
    return RawView({"bounding_box_3d": boxes}, info)


def test_poses_are_the_plans(view, plan):
    check_poses(raw(plan), view, plan, PATHS, BackendProfile())
    moved = pose_matrix((-0.4, 0.1, 0), plan.objects[0].rotation, 0.5)
    with pytest.raises(BadFrameError, match=r"is 0\.100 m from where the plan has it"):
        check_poses(raw(plan, pose=moved), view, plan, PATHS, BackendProfile())
    with pytest.raises(BadFrameError, match="camera 'camera' stands"):
        check_poses(raw(plan, look=np.eye(4)), view, plan, PATHS, BackendProfile())
    check_poses(raw(plan, pose=moved), view, plan, PATHS, BackendProfile(transforms=None))


def masks(ids, labels):
    info = {"instance_segmentation": {"idToLabels": labels}}
    return RawView({"instance_segmentation": np.asarray(ids, np.uint32)}, info)


def test_ids_are_found_by_the_labelled_prim_or_one_inside_it():
    objects = {PATHS[0]: 1, PATHS[1]: 2}
    ids = np.zeros(SIZE, np.uint32)
    ids[0, :4] = (1, 5, 9, 9)
    found = instance_ids(masks(ids, {"5": f"{PATHS[1]}/geometry/part_0", "9": PATHS[0]}), objects, SIZE)
    assert found[0, :5].tolist() == [0, 2, 1, 1, 0]


@pytest.mark.parametrize(
    ("labels", "words"), [({}, "which it does not explain"), ({"5": "/World/other"}, "which this frame does not have")]
)
def test_ids_that_nothing_explains_are_told(labels, words):
    ids = np.full(SIZE, 5)
    with pytest.raises(BadFrameError, match=words):
        instance_ids(masks(ids, labels), {PATHS[0]: 1}, SIZE)


def test_arrays_of_another_size_or_missing_are_told(plan):
    with pytest.raises(BadFrameError, match="distance_to_image_plane is missing"):
        view_of(RawView({}, {}), plan.cameras[0], {}, 2, BackendProfile())
    odd = RawView({"distance_to_image_plane": np.zeros((3, 4), np.float32)}, {})
    with pytest.raises(BadFrameError, match="is 3 x 4, not 60 x 80"):
        view_of(odd, plan.cameras[0], {}, 2, BackendProfile())


def test_half_a_file_is_told(tmp_path):
    (tmp_path / "frame.npz").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(BadFrameError, match="damaged"):
        read_raw(tmp_path / "frame.npz")


def test_what_isaac_shows_of_an_object_is_part_of_the_whole_object(view, plan):
    ids = view.instance_ids.copy()
    ids[:, 1:] = np.where((ids[:, 1:] == 0) & (ids[:, :-1] == 1), 1, ids[:, 1:])
    found = joined(replace(view, instance_ids=ids), view, plan)
    assert ((found.amodal_bits[0] & 1) > 0)[ids == 1].all()
    assert (found.surface.owners[ids == 1] == 0).all()
    corners = found.surface.triangles[ids == 1]
    assert corners.max() < 12


def test_a_camera_of_other_pixels_is_drawn_square_and_comes_back_as_it_was():
    bent = camera(replace(pinhole(80, 60, 80), fy=86.0, cx=44.0, cy=27.5))
    drawn = isaac_camera(bent, BackendProfile(off_centre=False))
    i = drawn.intrinsics
    assert i.fx == i.fy
    assert (i.cx, i.cy) == (i.width / 2, i.height / 2)
    things = [thing(1, "cube", (-0.4, 0, 0), scale=0.5), thing(2, "sphere", (0.5, 0, 0), scale=0.5)]
    engine = FlatRenderer(Assets())
    ours = next(engine.render([frame(things, [bent])])).views[0]
    theirs = as_camera(next(engine.render([frame(things, [drawn])])).views[0], bent)
    check_masks(ours, theirs, frame(things, [bent]))
    check_depth(ours, theirs)
    assert theirs.camera == bent


def test_a_square_and_centred_camera_is_drawn_as_it_is():
    plain = camera(pinhole(80, 60, 80))
    assert isaac_camera(plain, BackendProfile(off_centre=False)) is plain
