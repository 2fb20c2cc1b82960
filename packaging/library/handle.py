"""Handles: tubes along a planar path that flow into the wall of a turned body with a fillet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from mesh import Mesh, grid_faces, smooth_normals
from noise import Array, smoothstep
from scipy.interpolate import BSpline, PchipInterpolator

if TYPE_CHECKING:
    from outline import Profile

SINK = (0.00008, 0.0006)
"""Depths in metres below the body's surface of the tube's last ring and of its hidden end cap."""


@dataclass(frozen=True)
class HandleStyle:
    """Shape of a handle in the half plane x > 0, y = 0.

    Attributes:
        top: Height of the upper attachment in metres.
        bottom: Height of the lower attachment in metres.
        path: Control points (x, z) of the curve between the attachments, in metres, from top to bottom.
        leave: Distance in metres for which the path leaves each attachment along the wall's normal.
        width: Half width (across, along y) in metres at the top, the middle and the bottom.
        thickness: Half thickness (in the plane) in metres at the top, the middle and the bottom.
        fillet: Fillet radius in metres at both attachments.
        squareness: Exponent of the superellipse cross-section; 2 is an ellipse, larger is boxier.
        rings: Cross-sections between the fillets.
        sides: Points of a cross-section.
    """

    top: float
    bottom: float
    path: tuple[tuple[float, float], ...]
    leave: float = 0.012
    width: tuple[float, float, float] = (0.0055, 0.0055, 0.0055)
    thickness: tuple[float, float, float] = (0.004, 0.004, 0.004)
    fillet: float = 0.004
    squareness: float = 2.3
    rings: int = 34
    sides: int = 20


class _Attachment:
    """A place on the wall, and the map that bends the tangent plane there onto the wall."""

    def __init__(self, profile: Profile, z: float) -> None:
        self._profile = profile
        self._length = profile.at_height(z)
        position, normal = profile.evaluate(np.array([self._length]))
        self.position, self.normal = position[0], normal[0]
        self._up = np.array([-self.normal[1], self.normal[0]])

    def depth(self, points: Array) -> Array:
        """Signed distances (...) in metres from the tangent plane, positive outside."""
        return (points[..., [0, 2]] - self.position) @ self.normal

    def wrap(self, points: Array) -> tuple[Array, Array]:
        """Bends points (..., 3) so that the tangent plane lands on the wall; also gives the wall's normals."""
        up = (points[..., [0, 2]] - self.position) @ self._up
        wall, normal = self._profile.evaluate(self._length + up)
        angle = points[..., 1] / self.position[0]
        around = np.stack([np.cos(angle), np.sin(angle)], -1)
        direction = np.concatenate([around * normal[..., :1], normal[..., 1:]], -1)
        base = np.concatenate([around * wall[..., :1], wall[..., 1:]], -1)
        return base + direction * self.depth(points)[..., None], direction


