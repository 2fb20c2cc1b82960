"""What a frame may hold: several cameras, odd sizes, nothing at all."""

from dataclasses import replace

import numpy as np
import pytest
from plans import FLOOR, GREY, KEY, camera, frame, pinhole, random_frame, thing

from scenewright.sampling.plan import EnvironmentPlan, LightPlan

ARRAYS = ("rgb", "instance_ids", "depth", "normals", "amodal_bits", "amodal_total_px")


def assert_same_views(a, b):
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(a, name), getattr(b, name))


def test_each_camera_of_a_plan_sees_what_it_would_see_alone(engine):
    plan, other = random_frame(1, 160, 120, 6), random_frame(2, 130, 50, 6)
    cameras = (plan.cameras[0], replace(other.cameras[0], name="other"), replace(plan.cameras[0], exposure_stops=1.0))
    both = next(engine.render([replace(plan, cameras=cameras)]))
    assert [view.camera.name for view in both.views] == ["camera", "other", "camera"]
    for view in both.views:
        assert_same_views(view, next(engine.render([replace(plan, cameras=(view.camera,))])).views[0])
    assert both.views[2].rgb.mean() > both.views[0].rgb.mean()


@pytest.mark.parametrize("size", [(250, 130), (17, 16), (16, 301)])
def test_any_image_size_works(draw, size):
    width, height = size
    view = draw(frame([thing(1, "cube")], [camera(pinhole(width, height, 40.0))], FLOOR, [KEY]))
    assert view.rgb.shape == (height, width, 3)
    assert view.rgb.dtype == np.uint8
    assert view.instance_ids.shape == view.depth.shape == (height, width)
    assert view.instance_ids.dtype == np.uint16
    assert view.depth.dtype == np.float32
    assert view.normals.dtype == np.float16
    assert view.normals.shape == (height, width, 3)
    assert view.amodal_bits.shape == (1, height, width)
    assert view.amodal_bits.dtype == np.uint32
    assert view.amodal_total_px.dtype == np.int64
    assert view.instance_ids[height // 2, width // 2] == 1
    assert view.depth[height // 2, width // 2] == pytest.approx(2.5, rel=1e-6)


def test_a_frame_without_objects_or_floor_shows_its_surroundings_alone(draw):
    view = draw(frame([], [camera(pinhole(40, 30, 40.0))]))
    assert (view.instance_ids == 0).all()
    assert np.isposinf(view.depth).all()
    assert (view.normals == 0).all()
    assert view.amodal_bits.shape == (0, 30, 40)
    assert view.amodal_total_px.shape == (0,)
    assert np.ptp(view.rgb) <= 1
    assert view.rgb.min() > 100


def test_a_brighter_colour_around_gives_a_brighter_picture(draw):
    def seen(radiance):
        around = EnvironmentPlan(None, 0.0, radiance)
        return draw(frame([], [camera(pinhole(40, 30, 40.0))], environment=around)).rgb[15, 20].astype(int)

    assert (seen((0.2, 0.2, 0.2)) < seen((0.5, 0.5, 0.5))).all()
    red = seen((0.5, 0.1, 0.1))
    assert red[0] > red[1] + 50
    assert (seen((0.0, 0.0, 0.0)) == 0).all()


def test_surroundings_from_a_picture_work(draw):
    plan = frame(
        [thing(1, "sphere")], [camera(pinhole(40, 30, 40.0))], environment=EnvironmentPlan("sky", 1.0, (1, 1, 1))
    )
    assert np.ptp(draw(plan).rgb) > 0


@pytest.mark.parametrize(
    "light", [KEY, LightPlan("point", "lamp", (1.0, -2.0, 1.0), (3.0, 3.0, 3.0), False)], ids=["directional", "point"]
)
def test_a_light_from_the_right_makes_the_right_side_brighter(draw, light):
    around = replace(GREY, radiance=(0.05, 0.05, 0.05))
    view = draw(frame([thing(1, "sphere")], [camera(pinhole(64, 48, 100.0))], lights=[light], environment=around))
    rows, columns = np.nonzero(view.instance_ids)
    left, right = columns < 28, columns > 36
    picture = view.rgb[rows, columns].astype(float)
    assert picture[right].mean() > picture[left].mean() + 20


def test_labels_do_not_depend_on_light_or_anti_aliasing(embedded, unsmoothed):
    plan = random_frame(5, 160, 120, 8)
    dark = replace(plan, lights=(replace(KEY, radiance=(0.0, 0.0, 0.0)),))
    first = next(embedded.render([plan])).views[0]
    for other in (next(embedded.render([dark])).views[0], next(unsmoothed.render([plan])).views[0]):
        for name in ARRAYS[1:]:
            np.testing.assert_array_equal(getattr(first, name), getattr(other, name))


def test_a_mirrored_order_of_objects_gives_the_same_picture_of_ids(engine):
    plan = random_frame(6, 160, 120, 8)
    numbered = [replace(item, instance_id=9 - item.instance_id) for item in plan.objects]
    mirrored = replace(plan, objects=tuple(sorted(numbered, key=lambda item: item.instance_id)))
    a, b = (next(engine.render([p])).views[0] for p in (plan, mirrored))
    np.testing.assert_array_equal(np.where(a.instance_ids > 0, 9 - a.instance_ids.astype(int), 0), b.instance_ids)
    np.testing.assert_array_equal(a.amodal_total_px, b.amodal_total_px[::-1])


def test_a_renderer_asks_for_at_most_one_plan_ahead(engine):
    asked = []

    def plans():
        for seed in range(5):
            asked.append(seed)
            yield random_frame(seed, 32, 24, 2)

    next(engine.render(plans()))
    assert asked in ([0], [0, 1])


def test_engines_say_what_they_are(embedded, flat):
    assert flat.describe() == {"engine": "flat"}
    assert embedded.describe().keys() >= {"engine", "pygfx", "wgpu", "adapter", "adapter_type", "driver", "interface"}


def test_a_frame_that_is_kept_does_not_change_when_others_are_drawn(engine):
    plans = [random_frame(seed, 160, 120, 8) for seed in range(12)]
    kept, copies = [], []
    for drawn in engine.render(plans):
        kept.append(drawn.views[0])
        copies.append([getattr(drawn.views[0], name).copy() for name in ARRAYS])
    for view, copy in zip(kept, copies, strict=True):
        for name, array in zip(ARRAYS, copy, strict=True):
            np.testing.assert_array_equal(getattr(view, name), array)
