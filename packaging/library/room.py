"""An empty room lit by rectangular lights, seen from one point.

Direct light is integrated over a regular grid on every light; light that has bounced is a constant. Nothing casts
hard shadows: a panorama lights scenes, and what it shows is out of focus.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from noise import Array, smoothstep

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Light:
    """A rectangle that shines to one side.

    Attributes:
        centre: Centre in metres.
        right: Half edge vector in metres.
        up: Half edge vector in metres; the light shines along ``right x up``.
        radiance: Linear RGB.
        border: Width of a dark frame as a fraction of the half size.
        hot: How much brighter the middle is than the edge (0: even).
    """

    centre: tuple[float, float, float]
    right: tuple[float, float, float]
    up: tuple[float, float, float]
    radiance: tuple[float, float, float]
    border: float = 0.0
    hot: float = 0.0

    def seen(self, s: Array, t: Array) -> Array:
        """Radiance (..., 3) seen at places (s, t) in -1..1 of the rectangle."""
        glow = 1.0 + self.hot * (np.exp(-1.6 * (s**2 + t**2)) - 0.45)
        if self.border:
            edge = 1.0 - np.maximum(np.abs(s), np.abs(t))
            glow = glow * smoothstep(self.border * 0.8, self.border * 1.2, edge)
        return np.asarray(self.radiance) * glow[..., None]


def aimed(
    centre: tuple[float, float, float],
    target: tuple[float, float, float],
    half: tuple[float, float],
    radiance: tuple[float, float, float],
    **options: float,
) -> Light:
    """Makes a light that faces ``target``; ``half`` is its half width and half height in metres."""
    forward = np.subtract(target, centre)
    forward = forward / np.linalg.norm(forward)
    right = np.cross([0.0, 0.0, 1.0], forward)
    right = right / np.linalg.norm(right)
    up = np.cross(forward, right)
    return Light(centre, tuple(right * half[0]), tuple(up * half[1]), radiance, **options)


def irradiance(points: Array, normals: Array, lights: list[Light], grid: int = 4) -> Array:
    """Irradiance (n, 3) at points (n, 3) with unit normals (n, 3) from all lights, without shadows."""
    total = np.zeros_like(points)
    steps = (np.arange(grid) + 0.5) / grid * 2.0 - 1.0
    for light in lights:
        centre, right, up = (np.asarray(v) for v in (light.centre, light.right, light.up))
        facing = np.cross(right, up)
        area = 4.0 * np.linalg.norm(facing)
        facing = facing / np.linalg.norm(facing)
        arriving = np.zeros(len(points))
        for s in steps:
            for t in steps:
                towards = centre + right * s + up * t - points
                square = np.maximum((towards * towards).sum(1), 0.02)
                here = np.clip((towards * normals).sum(1), 0.0, None)
                there = np.clip(-(towards @ facing), 0.0, None)
                arriving += here * there / square**2
        total += arriving[:, None] * (area / grid**2) * np.asarray(light.radiance)
    return total


def view_room(
    look: Array,
    eye: tuple[float, float, float],
    low: tuple[float, float, float],
    high: tuple[float, float, float],
    lights: list[Light],
    albedo: Callable[[Array, Array], Array],
    bounce: tuple[float, float, float],
) -> Array:
    """Renders the room.

    Args:
        look: Unit view directions (..., 3).
        eye: View point in metres.
        low: Lower corner of the room in metres.
        high: Upper corner of the room in metres.
        lights: The lights.
        albedo: Function of positions and inward normals (n, 3) that gives the walls' albedo (n, 3).
        bounce: Irradiance over pi of the light that has bounced, linear RGB.

    Returns:
        Radiance (..., 3).
    """
    ray = look.reshape(-1, 3)
    ray = np.where(np.abs(ray) < 1e-9, 1e-9, ray)
    start = np.asarray(eye)
    exits = np.where(ray > 0, (np.asarray(high) - start) / ray, (np.asarray(low) - start) / ray)
    axis = exits.argmin(1)
    distance = exits.min(1)
    normal = np.zeros_like(ray)
    normal[np.arange(len(ray)), axis] = -np.sign(ray[np.arange(len(ray)), axis])
    reflect = albedo(start + ray * distance[:, None], normal)
    place = start + ray * distance[:, None]
    radiance = reflect * (irradiance(place, normal, lights) / np.pi + np.asarray(bounce))

    for light in lights:
        centre, right, up = (np.asarray(v) for v in (light.centre, light.right, light.up))
        facing = np.cross(right, up)
        slope = ray @ facing
        reach = ((centre - start) @ facing) / np.where(np.abs(slope) < 1e-12, 1e-12, slope)
        local = start + ray * reach[:, None] - centre
        s, t = local @ right / (right @ right), local @ up / (up @ up)
        hit = (reach > 0) & (reach < distance + 0.02) & (np.abs(s) < 1.0) & (np.abs(t) < 1.0)
        shining = hit & (slope < 0)
        radiance[hit] = 0.01
        radiance[shining] = light.seen(s[shining], t[shining])
        distance[hit] = reach[hit]
    return radiance.reshape(look.shape)
