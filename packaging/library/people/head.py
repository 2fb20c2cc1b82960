"""Hair and eyes."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import trimesh

from people.body import SIDES, Body
from people.pieces import Piece, clipped, finer, joined, piece_of, pushed, smoothed
from people.source import Array


@dataclass(frozen=True)
class Hair:
    """A haircut.

    Attributes:
        color: sRGB 0..1.
        length_m: How far it stands off.
        round_m: How far the hairline comes down from the forehead's middle to the temples.
        bun: Whether it is tied to a bun.
    """

    color: tuple[float, float, float]
    length_m: float
    round_m: float = 0.012
    bun: bool = False


def scalp(body: Body, points: Array, hair: Hair) -> Array:
    """Return how far points are within the hairline, metres; below 0 is skin."""
    eyes = body.middle("helper-l-eye")
    front = eyes[1]
    back = front + 0.185
    share = np.clip((points[:, 1] - front) / (back - front), -0.2, 1.2)
    across = np.abs(points[:, 0])
    # The line runs from the forehead over the temple in front of the ear, around it and down to the nape.
    at = [-0.2, 0.02, 0.2, 0.33, 0.40, 0.47, 0.54, 0.60, 0.70, 1.2]
    line = np.interp(share, at, [0.068, 0.070, 0.052, 0.012, -0.010, 0.012, 0.004, -0.034, -0.056, -0.064])
    line = line - hair.round_m * np.clip(across / 0.062, 0, 1.1) ** 2.5 * np.clip((0.36 - share) / 0.1, 0, 1)
    return points[:, 2] - eyes[2] - line


def hair_of(body: Body, hair: Hair) -> Piece:
    """Return the hair: the scalp pushed out, thin at its border, with waves of strands."""
    whole = piece_of(body, "body")
    on_head = whole.weights[:, [name == "head" for name in body.joints]].sum(1) > 0.5
    cut = clipped(whole, np.where(on_head, scalp(body, whole.points, hair) + 0.003, -1.0))
    smooth = smoothed(finer(cut), 5)
    inside = scalp(body, smooth.points, hair)
    x, y, z = smooth.points.T
    rise = np.clip(inside / 0.036, 0, 1)
    body_of_hair = rise * rise * (3 - 2 * rise)
    strands = 1 + 0.05 * np.sin(x * 200 + 3 * np.sin(y * 40)) + 0.03 * np.sin(x * 410 + z * 70)
    thick = -0.0015 + (hair.length_m + 0.003) * body_of_hair * strands
    crown = pushed(smooth, thick)
    return joined(crown, _bun(body, crown)) if hair.bun else crown


def _bun(body: Body, crown: Piece) -> Piece:
    """Return a wound bun at the back of the head."""
    back = crown.points[np.argmax(crown.points[:, 1])]
    ball = trimesh.creation.icosphere(3, 1.0)
    vertices = np.asarray(ball.vertices)
    turns = 1 + 0.06 * np.sin(5 * np.arctan2(vertices[:, 0], vertices[:, 2]) + 7 * vertices[:, 1])
    placed = vertices * turns[:, None] * [0.037, 0.030, 0.035] + back + [0, 0.014, 0.014]
    weights = np.tile(np.eye(len(body.joints))[body.joints.index("head")], (len(vertices), 1))
    middle = crown.uv[np.argmax(crown.points[:, 1])]
    return Piece(placed, middle + 0.02 * vertices[:, [0, 2]], weights, np.asarray(ball.faces))


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
