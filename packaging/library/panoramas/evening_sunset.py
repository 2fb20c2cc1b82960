"""Evening: a farm track between meadows just before sunset, clouds lit from below.

The air is that of a sun at 2.6 degrees; the sun that shines stands where its glow is brightest above the hills.
"""

from __future__ import annotations

import random

from outdoors import field
from sky import sky, towards
from stage import clear, sun_lamp, take

AZIMUTH_DEG, AIR_ELEVATION_DEG, ELEVATION_DEG = -48.0, 2.6, 7.5
COLOR, IRRADIANCE = (1.0, 0.55, 0.25), 0.75

clear()
field(random.Random(23), (0.055, 0.036, 0.032))
sky(AZIMUTH_DEG, AIR_ELEVATION_DEG, 0.3, 5.0, 0.62, (1.0, 0.46, 0.26), 0.75, 0.6, 6.0, 2.8, 1.3)
sun = towards(AZIMUTH_DEG, ELEVATION_DEG)
sun_lamp(sun, COLOR, IRRADIANCE)
take((0.2, 0.3, 1.3), {"direction": sun, "color": COLOR, "irradiance": IRRADIANCE})
