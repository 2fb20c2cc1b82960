"""Looks in the picture: colours and surfaces change, labels do not, and nothing piles up."""

from dataclasses import replace

import numpy as np
import pytest
from plans import camera, frame, pinhole, thing

from scenewright.assets.loading import AssetLoader
from scenewright.geometry.transforms import look_at
from scenewright.render.embedded.engine import EmbeddedRenderer
from scenewright.sampling.plan import EnvironmentPlan, LookPlan

RED = LookPlan((0.8, 0.02, 0.02), True, None, None, None, 1.0)
EYE = (0.0, -0.5, 0.25)


@pytest.fixture(scope="module")
def engine_of_files(tmp_path_factory):
    return EmbeddedRenderer(AssetLoader(tmp_path_factory.mktemp("looks")))


def cups(*looks):
    places = [(0.14 * (k - (len(looks) - 1) / 2), 0.0, 0.0) for k in range(len(looks))]
    things = [
        replace(thing(k + 1, "mug_classic", at), look=look)
        for k, (at, look) in enumerate(zip(places, looks, strict=True))
    ]
    plan = frame(things, [camera(pinhole(160, 120, 150.0), EYE, look_at(EYE, (0.0, 0.0, 0.04), 0.0))], None, ())
    return replace(plan, environment=EnvironmentPlan(None, 0.0, (0.7, 0.7, 0.7)))


def drawn(engine, plan):
    return next(engine.render([plan])).views[0]


def mean(view, number):
    return view.rgb[view.instance_ids == number].astype(float).mean(axis=0)


def test_a_cover_hides_the_objects_own_colours(engine_of_files):
    view = drawn(engine_of_files, cups(RED, None))
    red, green, blue = mean(view, 1)
    assert red > 2.5 * green
    assert red > 2.5 * blue
    assert np.ptp(mean(view, 2)) < 60, "the other cup of the same model keeps its own"


def test_a_tint_keeps_the_pattern(engine_of_files):
    tinted = drawn(engine_of_files, cups(replace(RED, covers=False, color=(1.0, 0.5, 0.5))))
    plain = drawn(engine_of_files, cups(None))
    inside = plain.instance_ids == 1
    one, other = (view.rgb[inside].astype(float)[:, 0] for view in (plain, tinted))
    assert np.corrcoef(one, other)[0, 1] > 0.95
    assert mean(tinted, 1)[1] < 0.85 * mean(plain, 1)[1]


def test_another_surface_is_worn(engine_of_files):
    brick, oak = (replace(RED, color=None, texture=name) for name in ("brick_red", "paint_white"))
    view = drawn(engine_of_files, cups(brick, oak))
    assert mean(view, 1)[0] > 1.3 * mean(view, 1)[2]
    assert mean(view, 2).min() > mean(view, 1).max()


def test_glass_lets_what_is_behind_shine_through_and_keeps_its_labels(engine_of_files):
    glass, clear = (drawn(engine_of_files, cups(replace(RED, opacity=opacity))) for opacity in (0.2, 1.0))
    sky = np.median(clear.rgb[clear.instance_ids == 0].astype(float), axis=0)
    near, far = (np.abs(mean(view, 1) - sky).mean() for view in (glass, clear))
    assert near < 0.45 * far
    assert np.array_equal(glass.instance_ids, clear.instance_ids)
    again = drawn(engine_of_files, cups(replace(RED, opacity=0.6)))
    assert near < np.abs(mean(again, 1) - sky).mean() < far, "a kept material takes the new opacity"


def test_labels_are_the_same(engine_of_files):
    one, other = (drawn(engine_of_files, plan) for plan in (cups(RED, RED), cups(None, None)))
    for name in ("instance_ids", "depth", "normals", "amodal_bits"):
        assert np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True), name


def test_a_thousand_colours_cost_no_memory(engine_of_files):
    luck = np.random.default_rng(2)
    for _ in range(30):
        looks = [replace(RED, color=tuple(map(float, luck.uniform(0, 1, 3)))) for _ in range(3)]
        drawn(engine_of_files, cups(*looks))
    dressed = engine_of_files._color._instances._dressed
    assert max(len(meshes) for meshes in dressed.values()) <= 3


def test_both_engines_cover_alike(flat):
    plan = cups(RED)
    [item] = plan.objects
    view = drawn(flat, replace(plan, objects=(replace(item, asset="cube", scale=0.1),)))
    red, green, _ = mean(view, 1)
    assert red > 2.5 * green
