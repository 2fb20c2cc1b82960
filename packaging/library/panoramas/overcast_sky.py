"""Overcast: a paved square under a closed sky that is brightest where the sun hides."""

from __future__ import annotations

import random

from outdoors import square
from sky import overcast
from stage import clear, take

clear()
square(random.Random(24))
overcast(-42.4, 50.0)
take((-0.4, -0.6, 1.3))
