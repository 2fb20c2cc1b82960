"""Painting a face: lips, ears, brows, lashes, cheeks; all places are measured from the eyes and the teeth."""

from __future__ import annotations

import numpy as np

from people.body import Body
from people.painting import mixed
from people.source import Array

RED = np.array([1.0, 0.80, 0.78])


def face(color: Array, points: Array, body: Body, hair: tuple[float, float, float]) -> Array:
    """Return skin colours (..., 3) with a face painted over them where `points` (..., 3) lie on one."""
    eye = body.middle("helper-l-eye")
    x, y, z = points[..., 0], points[..., 1] - eye[1], points[..., 2] - eye[2]
    color = _lips(color, points, body)
    ear = np.clip((np.abs(x) - 0.066) / 0.008, 0, 1) * np.clip((y - 0.04) / 0.02, 0, 1)
    color = _tinted(color, 0.6 * ear * np.exp(-(((z + 0.02) / 0.035) ** 4)), RED)
    nose = np.exp(-((x / 0.016) ** 2) - ((z + 0.038) / 0.016) ** 2)
    color = _tinted(color, 0.35 * nose * (y < -0.015), RED)
    for side in (1.0, -1.0):
        own = eye * [side, 1, 1]
        away = (points - [side * eye[0] * 1.25, eye[1] + 0.005, eye[2] - 0.042]) / [0.024, 0.05, 0.02]
        color = _tinted(color, 0.45 * np.exp(-(away**2).sum(-1)), RED)
        color = _eye_socket(color, points, own)
        color = _brow(color, points, own, side, hair)
    return color


def _tinted(color: Array, share: Array, tint: Array) -> Array:
    return color * (1 - share[..., None] * (1 - tint))


def _lips(color: Array, points: Array, body: Body) -> Array:
    """Paint the lips around the line where they part, which runs just below the upper teeth's edge."""
    teeth = body.points[np.unique(body.group("helper-upper-teeth"))]
    eye = body.middle("helper-l-eye")
    across = np.abs(points[..., 0]) / 0.0255
    above = points[..., 2] - (teeth[:, 2].min() - 0.0006 + 0.0022 * across**2)
    shape = np.sqrt(np.clip(1 - across**2, 0, 1))
    bow = 0.0016 * np.exp(-((across / 0.16) ** 2))
    edge = np.where(above > 0, 0.0084 * shape - bow - above, 0.0112 * shape**1.4 + above)
    front = points[..., 1] < eye[1] - 0.004
    cavity = (points[..., 1] > eye[1] - 0.015) & (points[..., 1] < eye[1] + 0.06) & (across < 0.95)
    color = mixed(color, (cavity & (np.abs(above) < 0.01)).astype(float), (0.20, 0.08, 0.07))
    share = np.clip(edge / 0.0014 + 0.5, 0, 1) * (across < 1.02) * front
    color = _tinted(color, share, np.where(above[..., None] > 0, [0.89, 0.71, 0.72], [0.93, 0.75, 0.75]))
    shine = np.exp(-(((above + 0.006) / 0.0025) ** 2) - (across / 0.5) ** 2) * share
    color = mixed(color, 0.08 * shine, (1.0, 0.86, 0.84))
    parting = np.exp(-((above / 0.0015) ** 2)) * np.clip((1.06 - across) / 0.08, 0, 1) * front
    return _tinted(color, 0.72 * parting, np.array([0.42, 0.26, 0.25]))


def _eye_socket(color: Array, points: Array, eye: Array) -> Array:
    """Shade around an eye, and darken the rims of the lids, which lie on the ball, as lashes do."""
    away = np.linalg.norm((points - eye) * [0.8, 1, 1], axis=-1)
    color = _tinted(color, 0.4 * np.clip(1 - (away - 0.013) / 0.012, 0, 1), np.array([0.86, 0.74, 0.70]))
    ball = np.linalg.norm(points - eye, axis=-1)
    rim = np.clip(1 - (ball - 0.0148) / 0.0022, 0, 1) * (points[..., 1] < eye[1])
    upper = np.where(points[..., 2] > eye[2] - 0.001, 0.92, 0.45)
    return color * (1 - (rim * upper)[..., None])


def _brow(color: Array, points: Array, eye: Array, side: float, hair: tuple[float, float, float]) -> Array:
    """Paint an eyebrow: an arc above the eye, thinner outwards, of slanted hairs."""
    along = (points[..., 0] - eye[0]) * side
    share = np.clip((along + 0.019) / 0.048, 0, 1)
    arc = eye[2] + 0.0172 + 0.0062 * np.sin(share * 2.5)
    half = 0.0040 * (1 - 0.62 * share)
    slant = along * (1 - 0.4 * share) - (points[..., 2] - arc) * 0.8
    ragged = 0.12 * np.sin(slant * 3600) + 0.10 * np.sin(slant * 2100 + 1)
    hairs = np.clip(1.25 + ragged - np.abs(points[..., 2] - arc) / half, 0, 1)
    ends = np.clip((along + 0.020) / 0.005, 0, 1) * np.clip((0.030 - along) / 0.008, 0, 1)
    density = hairs * ends * (points[..., 1] < eye[1] + 0.02) * (0.86 + 0.14 * np.sin(slant * 3600))
    return mixed(color, 0.82 * density, np.multiply(hair, 0.85) + 0.02)
