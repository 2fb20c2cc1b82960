"""What is seen behind a scene: lamps end in a soft line there, and are as strong as ever in mirrors."""

import numpy as np

from scenewright.assets.model import EnvironmentImage
from scenewright.render.embedded.environment import cube_levels, sky_cube


def test_lamps_are_no_brighter_than_a_picture_shows_where_they_are_seen_and_as_strong_where_they_light():
    radiance = np.full((256, 512, 3), 0.2, np.float32)
    radiance[100:110, 250:262] = 500.0
    around = EnvironmentImage("lamp", radiance)
    seen, mirrored = sky_cube(around).astype(float), cube_levels(around)[0].astype(float)
    assert seen[..., :3].max() == 4.0
    assert mirrored[..., :3].max() > 400
    dark = mirrored[..., :3].max(axis=-1) < 0.25
    assert np.allclose(seen[dark], mirrored[dark])
    assert (seen[..., :3].max(axis=-1)[~dark] > 0.2).all()
