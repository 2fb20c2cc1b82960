"""The lighting environments of the library: a studio, an office and an overcast sky."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from noise import Array, SolidNoise, smoothstep
from panorama import HEIGHT, WIDTH, directions, shrink, write_panorama
from room import Block, Light, aimed, view_room

if TYPE_CHECKING:
    from pathlib import Path

FINE = 2
"""Supersampling of the panoramas along each axis."""


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

    look = directions(WIDTH * FINE, HEIGHT * FINE)
    room = ((-4.2, -4.2, 0.0), (4.2, 4.2, 4.0))
    return shrink(view_room(look, (0.0, 0.0, 1.1), *room, lights, albedo, [], (0.22, 0.22, 0.225)), FINE)


def skyline(s: Array, t: Array) -> Array:
    """What a window shows: sky above a hazy row of buildings, with the window's frame."""
    sky = 0.78 + 0.5 * np.clip(t, -1.0, 1.0)[..., None] * np.array([0.25, 0.32, 0.45])
    block = np.floor((s + 3.0) * 3.1)
    roof = -0.42 + 0.28 * np.sin(block * 12.9898) * np.cos(block * 4.1)
    town = smoothstep(0.015, -0.015, t - roof)[..., None]
    wall = (0.20 + 0.06 * np.sin(block * 7.3))[..., None] * np.array([0.95, 1.0, 1.1])
    view = sky + (wall - sky) * town
    bars = (np.abs(s) > 0.93) | (np.abs(t) > 0.94) | (np.abs(s) < 0.035) | (np.abs(t - 0.45) < 0.03)
    return np.where(bars[..., None], 0.10, view)


def office_window() -> Array:
    """A bright office: three windows to the left, warm panels in the ceiling, light walls, oak floor."""
    windows = [
        Light((-2.79, y, 1.65), (0.0, 0.62, 0.0), (0.0, 0.0, 0.80), (7.4, 8.7, 10.4), picture=skyline)
        for y in (-1.75, 0.0, 1.75)
    ]
    panels = [
        Light((x, y, 2.79), (0.30, 0.0, 0.0), (0.0, -0.30, 0.0), (7.6, 6.7, 5.5), border=0.04)
        for x in (-0.95, 1.15)
        for y in (-1.9, 0.1, 2.1)
    ]
    wood, white, dark = (0.42, 0.29, 0.18), (0.74, 0.73, 0.71), (0.06, 0.06, 0.065)
    blocks = [
        Block((1.55, -2.2, 0.70), (2.35, -0.5, 0.735), wood),
        Block((1.60, -2.15, 0.0), (2.30, -2.09, 0.70), white),
        Block((1.60, -0.61, 0.0), (2.30, -0.55, 0.70), white),
        Block((2.00, -1.70, 0.85), (2.04, -1.05, 1.22), dark),
        Block((-1.2, 2.75, 0.0), (0.9, 3.18, 0.78), white),
        Block((1.5, 2.95, 0.0), (2.3, 3.2, 1.95), (0.50, 0.36, 0.23)),
        Block((-0.45, 2.90, 0.78), (-0.20, 3.10, 1.02), (0.16, 0.30, 0.22)),
    ]
    grain = SolidNoise(201)

    def albedo(place: Array, normal: Array) -> Array:
        value = np.tile([0.76, 0.745, 0.71], (len(place), 1))
        value[normal[:, 2] < -0.5] = (0.84, 0.84, 0.83)
        floor = normal[:, 2] > 0.5
        board = np.floor(place[floor, 0] / 0.16)
        tone = 1.0 + 0.10 * np.sin(board * 12.9898 + np.floor(place[floor, 1] / 1.3 + 0.37 * board) * 78.233)
        tone = tone * (1.0 + 0.05 * grain(place[floor], (0.5, 6.0, 1.0)))
        value[floor] = np.array([0.44, 0.33, 0.225]) * tone[:, None]
        skirting = (np.abs(normal[:, 2]) < 0.5) & (place[:, 2] < 0.09)
        value[skirting] = 0.60
        end = normal[:, 1] < -0.5
        board_frame = end & (np.abs(place[:, 0] + 0.15) < 0.95) & (np.abs(place[:, 2] - 1.60) < 0.50)
        board_face = end & (np.abs(place[:, 0] + 0.15) < 0.91) & (np.abs(place[:, 2] - 1.60) < 0.46)
        value[board_frame], value[board_face] = (0.22, 0.22, 0.23), (0.86, 0.87, 0.88)
        door = (normal[:, 1] > 0.5) & (np.abs(place[:, 0] - 1.2) < 0.45) & (place[:, 2] < 2.08)
        value[door] = (0.36, 0.26, 0.17)
        accent = (normal[:, 0] < -0.5) & (np.abs(place[:, 1] - 1.2) < 0.62) & (np.abs(place[:, 2] - 1.6) < 0.42)
        value[accent] = (0.14, 0.27, 0.33)
        return value

    look = directions(WIDTH * FINE, HEIGHT * FINE)
    room = ((-2.8, -3.2, 0.0), (2.8, 3.2, 2.8))
    lights = windows + panels
    return shrink(view_room(look, (0.0, 0.0, 1.15), *room, lights, albedo, blocks, (0.72, 0.70, 0.67)), FINE)


