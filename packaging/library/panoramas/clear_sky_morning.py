"""Clear sky in the morning: a park with a gravel path, the sun low and warm behind thin haze."""

from __future__ import annotations

import random

from outdoors import park
from sky import sky, towards
from stage import clear, sun_lamp, take

AZIMUTH_DEG, ELEVATION_DEG = 62.0, 21.0
COLOR, IRRADIANCE = (1.0, 0.83, 0.62), 2.6

clear()
park(random.Random(22), haze=(0.13, 0.135, 0.145))
sky(AZIMUTH_DEG, ELEVATION_DEG, 0.14, 0.6, 0.3, (1.0, 0.93, 0.84), 1.2, 0.7, 9.0, 2.5)
sun = towards(AZIMUTH_DEG, ELEVATION_DEG)
sun_lamp(sun, COLOR, IRRADIANCE)
take((0.3, 0.4, 1.3), {"direction": sun, "color": COLOR, "irradiance": IRRADIANCE})
