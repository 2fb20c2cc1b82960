"""Clips: what stays the same in a scene, and how objects and cameras move in it."""

import sys
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from scenewright.assets.loading import AssetLoader
from scenewright.geometry.transforms import pose_matrix, rotation_matrix, transform_points
from scenewright.sampling.plan import plan_from_json, plan_json
from scenewright.sampling.sampler import sample_frame

sys.path.insert(0, str(Path(__file__).parent))
from placed_solids import Assets

CUBE = {"name": "cube", "assets": ["cube"], "count": 1}
CLIP = {"length": 20, "rate_hz": 10}
EYE = {"name": "eye"}


def uniform(low, high):
    return {"kind": "uniform", "low": low, "high": high}


def clip(project, group=CUBE, camera=None, first=0, count=20, assets=None, **fields):
    cameras = [EYE | (camera or {"position_m": {"y": -5}})]
    spec = project(objects=[project.group(**group)], cameras=cameras, clip=CLIP, **fields)
    assets = assets or Assets()
    return [sample_frame(spec, index, assets) for index in range(first, first + count)]


def positions(plans):
    return np.array([plan.objects[0].position for plan in plans])


def eyes(plans):
    return np.array([plan.cameras[0].position for plan in plans])


def looks(plans):
    return np.array([rotation_matrix(plan.cameras[0].rotation)[:, 2] for plan in plans])


def test_the_frames_of_a_clip_share_one_scene_and_differ_in_time(project):
    varied = CUBE | {"scale": uniform(0.5, 2), "position_m": {"x": uniform(-3, 3)}, "assets": ["cube", "ball"]}
    plans = clip(project, varied, count=40)
    assert len({plan_json(plan).split('"index"')[1].split(",", 1)[1].split('"clip"')[0] for plan in plans}) == 2
    assert [plan.clip.step for plan in plans] == 2 * list(range(20))
    assert [plan.clip.scene for plan in plans] == 20 * [0] + 20 * [1]
    assert plans[3].clip.time_s == pytest.approx(0.3)
    assert positions(plans)[0, 0] != positions(plans)[20, 0]


def test_a_frame_is_the_same_whichever_was_made_before_it(project):
    flying = CUBE | {"position_m": {"z": 2}, "motion": {"kind": "physics", "velocity_m_s": {"x": uniform(-2, 2)}}}
    in_order = clip(project, flying, count=40)
    alone = clip(project, flying, first=27, count=1)[0]
    assert plan_json(in_order[27]) == plan_json(alone)
    assert plan_from_json(plan_json(alone)) == alone


def test_drifting_is_even_in_place_and_turn(project):
    motion = {"kind": "drift", "velocity_m_s": {"x": 1, "z": -0.5}, "spin_deg_s": {"z": 90}}
    plans = clip(project, CUBE | {"position_m": {"z": 4}, "motion": motion})
    times = np.arange(20) / 10
    assert np.allclose(positions(plans), np.stack([times, 0 * times, 4 - 0.5 * times], axis=1), atol=1e-8)
    ahead = np.array([rotation_matrix(plan.objects[0].rotation)[:, 0] for plan in plans])
    turned = np.degrees(np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0])))
    assert np.allclose(turned, 90 * times, atol=1e-5)


def test_what_drifts_by_its_own_axes_goes_where_its_front_points(project):
    motion = {"kind": "drift", "velocity_m_s": {"y": -2}, "axes": "own"}
    plans = clip(project, CUBE | {"rotation_deg": {"z": 90}, "motion": motion})
    assert np.allclose(positions(plans)[-1], (2 * 1.9, 0, 0), atol=1e-7)  # -y turned by 90 degrees is +x


def test_a_walk_goes_round_a_circle_at_the_speed_of_the_feet(project):
    motion = {"kind": "walk", "turn_deg_s": 60}
    plans = clip(project, CUBE | {"poses": ["walk"], "motion": motion})
    way = positions(plans)[:, :2]
    radius = 1.5 / np.radians(60)
    center = way[0] + radius * np.array([1, 0])  # it walks along -y and turns left, so towards +x
    assert np.allclose(np.linalg.norm(way - center, axis=1), radius, atol=1e-6)
    assert np.allclose(np.linalg.norm(np.diff(way, axis=0), axis=1), 2 * radius * np.sin(np.radians(6) / 2), atol=1e-6)
    phases = np.unwrap([plan.objects[0].phase for plan in plans], period=1)
    assert np.allclose(np.diff(phases), 0.1 / 1.2, atol=1e-6)


