"""What a person wears, cut from the body stocking of the base mesh; and what of the body then still shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from people.body import ARM, SIDES, Body
from people.head import Hair, scalp
from people.pieces import Piece, clipped, hemmed, piece_of, pushed, smoothed
from people.source import Array

SOLE_M = 0.022
OVERLAP_M = 0.035
"""How far what is worn below goes on under the hem of what is worn over it."""

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Outfit:
    """Clothes; colours are sRGB 0..1.

    Attributes:
        sleeve: Where sleeves end: 0 at the shoulder, 1 at the wrist.
        collar_m: How far above the neck's joint the collar ends.
        band_m: Height of the collar's band.
        shirt_end_m: How far below the waist the top ends.
        loose: 1 for a usual cut.
        shirt: Colour.
        trousers: Colour.
        shoes: Colour.
        sole: Colour.
        vest_color: Of a safety vest over the top, if one is worn.
        denim: Whether the trousers are jeans.
    """

    sleeve: float
    collar_m: float
    band_m: float
    shirt_end_m: float
    loose: float
    shirt: Rgb
    trousers: Rgb
    shoes: Rgb
    sole: Rgb
    vest_color: Rgb | None = None
    denim: bool = False


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
    """Return the shirt, without what a vest hides."""
    cloth = _cloth(body)
    down = along_arm(body, cloth)
    end = waist_m(body) - outfit.shirt_end_m
    ends = [
        np.where(down >= 0, outfit.sleeve - down, 1.0),
        cloth.points[:, 2] - end,
        -above_collar(body, cloth.points, outfit.collar_m),
    ]
    if outfit.vest_color is not None:
        ends.append(OVERLAP_M - _vest_field(body, outfit, cloth))
    cut = clipped(cloth, np.minimum.reduce(ends))
    band = np.clip((above_collar(body, cut.points, outfit.collar_m) + outfit.band_m) / 0.006, 0, 1)
    hidden = 0.0 if outfit.vest_color is None else 0.006 * np.clip(_vest_field(body, outfit, cut) / 0.012, 0, 1)
    draped = pushed(cut, _slack(body, outfit, cut) + 0.002 * band - hidden)
    return hemmed(_folded(draped, body, 0.0026 * outfit.loose), 0.006)


def vest_of(body: Body, outfit: Outfit) -> Piece:
    """Return a vest without sleeves, open at the throat, a little off the shirt."""
    cloth = _cloth(body)
    cut = clipped(cloth, _vest_field(body, outfit, cloth))
    edge = np.clip(_vest_field(body, outfit, cut) / 0.03, 0, 1)
    over = pushed(cut, _slack(body, outfit, cut) + 0.006 + 0.004 * edge)
    return hemmed(_folded(over, body, 0.0012), 0.004)


def _vest_field(body: Body, outfit: Outfit, cloth: Piece) -> Array:
    """Return how far points are within the vest's edges, about in metres."""
    down, (x, y, z) = along_arm(body, cloth), cloth.points.T
    shoulder, neck = body.head("upperarm_l"), body.head("neck_01")
    throat = np.where(y < neck[1] - 0.01, 0.09 * np.exp(-((x / 0.055) ** 2)), 0.0)
    armhole = np.where(z > shoulder[2] - 0.14, 0.90 * shoulder[0] - np.abs(x), np.where(down >= 0, -1.0, 1.0))
    collar = above_collar(body, cloth.points, outfit.collar_m - 0.03) + throat
    return np.minimum.reduce([armhole, z - (waist_m(body) - 0.07), -collar])


def _slack(body: Body, outfit: Outfit, cut: Piece) -> Array:
    """Return how far the top is off the skin: least at the shoulders; it hangs from the chest, sleeves open."""
    down = along_arm(body, cut)
    torso = np.clip((waist_m(body) + 0.24 - cut.points[:, 2]) / 0.24, 0, 1)
    sleeve = 0.002 + 0.009 * np.clip(down, 0, 1) / outfit.sleeve
    return 0.007 + outfit.loose * np.where(down >= 0, sleeve, 0.002 + 0.009 * torso)


