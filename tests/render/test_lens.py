"""Views through a lens: every channel against closed forms and against rays cast by embree."""

from dataclasses import replace

import numpy as np
import pytest
from plans import ALONG_Y, FLOOR, camera, frame, random_frame, thing
from ray_casting import cast, degrees_between, errors

from scenewright.errors import UserError
from scenewright.geometry.camera import Intrinsics, pixel_rays
from scenewright.geometry.lens import Lens
from scenewright.geometry.transforms import about_axis, multiply
from scenewright.render.lens import pinhole, through_lens, without_lenses

BARREL = Intrinsics(320, 240, 210.0, 207.0, 161.3, 118.2, Lens("opencv", (-0.30, 0.09, 0.0012, -0.0008, -0.01)))
PINCUSHION = Intrinsics(320, 240, 260.0, 260.0, 160.0, 120.0, Lens("opencv", (0.14, 0.02, 0.0, 0.0)))
FISHEYE = Intrinsics(320, 240, 130.0, 130.0, 160.0, 120.0, Lens("fisheye", (0.02, -0.004, 0.001, 0.0)))
LENSES = pytest.mark.parametrize("intrinsics", [BARREL, PINCUSHION, FISHEYE], ids=["barrel", "pincushion", "fisheye"])


def taken(engine, plan):
    rendered = next(engine.render(without_lenses([plan])))
    return through_lens(rendered.views[0], plan.cameras[0])


@LENSES
def test_a_chessboard_of_cubes_is_bent_as_the_formula_says(engine, intrinsics):
    cubes = [thing(1 + k, "cube", (0.9 * (k % 5 - 2), 0.0, 0.7 * (k // 5 - 1)), scale=0.6) for k in range(15)]
    view = taken(engine, frame(cubes, [camera(intrinsics)]))
    rays = pixel_rays(intrinsics)
    depth = 3.0 - 0.3
    on_front = rays[..., :2] * depth
    for k, cube in enumerate(cubes):
        x, z = cube.position[0], cube.position[2]
        away = np.maximum(np.abs(on_front[..., 0] - x), np.abs(-on_front[..., 1] - z)) - 0.3
        inside = away < -0.02
        assert (view.instance_ids[inside] == k + 1).all()
        np.testing.assert_allclose(view.depth[inside], depth, rtol=1e-5)
    assert (view.instance_ids > 0).sum() > 3000


@LENSES
def test_the_floor_is_exact_at_every_pixel(engine, intrinsics):
    height, pitch = 1.5, 0.5
    rotation = multiply(ALONG_Y, about_axis(0, -pitch))
    view = taken(engine, frame([], [camera(intrinsics, (0.0, -4.0, height), rotation)], FLOOR))
    rays = pixel_rays(intrinsics)
    fall = rays[..., 1] * np.cos(pitch) + np.sin(pitch)
    with np.errstate(divide="ignore", invalid="ignore"):
        depth = height / fall
        reach = depth * (np.cos(pitch) - rays[..., 1] * np.sin(pitch)) - 4.0
        seen = (fall > 0) & (np.abs(reach) < 4.9) & (np.abs(rays[..., 0] * depth) < 4.9)
    assert seen.sum() > 20_000
    np.testing.assert_allclose(view.depth[seen], depth[seen], rtol=1e-5)
    np.testing.assert_allclose(view.normals[seen], np.broadcast_to((0, 0, 1), (seen.sum(), 3)), atol=1e-3)


@LENSES
def test_random_scenes_agree_with_rays_cast_by_embree(embedded, assets, intrinsics):
    for seed in (3, 4):
        plan = random_frame(seed, 320, 240)
        plan = replace(plan, cameras=(replace(plan.cameras[0], intrinsics=intrinsics),))
        view = taken(embedded, plan)
        truth = cast(plan, plan.cameras[0], assets)
        found = errors(view, truth)
        assert found.compared > 0.7 * found.pixels
        assert found.wrong_ids / found.pixels < 2e-4
        assert found.wrong_ids_at_edges / found.pixels < 0.02
        sure = truth.is_sure & np.isfinite(truth.depth) & (view.instance_ids == truth.instance_ids)
        off = np.abs(view.depth[sure] / truth.depth[sure] - 1)
        assert np.median(off) < 1e-6
        assert np.quantile(off, 0.99) < 2e-3  # facets' creases
        assert np.median(degrees_between(view.normals[sure], truth.normals[sure])) < 0.5


def test_truncation_counts_what_the_bent_image_cuts_off(engine):
    intrinsics = replace(BARREL, cx=20.0)
    view = taken(engine, frame([thing(1, "cube")], [camera(intrinsics)]))
    whole = taken(engine, frame([thing(1, "cube")], [camera(replace(intrinsics, cx=160.0))]))
    cut = 1 - view.amodal_px[0] / view.amodal_total_px[0]
    truth = 1 - view.amodal_px[0] / whole.amodal_px[0]
    assert whole.amodal_outside_px[0] == 0
    assert cut == pytest.approx(truth, abs=0.05)


def test_without_a_lens_nothing_is_touched(engine):
    plan = frame([thing(1, "cube")], [camera(replace(BARREL, lens=None))])
    assert next(without_lenses([plan])) == plan
    view = next(engine.render([plan])).views[0]
    assert through_lens(view, plan.cameras[0]) is view


def test_a_lens_too_wide_for_any_flat_image_is_told_in_words():
    wide = Intrinsics(4000, 3000, 1600.0, 1600.0, 2000.0, 1500.0, Lens("fisheye", (0.0, 0.0, 0.0, 0.0)))
    with pytest.raises(UserError, match="sees so wide"):
        pinhole(camera(wide))
