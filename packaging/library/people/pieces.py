"""Pieces of a person: meshes that carry texture coordinates and skin weights, and are cut, pushed out and hemmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from people.body import Body
from people.source import Array, Index, base_mesh
from scenewright.assets.decimation import simplified


@dataclass(frozen=True)
class Piece:
    """A triangle mesh at rest.

    Attributes:
        points: (v, 3), metres.
        uv: (v, 2).
        weights: (v, j), rows sum to 1.
        triangles: (t, 3).
    """

    points: Array
    uv: Array
    weights: Array
    triangles: Index


def piece_of(body: Body, *groups: str) -> Piece:
    """Return the faces of groups of the base mesh; points on a seam of the texture are there once for each side."""
    mesh = base_mesh()
    quads = np.concatenate([mesh.faces[name] for name in groups])
    corners = np.concatenate([mesh.face_uv[name] for name in groups])
    pairs, place = np.unique(np.stack([quads, corners], -1).reshape(-1, 2), axis=0, return_inverse=True)
    around = place.reshape(-1, 4)
    triangles = np.concatenate([around[:, [0, 1, 2]], around[:, [0, 2, 3]]])
    return Piece(body.points[pairs[:, 0]], mesh.uv[pairs[:, 1]], body.weights[pairs[:, 0]], triangles)


def welded(piece: Piece) -> tuple[Array, Index]:
    """Return the distinct places of a piece's points, and which of them each point is."""
    _, first, place = np.unique(np.round(piece.points, 6), axis=0, return_index=True, return_inverse=True)
    return piece.points[first], place.ravel()


def normals_of(piece: Piece) -> Array:
    """Return smooth unit normals (v, 3), the same on both sides of a seam of the texture."""
    points, place = welded(piece)
    corners = points[place[piece.triangles]]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    sums = np.zeros_like(points)
    for k in range(3):
        np.add.at(sums, place[piece.triangles[:, k]], across)
    units = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-12)
    return units[place]


def clipped(piece: Piece, field: Array) -> Piece:
    """Return what of a piece has a field (v,) of at least 0; triangles on the border are cut exactly."""
    values = np.where(np.abs(field) < 1e-9, 1e-9, field)
    rows = [np.concatenate([piece.points, piece.uv, piece.weights], axis=1)]
    count, cuts, kept = len(piece.points), {}, []
    extra: list[Array] = []

    def cut(a: int, b: int) -> int:
        key = (min(a, b), max(a, b))
        if key not in cuts:
            share = values[a] / (values[a] - values[b])
            extra.append(rows[0][a] * (1 - share) + rows[0][b] * share)
            cuts[key] = count + len(extra) - 1
        return cuts[key]

    inside = values[piece.triangles] > 0
    for triangle, within in zip(piece.triangles, inside, strict=True):
        number = int(within.sum())
        if number == 3:
            kept.append(tuple(triangle))
        elif number:
            turn = int(np.argmax(within if number == 1 else ~within))
            a, b, c = (int(triangle[(turn + k) % 3]) for k in range(3))
            if number == 1:
                kept.append((a, cut(a, b), cut(a, c)))
            else:
                ab, ac = cut(b, a), cut(c, a)
                kept += [(ab, b, c), (ab, c, ac)]
    table = np.concatenate([*rows, np.array(extra).reshape(len(extra), rows[0].shape[1])])
    triangles = np.array(kept, int).reshape(-1, 3)
    used, place = np.unique(triangles, return_inverse=True)
    table = table[used]
    return Piece(table[:, :3], table[:, 3:5], table[:, 5:], place.reshape(-1, 3))


def finer(piece: Piece) -> Piece:
    """Return a piece with four triangles for each; they lie in the planes of the old ones."""
    edges = np.concatenate([piece.triangles[:, [0, 1]], piece.triangles[:, [1, 2]], piece.triangles[:, [2, 0]]])
    pairs, place = np.unique(np.sort(edges, axis=1), axis=0, return_inverse=True)
    ab, bc, ca = len(piece.points) + place.reshape(3, -1)
    a, b, c = piece.triangles.T
    around = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    halves = (np.concatenate([values, values[pairs].mean(1)]) for values in (piece.points, piece.uv, piece.weights))
    return Piece(*halves, np.concatenate([np.stack(corners, 1) for corners in around]))