def test_a_faster_walk_plays_its_clip_faster(project):
    motion = {"kind": "walk", "speed_m_s": 3}
    plans = clip(project, CUBE | {"poses": ["walk"], "motion": motion})
    assert np.allclose(np.diff(positions(plans)[:, 1]), -0.3, atol=1e-7)
    phases = np.unwrap([plan.objects[0].phase for plan in plans], period=1)
    assert np.allclose(np.diff(phases), 2 * 0.1 / 1.2, atol=1e-6)


def test_who_is_in_a_held_pose_stands_still(project):
    plans = clip(project, CUBE | {"poses": ["stand"], "motion": {"kind": "walk"}})
    assert len({plan.objects[0] for plan in plans}) == 1


@pytest.mark.parametrize("person", ["person_woman_01", "person_man_01"])
def test_the_feet_of_people_who_walk_do_not_slide(project, tmp_path, person):
    assets = AssetLoader(tmp_path)
    group = {"name": "people", "assets": [person], "poses": ["walk"], "motion": {"kind": "walk"}}
    spec = project(
        objects=[project.group(**group)], cameras=[EYE | {"position_m": {"y": -5}}], clip={"length": 60, "rate_hz": 30}
    )
    plans = [sample_frame(spec, index, assets) for index in range(40)]
    soles = []
    for plan in plans:
        item = plan.objects[0]
        model = assets.posed(item.asset, item.pose, item.phase)
        pose = pose_matrix(item.position, item.rotation, item.scale)
        soles.append(np.concatenate([transform_points(pose, part.positions.astype(float)) for part in model.parts]))
    soles = np.array(soles)
    down = soles[..., 2] < 0.01
    stays = down[1:] & down[:-1]
    moves = np.linalg.norm(np.diff(soles, axis=0)[..., :2], axis=-1)[stays] * 30
    assert np.median(moves) < 0.12  # against 1.2 m/s of walking; the shape at a time is the nearest of 32
    assert np.linalg.norm(soles[-1].mean(axis=0) - soles[0].mean(axis=0)) > 1.4


def test_what_is_thrown_falls_as_galileo_says(project):
    motion = {"kind": "physics", "velocity_m_s": {"x": 1.5, "z": 2}, "spin_deg_s": {"z": 40}}
    thrown = CUBE | {"position_m": {"z": 30}, "motion": motion}
    plans = clip(project, thrown)
    times = np.arange(20) / 10
    fall = 30 + 2 * times - 9.81 / 2 * times**2
    assert np.allclose(positions(plans)[:, 0], 1.5 * times, atol=0.01)
    assert np.allclose(positions(plans)[:, 2], fall, atol=0.05)  # steps of 4 ms
    ahead = np.array([rotation_matrix(plan.objects[0].rotation)[:, 0] for plan in plans])
    assert np.allclose(np.degrees(np.unwrap(np.arctan2(ahead[:, 1], ahead[:, 0]))), 40 * times, atol=0.5)


def test_what_falls_comes_to_lie_on_the_floor(project):
    plans = clip(project, CUBE | {"position_m": {"z": 2}, "motion": {"kind": "physics"}})
    lowest = [plan.objects[0].position[2] + Assets().bounds("cube", "", 0)[0][2] for plan in plans]
    assert min(lowest) > -0.02
    assert abs(lowest[-1]) < 0.01


def test_an_orbiting_camera_keeps_its_distance_and_its_target(project):
    camera = {
        "orbit": {"distance_m": 3, "azimuth_deg": uniform(0, 360), "elevation_deg": 20},
        "look_at_m": {"z": 1},
        "motion": {"kind": "orbit", "azimuth_deg_s": 45},
    }
    plans = clip(project, camera=camera)
    away = eyes(plans) - (0, 0, 1)
    assert np.allclose(np.linalg.norm(away, axis=1), 3, atol=1e-6)
    assert np.allclose(np.diff(np.degrees(np.unwrap(np.arctan2(away[:, 1], away[:, 0])))), 4.5, atol=1e-5)
    assert np.allclose(looks(plans), -away / 3, atol=1e-6)


def test_a_camera_that_looks_at_something_follows_it(project):
    camera = {"position_m": {"y": -9, "z": 3}, "look_at": {"groups": ["cube"]}}
    plans = clip(project, CUBE | {"motion": {"kind": "drift", "velocity_m_s": {"x": 3}}}, camera)
    towards = positions(plans) - eyes(plans)
    middle = np.array(Assets().bounds("cube", "", 0)).mean(axis=0)
    towards = towards + middle
    assert np.allclose(looks(plans), towards / np.linalg.norm(towards, axis=1, keepdims=True), atol=1e-6)


