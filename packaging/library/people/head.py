"""Hair and eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import trimesh

from people.body import SIDES, Body
from people.pieces import Piece, clipped, joined, piece_of, pushed, smoothed
from people.source import Array


@dataclass(frozen=True)
class Hair:
    """A haircut.

    Attributes:
        color: sRGB 0..1.
        length_m: How far it stands off.
        bun: Whether it is tied to a bun.
    """

    color: tuple[float, float, float]
    length_m: float
    bun: bool = False


def scalp(body: Body, points: Array) -> Array:
    """Return how far points are within the hairline, metres; below 0 is skin."""
    eyes = body.middle("helper-l-eye")
    front = eyes[1]
    back = front + 0.185
    share = np.clip((points[:, 1] - front) / (back - front), -0.2, 1.2)
    across = np.abs(points[:, 0])
    # The line runs from the forehead over the temple in front of the ear, around it and down to the nape.
    at = [-0.2, 0.02, 0.2, 0.33, 0.40, 0.47, 0.54, 0.60, 0.72, 1.2]
    line = np.interp(share, at, [0.06, 0.066, 0.052, 0.006, -0.012, 0.014, 0.012, -0.02, -0.052, -0.062])
    line = line + 0.012 * np.clip((across - 0.035) / 0.03, 0, 1) * (share < 0.25)
    return points[:, 2] - eyes[2] - line


def hair_of(body: Body, hair: Hair) -> Piece:
    """Return the hair: the scalp pushed out, thin at its border, with waves of strands."""
    whole = piece_of(body, "body")
    on_head = whole.weights[:, [name == "head" for name in body.joints]].sum(1) > 0.5
    cut = clipped(whole, np.where(on_head, scalp(body, whole.points) + 0.003, -1.0))
    inside = scalp(body, cut.points)
    x, y, z = cut.points.T
    rise = np.clip(inside / 0.042, 0, 1)
    body_of_hair = rise * rise * (3 - 2 * rise)
    strands = 1 + 0.10 * np.sin(x * 240 + 3 * np.sin(y * 40)) + 0.06 * np.sin(x * 610 + z * 70)
    thick = -0.0015 + (hair.length_m + 0.0015) * body_of_hair * strands
    crown = pushed(smoothed(cut, 4), thick)
    if not hair.bun:
        return crown
    back = crown.points[np.argmax(crown.points[:, 1])]
    bun = trimesh.creation.icosphere(3, 1.0)
    vertices = np.asarray(bun.vertices)
    turns = 1 + 0.06 * np.sin(6 * np.arctan2(vertices[:, 0], vertices[:, 2]) + 7 * vertices[:, 1])
    placed = vertices * turns[:, None] * [0.036, 0.030, 0.034] + back + [0, 0.016, 0.012]
    weights = np.tile(np.eye(len(body.joints))[body.joints.index("head")], (len(vertices), 1))
    middle = crown.uv[np.argmax(crown.points[:, 1])]
    return joined(crown, Piece(placed, np.tile(middle, (len(vertices), 1)), weights, np.asarray(bun.faces)))


def eyes_of(body: Body) -> Piece:
    """Return both eyeballs; texture coordinates are as seen from the front, each ball's square filled."""
    parts = []
    for side in SIDES:
        ball = piece_of(body, f"helper-{side}-eye")
        center = (ball.points.min(0) + ball.points.max(0)) / 2
        radius = np.ptp(ball.points, axis=0).max() / 2
        flat = (ball.points - center) / (2 * radius)
        parts.append(replace(ball, uv=np.stack([0.5 + flat[:, 0], 0.5 + flat[:, 2]], 1)))
    both = joined(*parts)
    head = np.eye(len(body.joints))[body.joints.index("head")]
    return replace(both, weights=np.tile(head, (len(both.points), 1)))
