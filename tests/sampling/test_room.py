"""Rooms: the floor ends at the walls, and cameras outside are told."""

import pytest

from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.spec.project import ProjectSpec


class Assets:
    """No asset is looked at."""


def spec(**changes):
    room = {"width_m": {"kind": "uniform", "low": 3, "high": 8}, "depth_m": 5, "walls": ["brick_red", "plaster_white"]}
    data = {
        "name": "room",
        "classes": ["cup"],
        "floor": {"textures": ["wood_oak"], "size_m": [30, 30]},
        "room": room | changes.pop("room", {}),
        "environment": {"kind": "color"},
        "objects": [{"name": "cups", "class_name": "cup", "assets": ["mug_classic"]}],
        "cameras": [{"position_m": {"y": -1, "z": 1}, "look_at_m": {}} | changes.pop("camera", {})],
        "labels": ["instance_mask"],
    }
    return ProjectSpec.model_validate(data | changes)


def test_the_floor_ends_at_the_walls():
    plans = [sample_frame(spec(), index, Assets()) for index in range(20)]
    assert all(plan.floor.size_m == plan.room.size_m[:2] for plan in plans)
    assert len({plan.room.size_m[0] for plan in plans}) == 20
    assert {plan.room.wall for plan in plans} == {"brick_red", "plaster_white"}
    assert all(3 <= plan.room.size_m[0] <= 8 and plan.room.size_m[1:] == (5, 2.8) for plan in plans)


def test_a_room_changes_nothing_else():
    with_room, without = (sample_frame(s, 3, Assets()) for s in (spec(), _without()))
    assert with_room.objects == without.objects
    assert with_room.cameras == without.cameras
    assert with_room.floor.texture == without.floor.texture


def _without():
    return spec().model_copy(update={"room": None})


@pytest.mark.parametrize("place", [{"y": -3, "z": 1}, {"x": 9, "z": 1}, {"z": 3.5, "y": 0.1}])
def test_a_camera_outside_is_told(place):
    plan = sample_frame(spec(camera={"position_m": place}), 0, Assets())
    assert any("outside the room" in trouble for trouble in plan.troubles)


def test_a_room_is_kept_in_the_plan():
    plan = sample_frame(spec(room={"ceiling": None}), 0, Assets())
    assert plan.troubles == ()
    assert plan.room.ceiling is None
    assert plan_from_json(plan_json(plan)) == plan


@pytest.mark.parametrize("room", [{"walls": []}, {"width_m": 0}, {"height_m": -1}, {"ceiling": "white"}])
def test_impossible_rooms_are_told(room):
    with pytest.raises(ValueError, match="room"):
        spec(room=room)
