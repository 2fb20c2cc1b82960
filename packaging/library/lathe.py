"""Turns outlines into meshes of revolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from mesh import Mesh, grid_faces

if TYPE_CHECKING:
    from noise import Array
    from outline import Profile


def revolve(profile: Profile, segments: int = 64, flat: float = 0.75) -> Mesh:
    """Revolves an outline about the z axis.

    The caps around the poles become disc islands (azimuthal, true to length along every radius), the rest strip
    islands (angle by arc length), so that no coordinate collapses at a pole. Nothing is mirrored: texture u runs to
    the right and v upwards seen from outside.

    Args:
        profile: Outline; an end on the axis closes the surface there, otherwise the end is left open.
        segments: Divisions of the full turn.
        flat: Faces around a pole whose normal has at least this vertical component are mapped as a disc.

    Returns:
        The mesh, coordinates in metres per island.
    """
    r, z = profile.points.T
    on_axis = r < 1e-9
    low = 1 if on_axis[0] else 0
    high = len(r) - (1 if on_axis[-1] else 0)
    angle = np.arange(segments) * (2.0 * np.pi / segments)
    cosine, sine = np.cos(angle), np.sin(angle)

    def ring(values: Array) -> Array:
        out, up = values[low:high, :1], np.repeat(values[low:high, 1:], segments, 1)
        return np.stack([out * cosine, out * sine, up], -1).reshape(-1, 3)

    points, normals = ring(profile.points), ring(profile.normals)
    zero = profile.length[int(np.argmax(z))]
    along = np.repeat(profile.length[low:high] - zero, segments)
    rows = high - low
    faces = grid_faces(rows, segments)
    if not on_axis[0] and np.allclose(profile.points[0], profile.points[-1]):
        # A closed outline (a ring): weld its last ring of points to its first.
        faces = np.where(faces >= (rows - 1) * segments, faces - (rows - 1) * segments, faces)
        points, normals, along = (a[: (rows - 1) * segments] for a in (points, normals, along))
    row = np.repeat(np.arange(rows - 1), segments)
    column = np.tile(np.arange(segments), rows - 1)
    corner_row = row[:, None] + np.array([0, 0, 1, 1])
    corner_angle = (column[:, None] + np.array([0, 1, 1, 0])) * (2.0 * np.pi / segments)

    # Which rows of faces belong to the cap of the first pole, of the last pole, or to the strips between.
    steep = np.abs(profile.normals[low:high, 1]) < flat
    first = int(np.argmax(steep)) if on_axis[0] and steep.any() else (rows if on_axis[0] else 0)
    last = rows - 1 - (int(np.argmax(steep[::-1])) if on_axis[-1] and steep.any() else 0)
    length = profile.length[low:high]
    island = np.zeros(len(faces), dtype=np.intp)
    uv = np.zeros((len(faces), 4, 2))
    before, after = row < first, row >= last
    disc_start = length[corner_row]
    disc_end = profile.length[-1] - length[corner_row]
    uv[before] = _disc(disc_start[before], corner_angle[before], profile.normals[0, 1])
    uv[after] = _disc(disc_end[after], corner_angle[after], profile.normals[-1, 1])
    crest = int(np.argmin(np.abs(length - zero)))
    for number, (start, stop) in enumerate(((first, min(crest, last)), (max(first, crest), last))):
        chosen = (row >= start) & (row < stop)
        if chosen.any():
            radius = profile.points[low:high, 0][start : stop + 1].max()
            uv[chosen] = np.stack([corner_angle[chosen] * radius, length[corner_row[chosen]] - length[start]], -1)
            island[chosen] = 2 + number
    island[after] = 1

    caps = []
    for at_axis, index, edge_row, outward in ((on_axis[0], 0, 0, True), (on_axis[-1], -1, rows - 1, False)):
        if not at_axis:
            continue
        pole = len(points)
        points = np.vstack([points, [0.0, 0.0, z[index]]])
        normals = np.vstack([normals, [0.0, 0.0, np.sign(profile.normals[index, 1])]])
        along = np.r_[along, profile.length[index] - zero]
        here = edge_row * segments + np.arange(segments)
        there = edge_row * segments + (np.arange(segments) + 1) % segments
        ends = (there, here) if outward else (here, there)
        turn = np.stack([angle, angle + 2.0 * np.pi / segments], -1)[:, :: -1 if outward else 1]
        reach = abs(profile.length[index] - length[edge_row])
        edge_uv = _disc(np.full((segments, 2), reach), turn, profile.normals[index, 1])
        fan_uv = np.concatenate([np.zeros((segments, 1, 2)), edge_uv, np.zeros((segments, 1, 2))], 1)
        caps.append(
            (np.stack([np.full(segments, pole), *ends, np.full(segments, -1)], -1), fan_uv, 0 if outward else 1)
        )
    for cap_faces, cap_uv, cap_island in caps:
        faces, uv = np.concatenate([faces, cap_faces]), np.concatenate([uv, cap_uv])
        island = np.r_[island, np.full(segments, cap_island)]
    island = np.unique(island, return_inverse=True)[1].astype(np.intp)
    return Mesh(points, normals, along, faces, uv, island, np.zeros(len(faces), dtype=np.intp))


def _disc(radius: Array, angle: Array, up: float) -> Array:
    """Azimuthal coordinates, turned so that they are not mirrored on a surface that faces down."""
    return np.stack([radius * np.cos(angle), radius * np.sin(angle) * (1.0 if up > 0 else -1.0)], -1)
