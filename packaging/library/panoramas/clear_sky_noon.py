"""Clear sky at noon: a car park between buildings, the sun high, a few small clouds."""

from __future__ import annotations

import random

from outdoors import car_park
from sky import sky, towards
from stage import clear, sun_lamp, take

AZIMUTH_DEG, ELEVATION_DEG = -130.0, 58.0
COLOR, IRRADIANCE = (1.0, 0.955, 0.89), 3.6

clear()
car_park(random.Random(21))
sky(AZIMUTH_DEG, ELEVATION_DEG, 0.12, 0.6, 0.34, cloud_radiance=1.7, scale=0.9, seed=7.3)
sun = towards(AZIMUTH_DEG, ELEVATION_DEG)
sun_lamp(sun, COLOR, IRRADIANCE)
take((1.8, 2.2, 1.3), {"direction": sun, "color": COLOR, "irradiance": IRRADIANCE})
