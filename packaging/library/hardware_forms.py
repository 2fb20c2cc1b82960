"""Bodies of hardware as meshes: skins through open rows of outlines, screw threads, and how a thing comes to rest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from household_forms import creased, joined
from mesh import Index, Mesh, grid_faces, smooth_normals
from scipy.spatial import ConvexHull

if TYPE_CHECKING:
    from collections.abc import Sequence

    from noise import Array

Limit = Callable[["Array"], "Array"]


def skin(rings: Array) -> Mesh:
    """Draw an open surface through outlines; a ring that is one repeated point closes it there.

    Args:
        rings: Outlines (n, k, 3) in metres, counter-clockwise for one who looks back along the way.
    """
    n, k = rings.shape[:2]
    side = np.linalg.norm(np.roll(rings, -1, 1) - rings, axis=2)
    across = np.r_[0.0, np.cumsum(side[int(side.sum(1).argmax())])]
    up = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(rings, axis=0), axis=2).mean(1))]
    row, column = np.repeat(np.arange(n - 1), k), np.tile(np.arange(k), n - 1)
    uv = np.stack([across[column[:, None] + [0, 1, 1, 0]], up[row[:, None] + [0, 0, 1, 1]]], -1)
    return surfaced(rings.reshape(-1, 3), grid_faces(n, k), uv)


def thread(
    profile: Sequence[tuple[float, float]],
    pitch_m: float,
    heights_m: tuple[float, float],
    end_radii_m: tuple[float, float],
    sides: int,
    *,
    low: Limit | None = None,
    high: Limit | None = None,
) -> Mesh:
    """Draw a right-handed thread about Z that ends in circles.

    Args:
        profile: Share of the pitch and radius in metres of the corners of one turn, upwards.
        pitch_m: Rise of one turn.
        heights_m: Lower and upper end.
        end_radii_m: Radii of the circles at the ends.
        sides: Divisions of a turn.
        low: Least radius as a function of the height, for a run-out.
        high: Greatest radius as a function of the height, for a chamfer.
    """
    start, stop = heights_m
    count = int(np.ceil((stop - start) / pitch_m + 2.0) * sides)
    share, radius = np.array([*profile, (1.0 + profile[0][0], profile[0][1])]).T
    step = np.arange(count + 1)[:, None]
    z = start - pitch_m + pitch_m * (step / sides + share)
    r = np.broadcast_to(radius, z.shape)
    r = r if low is None else np.maximum(r, low(z))
    r = r if high is None else np.minimum(r, high(z))
    # Beyond its ends the thread is laid flat onto a circle, where it vanishes once the points are welded.
    r = np.where(z <= start, end_radii_m[0], np.where(z >= stop, end_radii_m[1], r))
    turn = 2.0 * np.pi * (step % sides) / sides
    points = np.stack([r * np.cos(turn), r * np.sin(turn), np.clip(z, start, stop)], -1)
    rows, columns = np.mgrid[:count, : len(profile)]
    a = (rows * len(share) + columns).ravel()
    faces = np.stack([a, a + len(share), a + len(share) + 1, a + 1], -1)
    u = (rows.ravel() % sides)[:, None] + [0, 1, 1, 0]
    flat = points.reshape(-1, 3)
    uv = np.stack([u * 2.0 * np.pi * radius.max() / sides, flat[faces, 2]], -1)
    return surfaced(flat, faces, uv)


def surfaced(points: Array, faces: Index, uv: Array) -> Mesh:
    """Return a mesh of one island, its equal points welded and its faces without area gone."""
    keys, number = np.unique(np.round(points * 1e7).astype(np.int64), axis=0, return_inverse=True)
    faces = np.where(faces >= 0, number.reshape(-1)[faces], -1)
    kept_faces, kept_uv = [], []
    for face, corners in zip(faces, uv, strict=True):
        chosen = [i for i in range(4) if face[i] >= 0 and face[i] != face[i - 1]]
        if len(chosen) > 2:
            last = [-1] * (4 - len(chosen))
            kept_faces.append([*face[chosen], *last])
            kept_uv.append(corners[[*chosen, *([chosen[0]] * len(last))]])
    kept = np.array(kept_faces)
    used, kept_flat = np.unique(kept, return_inverse=True)
    first = int(used[0] == -1)
    kept = kept_flat.reshape(kept.shape) - first
    welded = keys[used[first:]] / 1e7
    blank = np.zeros(len(kept), dtype=np.intp)
    return Mesh(welded, smooth_normals(welded, kept), np.zeros(len(welded)), kept, np.array(kept_uv), blank, blank)


def turned_over(body: Mesh) -> Mesh:
    """Return a mesh whose inside is its outside."""
    order = np.where(body.faces[:, 3:] >= 0, [[3, 2, 1, 0]], [[2, 1, 0, 3]])
    faces, uv = np.take_along_axis(body.faces, order, 1), np.take_along_axis(body.corner_uv, order[..., None], 1)
    return replace(body, faces=faces, corner_uv=uv, normals=-body.normals, corner_normals=None)


def welded(bodies: Sequence[Mesh], sharp_deg: float = 40.0) -> Mesh:
    """Weld skins that meet point on point into one closed body, sharp edges sharp."""
    whole = joined(*bodies)
    keys, number = np.unique(np.round(whole.points * 1e6).astype(np.int64), axis=0, return_inverse=True)
    points = np.zeros((len(keys), 3))
    points[number.reshape(-1)] = whole.points
    faces = np.where(whole.faces >= 0, number.reshape(-1)[whole.faces], -1)
    along = np.zeros(len(points))
    return creased(
        replace(whole, points=points, faces=faces, normals=smooth_normals(points, faces), along=along), sharp_deg
    )


def ring(outline: Array, z: float | Array) -> Array:
    """Return an outline (k, 2) at a height, or at heights (k,), as a ring (k, 3) for `skin`."""
    return np.c_[outline, np.broadcast_to(z, len(outline))]


def circle(radius: float, sides: int) -> Array:
    """Return a circle (sides, 2)."""
    turn = 2.0 * np.pi * np.arange(sides) / sides
    return radius * np.stack([np.cos(turn), np.sin(turn)], -1)


def hexagon(across_flats: float, sides: int, softened: float = 0.985) -> Array:
    """Return a hexagon (sides, 2) with blunted corners, its points at the directions of `circle`."""
    turn = 2.0 * np.pi * np.arange(sides) / sides
    away = (turn + np.pi / 6.0) % (np.pi / 3.0) - np.pi / 6.0  # from the nearest flat's middle, or corner
    flat = np.pi / 6.0 - np.abs(away)
    radius = np.minimum(across_flats / 2.0 / np.cos(flat), softened * across_flats / np.sqrt(3.0))
    return radius[:, None] * np.stack([np.cos(turn), np.sin(turn)], -1)


def volume_centroid(body: Mesh) -> Array:
    """Return the centre of mass (3,) of a closed body."""
    corner = body.points[body.triangles()[0]]
    volume = np.einsum("ij,ij->i", corner[:, 0], np.cross(corner[:, 1], corner[:, 2]))
    return (corner.sum(1) / 4.0 * volume[:, None]).sum(0) / volume.sum()


def at_rest(body: Mesh, down: Sequence[float] = (0.0, 0.0, -1.0)) -> Mesh:
    """Return a body as it lies on the floor when it is laid down on the side that `down` points to and rolls over."""
    center = volume_centroid(body)
    hull = ConvexHull(body.points)
    normals, offsets = hull.equations[:, :3], hull.equations[:, 3]
    way = np.array(down, dtype=float)
    distance = -(normals @ center + offsets)
    for _ in range(60):
        toward = normals @ way
        hit = int(np.where(toward > 1e-9, distance / np.maximum(toward, 1e-9), np.inf).argmin())
        if normals[hit] @ way > 1.0 - 1e-10:
            break
        way = normals[hit]
    return _turned_down(body, way)


def _turned_down(body: Mesh, way: Array) -> Mesh:
    axis, cosine = np.cross(way, (0.0, 0.0, -1.0)), -way[2]
    if cosine < -1.0 + 1e-12:
        turn = np.diag([1.0, -1.0, -1.0])
    else:
        x, y, z = axis
        skew = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
        turn = np.eye(3) + skew + skew @ skew / (1.0 + cosine)
    corners = None if body.corner_normals is None else body.corner_normals @ turn.T
    return replace(body, points=body.points @ turn.T, normals=body.normals @ turn.T, corner_normals=corners)
