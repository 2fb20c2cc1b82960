"""Pictures of skin, with the face and the hair, and of eyes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from people.body import SIDES, Body
from people.face_paint import face
from people.head import Hair, scalp
from people.movement import palm_of
from people.painting import finished, mixed, noise, places
from people.pieces import Piece
from people.source import Array

EDGE = 1024


@dataclass(frozen=True)
class Complexion:
    """Colours of a person, sRGB 0..1.

    Attributes:
        skin: Of the cheeks.
        palm: Of the palms.
        iris: Of the eyes.
        beard: 0 is shaved, 1 is a dense short beard.
    """

    skin: tuple[float, float, float]
    palm: tuple[float, float, float]
    iris: tuple[float, float, float]
    beard: float = 0.0


def skin_picture(piece: Piece, body: Body, hair: Hair, looks: Complexion, seed: int) -> Image.Image:
    """Paint skin and, on the scalp, hair; `piece` is all that shares the picture."""
    points, normals, covered = places(piece, EDGE)
    color = np.ones((EDGE, EDGE, 3)) * looks.skin
    blotches = noise(points, 0.05, seed) * 0.5 + noise(points, 0.012, seed + 1) * 0.5
    color *= 1 + 0.05 * blotches[..., None] * [0.8, 1.1, 1.1]
    color *= 1 + 0.03 * noise(points, 0.0025, seed + 2)[..., None]
    head = points[..., 2] > body.head("neck_01")[2] + 0.03
    color = np.where(
        head[..., None], face(color, points, body, hair.color), _hands(color, points, normals, body, looks)
    )
    if looks.beard:
        color = _bearded(color, points, body, hair, looks.beard * head, seed)
    inside = scalp(body, points.reshape(-1, 3), hair).reshape(EDGE, EDGE)
    fuzzy = inside + 0.002 * noise(points, 0.0013, seed + 3) + 0.0015 * noise(points, 0.005, seed + 4)
    share = np.clip((fuzzy + 0.003) / 0.009, 0, 1) * head * (np.abs(points[..., 0]) < 0.11)
    return finished(mixed(color, share, _strands(points, hair, seed)), covered)


def _bearded(color: Array, points: Array, body: Body, hair: Hair, much: Array, seed: int) -> Array:
    mouth = np.add(body.middle("helper-l-eye"), [0, 0, -0.07])
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    cheeks = 0.014 + 0.035 * np.clip((y - mouth[1] - 0.01) / 0.06, 0, 1)  # climbs to the ears
    low = np.clip((mouth[2] + cheeks - z) / 0.022, 0, 1) * np.clip((z - mouth[2] + 0.075) / 0.035, 0, 1)
    front = np.clip((mouth[1] + 0.095 - y) / 0.02, 0, 1)
    lips = np.exp(-((x / 0.019) ** 4) - ((z - mouth[2] + 0.004) / 0.010) ** 4)
    shade = much * low * front * (1 - lips) * (0.7 + 0.3 * noise(points, 0.0014, seed + 5))
    return mixed(color, shade, np.multiply(hair.color, 0.9))


def _hands(color: Array, points: Array, normals: Array, body: Body, looks: Complexion) -> Array:
    """Paint palms and finger nails."""
    for side, sign in SIDES.items():
        palm = palm_of(body, side)
        wrist = body.head(f"hand_{side}")
        along = body.head(f"middle_01_{side}") - wrist
        down = (points - wrist) @ along / (along @ along)
        own = (points[..., 0] * sign > 0) & (points[..., 2] < body.head("neck_01")[2] - 0.1)
        facing = np.clip((normals @ palm + 0.1) / 0.5, 0, 1) * np.clip((down - 0.15) / 0.2, 0, 1) * own
        color = mixed(color, facing, looks.palm)
        for finger in ("index", "middle", "ring", "pinky", "thumb"):
            color = _nail(color, points, normals, body, f"{finger}_0%d_{side}", -palm)
    return color


def _nail(color: Array, points: Array, normals: Array, body: Body, joint: str, back: Array) -> Array:
    last, before = body.head(joint % 3), body.head(joint % 2)
    along = (last - before) / np.linalg.norm(last - before)
    if joint.startswith("thumb"):  # its pad faces the index finger
        back = body.head(joint % 2) - body.head(joint.replace("thumb", "index") % 1)
    back = back - along * (back @ along)
    back = back / np.linalg.norm(back)
    tip = body.points[body.weight(joint % 3) > 0.5]
    length = float(((tip - last) @ along).max())
    away = points - last
    down = away @ along / length
    aside = np.abs(away @ np.cross(along, back))
    inside = np.clip((0.24 - np.abs(down - 0.74)) / 0.06, 0, 1) * np.clip((0.0052 - aside) / 0.001, 0, 1)
    share = inside * np.clip((normals @ back - 0.35) / 0.2, 0, 1)
    share = share * (np.linalg.norm(away, axis=-1) < 1.3 * length)
    return mixed(color, 0.65 * share, np.clip(color * 0.6 + [0.40, 0.31, 0.29], 0, 1))


def _strands(points: Array, hair: Hair, seed: int) -> Array:
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    around = np.arctan2(x, z - z.max() + 0.12)
    lines = (
        np.sin(around * 110 + 3 * noise(points, 0.02, seed + 7)) * 0.3
        + noise(points * [3, 0.4, 1], 0.0022, seed + 8) * 0.7
    )
    shine = 0.84 + 0.30 * lines + 0.30 * np.clip(np.sin(y * 28 + 0.8), 0, 1) ** 4
    return np.clip(np.multiply.outer(shine, hair.color), 0, 1)


def eye_picture(iris: tuple[float, float, float], edge: int = 192) -> Image.Image:
    """Paint an eye as seen from the front, in the shadow of its lid."""
    x, y = np.meshgrid(*[(np.arange(edge) + 0.5) / edge * 2 - 1] * 2)
    away, around = np.hypot(x, y), np.arctan2(y, x)
    color = np.ones((edge, edge, 3)) * [0.93, 0.915, 0.90]
    color *= 1 - 0.25 * np.clip((away - 0.5) / 0.4, 0, 1)[..., None] * [0.4, 1, 1]
    rays = 0.9 + 0.2 * np.sin(around * 31) * np.sin(around * 13 + 1) + 0.45 * np.clip((0.36 - away) / 0.2, 0, 1)
    rays = rays * (1 - 0.65 * np.clip((away - 0.34) / 0.07, 0, 1))
    color = mixed(color, np.clip((0.42 - away) / 0.03, 0, 1), np.multiply.outer(rays, iris))
    color = mixed(color, np.clip((0.18 - away) / 0.03, 0, 1), (0.02, 0.02, 0.02))
    color *= 1 - 0.45 * np.clip((-y - 0.12) / 0.35, 0, 1)[..., None]
    glint = np.clip(1 - np.hypot(x + 0.13, y + 0.15) / 0.085, 0, 1)[..., None]
    return Image.fromarray((np.clip(color + glint, 0, 1) * 255).astype(np.uint8))