def test_a_driving_camera_looks_the_same_way(project):
    camera = {"position_m": {"y": -9}, "motion": {"kind": "drift", "velocity_m_s": {"x": 1, "y": 2}}}
    plans = clip(project, camera=camera)
    assert np.allclose(eyes(plans)[-1], (1.9, -9 + 3.8, 0), atol=1e-7)
    assert np.allclose(looks(plans), (0, 1, 0), atol=1e-7)


def test_a_path_goes_through_its_points_and_stands_at_its_end(project):
    points = [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    camera = {"position_m": {"y": -9}, "motion": {"kind": "path", "points_m": points, "seconds": 1.5, "gaze": "along"}}
    plans = clip(project, camera=camera)
    way = eyes(plans) - (0, -9, 0)
    for step, point in ((0, (0, 0, 0)), (5, points[0]), (10, points[1]), (15, points[2]), (19, points[2])):
        assert np.allclose(way[step], point, atol=1e-6)
    steps = np.diff(way[:16], axis=0)
    along = np.einsum("ij,ij->i", looks(plans)[:15], steps / np.linalg.norm(steps, axis=1, keepdims=True))
    assert along.min() > np.cos(np.radians(25))  # the chord of 0.1 s against the tangent at its start


def test_a_hand_sways_as_far_as_it_should_and_smoothly(project):
    camera = {"position_m": {"y": -9}, "hand_held": {"sway_m": 0.01, "turn_deg": 1, "rate_hz": 1}}
    spec = project(
        objects=[project.group(**CUBE)], cameras=[EYE | camera], clip={"length": 600, "rate_hz": 30}, lights=[]
    )
    plans = [sample_frame(spec, index, Assets()) for index in range(600)]
    away = eyes(plans) - (0, -9, 0)
    assert np.allclose(away.std(axis=0), 0.01, rtol=0.1)
    assert np.abs(np.diff(away, axis=0)).max() < 0.01 * 0.817 * 2 * np.pi * (0.62 + 1 + 1.73) / 30
    assert np.degrees(np.arccos(looks(plans)[:, 1])).max() < 5


def test_both_eyes_of_a_stereo_camera_keep_their_distance(project):
    camera = {
        "orbit": {"distance_m": 3},
        "look_at_m": {},
        "stereo_baseline_m": 0.1,
        "motion": {"kind": "orbit"},
        "sensor": {"shot_noise": 0.1},
    }
    plans = clip(project, camera=camera)
    for plan in plans:
        left, right = plan.cameras
        assert np.linalg.norm(np.subtract(left.position, right.position)) == pytest.approx(0.1, abs=1e-8)
    seeds = [eye.sensor.seed for plan in plans for eye in plan.cameras]
    assert len(set(seeds)) == len(seeds)


def test_the_frames_of_a_clip_are_for_one_split(project):
    plans = clip(project, count=100, output={"frames": 100, "validation_share": 0.4})
    by_scene = {}
    for plan in plans:
        by_scene.setdefault(plan.clip.scene, set()).add(plan.split)
    assert all(len(splits) == 1 for splits in by_scene.values())
    assert sum(splits == {"validation"} for splits in by_scene.values()) == 2


def test_motion_without_a_clip_is_refused_with_the_remedy(project):
    with pytest.raises(ValidationError, match=r"no time: add clip"):
        project(objects=[project.group(**CUBE, motion={"kind": "drift"})])
    with pytest.raises(ValidationError, match=r"no time: add clip"):
        project(cameras=[EYE | {"position_m": {"y": -5}, "hand_held": {}}])


def test_an_orbiting_motion_needs_an_orbit(project):
    with pytest.raises(ValidationError, match="give it an orbit"):
        project(cameras=[EYE | {"position_m": {"y": -5}, "motion": {"kind": "orbit"}}], clip=CLIP)


def test_a_motion_changes_no_other_choice(project):
    still = clip(project, CUBE | {"scale": uniform(1, 2)}, count=1)[0]
    moving = clip(project, CUBE | {"scale": uniform(1, 2), "motion": {"kind": "drift"}}, {"position_m": {"y": -5}})[0]
    assert plan_json(still) == plan_json(moving)
