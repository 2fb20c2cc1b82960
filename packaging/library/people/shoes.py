"""Shoes: hulls of the feet on slabs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from people.body import SIDES, Body
from people.outfit import SOLE_M
from people.pieces import Piece, joined, piece_of


def shoes_of(body: Body) -> tuple[Piece, Piece]:
    """Return the uppers and the soles: hulls of the feet, and slabs below them. They stand on z = -SOLE_M."""
    skin = piece_of(body, "body")
    tree = cKDTree(body.points)
    uppers, soles = [], []
    for side in SIDES:
        own = skin.weights[:, [name in (f"foot_{side}", f"ball_{side}", f"calf_{side}") for name in body.joints]].sum(1)
        foot = skin.points[(own > 0.5) & (skin.points[:, 2] < 0.105)]
        wide = np.concatenate(
            [foot + step for step in np.array([[1, 0, 0], [-1, 0, 0], [0, -1.3, 0], [0, 1, 0]]) * 0.006]
        )
        low = wide[wide[:, 2] < 0.058]
        hull = trimesh.convex.convex_hull(np.concatenate([low * [1, 1, 0.92], low * [1, 1, 0] + [0, 0, -0.004]]))
        ankle = trimesh.convex.convex_hull(wide[(wide[:, 2] < 0.102) & (wide[:, 1] > np.quantile(wide[:, 1], 0.45))])
        whole = trimesh.boolean.union([hull, ankle], engine="manifold")
        whole = whole.subdivide_to_size(0.013)
        trimesh.smoothing.filter_taubin(whole, iterations=18)
        uppers.append(_carried(whole, body, tree, side))
        flat = wide[wide[:, 2] < 0.05] * [1, 1, 0]
        middle = flat.mean(0)
        rings = [(1.03, -SOLE_M), (1.05, -SOLE_M + 0.004), (1.05, 0.002), (1.02, 0.006)]
        slab = trimesh.convex.convex_hull(np.concatenate([middle + (flat - middle) * s + [0, 0, z] for s, z in rings]))
        soles.append(_carried(slab, body, tree, side))
    return _seen_from_above(joined(*uppers)), joined(*soles)


def _seen_from_above(piece: Piece) -> Piece:
    """Return both shoes with one picture: each as seen from above, the right one mirrored."""
    flat = piece.points[:, :2].copy()
    flat[:, 0] = np.abs(flat[:, 0])
    low, high = flat.min(0), flat.max(0)
    return replace(piece, uv=0.02 + 0.96 * (flat - low) / (high - low))


def _carried(mesh: trimesh.Trimesh, body: Body, tree: cKDTree, side: str) -> Piece:
    """Return a shoe's mesh that moves as the nearest points of the foot do."""
    _, near = tree.query(mesh.vertices)
    weights = body.weights[near].copy()
    own = [name in (f"foot_{side}", f"ball_{side}") for name in body.joints]
    weights[:, np.logical_not(own)] = 0
    total = weights.sum(1, keepdims=True)
    foot = np.eye(len(body.joints))[body.joints.index(f"foot_{side}")]
    weights = np.where(total > 1e-6, weights / np.maximum(total, 1e-6), foot)
    return Piece(np.asarray(mesh.vertices), np.zeros((len(mesh.vertices), 2)), weights, np.asarray(mesh.faces))
