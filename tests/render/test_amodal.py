"""Amodal bits and totals against each object drawn alone."""

from dataclasses import replace

import numpy as np
import pytest
from plans import FLOOR, camera, frame, pinhole, random_frame, thing

from scenewright.geometry.boxes import bit_counts
from scenewright.geometry.camera import Intrinsics


def alone(renderer, plan):
    """Yield each object's view when nothing else is there."""
    singles = [replace(plan, objects=(replace(item, instance_id=1),), floor=None) for item in plan.objects]
    for drawn in renderer.render(singles):
        yield drawn.views[0]


def enlarged(plan):
    """Return the plan with an image three times as wide and as high around the image."""
    eye = plan.cameras[0]
    i = eye.intrinsics
    wide = Intrinsics(3 * i.width, 3 * i.height, i.fx, i.fy, i.cx + i.width, i.cy + i.height)
    return replace(plan, cameras=(replace(eye, intrinsics=wide),))


@pytest.mark.parametrize(("count", "words"), [(8, 1), (32, 1), (40, 2), (70, 3)])
def test_the_amodal_bits_of_an_object_are_its_mask_when_drawn_alone(engine, count, words):
    plan = random_frame(count, 160, 120, count, spread=2.0)
    view = next(engine.render([plan])).views[0]
    assert view.amodal_bits.shape == (words, 120, 160)
    hidden = truncated = 0
    for number, single in enumerate(alone(engine, plan)):
        amodal = (view.amodal_bits[number // 32] >> np.uint32(number % 32)) & 1 == 1
        np.testing.assert_array_equal(amodal, single.instance_ids == 1)
        hidden += (amodal & (view.instance_ids != number + 1)).sum()
        truncated += view.amodal_total_px[number] > amodal.sum() > 0
    assert hidden > 0
    assert truncated > 0
    assert not (view.amodal_bits[-1] >> np.uint32((count - 1) % 32) >> np.uint32(1)).any()


@pytest.mark.parametrize("seed", range(4))
def test_the_amodal_total_of_an_object_is_its_mask_on_the_enlarged_plane_when_drawn_alone(engine, seed):
    plan = random_frame(seed, 96, 64, 24, spread=2.0)
    view = next(engine.render([plan])).views[0]
    inside = bit_counts(view.amodal_bits, 24)
    assert (view.amodal_total_px > inside).any()
    assert (view.amodal_total_px == inside).any()
    masks = [single.instance_ids == 1 for single in alone(engine, enlarged(plan))]
    # The enlarged image has another projection matrix in float32, which moves edges by a millionth of a pixel.
    assert np.abs(view.amodal_total_px - [mask.sum() for mask in masks]).max() <= 1
    for number, mask in enumerate(masks):
        amodal = (view.amodal_bits[0] >> np.uint32(number)) & 1 == 1
        assert (amodal != mask[64:128, 96:192]).sum() <= 1


def test_an_object_that_is_wholly_hidden_keeps_its_amodal_bits(draw):
    objects = [thing(1, "sphere", (0.0, 1.0, 0.0)), thing(2, "cube", scale=2.0)]
    view = draw(frame(objects, [camera(pinhole(80, 60, 60.0))], FLOOR))
    assert not (view.instance_ids == 1).any()
    assert bit_counts(view.amodal_bits, 2)[0] > 50
