"""What a person wears, cut from the body stocking of the base mesh; and what of the body then still shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import trimesh
from scipy.spatial import cKDTree

from people.body import ARM, SIDES, Body
from people.pieces import Piece, clipped, hemmed, joined, piece_of, pushed, smoothed
from people.source import Array

SOLE_M = 0.022


@dataclass(frozen=True)
class Outfit:
    """Clothes.

    Attributes:
        sleeve: Where sleeves end: 0 at the shoulder, 1 at the wrist.
        collar_m: How far above the neck's joint the collar ends.
        shirt_end_m: How far below the waist the top ends.
        loose: 1 for a usual cut.
        shirt: sRGB 0..1.
        trousers: sRGB 0..1.
        shoes: sRGB 0..1.
        sole: sRGB 0..1.
        vest: Whether a safety vest is worn over the top.
        pattern: "plain", "stripes" or "denim".
    """

    sleeve: float
    collar_m: float
    shirt_end_m: float
    loose: float
    shirt: tuple[float, float, float]
    trousers: tuple[float, float, float]
    shoes: tuple[float, float, float]
    sole: tuple[float, float, float]
    vest: bool = False
    pattern: str = "plain"


def along_arm(body: Body, piece: Piece) -> Array:
    """Return for each point how far down the arm it is: 0 at the shoulder, 1 at the wrist, -1 elsewhere."""
    result = np.full(len(piece.points), -1.0)
    for side in SIDES:
        carried = piece.weights[:, [f"_{side}" in name and name.startswith(ARM) for name in body.joints]].sum(1)
        start, end = body.head(f"upperarm_{side}"), body.head(f"hand_{side}")
        down = (piece.points - start) @ (end - start) / ((end - start) @ (end - start))
        result = np.where(carried > 0.5, np.maximum(down, 0.0), result)
    return result


def above_collar(body: Body, points: Array, collar_m: float) -> Array:
    """Return how far points are above the collar's plane, which is lower at the throat than at the nape."""
    tilt = np.array([0.0, -0.30, 0.954])
    return (points - body.head("neck_01") - [0.0, 0.0, collar_m]) @ tilt


def waist_m(body: Body) -> float:
    """Return the height of the waistband."""
    return float(body.head("pelvis")[2] * 0.45 + body.head("spine_01")[2] * 0.55) + 0.01


def top_of(body: Body, outfit: Outfit) -> Piece:
    """Return the shirt."""
    cloth = _cloth(body)
    down = along_arm(body, cloth)
    end = waist_m(body) - outfit.shirt_end_m
    field = np.minimum.reduce(
        [
            np.where(down >= 0, outfit.sleeve - down, 1.0),
            cloth.points[:, 2] - end,
            -above_collar(body, cloth.points, outfit.collar_m),
        ]
    )
    cut = clipped(cloth, field)
    down = along_arm(body, cut)
    height = cut.points[:, 2]
    torso = np.clip((waist_m(body) + 0.24 - height) / 0.24, 0, 1)  # hangs from the chest
    push = 0.007 + outfit.loose * np.where(down >= 0, 0.003 + 0.009 * np.clip(down, 0, 1), 0.002 + 0.012 * torso)
    near_collar = np.exp(-((above_collar(body, cut.points, outfit.collar_m) / 0.03) ** 2))
    push = push * (1 - 0.5 * near_collar)
    return hemmed(_folded(pushed(smoothed(cut, 8), push), body, 0.0026 * outfit.loose), 0.006)


def vest_of(body: Body, outfit: Outfit) -> Piece:
    """Return a vest without sleeves, open at the throat, over the shirt."""
    cloth = _cloth(body)
    down, (x, y, z) = along_arm(body, cloth), cloth.points.T
    shoulder, neck = body.head("upperarm_l"), body.head("neck_01")
    throat = np.where(y < neck[1] - 0.01, 0.09 * np.exp(-((x / 0.055) ** 2)), 0.0)
    armhole = np.where(z > shoulder[2] - 0.14, 0.86 * shoulder[0] - np.abs(x), np.where(down >= 0, -1.0, 1.0))
    field = np.minimum.reduce(
        [armhole, z - (waist_m(body) - 0.07), -(above_collar(body, cloth.points, outfit.collar_m - 0.03) + throat)]
    )
    cut = clipped(cloth, field)
    torso = np.clip((waist_m(body) + 0.24 - cut.points[:, 2]) / 0.24, 0, 1)
    return hemmed(_folded(pushed(smoothed(cut, 5), 0.021 + 0.010 * torso), body, 0.001), 0.004)


