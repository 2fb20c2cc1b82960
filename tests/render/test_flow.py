"""Optical flow against closed forms, in both engines; what hides, what comes into view, what bends."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from plans import ALONG_Y, FLOOR, camera, frame, pinhole, thing

from scenewright.annotate.flow import HIDDEN, UNKNOWN, VISIBLE, flow
from scenewright.assets.loading import AssetLoader
from scenewright.geometry.camera import Intrinsics, pixel_rays, project
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import about_axis, inverse, multiply, pose_matrix, transform_points
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.render.flat import FlatRenderer
from scenewright.render.lens import through_lens, without_lenses
from scenewright.render.renderer import Moment, RenderedFrame
from scenewright.sampling.plan import BackdropPlan, ObjectPlan

LENS = pinhole(160, 120, 101.0)


@pytest.fixture(scope="module")
def renderers(assets):
    return {"embedded": EmbeddedRenderer(assets, surface=True), "flat": FlatRenderer(assets)}


@pytest.fixture(params=["embedded", "flat"])
def moving(renderers, assets, request):
    """The flow from one plan to another, as one engine sees it."""

    def of(now, then, direction="forward"):
        return flow_between(renderers[request.param], assets, now, then, direction)

    return of


def flow_between(engine, assets, now, then, direction="forward"):
    plans = [now, then]
    drawn = [
        [through_lens(view, eye) for view, eye in zip(frame_.views, plan.cameras, strict=True)]
        for plan, frame_ in zip(plans, engine.render(without_lenses(plans)), strict=True)
    ]
    other = Moment(then, tuple(view.depth for view in drawn[1]))
    sides = {"after": other} if direction == "forward" else {"before": other}
    whole = RenderedFrame(now, tuple(drawn[0]), **sides)
    return drawn[0][0], flow(whole, 0, direction, lambda item: assets.posed(item.asset, item.pose, item.phase))


def test_a_cube_that_slides_moves_by_focal_length_times_way_over_depth(moving):
    before, after = thing(1, "cube"), thing(1, "cube", (0.3, 0.0, 0.12))
    view, found = moving(frame([before], [camera(LENS)]), frame([after], [camera(LENS)]))
    mask = view.instance_ids == 1
    expected = (101.0 * 0.3 / 2.5, -101.0 * 0.12 / 2.5)
    assert np.abs(found.pixels[mask] - expected).max() < 0.02
    assert np.abs(found.metres[mask] - (0.3, 0.0, 0.12)).max() < 1e-5
    assert (found.occlusion[mask] == VISIBLE).mean() > 0.99


def test_backward_flow_is_the_way_back(moving):
    before, after = thing(1, "cube"), thing(1, "cube", (0.3, 0.0, 0.0))
    view, found = moving(frame([after], [camera(LENS)]), frame([before], [camera(LENS)]), "backward")
    assert np.abs(found.pixels[view.instance_ids == 1] - (-101.0 * 0.3 / 2.5, 0)).max() < 0.02


def test_two_cubes_move_each_its_own_way_and_hide_what_they_cover(moving):
    far, near = thing(1, "cube", (0.6, 2.0, 0.0)), thing(2, "cube", (-0.9, 0.0, 0.0))
    moved = thing(2, "cube", (-0.1, 0.0, 0.0))
    view, found = moving(frame([far, near], [camera(LENS)]), frame([far, moved], [camera(LENS)]))
    behind, before = view.instance_ids == 1, view.instance_ids == 2
    assert np.abs(found.pixels[behind]).max() < 0.02
    expected = 101.0 * 0.8 / view.depth[before]  # its side is seen, too
    assert np.abs(found.pixels[before] - np.stack([expected, 0 * expected], axis=1)).max() < 0.02
    # The near cube then covers x / z from -0.24 to 0.16 of the image; the far one is seen from 0.02 to 0.24.
    rays = pixel_rays(LENS)[..., 0]
    covered = behind & (rays < 0.15)
    free = behind & (rays > 0.17)
    assert covered.sum() > 100
    assert (found.occlusion[covered] == HIDDEN).all()
    assert (found.occlusion[free] == VISIBLE).all()


def test_a_turning_sphere_moves_as_its_points_do(moving):
    turned = replace(thing(1, "sphere"), rotation=about_axis(2, 0.5))
    view, found = moving(frame([thing(1, "sphere")], [camera(LENS)]), frame([turned], [camera(LENS)]))
    mask = view.instance_ids == 1
    rays = pixel_rays(LENS)
    pose = pose_matrix((0.0, -3.0, 0.0), ALONG_Y)
    points = transform_points(pose, rays[mask] * view.depth[mask][:, None].astype(float))
    after = transform_points(pose_matrix((0, 0, 0), about_axis(2, 0.5)), points)
    here, there = (project(LENS, transform_points(inverse(pose), p)) for p in (points, after))
    seen = found.occlusion[mask] == VISIBLE
    assert np.abs(found.pixels[mask] - (there - here)).max() < 0.02
    assert seen.mean() > 0.7
    # What turns away over the left or right rim is hidden by the sphere itself.
    gone = after[:, 1] > 0.06
    assert gone.sum() > 5
    assert not seen[gone].any()


def test_a_camera_that_moves_makes_the_floor_flow_as_the_formula_says(moving):
    down = multiply(ALONG_Y, about_axis(0, -0.5))
    now = frame([], [camera(LENS, (0.0, -3.0, 1.5), down)], FLOOR)
    then = frame([], [camera(LENS, (0.1, -2.8, 1.5), down)], FLOOR)
    view, found = moving(now, then)
    hit = np.isfinite(view.depth)
    fall = pixel_rays(LENS)[..., 1] * np.cos(0.5) + np.sin(0.5)
    depth = 1.5 / fall
    local = pixel_rays(LENS) * depth[..., None]
    step = transform_points(inverse(pose_matrix((0, 0, 0), down)), np.array([[0.1, 0.2, 0.0]]))[0]
    expected = project(LENS, (local[hit] - step)) - project(LENS, local[hit])
    assert np.abs(found.pixels[hit] - expected).max() < 0.02
    assert np.abs(found.metres[hit]).max() < 1e-5


def test_the_sky_flows_by_the_cameras_turn_alone(moving):
    turned = multiply(ALONG_Y, about_axis(1, 0.05))
    now = frame([], [camera(LENS)])
    then = frame([], [camera(LENS, (0.7, -3.0, 0.4), turned)])
    _, found = moving(now, then)
    rays = pixel_rays(LENS).reshape(-1, 3)
    turn = pose_matrix((0, 0, 0), about_axis(1, 0.05))[:3, :3]
    expected = project(LENS, rays @ turn) - project(LENS, rays)
    assert np.abs(found.pixels.reshape(-1, 2) - expected).max() < 0.02
    assert np.isnan(found.metres).all()
    assert set(np.unique(found.occlusion)) == {VISIBLE, HIDDEN}, "hidden is what leaves the image"


def test_a_backdrop_has_no_flow(moving):
    plate = BackdropPlan("x.png", 0.0, 1.0, (0.5, 0.5), False, 0.0, 1.0)
    now, then = (replace(frame([thing(1, "cube")], [camera(LENS)]), backdrop=plate) for _ in range(2))
    view, found = moving(now, then)
    assert np.isnan(found.pixels[view.instance_ids == 0]).all()
    assert (found.occlusion[view.instance_ids == 0] == UNKNOWN).all()
    assert np.isfinite(found.pixels[view.instance_ids == 1]).all()


def test_the_last_frame_of_a_clip_says_that_it_has_no_flow(flat, assets):
    view = next(flat.render([frame([thing(1, "cube")], [camera(LENS)])])).views[0]
    found = flow(RenderedFrame(frame([thing(1, "cube")], [camera(LENS)]), (view,)), 0, "forward", assets.posed)
    assert np.isnan(found.pixels).all()
    assert (found.occlusion == UNKNOWN).all()


def test_through_a_lens_flow_is_of_the_bent_image(moving):
    bent = Intrinsics(160, 120, 101.0, 101.0, 80.0, 60.0, Lens("opencv", (-0.2, 0.05, 0.001, 0.0)))
    before, after = thing(1, "cube"), thing(1, "cube", (0.3, 0.0, 0.1))
    view, found = moving(frame([before], [camera(bent)]), frame([after], [camera(bent)]))
    mask = view.instance_ids == 1
    local = pixel_rays(bent)[mask] * 2.5
    expected = project(bent, local + np.array([0.3, -0.1, 0.0])) - project(bent, local)
    close = np.abs(view.depth[mask] - 2.5) < 1e-4
    assert close.mean() > 0.95
    assert np.abs(found.pixels[mask] - expected)[close].max() < 0.02


@pytest.fixture(scope="module")
def shipped_assets():
    return AssetLoader(Path())


@pytest.mark.parametrize(
    ("asset", "poses"),
    [("robot_arm", (("home", 0.0), ("pick", 0.0))), ("person_woman_01", (("walk", 0.1), ("walk", 0.16)))],
)
def test_what_bends_flows_with_its_vertices(shipped_assets, asset, poses):
    rig = shipped_assets.model(asset).rig
    names = [pose if pose in rig.clips else list(rig.clips)[k + 1] for k, (pose, _) in enumerate(poses)]
    items = [
        ObjectPlan(1, "g", 1, "c", asset, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0), 1.0, name, phase)
        for name, (_, phase) in zip(names, poses, strict=True)
    ]
    high = shipped_assets.model(asset).bounds[1][2]
    lens = pinhole(640, 480, 600.0)
    eye = camera(lens, (0.0, -1.6 * high, 0.55 * high))
    engine = EmbeddedRenderer(shipped_assets, surface=True)
    now, then = (frame([item], [eye]) for item in items)
    view, found = flow_between(engine, shipped_assets, now, then)
    pose = inverse(pose_matrix(eye.position, eye.rotation))
    here, there = (
        np.concatenate(
            [
                transform_points(pose, part.positions.astype(float))
                for part in shipped_assets.posed(item.asset, item.pose, item.phase).parts
            ]
        )
        for item in items
    )
    pixels = project(lens, here)
    at = np.floor(pixels).astype(int)
    inside = (at >= 1).all(axis=1) & (at < (639, 479)).all(axis=1)
    pixels, at, here, there = pixels[inside], at[inside], here[inside], there[inside]
    shown = np.abs(view.depth[at[:, 1], at[:, 0]] - here[:, 2]) < 1e-3
    expected = (project(lens, there) - pixels)[shown]
    given = found.pixels[at[shown, 1], at[shown, 0]]
    assert shown.sum() > 300
    assert np.linalg.norm(expected, axis=1).max() > 5
    off = np.linalg.norm(given - expected, axis=1)
    # A vertex lies up to 0.7 px beside the pixel's centre, and its surroundings turn.
    assert np.median(off) < 0.1 + 0.01 * np.median(np.linalg.norm(expected, axis=1))
    assert np.quantile(off, 0.9) < 1.0