def overcast_sky() -> Array:
    """A closed, softly structured sky that is brightest where the sun hides, over pale paving and far hills."""
    look = directions(WIDTH, HEIGHT)
    x, y, z = np.moveaxis(look, -1, 0)
    azimuth = np.arctan2(x, y)
    up = np.clip(z, 0.0, 1.0)
    cloud, detail = SolidNoise(202, exponent=3.2), SolidNoise(203, exponent=2.6)
    flat = np.stack([x, y, 0.15 * z], -1) / (up + 0.22)[..., None]
    structure = 0.6 * cloud(flat, 7.0) + 0.4 * detail(flat, 3.1)
    structure = structure * smoothstep(0.0, 0.25, up)
    # The standard overcast sky: the zenith is three times as bright as the horizon.
    brightness = (1.0 + 2.0 * up) / 3.0 * (1.0 + 0.13 * structure)
    sun = np.array([-0.42, 0.46, 0.78])
    angle = np.arccos(np.clip(look @ (sun / np.linalg.norm(sun)), -1.0, 1.0))
    veil = 1.9 * np.exp(-((angle / 0.20) ** 2)) + 0.9 * np.exp(-((angle / 0.55) ** 2))
    colour = np.array([0.90, 0.965, 1.07]) + (up * 0.6)[..., None] * np.array([0.06, 0.01, -0.04])
    sky = brightness[..., None] * colour + (veil * (1.0 + 0.2 * structure))[..., None] * np.array([1.0, 0.97, 0.91])

    # Ground that falls away to the horizon; noise on the plane one unit below the eye.
    down = np.clip(-z, 0.02, 1.0)
    plane = np.stack([x, y, 0.0 * z], -1) / down[..., None]
    far = smoothstep(0.35, 0.03, -z)
    patch = (0.6 * cloud(plane, 9.0) + 0.5 * detail(plane, 2.3)) * (1.0 - 0.85 * far)
    paving = np.array([0.235, 0.230, 0.222]) * (1.0 + 0.13 * patch)[..., None]
    haze = np.array([0.27, 0.295, 0.315])
    ground = paving + (haze * 0.75 - paving) * (0.55 * far**2)[..., None]
    result = sky + (ground - sky) * smoothstep(0.002, -0.004, z)[..., None]
    circle = np.stack([np.sin(azimuth), np.cos(azimuth), 0.0 * z], -1)
    for height, rough, tint in ((0.085, 0.035, 0.92), (0.045, 0.022, 0.62), (0.018, 0.012, 0.34)):
        crest = height + rough * cloud(circle + height * 20.0, 2.9) + 0.12 * rough * detail(circle, 0.35)
        hill = smoothstep(0.003, -0.003, z - crest * 0.8) * smoothstep(-0.004, 0.002, z)
        shade = haze * tint + np.array([0.02, 0.04, 0.0]) * (1.0 - tint)
        result = result + (shade - result) * hill[..., None]
    return result


ENVIRONMENTS = {
    "studio_softboxes": ("Studio with soft boxes", ("studio", "indoor", "neutral"), studio_softboxes),
    "office_window": ("Office with windows", ("office", "indoor", "daylight"), office_window),
    "overcast_sky": ("Overcast sky", ("sky", "outdoor", "soft"), overcast_sky),
}


def build_environment(name: str, directory: Path) -> None:
    """Writes one environment into ``directory``."""
    title, tags, render = ENVIRONMENTS[name]
    write_panorama(directory, name, title, tags, render())
