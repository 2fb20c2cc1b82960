"""Outlines of turned objects: control polygons with filleted corners, and exact normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from noise import Array


@dataclass(frozen=True)
class Profile:
    """An outline in the (r, z) half plane, running with the solid on its left.

    Attributes:
        points: Positions (k, 2): distance from the axis and height in metres.
        normals: Unit outward normals (k, 2).
        length: Arc length (k,) from the first point in metres.
    """

    points: Array
    normals: Array
    length: Array

    def at_height(self, z: float) -> float:
        """Arc length at which the outline first reaches height ``z`` on its outer, rising side."""
        widest = int(np.argmax(self.points[:, 0] > 0.6 * self.points[:, 0].max()))
        heights = self.points[widest : int(np.argmax(self.points[:, 1])) + 1, 1]
        lengths = self.length[widest : widest + len(heights)]
        return float(np.interp(z, heights, lengths))

    def evaluate(self, length: Array) -> tuple[Array, Array]:
        """Positions and unit normals (n, 2) at arc lengths ``length`` (n,)."""
        position = np.stack([np.interp(length, self.length, self.points[:, i]) for i in (0, 1)], -1)
        normal = np.stack([np.interp(length, self.length, self.normals[:, i]) for i in (0, 1)], -1)
        return position, normal / np.linalg.norm(normal, axis=-1, keepdims=True)


def rounded(corners: list[tuple[float, float, float]], max_turn: float = 20.0, max_step: float = 0.03) -> Profile:
    """Rounds the corners of a polygon with tangent arcs.

    Args:
        corners: (r, z, fillet radius) in metres. The first and the last lie on the axis or end the outline; their
            radius is ignored.
        max_turn: Largest turn between neighbouring points of an arc in degrees.
        max_step: Longest straight stretch in metres before it is divided.

    Returns:
        The outline, with normals that are exact on the arcs and the straights.
    """
    vertices = np.array([corner[:2] for corner in corners])
    edge = np.diff(vertices, axis=0)
    size = np.linalg.norm(edge, axis=1)
    direction = edge / size[:, None]
    wanted = np.zeros(len(corners))
    turns = np.zeros(len(corners))
    for i in range(1, len(corners) - 1):
        before, after = direction[i - 1], direction[i]
        turns[i] = np.arctan2(before[0] * after[1] - before[1] * after[0], before @ after)
        wanted[i] = corners[i][2] * np.tan(abs(turns[i]) / 2.0)
    # Two fillets that share an edge shrink together until they fit.
    fit = np.minimum(1.0, 0.998 * size / np.maximum(wanted[:-1] + wanted[1:], 1e-12))
    setback = wanted * np.minimum(np.r_[1.0, fit], np.r_[fit, 1.0])

    points, tangents = [vertices[0]], [direction[0]]
    for i in range(1, len(corners)):
        stop = vertices[i] - direction[i - 1] * setback[i]
        _straight(points, tangents, stop, direction[i - 1], max_step)
        if i == len(corners) - 1 or setback[i] == 0.0:
            continue
        radius = setback[i] / np.tan(abs(turns[i]) / 2.0)
        sign = np.sign(turns[i])
        left = np.array([-direction[i - 1][1], direction[i - 1][0]])
        centre = stop + left * sign * radius
        steps = max(2, int(np.ceil(np.degrees(abs(turns[i])) / max_turn)))
        for angle in np.linspace(0.0, turns[i], steps + 1)[1:]:
            c, s = np.cos(angle), np.sin(angle)
            turn = np.array([[c, -s], [s, c]])
            points.append(centre + turn @ (stop - centre))
            tangents.append(turn @ direction[i - 1])
    position, tangent = np.array(points), np.array(tangents)
    length = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(position, axis=0), axis=1))]
    return Profile(position, np.stack([tangent[:, 1], -tangent[:, 0]], -1), length)


def _straight(points: list[Array], tangents: list[Array], stop: Array, direction: Array, max_step: float) -> None:
    """Continues the outline in a straight line up to ``stop``, divided where it is long."""
    start = points[-1]
    distance = float(np.linalg.norm(stop - start))
    if distance < 2e-5:
        return
    for t in np.linspace(0.0, 1.0, int(np.ceil(distance / max_step)) + 1)[1:]:
        points.append(start + (stop - start) * t)
        tangents.append(direction)