def sweep(profile: Profile, style: HandleStyle, along: float = -0.03) -> Mesh:
    """Sweeps a handle onto a body.

    Close to each end the cross-section widens along a quarter circle that is tangent to the wall, and the tube is
    bent from the tangent plane onto the wall itself, so that its outermost ring lies in the wall and shares the
    wall's normal: the joint shades like a cast fillet. The tube is closed by caps buried less deep than the wall is
    thick.

    Args:
        profile: Outline of the body.
        style: Shape of the handle.
        along: Value of `Mesh.along` on the whole handle in metres.

    Returns:
        The mesh, coordinates in metres per island.
    """
    ends = (_Attachment(profile, style.top), _Attachment(profile, style.bottom))
    lead = [end.position + end.normal * style.leave * f for end in ends for f in (0.0, 0.5, 1.0)]
    control = np.array([*lead[:3], *style.path, *lead[:2:-1]])
    knots = np.r_[[0.0] * 3, np.linspace(0.0, 1.0, len(control) - 2), [1.0] * 3]
    dense = BSpline(knots, control, 3)(np.linspace(0.0, 1.0, 1500))
    travelled = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(dense, axis=0), axis=1))]
    total = travelled[-1]

    alpha = np.linspace(0.0, np.pi / 2.0, 7)
    rise, flare = style.fillet * (1.0 - np.cos(alpha)), style.fillet * (1.0 - np.sin(alpha))
    middle = np.linspace(style.fillet, total - style.fillet, style.rings)
    station = np.r_[-SINK[1], -SINK[0], rise[1:], middle[1:-1], total - rise[:0:-1], total + SINK[0], total + SINK[1]]
    extra = np.r_[style.fillet, style.fillet, flare[1:], 0.0 * middle[1:-1], flare[:0:-1], style.fillet, style.fillet]

    fraction = np.clip(station / total, 0.0, 1.0)
    centre = np.stack([np.interp(station, travelled, dense[:, i]) for i in (0, 1)], -1)
    ahead = np.stack([np.interp(station + 1e-4, travelled, dense[:, i]) for i in (0, 1)], -1)
    behind = np.stack([np.interp(station - 1e-4, travelled, dense[:, i]) for i in (0, 1)], -1)
    tangent = ahead - behind
    tangent[[0, 1]], tangent[[-2, -1]] = ends[0].normal, -ends[1].normal
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    for rows, end in (((0, 1), ends[0]), ((-2, -1), ends[1])):
        for row in rows:
            beyond = min(station[row], 0.0) if row >= 0 else min(total - station[row], 0.0)
            centre[row] = end.position + end.normal * beyond
    in_plane = np.stack([-tangent[:, 1], tangent[:, 0]], -1)
    half_width = PchipInterpolator((0.0, 0.5, 1.0), style.width)(fraction) + extra
    half_thickness = PchipInterpolator((0.0, 0.5, 1.0), style.thickness)(fraction) + extra

    phi = (np.arange(style.sides) + 0.5) * (2.0 * np.pi / style.sides) + np.pi
    power = 2.0 / style.squareness
    side = np.sign(np.cos(phi)) * np.abs(np.cos(phi)) ** power
    lift = np.sign(np.sin(phi)) * np.abs(np.sin(phi)) ** power
    offset = half_thickness[:, None, None] * lift[:, None] * in_plane[:, None]
    flat = centre[:, None] + offset
    points = np.stack([flat[..., 0], half_width[:, None] * side, flat[..., 1]], -1)

    half = len(station) // 2
    direction = np.zeros_like(points)
    for end, rows in ((ends[0], slice(0, half)), (ends[1], slice(half, None))):
        wrapped, wall_normal = end.wrap(points[rows])
        near = smoothstep(style.fillet * 3.0, style.fillet * 1.0, end.depth(points[rows]))[..., None]
        points[rows] = points[rows] + (wrapped - points[rows]) * near
        direction[rows] = wall_normal
    flat_caps = np.stack([centre[[0, -1], 0], np.zeros(2), centre[[0, -1], 1]], -1)
    caps = np.stack([end.wrap(cap)[0] for end, cap in zip(ends, flat_caps, strict=True)])
    return _tube(points, caps, direction, along)


def _tube(points: Array, caps: Array, wall_normal: Array, along: float) -> Mesh:
    """Builds the closed tube from rings (r, s, 3), the centres of its caps (2, 3) and the wall's normals."""
    rings, sides = points.shape[:2]
    flat = points.reshape(-1, 3)
    faces = grid_faces(rings, sides)
    first, last = np.arange(sides), (rings - 1) * sides + np.arange(sides)
    blank = np.full(sides, -1)
    start = np.stack([np.full(sides, rings * sides), np.roll(first, -1), first, blank], -1)
    stop = np.stack([np.full(sides, rings * sides + 1), last, np.roll(last, -1), blank], -1)
    every = np.concatenate([flat, caps])
    all_faces = np.concatenate([faces, start, stop])
    normals = smooth_normals(every, all_faces)
    for row in (1, rings - 2):
        normals[row * sides : (row + 1) * sides] = wall_normal[row]

    length = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(points.mean(1), axis=0), axis=1))]
    girth = np.linalg.norm(np.roll(points, -1, 1) - points, axis=2).sum(1).mean()
    row = np.repeat(np.arange(rings - 1), sides)
    column = np.tile(np.arange(sides), rings - 1)
    u = length[row[:, None] + np.array([0, 0, 1, 1])]
    v = girth * (1.0 - (column[:, None] + np.array([0, 1, 1, 0])) / sides)
    uv = np.concatenate([np.stack([u, v], -1), np.zeros((2 * sides, 4, 2))])
    for number in (0, 1):
        block = slice(len(faces) + number * sides, len(faces) + (number + 1) * sides)
        turn = 2.0 * np.pi * np.arange(sides + 1) / sides
        rim = 0.001 * np.stack([np.cos(turn), np.sin(turn)], -1)
        uv[block, 1], uv[block, 2] = rim[:-1], rim[1:]
    island = np.r_[np.zeros(len(faces)), np.ones(sides), np.full(sides, 2)].astype(np.intp)
    count = len(all_faces)
    return Mesh(every, normals, np.full(len(every), along), all_faces, uv, island, np.zeros(count, dtype=np.intp))
