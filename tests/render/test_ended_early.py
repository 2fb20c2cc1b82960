"""A frame that is no longer wanted ends between its stages, and the next one is drawn as if it had never begun."""

import numpy as np
import pytest
from plans import random_frame

from scenewright.render.embedded.engine import EmbeddedRenderer

STAGES = 6
"""Scene, picture, labels and tiles under way; then the images read, and the tiles."""


class Unwanted(Exception):  # noqa: N818 (nothing is wrong)
    pass


@pytest.mark.parametrize("stage", range(1, STAGES + 1))
def test_the_next_frame_is_drawn_as_if_the_one_before_had_never_begun(assets, stage):
    left = [None]

    def check():
        if left[0] is not None:
            left[0] -= 1
            if left[0] == 0:
                raise Unwanted

    engine = EmbeddedRenderer(assets, check=check)
    wanted, unwanted = random_frame(7, 160, 120, 6), random_frame(8, 160, 120, 9)
    before = next(engine.render([wanted])).views[0]
    left[0] = stage
    with pytest.raises(Unwanted):
        next(engine.render([unwanted]))
    left[0] = None
    after = next(engine.render([wanted])).views[0]
    for name in ("rgb", "instance_ids", "depth", "normals", "amodal_bits", "amodal_outside_px"):
        assert np.array_equal(getattr(after, name), getattr(before, name)), name