def trousers_of(body: Body, outfit: Outfit) -> Piece:
    """Return the trousers."""
    cloth = _cloth(body)
    waist = waist_m(body)
    cut = clipped(
        cloth,
        np.minimum.reduce(
            [waist - cloth.points[:, 2], cloth.points[:, 2] - 0.062, np.where(along_arm(body, cloth) >= 0, -1.0, 1.0)]
        ),
    )
    height = cut.points[:, 2]
    knee = body.head("calf_l")[2]
    lower = np.clip((knee - height) / knee, 0, 1)
    crotch = np.exp(-(((height - waist * 0.84) / 0.08) ** 2))
    push = 0.005 + outfit.loose * (0.006 * (1 - lower) + 0.017 * lower**0.8 + 0.003 * crotch)
    push = np.where(height > waist - 0.03, 0.006, push)
    return hemmed(_folded(pushed(smoothed(cut, 8), push), body, 0.0035 * outfit.loose), 0.006)


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
        whole = whole.subdivide_to_size(0.016)
        trimesh.smoothing.filter_taubin(whole, iterations=12)
        uppers.append(_carried(whole, body, tree, side))
        flat = wide[wide[:, 2] < 0.05] * [1, 1, 0]
        middle = flat.mean(0)
        rings = [(1.03, -SOLE_M), (1.05, -SOLE_M + 0.004), (1.05, 0.002), (1.02, 0.006)]
        slab = trimesh.convex.convex_hull(np.concatenate([middle + (flat - middle) * s + [0, 0, z] for s, z in rings]))
        soles.append(_carried(slab, body, tree, side))
    return joined(*uppers), joined(*soles)


def skin_of(body: Body, outfit: Outfit) -> Piece:
    """Return what of the body shows: head, neck, and arms beyond the sleeves."""
    whole = piece_of(body, "body")
    down = along_arm(body, whole)
    neck = body.head("neck_01")
    radius = np.linalg.norm(whole.points[:, :2] - neck[:2] - [0, 0.01], axis=1)
    on_head = whole.weights[:, body.joints.index("head")] > 0.3
    near_neck = np.where((whole.points[:, 2] < neck[2] + 0.04) & ~on_head, 0.082 - radius, 1.0)
    field = np.maximum(
        np.where(down >= 0, down - (outfit.sleeve - 0.09), -1.0),
        np.where(down < 0, np.minimum(above_collar(body, whole.points, outfit.collar_m) + 0.035, near_neck), -1.0),
    )
    shown = clipped(whole, field)
    down = along_arm(body, shown)
    covered = np.where(down >= 0, outfit.sleeve - down, -above_collar(body, shown.points, outfit.collar_m) / 0.3)
    return pushed(shown, -0.006 * np.clip(covered / 0.04, 0, 1))


def _cloth(body: Body) -> Piece:
    """Return the stocking, its texture coordinates spread over a whole picture."""
    piece = piece_of(body, "helper-tights")
    low, high = piece.uv.min(0), piece.uv.max(0)
    return replace(piece, uv=0.01 + 0.98 * (piece.uv - low) / (high - low))


def _folded(piece: Piece, body: Body, depth_m: float) -> Piece:
    """Return a piece with soft folds: across at the elbows, knees and waist, along where it hangs."""
    x, y, z = piece.points.T
    folds = np.zeros(len(piece.points))
    for joint, reach in (("lowerarm_l", 0.09), ("lowerarm_r", 0.09), ("calf_l", 0.12), ("calf_r", 0.12)):
        away = np.linalg.norm(piece.points - body.head(joint), axis=1)
        folds += np.exp(-((away / reach) ** 2)) * np.sin(z * 190 + x * 70 + 2 * np.sin(y * 50))
    low = np.clip((0.25 - z) / 0.2, 0, 1)
    folds += low * np.sin(z * 110 + 3 * np.arctan2(y, np.abs(x) - 0.1))
    folds += 0.6 * np.sin(np.arctan2(y, x) * 7 + z * 16) * np.clip(1 - np.abs(z - waist_m(body) - 0.05) / 0.2, 0, 1)
    return pushed(piece, depth_m * folds)


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