def trousers_of(body: Body, outfit: Outfit) -> Piece:
    """Return the trousers, without what the shirt hides."""
    cloth = _cloth(body)
    waist, end = waist_m(body), waist_m(body) - outfit.shirt_end_m
    legs = np.where(along_arm(body, cloth) >= 0, -1.0, 1.0)
    cut = clipped(cloth, np.minimum.reduce([end + OVERLAP_M - cloth.points[:, 2], cloth.points[:, 2] - 0.056, legs]))
    height = cut.points[:, 2]
    knee = body.head("calf_l")[2]
    lower = np.clip((knee - height) / knee, 0, 1)
    crotch = np.exp(-(((height - waist * 0.84) / 0.08) ** 2))
    push = 0.005 + outfit.loose * (0.005 * (1 - lower) + 0.019 * lower**0.8 + 0.003 * crotch)
    below_shirt = np.clip((end + 0.012 - height) / 0.015, 0, 1)
    draped = pushed(_hanging(cut, body), 0.004 + (push - 0.004) * below_shirt)
    return hemmed(_folded(draped, body, 0.003 * outfit.loose * below_shirt), 0.006)


def _hanging(piece: Piece, body: Body) -> Piece:
    """Return trousers that hang straight from above the ankles, carried by the calves alone, not as feet are shaped."""
    points, weights = piece.points.copy(), piece.weights.copy()
    top = body.head("foot_l")[2] + 0.075
    for side, sign in SIDES.items():
        own = points[:, 0] * sign > 0
        ring = own & (np.abs(points[:, 2] - top) < 0.018)
        middle = points[ring, :2].mean(0)
        radius = float(np.linalg.norm(points[ring, :2] - middle, axis=1).mean()) + 0.004
        middle[1] += 0.004  # clear of the heel
        low = own & (points[:, 2] < top)
        away = points[low, :2] - middle
        length = np.linalg.norm(away, axis=1, keepdims=True)
        share = np.clip((top - points[low, 2:]) / 0.03, 0, 1)
        points[low, :2] += share * (away / length * radius - away)
        carried = np.eye(len(body.joints))[body.joints.index(f"calf_{side}")]
        weights[low] = weights[low] * (1 - share) + share * carried
    return replace(piece, points=points, weights=weights)


def skin_of(body: Body, outfit: Outfit, hair: Hair) -> Piece:
    """Return what of the body shows: head, neck, and arms beyond the sleeves; sunk below hair and cloth."""
    whole = piece_of(body, "body")
    down = along_arm(body, whole)
    neck = body.head("neck_01")
    radius = np.linalg.norm((whole.points[:, :2] - neck[:2] - [0, 0.01]) * [1.0, 0.7], axis=1)
    on_head = whole.weights[:, body.joints.index("head")] > 0.3
    near_neck = np.where((whole.points[:, 2] < neck[2] + 0.04) & ~on_head, 0.082 - radius, 1.0)
    collar = above_collar(body, whole.points, outfit.collar_m)
    field = np.maximum(
        np.where(down >= 0, down - (outfit.sleeve - 0.06), -1.0),
        np.where(down < 0, np.minimum(collar + 0.035, near_neck), -1.0),
    )
    hidden = np.where(on_head, scalp(body, whole.points, hair) - 0.024, -1.0)
    shown = clipped(whole, np.minimum(field, -hidden))
    down = along_arm(body, shown)
    collar = above_collar(body, shown.points, outfit.collar_m)
    arms = 0.008 * np.clip((outfit.sleeve - down) / 0.04, 0, 1)
    throat = 0.010 * np.clip(0.3 - collar / 0.010, 0, 1)
    head = shown.weights[:, body.joints.index("head")] > 0.5
    crown = np.where(head, 0.005 * np.clip((scalp(body, shown.points, hair) - 0.002) / 0.010, 0, 1), 0.0)
    return pushed(shown, -np.where(down >= 0, arms, np.maximum(throat, crown)))


def _cloth(body: Body) -> Piece:
    """Return the stocking, smooth as cloth bridges hollows, its texture coordinates spread over a whole picture."""
    piece = smoothed(piece_of(body, "helper-tights"), 8)
    low, high = piece.uv.min(0), piece.uv.max(0)
    return replace(piece, uv=0.01 + 0.98 * (piece.uv - low) / (high - low))


def _folded(piece: Piece, body: Body, depth_m: Array | float) -> Piece:
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
