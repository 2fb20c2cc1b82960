"""Shadows begin where things touch the floor, in large scenes too."""

import numpy as np
import pytest
from plans import ALONG_Y, camera, frame, pinhole, thing
from solids import cube

from scenewright.assets.model import Model
from scenewright.geometry.transforms import about_axis, multiply
from scenewright.sampling.plan import EnvironmentPlan, FloorPlan, LightPlan

DARK = EnvironmentPlan(None, 0.0, (0.0, 0.0, 0.0))
FLOOR = FloorPlan((30.0, 30.0), "plain", 1.0, 0.0, (0.0, 0.0))
EYE = camera(pinhole(200, 200, 2000.0), (0.0, 0.0, 3.0), multiply(ALONG_Y, about_axis(0, -np.pi / 2)))
METERS_PER_PX = 3.0 / 2000.0
SUN = LightPlan("directional", "sun", (np.sqrt(0.5), 0.0, np.sqrt(0.5)), (1.0, 1.0, 1.0), True)


def with_a_slit(source):
    """A cube that is open along one of its twelve edges: a triangle near it is missing, as at the seam of a sleeve."""
    whole = cube(source).parts[0]
    corner, end, thin = whole.positions[0], whole.positions[1], whole.positions[0] * 0.9 + whole.positions[2] * 0.1
    points = np.concatenate([whole.positions, [corner, end, thin]]).astype(np.float32)
    normals = np.concatenate([whole.normals, np.tile(whole.normals[0], (3, 1))]).astype(np.float32)
    last = len(whole.positions)
    # The first square is drawn around the missing triangle.
    triangles = np.array([[last + 2, 1, 2], [0, last + 2, 3], [last + 2, 2, 3], *whole.triangles[2:]], np.uint32)
    uvs = np.zeros((len(points), 2), np.float32)
    return Model(source, (type(whole)(points, normals, uvs, triangles, whole.material),))


@pytest.mark.parametrize("asset", ["cube", "slit"])
def test_a_low_things_shadow_begins_at_its_foot_among_things_that_stand_far_apart(embedded, assets, asset):
    """Casters within 8 m make texels of 16 mm; a thing 60 mm high is hardly four of them."""
    assets.models["slit"] = with_a_slit("slit")
    low = thing(1, asset, (0.0, 0.0, 0.03), scale=0.06)
    far = [thing(2, "cube", (-5.5, 5.5, 0.25), scale=0.5), thing(3, "cube", (5.5, -5.5, 0.25), scale=0.5)]
    view = next(embedded.render([frame([low, *far], [EYE], FLOOR, [SUN], DARK)])).views[0]
    row = view.rgb[100].mean(axis=-1)
    lit, shadow_px = row[:20].mean(), round(0.06 / METERS_PER_PX)
    foot = 100 - round(0.03 * 1.02 / METERS_PER_PX)
    assert lit > 50
    assert (row[foot - shadow_px // 2 : foot - 3] < 0.5 * lit).all()
