"""The photo studio: computed here, because soft boxes in an empty room need no path tracer."""

from __future__ import annotations

import numpy as np
from noise import Array, smoothstep
from panorama import directions, shrink
from room import aimed, view_room

WIDTH = 1024
FINE = 2
"""Supersampling along each axis."""


def studio_softboxes() -> Array:
    """A dark grey photo studio with a large key, a cool strip as fill and a soft box from behind."""
    target = (0.0, 0.0, 0.9)
    lights = [
        aimed((-2.1, 1.5, 2.9), target, (0.85, 0.85), (30.0, 28.6, 26.6), border=0.05, hot=0.5),
        aimed((2.5, 0.7, 1.9), target, (0.45, 0.95), (9.5, 10.2, 11.2), border=0.06, hot=0.4),
        aimed((0.4, -2.3, 3.0), target, (1.10, 0.60), (15.0, 14.8, 14.4), border=0.05, hot=0.4),
    ]

    def albedo(place: Array, normal: Array) -> Array:
        floor = smoothstep(0.5, 0.6, normal[:, 2])
        # A paper sweep: the backdrop's foot curves into the floor, so the corner is blurred away.
        corner = np.exp(-place[:, 2] / 0.7) * (normal[:, 2] < 0.5)
        grey = 0.14 + 0.24 * np.maximum(floor, corner)
        return grey[:, None] * np.array([1.0, 1.0, 1.01])

    look = directions(WIDTH * FINE, WIDTH * FINE // 2)
    room = ((-4.2, -4.2, 0.0), (4.2, 4.2, 4.0))
    return shrink(view_room(look, (0.0, 0.0, 1.1), *room, lights, albedo, (0.22, 0.22, 0.225)), FINE)
