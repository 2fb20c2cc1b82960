"""Pictures of shirts, trousers, vests and shoes: seams, buttons, pockets, reflecting bands, laces and the weave."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PIL import Image

from people.body import Body
from people.outfit import Outfit, above_collar, waist_m
from people.painting import darker, finished, mixed, noise, places, within
from people.pieces import Piece
from people.source import Array

EDGES = {"vest": 1024, "shoes": 256}


def cloth_pictures(clothes: dict[str, Piece], body: Body, outfit: Outfit, seed: int) -> dict[str, Image.Image]:
    """Paint each piece of clothing by its name: "shirt", "trousers", "vest", "shoes"."""
    paints: dict[str, Callable[[Array, Body, Outfit], Array]] = {
        "shirt": _shirt,
        "trousers": _trousers,
        "vest": _vest,
        "shoes": _shoes,
    }
    pictures = {}
    for number, (name, piece) in enumerate(clothes.items()):
        points, _, covered = places(piece, EDGES.get(name, 768))
        color = _woven(paints[name](points, body, outfit), points, seed + 9 * number)
        pictures[name] = finished(color, covered)
    return pictures


def _shirt(points: Array, body: Body, outfit: Outfit) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * outfit.shirt
    collar = above_collar(body, points, outfit.collar_m) + outfit.band_m
    at_neck = np.hypot(x, y - body.head("neck_01")[1]) < 0.085
    color = darker(color, 0.25 * within(collar, 0.0012) * at_neck)
    if outfit.sleeve < 0.5:  # a knitted shirt
        return darker(color, 0.07 * (0.5 + 0.5 * np.sin(x * 1500)) * np.clip(collar / 0.002, 0, 1) * at_neck)
    color = mixed(color, 0.30 * within(_around(points, body) % 0.014 - 0.007, 0.0016, 0.0015), (0.45, 0.55, 0.75))
    front = y < body.head("spine_03")[1] - 0.02
    color = mixed(color, 0.8 * within(x, 0.015) * front, np.array(outfit.shirt) * 1.03)
    color = darker(color, 0.30 * within(np.abs(x) - 0.015, 0.0012) * front)
    button = np.hypot(x, np.abs((z - waist_m(body)) % 0.085 - 0.0425))
    color = darker(color, 0.35 * within(button - 0.0052, 0.0012) * front)
    return mixed(color, within(button, 0.0046) * front, (0.95, 0.94, 0.92))


def _around(points: Array, body: Body) -> Array:
    """Return how far around the trunk or an arm points are, metres, so that stripes run down both."""
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    shoulder, wrist = body.head("upperarm_l"), body.head("hand_l")
    down = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
    away = np.stack([np.abs(x), y, z], -1) - shoulder
    front = np.array([0.0, -1.0, 0.0]) + down * down[1]
    arm = np.arctan2(away @ np.cross(down, front), away @ front) * 0.05
    on_arm = (away @ down > 0.02) & (np.linalg.norm(away - (away @ down)[..., None] * down, axis=-1) < 0.1)
    on_arm &= np.abs(x) > shoulder[0] * 0.97
    trunk = np.arctan2(x, body.head("spine_03")[1] + 0.02 - y) * 0.126
    return np.where(on_arm, arm, trunk)


def _trousers(points: Array, body: Body, outfit: Outfit) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * outfit.trousers
    foot, calf, hip = (body.head(f"{joint}_l") for joint in ("foot", "calf", "thigh"))
    if outfit.denim:
        worn = np.clip(0.5 + noise(points, 0.11, 4), 0, 1) * np.exp(-(((z - hip[2] * 0.78) / 0.2) ** 2)) * (y < hip[1])
        color = color * (1 + 0.45 * worn[..., None] * [1.1, 1.0, 0.8])
        color *= 1 + 0.10 * noise(points * [1, 1, 0.25], 0.0016, 6)[..., None]
    outer = np.abs(x) > np.interp(z, [foot[2], hip[2]], [foot[0], hip[0]])
    seam = within(y - np.interp(z, [foot[2], calf[2], hip[2]], [foot[1], calf[1], hip[1]]) - 0.004, 0.0012) * outer
    low = waist_m(body) - z
    pocket = (np.abs(x) - 0.085) * 0.8 - low + 0.105
    at_pocket = (y < hip[1] - 0.02) & (low > 0.045) & (low < 0.15) & (np.abs(x) > 0.03)
    fly = within(x - 0.012, 0.001) * (y < hip[1]) * (low < 0.16)
    color = darker(color, 0.35 * np.maximum.reduce([seam, fly, within(pocket, 0.0012) * at_pocket]))
    if outfit.denim:
        stitches = within(pocket + 0.007, 0.0009) * at_pocket * (np.sin(z * 900 + x * 900) > -0.3)
        color = mixed(color, 0.45 * stitches, (0.72, 0.52, 0.28))
    return color


def _vest(points: Array, body: Body, outfit: Outfit) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    color = np.ones((*x.shape, 3)) * outfit.vest_color
    low = z - waist_m(body)
    color = darker(color, 0.06 * (0.5 + 0.5 * np.sin(x * 1300) * np.sin(z * 1300)))
    places_m = ((low - 0.015, 1.0), (low - 0.12, 1.0), (np.abs(x) - 0.095, low > 0.12))
    rims = np.maximum.reduce([within(away, 0.031) * where for away, where in places_m])
    tape = np.maximum.reduce([within(away, 0.025) * where for away, where in places_m])
    color = mixed(color, rims, (0.93, 0.90, 0.12))
    shimmer = 0.78 + 0.025 * np.sin((x + z) * 2000) * np.sin((x - z) * 2000)
    color = mixed(color, tape, shimmer[..., None] * [1.0, 1.01, 1.02])
    front = y < body.head("spine_03")[1]
    color = darker(color, 0.3 * within(np.abs(x) - 0.011, 0.001) * front)
    return mixed(color, within(x, 0.005) * front, (0.16, 0.16, 0.17))


def _shoes(points: Array, body: Body, outfit: Outfit) -> Array:
    """Paint both shoes at once: laces over a tongue, a toe cap, a heel counter, a dark rim."""
    ankle, ball = body.head("foot_l"), body.head("ball_l")
    along = (ball - ankle)[:2] / np.linalg.norm((ball - ankle)[:2])
    flat = np.stack([np.abs(points[..., 0]), points[..., 1]], -1) - ankle[:2]
    forth, aside = flat @ along, flat @ np.array([-along[1], along[0]])
    color = np.ones((*forth.shape, 3)) * outfit.shoes
    laced = (forth > 0.035) & (forth < 0.125)
    color = darker(color, 0.22 * within(aside, 0.014) * laced)
    for edge in (0.0235, 0.030):
        color = darker(color, 0.45 * within(np.abs(aside) - edge, 0.0011) * laced)
    color = darker(color, 0.45 * within(forth - 0.128 + 9 * aside**2, 0.0014) * (forth > 0.09))
    color = darker(color, 0.45 * within(forth + 0.002 + 6 * aside**2, 0.0014) * (forth < 0.02))
    rows = within((forth - 0.6 * np.abs(aside)) % 0.015 - 0.0075, 0.0028) * within(aside, 0.024) * laced
    light = np.mean(outfit.shoes) > 0.5
    return mixed(color, rows, (0.97, 0.96, 0.94) if light else (0.42, 0.34, 0.24))


def _woven(color: Array, points: Array, seed: int) -> Array:
    soft = noise(points, 0.06, seed + 11) * 0.04 + noise(points, 0.008, seed + 12) * 0.025
    creases = np.clip(noise(points * [1, 1, 1.6], 0.045, seed + 14) ** 3, -1, 1) * 0.10
    return color * (1 + soft + creases + 0.03 * noise(points, 0.0014, seed + 13))[..., None]
