"""Walls and ceiling: exact depth and normals, the same in both engines, and no part of any object's label."""

from dataclasses import replace

import numpy as np
import pytest
from plans import camera, frame, thing

from scenewright.geometry.camera import Intrinsics
from scenewright.geometry.transforms import look_at, rotation_matrix
from scenewright.sampling.plan import FloorPlan, RoomPlan

ROOM = RoomPlan(size_m=(4.0, 6.0, 2.5), wall="brick", tile_scale=1.0, ceiling=(0.8, 0.8, 0.8))
WIDE = Intrinsics(160, 120, 70.0, 70.0, 80.0, 60.0)


def in_room(eye, target, things=(), room=ROOM):
    plan = frame(list(things), [camera(WIDE, eye, look_at(eye, target, 0.0))])
    return replace(plan, room=room, floor=FloorPlan(room.size_m[:2], "plain", 1.0, 0.0, (0.0, 0.0)))


def distances(plan):
    """Depth and normal of each pixel's ray in an empty room, by hand: the nearest plane it meets."""
    [eye] = plan.cameras
    u, v = np.meshgrid(np.arange(160) + 0.5, np.arange(120) + 0.5)
    rays = np.stack([(u - 80) / 70, (v - 60) / 70, np.ones_like(u)], -1) @ rotation_matrix(eye.rotation).T
    width, depth, height = plan.room.size_m
    planes = [(0, width / 2), (0, -width / 2), (1, depth / 2), (1, -depth / 2), (2, 0.0), (2, height)]
    with np.errstate(divide="ignore"):
        along = np.stack([(at - eye.position[axis]) / rays[..., axis] for axis, at in planes], -1)
    along[along <= 0] = np.inf
    normals = np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, 1], [0, 0, -1]], float)
    return along.min(-1), normals[along.argmin(-1)], np.sort(along, -1)


@pytest.mark.parametrize("target", [(1.0, 3.0, 1.0), (-2.0, 1.0, 2.4), (0.5, -3.0, 0.2), (2.0, 0.1, 1.3)])
def test_depth_and_normals_are_those_of_the_planes(draw, target):
    plan = in_room((0.2, -0.4, 1.4), target)
    view = draw(plan)
    depth, normals, sorted_depths = distances(plan)
    # Pixels whose ray runs through an edge of the room may fall to either side.
    clear = sorted_depths[..., 1] - sorted_depths[..., 0] > 0.002 * sorted_depths[..., 0]
    assert np.isfinite(view.depth).all()
    assert view.depth[clear] == pytest.approx(depth[clear], rel=2e-5)
    assert np.abs(view.normals.astype(float) - normals)[clear].max() < 2e-3
    assert (view.instance_ids == 0).all()


def test_objects_stand_before_the_walls(draw):
    view = draw(in_room((0.0, -2.0, 1.0), (0.0, 0.0, 0.7), [thing(1, "cube", (0.0, 0.0, 0.5))]))
    assert (view.instance_ids == 1).sum() > 500
    assert view.depth[view.instance_ids == 1].max() < view.depth[0, 80]


def test_without_a_ceiling_the_sky_is_seen(draw):
    view = draw(in_room((0.0, 0.0, 1.0), (0.0, 1.0, 4.0), room=replace(ROOM, ceiling=None)))
    assert np.isinf(view.depth).any()


def test_the_picture_shows_walls_and_not_the_sky(embedded):
    plan = in_room((0.0, 0.0, 1.2), (0.0, 3.0, 1.2))
    with_room = next(embedded.render([plan])).views[0].rgb.astype(int)
    without = next(embedded.render([replace(plan, room=None)])).views[0].rgb.astype(int)
    assert np.abs(with_room - without)[:60].mean() > 20


def test_rooms_of_many_sizes_cost_no_memory(embedded):
    plans = [in_room((0, 0, 1), (0, 1, 1), room=replace(ROOM, size_m=(3 + k / 10, 4.0, 2.5))) for k in range(6)]
    list(embedded.render(plans[:2]))
    before = len(embedded._pool._ranges)
    list(embedded.render(plans))
    after = len(embedded._pool._ranges)
    assert before == after