def smoothed(piece: Piece, rounds: int, keep: Callable[[Array], Array] | None = None) -> Piece:
    """Return a piece whose points moved towards their neighbours' mean, borders excepted: cloth bridges hollows."""
    points, place = welded(piece)
    triangles = place[piece.triangles]
    edges = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    both = np.sort(edges, axis=1)
    unique, uses = np.unique(both, axis=0, return_counts=True)
    border = np.zeros(len(points), bool)
    border[unique[uses == 1].ravel()] = True
    share = np.ones(len(points)) if keep is None else keep(points)
    for _ in range(rounds):
        sums, counts = np.zeros_like(points), np.zeros(len(points))
        for a, b in ((0, 1), (1, 0)):
            np.add.at(sums, unique[:, a], points[unique[:, b]])
            np.add.at(counts, unique[:, a], 1)
        mean = sums / np.maximum(counts, 1)[:, None]
        moved = np.where(border[:, None], points, points + 0.5 * share[:, None] * (mean - points))
        points = moved
    return replace(piece, points=points[place])


def pushed(piece: Piece, distance: Array | float) -> Piece:
    """Return a piece pushed out along its normals by so many metres."""
    return replace(piece, points=piece.points + normals_of(piece) * np.reshape(distance, (-1, 1)))


def evened(piece: Piece, rounds: int) -> Piece:
    """Return a piece whose borders run smoothly: each of their points moved between its neighbours on the border."""
    points, place = welded(piece)
    triangles = place[piece.triangles]
    both = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    edges, uses = np.unique(both, axis=0, return_counts=True)
    border = edges[uses == 1]
    for _ in range(rounds):
        sums, counts = np.zeros_like(points), np.zeros((len(points), 1))
        for one, other in (border.T, border.T[::-1]):
            np.add.at(sums, one, points[other])
            np.add.at(counts, one, 1)
        points = np.where(counts > 0, 0.5 * points + 0.5 * sums / np.maximum(counts, 1), points)
    return replace(piece, points=points[place])


def hemmed(piece: Piece, width_m: float) -> Piece:
    """Return a piece whose borders are turned in by `width_m`, so that its edge shows a thickness."""
    piece = evened(piece, 6)
    _, place = welded(piece)
    normals = normals_of(piece)
    edges = np.concatenate([piece.triangles[:, [0, 1]], piece.triangles[:, [1, 2]], piece.triangles[:, [2, 0]]])
    keys = np.sort(place[edges], axis=1)
    _, place_of_key, uses = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    border = edges[uses[place_of_key.ravel()] == 1]
    if not len(border):
        return piece
    used, around = np.unique(border, return_inverse=True)
    around = around.reshape(-1, 2)
    inner = len(piece.points) + np.arange(len(used))
    turned_in = piece.points[used] - normals[used] * width_m
    a, b = border.T
    c, d = inner[around].T
    strip = np.concatenate([np.stack([b, a, c], 1), np.stack([b, c, d], 1)])
    return Piece(
        np.concatenate([piece.points, turned_in]),
        np.concatenate([piece.uv, piece.uv[used]]),
        np.concatenate([piece.weights, piece.weights[used]]),
        np.concatenate([piece.triangles, strip]),
    )


def simpler(piece: Piece, most_triangles: int) -> Piece:
    """Return a piece with fewer triangles; points that stay keep their place, weights and texture coordinates."""
    triangles = simplified(piece.points.astype(np.float32), piece.triangles.astype(np.uint32), most_triangles)
    used, place = np.unique(triangles, return_inverse=True)
    return Piece(piece.points[used], piece.uv[used], piece.weights[used], place.reshape(-1, 3))


def normals_like(piece: Piece, finer_piece: Piece) -> Array:
    """Return the normals (v, 3) that a piece's points have on the finer piece that it was simplified from."""
    _, same = cKDTree(finer_piece.points).query(piece.points)
    return normals_of(finer_piece)[same]


def joined(*pieces: Piece) -> Piece:
    """Return pieces as one."""
    firsts = np.cumsum([0, *(len(piece.points) for piece in pieces[:-1])])
    return Piece(
        np.concatenate([piece.points for piece in pieces]),
        np.concatenate([piece.uv for piece in pieces]),
        np.concatenate([piece.weights for piece in pieces]),
        np.concatenate([piece.triangles + first for piece, first in zip(pieces, firsts, strict=True)]),
    )
