"""One frame's choices depend on the project, its seed and the frame's number, and on nothing else."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from scenewright.assets.loading import AssetLoader
from scenewright.errors import UserError
from scenewright.paths import shipped
from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame

ASSETS = AssetLoader(Path())
"""What the projects here ask nothing of."""

IN_A_FRESH_PROCESS = """
import sys
from pathlib import Path
from scenewright.sampling.plan import plan_json
from scenewright.sampling.sampler import sample_frame
from scenewright.assets.loading import AssetLoader
from scenewright.spec.yaml_io import load_project
spec = load_project(Path(sys.argv[1])).spec
sys.stdout.write("\\n".join(plan_json(sample_frame(spec, index, AssetLoader(Path()))) for index in range(20)))
"""


def test_frames_do_not_depend_on_the_order_they_are_drawn_in(project):
    spec = project()
    forwards = [sample_frame(spec, index, ASSETS) for index in range(20)]
    backwards = [sample_frame(spec, index, ASSETS) for index in reversed(range(20))]
    assert forwards == backwards[::-1]
    assert sample_frame(spec, 13, ASSETS) == forwards[13]
    assert len({plan_json(plan) for plan in forwards}) == 20


def test_another_seed_gives_other_frames(project):
    one, other = (sample_frame(project(output={"seed": seed}), 0, ASSETS) for seed in (5, 6))
    assert one.seed != other.seed
    assert one.objects != other.objects
    assert one.cameras != other.cameras
    assert one.lights != other.lights


def test_adding_a_group_changes_no_other_drawn_value(project):
    spec = project()
    groups = [group.model_dump() for group in spec.objects]
    more = project(objects=[*groups, project.group("third", count=2)])
    first = project(objects=[project.group("zeroth", count=3), *groups])
    for index in range(20):
        plan = sample_frame(spec, index, ASSETS)
        after = sample_frame(more, index, ASSETS)
        assert after.objects[: len(plan.objects)] == plan.objects
        assert (after.floor, after.environment, after.lights, after.cameras) == (
            plan.floor,
            plan.environment,
            plan.lights,
            plan.cameras,
        )
        before = sample_frame(first, index, ASSETS)
        assert [placed(item) for item in before.objects[3:]] == [placed(item) for item in plan.objects]


def placed(item):
    return (item.group, item.asset, item.position, item.rotation, item.scale)


def test_another_count_moves_no_object_that_stays(project):
    def drawn(count):
        return sample_frame(
            project(objects=[project.group("cups", count=count, scale={"kind": "uniform", "low": 1, "high": 2})]),
            3,
            ASSETS,
        )

    assert drawn(5).objects[:2] == drawn(2).objects


def test_adding_a_camera_or_a_light_changes_no_other_drawn_value(project):
    spec = project()
    cameras = [camera.model_dump() for camera in spec.cameras]
    lights = [light.model_dump() for light in spec.lights]
    more = project(cameras=[*cameras, cameras[0] | {"name": "third"}], lights=[*lights, lights[0] | {"name": "moon"}])
    plan, changed = sample_frame(spec, 4, ASSETS), sample_frame(more, 4, ASSETS)
    assert changed.cameras[:2] == plan.cameras
    assert changed.lights[:2] == plan.lights
    assert changed.objects == plan.objects
    assert changed.cameras[2].position != plan.cameras[0].position


def test_an_objects_number_is_its_place_in_the_plan(project):
    for index in range(10):
        objects = sample_frame(project(), index, ASSETS).objects
        assert [item.instance_id for item in objects] == list(range(1, len(objects) + 1))
        assert {item.class_id for item in objects} == {2}
        assert {item.class_name for item in objects} == {"thing"}


def test_a_group_may_be_empty(project):
    spec = project(objects=[project.group("none", count=0), project.group("some", count=1)])
    assert [item.group for item in sample_frame(spec, 0, ASSETS).objects] == ["some"]
    assert sample_frame(project(objects=[project.group("none", count=0)]), 0, ASSETS).objects == ()
    counts = {len(sample_frame(project(), index, ASSETS).objects) for index in range(60)}
    assert counts == {2, 3, 4, 5}


def test_drawn_values_stay_within_what_was_asked_for(project):
    for index in range(50):
        plan = sample_frame(project(), index, ASSETS)
        assert plan.floor.texture in ("oak", "tile")
        assert 0.5 <= plan.floor.tile_scale <= 2
        assert 0 <= plan.floor.rotation_rad <= math.tau
        assert all(0 <= share < 1 for share in plan.floor.shift)
        sun = plan.lights[0]
        assert np.linalg.norm(sun.vector) == pytest.approx(1, abs=1e-8)
        assert math.sin(math.radians(10)) - 1e-8 <= sun.vector[2] <= math.sin(math.radians(80)) + 1e-8
        assert all(-2 <= part <= 2 for item in plan.objects for part in item.position)
        assert all(0.5 <= item.scale <= 2 for item in plan.objects)
        assert all(np.linalg.norm(item.rotation) == pytest.approx(1, abs=1e-8) for item in plan.objects)
        assert -4 <= plan.cameras[0].position[1] <= -3


def test_a_plan_is_made_of_numbers_of_nine_decimals(project):
    def numbers(value):
        if isinstance(value, float):
            yield value
        elif isinstance(value, (list, tuple)):
            for part in value:
                yield from numbers(part)

    plan = sample_frame(project(), 0, ASSETS)
    drawn = [(item.position, item.rotation, item.scale) for item in plan.objects]
    drawn += [(eye.position, eye.rotation, eye.intrinsics.fx, eye.exposure_stops) for eye in plan.cameras]
    drawn += [(light.vector, light.radiance) for light in plan.lights]
    for number in numbers(drawn):
        assert number == round(number, 9)
        assert math.copysign(1, number) == 1 or number != 0  # no negative zero


def test_the_camera_has_the_focal_length_of_its_lens(project):
    plan = sample_frame(project(cameras=[{"position_m": {"x": 3}, "look_at_m": {}, "width_px": 800}]), 0, ASSETS)
    intrinsics = plan.cameras[0].intrinsics
    assert intrinsics.fx == intrinsics.fy == pytest.approx(24.0 * 800 / 20.955, abs=1e-9)
    assert (intrinsics.cx, intrinsics.cy) == (400.0, 240.0)


def test_a_colour_around_is_given_as_linear_light(project):
    plan = sample_frame(project(environment={"kind": "color", "color": "#ff8000", "brightness": 2}), 0, ASSETS)
    assert plan.environment.image is None
    assert plan.environment.radiance == pytest.approx((2.0, 2 * 0.2158605, 0.0), abs=1e-6)


def test_a_project_without_a_floor_has_none_in_its_plans(project):
    assert sample_frame(project(floor=None), 0, ASSETS).floor is None


def test_a_pattern_that_is_not_to_move_starts_at_the_origin(project):
    assert sample_frame(project(floor={"textures": ["oak"], "shift": "none"}), 3, ASSETS).floor.shift == (
        0.0,
        0.0,
    )


def test_a_camera_drawn_onto_the_point_it_looks_at_is_told_of_in_words(project):
    choice = {"kind": "choice", "values": [1, 1]}
    spec = project(cameras=[{"name": "eye", "position_m": {"x": choice}, "look_at_m": {"x": 1}}])
    with pytest.raises(UserError, match=r"frame 7 camera 'eye' is at the very point it looks at"):
        sample_frame(spec, 7, ASSETS)


def test_a_plan_survives_json_byte_for_byte(project, cups):
    specs = [project(), project(floor=None), project(environment={"kind": "color"}, lights=[]), cups]
    for plan in [sample_frame(spec, index, ASSETS) for spec in specs for index in range(10)]:
        text = plan_json(plan)
        assert plan_from_json(text) == plan
        assert plan_json(plan_from_json(text)) == text


@pytest.mark.parametrize("text", ["{}", "[]", "no plan", '{"index": 1}'])
def test_a_text_that_is_no_plan_is_refused(text):
    with pytest.raises((KeyError, TypeError, ValueError)):
        plan_from_json(text)


@pytest.mark.parametrize("index", [0, 1, 99])
def test_the_shipped_projects_plans_are_what_they_were(cups, golden, index):
    readable = json.dumps(json.loads(plan_json(sample_frame(cups, index, ASSETS))), indent=1)
    golden(f"cup_detection_{index}.json", readable + "\n")


@pytest.mark.parametrize("hash_seed", ["1", "4242"])
def test_a_fresh_process_with_another_hash_seed_draws_the_same_plans(cups, hash_seed):
    command = [sys.executable, "-c", IN_A_FRESH_PROCESS, str(shipped("presets") / "cup_detection.yaml")]
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, env=environment)
    assert done.stdout.split("\n") == [plan_json(sample_frame(cups, index, ASSETS)) for index in range(20)]
